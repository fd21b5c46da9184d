"""Sheet: the whole document with its line numbers, in stretches of one voice, for a page to show.

A line is cut into pieces: words of an excerpt in one voice, and what stands between two excerpts.
Put together again they are the line as the document has it. Of each voice the sheet says what can
be laid over its words: who speaks, when the words are from, and how well they are attested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from . import tables
from .chapters import chapter
from .dates import spoken
from .display import DisplayedExcerpt, name_of, neutral_title
from .document import load_seed
from .excerpts import Emendation, Excerpt, Run, load_excerpts

__all__ = ["OWN", "STANDINGS", "Passage", "Piece", "SheetLine", "Told", "lines", "passages"]

OWN = "own"  # the standing of the document's own prose, which reports nobody's words
STANDINGS = {
    OWN: "the page’s own words",
    "documented": "documented: a document of the time has the words",
    "reported": "reported: somebody told of it later",
    "contested": "contested: whose words they are is disputed",
}
_ARTICLE = re.compile(r"^(?:the|an?) ", re.IGNORECASE)
_ASIDE = re.compile(r"\s*\([^)]*\)")
_OWN_VOICES = {"narrator", "gloss"}


@dataclass(frozen=True)
class Told:
    """What is told of one voice of an excerpt.

    Attributes
    ----------
    number
        Counted through the whole sheet.
    kind, name
        How it speaks, and who.
    short
        The name as a tag beside the words has it.
    date, precision
        A partial ISO date of the words, and how exact it is; empty where none is known.
    standing
        One of `STANDINGS`.
    """

    number: int
    kind: str
    name: str
    short: str
    date: str
    precision: str
    standing: str

    @property
    def when(self) -> str:
        """The date as prose writes it."""
        return spoken(self.date, self.precision) if self.date else "of an unknown date"

    @property
    def attested(self) -> str:
        """The standing in words."""
        return STANDINGS[self.standing]


@dataclass(frozen=True)
class Passage:
    """An excerpt as the sheet lists it: its place, and what is told of its voices."""

    excerpt: Excerpt
    voices: tuple[Told, ...]

    @property
    def place(self) -> str:
        """Where it stands, which tells nothing else: `Line 6, second passage`."""
        return neutral_title(self.excerpt)

    @property
    def chapter(self) -> str:
        """What lists call its chapter."""
        return chapter(self.excerpt.chapter).title


@dataclass(frozen=True)
class Piece:
    """Words of a line: of an excerpt, in the voice with this number, or between two of them."""

    text: str
    voice: int | None = None
    mend: int = 0


@dataclass(frozen=True)
class SheetLine:
    """A line of the document that has words, in pieces."""

    number: int
    pieces: tuple[Piece, ...]


@cache
def passages() -> tuple[Passage, ...]:
    """Return all excerpts in the order of the document, with what is told of their voices."""
    ordered = sorted(load_excerpts().values(), key=_place)
    found: list[Passage] = []
    number = 0
    for excerpt in ordered:
        told = tuple(_told(excerpt, number))
        number += len(told)
        found.append(Passage(excerpt, told))
    return tuple(found)


@cache
def lines() -> tuple[SheetLine, ...]:
    """Return the lines of the document that have words."""
    seed = load_seed()
    return tuple(SheetLine(each, tuple(_pieces(each))) for each in seed.substantive)


def _place(excerpt: Excerpt) -> tuple[int, int]:
    return excerpt.passages[0].line, excerpt.passages[0].start


def _told(excerpt: Excerpt, number: int) -> Iterator[Told]:
    seen: dict[str, Run] = {}
    view = DisplayedExcerpt(excerpt)
    for run in excerpt.runs:
        seen.setdefault(view.mark(run).name, run)
    for mark in view.marks:
        if mark.name in seen:
            run = seen[mark.name]
            date, precision = _origin(excerpt, run)
            short, standing = _short(run, mark.name), _standing(excerpt, run)
            yield Told(number, mark.kind, mark.name, short, date, precision, standing)
            number += 1


def _short(run: Run, name: str) -> str:
    """Shorten the name of a voice: a surname is enough beside the words."""
    whole = name_of(run.speaker)
    if run.speaker in tables.people().index:
        how = ", from memory" if run.through == run.speaker else name.removeprefix(whole)
        return f"{_ASIDE.sub('', whole).split()[-1]}{how}"
    return _ARTICLE.sub("", name)


def _origin(excerpt: Excerpt, run: Run) -> tuple[str, str]:
    """Return the date of a stretch: the excerpt's, or for the words of others that of theirs."""
    own = (excerpt.voice, excerpt.speaker, excerpt.through)
    if (run.voice, run.speaker, run.through) == own or run.voice == "remembered":
        return excerpt.date, excerpt.precision
    theirs = {
        (other.date, other.precision)
        for other in load_excerpts().values()
        if other.speaker == run.speaker and other.voice == run.voice
    }
    return theirs.pop() if len(theirs) == 1 else ("", "")


def _standing(excerpt: Excerpt, run: Run) -> str:
    if run.voice in _OWN_VOICES:
        return OWN
    if run.voice == excerpt.voice and excerpt.standing:
        return excerpt.standing
    return "reported" if run.voice == "remembered" else "documented"


def _pieces(number: int) -> Iterator[Piece]:
    """Cut a line; what two excerpts share stands in the one that begins first."""
    text, at = load_seed().line(number), 0
    for passage in passages():
        view = DisplayedExcerpt(passage.excerpt)
        by_name = {told.name: told.number for told in passage.voices}
        for start, run in _places(passage.excerpt, number):
            end = start + len(run.verbatim)
            if end <= at:
                continue
            if start > at:
                yield Piece(text[at:start])
            begin = max(at, start)
            mend = _mend(passage.excerpt, run.emendation)
            yield Piece(text[begin:end], by_name[view.mark(run).name], mend)
            at = end
    if at < len(text):
        yield Piece(text[at:])


def _places(excerpt: Excerpt, number: int) -> Iterator[tuple[int, Run]]:
    """Yield the runs of an excerpt that stand in a line, with where each begins."""
    runs = iter(excerpt.runs)
    for passage in excerpt.passages:
        start = passage.start
        while start < passage.end:
            run = next(runs)
            if passage.line == number:
                yield start, run
            start += len(run.verbatim)


def _mend(excerpt: Excerpt, emendation: Emendation | None) -> int:
    return excerpt.emendations.index(emendation) + 1 if emendation else 0
