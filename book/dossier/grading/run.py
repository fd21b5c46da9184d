"""A run of the grader: read all, choose what counts, write everything, put it in place."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..assignments.definition import Assignment
from ..assignments.keyring import Solution
from .archives import Entry, entries
from .entering import Entered, enter, name_students
from .ledger import Ledger
from .marking import Marker
from .marksheet import load_notes, tell_strangers
from .outputs import write_outputs
from .problems import Stopped, Unreadable, write_problems
from .progress import Progress
from .reading import holds_text, read
from .staging import Staging
from .submissions import Names, Owner

__all__ = ["Job", "Summary", "grade"]

Attempts = Literal["last", "best"]
_DISK = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
}
_NAMED = 5  # other students named beside a copy


@dataclass(frozen=True)
class Job:
    """What is to be done.

    Attributes
    ----------
    submissions
        The folder or zip.
    out
        The folder of the outputs.
    gradebook
        The file that the teacher exported, if one is to be filled, with `column`, `replace` and
        `scale` as `gradebooks.fill` has them.
    marking
        A marking sheet that lies elsewhere than in `out`.
    dry
        Whether nothing is written.
    """

    assignment: Assignment
    solution: Solution
    submissions: Path
    out: Path
    gradebook: Path | None = None
    attempts: Attempts = "last"
    column: str | None = None
    replace: bool = False
    scale: bool = False
    marking: Path | None = None
    dry: bool = False


@dataclass(frozen=True)
class Summary:
    """What a run found.

    Attributes
    ----------
    counts
        `files`, `students`, `graded`, `late`, `open` (with unmarked written answers), `problems`.
    copies
        How many students share answers with others.
    blanks
        Names of students without a result, at most ten.
    files
        The outputs that are in place.
    entered
        What became of the gradebook, if there is one.
    """

    platform: str
    counts: dict[str, int]
    copies: int
    blanks: list[str]
    files: list[str]
    entered: Entered | None

    @property
    def failed(self) -> bool:
        """Whether there is no result at all, or a gradebook that could not be filled."""
        return self.counts["graded"] == 0 or (self.entered is not None and self.entered.failed)


def grade(job: Job, progress: Progress) -> Summary:
    """Grade a download.

    Raises
    ------
    Stopped
        If the download, the marking sheet or the outputs cannot be opened, or the disk is full:
        then the former outputs are as they were.
    """
    try:
        with Staging(job.out, dry=job.dry) as staging:
            ledger = Ledger(staging.ledger)
            try:
                return _grade(job, staging, ledger, progress)
            finally:
                ledger.close()
    except (OSError, sqlite3.Error) as error:
        if isinstance(error, sqlite3.Error) and error.sqlite_errorcode & 0xFF not in _DISK:
            raise
        said = getattr(error, "strerror", None) or str(error)
        problem = f"the outputs could not be written ({said})"
        raise Stopped(f"{job.out}: {problem}; make room there, and grade once more.") from error


def _grade(job: Job, staging: Staging, ledger: Ledger, progress: Progress) -> Summary:
    names = Names(entries(job.submissions))
    _read_all(job, names, ledger, progress)
    columns = _load_sheets(job, ledger)
    ledger.choose(job.attempts)
    if job.gradebook:
        name_students(job.gradebook, ledger)
    copies = _tell_copies(ledger)
    entered = None
    graded = ledger.count("graded")
    if graded:
        write_outputs(job.assignment, job.solution, ledger, staging.folder, columns, progress)
        if job.gradebook:
            options = (job.column, job.replace, job.scale)
            entered = enter(job.gradebook, staging.folder, job.assignment, ledger, *options)
    write_problems(ledger.problems(), staging.folder / "problems.csv")
    files = staging.publish(only="" if graded else "problems.csv")
    what = ("files", "students", "graded", "late", "open", "problems")
    return Summary(
        platform=names.platform,
        counts={each: ledger.count(each) for each in what},
        copies=copies,
        blanks=[student.name for student, _ in zip(ledger.blanks(), range(10), strict=False)],
        files=files,
        entered=entered,
    )


def _load_sheets(job: Job, ledger: Ledger) -> list[str]:
    """Read what a teacher marked; a sheet that is named counts before the one in the outputs."""
    more: dict[str, None] = {}
    for path in (job.out / "marking.csv", job.marking):
        if path and path.is_file():
            more |= dict.fromkeys(load_notes(path, job.assignment, ledger))
    tell_strangers(ledger)
    return list(more)


def _read_all(job: Job, names: Names, ledger: Ledger, progress: Progress) -> None:
    marker = Marker(job.assignment, job.solution)
    for done, entry in enumerate(entries(job.submissions), start=1):
        _read_one(marker, names, entry, ledger)
        progress.tell("files read:", done)


def _read_one(marker: Marker, names: Names, entry: Entry, ledger: Ledger) -> None:
    """Grade a file, or say why not; whatever is wrong with it, the next one is read."""
    owner = names.owner(entry.path)
    student = owner.student if owner else None
    if student:
        ledger.add_student(student)
    if not ledger.is_new(entry.path):
        cure = "look at both, and pack the zip anew"
        ledger.add_problem(student, entry.path, "this name is in the zip more than once", cure)
    if owner is None:
        if not _is_index(entry.path):
            cure = "give it the name that the LMS gave it, or put it into the folder of its student"
            problem = "its name does not say whose it is"
            ledger.add_problem(None, entry.path, problem, cure)
        return
    try:
        _mark(marker, owner, entry, ledger)
    except Unreadable as error:
        weak = holds_text(entry.path)
        ledger.add_problem(student, entry.path, error.problem, error.cure, unread=True, weak=weak)
    except Exception as error:  # a class is not left ungraded for the sake of one file
        problem = f"it could not be read ({type(error).__name__})"
        cure = "mark it by hand, and tell the authors of this program"
        ledger.add_problem(student, entry.path, problem, cure, unread=True)


def _mark(marker: Marker, owner: Owner, entry: Entry, ledger: Ledger) -> None:
    asked = marker.assignment
    reading = read(entry.path, entry.read(), asked.questions, asked.widgets)
    marked = marker.mark(owner, entry.path, reading)
    ledger.add_attempt(marked, owner.order)
    for odd in marked.oddities:
        if odd.problem:
            ledger.add_problem(owner.student, entry.path, odd.problem, odd.cure)


def _is_index(path: str) -> bool:
    """Say whether this is the list that Brightspace puts beside the folders."""
    return path.rpartition("/")[2].lower() == "index.html"


def _tell_copies(ledger: Ledger) -> int:
    """List who shares an attempt or answers with others; say how many they are."""
    found = list(ledger.copies())
    for what, student, file, others in found:
        named = "; ".join(others[:_NAMED])
        more = f" and {len(others) - _NAMED} others" if len(others) > _NAMED else ""
        problem = f"it has the same {what} as that of {named}{more}"
        ledger.add_problem(student, file, problem, "ask both; a file does not say who wrote it")
    return len(found)
