"""Points into the gradebook that a teacher exported: one column, and nothing else is touched."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from ...errors import DataError
from ...files import atomically
from ..store.spreadsheets import guarded
from .books import GradebookStudent, NamedColumns, PointsColumn
from .delimited_text import TableRow, worded
from .findings import Findings
from .marks import EnteredMark, Filled, StudentRow
from .numbers import number, same, worded_number
from .recognising import Table, recognise
from .surveys import Survey

__all__ = ["fill"]

_MOST = 1e9  # points; more are a mistake
_SPACES = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


def fill(
    path: Path,
    out: Path,
    find: Callable[[StudentRow], EnteredMark | None],
    *,
    title: str,
    points: float,
    column: str | None = None,
    replace: bool = False,
    scale: bool = False,
    named: NamedColumns | None = None,
) -> Filled:
    """Fill a column of a gradebook, row by row, into a new file.

    Every other byte is as it was: encoding, delimiters, quotation marks, line ends. Filling what is
    filled changes nothing.

    Parameters
    ----------
    path
        The file that the LMS exported; it is only read.
    out
        Where the filled one goes, whole or not at all.
    find
        What to enter for a row, or nothing if the student handed in nothing.
    title
        Of the assignment; finds the column if `column` is not given.
    points
        The most that can be had.
    column
        The header, title or number of the column in the LMS.
    replace
        Whether cells with another value are overwritten. What says that a student is excused or
        not assigned stays in any case.
    scale
        Whether points are converted if the LMS has another maximum.
    named
        Columns that the teacher named, as for a list of the teacher's own.

    Raises
    ------
    DataError
        If the gradebook cannot be read, is of no known LMS, or has no such column, or if its
        maximum differs and `scale` is false. `out` is then as it was.
    ValueError
        If `find` gives points that are negative, no number, or beyond all measure.
    """
    _check_places(path, out)
    table = recognise(path, named or NamedColumns())
    survey = Survey(table)
    target = table.book.choose(title, column)
    rate = _rate(table, target, points, scale)
    filler = _Filler(table, survey, target, find, rate, replace)
    with atomically(out) as file:
        file.write(table.source.mark.encode(table.source.encoding))
        for after, record in table.records():
            if after:
                filler.fill(record)
            file.write(record.text(table.delimiter).encode(table.source.encoding))
    return filler.filled(points)


def _check_places(path: Path, out: Path) -> None:
    if out.exists() and path.exists() and out.samefile(path):
        problem = "the filled gradebook would take the place of the exported one"
        raise DataError(out, "whole file", problem, "name another file or folder for it")
    if not out.parent.is_dir():
        raise DataError(out, "whole file", "its folder is missing", "create the folder")


def _rate(table: Table, column: PointsColumn, points: float, scale: bool) -> float:
    """Return by what points are multiplied."""
    maximum = column.maximum
    if maximum is None or same(maximum, points):
        return 1
    label = table.book.label
    there, here = (
        f"{worded_number(n)} {'point' if same(n, 1) else 'points'}" for n in (maximum, points)
    )
    if scale and maximum > 0 and points > 0:
        return maximum / points
    place = f'column "{column.header}"'
    problem = f"{label} gives {there} for it, and the assignment has {here}"
    cure = f"set it to {here} in {label} and export again"
    if not scale:
        cure += ", or add --scale to convert the points"
    raise DataError(table.source.path, place, problem, cure)


class _Filler:
    """Fills rows and counts them."""

    def __init__(
        self,
        table: Table,
        survey: Survey,
        column: PointsColumn,
        find: Callable[[StudentRow], EnteredMark | None],
        rate: float,
        replace: bool,
    ) -> None:
        self._table, self._book, self._survey = table, table.book, survey
        self._column, self._find, self._rate, self._replace = column, find, rate, replace
        self._remark = table.book.remark()
        self._comma = survey.comma(column)
        self._counts = {"students": 0, "entered": 0, "kept": 0}
        self._findings = Findings()

    def fill(self, record: TableRow) -> None:
        """Fill the row, if it is about a student for whom there is something to enter."""
        student = self._book.student(record)
        if student is None:
            return
        self._counts["students"] += 1
        if fault := self._survey.fault(record, student):
            self._findings.add(fault, record.number, student.name)
            return
        mark = self._find(self._survey.row(record, student))
        if mark is None or mark.points is None:
            return
        if not 0 <= mark.points < _MOST:
            raise ValueError(f"line {record.number}: {mark.points} are no points")
        if self._book.locked(record):
            locked = f"Grades that {self._book.label} has locked, left as they are"
            self._findings.add(locked, record.number, student.name)
            return
        self._enter(record, student, mark.points * self._rate, mark.feedback)

    def filled(self, points: float) -> Filled:
        """Return what was counted and found."""
        told = [*self._table.source.notes, *self._book.notes(self._column)]
        if self._table.head:
            told.append(
                f"The header is not in the first row; the {self._table.head} before it were left, "
                "but the LMS may refuse the file: better export it again."
            )
        if self._rate != 1 and self._column.maximum is not None:
            there, here = worded_number(self._column.maximum), worded_number(points)
            told.append(f"Points were converted: {there} in {self._book.label} for {here} here.")
        untouched = self._counts["students"] - self._counts["entered"] - self._counts["kept"]
        return Filled(
            self._book.platform,
            self._column.header,
            untouched=untouched,
            notes=(*told, *self._findings.notes()),
            **self._counts,
        )

    def _enter(
        self, record: TableRow, student: GradebookStudent, points: float, feedback: str
    ) -> None:
        index = self._column.index
        text = worded_number(points, comma=self._comma)
        old = record.value(index).strip()
        there, here = number(old), number(text)
        maximum = self._column.maximum
        if maximum is not None and points > maximum + 0.005:
            self._findings.add("More points than the LMS's maximum", record.number, student.name)
        if there is None or here is None or not same(there, here):
            excused = old.casefold() in self._book.fixed
            if old not in self._book.blank and (excused or not self._replace):
                self._counts["kept"] += 1
                kept = "Cells that had another value and were kept"
                self._findings.add(kept, record.number, student.name, f"{old} there, {text} here")
                return
            if old not in self._book.blank:
                replaced, change = "Cells that had another value and were replaced", f"{old} before"
                self._findings.add(replaced, record.number, student.name, f"{change}, {text} now")
            record.cells[index] = worded(text, record.cells[index], self._table.delimiter)
        self._counts["entered"] += 1
        if self._remark is not None:
            self._comment(record, student, self._remark, _line(feedback))

    def _comment(self, record: TableRow, student: GradebookStudent, index: int, text: str) -> None:
        old = record.value(index).strip()
        if not text or old == text:
            return
        if old and not self._replace:
            self._findings.add("Comments that were kept", record.number, student.name)
        elif not self._table.source.holds(text):
            fault = f"Comments that {self._table.source.encoding} has no letters for, left out"
            self._findings.add(fault, record.number, student.name)
        else:
            record.cells[index] = worded(text, record.cells[index], self._table.delimiter)


def _line(text: str) -> str:
    """Return text as one line that no spreadsheet takes for a formula."""
    return guarded(_SPACES.sub(" ", text).strip())
