"""Responses that may come out of a file, and the work that a reader did in a widget.

A response is a text, a number, a list of texts or a mapping of texts; the work in a widget is a
JSON object of no great size. Everything else is refused.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from ...items import KINDS
from ...items.interactions import ResponseForm

__all__ = ["as_asked", "clean", "form_of", "plain", "plain_work"]

_LONGEST = 100_000  # characters of a written answer
_MOST = 1_000  # rows of one response
_LARGEST = 10**15
_NUMBER = re.compile(r"\s*([-+\u2212]?)([0-9]{1,15})(?:[.,]([0-9]{1,15}))?\s*%?\s*", re.ASCII)
_THOUSANDS = re.compile(r"\s*[-+\u2212]?[1-9][0-9]{0,2}[.,][0-9]{3}\s*%?\s*", re.ASCII)
_ROOM = 20_000  # characters of the work in one widget, as JSON; the largest has some 3,000
_DEEPEST = 6  # levels of it; the deepest has three


def plain(value: object) -> Any:
    """Return a response that is safe to compare, to write and to show; None if it is empty.

    A notebook has None in the rows that nobody has filled in; they are left out.

    Raises
    ------
    ValueError
        If it is something else; the message is a clause.
    """
    if value is None or value is ... or value in ("", [], {}, ()):
        return None
    if isinstance(value, str):
        if not value.strip():
            return None
        if len(value) > _LONGEST:
            raise ValueError(f"it has more than {_LONGEST:,} characters")
        return clean(value)
    if isinstance(value, bool | complex | bytes):
        raise ValueError("it is no text, number or list")
    if isinstance(value, int | float):
        if abs(value) > _LARGEST or not math.isfinite(value):
            raise ValueError("the number is out of all bounds")
        return value
    if isinstance(value, list | tuple | set | frozenset):
        names = [_name(each) for each in _few(value) if each is not None]
        return (sorted(names) if isinstance(value, set | frozenset) else names) or None
    if isinstance(value, dict):
        rows = {_name(key): each for key, each in _few(value.items()) if each is not None}
        return {key: _name(each) for key, each in rows.items()} or None
    raise ValueError("it is no text, number or list")


def form_of(item: str) -> ResponseForm | None:
    """Return what a response to an item is, by the kind that its id says; None if there is none."""
    kind = KINDS.get(item.rpartition("/")[2].rpartition("-")[0])
    return kind.FORM if kind else None


def as_asked(item: str, response: Any) -> Any:
    """Return a response in the form that the item asks; a number may be a text.

    Raises
    ------
    ValueError
        If a text is asked and it is none, or a number and it is no number for certain.
    """
    form = form_of(item)
    if form is ResponseForm.TEXT and not isinstance(response, str):
        raise ValueError("it is no text")
    if form in (ResponseForm.NUMBER, ResponseForm.PERCENTAGE) and isinstance(response, str):
        found = _NUMBER.fullmatch(response)
        if not found or _THOUSANDS.fullmatch(response):
            raise ValueError("it is a text and no number")
        sign = "-" if found[1] in ("-", "\u2212") else ""
        number = f"{sign}{found[2]}"
        return float(f"{number}.{found[3]}") if found[3] else int(number)
    return response


def plain_work(value: object) -> dict[str, Any]:
    """Return what a reader did in a widget, of a size that can be kept; what it says is not known.

    Raises
    ------
    ValueError
        If it is something else; the message is a clause.
    """
    if not isinstance(value, dict):
        raise ValueError("it is no JSON object")
    if not _is_flat(value, _DEEPEST):
        raise ValueError("it is nested deeper than any such work is")
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except ValueError as error:
        raise ValueError("a number in it is out of all bounds") from error
    if len(text) > _ROOM:
        raise ValueError(f"it has more than {_ROOM:,} characters")
    work: dict[str, Any] = json.loads(clean(text))
    return work


def _is_flat(value: object, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return True
    inside = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(_is_flat(each, levels - 1) for each in inside)


def _few(rows: Any) -> list[Any]:
    if len(rows) > _MOST:
        raise ValueError(f"it has more than {_MOST:,} rows")
    return list(rows)


def _name(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise ValueError("what is in it are no names of options")
    return clean(value)


def clean(text: str) -> str:
    """Replace halves of characters, which no encoding can write, as JavaScript does."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
