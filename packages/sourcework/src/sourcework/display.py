"""Display of excerpts in a page, in a notebook and in a terminal."""

from __future__ import annotations

import json
import os
import posixpath
import textwrap
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from . import tables
from .bibliography import Work, load_bibliography
from .dates import spoken
from .errors import DataError, unknown_id
from .excerpts import LANGUAGES, Excerpt, Run, load_excerpts, load_speakers
from .item_bank import load_items, missing_item, place
from .items import KINDS
from .notes import load_notes
from .paths import DATA, ROOT
from .settings import settings
from .toc import listed
from .typography import typeset

__all__ = [
    "STYLES",
    "Comparison",
    "DisplayedExcerpt",
    "answer_link",
    "cite",
    "compare",
    "doing_of",
    "excerpt",
    "in_book",
    "name_of",
    "neutral_title",
    "question_of",
    "render",
]
__all__ += ["known_through", "page_link", "style", "stylesheet"]

STYLES = Path(__file__).resolve().with_name("static")
_TITLE = '"the title of the book"'  # in print.css
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


@dataclass(frozen=True)
class VoiceMark:
    """One voice of an excerpt: the letter that marks it (none for the excerpt's own), its name."""

    letter: str
    kind: str
    name: str


@dataclass(frozen=True)
class DisplayedExcerpt:
    """An excerpt ready to be shown: HTML in a page, Markdown, or plain text.

    With `after`, the id of an item, it is sealed: words and line numbers alone, under a title made
    of these, until the item is answered.
    """

    excerpt: Excerpt
    after: str = ""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {
            "text/html": render("excerpt.html", view=self, style=style()),
            "text/markdown": self.markdown(),
            "text/plain": str(self),
        }

    def markdown(self) -> str:
        """Return the excerpt as a Markdown block quotation with its attribution."""
        lines = [f"> **{line}** {text}" for line, text in self._reading_lines()]
        return "\n>\n".join([*lines, f"> — {self._told}"])

    def __str__(self) -> str:
        wrapped = [
            textwrap.fill(text, 88, initial_indent=f"{line:>3}  ", subsequent_indent=" " * 5)
            for line, text in self._reading_lines()
        ]
        title = neutral_title(self.excerpt) if self.after else self.excerpt.title
        return "\n".join([title, *wrapped, f"     — {self._told}"])

    def __repr__(self) -> str:
        return f"<excerpt {self.excerpt.id}>"

    @property
    def _told(self) -> str:
        """Who said it; of a sealed excerpt, when that is told."""
        if not self.after:
            return self.attribution
        shown = f'excerpt("{self.excerpt.id}")'
        return f"voices, dates and the rest: answer {self.question} first, then write {shown}"

    @property
    def question(self) -> str:
        """What a sentence calls the item for which a sealed excerpt waits; else empty."""
        return question_of(self.after) if self.after else ""

    @property
    def neutral(self) -> str:
        """The title of an excerpt that is sealed."""
        return neutral_title(self.excerpt)

    @property
    def attribution(self) -> str:
        """Who said it, to whom and when, in one line."""
        parts = [self.speaker, self.excerpt.occasion, self.when, f"to {self.excerpt.addressee}"]
        return "; ".join(part for part in parts if part)

    @property
    def speaker(self) -> str:
        """The name of the excerpt's own voice."""
        return self.marks[0].name

    @property
    def when(self) -> str:
        """The date of the utterance as prose writes it."""
        return spoken(self.excerpt.date, self.excerpt.precision)

    @property
    def published(self) -> str:
        """The date of the first publication as prose writes it."""
        return spoken(self.excerpt.published.date)

    @property
    def language(self) -> str:
        """The English name of the original's language."""
        return LANGUAGES[self.excerpt.language]

    @property
    def marks(self) -> list[VoiceMark]:
        """The voices of the excerpt, its own first, then in order of appearance."""
        own = (self.excerpt.voice, self.excerpt.speaker, self.excerpt.through)
        voices = dict.fromkeys([own, *(_voice(run) for run in self.excerpt.runs)])
        letters = ["", *"ABCDEFGH"]
        return [
            VoiceMark(letter, kind, _named(kind, speaker, through))
            for letter, (kind, speaker, through) in zip(letters, voices, strict=False)
        ]

    def mark(self, run: Run) -> VoiceMark:
        """Return the voice that speaks in `run`."""
        name = _named(*_voice(run))
        return next(mark for mark in self.marks if mark.name == name)

    def runs(self, line: int) -> list[Run]:
        """Return the runs of one seed line."""
        return [run for run in self.excerpt.runs if run.line == line]

    def number(self, run: Run) -> int:
        """Return the number of the run's emendation, counted from 1."""
        return self.excerpt.emendations.index(run.emendation) + 1 if run.emendation else 0

    @property
    def citation(self) -> str:
        """How the excerpt is cited: by its id, the lines of the document, and the book."""
        lines = sorted({passage.line for passage in self.excerpt.passages})
        where = f"line {lines[0]}" if len(lines) == 1 else f"lines {lines[0]}–{lines[-1]}"
        return f"excerpt {self.excerpt.id} ({where} of the document), in {settings().title}"

    @property
    def chain(self) -> list[dict[Hashable, Any]]:
        """The links by which the words reached us, in order."""
        frame = tables.links()
        return frame[frame["chain"] == self.excerpt.chain].to_dict("records")

    def _reading_lines(self) -> list[tuple[int, str]]:
        numbers = [passage.line for passage in self.excerpt.passages]
        return list(zip(numbers, self.excerpt.reading.split("\n"), strict=True))


