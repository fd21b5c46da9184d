"""List of a teacher's own: any table with headings, of which the teacher names the columns.

One column, or several such as last and first name, say whose a row is; another takes the points.
Nothing else is known of such a file, so nothing else is read in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from ...errors import DataError
from .books import Book, GradebookStudent, PointsColumn, choose, column_called
from .delimited_text import TableRow
from .numbers import number

__all__ = ["OwnList"]


class OwnList(Book):
    """A list in which a teacher named the columns."""

    platform = "list"
    label = "your list"
    known_by = "is any table with headings"
    cure = "write the heading of an empty column for the points into the list"
    by_name = True
    who: tuple[int, ...] = ()

    @classmethod
    def recognise_by(
        cls, path: Path, rows: Sequence[Sequence[str]], who: Sequence[str]
    ) -> tuple[int, Self]:
        """Find the row with these headings.

        Raises
        ------
        DataError
            If there is none, or one of them is there twice.
        """
        fault: DataError | None = None
        for place, row in enumerate(rows):
            try:
                found = tuple(column_called(path, row, name) for name in who)
            except DataError as error:
                if any(cell.strip() for cell in row):
                    fault = fault or error
                continue
            book = cls(path, row)
            book.who = found
            return place, book
        if fault:
            raise fault
        problem = "it has no row with headings"
        raise DataError(path, "whole file", problem, "name a list with headings")

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        super().__init__(path, header)
        self._numbers = [False] * len(header)
        self._words = [False] * len(header)

    @classmethod
    def is_header(cls, row: Sequence[str], after: Sequence[Sequence[str]]) -> bool:
        """Say no: such a list is known by what the teacher says."""
        return False

    def learn(self, record: TableRow) -> None:
        """Note which columns have numbers, and which words."""
        for at in range(len(self.header)):
            if value := record.value(at).strip():
                known = self._words if number(value) is None else self._numbers
                known[at] = True

    def columns(self) -> list[PointsColumn]:
        """Return all columns but those that say who."""
        return [
            PointsColumn(at, name, name, barred=self._barred(at))
            for at, name in enumerate(self.header)
            if at not in self.who and name.strip()
        ]

    def choose(self, title: str, wanted: str | None) -> PointsColumn:
        """Return the column that takes the points."""
        return choose(self.path, self.columns(), title, wanted, self.cure)

    def student(self, record: TableRow) -> GradebookStudent | None:
        """Return whom a row is about."""
        if record.blank():
            return None
        name = " ".join(filter(None, (record.value(at).strip() for at in self.who)))
        return GradebookStudent(name, (), name)

    def _barred(self, at: int) -> str:
        return "it has words, not points" if self._words[at] and not self._numbers[at] else ""
