"""Shingles: which answers have words in common that are their writers' own.

The method is that of Broder, "On the resemblance and containment of documents" (1997): a text is
the set of its runs of a few words, and two texts are compared by the runs that both have. Whoever
compares millions of texts draws a sample of the runs, by least hashes or by winnowing; a class has
hundreds, and here each run counts. Runs that the assignment itself explains count for nobody.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, groupby
from typing import Literal

__all__ = [
    "FEWEST",
    "RUN",
    "SHARE",
    "Pair",
    "Piece",
    "Shingle",
    "Text",
    "given_among",
    "pairs",
    "passages",
]

RUN = 3  # words of a shingle
FEWEST = 40  # own words below which an answer is not compared
SHARE = 0.25  # of the own words of either text, from which on a pair is told
_WORD, _SIGN, _MARK = 2, 1, -1  # what counts as a word, as half of one, and not by itself
_UNSPACED = re.compile(  # Thai, Lao, Burmese, Khmer, kana, Han: scripts that do not part words
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_APOSTROPHES = "'’"
_MARKS = '“”„«»「」『』"'
_QUOTED = re.compile(f"[{_MARKS}][^{_MARKS}\n]{{1,600}}[{_MARKS}]")

Shingle = tuple[str, ...]
Piece = Literal["given", "shared", "own"]


@dataclass(frozen=True)
class _Word:
    """A word, as it is compared, and where it stands."""

    form: str
    start: int
    end: int
    weight: int


@dataclass(frozen=True)
class _Run:
    """A shingle, and the first of its words and the first behind them."""

    shingle: Shingle
    first: int
    past: int


class Text:
    """An answer, of which some words are its writer's own.

    Parameters
    ----------
    text
        As it was handed in.
    given
        Shingles that the assignment explains.
    """

    def __init__(self, text: str, given: Iterable[Shingle] = ()) -> None:
        self.text = text
        self._words = list(_words(text))
        known = frozenset(given)
        runs = list(_runs(self._words))
        explained = _covered([run for run in runs if run.shingle in known])
        explained |= self._quoted()
        self._own = [place not in explained for place in range(len(self._words))]
        self._runs = [run for run in runs if any(self._own[run.first : run.past])]

    def _quoted(self) -> set[int]:
        """Return the places of words that stand between quotation marks."""
        spans = [match.span() for match in _QUOTED.finditer(self.text)]
        return {
            place
            for place, word in enumerate(self._words)
            if any(start < word.start and word.end < end for start, end in spans)
        }

    @cached_property
    def own_words(self) -> int:
        """How many words are the writer's own."""
        return self._measure(range(len(self._words)))

    @cached_property
    def shingles(self) -> frozenset[Shingle]:
        """The runs with a word of the writer's own."""
        return frozenset(run.shingle for run in self._runs)

    def shared_words(self, shared: frozenset[Shingle]) -> int:
        """Count the own words that stand in one of these shingles."""
        return self._measure(self._within(shared))

    def pieces(self, shared: frozenset[Shingle]) -> list[tuple[str, Piece]]:
        """Divide the text by what its words are: given, shared with another text, or own.

        What stands between two words of a sort belongs to them.
        """
        within = self._within(shared)
        sorts: list[Piece] = [
            "given" if not own else "shared" if place in within else "own"
            for place, own in enumerate(self._own)
        ]
        found: list[tuple[str, Piece]] = []
        at = 0
        for sort, group in groupby(range(len(sorts)), key=sorts.__getitem__):
            places = list(group)
            start, end = self._words[places[0]].start, self._words[places[-1]].end
            found += [(self.text[at:start], "own"), (self.text[start:end], sort)]
            at = end
        found.append((self.text[at:], "own"))
        return [piece for piece in found if piece[0]]

    def _within(self, shared: frozenset[Shingle]) -> set[int]:
        return _covered([run for run in self._runs if run.shingle in shared])

    def _measure(self, places: Iterable[int]) -> int:
        return sum(self._words[place].weight for place in places if self._own[place]) // _WORD


