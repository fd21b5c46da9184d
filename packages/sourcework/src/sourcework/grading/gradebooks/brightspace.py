"""Brightspace: *Grades*, *Enter Grades*, *Export*, with *Points grade* and *Export to CSV*.

From D2L's page on importing grades and pages of universities that use it: students are known by
`OrgDefinedId` or `Username`, before which an export puts `#`, so that a spreadsheet leaves leading
zeros alone; a column is called `Title Points Grade`, and in exports `<Numeric MaxPoints:30 …>`
follows; a last column, `End-of-Line Indicator`, has `#` in every row.

In another language than English the headers are known by their place: ids are the first columns,
in which every cell begins with `#`, the names follow them, and the last column has nothing but `#`.
A column of points is called by the item's title and words that are the same for all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from .books import Book, GradebookStudent, PointsColumn, choose, register
from .delimited_text import TableRow
from .numbers import number

__all__ = ["Brightspace"]

_POINTS = re.compile(r"(.*?)\s+Points Grade(?:\s*<(.*)>)?\s*", re.IGNORECASE | re.DOTALL)
_MAXIMUM = re.compile(r"MaxPoints:\s*([0-9.,]+)")
_IDS = ("orgdefinedid", "username")
_NAMES = ("last name", "first name")
_END = "end-of-line indicator"
_DETAILS = re.compile(r"(.*?)\s*<([^<>]*)>\s*", re.DOTALL)
_FIRST_NUMBER = re.compile(r"[:\s]\s*([0-9]+(?:[.,][0-9]+)?)")
_WIDTH = 2  # columns of names


@register
class Brightspace(Book):
    """Grades that Brightspace exported."""

    platform = "brightspace"
    label = "Brightspace"
    known_by = "has ids with # first, points grades, and # at the end of each row"
    cure = "create a numeric grade item in Brightspace and export again with its points grade"

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        super().__init__(path, header)
        places = {name.strip().casefold(): at for at, name in reversed([*enumerate(header)])}
        self._english = _is_english(header)
        self._ids = [places[name] for name in _IDS if name in places]
        self._names = [places[name] for name in _NAMES if name in places]
        self._end = places.get(_END)

    @classmethod
    def recognise(cls, path: Path, rows: Sequence[Sequence[str]]) -> tuple[int, Self] | None:
        """Find the header, and in another language than English what is in which column."""
        found = super().recognise(path, rows)
        if found and not found[1]._english:
            place, book = found
            book._ids = [*range(_marked(rows[place + 1 :]))]
            book._names = [*range(len(book._ids), len(book._ids) + _WIDTH)]
            book._end = len(book.header) - 1
        return found

    @classmethod
    def is_header(cls, row: Sequence[str], after: Sequence[Sequence[str]]) -> bool:
        """Whether a row is the header."""
        return _is_english(row) or (
            len(row) > 1 + _WIDTH
            and all(cell.strip() for cell in row)
            and not any(cell.strip().startswith("#") for cell in (row[0], row[-1]))
            and _marked(after) > 0
            and all(len(each) == len(row) and each[-1].strip() == "#" for each in _told(after))
        )

    def columns(self) -> list[PointsColumn]:
        """Return the grade items with points."""
        if not self._english:
            return self._by_place()
        return [
            PointsColumn(index, name, match[1], maximum=_maximum(match[2] or ""))
            for index, name in enumerate(self.header)
            if (match := _POINTS.fullmatch(name))
        ]

    def choose(self, title: str, wanted: str | None) -> PointsColumn:
        """Return the column to fill; in another language its header goes on after the title."""
        found = self.columns()
        if self._english or wanted is not None:
            return choose(self.path, found, title, wanted, self.cure)
        begin = f"{' '.join(title.split())} ".casefold()
        known = [each for each in found if f"{each.title} ".casefold().startswith(begin)]
        same = [each for each in known if f"{each.title} ".casefold() == begin]
        fit = same or known
        if len(fit) != 1:
            return choose(self.path, found, title, wanted, self.cure)
        return fit[0]

    def student(self, record: TableRow) -> GradebookStudent | None:
        """Return whom a row is about."""
        if record.blank():
            return None
        ids = [record.value(index).strip().removeprefix("#") for index in self._ids]
        main, *others = [each for each in ids if each] or [""]
        name = ", ".join(filter(None, (record.value(index) for index in self._names)))
        return GradebookStudent(main, tuple(others), name or record.value(0), bool(name))

    def notes(self, column: PointsColumn) -> list[str]:
        """Say what the import would miss."""
        found = []
        if self._end is None:
            found.append(
                'The file has no column "End-of-Line Indicator"; without it an import can go wrong '
                "where the last grade of a row is empty. It was left so; an export has it."
            )
        if column.maximum is None:
            found.append(f'The file does not say how many points "{column.title}" is worth there.')
        return found

    def _by_place(self) -> list[PointsColumn]:
        """Return what stands between names and end and tells how much it is worth, or all."""
        first, last = len(self._ids) + _WIDTH, len(self.header) - 1
        every = [(at, self.header[at]) for at in range(first, last)]
        split = [(at, name, _DETAILS.fullmatch(name)) for at, name in every]
        known = [(at, name, match[1], match[2]) for at, name, match in split if match]
        columns = known or [(at, name, name.strip(), "") for at, name in every]
        titles = _without_common([title for _, _, title, _ in columns])
        return [
            PointsColumn(at, name, title, maximum=_first_number(details))
            for (at, name, _, details), title in zip(columns, titles, strict=True)
        ]


def _is_english(row: Sequence[str]) -> bool:
    names = {name.strip().casefold() for name in row}
    known = not names.isdisjoint(_IDS)
    return known and (_END in names or any(map(_POINTS.fullmatch, row)))


def _told(rows: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    return [each for each in rows if any(cell.strip() for cell in each)]


def _marked(rows: Sequence[Sequence[str]]) -> int:
    """Return how many of the first columns have `#` and more in every row."""
    told = _told(rows)
    marked = 0
    while told and all(
        len(each) > marked + 1 and each[marked].strip().startswith("#") and each[marked].strip("# ")
        for each in told
    ):
        marked += 1
    return marked


def _without_common(titles: list[str]) -> list[str]:
    """Take off the last words that all titles have."""
    words = [title.split() for title in titles]
    while (
        len(words) > 1
        and len({each[-1] for each in words if each}) == 1
        and all(len(each) > 1 for each in words)
    ):
        words = [each[:-1] for each in words]
    return [" ".join(each) for each in words]


def _first_number(details: str) -> float | None:
    match = _FIRST_NUMBER.search(details)
    return number(match[1]) if match else None


def _maximum(details: str) -> float | None:
    match = _MAXIMUM.search(details)
    return number(match[1]) if match else None
