"""`sourcework grade`: what is typed, and what is said at the end.

The command ends with 0 if all was graded that could be read, whatever had to be listed in
problems.csv; with 1 if there was no result at all, or the gradebook could not be filled, or the
outputs could not be written; with 2 if the command itself made no sense.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .store.output_names import is_output
from .store.spreadsheets import DELIMITERS, printable

if TYPE_CHECKING:
    from .run import Job, Summary

__all__ = ["add_parser", "told"]

_SUMMARY = "grade a class: from a folder or zip of answers to a filled gradebook"


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `grade` to the commands; what it needs is loaded when it runs."""
    parser = commands.add_parser("grade", help=_SUMMARY, description=_SUMMARY)
    parser.add_argument("assignment", help="its name, or the folder that holds assignment.yml")
    parser.add_argument("submissions", type=Path, help="the folder, zip or SCORM report of the LMS")
    parser.add_argument("--gradebook", type=Path, metavar="FILE", help="exported from the LMS")
    parser.add_argument("--out", type=Path, metavar="DIR", help="default: beside SUBMISSIONS")
    parser.add_argument("--attempt", choices=["last", "best"], help="which one counts")
    parser.add_argument("--column", metavar="NAME", help="the gradebook's column to fill")
    parser.add_argument(
        "--join",
        metavar="NAME",
        action="append",
        default=[],
        help="the column that says who, in a list of your own; twice for last and first name",
    )
    parser.add_argument("--team", metavar="NAME", help="the column that says whose team")
    parser.add_argument("--replace", action="store_true", help="replace points that are there")
    parser.add_argument("--scale", action="store_true", help="scale to the column's points")
    parser.add_argument("--marking", type=Path, metavar="FILE", help="a marking sheet to read too")
    parser.add_argument(
        "--delimiter", choices=list(DELIMITERS), help="what divides the tables that are written"
    )
    parser.add_argument(
        "--likeness", action="store_true", help="compare written answers with each other"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be done")
    parser.set_defaults(run=lambda options: _run(parser, options))


def _run(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    _check(parser, options)
    from ..errors import DataError
    from .progress import Progress
    from .reports.problems import Stopped
    from .run import grade

    progress = Progress(sys.stderr)
    try:
        job = _job(options)
        summary = grade(job, progress)
    except (DataError, Stopped) as error:
        progress.close()
        print(error, file=sys.stderr)
        return 1
    progress.close()
    print("\n".join(told(job, summary)))
    if summary.entered and summary.entered.fault:
        print(summary.entered.fault, file=sys.stderr)
    return 1 if summary.failed else 0


def _check(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Refuse what makes no sense before anything is loaded."""
    submissions: Path = options.submissions
    if not submissions.is_dir() and not submissions.is_file():
        parser.error(f"{submissions}: there is no such folder or zip")
    options.out = options.out or _default(submissions)
    out = options.out.resolve()
    if submissions.is_dir() and out.is_relative_to(submissions.resolve()):
        parser.error(
            f"{options.out}: outputs among submissions would be graded; name another --out"
        )
    for path in (options.gradebook, options.marking):
        if path and not path.is_file():
            parser.error(f"{path}: there is no such file")
    if options.gradebook and options.gradebook.resolve().parent == out:
        parser.error(f"{options.gradebook}: it would be replaced; name another --out")
    for path in (submissions, options.marking):
        there = path and path.resolve().parent == out and is_output(path.name)
        if there and (path is submissions or path.name != "marking.csv"):
            parser.error(f"{path}: an output would replace it; name another --out")
    for name, given in (("--join", options.join), ("--team", options.team)):
        if given and not options.gradebook:
            parser.error(f"{name} names a column of the gradebook; name that too, with --gradebook")
    if options.gradebook and is_output(options.gradebook.name):
        parser.error(f"{options.gradebook}: one of the outputs is called like that; rename it")


def _default(submissions: Path) -> Path:
    whole = submissions.resolve()
    name = whole.stem if whole.is_file() else whole.name
    return whole.with_name(f"{name}-graded")


def _job(options: argparse.Namespace) -> Job:
    from ..assignments.definition import load_assignment
    from ..assignments.solutions import load_solution
    from .gradebooks import NamedColumns
    from .run import Job

    assignment = load_assignment(options.assignment)
    return Job(
        assignment=assignment,
        solution=load_solution(assignment),
        submissions=options.submissions,
        out=options.out,
        gradebook=options.gradebook,
        attempts=options.attempt or assignment.attempts,
        column=options.column,
        named=NamedColumns(tuple(options.join), options.team or ""),
        replace=options.replace,
        scale=options.scale,
        marking=options.marking,
        dry=options.dry_run,
        delimiter=DELIMITERS.get(options.delimiter, ""),
        likeness=options.likeness,
    )


def told(job: Job, summary: Summary) -> list[str]:
    """Say what was found, a line each."""
    count = summary.counts
    blank = count["students"] - count["graded"]
    lines = [
        f"{job.assignment.title}: {_many(count['files'], 'file')}, named as by {summary.platform}",
        f"{_handed_in(count)}: {count['graded']:,} graded, {blank:,} left blank",
    ]
    if summary.blanks:
        more = " …" if blank > len(summary.blanks) else ""
        lines.append(f"  blank: {'; '.join(_line(name) for name in summary.blanks)}{more}")
    if count["late"]:
        lines.append(f"{count['late']:,} came late")
    if summary.copies:
        lines.append(f"{summary.copies:,} share an attempt or their answers with others")
    if summary.alike is not None:
        lines.append(_alike(summary.alike))
    if count["open"]:
        marked = "have written answers to mark, and no total yet: see marking.csv"
        lines.append(f"{count['open']:,} {marked}")
    if count["rivalled"]:
        more = "have another file that could be worth more, and no total yet: see problems.csv"
        lines.append(f"{count['rivalled']:,} {more}")
    if summary.entered and summary.entered.filled:
        filled = summary.entered.filled
        lines.append(
            f"gradebook ({filled.platform}, column {filled.column}): {filled.entered:,} entered, "
            f"{filled.kept:,} kept, {filled.untouched:,} untouched, of {filled.students:,}"
        )
        lines += [f"  {note}" for note in filled.notes]
    lines.append(_many(count["problems"], "problem") + (", in problems.csv" if not job.dry else ""))
    if job.dry:
        return [*lines, f"nothing is written; without --dry-run it would be, to {job.out}"]
    return [*lines, f"written to {job.out}: {', '.join(summary.files)}"]


def _handed_in(count: dict[str, int]) -> str:
    """Say who handed in: students, teams, or both."""
    teams, alone = count["teams"], count["students"] - count["teams"]
    if not teams:
        return _many(alone, "student")
    more = f" and {_many(alone, 'single student')}" if alone else ""
    return f"{_many(teams, 'team')}{more}"


def _alike(pairs: int) -> str:
    if not pairs:
        return "no two written answers are alike: likeness.html says what was compared"
    verb = "is" if pairs == 1 else "are"
    return f"{_many(pairs, 'pair')} of written answers {verb} alike: see likeness.html, no verdict"


def _line(name: str) -> str:
    """Return a name, which a student may have typed, as one line that a terminal only shows."""
    return " ".join(printable(name).split())


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
