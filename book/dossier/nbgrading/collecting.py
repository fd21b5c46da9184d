"""Who handed in what: each student's notebook, checked, and a line on every file of a download."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from ..assignments.definition import Assignment
from ..files import write_atomically
from ..grading.archives import Entry, Limits, entries
from ..grading.cells import write_cells
from ..grading.problems import Unreadable
from ..grading.results import Student
from ..grading.submissions import Names
from .preflight import LARGEST, Checked, Checker

__all__ = ["QUARANTINE", "Collected", "Line", "collect", "safe", "write_lines"]

QUARANTINE = "quarantine"
_LIMITS = Limits(file=LARGEST)
_COLUMNS = ["file", "student", "status", "what", "what to do"]

Status = Literal["ok", "repaired", "quarantined", "left out", "not graded"]


@dataclass(frozen=True)
class Line:
    """What is said of one file."""

    file: str
    student: str
    status: Status
    what: str = ""
    cure: str = ""


@dataclass(frozen=True)
class Collected:
    """A student's notebook that can be run.

    Attributes
    ----------
    path
        Where it lies in the download.
    own
        The file as it was handed in.
    """

    student: Student
    path: str
    own: bytes
    checked: Checked


@dataclass(frozen=True)
class _Found:
    entry: Entry
    student: Student
    order: str


def collect(
    assignment: Assignment, submissions: Path, quarantine: Path
) -> tuple[list[Collected], list[Student], list[Line]]:
    """Look at all files of a download, which stays as it is.

    Parameters
    ----------
    quarantine
        A folder for copies of what cannot be run; it is made if there is any.

    Returns
    -------
    tuple
        Notebooks that can be run, one a student; the students without one; a line on every file.
    """
    lines: list[Line] = []
    by_student: dict[Student, list[_Found]] = {}
    names = Names(entries(submissions, _LIMITS))
    for entry in entries(submissions, _LIMITS):
        owner = names.owner(entry.path)
        if owner is None:
            cure = "give it the name that the LMS gave it, or put it into the folder of its student"
            problem = "its name does not say whose it is"
            lines.append(_put_aside(entry, "", Unreadable(problem, cure), quarantine))
            continue
        found = _Found(entry, owner.student, owner.order)
        by_student.setdefault(owner.student, []).append(found)
    checker = Checker(assignment)
    collected, without = [], []
    for student in sorted(by_student, key=lambda each: (each.name, each.id)):
        one, told = _of_student(checker, assignment.name, by_student[student], quarantine)
        lines += told
        if one:
            collected.append(one)
        else:
            without.append(student)
    return collected, without, lines


def _of_student(
    checker: Checker, name: str, files: list[_Found], quarantine: Path
) -> tuple[Collected | None, list[Line]]:
    lines = []
    notebooks = [each for each in files if each.entry.path.lower().endswith(".ipynb")]
    for each in files:
        if each not in notebooks:
            what, cure = "it is no notebook", "look whether one was handed in under another name"
            lines.append(Line(each.entry.path, each.student.name, "left out", what, cure))
    if not notebooks:
        return None, lines
    *earlier, last = sorted(notebooks, key=lambda one: _rank(one, name))
    if earlier and _rank(earlier[-1], name) == _rank(last, name):
        problem = "there are several notebooks of this student, and which one counts is not known"
        doubt = Unreadable(problem, "leave the one that counts")
        return None, lines + [
            _put_aside(e.entry, e.student.name, doubt, quarantine) for e in notebooks
        ]
    what = f"{last.entry.path} counts in its place"
    lines += [Line(each.entry.path, each.student.name, "left out", what) for each in earlier]
    try:
        one = _check(checker, name, last)
    except Unreadable as error:
        return None, [*lines, _put_aside(last.entry, last.student.name, error, quarantine)]
    notes = "; ".join(one.checked.notes)
    return one, [*lines, Line(one.path, one.student.name, one.checked.status, notes)]


def _rank(found: _Found, name: str) -> tuple[str, int]:
    """Sort notebooks: the last one counts, or the one that is called as it should be."""
    return found.order, _likeness(found.entry.path, name)


def _likeness(path: str, name: str) -> int:
    """Say how sure a file's name is: the assignment's own counts before copies of it."""
    base = path.rpartition("/")[2].removesuffix(".ipynb")
    return 2 if base == name else int(name in base)


def _check(checker: Checker, name: str, found: _Found) -> Collected:
    own = found.entry.read()
    checked = checker.check(own)
    base = found.entry.path.rpartition("/")[2]
    if not base.endswith(f"{name}.ipynb") and base != f"{found.student.id}.ipynb":
        notes = (f"it was called {base}", *checked.notes)
        checked = replace(checked, status="repaired", notes=notes)
    return Collected(found.student, found.entry.path, own, checked)


def _put_aside(entry: Entry, student: str, error: Unreadable, quarantine: Path) -> Line:
    try:
        data = entry.read()
    except Unreadable as unread:
        return Line(entry.path, student, "quarantined", unread.problem, unread.cure)
    quarantine.mkdir(parents=True, exist_ok=True)
    write_atomically(quarantine / safe(entry.path), data)
    return Line(entry.path, student, "quarantined", error.problem, error.cure)


def safe(path: str) -> str:
    """Return a path as one name that any file system takes."""
    name = re.sub(r"[^\w.()-]+", "_", path.replace("/", "__"))
    return name.lstrip(".")[-150:] or "unnamed"


def write_lines(lines: list[Line], path: Path) -> None:
    """Write `problems.csv`: a row a file, those first that have to be looked at."""
    order = {"quarantined": 0, "not graded": 1, "left out": 2, "repaired": 3, "ok": 4}
    rows = [
        [each.file, each.student, each.status, each.what, each.cure]
        for each in sorted(lines, key=lambda each: (order[each.status], each.student, each.file))
    ]
    write_cells(path, _COLUMNS, rows)
