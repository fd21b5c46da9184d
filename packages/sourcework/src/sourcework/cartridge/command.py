"""`sourcework cartridge`: the book as a Common Cartridge for a learning platform."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from . import VERSIONS

if TYPE_CHECKING:
    from .contents import Contents

__all__ = ["add_parser"]


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    words = "pack the book as a Common Cartridge, a course for a learning platform"
    parser = commands.add_parser("cartridge", help=words, description=words)
    parser.add_argument(
        "version", choices=list(VERSIONS), help="1.1 for Moodle, which takes none newer"
    )
    thin = "links to the pages that are published there, in the place of the pages"
    parser.add_argument("--thin", metavar="ADDRESS", default="", help=thin)
    parser.add_argument("--out", type=Path, metavar="FILE", help="default: BOOK-VERSION.imscc")
    report = "write what became of each question, as .csv or Markdown"
    parser.add_argument("--report", type=Path, metavar="FILE", help=report)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from ..files import write_atomically
    from ..identity import book_id
    from ..paths import ROOT
    from ..quizzes.report import as_csv, as_markdown
    from . import gather, write

    try:
        found = gather(options.version, ROOT, options.thin)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    data = write(found)
    thin = "-thin" if options.thin else ""
    out = options.out or Path(f"{book_id()}-{options.version}{thin}.imscc")
    out.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(out, data)
    print(f"{out}: Common Cartridge {options.version}, {_counted(found)}, {len(data) / 1e6:.2f} MB")
    _tell(found)
    if options.report:
        reports = {f"cartridge {options.version}": found.report}
        text = as_csv(reports) if options.report.suffix == ".csv" else as_markdown(reports)
        write_atomically(options.report, text.encode())
        print(f"{options.report}: what became of each question")
    return 0


def _counted(found: Contents) -> str:
    from ..quantities import quantity

    kinds = [each.type for each in found.resources if each.files]
    opened = [entry.resource.type for folder in found.folders for entry in folder.entries]
    pages, links = opened.count("webcontent"), sum(each.startswith("imswl") for each in kinds)
    outcomes = {each for resource in found.resources for each in resource.outcomes}
    parts = {
        "pages": pages,
        "links": links,
        "quizzes": sum(each.endswith("/assessment") for each in kinds),
        "questions": len(found.report),
        "assignments": sum(each.startswith("assignment") for each in kinds),
        "outcomes": len(outcomes),
    }
    return ", ".join(quantity(number, what) for what, number in parts.items() if number)


def _tell(found: Contents) -> None:
    from ..quizzes.report import by_kind

    for kind, number, written, lost in by_kind(found.report):
        said = f"; lost or changed: {'; '.join(lost)}" if lost else ""
        print(f"  {kind}, {number}: {', '.join(written)}{said}")
    for each in found.left:
        print(f"  {each}")
