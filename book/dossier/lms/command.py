"""`dossier lms`: a quiz of the bank's items, as a file for a learning platform."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from . import FORMATS

if TYPE_CHECKING:
    from ..items import Item
    from .report import Translation

__all__ = ["add_parser"]


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("lms", help="write quizzes for learning platforms")
    formats = "; ".join(f"{name}: {what}" for name, what in FORMATS.items())
    parser.add_argument("format", choices=[*FORMATS, "all"], help=formats)
    parser.add_argument("--out", type=Path, required=True, help="the file; of all, the folder")
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument("--items", nargs="+", metavar="ID", help="only these, in this order")
    chosen.add_argument("--assignment", metavar="NAME", help="an assignment's, with its keys")
    chosen.add_argument("--chapter", nargs="+", metavar="NAME", help="only items of these chapters")
    parser.add_argument("--title", help="what the quiz is called")
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="write it too, as .csv or Markdown"
    )
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from ..bank import load_items
    from .assigned import items_of

    if options.assignment:
        return _write(options, items_of(options.assignment))
    known = load_items()
    names = {item.chapter for item in known.values()} if options.chapter else set(known)
    missing = [each for each in options.chapter or options.items or () if each not in names]
    if missing:
        what = "chapter with items" if options.chapter else "item"
        near = ", ".join(sorted(names)) if options.chapter else "the ids of book/exercises/"
        print(f"there is no {what} {missing[0]!r}; use one of {near}", file=sys.stderr)
        return 2
    items = [known[each] for each in options.items or known]
    if options.chapter:
        items = [item for item in items if item.chapter in options.chapter]
    try:
        return _write(options, items)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1


def _write(options: argparse.Namespace, items: Sequence[Item]) -> int:
    from ..files import write_atomically
    from . import write
    from .report import as_csv, as_markdown

    title = options.title if options.title is not None else _title(items)
    several = options.format == "all"
    quizzes = {
        name: write(name, items, title) for name in (FORMATS if several else [options.format])
    }
    if several:
        options.out.mkdir(parents=True, exist_ok=True)
    for name, quiz in quizzes.items():
        path = options.out / f"{name}{quiz.suffix}" if several else options.out
        write_atomically(path, quiz.data)
        print(f"{path}: {FORMATS[name]}, {_counted(quiz.report)}")
    reports = {name: quiz.report for name, quiz in quizzes.items()}
    if options.report:
        text = as_csv(reports) if options.report.suffix == ".csv" else as_markdown(reports)
        write_atomically(options.report, text.encode())
        print(f"{options.report}: what became of each item")
    _tell(reports)
    return 0


def _title(items: Sequence[Item]) -> str:
    from .questions import BOOK, heading

    chapters = list(dict.fromkeys(item.chapter for item in items))
    return f"{BOOK}: {heading(chapters[0])}" if len(chapters) == 1 else BOOK


def _counted(report: list[Translation]) -> str:
    whole = sum(not row.lost for row in report)
    return f"{len(report)} items, {whole} of them without a loss"


def _tell(reports: dict[str, list[Translation]]) -> None:
    for name, report in reports.items():
        for row in report:
            lost = f"; lost or changed: {'; '.join(row.lost)}" if row.lost else ""
            print(f"  {name}: {row.item}, {row.kind} → {row.written}{lost}")
