"""A run of the grader: read all, choose what counts, write everything, put it in place."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from ..assignments.definition import Assignment
from ..assignments.solutions import Solution
from ..errors import DataError
from ..quantities import quantity
from .gradebooks import NamedColumns
from .gradebooks.recognising import recognise
from .intake.archives import ArchivedFile, entries
from .intake.reading import BY_HAND, left_over, read
from .intake.submissions import Names, Owner, is_online_text, why_nobodys
from .marking.gradebook_entry import Entered, enter, name_students
from .marking.gradebook_matching import Joining
from .marking.marked_files import Marker
from .marking.marking_sheet import load_notes, tell_strangers, written
from .marking.results import Result
from .marking.totals import standing
from .progress import Progress
from .reports.likeness import write_likeness
from .reports.problems import Foreign, Stopped, Unreadable, write_problems
from .store.outputs import write_outputs
from .store.results_store import Ledger
from .store.staging import Staging

__all__ = ["Job", "Summary", "grade"]

Attempts = Literal["last", "best"]
_DISK = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
}
_NEAR = 1e-9
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
    named
        The gradebook's columns that the teacher named: who, and in what team.
    marking
        A marking sheet that lies elsewhere than in `out`.
    dry
        Whether nothing is written.
    delimiter
        What divides the tables that are written; empty for that of the gradebook, as far as it is
        a semicolon, or else a comma.
    likeness
        Whether written answers are compared with each other.
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
    named: NamedColumns = field(default_factory=NamedColumns)
    delimiter: str = ""
    likeness: bool = False


@dataclass(frozen=True)
class Summary:
    """What a run found.

    Attributes
    ----------
    counts
        `files`, `students`, those among them that are `teams`, `graded`, `late`, `open` (with
        unmarked written answers), `rivalled` (with another file that could be worth more),
        `problems`.
    copies
        How many students share answers with others.
    alike
        How many pairs of written answers are alike; None if they were not compared.
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
    alike: int | None
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
    columns = _load_sheets(job, staging, ledger)
    ledger.choose(job.attempts)
    _hand_over_texts(job.assignment, ledger)
    _tell_rivals(job.assignment, job.attempts, ledger)
    joining = Joining(job.gradebook, ledger, job.named) if job.gradebook else None
    if joining:
        name_students(joining, ledger)
    _tell_names(ledger)
    copies = _tell_copies(ledger)
    entered = alike = None
    graded = ledger.count("graded")
    delimiter = job.delimiter or _delimiter(job.gradebook, job.named)
    if graded:
        where = (staging.folder, columns, progress, delimiter)
        write_outputs(job.assignment, job.solution, ledger, *where)
        if job.likeness:
            page = staging.folder / "likeness.html"
            alike = write_likeness(job.assignment, ledger, page, progress)
        if joining:
            options = (job.column, job.replace, job.scale)
            entered = enter(joining, staging.folder, job.assignment, ledger, *options)
    write_problems(ledger.problems(), staging.folder / "problems.csv", delimiter)
    files = staging.publish(only="" if graded else "problems.csv")
    what = ("files", "students", "teams", "graded", "late", "open", "rivalled", "problems")
    return Summary(
        platform=names.platform,
        counts={each: ledger.count(each) for each in what},
        copies=copies,
        alike=alike,
        blanks=[student.name for student, _ in zip(ledger.blanks(), range(10), strict=False)],
        files=files,
        entered=entered,
    )


def _delimiter(gradebook: Path | None, named: NamedColumns) -> str:
    """Return a semicolon if it divides the gradebook: then spreadsheets there expect it."""
    with contextlib.suppress(DataError):
        if gradebook and recognise(gradebook, named).delimiter == ";":
            return ";"
    return ","


def _load_sheets(job: Job, staging: Staging, ledger: Ledger) -> list[str]:
    """Read what a teacher marked; a sheet that is named counts before the one in the outputs."""
    more: dict[str, None] = {}
    staging.watch(job.out / "marking.csv")
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


