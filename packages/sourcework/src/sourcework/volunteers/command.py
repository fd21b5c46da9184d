"""`sourcework items`: what is typed, and what is said at the end."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

__all__ = ["add_parser"]

_SUMMARY = "count what volunteers gave the author: difficulty, distractors, sureness, time by item"


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `items` to the commands; what it needs is loaded when it runs."""
    parser = commands.add_parser("items", help=_SUMMARY, description=_SUMMARY)
    parser.add_argument(
        "files", type=Path, nargs="+", help="files for the author, or folders that have them"
    )
    parser.add_argument(
        "--out", type=Path, default=Path("items"), metavar="DIR", help="default: items"
    )
    parser.add_argument(
        "--delimiter", choices=["comma", "semicolon", "tab"], default="comma", help="of the tables"
    )
    parser.set_defaults(run=lambda options: _run(parser, options))


def _run(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    for path in options.files:
        if not path.exists():
            parser.error(f"{path}: there is no such file or folder")
    from ..grading.store.spreadsheets import DELIMITERS
    from ..quantities import quantity
    from .files import gather
    from .report import FILES, write_report

    gathered = gather(options.files)
    for left in gathered.left_out:
        print(left.reason, file=sys.stderr)
    counted = len(gathered.volunteers)
    left_out = f"{len(gathered.left_out)} left out"
    print(f"{quantity(counted, 'volunteers')} counted, {left_out}")
    if not counted:
        print("there is nothing to count, and nothing is written")
        return 1
    write_report(gathered, options.out, DELIMITERS[options.delimiter])
    print(f"written to {options.out}: {', '.join(FILES)}; items.html says what they do not show")
    return 0
