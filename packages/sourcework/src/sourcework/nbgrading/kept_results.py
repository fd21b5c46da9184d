"""Kept results of a notebook: answers, and nbgrader's page or what it said instead.

They are written as soon as a notebook is done, so that a run that is broken off loses nothing that
it has graded. The next run takes them away before its first notebook: whoever has no answers in it
has none of last week's.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from ..files import write_atomically
from ..grading.marking.results import Student
from ..grading.reports.problems import Stopped
from .collection import safe

__all__ = ["REPORT", "SCORES", "check_place", "keep_answers", "keep_page", "take_away"]

REPORT, SCORES = "escape-test.txt", "scores.csv"
_ANSWERS, _FEEDBACK, _LOGS = "answers", "feedback", "logs"
_FOLDERS = (_ANSWERS, _FEEDBACK, _LOGS)
# What follows the handle, so that `grading.submissions` finds the student in the name again.
_TAILS = {
    "canvas": "_answers.json",
    "blackboard": "_answers.json",
    "brightspace": " - answers.json",
    "plain": ".json",
}


def check_place(out: Path) -> None:
    """Make sure that no folder would be taken away but those of a former run.

    Raises
    ------
    Stopped
        If one of that name is there and no run has been.
    """
    found = [out / name for name in _FOLDERS if (out / name).exists()]
    if found and not (out / REPORT).is_file():
        problem = "it is of no former run, and this one would replace it"
        raise Stopped(f"{found[0]}: {problem}; name another folder with --out.")


def take_away(out: Path) -> None:
    """Take away what a former run has kept."""
    (out / SCORES).unlink(missing_ok=True)
    for name in _FOLDERS:
        if (out / name).exists():
            shutil.rmtree(out / name)


def keep_answers(out: Path, student: Student, text: str) -> None:
    """Keep a student's answers file, under a name in which `sourcework grade` finds the student."""
    handle = student.handle
    if student.platform == "moodle":
        path = out / _ANSWERS / safe(handle) / "answers.json"
    else:
        path = out / _ANSWERS / safe(handle + _TAILS[student.platform])
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, text.encode())


def keep_page(out: Path, student: Student, made: Path, *, graded: bool) -> None:
    """Keep a student's page of feedback, or what nbgrader said when there is none."""
    folder = out / (_FEEDBACK if graded else _LOGS)
    folder.mkdir(parents=True, exist_ok=True)
    path = made / ("feedback.html" if graded else "log.txt")
    if path.is_file():
        shutil.copyfile(path, folder / f"{safe(student.handle)}{path.suffix}")