@dataclass(frozen=True)
class Comparison:
    """Two excerpts side by side."""

    left: DisplayedExcerpt
    right: DisplayedExcerpt

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        sides = [self.left, self.right]
        return {
            "text/html": render("compare.html", sides=sides, style=style(), in_book=in_book()),
            "text/markdown": "\n\n".join(side.markdown() for side in sides),
            "text/plain": str(self),
        }

    def __str__(self) -> str:
        return f"{self.left}\n\n{self.right}"


def excerpt(name: str, after: str = "") -> DisplayedExcerpt:
    """Show the excerpt with the id `name`, for example `excerpt("bell/diary")`.

    Parameters
    ----------
    after
        The id of the item, or of the note, until whose answer the excerpt is sealed: its words are
        shown, and not who says them, when, to whom, nor how they came down.

    Raises
    ------
    DataError
        If there is no such excerpt, or no such item.
    """
    if after:
        question_of(after)
    known = load_excerpts()
    if name not in known:
        raise unknown_id(DATA / "excerpts.yml", "excerpt", name, known)
    return DisplayedExcerpt(known[name], after)


def neutral_title(one: Excerpt) -> str:
    """Return a title that tells nothing but the place: `Line 6, second passage`."""
    first, last = one.passages[0].line, one.passages[-1].line
    if last > first:
        return f"Lines {first} to {last}"
    starts = [
        (other.passages[0].start, other.passages[-1].end, other.id)
        for other in load_excerpts().values()
        if other.passages[0].line == first
    ]
    if len(starts) < 2:
        return f"Line {first}"
    number = sorted(starts).index((one.passages[0].start, one.passages[-1].end, one.id))
    ordinal = f"{_ORDINALS[number]} passage" if number < len(_ORDINALS) else f"passage {number + 1}"
    return f"Line {first}, {ordinal}"


def question_of(name: str) -> str:
    """Return what a sentence calls the item, note or slips with the id `name`: `question 3`.

    Raises
    ------
    DataError
        If there are none.
    """
    known = load_items()
    if name in known:
        return f"question {place(known[name])[0]}"
    if name in load_notes():
        return "your note"
    if tables.are_slips(name):
        return "the slips"
    raise missing_item(name, known, "wait for one of")


def doing_of(name: str) -> tuple[str, str]:
    """Return what a reader has done who has answered an item, written a note or laid slips."""
    if name in load_notes():
        return "written", "writing"
    return ("laid", "laying") if tables.are_slips(name) else ("answered", "answering")


def compare(left: str, right: str) -> Comparison:
    """Show two excerpts, named by their ids, side by side."""
    return Comparison(excerpt(left), excerpt(right))


def in_book() -> bool:
    """Say whether the output goes into the built book, whose pages link one stylesheet."""
    return os.environ.get("DOSSIER_BOOK") == "1"


