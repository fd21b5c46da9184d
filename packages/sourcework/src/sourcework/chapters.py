"""What the chapters are called: the one place where their names and titles stand.

A chapter that is not named here has the title of its page, and comes after those that are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .paths import BOOK, EXERCISES

__all__ = ["KNOWN", "Chapter", "chapter", "has_questions", "in_order"]

# The header of a page, and its cells, whose comments look like titles.
_NO_PROSE = re.compile(r"\A---\n.*?^---$|^(`{3,}|:{3,}).*?^\1$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^# +(.+?) *$", re.MULTILINE)


@dataclass(frozen=True)
class Chapter:
    """A chapter of the book.

    Attributes
    ----------
    name
        The name of its page, and what the ids of its items and excerpts begin with.
    title
        What lists call it.
    heading
        The first heading of its page.
    phrase
        What a sentence calls it.
    main
        Whether it is one of the main chapters, each of which has a theme of the same name.
    """

    name: str
    title: str
    heading: str
    phrase: str
    main: bool = False

    @property
    def place(self) -> str:
        """What a sentence calls the place where something stands."""
        return f"the chapter on {self.phrase}" if self.main else self.phrase


def _main(name: str, rest: str) -> Chapter:
    return Chapter(name, f"The {rest}", f"The {rest}", f"the {rest}", main=True)


KNOWN = (  # in the order of the book; a test holds the headings against the pages
    Chapter("prologue", "Prologue", "Prologue: what his comrades said", "the prologue"),
    _main("testament", "Testament"),
    _main("poison", "poison episode"),
    _main("georgia", "Georgian affair"),
    _main("eavesdropping", "eavesdropping claim"),
    Chapter("epilogue", "Epilogue", "Epilogue: the oath", "the epilogue"),
    Chapter(
        "document", "The document", "The document behind this book", "the page on the document"
    ),
)
_BY_NAME = {each.name: each for each in KNOWN}


def chapter(name: str) -> Chapter:
    """Return the chapter of this name; one that is not known has its page's title, or its name."""
    if name in _BY_NAME:
        return _BY_NAME[name]
    title = _heading(name) or name.replace("-", " ").capitalize()
    return Chapter(name, title, title, f"the chapter {title}")


def has_questions(name: str) -> bool:
    """Say whether this is a chapter with questions, and not an assignment."""
    return name in _BY_NAME or (EXERCISES / f"{name}.yml").is_file()


def in_order(names: Iterable[str]) -> list[str]:
    """Return names of chapters, each once, in the order of the book, and last the unknown ones."""
    given = dict.fromkeys(names)
    return [*(each for each in _BY_NAME if each in given), *(e for e in given if e not in _BY_NAME)]


def _heading(name: str) -> str:
    page = BOOK / f"{name}.md"
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    found = _HEADING.search(_NO_PROSE.sub("", text))
    return re.sub("[*`]", "", found[1]) if found else ""
