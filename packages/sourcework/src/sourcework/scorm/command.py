"""`sourcework scorm`: a chapter or an assignment as a package for a learning platform."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from . import EDITIONS

if TYPE_CHECKING:
    from .packages import Content

__all__ = ["add_parser"]


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    words = "pack a chapter or an assignment for a learning platform"
    parser = commands.add_parser("scorm", help=words, description=words)
    told = "; ".join(f"{name}: {each.title}" for name, each in EDITIONS.items())
    parser.add_argument("edition", choices=list(EDITIONS), help=told)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--chapter", metavar="NAME", help="a page of the built book")
    what.add_argument("--assignment", metavar="NAME", help="an assignment of the book, or a folder")
    parser.add_argument("--out", type=Path, metavar="FILE", help="default: NAME-scorm-EDITION.zip")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from ..files import write_atomically
    from ..quantities import quantity
    from . import write

    try:
        content = _content(options)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    data = write(options.edition, content)
    out = options.out or Path(f"{content.name}-scorm-{options.edition}.zip")
    out.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(out, data)
    asked = quantity(len(content.asks["questions"]), "questions")
    size = f"{len(data) / 1e6:.2f} MB"
    print(f"{out}: {EDITIONS[options.edition].title}, {content.title}, {asked}, {size}")
    return 0


def _content(options: argparse.Namespace) -> Content:
    from ..assignments.definition import load_assignment
    from ..paths import ROOT
    from ..placeholders import refuse
    from .packages import of_assignment, of_chapter

    if options.chapter:
        return of_chapter(options.chapter, ROOT)
    assignment = load_assignment(options.assignment)
    for name, question in assignment.questions.items():
        refuse(assignment.folder / "questions.yml", name, question)
    return of_assignment(assignment)
