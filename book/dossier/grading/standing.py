"""What a result amounts to: points that are known, and questions that nobody has marked yet."""

from __future__ import annotations

from dataclasses import dataclass

from ..assignments.definition import Assignment
from ..assignments.questions import Question
from .results import Result

__all__ = ["Standing", "earned", "standing"]


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
        The ids of written answers that a person has still to mark.
    """

    before: float
    lost: float
    possible: float
    open: tuple[str, ...]

    @property
    def points(self) -> float:
        """What counts."""
        return self.before - self.lost


def standing(assignment: Assignment, result: Result) -> Standing:
    """Add up what is known of a student's points."""
    before, possible, waiting = 0.0, 0.0, []
    for question in assignment.questions.values():
        points = earned(assignment, result, question)
        if points is None:
            waiting.append(question.id)
            continue
        before += points
        possible += assignment.worth(question)
    return Standing(before, before * result.lost, possible, tuple(waiting))


def earned(assignment: Assignment, result: Result, question: Question) -> float | None:
    """Return the points of one question: 0 if nothing was answered, None if it is not marked yet.

    What is worth nothing, an opinion or a written answer without a rubric, earns 0.
    """
    worth = assignment.worth(question)
    if not worth:
        return 0.0
    if question.kind != "short":
        return min(result.scores.get(question.id) or 0.0, worth)
    levels = result.levels.get(question.id, {})
    criteria = assignment.rubrics[question.rubric].criteria
    if all(criterion.id in levels for criterion in criteria):
        return sum(criterion.earned(levels[criterion.id]) for criterion in criteria)
    handed_in = result.responses.get(question.id)
    if not levels and not (isinstance(handed_in, str) and handed_in.strip()):
        return 0.0
    return None
