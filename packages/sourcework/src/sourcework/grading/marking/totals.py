"""Totals of a result: points that are known, and questions that nobody has marked yet."""

from __future__ import annotations

from dataclasses import dataclass

from ...assignments.definition import LEVELS, Assignment
from ...assignments.questions import AssignedQuestion
from .results import Result

__all__ = ["BY_HAND", "Standing", "earned", "standing"]

# The criterion under which a person marks an answer that code scores and could not read.
BY_HAND = "answer"


@dataclass(frozen=True)
class Standing:
    """One student's points.

    Attributes
    ----------
    before
        What was earned, as far as it is known, before anything is lost for lateness.
    lost
        The points that are lost because the answer came late.
    possible
        What the questions are worth that are marked.
    open
        The ids of answers that a person has still to mark: written ones, and what is there and
        could not be read.
    waiting
        What those can earn, less what is lost for lateness.
    rivals
        Files of the student that do not count and could be worth more.
    """

    before: float
    lost: float
    possible: float
    open: tuple[str, ...]
    waiting: float = 0.0
    rivals: tuple[str, ...] = ()

    @property
    def points(self) -> float:
        """What counts."""
        return self.before - self.lost

    @property
    def most(self) -> float:
        """What counts if all that waits for a person earns all it can."""
        return self.points + self.waiting

    @property
    def total(self) -> float | None:
        """What counts, if nothing waits for a person, and no other file could be worth more."""
        return None if self.open or self.rivals else self.points


def standing(assignment: Assignment, result: Result) -> Standing:
    """Add up what is known of a student's points."""
    before, possible = 0.0, 0.0
    waiting: list[str] = []
    for question in assignment.questions.values():
        points = earned(assignment, result, question)
        if points is None:
            waiting.append(question.id)
            continue
        before += points
        possible += assignment.worth(question)
    lost = before * result.lost
    rest = (assignment.points - possible) * (1 - result.lost)
    return Standing(before, lost, possible, tuple(waiting), rest, result.rivals)


def earned(assignment: Assignment, result: Result, question: AssignedQuestion) -> float | None:
    """Return the points of one question: 0 if nothing was answered, None if it is not marked yet.

    What is worth nothing, an opinion or a written answer without a rubric, earns 0.
    """
    worth = assignment.worth(question)
    if not worth:
        return 0.0
    levels = result.levels.get(question.id, {})
    unread = question.id in result.unread
    if not question.written and unread:
        return worth * levels[BY_HAND] / LEVELS[0] if BY_HAND in levels else None
    if not question.written:
        return min(result.scores.get(question.id) or 0.0, worth)
    criteria = assignment.rubrics[question.rubric].criteria
    if all(criterion.id in levels for criterion in criteria):
        return sum(criterion.earned(levels[criterion.id]) for criterion in criteria)
    handed_in = result.responses.get(question.id)
    if not levels and not unread and not (isinstance(handed_in, str) and handed_in.strip()):
        return 0.0
    return None
