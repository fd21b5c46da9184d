"""`sourcework quiz`: a quiz of the bank's items, as a file for a learning platform."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..quantities import quantity
from . import FORMATS

if TYPE_CHECKING:
    from ..items import Item
    from .report import Translation

__all__ = ["add_parser"]


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    help_text = "write quizzes for learning platforms"
    parser = commands.add_parser("quiz", aliases=["lms"], help=help_text)
    formats = "; ".join(f"{name}: {each.title}" for name, each in FORMATS.items())
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
    try:
        return _write_assigned(options) if options.assignment else _write_chosen(options)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1


def _write_assigned(options: argparse.Namespace) -> int:
    from .assigned_items import items_of, name_of

    title = _title((), name_of(options.assignment))
    return _write(options, items_of(options.assignment), title)


def _write_chosen(options: argparse.Namespace) -> int:
    from ..chapters import in_order
    from ..item_bank import known_items, load_items, missing_item

    known = load_items()
    names = {item.chapter for item in known.values()} if options.chapter else set(known)
    missing = [each for each in options.chapter or options.items or () if each not in names]
    if missing and missing[0] in known_items():
        print(missing_item(missing[0], known), file=sys.stderr)
        return 2
    if missing:
        what = "chapter with items" if options.chapter else "item"
        near = ", ".join(sorted(names)) if options.chapter else "the ids of book/exercises/"
        print(f"there is no {what} {missing[0]!r}; use one of {near}", file=sys.stderr)
        return 2
    items = [known[each] for each in options.items or known]
    if not options.items:
        chapters = in_order(item.chapter for item in items)
        items.sort(key=lambda item: chapters.index(item.chapter))
    if options.chapter:
        items = [item for item in items if item.chapter in options.chapter]
    return _write(options, items, _title(items))


def _write(options: argparse.Namespace, items: Sequence[Item], usual_title: str) -> int:
    from ..files import write_atomically
    from ..paths import EXERCISES
    from ..placeholders import refuse
    from . import write
    from .report import as_csv, as_markdown

    for item in items:
        refuse(EXERCISES / f"{item.chapter}.yml", item.id, item)
    title = options.title if options.title is not None else usual_title
    several = options.format == "all"
    quizzes = {
        name: write(name, items, title) for name in (FORMATS if several else [options.format])
    }
    (options.out if several else options.out.parent).mkdir(parents=True, exist_ok=True)
    for name, quiz in quizzes.items():
        path = options.out / f"{name}{quiz.suffix}" if several else options.out
        write_atomically(path, quiz.data)
        print(f"{path}: {FORMATS[name].title}, {_counted(quiz.report)}")
    reports = {name: quiz.report for name, quiz in quizzes.items()}
    if options.report:
        text = as_csv(reports) if options.report.suffix == ".csv" else as_markdown(reports)
        write_atomically(options.report, text.encode())
        print(f"{options.report}: what became of each item")
    _tell(reports)
    return 0


def _title(items: Sequence[Item], assignment: str = "") -> str:
    """Return what a quiz is called of itself: by the assignment or the one chapter, or the book.

    On the title hang identifiers, hence the name of an assignment, which parts it from its variants
    and is stable for ever.
    """
    from ..identity import book_title
    from .prompts import heading

    chapters = list(dict.fromkeys(item.chapter for item in items))
    of_what = assignment or (heading(chapters[0]) if len(chapters) == 1 else "")
    return f"{book_title()}: {of_what}" if of_what else book_title()


def _counted(report: list[Translation]) -> str:
    whole = sum(not row.lost for row in report)
    return f"{quantity(len(report), 'items')}, {whole} of them without a loss"


def _tell(reports: dict[str, list[Translation]]) -> None:
    for name, report in reports.items():
        for row in report:
            lost = f"; lost or changed: {'; '.join(row.lost)}" if row.lost else ""
            print(f"  {name}: {row.item}, {row.kind} → {row.written}{lost}")
