"""An assignment as a row of blocks: what page, notebook and worksheet have in common."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from ..dates import spoken
from ..quantities import quantity
from .definition import Assignment
from .presentation import in_points
from .questions import AssignedQuestion

__all__ = [
    "Block",
    "Heading",
    "Prose",
    "QuestionBlock",
    "Quoted",
    "RubricBlock",
    "blocks",
    "due_in_words",
    "late_in_words",
]


@dataclass(frozen=True)
class Heading:
    """The title of a part."""

    text: str


@dataclass(frozen=True)
class Prose:
    """Markdown."""

    text: str


@dataclass(frozen=True)
class Quoted:
    """An excerpt, by its id."""

    excerpt: str


@dataclass(frozen=True)
class QuestionBlock:
    """A question."""

    question: AssignedQuestion


@dataclass(frozen=True)
class RubricBlock:
    """The rubric, by its name, by which the written answer before it is marked."""

    rubric: str


Block = Heading | Prose | Quoted | QuestionBlock | RubricBlock


def blocks(assignment: Assignment) -> Iterator[Block]:
    """Yield what a student reads and answers, from the instructions to the last question."""
    yield Prose(_facts(assignment))
    yield Prose(assignment.instructions)
    for part in assignment.parts:
        minutes = f" ({quantity(part.minutes, 'minutes')})" if part.minutes else ""
        yield Heading(f"{part.title}{minutes}")
        if part.text:
            yield Prose(part.text)
        for excerpt in part.excerpts:
            yield Quoted(excerpt)
        for placed in part.items:
            question = assignment.questions[placed.id]
            yield QuestionBlock(question)
            if question.rubric:
                yield RubricBlock(question.rubric)


def _facts(assignment: Assignment) -> str:
    lines = [
        f"- **Time:** {assignment.time}",
        f"- **Questions:** {len(assignment.questions)}, for {in_points(assignment.points)}",
    ]
    if assignment.due:
        lines.append(f"- **Due:** {due_in_words(assignment.due)}. {late_in_words(assignment)}")
    return "\n".join(lines)


def due_in_words(due: datetime.datetime) -> str:
    """Return a due date with its own clock, for example `1 December 2026, 23:59 (UTC+01:00)`."""
    return f"{spoken(due.date().isoformat())}, {due:%H:%M} ({due.tzname()})"


def late_in_words(assignment: Assignment) -> str:
    """Say what a late answer loses."""
    late = assignment.late
    if not late.per_day or not late.most:
        return "A late answer loses nothing."
    return (
        f"Each day begun after it takes {late.per_day:g} per cent of what was earned, "
        f"{late.most:g} at most; the first {quantity(late.grace, 'minutes')} "
        f"{'does' if late.grace == 1 else 'do'} not count."
    )
