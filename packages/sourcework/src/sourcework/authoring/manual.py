"""Manual of the formats, printed whole, by part, or by the name of its file."""

from __future__ import annotations

import argparse
import pydoc
import re
import sys
from dataclasses import dataclass
from pathlib import Path

__all__ = ["MANUAL", "Part", "add_parser", "parts"]

MANUAL = Path(__file__).with_name("manual.md")
_OFFER = "sourcework manual PART prints one of these, --all the whole:"
_FENCE = re.compile(r"(`{3,})")
_HEADING = re.compile(r"(#{2,3}) (.+)")
_ARTICLE = re.compile(r"(?:the|a|an)-")


@dataclass(frozen=True, slots=True)
class Part:
    """Section of the manual with those below it.

    Attributes
    ----------
    name : str
        By which the command knows it: its heading, without an article, joined with hyphens.
    heading : str
    depth : int
        2, or 3 of a section within another.
    text : str
    """

    name: str
    heading: str
    depth: int
    text: str


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    manual = commands.add_parser("manual", help="print what the files of a book have in them")
    manual.add_argument("part", nargs="*", help="such as: item, excerpt, sourcework.yml, steps")
    manual.add_argument("--all", action="store_true", help="print all of it")
    manual.add_argument("--file", action="store_true", help="say where the file of it lies")
    manual.set_defaults(run=_run, without_book=True)


def parts() -> list[Part]:
    """Return the sections of the manual in their order."""
    lines = MANUAL.read_text(encoding="utf-8").splitlines()
    heads: list[tuple[int, int, str]] = []
    fence = ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if mark:
            fence = "" if mark[1] == fence else fence or mark[1]
        head = _HEADING.fullmatch(line)
        if head and not fence:
            heads.append((number, len(head[1]), head[2]))
    found = []
    for place, (number, depth, heading) in enumerate(heads):
        after = (line for line, other, _ in heads[place + 1 :] if other <= depth)
        text = "\n".join(lines[number : next(after, len(lines))]).strip() + "\n"
        found.append(Part(_name(heading), heading, depth, text))
    return found


def _name(words: str) -> str:
    joined = re.sub(r"[^\w.]+", "-", words.lower()).strip("-")
    return _ARTICLE.sub("", joined, count=1) if _ARTICLE.match(joined) else joined


def _run(options: argparse.Namespace) -> int:
    if options.file:
        print(MANUAL)
        return 0
    if options.all:
        return _show(MANUAL.read_text(encoding="utf-8"))
    known = parts()
    if not options.part:
        return _show(_contents(known))
    name = _name(" ".join(options.part))
    named = [part for part in known if part.name == name]
    named = named or [part for part in known if name in part.name]
    if named:
        return _show("\n".join(part.text for part in named))
    return _unknown(" ".join(options.part), known)


def _contents(known: list[Part]) -> str:
    lines = [f"{'  ' * (part.depth - 2)}{part.name}" for part in known]
    return "\n".join([_OFFER, "", *lines, ""])


def _unknown(words: str, known: list[Part]) -> int:
    """Say which parts have these words, if no part is called so."""
    having = [part for part in known if words.lower() in part.text.lower()]
    within = [part for part in having if not any(_holds(part, other) for other in having)]
    where = ", ".join(part.name for part in within or known)
    cure = "these parts speak of it" if within else "use one of"
    print(f'sourcework manual: no part is called "{words}"; {cure}: {where}.', file=sys.stderr)
    return 1


def _holds(part: Part, other: Part) -> bool:
    return part is not other and other.text in part.text


def _show(text: str) -> int:
    """Print the text, a screen at a time where somebody sits at a terminal."""
    if sys.stdout.isatty():
        pydoc.pager(text)
    else:
        print(text, end="")
    return 0
