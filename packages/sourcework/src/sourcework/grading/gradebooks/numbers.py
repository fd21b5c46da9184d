"""Numbers as gradebooks write them: with a point or a comma, and no thousands."""

from __future__ import annotations

import re

from ..store import spreadsheets

__all__ = ["Decimals", "number", "same", "worded_number"]

_NUMBER = re.compile(r"([+-]?[0-9]+)(?:([.,])([0-9]+))?")


class Decimals:
    """Counts how the decimals of a column are written."""

    lean = 0  # how many more have a comma than a point

    def see(self, text: str) -> None:
        """Count a cell, if it is a number with decimals."""
        match = _NUMBER.fullmatch(text.strip())
        if match and match[2]:
            self.lean += 1 if match[2] == "," else -1


def number(text: str) -> float | None:
    """Return the number that a cell says, or nothing if it is none."""
    match = _NUMBER.fullmatch(text.strip())
    return float(f"{match[1]}.{match[3] or 0}") if match else None


def worded_number(points: float, *, comma: bool = False) -> str:
    """Return points with at most two decimals and no zeros at the end."""
    text = spreadsheets.number(points)
    return text.replace(".", ",") if comma else text


def same(one: float, other: float) -> bool:
    """Whether two numbers of points are the same in the two decimals that an LMS shows."""
    return abs(one - other) < 0.005
