"""Brightspace: *Grades*, *Enter Grades*, *Export*, with *Points grade* and *Export to CSV*.

From D2L's page on importing grades and pages of universities that use it: students are known by
`OrgDefinedId` or `Username`, before which an export puts `#`, so that a spreadsheet leaves leading
zeros alone; a column is called `Title Points Grade`, and in exports `<Numeric MaxPoints:30 …>`
follows; a last column, `End-of-Line Indicator`, has `#` in every row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from .books import Book, GradebookStudent, PointsColumn, register
from .delimited_text import TableRow
from .numbers import number

__all__ = ["Brightspace"]

_POINTS = re.compile(r"(.*?)\s+Points Grade(?:\s*<(.*)>)?\s*", re.IGNORECASE | re.DOTALL)
_MAXIMUM = re.compile(r"MaxPoints:\s*([0-9.,]+)")
_IDS = ("orgdefinedid", "username")
_NAMES = ("last name", "first name")
_END = "end-of-line indicator"


@register
class Brightspace(Book):
    """Grades that Brightspace exported."""

    platform = "brightspace"
    label = "Brightspace"
    known_by = "has OrgDefinedId or Username, and points grades"
    cure = "create a numeric grade item in Brightspace and export again with its points grade"

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        super().__init__(path, header)
        places = {name.strip().casefold(): at for at, name in reversed([*enumerate(header)])}
        self._ids = [places[name] for name in _IDS if name in places]
        self._names = [places[name] for name in _NAMES if name in places]
        self._end = places.get(_END)

    @classmethod
    def is_header(cls, row: Sequence[str], after: Sequence[Sequence[str]]) -> bool:
        """Whether a row is the header."""
        names = {name.strip().casefold() for name in row}
        known = not names.isdisjoint(_IDS)
        return known and (_END in names or any(map(_POINTS.fullmatch, row)))

    def columns(self) -> list[PointsColumn]:
        """Return the grade items with points."""
        return [
            PointsColumn(index, name, match[1], maximum=_maximum(match[2] or ""))
            for index, name in enumerate(self.header)
            if (match := _POINTS.fullmatch(name))
        ]

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


def _maximum(details: str) -> float | None:
    match = _MAXIMUM.search(details)
    return number(match[1]) if match else None
