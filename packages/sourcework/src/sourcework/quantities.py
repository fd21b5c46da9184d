"""Numbers with what they count, as English has it: `2 days`, and of one `1 day`."""

from __future__ import annotations

import re

__all__ = ["in_words", "quantity", "single"]

_FIRST = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_WORD = re.compile(r"[a-z]+")
_UNCHANGED = re.compile(r"(?:series|species|means|ss|us|is)$|[^s]$")
_ENDINGS = (
    (re.compile(r"ies$"), "y"),
    (re.compile(r"(ss|x|ch|sh)es$"), r"\1"),
    (re.compile(r"s$"), ""),
)


def quantity(value: float, units: str, form: str = "g") -> str:
    """Return a number with what it counts.

    Parameters
    ----------
    units
        What is counted, in the plural: `witnesses`, `rows of the table`.
    form
        How the number is written, as `format` has it.
    """
    return f"{value:{form}} {single(units) if value == 1 else units}"


def in_words(number: int) -> str:
    """Return a small whole number in words, as in `three levels`; a larger one in digits."""
    return _FIRST[number] if 0 <= number < len(_FIRST) else str(number)


def single(units: str) -> str:
    """Return the unit of one, for example `day`; what is no plural stays as it is.

    Only a first word in small letters is one: of `March 1907` there is no other number.
    """
    word = _WORD.match(units)
    if not word or _UNCHANGED.search(word[0]):
        return units
    ending, one = next(pair for pair in _ENDINGS if pair[0].search(word[0]))
    return ending.sub(one, word[0]) + units[word.end() :]
