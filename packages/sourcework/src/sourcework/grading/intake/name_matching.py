"""Name matching: whether two names, of a download and a gradebook, can be one person's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

__all__ = ["called", "disagree", "letters", "same_letters", "squeezed", "turned", "unlike"]

_WORD = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_APART = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "a", "œ": "o", "ı": "i"})
_TWO = re.compile("([aou])e")  # as many write an umlaut
_LEAST = 2  # letters of a name that says anything
_RUN = 3  # words that may be run together, as in "d'O'Neil"
_LONG = 3  # letters of a word that is looked for within names that are run together


def called(name: str) -> str:
    """Return a name so that its forms compare equal: words in order of the alphabet."""
    return " ".join(sorted(_WORD.findall(_folded(name))))


def squeezed(name: str) -> str:
    """Return a name without all that parts its words, as a platform may have cleaned it."""
    return _TWO.sub(r"\1", "".join(_WORD.findall(_plainly(name))))


def turned(name: str) -> set[str]:
    """Return a name as `squeezed` does, with each of its words in turn as the first."""
    words = _WORD.findall(_plainly(name))
    turns = ("".join([*words[at:], *words[:at]]) for at in range(len(words)))
    return {_TWO.sub(r"\1", each) for each in turns}


def letters(name: str) -> str:
    """Return the letters of a name in an order that running together and turning round keep."""
    return "".join(sorted(squeezed(name)))


def same_letters(one: str, other: str) -> bool:
    """Say whether two names are the same but for signs and the order of their words."""
    return letters(one) == letters(other) != ""


def unlike(one: str, other: str) -> bool:
    """Say whether two names are not the same one, written by one platform in two places.

    It may have taken signs off, or put that of a group before it: all of the shorter one has to
    stand in the other. A name of which nothing is known is no reason.
    """
    words, others = _LETTERS.findall(_folded(one)), _LETTERS.findall(_folded(other))
    same = squeezed(one) == squeezed(other)
    return not (same or _joined(others).issuperset(words) or _joined(words).issuperset(others))


def disagree(one: str, other: str) -> bool:
    """Say whether two names are certainly not one person's.

    Names are run together, turned round, cut and written without accents by platforms, and people
    have several; so half of the letters of the shorter one are enough. A name of which nothing is
    known, or that is in another script, is no reason.
    """
    words, others = _LETTERS.findall(_folded(one)), _LETTERS.findall(_folded(other))
    whole, against = "".join(words), "".join(others)
    least = min(len(whole), len(against))
    unlike_scripts = whole.isascii() != against.isascii()
    if least < _LEAST or unlike_scripts or sorted(whole) == sorted(against):
        return False
    shared = max(_shared(words, others, against), _shared(others, words, whole))
    return 2 * shared < least


def _joined(words: list[str]) -> set[str]:
    """Return words, and what becomes of two or three where the signs between them are gone."""
    several = range(1, _RUN + 1)
    return {"".join(words[at : at + n]) for at in range(len(words)) for n in several}


def _shared(words: Iterable[str], others: list[str], whole: str) -> int:
    """Count the letters of words that stand in the other name too."""
    return sum(
        len(word)
        for word in words
        if word in others or ((len(word) >= _LONG or not word.isascii()) and word in whole)
    )


def _folded(name: str) -> str:
    return _TWO.sub(r"\1", _plainly(name))


def _plainly(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.casefold()).translate(_APART)
    return "".join(each for each in apart if not unicodedata.combining(each))
