"""Moodle's course gradebook: *Grades*, *Export*, *Plain text file*.

From `grade/export/txt/` and `grade/export/lib.php` of Moodle: first name, last name and what else a
site shows of a user (`grade_export_userprofilefields`), then the items, `Assignment: Title (Real)`,
and at the end `Last downloaded from this course`, with the moment in seconds in every row. The
words are in the language of whoever exports; the moment tells such a file from all others. It has
no number of a participant, so people are known by their names. *Grades*, *Import*, *CSV file* takes
it back, by the address or the number that the school gave.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .books import Book, GradebookStudent, PointsColumn, register
from .delimited_text import TableRow

__all__ = ["MoodleCourse"]

_ITEM = re.compile(r"(?:[^:]*:)?\s*(.*?)\s*\(([^()]+)\)", re.DOTALL)
_MOMENT = re.compile(r"1[0-9]{9}|2[0-9]{9}")
_NAMES = 2  # columns: first name, last name
_LEAST = 4  # columns: names, an item, the moment


@register
class MoodleCourse(Book):
    """Grades of a whole course that Moodle exported as text."""

    platform = "moodle"
    label = "Moodle's course gradebook"
    known_by = "has first and last name, and in the last column when it was exported"
    cure = "export the grades of the assignment from Moodle again, as points (Real)"
    by_name = True
    blank = frozenset({"", "-"})

    @classmethod
    def is_header(cls, row: Sequence[str], after: Sequence[Sequence[str]]) -> bool:
        """Whether a row is the header: all rows after it end with one moment."""
        told = [each for each in after if any(cell.strip() for cell in each)]
        moments = {each[-1].strip() for each in told}
        timed = len(moments) == 1 and bool(_MOMENT.fullmatch(moments.pop()))
        last = row[-1].strip() if row else ""
        named = bool(last) and not _MOMENT.fullmatch(last)
        english = any(name.strip().endswith("(Real)") for name in row[_NAMES:])
        return len(row) >= _LEAST and named and (timed or english)

    def columns(self) -> list[PointsColumn]:
        """Return the items, each with what of it is shown."""
        return [
            PointsColumn(at, name, match[1])
            for at, name in enumerate(self.header)
            if at >= _NAMES and (match := _ITEM.fullmatch(name.strip()))
        ]

    def student(self, record: TableRow) -> GradebookStudent | None:
        """Return whom a row is about."""
        if record.blank():
            return None
        name = " ".join(filter(None, (record.value(at).strip() for at in range(_NAMES))))
        return GradebookStudent(name, (), name)

    def notes(self, column: PointsColumn) -> list[str]:
        """Say that the points possible are not known."""
        return [f'The file does not say how many points "{column.title}" is worth in Moodle.']
