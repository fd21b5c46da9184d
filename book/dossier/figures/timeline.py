"""1921 to 1924 by theme, with Lenin's illness behind: the whole span, and the winter that matters."""

from __future__ import annotations

import datetime

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from .. import tables
from ..dates import spoken
from .svg import ROLES, Figure, canvas, finish

__all__ = ["timeline"]

_WIDTH = 720
_LEFT, _RIGHT = 112, 712
_THEMES = {
    "health": "Lenin's health",
    "georgia": "Georgia",
    "testament": "Testament",
    "poison": "Poison",
    "succession": "Succession",
    "eavesdropping": "Eavesdropping",
    "oath": "Oath",
}
_ROW = 58
_LETTER = 6.1  # units that a letter of a label takes
_SPANS = [("1921-01-01", "1924-06-30"), ("1922-12-10", "1923-03-31")]
_DICTATES = ("1922-12-16-new-strokes", "1923-03-06-last-dictation")
_SILENT = ("1923-03-10-third-stroke", "1924-01-21-lenin-dies")


def timeline() -> Figure:
    """Draw all events of 1921 to June 1924 in rows by theme, then the same for one winter."""
    events = tables.events()
    drawn = events[(events["date"] >= _SPANS[0][0]) & (events["date"] <= _SPANS[0][1])]
    drawn = drawn[[bool(set(themes) & set(_THEMES)) for themes in drawn["themes"]]]
    panel = _ROW * len(_THEMES) + 66
    figure, axes = canvas(_WIDTH, panel * len(_SPANS))
    for number, (since, until) in enumerate(_SPANS):
        _Panel(axes, panel * number, pd.Timestamp(since), pd.Timestamp(until)).draw(drawn)
    winter = drawn[(drawn["date"] >= _SPANS[1][0]) & (drawn["date"] <= _SPANS[1][1])]
    title = "1921 to 1924 by theme, with Lenin's illness behind"
    alt = (
        f"{len(drawn)} events from {spoken(drawn['written_date'].iloc[0])} to {spoken(drawn['written_date'].iloc[-1])}. "
        f"{len(winter)} of them fall between {spoken(_SPANS[1][0])} and {spoken(_SPANS[1][1])}, when Lenin was ill "
        f"and could at most dictate; from {spoken(drawn.loc[_SILENT[0], 'written_date'])} he could not speak."
    )
    return Figure(
        name="timeline",
        title=title,
        alt=alt,
        caption="Above, the whole span; below, one winter, drawn larger. The plain band: Lenin could still "
        "dictate; the dotted frame: he was without speech. A bar stands for an event whose day is not known, a ring for "
        "one that is only reported. An empty row is a finding too.",
        svg=finish(figure, "timeline", title, alt),
        table=pd.DataFrame(
            {
                "Date": [spoken(date) for date in drawn["written_date"]],
                "Event": list(drawn["title"]),
                "Theme": [", ".join(themes) for themes in drawn["themes"]],
            }
        ),
        least_width=680,
        most_width=820,
    )


class _Panel:
    """One stretch of time: rows of themes from `top` downwards."""

    def __init__(self, axes: Axes, top: float, since: pd.Timestamp, until: pd.Timestamp) -> None:
        self.axes, self.top, self.since, self.until = axes, top + 40, since, until

    def draw(self, events: pd.DataFrame) -> None:
        self._illness(events)
        self._scale()
        for row, (theme, label) in enumerate(_THEMES.items()):
            y = self.top + _ROW * row + _ROW - 12
            self.axes.plot([_LEFT, _RIGHT], [y, y], color=ROLES["rule"], lw=0.8)
            self.axes.text(0, y + 4, label, size=12.5, weight="bold", color=ROLES["ink"])
            inside = (events["date"] >= self.since) & (events["date"] <= self.until)
            of_theme = events["themes"].map(lambda themes, theme=theme: theme in themes)
            self._events(events[inside & of_theme], y)

    def _x(self, date: datetime.date | pd.Timestamp) -> float:
        whole = (self.until - self.since).days
        share = (pd.Timestamp(date) - self.since).days / whole
        return _LEFT + min(max(share, 0), 1) * (_RIGHT - _LEFT)

    def _illness(self, events: pd.DataFrame) -> None:
        height = _ROW * len(_THEMES)
        for (first, last), frame in ((_DICTATES, "none"), (_SILENT, ROLES["faint"])):
            start, end = self._x(events.loc[first, "date"]), self._x(events.loc[last, "date"])
            band = Rectangle(
                (start, self.top),
                end - start,
                height,
                facecolor=ROLES["wash"],
                edgecolor=frame,
                linewidth=1,
                linestyle=":",
            )
            self.axes.add_patch(band)

    def _scale(self) -> None:
        months = (self.until - self.since).days < 200
        bottom = self.top + _ROW * len(_THEMES)
        for start in pd.date_range(self.since, self.until, freq="MS" if months else "YS"):
            x = self._x(start)
            self.axes.plot([x, x], [self.top - 6, bottom], color=ROLES["rule"], lw=0.8, ls=":")
            words = start.strftime("%B %Y") if months else str(start.year)
            self.axes.text(x + 4, self.top - 10, words, size=12, color=ROLES["faint"])

    def _events(self, events: pd.DataFrame, y: float) -> None:
        taken = {0: 0.0, 1: 0.0}
        for _, event in events.iterrows():
            x = self._x(event["date"])
            self._mark(event, x, y)
            words = _label(event["title"])
            width = len(words) * _LETTER
            left = min(x - 2, _RIGHT - width)
            level = next((level for level, end in taken.items() if left > end), None)
            if level is None:
                continue
            self.axes.text(left, y - 9 - 14 * level, words, size=11, color=ROLES["ink"])
            taken[level] = left + width + 6
            if level:
                taken[0] = max(taken[0], x + 4)

    def _mark(self, event: pd.Series, x: float, y: float) -> None:
        if event["precision"] == "day":
            face = "none" if event["confidence"] != "documented" else ROLES["accent"]
            self.axes.scatter([x], [y], s=34, facecolor=face, edgecolor=ROLES["accent"], zorder=3)
            return
        length = (
            pd.DateOffset(months=1) if event["precision"] == "month" else pd.DateOffset(years=1)
        )
        end = self._x(event["date"] + length)
        self.axes.fill_between([x, end], y - 2.5, y + 2.5, facecolor=ROLES["accent"], linewidth=0)


def _label(title: str) -> str:
    return title if len(title) <= 30 else title[:30].rsplit(" ", 1)[0] + "…"
