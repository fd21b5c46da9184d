"""What a teacher must know of the files: the list of problems, and the error that makes one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from .cells import write_cells
from .results import Problem

__all__ = ["Stopped", "Unreadable", "write_problems"]

_COLUMNS = ["file", "student", "problem", "what to do", "graded"]


class Unreadable(Exception):
    """A file that cannot be read; the others can.

    Parameters
    ----------
    problem, cure
        What is wrong, and what can be done, each a clause without a full stop.
    """

    def __init__(self, problem: str, cure: str) -> None:
        super().__init__(f"{problem}; {cure}")
        self.problem = problem
        self.cure = cure


class Stopped(Exception):
    """Nothing can be graded: the message says why, and what cures it."""


def write_problems(problems: Iterable[Problem], path: Path) -> None:
    """Write `problems.csv`: one row a problem, in the order of students and files."""
    rows = (
        [each.file, each.student, each.problem, each.cure, "yes" if each.graded else "no"]
        for each in problems
    )
    write_cells(path, _COLUMNS, rows)
