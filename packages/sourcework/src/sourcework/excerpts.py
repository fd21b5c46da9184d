"""Excerpts: verbatim slices of the seed, with who, when, to whom, and how they reached us.

`book/data/excerpts.yml` names each slice by its seed line and its first and last words; this module
cuts it. No words of the seed are stored anywhere else, so a quotation cannot be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from .checking import RecordError, checked
from .dates import is_real
from .document import Seed, load_seed
from .errors import AUTHORING, DataError
from .paths import DATA
from .record_files import are_stored, stored
from .records import AuthoredRecord, Field, Limits, Tested
from .yaml_records import Document, Place, read_yaml

__all__ = ["Caution", "Emendation", "Excerpt", "FullText", "Layer", "Omission", "Passage"]
__all__ += [
    "LANGUAGES",
    "Publication",
    "Run",
    "Slice",
    "Speaker",
    "Version",
    "Voice",
    "Wording",
    "cut",
    "faults",
    "load_excerpts",
    "load_speakers",
]

VoiceKind = Literal["narrator", "quoted", "remembered", "gloss"]
Precision = Literal["day", "month", "year", "decade", "about"]
Standing = Literal["documented", "reported", "contested"]
Text = Annotated[str, Limits(min_length=1)]
# Codes of ISO 639-1, or 639-3 where that has none; a document in another language adds its own.
LANGUAGES = {
    **{"ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fr": "French"},
    **{"grc": "Ancient Greek", "he": "Hebrew", "hy": "Armenian", "it": "Italian"},
    **{"ja": "Japanese", "ka": "Georgian", "la": "Latin", "nl": "Dutch", "pl": "Polish"},
    **{"pt": "Portuguese", "ru": "Russian", "tr": "Turkish", "uk": "Ukrainian", "zh": "Chinese"},
}
_CUT = re.compile(r"\.(?:\s?\.)+|…")  # two dots or more, spaced or not: something was left out
_OWN = DATA / "excerpts.yml"
_T = TypeVar("_T")
_R = TypeVar("_R", bound=AuthoredRecord)


def _real_date(date: str) -> str:
    if not is_real(date):
        raise ValueError(f"there is no date {date}")
    return date


def _known(language: str) -> str:
    if language not in LANGUAGES:
        raise ValueError(f"no language is called {language}; use one of {', '.join(LANGUAGES)}")
    return language


Date = Annotated[Text, Tested(_real_date)]
Language = Annotated[Text, Tested(_known)]


class Speaker(AuthoredRecord):
    """Someone who speaks in the seed without being a person of `people.csv`."""

    name: Text
    note: Text


class Slice(AuthoredRecord):
    """A stretch of one seed line, from its first words to its last; the whole line without them."""

    line: int
    first: Text | None = Field(default=None, alias="from")
    last: Text | None = Field(default=None, alias="to")

    def __post_init__(self) -> None:
        if (self.first is None) != (self.last is None):
            raise ValueError("from and to go together; give both, or neither for the whole line")


class Voice(AuthoredRecord):
    """A stretch of an excerpt in another voice than the excerpt's own."""

    first: Text = Field(alias="from")
    last: Text = Field(alias="to")
    voice: VoiceKind
    speaker: Text
    through: Text | None = None


class Emendation(AuthoredRecord):
    """A slip of transmission set right in the reading text, and why."""

    verbatim: Text
    reading: Text
    why: Text


class Caution(AuthoredRecord):
    """What a reader must know before using the words, and the bibliography keys that say so."""

    note: Text
    sources: tuple[Text, ...] = Field(min_length=1)


class Circulation(AuthoredRecord):
    """A print for some readers alone, of which somebody tells: `where` says for whom."""

    date: Date
    where: Text
    source: Text


class Omission(AuthoredRecord):
    """What the whole text has after these words of the reading, and the excerpt has not.

    It is told in words of ours; the bibliography keys say where the whole was read.
    """

    after: Text
    told: Text
    sources: tuple[Text, ...] = Field(min_length=1)

    @property
    def dotted(self) -> bool:
        """Whether dots of the excerpt mark the cut."""
        return any(dots.end() == len(self.after) for dots in _CUT.finditer(self.after))


class Version(AuthoredRecord):
    """What another translation has in the place of some words, and its bibliography key."""

    name: Text
    words: Text
    source: Text


