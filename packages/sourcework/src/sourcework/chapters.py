"""Chapters by name: what lists and sentences call them, as the settings say.

A chapter that is not named here has the title of its page, and comes after those that are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from .paths import BOOK, EXERCISES
from .settings import ChapterName, settings

__all__ = ["Chapter", "chapter", "has_questions", "in_order", "known"]

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


@cache
def known() -> dict[str, Chapter]:
    """Return the chapters that the settings name, in the order of the book."""
    return {name: _named(name, each) for name, each in settings().chapters.items()}


def _named(name: str, each: ChapterName) -> Chapter:
    heading, phrase = each.heading or each.title, each.phrase or each.title
    return Chapter(name, each.title, heading, phrase, each.main)


def chapter(name: str) -> Chapter:
    """Return the chapter of this name; one that is not known has its page's title, or its name."""
    if name in known():
        return known()[name]
    title = _heading(name) or name.replace("-", " ").capitalize()
    return Chapter(name, title, title, f"the chapter {title}")


def has_questions(name: str) -> bool:
    """Say whether this is a chapter with questions, and not an assignment."""
    return name in known() or (EXERCISES / f"{name}.yml").is_file()


def in_order(names: Iterable[str]) -> list[str]:
    """Return names of chapters, each once, in the order of the book, and last the unknown ones."""
    given = dict.fromkeys(names)
    return [*(each for each in known() if each in given), *(e for e in given if e not in known())]


def _heading(name: str) -> str:
    page = BOOK / f"{name}.md"
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    found = _HEADING.search(_NO_PROSE.sub("", text))
    return re.sub("[*`]", "", found[1]) if found else ""
