"""`sourcework new`, `add` and `sources`: a book is begun, what it lacks is added or written."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from ..excerpts import LANGUAGES
from . import manual
from .new import ASSIGNMENT, LICENCES, Wanted, new_book
from .templates import ITEM_KINDS

__all__ = ["add_parser"]

_NEXT = """\
{count} files in {folder}.
{notes}Go on there:
  cd {folder}
  sourcework check    looks for wrong data
  sourcework serve    builds on every save, and serves the pages on this machine
  sourcework add      adds a chapter, an excerpt, an item, an assignment, a table
  sourcework manual   prints what each file has in it
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands."""
    new = commands.add_parser("new", help="begin a book of your own on a document")
    new.add_argument("folder", type=Path, help="where: a folder that is new or empty")
    new.add_argument("--title", help="of the book; asked for if it is not given")
    new.add_argument("--text", type=Path, help="the document, a text file in UTF-8; asked for")
    new.add_argument("--language", choices=LANGUAGES, help="of the document (default: en)")
    new.add_argument("--licence", choices=LICENCES, help="of your text (default: CC-BY-4.0)")
    new.add_argument("--author", default=Wanted.author, help="who stands under each page")
    new.add_argument(
        "--keep-lines",
        action="store_true",
        help="leave line breaks as they are; else wrapped paragraphs become lines",
    )
    new.set_defaults(run=_new, without_book=True)
    _add_parts(commands.add_parser("add", help="add a chapter, an excerpt, an item, …"))
    works = commands.add_parser("sources", help="write book/data/sources.csv from references.bib")
    works.set_defaults(run=_works)
    manual.add_parser(commands)


def _add_parts(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(dest="part", required=True)
    chapter = parts.add_parser("chapter", help="a page with its file of questions")
    chapter.add_argument("name", help="in small letters, digits and hyphens")
    chapter.add_argument("--title", required=True, help="the heading of the page")
    excerpt = parts.add_parser("excerpt", help="a slice of a line of the document")
    excerpt.add_argument("id", help="chapter/name")
    excerpt.add_argument(
        "--line", type=int, help="the line of the document; without it, one that is there is shown"
    )
    excerpt.add_argument("--from", dest="first", help="the first words of the slice")
    excerpt.add_argument("--to", dest="last", help="its last words")
    item = parts.add_parser("item", help="a question, to be filled in")
    item.add_argument("chapter", help="the chapter that asks it")
    item.add_argument("kind", choices=ITEM_KINDS, help="one answer, or a text")
    assignment = parts.add_parser("assignment", help="graded work, with keys apart")
    assignment.add_argument("name", help="in small letters, digits and hyphens")
    assignment.add_argument("--title", required=True, help="what students read")
    assignment.add_argument("--chapter", default="", help="what it is about (default: the first)")
    table = parts.add_parser("table", help="a table that the engine knows, with its columns")
    table.add_argument("name", help="people, events, claims, evidence, links, …")
    parser.set_defaults(run=_add)


def _new(options: argparse.Namespace) -> int:
    title = options.title or _ask("Title of the book")
    text = options.text or Path(_ask("Text file of the document"))
    language = options.language or _ask("Language of the document", "en", LANGUAGES)
    licence = options.licence or _ask("Licence of your own text", "CC-BY-4.0", LICENCES)
    wanted = Wanted(
        options.folder, title, text, language, licence, options.author, options.keep_lines
    )
    begun = new_book(wanted)
    build = ["assignment", "build", ASSIGNMENT, "--book", "book"]
    done = subprocess.run(  # in the new folder, whose book it is about
        [sys.executable, "-m", "sourcework", *build],
        cwd=options.folder,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        return done.returncode
    notes = "".join(f"{note}\n" for note in begun.notes)
    print(_NEXT.format(count=len(begun.files) + 2, folder=options.folder, notes=notes), end="")
    return 0


def _ask(question: str, usual: str = "", known: dict[str, str] | None = None) -> str:
    """Ask on a terminal until there is an answer; elsewhere what is usual is taken."""
    option = f"--{question.split()[0].lower()}"
    if not sys.stdin.isatty():
        if usual:
            return usual
        raise OSError(f"{question}: nobody can be asked here; say it with {option}.")
    while True:
        offered = f" [{usual}]" if usual else ""
        try:
            said = input(f"{question}{offered}: ").strip() or usual
        except (EOFError, KeyboardInterrupt) as error:
            cure = f"nothing is written; start again, or say it with {option}"
            raise OSError(f"\n{question}: there is no answer; {cure}.") from error
        if said and (known is None or said in known):
            return said
        print(f"One of {', '.join(known)}." if known else "It cannot be empty.")


def _works(_options: argparse.Namespace) -> int:
    from .works import write_works  # which needs a book

    for path in write_works():
        print(path)
    return 0


def _add(options: argparse.Namespace) -> int:
    from . import add  # which needs a book

    ways: dict[str, Callable[[argparse.Namespace], list[Path]]] = {
        "chapter": lambda it: add.add_chapter(it.name, it.title),
        "excerpt": lambda it: add.add_excerpt(it.id, it.line, it.first, it.last),
        "item": lambda it: add.add_item(it.chapter, it.kind),
        "assignment": lambda it: add.add_assignment(it.name, it.title, it.chapter),
        "table": lambda it: add.add_table(it.name),
    }
    for path in ways[options.part](options):
        print(path)
    return 0
