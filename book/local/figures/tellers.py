"""Figure of who told us what four comrades are said to have said: a string from each quotation."""

from __future__ import annotations

import math

import pandas as pd

from sourcework.display import neutral_title
from sourcework.drawing import Sheet, wrap
from sourcework.excerpts import Excerpt, load_excerpts
from sourcework.figures import Figure
from sourcework.quantities import in_words

__all__ = ["SAID", "ends", "tellers"]

SAID = {  # the words that stand on the slips, which the excerpts have
    "prologue/yellow-eyes": "bad man with yellow eyes",
    "prologue/jealousy": "implacable jealousy",
    "prologue/cook": "will make only peppery dishes",
    "prologue/mediocrity": "outstanding mediocrity",
}
_WIDTH, _HEIGHT = 380, 250
_SLIP = (170, 54)
_HEAD = 214  # y of the middle of a head
_LINE = 17


def tellers() -> Figure:
    """Draw a string from each of the four quotations to the head from which we have it.

    Nobody is named: the next question asks who it is.
    """
    found, to = [load_excerpts()[name] for name in SAID], ends()
    heads = len(set(to))
    told = f"{in_words(heads)} head{'s' * (heads > 1)}"
    return Figure(
        name="tellers",
        title="Where the strings end",
        sheet=_draw(to, heads),
        alt=f"A string runs from each of {in_words(len(found))} quotations, all to {told}.",
        caption=(
            "Each string runs from a quotation to the person through whom we have it, so far as"
            " can be traced."
        ),
        table=_table(found, to),
    )


def ends() -> list[int]:
    """Return for each quotation the head through which we have it, counted from nought."""
    found = [load_excerpts()[name] for name in SAID]
    through = [excerpt.through or excerpt.speaker for excerpt in found]
    heads = list(dict.fromkeys(through))
    return [heads.index(each) for each in through]


def _draw(ends: list[int], heads: int) -> Sheet:
    sheet = Sheet(_WIDTH, _HEIGHT)
    wide, high = _SLIP
    slips = []
    for index, (words, end) in enumerate(zip(SAID.values(), ends, strict=True)):
        row, column = divmod(index, 2)
        left, top = column * (_WIDTH - wide), 2 + row * (high + 14)
        middle = left + wide / 2 + (14 if (row + column) % 2 else -14)
        to = _WIDTH * (end + 0.5) / heads
        sheet.line(_string((middle, top + high / 2), (to, _HEAD)), role="red", width=2)
        slips.append((left, top, words))
    for left, top, words in slips:
        sheet.bar((left, top, wide, high), role="paper", edge="rule")
        lines = wrap(f"“{words}”", wide - 16)
        start = top + high / 2 + 5 - _LINE * (len(lines) - 1) / 2
        for number, line in enumerate(lines):
            sheet.text(left + wide / 2, start + _LINE * number, line, anchor="middle")
    for head in range(heads):
        _head(sheet, _WIDTH * (head + 0.5) / heads)
    return sheet


def _string(start: tuple[float, float], end: tuple[float, float]) -> list[tuple[float, float]]:
    """Return the points of a string that falls straight and then runs aside."""
    (x, y), (to, low) = start, end
    bend = _HEIGHT * 0.56
    curve = [
        (x + (to - x) * (1 - math.cos(math.pi * part / 12)) / 2, bend + (low - bend) * part / 12)
        for part in range(13)
    ]
    return [(x, y), *curve]


def _head(sheet: Sheet, x: float) -> None:
    shoulders = [
        (x + 26 * math.cos(math.pi * part / 16), _HEIGHT - 2 - 22 * math.sin(math.pi * part / 16))
        for part in range(17)
    ]
    sheet.line(shoulders, role="red", width=2)
    sheet.mark(x, _HEAD, role="red", size=24, hollow=True)


def _table(found: list[Excerpt], ends: list[int]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Quotation": [neutral_title(excerpt) for excerpt in found],
            "Words": [f'"{words}"' for words in SAID.values()],
            "String ends at": [f"head {end + 1}" for end in ends],
        }
    )
