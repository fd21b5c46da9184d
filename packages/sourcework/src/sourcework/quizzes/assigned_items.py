"""The items of an assignment, for a quiz that is held, and keeps its keys, in the LMS itself."""

from __future__ import annotations

from typing import Any

from ..assignments.definition import Assignment, load_assignment
from ..assignments.solutions import MarkerNotes, load_solution
from ..items import Criterion, Item

__all__ = ["items_of", "name_of"]


def name_of(assignment: str) -> str:
    """Return the name of an assignment of the book, or of a teacher's folder."""
    return load_assignment(assignment).name


def items_of(name: str) -> list[Item]:
    """Return the items of an assignment in its order, written answers with the marker's notes.

    Raises
    ------
    DataError
        If there is no such assignment, or it has no keys.
    """
    assignment = load_assignment(name)
    solution = load_solution(assignment)
    return [
        solution.items[each]
        if each in solution.items
        else _written(assignment, solution.notes[each])
        for each in assignment.questions
    ]


def _written(assignment: Assignment, notes: MarkerNotes) -> Item:
    question = assignment.questions[notes.id]
    rubric = assignment.rubrics[question.rubric].criteria if question.rubric else ()
    kind: Any = question.of_kind
    return kind(  # type: ignore[no-any-return]
        id=question.id,
        objective=question.objective,
        level=question.level,
        excerpts=question.excerpts,
        stem=question.stem,
        hint=(question.hint,),
        kind=question.kind,
        mode="graded",
        points=round(assignment.worth(question)),
        model=notes.model,
        rubric=tuple(
            Criterion(id=each.id, text=f"{each.title}: {notes.notes[each.id]}") for each in rubric
        ),
    )
