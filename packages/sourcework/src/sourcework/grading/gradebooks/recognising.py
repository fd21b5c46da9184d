"""Recognition of a gradebook: its LMS, what parts its cells, where its header is."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from ...errors import DataError
from .books import BOOKS, Book, NamedColumns, column_called, listed
from .delimited_text import EncodedText, TableRow, open_source

# In this order: each asks for what those after it do not have.
# isort: off
from .canvas import Canvas as Canvas
from .brightspace import Brightspace as Brightspace
from .blackboard import Blackboard as Blackboard
from .moodle import Moodle as Moodle
from .moodle_course import MoodleCourse as MoodleCourse
from .class_sheet import ClassSheet as ClassSheet

# isort: on
from .own_list import OwnList

__all__ = ["Table", "headings", "recognise"]

_DELIMITERS = (",", ";", "\t")
_FIRST = 20  # rows among which the header is looked for
_SEP = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
_NOTHING = NamedColumns()


@dataclass(frozen=True)
class Table:
    """A gradebook that is recognised.

    Attributes
    ----------
    source
        The file and its encoding.
    delimiter
        What parts its cells.
    head
        How many rows come before the header.
    book
        What the LMS's format says of it.
    team
        The place of the column that a teacher named as that of teams, if one was.
    """

    source: EncodedText
    delimiter: str
    head: int
    book: Book
    team: int | None = None

    def records(self) -> Iterator[tuple[bool, TableRow]]:
        """Read all rows; with each, whether it comes after the header."""
        for place, record in enumerate(self.source.records(self.delimiter)):
            yield place > self.head, record


def recognise(path: Path, named: NamedColumns = _NOTHING) -> Table:
    """Recognise a gradebook.

    Raises
    ------
    DataError
        If it cannot be read, is of no LMS that is known, or lacks a column that a teacher named.
    """
    source = open_source(path)
    declared = _declared(source)
    found: list[tuple[int, Table]] = []
    faults: list[DataError] = []
    first: list[str] = []
    for delimiter in [declared] if declared else _DELIMITERS:
        try:
            rows = [each.values() for each in islice(source.records(delimiter), _FIRST)]
            said = next((row for row in rows if any(cell.strip() for cell in row)), [])
            first = max(first, said, key=len)
            known = _known(path, rows, named)
        except DataError as fault:
            faults.append(fault)
            continue
        if known:
            head, book = known
            found.append((len(book.header), Table(source, delimiter, head, book)))
    if found:
        table = max(found, key=lambda each: each[0])[1]
        if not named.team:
            return table
        return replace(table, team=column_called(path, table.book.header, named.team))
    if faults:
        raise max(faults, key=lambda each: len(str(each))) if named.who else faults[0]
    problem = f"it is no gradebook that is known; its first row has: {listed(first)}"
    known_by = "; ".join(f"{each.label} {each.known_by}" for each in BOOKS)
    cure = f"name the column that says who with --join, or export it from the LMS ({known_by})"
    raise DataError(path, "header", problem, cure)


def headings(path: Path) -> tuple[str, list[str]]:
    """Return the platform of a table, empty if none is known, and its headings in order.

    Of a table of no known platform the headings are its first row.

    Raises
    ------
    DataError
        If it cannot be read.
    """
    with contextlib.suppress(DataError):
        book = recognise(path).book
        return book.platform, [name.strip() for name in book.header if name.strip()]
    source = open_source(path)
    declared = _declared(source)
    first: list[str] = []
    for delimiter in [declared] if declared else _DELIMITERS:
        rows = (each.values() for each in islice(source.records(delimiter), _FIRST))
        told = next((row for row in rows if len([cell for cell in row if cell.strip()]) > 1), [])
        first = max(first, told, key=len)
    return "", [name.strip() for name in first if name.strip()]


def _known(path: Path, rows: list[list[str]], named: NamedColumns) -> tuple[int, Book] | None:
    """Return the place of the header and the book of the first LMS that has such a one."""
    if named.who:
        return OwnList.recognise_by(path, rows, named.who)
    return next(filter(None, (kind.recognise(path, rows) for kind in BOOKS)), None)


def _declared(source: EncodedText) -> str:
    """Return the delimiter that a spreadsheet wrote into the first line, if it did."""
    for record in source.records("\n"):
        match = _SEP.fullmatch(record.cells[0])
        return match[1] if match else ""
    return ""
