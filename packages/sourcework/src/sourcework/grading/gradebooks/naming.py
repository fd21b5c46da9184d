"""People in a gradebook: its rows that can be joined, and nothing is filled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .books import NamedColumns
from .marks import StudentRow
from .recognising import recognise
from .surveys import Survey

__all__ = ["people"]


def people(path: Path, named: NamedColumns | None = None) -> Iterator[StudentRow]:
    """Give the rows that name a student by an id, one by one.

    Rows that `fill` would leave as they are (without an id, with one that was rounded or that is
    there twice, with cells too many or too few) are left out.

    Raises
    ------
    DataError
        If the gradebook cannot be read or is of no known LMS; before the first row.
    """
    table = recognise(path, named or NamedColumns())
    survey = Survey(table)
    for after, record in table.records():
        student = table.book.student(record) if after else None
        if student is not None and not survey.fault(record, student):
            yield survey.row(record, student)