def _read_one(marker: Marker, names: Names, entry: ArchivedFile, ledger: Ledger) -> None:
    """Grade a file, or say why not; whatever is wrong with it, the next one is read."""
    owner = names.owner(entry.path)
    if owner:
        owner = replace(owner, student=ledger.add_student(owner.student))
    student = owner.student if owner else None
    if not ledger.is_new(entry.path):
        cure = "look at both, and pack the zip anew"
        ledger.add_problem(student, entry.path, "this name is in the zip more than once", cure)
    if owner is None:
        if not names.lists(entry.path):
            asked = marker.assignment.questions
            problem, cure = why_nobodys(entry, lambda data: read(entry.path, data, asked))
            ledger.add_problem(None, entry.path, problem, cure)
        return
    try:
        _mark(marker, owner, entry, ledger)
    except Unreadable as error:
        weak = not isinstance(error, Foreign) and _keep_remains(owner, entry, ledger)
        ledger.add_problem(student, entry.path, error.problem, error.cure, unread=True, weak=weak)
    except Exception as error:  # a class is not left ungraded for the sake of one file
        problem = f"it could not be read ({type(error).__name__})"
        cure = "mark it by hand, and tell the authors of this program"
        ledger.add_problem(student, entry.path, problem, cure, unread=True)
        ledger.add_remains(owner.student, entry.path, owner.order, None)


def _keep_remains(owner: Owner, entry: ArchivedFile, ledger: Ledger) -> bool:
    """Keep what may be in a file that could not be graded.

    Say whether nothing is, since an LMS wrote it and no student.
    """
    manifest = owner.is_manifest(entry.path)
    try:
        text = left_over(entry.path, entry.read(), manifest)
    except Unreadable:
        text = None
    if text != "":
        ledger.add_remains(owner.student, entry.path, owner.order, text)
    return text == "" and (manifest or is_online_text(entry.path))


def _hand_over_texts(assignment: Assignment, ledger: Ledger) -> None:
    """Give to the marker, for a written answer that is not there, what other files may hold."""
    for result, texts in ledger.texts_elsewhere():
        lacking = [
            each.id
            for each in written(assignment)
            if each.id not in result.responses and each.id not in result.unread
        ]
        if not lacking:
            continue
        whole = "\n\n".join(text for _, text in texts)
        ledger.hand_over(result, dict.fromkeys(lacking, whole))
        for file, _ in texts:
            problem = f"{', '.join(lacking)}: there is no answer in {result.file}, and may be here"
            ledger.add_problem(result.student, file, problem, BY_HAND)


def _tell_rivals(assignment: Assignment, attempts: Attempts, ledger: Ledger) -> None:
    """Leave the total open where a file that does not count could be worth more."""
    for result, others, damaged in ledger.others(attempts):
        points = standing(assignment, result).points + _NEAR
        rivals = [
            each.file
            for each in others
            if standing(assignment, _as_marked(each, result)).most > points
        ]
        rivals += damaged if assignment.points > points else []
        if rivals:
            ledger.doubt(result.student, rivals)
        for file in rivals:
            problem = f"it could be worth more than {result.file}, which counts: there is no total"
            cure = "look at both, and grade without the one that is not to count"
            ledger.add_problem(result.student, file, problem, cure)


def _as_marked(other: Result, counts: Result) -> Result:
    """Return an attempt with those levels alone that were given for the same texts."""
    same = {
        name: levels
        for name, levels in other.levels.items()
        if _text(other, name) == _text(counts, name)
    }
    return replace(other, levels=same)


def _text(result: Result, name: str) -> object:
    return result.unread.get(name, result.responses.get(name))


def _mark(marker: Marker, owner: Owner, entry: ArchivedFile, ledger: Ledger) -> None:
    asked = marker.assignment
    reading = read(
        entry.path, entry.read(), asked.questions, asked.widgets, lambda: marker.handed_out
    )
    marked = marker.mark(owner, entry.path, reading)
    ledger.add_attempt(marked, owner.order)
    for odd in marked.oddities:
        if odd.problem:
            ledger.add_problem(owner.student, entry.path, odd.problem, odd.cure)


def _tell_names(ledger: Ledger) -> None:
    """List whom names alone made two students, or one."""
    for student, other in ledger.alike():
        problem = f"but for capitals it is called as {other}, and taken for another student"
        cure = "if they are one, give their files the same name"
        ledger.add_problem(student, student.handle, problem, cure)
    for student, file, first in ledger.brought_together():
        problem = f"by the name in it, it is taken for the same student's as {first}"
        cure = "if they are two, put the files of each into a folder with the student's name"
        ledger.add_problem(student, file, problem, cure)


def _tell_copies(ledger: Ledger) -> int:
    """List who shares an attempt or answers with others; say how many they are."""
    found = list(ledger.copies())
    for what, student, file, others in found:
        named = "; ".join(others[:_NAMED])
        more = f" and {quantity(len(others) - _NAMED, 'others')}" if len(others) > _NAMED else ""
        problem = f"it has the same {what} as that of {named}{more}"
        ledger.add_problem(student, file, problem, "ask both; a file does not say who wrote it")
    return len(found)
