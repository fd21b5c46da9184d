"""What a response may be: a text, a number, a list of texts or a mapping of texts; nothing else."""

from __future__ import annotations

import math
from typing import Any

__all__ = ["clean", "plain"]

_LONGEST = 100_000  # characters of a written answer
_MOST = 1_000  # rows of one response
_LARGEST = 10**15


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
