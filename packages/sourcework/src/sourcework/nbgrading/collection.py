"""Collection of students' notebooks, checked, and a line on every file of a download."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from ..assignments.definition import Assignment
from ..files import write_atomically
from ..grading.intake.archives import ArchivedFile, ReadingLimits, entries
from ..grading.intake.submissions import Names, why_nobodys
from ..grading.marking.marking_notes import key_of
from ..grading.marking.results import Student
from ..grading.reports.problems import Unreadable
from ..grading.store.spreadsheets import write_cells
from .preflight import LARGEST, Checked, Checker

__all__ = ["QUARANTINE", "Collected", "CollectedFile", "collect", "safe", "write_lines"]

QUARANTINE = "quarantine"
_LOST = "look where the answer is, put the cell back, and grade it again"
_LIMITS = ReadingLimits(file=LARGEST)
_REFUSED = re.compile(r'[\x00-\x1f\x7f-\x9f"*/:<>?\\|]')  # by one file system or another
_LONGEST = 200  # bytes of a name; file systems take 255
_COLUMNS = ["file", "student", "status", "what", "what to do"]

Status = Literal["ok", "repaired", "quarantined", "left out", "not graded"]


@dataclass(frozen=True)
class CollectedFile:
    """What is said of one file."""

    file: str
    student: str
    status: Status
    what: str = ""
    cure: str = ""


@dataclass(frozen=True)
class Collected:
    """A student's notebook that can be run, and where it lies in the download."""

    student: Student
    path: str
    checked: Checked


@dataclass(frozen=True)
class _File:
    path: str
    student: Student
    order: str

    def rank(self, name: str) -> tuple[str, int]:
        """Sort a student's files: the last one counts, or the one that has the right name."""
        base = self.path.rpartition("/")[2].removesuffix(".ipynb")
        return self.order, 2 if base == name else int(name in base)

    @property
    def is_notebook(self) -> bool:
        return self.path.lower().endswith(".ipynb")


def collect(
    assignment: Assignment, submissions: Path, quarantine: Path
) -> tuple[list[Collected], list[Student], list[CollectedFile]]:
    """Look at all files of a download, which stays as it is.

    Names are read first, so that of several files of a student the one is read that counts.

    Parameters
    ----------
    quarantine
        A folder for copies of what cannot be run; it is made if there is any.

    Returns
    -------
    tuple
        Notebooks that can be run, one a student; the students without one; a line on every file.
    """
    checker = Checker(assignment)
    sorted_out = _sort_out(assignment.name, checker, submissions)
    collected: list[Collected] = []
    lines = sorted_out.lines
    for entry in entries(submissions, _LIMITS):
        file = sorted_out.chosen.pop(entry.path, None)
        doubt = sorted_out.doubts.pop(entry.path, None)
        if file:
            try:
                found = _check(checker, assignment.name, file, entry)
                collected.append(found)
                notes = "; ".join(found.checked.notes)
                cure = _LOST if found.checked.lost else ""
                status = found.checked.status
                lines.append(CollectedFile(found.path, found.student.name, status, notes, cure))
            except Unreadable as error:
                doubt = error
        if doubt:
            student = sorted_out.owners.get(entry.path)
            lines.append(_put_aside(entry, student.name if student else "", doubt, quarantine))
    have = {key_of(each.student) for each in collected}
    owners = {key_of(each): each for each in sorted_out.owners.values()}
    missing = {key: each for key, each in owners.items() if key not in have}
    collected.sort(key=lambda each: (each.student.name, each.student.id))
    return collected, sorted(missing.values(), key=lambda each: (each.name, each.id)), lines


@dataclass(frozen=True)
class _SortedOut:
    """What names alone say: files to check, files to put aside with the reason, all owners."""

    chosen: dict[str, _File]
    doubts: dict[str, Unreadable]
    owners: dict[str, Student]
    lines: list[CollectedFile]


