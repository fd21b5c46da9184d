"""The `sourcework` command: data are checked, assignments made, classes graded."""

from __future__ import annotations

import argparse
import json
import sys

from .console import escape_what_cannot_be_printed
from .editions import command as editions
from .errors import DataError
from .grading import command as grading
from .item_bank import schema
from .lms import command as lms
from .nbgrading import command as nbgrading
from .paths import NoBookError, require_book
from .validation import audit

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 0 if all is well, 1 if something is wrong."""
    escape_what_cannot_be_printed()
    parser = argparse.ArgumentParser(prog="dossier", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    parts = {
        "audit": ("check seed, excerpts, tables, items, works and assignments", _audit),
        "schema": ("print the JSON Schema of book/exercises/*.yml", _schema),
    }
    for name, (what, run) in parts.items():
        commands.add_parser(name, help=what).set_defaults(run=run)
    for command in (editions, grading, lms, nbgrading):
        command.add_parser(commands)
    options = parser.parse_args(arguments)
    try:
        require_book()
        code: int = options.run(options)
    except (DataError, NoBookError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return code


def _schema(_options: argparse.Namespace) -> int:
    print(json.dumps(schema(), indent=2))
    return 0


def _audit(_options: argparse.Namespace) -> int:
    faults = audit()
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