class Wording(AuthoredRecord):
    """Words that translations give in different ways, and the sentence in which they stand."""

    first: Text = Field(alias="from")
    last: Text = Field(alias="to")
    words: Text
    others: tuple[Version, ...] = Field(min_length=1, max_length=4)


class Publication(AuthoredRecord):
    """When and where the words were first printed, and the bibliography key that says so."""

    date: Date
    where: Text
    source: Text
    earlier: Circulation | None = None


class FullText(AuthoredRecord):
    """Where the whole of a text can be read: a bibliography key, volume and pages, an address.

    The address is that of an edition on the web; the book never asks it for anything.
    """

    work: Text
    place: Text | None = None
    url: Annotated[str, Limits(pattern=r"^https?://\S+$")] | None = None


class Layer(AuthoredRecord):
    """One of the texts that the seed is pasted together from: what its excerpts share."""

    speaker: Text
    voice: VoiceKind
    through: Text | None = None
    date: Text | None = None
    precision: Precision | None = None
    occasion: Text | None = None
    addressee: Text
    language: Language
    translation: Text | None = None
    published: Publication
    full: tuple[FullText, ...] = ()
    chain: Text | None = None
    standing: Standing | None = None


class Passage(AuthoredRecord):
    """A slice of one seed line: `line` is 1-based, `start` and `end` count characters in it."""

    line: int
    start: int
    end: int
    text: str


class Run(AuthoredRecord):
    """The longest stretch of a passage that has one voice and at most one emendation."""

    line: int
    verbatim: str
    reading: str
    voice: VoiceKind
    speaker: str
    through: str | None
    emendation: Emendation | None = None


class Excerpt(AuthoredRecord):
    """A verbatim slice of the seed with its provenance.

    `text` is what the seed has; `reading` is the same with the listed emendations. Both are made of
    `runs`, so that one can always be turned back into the other.
    """

    id: Annotated[str, Limits(pattern=r"^[a-z][a-z0-9-]*/[a-z][a-z0-9-]*$")]
    title: Text
    lines: tuple[Slice, ...] = Field(min_length=1)
    furniture: bool = False
    layer: Text | None = None
    speaker: Text
    voice: VoiceKind
    through: Text | None = None
    date: Date
    precision: Precision
    occasion: Text | None = None
    addressee: Text
    language: Language
    translation: Text | None = None
    published: Publication
    full: tuple[FullText, ...] = ()
    no_full: Text | None = None
    chain: Text | None = None
    standing: Standing | None = None
    voices: tuple[Voice, ...] = ()
    emendations: tuple[Emendation, ...] = ()
    cautions: tuple[Caution, ...] = ()
    omissions: tuple[Omission, ...] = ()
    wordings: tuple[Wording, ...] = ()
    passages: tuple[Passage, ...] = ()
    runs: tuple[Run, ...] = ()

    def __post_init__(self) -> None:
        length = {"day": 10, "month": 7, "year": 4, "decade": 4, "about": 4}[self.precision]
        if len(self.date) != length:
            raise ValueError(f"date {self.date} does not fit precision {self.precision}")

    @property
    def is_cut(self) -> bool:
        """Whether dots in it say that something was left out."""
        return _CUT.search(self.text) is not None

    @property
    def chapter(self) -> str:
        """The part of the id before the stroke: the page where the excerpt is at home."""
        return self.id.partition("/")[0]

    @property
    def anchor(self) -> str:
        """The excerpt's fragment identifier in a page."""
        return self.id.replace("/", "-")

    @property
    def text(self) -> str:
        """The words as the seed has them, one line per seed line."""
        return "\n".join(passage.text for passage in self.passages)

    @property
    def reading(self) -> str:
        """The words with the emendations made."""
        return self._join("reading")

    def place_after(self, words: str) -> int:
        """Return the place in `reading` behind these words, which stand there once.

        Raises
        ------
        ValueError
            If they do not: problem and cure.
        """
        return _only(self.reading, words) + len(words)

    def sentence(self, wording: Wording) -> tuple[str, str]:
        """Return what the sentence of a wording has before the words that differ, and behind them.

        Raises
        ------
        ValueError
            If the excerpt has no such sentence, or that not these words, once: problem and cure.
        """
        start, end = _span(self.reading, wording.first, wording.last)
        sentence = self.reading[start:end]
        place = _only(sentence, wording.words)
        return sentence[:place], sentence[place + len(wording.words) :]

    def restored(self) -> str:
        """Return the reading text with every emendation undone: equal to `text`."""
        return self._join("verbatim")

    def _join(self, side: Literal["verbatim", "reading"]) -> str:
        by_line = [
            "".join(getattr(run, side) for run in self.runs if run.line == passage.line)
            for passage in self.passages
        ]
        return "\n".join(by_line)


