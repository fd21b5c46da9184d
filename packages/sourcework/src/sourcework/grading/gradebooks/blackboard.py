"""Blackboard: gradebook, *Download* or *Work Offline*, full gradebook, tab or comma.

From Blackboard's help and from scripts that read such files: `Username` names the student,
`Student ID` may stand beside it, and a column is called `Title [Total Pts: 30 Score] |123456`. The
number after the bar is the column's own: without it an upload makes a new column. `up to 30` is a
computed total. A tab-delimited file is called `.xls`, although it is text.

In another language than English the order tells the columns: last name, first name, user name, and
after more of the kind those with a bar and a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from .books import Book, GradebookStudent, PointsColumn, register
from .delimited_text import TableRow
from .numbers import number

__all__ = ["Blackboard"]

_COLUMN = re.compile(r"(.*?)\s*(?:\[([^\[\]]*)\])?\s*\|\s*([0-9]+)", re.DOTALL)
_WORTH = re.compile(r"Total Pts: (up to )?([0-9.,]+)\s*(\w*).*")
_NAMES = ("last name", "first name")
_ANY_WORTH = re.compile(r"[^:：]*[:：]\s*(\D*?)\s*([0-9]+(?:[.,][0-9]+)?)\s*(.*)", re.DOTALL)
_NO_POINTS = re.compile(
    r"%|prozent|pourcent|porcent|percent|procent|letter|lettr|letra|lettera|buchstab|tekst|text|"
    r"complet|vollst|volled|fullst|fullf",
    re.IGNORECASE,
)
_ORDER = 3  # columns: last name, first name, user name


@register
class Blackboard(Book):
    """A gradebook that Blackboard gave for work offline."""

    platform = "blackboard"
    label = "Blackboard"
    known_by = "has names and Username first, and a number after a bar in each column"
    cure = "create a column with points in Blackboard and download the full gradebook again"

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        super().__init__(path, header)
        places = {name.strip().casefold(): at for at, name in reversed([*enumerate(header)])}
        self._english = "username" in places
        self._username = places.get("username", _ORDER - 1)
        self._number = places.get("student id")
        self._names = [places[name] for name in _NAMES if name in places]
        if not self._english:
            self._names = [0, 1]

    @classmethod
    def is_header(cls, row: Sequence[str], after: Sequence[Sequence[str]]) -> bool:
        """Whether a row is the header."""
        names = {name.strip().casefold() for name in row}
        numbered = any(map(_COLUMN.fullmatch, row))
        if "username" in names:
            return numbered or names.issuperset(_NAMES)
        people = [each for each in after if any(cell.strip() for cell in each)]
        return (
            numbered
            and len(row) > _ORDER
            and not any(_COLUMN.fullmatch(cell) or not cell.strip() for cell in row[:_ORDER])
            and bool(people)
            and all(_is_user(each) for each in people)
        )

    def columns(self) -> list[PointsColumn]:
        """Return the columns that have a number."""
        read = _column if self._english else _column_by_place
        return [
            read(index, name, match)
            for index, name in enumerate(self.header)
            if (match := _COLUMN.fullmatch(name))
        ]

    def student(self, record: TableRow) -> GradebookStudent | None:
        """Return whom a row is about."""
        if record.blank():
            return None
        ids = [record.value(self._username).strip()]
        if self._number is not None:
            ids.append(record.value(self._number).strip())
        main, *others = [each for each in ids if each] or [""]
        name = ", ".join(filter(None, (record.value(index) for index in self._names)))
        return GradebookStudent(main, tuple(others), name or record.value(0), bool(name))

    def notes(self, column: PointsColumn) -> list[str]:
        """Say that the points possible are not known."""
        if column.maximum is None:
            return [f'The file does not say how many points "{column.title}" is worth there.']
        return []


def _column(index: int, name: str, match: re.Match[str]) -> PointsColumn:
    worth = _WORTH.fullmatch(match[2] or "")
    if not worth:
        return PointsColumn(index, name, match[1], match[3])
    barred = ""
    if worth[1]:
        barred = "Blackboard computes it"
    elif worth[3].casefold() not in ("", "score"):
        barred = f'Blackboard shows it as "{worth[3]}", not as points'
    return PointsColumn(index, name, match[1], match[3], number(worth[2]), barred)


def _column_by_place(index: int, name: str, match: re.Match[str]) -> PointsColumn:
    """Read a column whose words are not known: some after the worth bar it, any before it do."""
    worth = _ANY_WORTH.fullmatch(match[2] or "")
    if not worth:
        return PointsColumn(index, name, match[1], match[3])
    barred = ""
    if worth[1]:
        barred = "Blackboard computes it"
    elif _NO_POINTS.search(worth[3]):
        barred = f'Blackboard shows it as "{worth[3]}", not as points'
    return PointsColumn(index, name, match[1], match[3], number(worth[2]), barred)


def _is_user(row: Sequence[str]) -> bool:
    """Whether the third cell of a row can be a user name, after two that are none."""
    user = row[_ORDER - 1].strip() if len(row) >= _ORDER else ""
    return bool(user) and " " not in user
