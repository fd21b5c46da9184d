"""A run: look at the files, test the sandbox and the key, run the notebooks, write what came of it.

Nothing is run before a spy has failed to get out, and no student's notebook before the instructor's
own has earned every point: where a package is missing, all right answers would be wrong.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..answers import answers_text
from ..assignments.definition import Assignment
from ..assignments.solutions import Solution
from ..files import write_atomically
from ..grading.marking.results import Student
from ..grading.reports.problems import Stopped
from ..grading.store.spreadsheets import number, printable, write_cells
from ..quantities import quantity
from .batch import outcomes
from .collection import QUARANTINE, Collected, CollectedFile, collect, write_lines
from .course import generate, have_nbgrader, write_course
from .kept_results import REPORT, SCORES, check_place, keep_answers, keep_page, take_away
from .sandbox import LIMITS, KernelLimits, check_bubblewrap
from .selftest import Attempt, judge, report, spy_notebook, with_bait
from .source import load_key, notebook
from .student import Outcome, Task, lay_out, rules_of

__all__ = ["NotebookJob", "NotebookSummary", "run", "test_escape"]

_SLOW = "CellTimeoutError"
_NOT_RUN = Outcome(fault="the run was broken off before it was graded")


@dataclass(frozen=True)
class NotebookJob:
    """What is to be done.

    Attributes
    ----------
    submissions
        The folder or zip.
    out
        The folder of the outputs.
    jobs
        How many notebooks run at once.
    """

    assignment: Assignment
    solution: Solution
    submissions: Path
    out: Path
    jobs: int = 1
    limits: KernelLimits = LIMITS


@dataclass(frozen=True)
class NotebookSummary:
    """What a run found: how many notebooks were graded, and what is said of files and students."""

    graded: int
    without: list[Student]
    lines: list[CollectedFile]


@dataclass(frozen=True)
class _RunFolder:
    """The folder of a run, with nbgrader's own of the assignment."""

    job: NotebookJob
    folder: Path
    rules: dict[str, Any]

    @property
    def course(self) -> Path:
        return self.folder / "course"

    @property
    def source(self) -> Path:
        name = self.job.assignment.name
        return self.course / "source" / name / f"{name}.ipynb"

    def task(self, place: str, handed_in: bytes) -> Task:
        """Lay a notebook out."""
        name = self.job.assignment.name
        gradebook = self.course / "gradebook.db"
        lay_out(name, self.folder / place, gradebook, handed_in)
        return Task(name, self.folder / place, self.rules, self.job.limits, gradebook)


def run(job: NotebookJob, tell: Callable[[str], None]) -> NotebookSummary:
    """Grade a download.

    Parameters
    ----------
    tell
        Is told what goes on, a line at a time.

    Raises
    ------
    Stopped
        If nbgrader or bubblewrap cannot be used, the folder of the outputs holds something else,
        the spy got out, or the key does not hold.
    """
    have_nbgrader()
    version = check_bubblewrap()
    check_place(job.out)
    job.out.mkdir(parents=True, exist_ok=True)
    collected, without, lines = collect(job.assignment, job.submissions, job.out / QUARANTINE)
    write_lines(lines, job.out / "problems.csv")
    tell(
        f"{quantity(len(collected), 'notebooks')} can be run, "
        f"{quantity(len(without), 'students')} {'has' if len(without) == 1 else 'have'} none"
    )
    with _bench(job) as bench:
        attempts = _try_to_escape(bench, _on_disk(job.submissions))
        text = report(attempts, version)
        write_atomically(job.out / REPORT, text.encode())
        tell(text.rstrip())
        _stop_if_escaped(attempts)
        tell("the instructor's own solution earns all points")
        take_away(job.out)
        done: dict[str, Outcome] = {}
        try:
            _grade(bench, collected, done, tell)
        finally:  # what was graded counts, although the run is broken off
            graded = [(one, done.get(one.path, _NOT_RUN)) for one in collected]
            _write_scores(job, graded, without)
            lines = _with_faults(lines, graded, job.limits)
            write_lines(lines, job.out / "problems.csv")
    return NotebookSummary(sum(not outcome.fault for outcome in done.values()), without, lines)


def test_escape(job: NotebookJob) -> str:
    """Try to get out of the sandbox, and return the report; nobody's notebook is run.

    Raises
    ------
    Stopped
        As `run`.
    """
    have_nbgrader()
    version = check_bubblewrap()
    with _bench(job) as bench:
        handed_in = bench.folder / "handed-in.ipynb"
        handed_in.write_text("{}", encoding="utf-8")
        attempts = _try_to_escape(bench, handed_in)
    _stop_if_escaped(attempts)
    return report(attempts, version)


@contextmanager
def _bench(job: NotebookJob) -> Iterator[_RunFolder]:
    # A short path, since the path of a socket has to be short, and one that others may pass
    # through, since the kernel runs as somebody else where root grades.
    with tempfile.TemporaryDirectory(prefix="dossier-") as folder:
        Path(folder).chmod(0o711)
        rules = rules_of(job.assignment, job.solution)
        bench = _RunFolder(job, Path(folder).resolve(), rules)
        write_course(job.assignment, load_key(job.assignment, job.solution), bench.course)
        generate(job.assignment.name, bench.course)
        bench.course.chmod(0o700)
        yield bench


def _on_disk(submissions: Path) -> Path:
    """Return the zip, or one of the files that were handed in."""
    if submissions.is_file():
        return submissions.resolve()
    for path in submissions.resolve().rglob("*"):
        if path.is_file() and not path.is_symlink():
            return path
    raise Stopped(f"{submissions}: there is no file in it; name the folder of the notebooks.")


