"""Paragraphs that a program had wrapped, made whole: a line of the document is then a paragraph.

Excerpts are slices of a line, so a sentence that runs over two lines could be in none.
"""

from __future__ import annotations

from itertools import groupby, pairwise

__all__ = ["unwrapped"]

_WIDTHS = range(50, 101)  # columns at which programs wrap; what is longer is a paragraph already
_SLACK = 0.85  # of that width, which the next word would have passed
_ENOUGH = 0.8  # of the breaks in a paragraph
_VERSE = 2 / 3  # of the lines that go on begin with a capital, and more do in verse


def unwrapped(text: str) -> str | None:
    """Return a text with the lines of each wrapped paragraph joined, or nothing if none is wrapped.

    Paragraphs are parted by blank lines. One is wrapped if its lines end where the next word would
    have passed the width of the whole; a head, an address, a line of verse end sooner and stay.
    """
    lines = [line.rstrip() for line in text.splitlines()]
    blocks = [list(block) for _, block in groupby(lines, bool)]
    width = max((len(line) for block in blocks if len(block) > 1 for line in block), default=0)
    if width not in _WIDTHS:
        return None
    wrapped = [block for block in blocks if _is_wrapped(block, width)]
    further = [line.lstrip() for block in wrapped for line in block[1:]]
    capitals = sum(line[0].isupper() for line in further)
    if len(further) < 2 or capitals > _VERSE * len(further):
        return None
    made = ([" ".join(map(str.strip, b))] if b in wrapped else b for b in blocks)
    return "\n".join(line for block in made for line in block) + "\n"


def _is_wrapped(block: list[str], width: int) -> bool:
    breaks = [
        len(line) + 1 + len(further.split()[0]) > _SLACK * width
        for line, further in pairwise(block)
        if further
    ]
    return bool(breaks) and sum(breaks) >= _ENOUGH * len(breaks)
