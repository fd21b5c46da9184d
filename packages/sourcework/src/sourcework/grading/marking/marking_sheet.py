"""The marking sheet: written answers, criterion by criterion, for a teacher to fill in.

A run writes `marking.csv`; the teacher gives levels, 4 to 0, and writes comments in any
spreadsheet; the next run reads them, and writes the sheet anew with all that was filled in. The
hash is that of the text that was marked: another text under a level given before is told. It begins
with a letter, lest a spreadsheet take it for a number. An answer that code scores and that could
not be read has a row too, under the criterion `answer`; there a level counts for no other text.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ...assignments.definition import Assignment
from ...assignments.questions import AssignedQuestion
from ..reports.problems import Stopped
from ..store.results_store import Ledger
from ..store.spreadsheets import Typed, number, read_cells, unguarded
from .marking_notes import Note, hash_of, level_of
from .results import Result
from .totals import BY_HAND

__all__ = ["MarkingSheet", "load_notes", "tell_strangers", "written"]

_COLUMNS = [
    "student",
    "name",
    "item",
    "criterion",
    "title",
    "points",
    "level",
    "comment",
    "text",
    "hash",
]
_NEEDED = ("student", "item", "criterion", "level")


def written(assignment: Assignment) -> list[AssignedQuestion]:
    """Return the questions whose answers a person marks."""
    return [each for each in assignment.questions.values() if each.rubric]


def load_notes(path: Path, assignment: Assignment, ledger: Ledger) -> list[str]:
    """Read a marking sheet into the results store; a cell that is no level is told as a problem.

    The store has the students of the download by then, so that ids are found that a spreadsheet
    took for numbers.

    Returns
    -------
    list of str
        The columns that a teacher added.

    Raises
    ------
    Stopped
        If it is no marking sheet: then nothing is graded, lest what is in it be lost.
    """
    known = {
        (question.id, criterion.id)
        for question in assignment.questions.values()
        for criterion in _criteria(assignment, question)
    }
    csv.field_size_limit(1 << 24)
    more: dict[str, None] = {}
    try:
        for line, row in _rows(path):
            _load(path, line, row, known, ledger)
            more |= dict.fromkeys(name for name in row if name and name not in _COLUMNS)
    except (csv.Error, OSError) as error:
        raise Stopped(f"{path}: it cannot be read ({error}); save it as CSV again.") from error
    return list(more)


@dataclass(frozen=True)
class _Row:
    """What the sheet says of a criterion."""

    id: str
    title: str
    points: float


def _criteria(assignment: Assignment, question: AssignedQuestion) -> list[_Row]:
    """Return what a question is marked by; one that code scores by the points it should have."""
    if question.rubric:
        criteria = assignment.rubrics[question.rubric].criteria
        return [_Row(each.id, each.title, each.points) for each in criteria]
    worth = assignment.worth(question)
    return [_Row(BY_HAND, "An answer that could not be read", worth)] if worth else []


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    cells = read_cells(path, typed=True)
    columns = [unguarded(cell).strip().lower() for cell in next(cells, [])]
    missing = [name for name in _NEEDED if name not in columns]
    if missing:
        problem = f"line 1: a marking sheet has the columns {', '.join(_NEEDED)}"
        cure = f"{', '.join(missing)} is missing; save it as CSV with its first line"
        raise Stopped(f"{path}, {problem}; {cure}.")
    for line, row in enumerate(cells, start=2):
        if any(cell.strip() for cell in row):
            said = dict(zip(columns, [*row, *[""] * len(columns)], strict=False))
            yield line, {name: _read(name, cell) for name, cell in said.items()}


def _read(name: str, cell: str) -> str:
    """Return what a cell says, and what a teacher typed as it was typed."""
    return unguarded(cell) if name in _COLUMNS and name != "comment" else Typed.read(cell)


def _load(
    path: Path, line: int, row: dict[str, str], known: set[tuple[str, str]], ledger: Ledger
) -> None:
    student, item, criterion = (row[name].strip() for name in ("student", "item", "criterion"))
    level = row["level"].strip()
    note = Note(level, row.get("comment", ""), row.get("hash", "").strip(), row)
    ledger.notes.add(ledger.spelt(student), item, criterion, note)
    place = f"{path.name}, line {line}"
    if level and level_of(level) is None:
        problem = f'the level "{level[:40]}" of {item}, {criterion}, is no level'
        ledger.add_problem(
            None, place, f"{problem}, and counts as not given", "give 4, 3, 2, 1 or 0"
        )
    elif level and (item, criterion) not in known:
        problem = f"{item}, {criterion}, is no criterion of this assignment"
        ledger.add_problem(None, place, problem, "look at the columns item and criterion")


def tell_strangers(ledger: Ledger) -> None:
    """List who was given levels and is not in the download: they count for nobody."""
    for student in ledger.strangers():
        problem = f'there are levels for "{student[:40]}", and nobody in the download has this id'
        cure = "look at the column student; a spreadsheet may have changed what is in it"
        ledger.add_problem(None, "marking.csv", problem, cure)


class MarkingSheet:
    """Writes the marking sheet of a run, student by student.

    Parameters
    ----------
    more
        Columns that a teacher added, to be kept.
    """

    def __init__(self, assignment: Assignment, ledger: Ledger, more: list[str]) -> None:
        self._assignment, self._ledger = assignment, ledger
        self._more = more
        self.columns = [*_COLUMNS, *more]

    def rows(self, result: Result, places: dict[str, str]) -> Iterator[list[str]]:
        """Give one student's rows; `places` says by item where the text can be read."""
        for question in self._assignment.questions.values():
            unread = question.id in result.unread
            if not question.rubric and not unread:
                continue
            text = result.unread.get(question.id, result.responses.get(question.id, ""))
            for criterion in _criteria(self._assignment, question):
                note = self._ledger.notes.get(result.student.id, question.id, criterion.id)
                if text or note or unread:
                    yield self._row(result, question, criterion, note, text, places)

    def rows_left(self) -> Iterator[list[str]]:
        """Give the rows of an older sheet for which there is no text now, as they were."""
        for note in self._ledger.notes.left():
            yield [
                note.row.get(name, "")
                if name in _COLUMNS and name != "comment"
                else Typed(note.row.get(name, ""))
                for name in self.columns
            ]

    def _row(
        self,
        result: Result,
        question: AssignedQuestion,
        criterion: _Row,
        note: Note | None,
        text: str,
        places: dict[str, str],
    ) -> list[str]:
        now = hash_of(text)
        note = note or Note("", "", "", {})
        changed = bool(note.level) and not note.is_of(text)
        if changed:
            self._tell(result, question, criterion)
        self._ledger.notes.tick(result.student.id, question.id, criterion.id)
        return [
            result.student.id,
            result.student.name,
            question.id,
            criterion.id,
            criterion.title,
            number(criterion.points),
            note.level,
            Typed(note.comment),
            places.get(question.id, ""),
            note.hash if changed else now,
            *(Typed(note.row.get(name, "")) for name in self._more),
        ]

    def _tell(self, result: Result, question: AssignedQuestion, criterion: _Row) -> None:
        problem = f"the text of {question.id} has changed since {criterion.id} was marked"
        cure = "read it again, give the level, and empty the cell hash of this row"
        self._ledger.add_problem(result.student, "marking.csv", problem, cure)
