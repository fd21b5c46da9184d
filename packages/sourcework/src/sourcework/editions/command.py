"""`sourcework assignment`: editions of an assignment, and variants of it."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..paths import ASSIGNMENTS
from ..quantities import quantity

__all__ = ["add_parser"]


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command with its parts."""
    parser = commands.add_parser("assignment", help="make pages, notebooks and paper; variants")
    parts = parser.add_subparsers(dest="part", required=True)
    names = parts.add_parser("list", help="say which assignments there are")
    names.set_defaults(run=_list)
    build = parts.add_parser("build", help="make what students and instructors get")
    build.add_argument("name", help="an assignment of the book, or a folder with assignment.yml")
    build.add_argument("--out", type=Path, help="folder for the editions (default: NAME-editions)")
    build.add_argument(
        "--book", type=Path, help="a book's folder, to write page and notebook there"
    )
    build.set_defaults(run=_build)
    variants = parts.add_parser("variants", help="make a like assignment with keys of its own")
    variants.add_argument("name", help="an assignment of the book, or a folder")
    variants.add_argument("--seed", required=True, help="a secret: it makes the same variant again")
    variants.add_argument("--count", type=int, default=1, help="how many variants (default: 1)")
    variants.add_argument(
        "--out", type=Path, default=Path("variants"), help="where (default: variants)"
    )
    variants.set_defaults(run=_variants)


def _list(_options: argparse.Namespace) -> int:
    from ..assignments.definition import assignment_names, load_assignment

    for name in assignment_names(ASSIGNMENTS):
        found = load_assignment(name)
        print(f"{name}: {found.title}, {found.time}, {quantity(found.points, 'points')}")
    return 0


def _build(options: argparse.Namespace) -> int:
    from ..assignments.definition import load_assignment
    from ..placeholders import refuse
    from .build import build, into_book

    assignment = load_assignment(options.name)
    for name, question in assignment.questions.items():
        refuse(assignment.folder / "questions.yml", name, question)
    if options.book:
        written = into_book(assignment, options.book)
    else:
        written = build(assignment, options.out or Path(f"{assignment.name}-editions"))
    for path, what in written.items():
        print(f"{path}: {what}")
    return 0


def _variants(options: argparse.Namespace) -> int:
    from ..assignments.variants import variants

    for variant in variants(options.name, options.seed, options.count, options.out):
        print(variant)
    return 0
