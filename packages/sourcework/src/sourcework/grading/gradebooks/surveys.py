"""The first reading of a gradebook: which ids name one student, and how decimals are written."""

from __future__ import annotations

import re
import unicodedata
from array import array
from hashlib import blake2b

import numpy as np

from .books import GradebookStudent, PointsColumn
from .delimited_text import TableRow
from .marks import StudentRow
from .numbers import Decimals
from .recognising import Table

__all__ = ["Survey"]

_ROUNDED = re.compile(r"[0-9][.,][0-9]+E\+[0-9]+", re.IGNORECASE)


class Survey:
    """What must be known of all rows before one is filled.

    It keeps no row, only a number of eight bytes for each id.
    """

    def __init__(self, table: Table) -> None:
        self._book, self._team = table.book, table.team
        self._decimals = [Decimals() for _ in table.book.header]
        mains, every = array("Q"), array("Q")
        for after, record in table.records():
            if not after:
                continue
            table.book.learn(record)
            for index, (cell, decimals) in enumerate(
                zip(record.cells, self._decimals, strict=False)
            ):
                if "," in cell or "." in cell:
                    decimals.see(record.value(index))
            student = table.book.student(record)
            if student and student.main:
                mains.append(_digest(student.main))
                every.extend({_digest(each) for each in (student.main, *student.others)})
        self._twice, self._shared = _repeated(mains), _repeated(every)

    def comma(self, column: PointsColumn) -> bool:
        """Whether the file writes decimals with a comma; without any, every LMS takes a point."""
        places = [at for at in self._book.numbers(column) if at < len(self._decimals)]
        return sum(self._decimals[at].lean for at in places) > 0

    def ids(self, student: GradebookStudent) -> tuple[str, ...]:
        """Return the ids that name this student alone, the first one first."""
        others = (each for each in student.others if _digest(each) not in self._shared)
        return tuple(dict.fromkeys((student.main, *others)))

    def row(self, record: TableRow, student: GradebookStudent) -> StudentRow:
        """Return how a row names its student."""
        teams, grouped = student.teams, student.grouped
        if self._team is not None:
            team = record.value(self._team).strip()
            teams, grouped = ((team,) if team else ()), True
        ids = self.ids(student)
        name, alias = student.name, student.alias
        return StudentRow(record.number, ids, name, student.named, alias, teams, grouped)

    def fault(self, record: TableRow, student: GradebookStudent) -> str:
        """Say why a row cannot be joined with a student; empty if it can."""
        # Even empty cells too many may mean that a name with a comma has moved all others.
        if len(record.cells) != len(self._book.header):
            return "Rows with more or fewer cells than the header, left as they are"
        if not student.main:
            return "Rows without an id, left as they are"
        if _ROUNDED.fullmatch(student.main):
            return "Rows whose id a spreadsheet has rounded, left as they are; export again"
        if _digest(student.main) in self._twice:
            return "Rows that share an id with another, left as they are"
        return ""


def _digest(text: str) -> int:
    plain = unicodedata.normalize("NFC", text).casefold().encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(plain, digest_size=8).digest(), "big")


def _repeated(digests: array[int]) -> set[int]:
    ordered = np.sort(np.frombuffer(digests, dtype=np.uint64))
    return set(ordered[1:][ordered[1:] == ordered[:-1]].tolist())
