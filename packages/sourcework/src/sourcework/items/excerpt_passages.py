"""Passages of an excerpt that a question is about: found in it, and cut out of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..excerpts import load_excerpts
from .fields import Option, Target
from .interactions import SimpleChoice

__all__ = ["find_passages", "passages"]

_Named = Option | Target | SimpleChoice


def find_passages(excerpts: Sequence[str], tagged: Iterable[_Named]) -> None:
    """Find the passages to be tagged in the one excerpt of a question, in its order.

    Raises
    ------
    ValueError
        If there are more excerpts or none, or a passage is not there.
    """
    known = load_excerpts()
    if len(excerpts) != 1 or excerpts[0] not in known:
        raise ValueError("a mark is about one excerpt; name it in excerpts")
    reading, end = known[excerpts[0]].reading, 0
    for option in tagged:
        start = reading.find(option.text, end)
        if start < 0:
            raise ValueError(
                f"{option.text!r} does not follow in {excerpts[0]}; "
                "copy the passages from the excerpt, in its order"
            )
        end = start + len(option.text)


def passages(excerpt: str, tagged: Iterable[_Named]) -> list[list[dict[str, str]]]:
    """Cut the excerpt's reading text at the passages to be tagged: per line of the seed, parts."""
    reading = load_excerpts()[excerpt].reading
    parts: list[dict[str, str]] = []
    end = 0
    for option in tagged:
        start = reading.index(option.text, end)
        parts += [{"text": reading[end:start], "id": ""}, {"text": option.text, "id": option.id}]
        end = start + len(option.text)
    parts.append({"text": reading[end:], "id": ""})
    lines: list[list[dict[str, str]]] = [[]]
    for part in parts:
        for turn, text in enumerate(part["text"].split("\n")):
            if turn:
                lines.append([])
            if text:
                lines[-1].append({**part, "text": text})
    return lines