def _try_to_escape(bench: _RunFolder, submission: Path) -> list[Attempt]:
    """Grade the instructor's own solution, and beside it a spy."""
    job = bench.job
    source = bench.source.read_bytes()
    limits = replace(job.limits, cell=max(job.limits.cell, LIMITS.cell * 2), whole=600)
    own = replace(bench.task("own", source), limits=limits)
    paths = {
        "solution": bench.source,
        "keys": job.assignment.folder / "keys.yml",
        "other": own.folder / "in" / f"{job.assignment.name}.ipynb",
        "submission": submission,
        "gradebook": bench.course / "gradebook.db",
    }
    beside = bench.folder / "beside"
    with with_bait(paths, job.assignment.name, job.limits, beside) as bait:
        handed_in = spy_notebook(notebook(job.assignment), bait)
        spy = replace(bench.task("spy", handed_in), limits=limits)
        found = {task.folder.name: outcome for task, outcome in outcomes([own, spy], job.jobs)}
        _check_key(job.assignment, found["own"])
        return judge(found["spy"], bait)


def _check_key(assignment: Assignment, outcome: Outcome) -> None:
    if outcome.fault:
        raise Stopped(f"The instructor's own solution could not be graded: {outcome.fault}.")
    short = [
        f"{name}: {outcome.scores.get(name, 0):g} of {assignment.worth(question):g}"
        + (f" ({outcome.errors[name]})" if name in outcome.errors else "")
        for name, question in assignment.questions.items()
        if question.scored and outcome.scores.get(name, 0) < assignment.worth(question)
    ]
    if short:
        cure = "mend keys.yml, or install what its solutions import"
        raise Stopped(
            f"The instructor's own solution loses points, so that nobody's was run: "
            f"{'; '.join(short)}; {cure}."
        )


def _stop_if_escaped(attempts: list[Attempt]) -> None:
    out = [f"{each.name} ({each.seen})" for each in attempts if each.succeeded]
    if out:
        raise Stopped(f"The sandbox does not hold, so that no notebook was run: {'; '.join(out)}.")


def _grade(
    bench: _RunFolder,
    collected: list[Collected],
    done: dict[str, Outcome],
    tell: Callable[[str], None],
) -> None:
    """Run all notebooks, and keep what comes of each as soon as it is known; in `done` by path."""
    job = bench.job
    by_folder = {f"{at:06}": each for at, each in enumerate(collected)}
    tasks = [bench.task(at, each.checked.notebook) for at, each in by_folder.items()]
    for task, outcome in outcomes(tasks, job.jobs):
        one = by_folder[task.folder.name]
        keep_page(job.out, one.student, task.folder, graded=not outcome.fault)
        # What is lost would count as not answered there, and so as nought.
        if not outcome.fault and not one.checked.lost:
            keep_answers(job.out, one.student, _answers(job.assignment, one, outcome))
        shutil.rmtree(task.folder, ignore_errors=True)
        done[one.path] = outcome
        tell(f"{len(done)} of {len(tasks)}: {_told(one.student, outcome)}")


def _told(student: Student, outcome: Outcome) -> str:
    """Say on one line of a terminal what became of a notebook; students chose some of the words."""
    return " ".join(printable(f"{student.name}: {outcome.fault or 'graded'}").split())


def _write_scores(
    job: NotebookJob, graded: list[tuple[Collected, Outcome]], without: list[Student]
) -> None:
    rows = [row for one, outcome in graded for row in _rows(job.assignment, one, outcome)]
    for student in without:
        rows += [[student.id, item, ""] for item in job.assignment.questions]
    write_cells(job.out / SCORES, ["student_id", "item", "points"], rows)


def _rows(assignment: Assignment, one: Collected, outcome: Outcome) -> Iterator[list[str]]:
    """Yield the points of each item: a blank where there are none yet, and never a zero for it."""
    for item in assignment.questions:
        points = None if item in one.checked.lost else outcome.scores.get(item)
        yield [one.student.id, item, number(points)]


def _answers(assignment: Assignment, one: Collected, outcome: Outcome) -> str:
    """Return an answers file, as the book's page writes it, for `sourcework grade`."""
    responses = outcome.responses | one.checked.written
    items = {name: {"work": {"response": response}} for name, response in responses.items()}
    record = {"items": items, "widgets": {}}
    return answers_text(record, assignment.name, assignment.version)


def _with_faults(
    lines: list[CollectedFile], graded: list[tuple[Collected, Outcome]], limits: KernelLimits
) -> list[CollectedFile]:
    """Say of the files that were run what happened to them."""
    by_path = {one.path: outcome for one, outcome in graded}
    return [
        _with_fault(line, by_path[line.file], limits)
        if line.file in by_path and line.status in ("ok", "repaired")
        else line
        for line in lines
    ]


def _with_fault(line: CollectedFile, outcome: Outcome, limits: KernelLimits) -> CollectedFile:
    if outcome.fault:
        what = "; ".join(each for each in (line.what, outcome.fault) if each)
        cure = "grade once more" if outcome is _NOT_RUN else "look at it, and mark it by hand"
        return replace(line, status="not graded", what=what, cure=cure)
    told = [
        f"{item} took longer than {limits.cell} seconds" if name == _SLOW else f"{item}: {name}"
        for item, name in outcome.errors.items()
    ]
    what = "; ".join(each for each in (line.what, *told) if each)
    return replace(line, what=what)
