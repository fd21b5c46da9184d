"""Page steps: how much a built chapter has its readers read between two things to do.

Prose and tables are counted as a reader sees them: without the document's own words, drawings and
code, and without what is closed. What waits for an answer, and what is deeper, are counted apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from lxml import html

from ..settings import StepSettings

__all__ = ["PageSteps", "Stretch", "beyond", "measure"]

Kind = Literal["core", "waiting", "deeper"]
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_UNREAD = {"svg", "script", "style", "pre", "nav", "button", "summary", "template"}
_APART = {"dossier-excerpt", "dossier-compare", "dossier-figure", "headerlink"}
_APART |= {"handout-name", "handout-notes", "paper-code"}
_IN_A_LINE = {"a", "abbr", "b", "bdi", "cite", "code", "em", "i", "mark", "q", "s", "small"}
_IN_A_LINE |= {"span", "strong", "sub", "sup", "u"}
_BEGINNING, _END = "the beginning", "the end"
_CURE = "put what a first reading can do without between {deeper} and {deeper-end}"


class Stretch(NamedTuple):
    """Words between two things to do: those that are open, those that wait, and in which step."""

    after: str
    before: str
    step: str
    core: int
    waiting: int


@dataclass
class PageSteps:
    """Steps of a page, with their minutes; its words; and the stretches between things to do."""

    steps: list[tuple[str, int]] = field(default_factory=list)
    words: Counter[Kind] = field(default_factory=Counter)
    stretches: list[Stretch] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        """The minutes of all steps together."""
        return sum(minutes for _, minutes in self.steps)

    def longest(self, *, waiting: bool = False) -> Stretch:
        """Return the longest stretch; with `waiting`, as long as it is when all is answered."""
        return max(self.stretches, key=lambda each: each.core + waiting * each.waiting)


def measure(root: html.HtmlElement) -> PageSteps:
    """Measure a built page."""
    reader = _Reader()
    for article in root.xpath("//article[contains(@class, 'bd-article')]"):
        reader.read(article, "core")
    reader.meet(_END)
    return reader.found


def beyond(found: PageSteps, most: StepSettings) -> Iterator[tuple[str, str]]:
    """Give what of a page in steps goes beyond the limits, each with a cure."""
    if len(found.steps) > most.number:
        problem = f"it has {len(found.steps)} steps, more than {most.number}"
        yield problem, "make one of two that belong together, or make two pages"
    for name, minutes in found.steps:
        if minutes > most.minutes:
            problem = f'its step "{name}" takes {minutes} minutes, more than {most.minutes}'
            yield problem, f"make two of it, or {_CURE}"
    for each in found.stretches if found.steps else ():
        if each.core > most.words:
            problem = f'{each.core} words stand in step "{each.step}" and on'
            problem += f" between {each.after} and {each.before}, more than {most.words}"
            yield problem, f"ask something on the way, or {_CURE}"


class _Reader:
    """Reader of a page, who counts what stands between two things to do."""

    def __init__(self) -> None:
        self.found = PageSteps()
        self._said: dict[Kind, list[str]] = {"core": [], "waiting": [], "deeper": []}
        self._after, self._here, self._begun = _BEGINNING, "", ""

    def read(self, element: html.HtmlElement, kind: Kind) -> None:
        """Read an element, in the order of the page."""
        said = self._said[kind]
        said.append(element.text or "")
        for child in element:
            if isinstance(child.tag, str):
                self._read_child(child, kind)
                said.append("" if child.tag in _IN_A_LINE else " ")
            said.append(child.tail or "")

    def meet(self, name: str) -> None:
        """Come to something to do, or to the end."""
        core, waiting, deeper = (
            len(_WORD.findall("".join(self._said[kind]))) for kind in ("core", "waiting", "deeper")
        )
        self.found.words.update({"core": core, "waiting": waiting, "deeper": deeper})
        step = self._begun or self._here
        self.found.stretches.append(Stretch(self._after, name, step, core, waiting))
        for said in self._said.values():
            said.clear()
        self._after, self._begun = name, self._here

    def _read_child(self, child: html.HtmlElement, kind: Kind) -> None:
        classes = set(child.get("class", "").split())
        if child.tag == "live-widget":
            if kind != "deeper" and not child.find_class("dossier-note-again"):
                self.meet(next(iter(child.xpath(".//@data-key")), "a widget"))
        elif child.tag == "details":
            self._read_fold(child, classes, kind)
        elif "step-head" in classes:
            self._here = " ".join(_words_of(child.getparent().find("h2")).split())
            self.found.steps.append((self._here, int(child.get("data-minutes", 0))))
        elif child.tag not in _UNREAD and not classes & _APART:  # a summary its fold has read
            self.read(child, kind)

    def _read_fold(self, fold: html.HtmlElement, classes: set[str], kind: Kind) -> None:
        """Read what is on a fold, and what is in it if a reader comes to it."""
        if "data-after" in fold.attrib:  # the words on it go when it opens
            self.read(fold, "waiting" if kind == "core" else kind)
        elif "step-found" not in classes:
            for summary in fold.findall("summary"):
                self.read(summary, kind)
            if "deeper" in classes or "open" in fold.attrib:
                self.read(fold, "deeper" if "deeper" in classes else kind)


def _words_of(heading: html.HtmlElement | None) -> str:
    """Return a heading without the sign that links to it."""
    return "" if heading is None else "".join(heading.xpath(".//text()[not(ancestor::a)]"))