def _sort_out(name: str, checker: Checker, submissions: Path) -> _SortedOut:
    names = Names(entries(submissions, _LIMITS))
    found = _SortedOut({}, {}, {}, [])
    by_student: dict[str, list[_File]] = {}
    for entry in entries(submissions, _LIMITS):
        owner = names.owner(entry.path)
        if names.lists(entry.path):
            found.lines.append(
                CollectedFile(entry.path, "", "left out", "it is Brightspace's own list")
            )
            continue
        if owner is None:
            found.doubts[entry.path] = Unreadable(*why_nobodys(entry, checker.check))
            continue
        found.owners[entry.path] = owner.student
        if entry.path.lower().endswith(".zip"):  # one that could be opened is given as its files
            found.doubts[entry.path] = Unreadable("the zip cannot be opened", "have it packed anew")
            continue
        file = _File(entry.path, owner.student, owner.order)
        by_student.setdefault(key_of(owner.student), []).append(file)
    for files in by_student.values():
        one, told = _choose(files, name, found.doubts)
        found.lines.extend(told)
        if one:
            found.chosen[one.path] = one
    return found


def _choose(
    files: list[_File], name: str, doubts: dict[str, Unreadable]
) -> tuple[_File | None, list[CollectedFile]]:
    """Choose the notebook that counts by its name, and say what becomes of the other files."""
    what, cure = "it is no notebook", "look whether one was handed in under another name"
    lines = [
        CollectedFile(each.path, each.student.name, "left out", what, cure)
        for each in files
        if not each.is_notebook
    ]
    notebooks = sorted((e for e in files if e.is_notebook), key=lambda each: each.rank(name))
    if not notebooks:
        return None, lines
    *earlier, last = notebooks
    if earlier and earlier[-1].rank(name) == last.rank(name):
        problem = "there are several notebooks of this student, and which one counts is not known"
        for each in notebooks:
            doubts[each.path] = Unreadable(problem, "leave the one that counts")
        return None, lines
    what = f"{last.path} counts in its place"
    return last, lines + [CollectedFile(e.path, e.student.name, "left out", what) for e in earlier]


def _check(checker: Checker, name: str, file: _File, entry: ArchivedFile) -> Collected:
    checked = checker.check(entry.read())
    base = file.path.rpartition("/")[2]
    if not base.endswith(f"{name}.ipynb") and base != f"{file.student.id}.ipynb":
        notes = (f"it was called {base}", *checked.notes)
        checked = replace(checked, status="repaired", notes=notes)
    return Collected(file.student, file.path, checked)


def _put_aside(
    entry: ArchivedFile, student: str, error: Unreadable, quarantine: Path
) -> CollectedFile:
    try:
        data = entry.read()
    except Unreadable as unread:
        return CollectedFile(entry.path, student, "quarantined", unread.problem, unread.cure)
    quarantine.mkdir(parents=True, exist_ok=True)
    write_atomically(quarantine / safe(entry.path), data)
    return CollectedFile(entry.path, student, "quarantined", error.problem, error.cure)


def safe(path: str) -> str:
    """Return a path as one name that any file system takes, and each path as a name of its own.

    What is too long loses its beginning, since platforms write who it is before what it is called.
    A name that is not the path itself has a digest of the path before its ending.
    """
    name = _REFUSED.sub("-", path.replace("/", "__"))
    name = name.encode()[-_LONGEST:].decode(errors="ignore").strip(". ")
    if name and name == path:
        return name
    digest = hashlib.sha256(path.encode()).hexdigest()[:8]
    return f"{Path(name).stem}_{digest}{Path(name).suffix}"


def write_lines(lines: list[CollectedFile], path: Path) -> None:
    """Write `problems.csv`: a row a file, those first that have to be looked at."""
    order = {"quarantined": 0, "not graded": 1, "left out": 2, "repaired": 3, "ok": 4}
    rows = [
        [each.file, each.student, each.status, each.what, each.cure]
        for each in sorted(lines, key=lambda each: (order[each.status], each.student, each.file))
    ]
    write_cells(path, _COLUMNS, rows)
