"""How many years passed before the words of the page could be read."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from .. import tables
from ..dates import spoken
from ..display import excerpt
from .svg import Figure, bar, finish, line, sheet, text, wrap

__all__ = ["delay"]

_WIDTH = 400
_BEFORE = (
    0.5  # years; a chain that begins earlier than this before the utterance tells of something old
)
_PIXELS = 3.7  # a year
_ROW = 58
_OURS = ("narration",)  # the page's own prose: it is not handed down, it hands down


@dataclass(frozen=True)
class Wait:
    """The years between what is told, the telling, and the print.

    `least` is the part of `told` that a vague date cannot take away. All are in years.
    """

    label: str
    texts: str
    spoken: str
    printed: str
    before: float
    least: float
    told: float
    vague: bool

    @property
    def total(self) -> float:
        """The years from what is told to its print."""
        return self.before + self.told


def delay() -> Figure:
    """Draw, for each layer of quoted words on the page, how long it waited for print."""
    waits = sorted(_waits(), key=lambda wait: wait.total, reverse=True)
    title = "How long the words waited to be printed"
    longest = max(waits, key=lambda wait: wait.told)
    shortest = min(waits, key=lambda wait: wait.total)
    alt = (
        f"Between speaking and print the longest wait is {_told(longest)} "
        f"({longest.label}); the shortest is {_told(shortest)} ({shortest.label}). "
        + " ".join(
            f"{wait.label}, tells of things {round(wait.before)} years older."
            for wait in waits
            if wait.before
        )
    )
    return Figure(
        name="delay",
        title=title,
        svg=finish("delay", _draw(waits), title, alt),
        alt=alt,
        caption=(
            "A full bar is the time from utterance to first print. "
            "The hollow bar before it is the time between the event that is told and the telling; "
            "a hollow end says that the date of the utterance is vague."
        ),
        table=_table(waits),
    )


def _waits() -> list[Wait]:
    frame = tables.excerpts()
    frame = frame[~frame["furniture"] & frame["chain"].notna() & ~frame["chain"].isin(_OURS)]
    groups = frame.groupby(["chain", "date", "published"], sort=False)
    return [_wait(list(group.index), group.iloc[0]) for _, group in groups]


def _wait(names: list[Hashable], row: pd.Series) -> Wait:
    links = tables.links()
    begins = links[links["chain"] == row["chain"]]["date"].min()
    before = _span(begins, row["date"])
    told = _span(row["date"], row["published"])
    shown = excerpt(str(names[0]))
    vague = row["precision"] in ("about", "decade")
    more = f", and {len(names) - 1} more" if len(names) > 1 else ""
    return Wait(
        label=f"{shown.speaker}, {shown.when}",
        texts=f"{row['title']}{more}",
        spoken=shown.when,
        printed=shown.published,
        before=before if before > _BEFORE else 0.0,
        least=max(told - 9, 0) if row["precision"] == "decade" else told,
        told=told,
        vague=vague or shown.excerpt.published.date.count("-") < 1,
    )


def _span(start: pd.Timestamp, end: pd.Timestamp) -> float:
    return float((end - start).days / 365.25)


def _draw(waits: list[Wait]) -> Axes:
    return sheet(1, 1)