@dataclass(frozen=True)
class Pair:
    """Two texts with more in common than is likely by chance.

    Attributes
    ----------
    one, other
        Their places in the sequence that was compared; `one` comes first there.
    words
        How many own words each has in common with the other.
    shares
        The same as shares of all own words of each, 0 to 1.
    """

    one: int
    other: int
    words: tuple[int, int]
    shares: tuple[float, float]


def pairs(texts: Sequence[Text]) -> list[Pair]:
    """Return the pairs that have much in common, those with the greatest share first."""
    found: list[Pair] = []
    known: dict[Shingle, list[int]] = {}
    for number, text in enumerate(texts):
        if text.own_words < FEWEST:
            continue
        met = Counter(chain.from_iterable(known.get(each, ()) for each in text.shingles))
        for earlier, count in met.items():
            fewer = min(len(text.shingles), len(texts[earlier].shingles))
            if count * RUN >= SHARE * fewer:  # a shingle has no more words than that
                pair = _compared(texts, earlier, number)
                if max(pair.shares) >= SHARE:
                    found.append(pair)
        for shingle in text.shingles:
            known.setdefault(shingle, []).append(number)
    return sorted(found, key=lambda pair: (-max(pair.shares), -sum(pair.shares), pair.one))


def passages(text: Text, shared: frozenset[Shingle]) -> list[str]:
    """Return what a text has in common with another one, the longest passages first."""
    found = [said for said, sort in text.pieces(shared) if sort == "shared"]
    return sorted(dict.fromkeys(found), key=len, reverse=True)


def given_among(texts: Iterable[str], sources: Iterable[str]) -> frozenset[Shingle]:
    """Return the shingles of some texts that stand in one of the sources too."""
    written = {run.shingle for text in texts for run in _runs(list(_words(text)))}
    explained = (run.shingle for source in sources for run in _runs(list(_words(source))))
    return frozenset(written.intersection(explained))


def _compared(texts: Sequence[Text], one: int, other: int) -> Pair:
    shared = texts[one].shingles & texts[other].shingles
    both = (texts[one], texts[other])
    first, second = (each.shared_words(shared) for each in both)
    shares = (first / both[0].own_words, second / both[1].own_words)
    return Pair(one, other, (first, second), shares)


def _runs(words: list[_Word]) -> Iterator[_Run]:
    """Give every run of three words; of a script that does not part words, of six signs."""
    past = weight = 0
    for first, word in enumerate(words):
        while weight < RUN * _WORD and past < len(words):
            weight += words[past].weight
            past += 1
        if weight < RUN * _WORD:
            return
        yield _Run(tuple(each.form for each in words[first:past]), first, past)
        weight -= word.weight


def _covered(runs: Iterable[_Run]) -> set[int]:
    return {place for run in runs for place in range(run.first, run.past)}


def _words(text: str) -> Iterator[_Word]:
    """Give the words of a text in any script, whatever their capitals."""
    start, weight = 0, 0
    for place, sign in enumerate(f"{text} "):
        kind = _kind(sign)
        inner = sign in _APOSTROPHES and weight == _WORD and _kind(text[place + 1 : place + 2]) > 0
        if kind == _MARK or inner or (kind == _WORD == weight):
            continue
        if weight:
            form = unicodedata.normalize("NFKC", text[start:place]).casefold()
            yield _Word(form.replace("’", "'"), start, place, weight)
        start, weight = place, kind


@cache
def _kind(sign: str) -> int:
    """Return what a sign is part of: a word, a mark on another sign, half a word, or nothing."""
    category = unicodedata.category(sign)[0] if sign else ""
    if category == "M":
        return _MARK
    if category not in ("L", "N"):
        return 0
    return _SIGN if _UNSPACED.match(sign) else _WORD
