"""`sourcework nbgrade`: nbgrader's notebook of an assignment, and grading of those handed in."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .collection import CollectedFile

__all__ = ["add_parser"]

_SUMMARY = "make, check and grade notebooks that have to be run, with nbgrader in a sandbox"
_BROKEN_OFF = 130  # as shells have it


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `nbgrade` with its parts; what they need is loaded when they run."""
    parser = commands.add_parser("nbgrade", help=_SUMMARY, description=_SUMMARY)
    parts = parser.add_subparsers(dest="part", required=True)
    source = parts.add_parser("source", help="make a course directory for nbgrader")
    check = parts.add_parser("check", help="look at what was handed in, and run nothing")
    grade = parts.add_parser("run", help="check, test the sandbox, and grade")
    escape = parts.add_parser("escape", help="test the sandbox alone")
    for part in (source, check, grade, escape):
        part.add_argument("name", help="an assignment of the book, or a folder with assignment.yml")
    for part in (check, grade):
        part.add_argument("submissions", type=Path, help="the folder or zip of notebooks")
    for part, default in ((source, "NAME-course"), (check, "NAME-checked"), (grade, "NAME-graded")):
        part.add_argument("--out", type=Path, metavar="DIR", help=f"default: {default}")
    grade.add_argument(
        "--jobs",
        type=int,
        default=os.cpu_count() or 1,
        help="notebooks at once (default: %(default)s)",
    )
    grade.add_argument("--seconds", type=int, default=30, help="for a cell (default: %(default)s)")
    source.set_defaults(run=_source)
    check.set_defaults(run=lambda options: _check(parser, options))
    grade.set_defaults(run=lambda options: _run(parser, options))
    escape.set_defaults(run=_escape)


def _source(options: argparse.Namespace) -> int:
    from ..assignments.definition import load_assignment
    from ..assignments.solutions import load_solution
    from ..grading.reports.problems import Stopped
    from .course import generate, have_nbgrader, write_course
    from .source import load_key

    assignment = load_assignment(options.name)
    key = load_key(assignment, load_solution(assignment))
    root = options.out or Path(f"{assignment.name}-course")
    print(
        f"{write_course(assignment, key, root)}: with solutions and hidden tests, not for students"
    )
    try:
        have_nbgrader()
    except Stopped as error:
        print(f"{error}, and again: then students' notebook is made, too", file=sys.stderr)
        return 1
    print(f"{generate(assignment.name, root)}: what students get")
    return 0


def _check(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    from ..assignments.definition import load_assignment
    from ..grading.reports.problems import Stopped
    from .collection import QUARANTINE, collect, safe, write_lines

    assignment = load_assignment(options.name)
    out = _place(parser, options, f"{assignment.name}-checked")
    try:
        collected, without, lines = collect(assignment, options.submissions, out / QUARANTINE)
    except Stopped as error:
        print(error, file=sys.stderr)
        return 1
    for each in collected:
        name = assignment.name
        folder = out / "submitted" / safe(each.student.id) / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.ipynb").write_bytes(each.checked.notebook)
    out.mkdir(parents=True, exist_ok=True)
    write_lines(lines, out / "problems.csv")
    _say(lines, len(without))
    print(f"written to {out}: problems.csv, submitted/, and quarantine/ if there is any need")
    return 0


def _run(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    from ..assignments.definition import load_assignment
    from ..assignments.solutions import load_solution
    from ..grading.reports.problems import Stopped
    from .notebook_run import NotebookJob, run
    from .sandbox import KernelLimits

    if options.jobs < 1 or options.seconds < 1:
        parser.error("--jobs and --seconds are 1 at least")
    assignment = load_assignment(options.name)
    out = _place(parser, options, f"{assignment.name}-graded")
    limits = KernelLimits(cell=options.seconds, whole=max(300, 10 * options.seconds))
    solution = load_solution(assignment)
    job = NotebookJob(assignment, solution, options.submissions, out, options.jobs, limits)
    try:
        summary = run(job, lambda line: print(line, flush=True))
    except Stopped as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        told = f"broken off; {out} has what was graded, and the next run grades everybody anew"
        print(told, file=sys.stderr)
        return _BROKEN_OFF
    _say(summary.lines, len(summary.without))
    print(
        f"{summary.graded} graded; written to {out}: scores.csv, answers/, feedback/, problems.csv"
    )
    print(f"next: sourcework grade {options.name} {out / 'answers'} --gradebook FILE")
    return 0 if summary.graded else 1


def _escape(options: argparse.Namespace) -> int:
    from ..assignments.definition import load_assignment
    from ..assignments.solutions import load_solution
    from ..grading.reports.problems import Stopped
    from .notebook_run import NotebookJob, test_escape

    assignment = load_assignment(options.name)
    here = Path.cwd()
    try:
        print(
            test_escape(NotebookJob(assignment, load_solution(assignment), here, here, 2)), end=""
        )
    except Stopped as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _place(parser: argparse.ArgumentParser, options: argparse.Namespace, default: str) -> Path:
    """Return the folder for outputs, which must not lie among what is graded."""
    submissions: Path = options.submissions
    if not submissions.is_dir() and not submissions.is_file():
        parser.error(f"{submissions}: there is no such folder or zip")
    out: Path = options.out or Path(default)
    if submissions.is_dir() and out.resolve().is_relative_to(submissions.resolve()):
        parser.error(f"{out}: outputs among submissions would be graded; name another --out")
    return out


def _say(lines: list[CollectedFile], without: int) -> None:
    from collections import Counter

    counts = Counter(line.status for line in lines)
    told = ", ".join(f"{count} {status}" for status, count in counts.most_common())
    print(f"files: {told or 'none'}; students without a notebook that can be run: {without}")
