"""Gradebook base: what those of all LMSs have, a header, students, columns of points."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self, TypeVar

from ...errors import DataError
from .delimited_text import TableRow

__all__ = [
    "BOOKS",
    "Book",
    "GradebookStudent",
    "NamedColumns",
    "PointsColumn",
    "choose",
    "column_called",
    "listed",
    "plain",
    "register",
]

_Book = TypeVar("_Book", bound="Book")
_LISTED = 30
_LONGEST = 80
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True)
class PointsColumn:
    """A column of points.

    Attributes
    ----------
    index
        Its place, from 0.
    header
        As it is written in the file.
    title
        The name of the assignment in it.
    key
        What the LMS calls the column, if the header says it.
    maximum
        The most points that the LMS gives for it, if the file says so.
    barred
        Why nothing may be entered into it.
    """

    index: int
    header: str
    title: str
    key: str = ""
    maximum: float | None = None
    barred: str = ""


@dataclass(frozen=True)
class GradebookStudent:
    """Whom a row is about.

    Attributes
    ----------
    main
        The id by which the LMS names the student's files; empty if the row lacks it.
    others
        Further ids, each of which names at most this student.
    name
        As it is written.
    named
        Whether that is a person's name, and not another cell in place of one.
    alias
        What the LMS calls everybody whose name it hides.
    teams
        What may be the name of the student's team.
    grouped
        Whether they are certainly names of teams.
    """

    main: str
    others: tuple[str, ...]
    name: str
    named: bool = True
    alias: str = ""
    teams: tuple[str, ...] = ()
    grouped: bool = False


@dataclass(frozen=True)
class NamedColumns:
    """Columns that a teacher named by their headings.

    Attributes
    ----------
    who
        Whose a row is, in one column or in several; then any table is a gradebook.
    team
        What team the student is in.
    """

    who: tuple[str, ...] = ()
    team: str = ""


class Book(ABC):
    """The gradebook of one LMS; a subclass an LMS.

    It is read once from end to end, `learn` sees every row after the header, and only then are
    columns chosen and students asked for.
    """

    platform: ClassVar[str]
    label: ClassVar[str]
    known_by: ClassVar[str]  # how a teacher tells such a file, a clause after the label
    cure: ClassVar[str]  # how to get a file that can be filled
    by_name: ClassVar[bool] = False  # whether it has no id of the LMS, but names or addresses
    blank: ClassVar[frozenset[str]] = frozenset({""})  # cells that say: no points yet
    fixed: ClassVar[frozenset[str]] = frozenset()  # cells that nothing replaces, in lower case

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self.path = path
        self.header = tuple(header)

    @classmethod
    def recognise(cls, path: Path, rows: Sequence[Sequence[str]]) -> tuple[int, Self] | None:
        """Find this LMS's header in the first rows of a file; return its place and the book."""
        for place, row in enumerate(rows):
            if cls.is_header(row, rows[place + 1 :]):
                return place, cls(path, row)
        return None

    @classmethod
    @abstractmethod
    def is_header(cls, row: Sequence[str], after: Sequence[Sequence[str]]) -> bool:
        """Whether a row is the header, given some of the rows after it."""

    @abstractmethod
    def columns(self) -> list[PointsColumn]:
        """Return the columns of points, also those that are barred."""

    @abstractmethod
    def student(self, record: TableRow) -> GradebookStudent | None:
        """Return whom a row is about; nothing for a row that is about nobody."""

    def learn(self, record: TableRow) -> None:  # noqa: B027 - most have nothing to learn
        """Look at a row after the header, before columns are chosen."""

    def choose(self, title: str, wanted: str | None) -> PointsColumn:
        """Return the column to fill; raise `DataError` if it cannot be known."""
        return choose(self.path, self.columns(), title, wanted, self.cure)

    def locked(self, record: TableRow) -> bool:
        """Whether the LMS says that this student's points can no longer be changed."""
        return False

    def numbers(self, column: PointsColumn) -> list[int]:
        """Return the places of the columns from which the file's decimals are known."""
        return [each.index for each in self.columns()]

    def remark(self) -> int | None:
        """Return the place of the column that takes a comment, if there is one."""
        return None

    def notes(self, column: PointsColumn) -> list[str]:
        """Say what a teacher should know of this file."""
        return []


def column_called(path: Path, header: Sequence[str], heading: str) -> int:
    """Return the place of the column with this heading; raise `DataError` if it is not one."""
    same = [at for at, name in enumerate(header) if name.strip() == heading.strip()]
    loose = [at for at, name in enumerate(header) if _loose(name) == _loose(heading)]
    found = same or loose
    if len(found) == 1:
        return found[0]
    if found:
        places = " and ".join(str(at + 1) for at in found)
        problem = f'more than one column is called "{plain(heading)}": numbers {places}'
        raise DataError(path, "header", problem, "rename one of them in the file")
    problem = f'no column is called "{plain(heading)}"; there are: {listed(header)}'
    raise DataError(path, "header", problem, "name one of them, as it is written there")


BOOKS: list[type[Book]] = []  # in the order in which a file is tried on them


def register(book: type[_Book]) -> type[_Book]:
    """Make the gradebooks of an LMS known; used as a decorator."""
    BOOKS.append(book)
    return book


def choose(
    path: Path, columns: Sequence[PointsColumn], title: str, wanted: str | None, cure: str
) -> PointsColumn:
    """Return the column that `wanted` names, or else the one with this title.

    Its header or title or the LMS's own number must be the same; failing that, the same but for
    capitals and spaces. Of two that fit, one that may be filled goes first, and two such are one
    too many.
    """
    asked = title if wanted is None else wanted
    tests = [
        [each for each in columns if asked in (each.header, each.title)],
        [each for each in columns if wanted is not None and wanted == each.key],
        [each for each in columns if _loose(asked) in (_loose(each.header), _loose(each.title))],
    ]
    found = next(filter(None, tests), [])
    fit = [each for each in found if not each.barred] or found
    if len(fit) > 1:
        places = " and ".join(str(each.index + 1) for each in fit)
        problem = f'more than one column is called "{asked}": numbers {places}'
        remedy = "rename one in the LMS and export again"
        keys = {plain(each.key) for each in fit if each.key}
        if len(keys) == len(fit):
            remedy = f"name one by its number, with --column {' or --column '.join(sorted(keys))}"
        raise DataError(path, "header", problem, remedy)
    if not fit:
        free = [each.header for each in columns if not each.barred]
        problem = f'no column is called "{asked}"; there are: {listed(free)}'
        raise DataError(path, "header", problem, f"name one of them with --column, or {cure}")
    if fit[0].barred:
        raise DataError(path, f'column "{fit[0].header}"', fit[0].barred, cure)
    return fit[0]


def listed(names: Iterable[str]) -> str:
    """Return names in a sentence, quoted, safe to print, and not too many of them."""
    known = [f'"{plain(name)}"' for name in names]
    more = [f"and {len(known) - _LISTED} more"] if len(known) > _LISTED else []
    return ", ".join([*known[:_LISTED], *more]) or "none"


def plain(text: str) -> str:
    """Return what stands in a file as a short piece of a line that is safe to print."""
    line = _UNSEEN.sub(" ", text).strip()
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def _loose(text: str) -> str:
    return " ".join(text.split()).casefold()