@cache
def load_excerpts(path: Path = _OWN) -> dict[str, Excerpt]:
    """Read, check and cut all excerpts; keys are their ids, in the order of the file.

    Raises
    ------
    DataError
        If a record is wrong, or names words that its seed line does not have: the first fault.
    """
    excerpts: dict[str, Excerpt] = {}
    if path == _OWN and are_stored():
        excerpts = stored("excerpts")["excerpts"]
        return excerpts
    for found in _read(path):
        if isinstance(found, DataError):
            raise found
        excerpts[found.id] = found
    return excerpts


@cache
def load_speakers(path: Path = _OWN) -> dict[str, Speaker]:
    """Read the speakers that are not people: the narrator, the editors, the web site."""
    if path == _OWN and are_stored():
        speakers: dict[str, Speaker] = stored("excerpts")["speakers"]
        return speakers
    return _named(Speaker, read_yaml(path), "speakers")


def faults(path: Path = _OWN) -> Iterator[DataError]:
    """Find everything that is wrong with the records; a wrong layer or speaker is found alone."""
    try:
        load_speakers(path)
        yield from (found for found in _read(path) if isinstance(found, DataError))
    except DataError as error:
        yield error


def _read(path: Path) -> Iterator[Excerpt | DataError]:
    document = read_yaml(path)
    layers = _named(Layer, document, "layers")
    records = _section(document, "excerpts", list, "is no list of excerpts")
    taken: set[str] = set()
    told: set[str] = set()
    for index, record in enumerate(records):
        name = record.get("layer") if isinstance(record, dict) else None
        if isinstance(name, str) and name not in layers:
            if name in told:  # a fault of one word, not of each excerpt
                continue
            told.add(name)
        yield from _excerpt(document, ("excerpts", index), record, layers, taken)


def _section(document: Document, name: str, kind: type[_T], lacks: str) -> _T:
    """Return what stands under `name` at the top of the file, if it is of its kind."""
    content = document.content
    found = content.get(name) if isinstance(content, dict) else None
    if not isinstance(found, kind):
        line = document.line((name,))
        raise DataError(document.path, f"line {line}", f"there {lacks}", f'begin with "{name}:"')
    return found


def _named(model: type[_R], document: Document, section: str) -> dict[str, _R]:
    """Return the records of a section by their names; raise `DataError` at the first fault."""
    found: dict[str, _R] = {}
    for name, fields in _section(document, section, dict, f"are no {section} by name").items():
        what = f'{section.removesuffix("s")} "{name}"'
        found[str(name)] = checked(model, fields, document, (section, name), what, AUTHORING)
    return found


def _excerpt(
    document: Document, place: Place, record: Any, layers: dict[str, Layer], taken: set[str]
) -> Iterator[Excerpt | DataError]:
    """Make one excerpt, or find what is wrong with its record."""
    fields = record if isinstance(record, dict) else {}
    what = f'excerpt "{fields.get("id", "without id")}"'
    where = f"line {document.line(place)}, {what}"
    if not fields:
        yield DataError(document.path, where, "it has no fields", "begin it with id: chapter/name")
        return
    name = fields.get("layer")
    if name is not None:
        if not isinstance(name, str) or name not in layers:
            cure = f"name one of {', '.join(sorted(layers))}"
            where = f"line {document.line((*place, 'layer'))}, {what}"
            yield DataError(document.path, where, f'unknown layer "{name}"', cure)
            return
        shared = vars(layers[name]).items()
        fields = {field: value for field, value in shared if value is not None} | fields
    try:
        excerpt = checked(Excerpt, fields, document, place, what, AUTHORING)
    except RecordError as error:
        yield from error.faults
        return
    if excerpt.id in taken:
        cure = "give every excerpt its own id"
        yield DataError(document.path, where, "the id is taken already", cure)
        return
    taken.add(excerpt.id)
    try:
        passages = tuple(
            cut(load_seed(), part.line, part.first, part.last) for part in excerpt.lines
        )
        whole = replace(excerpt, passages=passages, runs=tuple(_runs(excerpt, passages)))
        for omission in whole.omissions:
            whole.place_after(omission.after)
        for wording in whole.wordings:
            whole.sentence(wording)
    except ValueError as error:
        problem, _, cure = str(error).partition("; ")
        yield DataError(document.path, where, problem, cure)
        return
    yield whole