def render(template: str, **values: object) -> str:
    """Fill one of the package's HTML templates; values are escaped."""
    return _templates().get_template(template).render(values)


@cache
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("sourcework"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters |= {
        "cite": cite,
        "doing": doing_of,
        "of_kind": KINDS.__getitem__,
        "spoken": spoken,
        "italics": _italics,
        "lacking": lambda basis: tables.LACKING.get(basis, ""),
        "typeset": typeset,
    }
    return environment


def style(*names: str) -> str:
    """Return the stylesheets for outputs outside the book; inside, the page has them already."""
    return "" if in_book() else "".join(map(stylesheet, names or ("content.css",)))


def stylesheet(name: str) -> str:
    """Return a stylesheet of the engine; that for print bears the title of the book."""
    text = (STYLES / name).read_text(encoding="utf-8")
    return text.replace(_TITLE, json.dumps(settings().title, ensure_ascii=False))


def cite(keys: Iterable[str], *, degrees: bool = True) -> Markup:
    """Name the works with these bibliography keys, in the book as links to the page of sources.

    With `degrees`, one that was not read says through which others it is known.
    """
    works = load_bibliography()
    unknown = [key for key in keys if key not in works]
    if unknown:
        raise DataError(
            DATA / "excerpts.yml", f'source "{unknown[0]}"', "not in references.bib", "add the work"
        )
    return Markup("; ").join(
        _cited(works[key]) + (_degree(works[key]) if degrees else "") for key in keys
    )


def known_through(key: str) -> Markup:
    """Name the works by which one is known that was not read; of any other return nothing."""
    works = load_bibliography()
    through = works[key].through if works[key].unread else ()
    names = [_cited(works[each]) if each in works else typeset(each) for each in through]
    return Markup("; ").join(names)


def _degree(work: Work) -> Markup:
    through = known_through(work.key)
    if not through:
        return Markup("")
    return Markup(' <span class="dossier-degree">(known through {})</span>').format(through)


def _cited(work: Work) -> Markup:
    label, page = typeset(work.label), page_link(settings().pages.sources, work.anchor)
    if page:
        return Markup('<a href="{}">{}</a>').format(page, label)
    return Markup("<span data-key='{}'>{}</span>").format(work.anchor, label)


def page_link(page: str, place: str = "") -> str:
    """Return the address of a place in a page that the settings name.

    It is empty outside the built book, and where the book has no such page.
    """
    if not page or not in_book():
        return ""
    name, _, own = page.partition("#")
    return f"{name}.html#{place or own}" if place or own else f"{name}.html"


def answer_link(place: str) -> str:
    """Return the address of an answer in the key; empty outside the book, and where it has none."""
    page = settings().pages.answers
    link = page_link(page, place)  # a notebook elsewhere may have no contents to look into
    return link if link and page in map(posixpath.basename, listed(ROOT)) else ""


def _italics(text: str) -> Markup:
    """Turn the *titles* of a record into emphasis; everything else is escaped."""
    pieces = str(typeset(text)).split("*")
    return Markup("").join(
        Markup("<cite>{}</cite>").format(piece) if index % 2 else piece
        for index, piece in enumerate(pieces)
    )


def _voice(run: Run) -> tuple[str, str, str | None]:
    return run.voice, run.speaker, run.through


def _named(kind: str, speaker: str, through: str | None) -> str:
    name = name_of(speaker)
    if kind == "gloss":
        return f"{name}, in brackets"
    if kind == "remembered" and through == speaker:
        return f"{name}, in the speaker’s own memory"
    if kind == "remembered" and through:
        return f"{name}, as {name_of(through).split()[-1]} remembered"
    return name


def name_of(speaker: str) -> str:
    """Return the name of a speaker, who may be a person or not.

    Raises
    ------
    DataError
        If nobody is known by this id.
    """
    others = load_speakers()
    if speaker in others:
        return others[speaker].name
    people = tables.people()
    if speaker not in people.index:
        raise DataError(
            DATA / "excerpts.yml",
            f'speaker "{speaker}"',
            "not in people.csv",
            "add the person there",
        )
    return str(people.loc[speaker, "name"])
