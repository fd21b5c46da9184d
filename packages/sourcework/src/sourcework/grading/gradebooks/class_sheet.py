"""Class sheet: names, an address, and points, as from Google Classroom and Microsoft Teams.

Neither has an import: the filled sheet is there to be read off, or to go into a gradebook of the
school's. In Google Classroom it is *Grades*, *Download all grades as CSV*; in Teams *Export to
Excel*, of an assignment or of all, which is a CSV. Headings are in the language of whoever
downloads, so the sheet is known by the addresses: in the third column each student has one, with
the names in the two before it. What has no address, as days, points and averages under the heading
of Classroom, is about nobody. Teams may have the points possible in the column after the points.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from .books import Book, GradebookStudent, PointsColumn, register
from .delimited_text import TableRow
from .numbers import number

__all__ = ["ClassSheet"]

_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_NAMES = 2
_POINTS = frozenset(
    {"points", "punkte", "puntos", "pontos", "punti", "punten", "poäng", "poeng", "point"}
    | {"punkty", "баллы", "点数", "分数"}
)


@register
class ClassSheet(Book):
    """A sheet of Google Classroom or Microsoft Teams."""

    platform = "sheet"
    label = "Google Classroom or Microsoft Teams"
    known_by = "has two columns of names and one of addresses"
    cure = "download the grades again when the assignment is there"
    by_name = True
    blank = frozenset({"", "-"})

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        super().__init__(path, header)
        self._words = [False] * len(header)
        self._numbers: list[set[float]] = [set() for _ in header]
        self._possible: dict[int, float] = {}

    @classmethod
    def is_header(cls, row: Sequence[str], after: Sequence[Sequence[str]]) -> bool:
        """Whether a row is the header: names and addresses stand below it, in this order."""
        told = [each for each in after if len(each) > _NAMES and any(map(str.strip, each))]
        people = [each for each in told if _ADDRESS.fullmatch(each[_NAMES].strip())]
        return (
            len(row) > _NAMES + 1
            and all(cell.strip() and "@" not in cell for cell in row[: _NAMES + 1])
            and bool(people)
            and all(any(map(str.strip, each[:_NAMES])) for each in people)
            and not any("@" in "".join(each[:_NAMES]) for each in people)
        )

    def learn(self, record: TableRow) -> None:
        """Note what stands in the columns, and the points possible."""
        labels = {record.value(at).strip().casefold() for at in range(_NAMES + 1)}
        person = self._is_person(record)
        for at in range(_NAMES + 1, len(self.header)):
            value = record.value(at).strip()
            found = number(value)
            if person and value not in self.blank:
                self._words[at] |= found is None
                if found is not None and len(self._numbers[at]) < _NAMES:
                    self._numbers[at].add(found)
            elif found is not None and not labels.isdisjoint(_POINTS):
                self._possible[at] = found

    def columns(self) -> list[PointsColumn]:
        """Return the columns after the address that have no words."""
        return [
            PointsColumn(at, name, name.strip(), maximum=self._maximum(at), barred=self._barred(at))
            for at, name in enumerate(self.header)
            if at > _NAMES and name.strip() and not self._is_possible(at)
        ]

    def student(self, record: TableRow) -> GradebookStudent | None:
        """Return whom a row is about; what has no address is about nobody."""
        if not self._is_person(record):
            return None
        name = " ".join(filter(None, (record.value(at).strip() for at in range(_NAMES))))
        return GradebookStudent(record.value(_NAMES).strip(), (), name)

    def _is_person(self, record: TableRow) -> bool:
        return bool(_ADDRESS.fullmatch(record.value(_NAMES).strip()))

    def _is_possible(self, at: int) -> bool:
        """Whether a column is that of the points possible for the one before it."""
        return self.header[at].strip().casefold() in _POINTS and at > _NAMES + 1

    def _maximum(self, at: int) -> float | None:
        after = at + 1
        if after < len(self.header) and self._is_possible(after) and len(self._numbers[after]) == 1:
            return next(iter(self._numbers[after]))
        return self._possible.get(at)

    def _barred(self, at: int) -> str:
        return "it has words, not points" if self._words[at] and not self._numbers[at] else ""