def cut(seed: Seed, number: int, first: str | None, last: str | None) -> Passage:
    """Cut a line of the document, whole or from its first words to its last.

    Raises
    ------
    ValueError
        If there are no such words: problem and cure.
    """
    if number not in seed.substantive:
        raise ValueError(f"line {number} of the seed has no words; name a line that has")
    line = seed.line(number)
    start, end = _span(line, first or line, last or line)
    return Passage(line=number, start=start, end=end, text=line[start:end])


def _span(text: str, first: str, last: str) -> tuple[int, int]:
    """Find the one stretch of `text` that begins with `first` and ends with `last`."""
    start = _only(text, first)
    if text.count(last, start) == 0:
        raise ValueError(
            f"after {first!r} the words {last!r} do not follow; copy them from the seed"
        )
    return start, text.index(last, start) + len(last)


def _only(text: str, words: str) -> int:
    found = text.count(words)
    if found == 0:
        raise ValueError(f"the words {words!r} are not there; copy them from the seed")
    if found > 1:
        raise ValueError(f"the words {words!r} stand there {found} times; give more of them")
    return text.index(words)


def _runs(excerpt: Excerpt, passages: tuple[Passage, ...]) -> Iterator[Run]:
    voices = [_locate(passages, voice.first, voice.last) for voice in excerpt.voices]
    mends = [_locate(passages, mend.verbatim, mend.verbatim) for mend in excerpt.emendations]
    _refuse_overlap(voices)
    _refuse_overlap(mends)
    for index, passage in enumerate(passages):
        here = [span[1:] for span in voices + mends if span[0] == index]
        cuts = sorted({0, len(passage.text), *(edge for span in here for edge in span)})
        for start, end in pairwise(cuts):
            mend = _at(excerpt.emendations, mends, index, start)
            if mend and _begins(mends, index, start) is False:
                raise ValueError(f"{mend.verbatim!r} runs over two voices; split the emendation")
            voice = _at(excerpt.voices, voices, index, start)
            words = passage.text[start:end]
            speaking = voice or excerpt
            yield Run(
                line=passage.line,
                verbatim=words,
                reading=mend.reading if mend else words,
                voice=speaking.voice,
                speaker=speaking.speaker,
                through=speaking.through,
                emendation=mend,
            )


def _locate(passages: tuple[Passage, ...], first: str, last: str) -> tuple[int, int, int]:
    found = [index for index, passage in enumerate(passages) if first in passage.text]
    if len(found) != 1:
        whole = " ".join(word for passage in passages for word in passage.text.split())
        if not found and " ".join(first.split()) in whole:
            problem = f"the words {first!r} are not in one line of the excerpt"
            raise ValueError(f"{problem}; give a part for each line, with the blanks of the seed")
        how = "are not in the excerpt" if not found else "stand in several of its lines"
        raise ValueError(f"the words {first!r} {how}; copy more of them from the seed")
    start, end = _span(passages[found[0]].text, first, last)
    return found[0], start, end


def _refuse_overlap(spans: list[tuple[int, int, int]]) -> None:
    for (passage, _, end), (other, start, _) in pairwise(sorted(spans)):
        if passage == other and start < end:
            raise ValueError(
                "two voices or two emendations overlap; end the first before the second"
            )


def _at(
    items: tuple[_T, ...], spans: list[tuple[int, int, int]], index: int, start: int
) -> _T | None:
    for item, (passage, begin, end) in zip(items, spans, strict=True):
        if passage == index and begin <= start < end:
            return item
    return None


def _begins(spans: list[tuple[int, int, int]], index: int, start: int) -> bool:
    return any(passage == index and begin == start for passage, begin, _ in spans)
