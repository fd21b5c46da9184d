"""Rubrics as students see them, before they write."""

from __future__ import annotations

import pandas as pd

from ..listings import Listing
from .definition import LEVELS, Assignment
from .presentation import in_points

__all__ = ["rubric_table"]

_CAPTION = "What it is marked by, and what is found at each level"


def rubric_table(assignment: Assignment, name: str) -> Listing:
    """Return a row per criterion, with its points, and a column per level, the highest first."""
    columns = ["Criterion", *(f"Level {level}" for level in LEVELS)]
    rows = [
        [f"{each.title} ({in_points(each.points)})", *each.levels]
        for each in assignment.rubrics[name].criteria
    ]
    return Listing(_CAPTION, pd.DataFrame(rows, columns=columns))
