"""The command `sourcework`: books are begun, checked and built, quizzes made, classes graded."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from .authoring import command as authoring
from .cartridge import command as cartridge
from .console import escape_what_cannot_be_printed
from .editions import command as editions
from .errors import DataError
from .grading import command as grading
from .item_bank import schema
from .nbgrading import command as nbgrading
from .paths import NoBookError, require_book
from .publish import command as publish
from .quizzes import command as quizzes
from .scorm import command as scorm
from .volunteers import command as volunteers

__all__ = ["main"]

_FORMER = "dossier"
# What brings the modules that a command imports only when it runs; of all others it is [build].
_EXTRAS = dict.fromkeys(("assignment", "grade", "items", "lms", "quiz"), "grade")
_EXTRAS["nbgrade"] = "nbgrader"
_NOT_INSTALLED = '{module} is not installed here; install it: pip install "sourcework[{extra}]"'
_RENAMED = "This command is called sourcework now; dossier goes with the next edition."


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 0 if all is well, 1 if something is wrong."""
    escape_what_cannot_be_printed()
    if arguments is None and Path(sys.argv[0]).stem == _FORMER:
        print(_RENAMED, file=sys.stderr)
    options = _parser().parse_args(arguments)
    try:
        if not getattr(options, "without_book", False):
            require_book()
        code: int = options.run(options)
    except (DataError, NoBookError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        extra = _EXTRAS.get(options.command, "build")
        print(_NOT_INSTALLED.format(module=error.name, extra=extra), file=sys.stderr)
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sourcework", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    authoring.add_parser(commands)
    check = commands.add_parser(
        "check",
        aliases=["audit"],
        help="check seed, excerpts, tables, items, works and assignments",
    )
    check.set_defaults(run=_check)
    publish.add_parser(commands)
    for command in (editions, grading, quizzes, scorm, cartridge, volunteers, nbgrading):
        command.add_parser(commands)
    described = commands.add_parser("schema", help="print the JSON Schema of book/exercises/*.yml")
    described.set_defaults(run=_schema)
    return parser


def _schema(_options: argparse.Namespace) -> int:
    print(json.dumps(schema(), indent=2))
    return 0


def _check(_options: argparse.Namespace) -> int:
    from .placeholders import left
    from .publish.checked_records import write_record_files
    from .validation import audit  # which only who builds a book can run

    faults = audit()
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        return 1
    write_record_files()
    unwritten = list(left())
    for each in unwritten:
        print(each)
    print("Nothing is wrong" + (", but this is still to be written." if unwritten else "."))
    return 0
