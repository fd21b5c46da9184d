"""Problems of files that a teacher must know: their list, and the error that makes one."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Iterable
from pathlib import Path

from ..marking.results import Problem
from ..store.spreadsheets import read_cells, write_cells

__all__ = ["Foreign", "Stopped", "Unreadable", "is_list", "write_problems"]

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


class Foreign(Unreadable):
    """A file of something else, in which nothing can be sought."""


class Stopped(Exception):
    """Nothing can be graded: the message says why, and what cures it."""


def is_list(path: Path) -> bool:
    """Say whether a file is such a list of problems, by its first line."""
    with contextlib.suppress(OSError, csv.Error):
        return next(read_cells(path), []) == _COLUMNS
    return False


def write_problems(problems: Iterable[Problem], path: Path, delimiter: str = ",") -> None:
    """Write `problems.csv`: one row a problem, in the order of students and files."""
    rows = (
        [each.file, each.student, each.problem, each.cure, "yes" if each.graded else "no"]
        for each in problems
    )
    write_cells(path, _COLUMNS, rows, delimiter)
