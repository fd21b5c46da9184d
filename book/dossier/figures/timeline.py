"""The years of the book, a row for each theme, with Lenin's illness behind them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from .. import tables
from ..dates import spoken
from .svg import SHAPES, Figure, bar, finish, line, mark, pick, sheet, text, width_of, within, wrap

__all__ = ["timeline"]

_THEMES = ("health", "testament", "poison", "georgia", "eavesdropping", "succession", "oath")
_NAMES = {"health": "Lenin's health", "succession": "the succession"}
# The scale changes where a month of the crisis needs more room: dates, and the x at which they stand.
_TURNS = tuple(pd.to_datetime(["1921-01-01", "1922-12-01", "1923-04-01", "1924-07-01"]))
_AT = (112.0, 322.0, 582.0, 800.0)
_WIDTH = 800
_HEAD = 40
_LEADING = 14
_SIZE = 12
_STEP = 9  # pixels between marks that would touch
_DICTATES = ("1922-12-16-new-strokes", "1923-03-06-last-dictation")
_SILENT = ("1923-03-10-third-stroke", "1924-01-21-lenin-dies")
_LABELLED = (  # the events that are named in the drawing; the others are marks
    "1922-05-27-first-stroke",
    "1922-12-16-new-strokes",
    "1923-03-10-third-stroke",
    "1924-01-21-lenin-dies",
    "1922-12-23-first-dictation",
    "1923-01-04-postscript",
    "1923-05-sketches-handed-over",
    "1924-05-23-thirteenth-congress",
    "1921-promise-of-poison",
    "1922-05-30-poison-visit-at-gorki",
    "1923-03-17-poison-request",
    "1921-02-25-tiflis-taken",
    "1922-09-26-lenin-objects",
    "1922-11-the-blow",
    "1922-12-30-nationalities-notes",
    "1923-03-05-letter-trotsky",
    "1923-04-16-fotieva-brings-notes",
    "1923-04-politburo-elected",
    "1923-08-09-bazhanov-appointed",
    "1922-04-03-general-secretary",
    "1922-12-22-stalin-abuses-krupskaya",
    "1923-03-05-letter-stalin",
    "1924-01-26-oath",
)


@dataclass(frozen=True)
class Box:
    """A rectangle of the drawing: left, top, right and bottom, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: Box) -> bool:
        """Say whether the two share any point."""
        beside = self.right < other.left or other.right < self.left
        return not beside and self.top <= other.bottom and other.top <= self.bottom


@dataclass(frozen=True)
class Label:
    """The name of an event, at `x` and below `foot`, the end of the thin line from its mark."""

    x: float
    lines: list[str]
    anchor: str
    top: float


def timeline() -> Figure:
    """Draw the events of 1921 to June 1924 by theme, those of the crisis on a wider scale."""
    every = tables.events()
    pick(every, [*_LABELLED, *_DICTATES, *_SILENT], "events.csv")
    shown = every[every["date"].between(_TURNS[0], _TURNS[-1])]
    shown = shown[[bool(set(themes) & set(_THEMES)) for themes in shown["themes"]]]
    title = "1921 to June 1924: what went on at the same time"
    crisis = shown["date"].between(_TURNS[1], _TURNS[2] - pd.Timedelta(days=1)).sum()
    first, last = (_row(every, name) for name in _DICTATES)
    silent = _row(every, _SILENT[0])
    alt = (
        f"Of {len(shown)} events, {crisis} crowd into the four months from December 1922 to March 1923. "
        f"Lenin, ill, could still dictate from {spoken(first['written_date'])} "
        f"to {spoken(last['written_date'])}; from {spoken(silent['written_date'])} he was without speech."
    )
    return Figure(
        name="timeline",
        title=title,
        svg=finish("timeline", _draw(shown), title, alt),
        alt=alt,
        caption=(
            "One row a theme; an event of two themes stands in both rows and is named in the first. "
            "The scale is wider between the two broken lines, December 1922 to March 1923. "
            "A hollow mark is reported or contested; a bar is a date known only to the month or year."
        ),
        table=_table(shown),
        wide=True,
    )
