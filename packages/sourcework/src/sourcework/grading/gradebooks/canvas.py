"""Canvas: *Grades*, *Export Entire Gradebook*.

From `lib/gradebook_exporter.rb` and `lib/gradebook_importer.rb` of canvas-lms: the header begins
with `Student` (or `LastName`, `FirstName`) and `ID`, has `Section` as the last column about
students, then the teacher's own columns, assignments as `Title (id)`, and totals. Under it stand a
row of `Manual Posting` where an assignment has it, and `Points Possible`, where `(read only)` marks
what cannot be imported. The importer takes `;` for `,` if that fits better, turns a decimal comma
into a point, looks a student up by `ID`, makes a new assignment of a column whose id it does not
know, and leaves out every column in which no grade differs from its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from .books import Book, GradebookStudent, PointsColumn, register
from .delimited_text import TableRow
from .numbers import number

__all__ = ["Canvas"]

_ASSIGNMENT = re.compile(r"(.*)\s\(([0-9]+)\)", re.DOTALL)
_POSTING = re.compile(r"\s*(Muted|Manual Posting.*)?\s*", re.IGNORECASE | re.DOTALL)
_READ_ONLY = re.compile(r"read\s+only|\([^()0-9]+\)")  # in the language of whoever exports
_BEFORE = 10  # columns at most up to Section
_LONGEST = 300  # characters of a group's name; Canvas allows 255


@register
class Canvas(Book):
    """A gradebook that Canvas exported."""

    platform = "canvas"
    label = "Canvas"
    known_by = "begins with Student, ID"
    cure = "create the assignment in Canvas and export the entire gradebook again"
    blank = frozenset({"", "-"})
    fixed = frozenset({"ex", "n/a"})  # excused; not assigned, or hidden from the teacher

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        super().__init__(path, header)
        self._id = _id_of(header) or 0
        self._assignments = next(at for at, name in enumerate(header) if "Section" in name) + 1
        places = range(self._assignments, len(header))
        first = next((at for at in places if _ASSIGNMENT.fullmatch(header[at])), len(header))
        self._own = range(self._assignments, first)
        self._possible: list[str] = []

    @classmethod
    def is_header(cls, row: Sequence[str], after: Sequence[Sequence[str]]) -> bool:
        """Whether a row is the header."""
        return _id_of(row) is not None and any("Section" in name for name in row[:_BEFORE])

    def learn(self, record: TableRow) -> None:
        """Remember the points possible."""
        if "Points Possible" in record.value(0):
            self._possible = record.values()

    def columns(self) -> list[PointsColumn]:
        """Return the assignments."""
        return [
            self._column(index, match)
            for index, name in enumerate(self.header)
            if index >= self._assignments and (match := _ASSIGNMENT.fullmatch(name))
        ]

    def student(self, record: TableRow) -> GradebookStudent | None:
        """Return whom a row is about; the rows under the header are about nobody."""
        name = ", ".join(filter(None, (record.value(at) for at in range(self._id))))
        if "Points Possible" in name:
            return None
        main = record.value(self._id).strip()
        if not name.strip() and not main and all(map(_POSTING.fullmatch, record.values())):
            return None
        logins = [
            record.value(index).strip()
            for index in range(self._id + 1, self._assignments - 1)
            if self.header[index] != "Root Account"
        ]
        # A student number may be another student's Canvas id; a login with letters cannot.
        others = [login for login in logins if login and not login.isdecimal()]
        own = (record.value(at).strip() for at in self._own)  # where a teacher may note a group
        teams = tuple(each for each in own if each and len(each) <= _LONGEST)
        return GradebookStudent(main, tuple(others) if main else (), name, teams=teams)

    def notes(self, column: PointsColumn) -> list[str]:
        """Say that the points possible are not known."""
        if column.maximum is None:
            return [f'The file does not say how many points "{column.title}" is worth in Canvas.']
        return []

    def _column(self, index: int, match: re.Match[str]) -> PointsColumn:
        possible = self._possible[index] if index < len(self._possible) else ""
        barred = "Canvas marks it as read only" if _READ_ONLY.search(possible) else ""
        return PointsColumn(
            index, self.header[index], match[1], match[2], number(possible), barred=barred
        )


def _id_of(row: Sequence[str]) -> int | None:
    """Return where the column `ID` is, if a row begins as Canvas's header does."""
    for names in (("Student", "ID"), ("LastName", "FirstName", "ID")):
        if len(row) > len(names) and all(map(str.__contains__, row, names)):
            return len(names) - 1
    return None
