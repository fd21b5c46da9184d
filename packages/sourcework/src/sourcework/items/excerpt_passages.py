"""Passages of excerpts that a question is about: found in them, and cut out of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from ..excerpts import load_excerpts
from .fields import Option, Row, Target
from .interactions import SimpleChoice

__all__ = ["Line", "find_passages", "lines_with_pieces", "passages", "read_lines"]
__all__ += ["spans_in_words"]

_WORD = re.compile(r"[^\s—]+")  # as in widgets/cuts.mjs
_Named = Option | Target | SimpleChoice


class Line(NamedTuple):
    """Line of the document, as far as excerpts have it, in parts; a row's piece has its id."""

    number: int
    parts: list[dict[str, str]]


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


def spans_in_words(
    excerpt: str, tagged: Iterable[_Named]
) -> tuple[int, dict[str, tuple[int, int]]]:
    """Return how many words the excerpt has, and of each passage the first and the last."""
    reading = load_excerpts()[excerpt].reading
    words = [word.span() for word in _WORD.finditer(reading)]
    spans, end = {}, 0
    for option in tagged:
        start = reading.index(option.text, end)
        end = start + len(option.text)
        own = [number for number, (a, b) in enumerate(words) if a < end and start < b]
        spans[option.id] = (own[0], own[-1])
    return len(words), spans


def lines_with_pieces(excerpts: Iterable[str], rows: Sequence[Row]) -> list[Line]:
    """Cut what the excerpts have of each line of the document at the pieces of the rows.

    Raises
    ------
    ValueError
        If excerpts overlap, a piece is not there, or there more than once, or two pieces overlap.
    """
    lines = read_lines(excerpts)
    found: dict[int, list[tuple[int, int, str]]] = {number: [] for number in lines}
    for row in rows:
        count = sum(text.count(row.piece) for text in lines.values())
        if count != 1:
            problem = "is not in the excerpts" if not count else f"is there {count} times"
            raise ValueError(f'"{row.id}": {row.piece!r} {problem}; copy words that are there once')
        number = next(number for number, text in lines.items() if row.piece in text)
        start = lines[number].index(row.piece)
        found[number].append((start, start + len(row.piece), row.id))
    return [Line(number, _cut(text, sorted(found[number]))) for number, text in lines.items()]


def read_lines(excerpts: Iterable[str]) -> dict[int, str]:
    """Read what the excerpts have of each line of the document, in its order.

    Raises
    ------
    ValueError
        If excerpts overlap.
    """
    known = load_excerpts()
    stretches = sorted(
        (passage.line, passage.start, passage.end, text)
        for name in excerpts
        if name in known  # what is not is a fault of its own
        for passage, text in zip(known[name].passages, known[name].reading.split("\n"), strict=True)
    )
    lines: dict[int, str] = {}
    last = 0
    for line, start, end, text in stretches:
        if line in lines and start < last:
            raise ValueError(f"two excerpts overlap in line {line}; pieces need one text")
        between = " " if start <= last + 1 else " … "
        lines[line] = f"{lines[line]}{between}{text}" if line in lines else text
        last = end
    return lines


def _cut(text: str, spans: list[tuple[int, int, str]]) -> list[dict[str, str]]:
    for (_, end, one), (start, _, other) in pairwise(spans):
        if start < end:
            raise ValueError(f'the pieces of "{one}" and "{other}" overlap; give each words alone')
    parts, end = [], 0
    for start, stop, name in spans:
        parts += [{"text": text[end:start], "id": ""}, {"text": text[start:stop], "id": name}]
        end = stop
    parts.append({"text": text[end:], "id": ""})
    return [part for part in parts if part["text"]]
