"""The assignments of the book side by side, for whoever chooses one."""

from __future__ import annotations

import pandas as pd

from ..listings import Listing
from ..quantities import quantity
from .definition import Assignment, assignment_names, load_assignment

__all__ = ["overview"]


def overview() -> Listing:
    """Return a row for each assignment: what it takes, and who marks how many points of it.

    The smallest comes first.
    """
    found = sorted(map(load_assignment, assignment_names()), key=lambda each: each.points)
    rows = [_row(each) for each in found]
    return Listing("The assignments of this book", pd.DataFrame(rows))


def _row(assignment: Assignment) -> dict[str, str]:
    scored = sum(question.points for question in assignment.questions.values() if question.scored)
    asked = [question for question in assignment.questions.values() if question.scored]
    return {
        "Assignment": assignment.title,
        "About": assignment.chapter,
        "Time": assignment.time,
        "Questions that code scores": f"{len(asked)}, for {quantity(scored, 'points')}",
        "You mark": quantity(assignment.points - scored, "points"),
        "Name for the program": assignment.name,
    }
