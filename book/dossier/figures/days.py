"""March 1923 day by day, with the page's own dating beside that of the documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from .. import tables
from ..dates import spoken
from ..errors import DataError
from ..paths import DATA
from .svg import ROLES, SHAPES, Figure, bar, finish, line, mark, pick, sheet, text, wrap

__all__ = ["march_1923"]

_FIRST, _LAST = pd.Timestamp("1923-03-01"), pd.Timestamp("1923-03-31")
_WIDTH = 400
_GUTTER = 10  # x of the first of the lines that lead from the page's dating to the documents'
_LANE = 106  # x of the marks
_WORDS = 120  # x of the words
_ROW = 20
_LEADING = 17


@dataclass(frozen=True)
class Placing:
    """Where the page puts an event: its words, in which excerpt, and what the documents have."""

    excerpt: str
    words: str
    event: str
    says: str


# In the order of the page. The words are looked up in the excerpts, so they cannot be misquoted.
_PLACINGS = (
    Placing("poison/question", "A mere month before", "1923-03-17-poison-request", "Lenin asks"),
    Placing(
        "poison/narrator", "In February 1923", "1923-03-21-stalin-memo", "Stalin tells the Politburo"
    ),
    Placing(
        "poison/question", "Several days after", "1923-03-05-letter-stalin", "Lenin breaks with Stalin"
    ),
)


def march_1923() -> Figure:
    """Draw the days of March 1923: letter, stroke, request, memo; and where the page puts them."""
    every = tables.events()
    _check_words()
    events = every[every["date"].between(_FIRST, _LAST) & (every["precision"] == "day")]
    pick(events, [placing.event for placing in _PLACINGS], "events.csv")
    turning = events[[_turns(row) for _, row in events.iterrows()]]
    title = "March 1923, day by day, and where the page puts it"
    order = "; ".join(f"{spoken(row.written_date)}, {_lower(row.title)}" for row in turning.itertuples())
    alt = (
        f"The documents have this order: {order}. "
        f"The page has the request and the telling in {_month()} and the break after the request."
    )
    return Figure(
        name="days",
        title=title,
        svg=finish("days", _draw(events), title, alt),
        alt=alt,
        caption=(
            "Hollow marks at the top: the page's account, with its own words for the time. "
            "Broken lines lead from there to the day that the documents give. "
            "The heavy marks are the story of the poison; the light ones are what else happened."
        ),
        table=_table(events),
    )


def _draw(events: pd.DataFrame) -> Axes:
    tops = dict(_days(events, 178))
    axes = sheet(_WIDTH, max(tops.values()) + _ROW)
    bar(axes, (44, 4, _WIDTH - 44, 144), role="wash")
    text(axes, 54, 22, f"Where the page puts it: {_month()}", bold=True)
    text(axes, 54, 172, "Where the documents put it", bold=True)
    for number, placing in enumerate(_PLACINGS):
        top = 44 + number * 36
        lane = _GUTTER + number * 12
        target = events.loc[placing.event, "date"]
        below = tops[target] + _offset(events, placing.event)
        line(axes, [(56, top), (lane, top), (lane, below), (_LANE - 8, below)], role="poison", dashed=True)
        mark(axes, 62, top, shape=SHAPES["poison"], role="poison", size=11, hollow=True)
        text(axes, 76, top + 5, placing.says, bold=True)
        text(axes, 76, top + 5 + 16, f"“{placing.words} …”", role="faint")
    return axes
