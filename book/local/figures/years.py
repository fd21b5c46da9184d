"""The years of the book, a row for each theme, with Lenin's illness behind them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from sourcework import tables
from sourcework.dates import spoken
from sourcework.display import page_link
from sourcework.drawing import Anchor, Sheet, width_of, wrap
from sourcework.figures import Figure, pick
from sourcework.settings import settings

__all__ = ["timeline"]

_THEMES = ("health", "testament", "poison", "georgia", "eavesdropping", "succession", "oath")
_NAMES = {"health": "Lenin's health", "succession": "the succession"}
# The scale changes where a month of the crisis needs more room: dates, and the x of each.
_TURNS = tuple(pd.to_datetime(["1921-01-01", "1922-12-01", "1923-04-01", "1924-07-01"]))
_AT = (110.0, 288.0, 530.0, 720.0)
_WIDTH = 720
_HEAD = 40
_LEADING = 14
_SIZE = 12
_LABEL = 140  # the width of a name
_SPECK = 5  # a bar that is no longer would not be seen: a mark stands for it
_DEEPEST = 40  # half lines below the marks
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
    "1923-03-21-stalin-memo",
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
class Spot:
    """An event's mark: from `left` to `right`, at `y` in its row; hollow if not documented."""

    left: float
    right: float
    y: float
    hollow: bool


@dataclass(frozen=True)
class Label:
    """An event's name: beside the thin line at `x`, its first baseline at `top` in the row."""

    event: str
    x: float
    top: float
    lines: list[str]
    anchor: Anchor


@dataclass(frozen=True)
class ThemeRow:
    """A theme's marks by event, its labels, and the height that both need."""

    spots: dict[str, Spot]
    labels: list[Label]
    height: float


def timeline(*themes: str) -> Figure:
    """Draw the events of 1921 to June 1924 by theme, those of the crisis on a wider scale.

    Without an argument all themes of `events.csv` have a row, else those that are named.
    """
    themes = themes or _THEMES
    every = tables.events()
    pick(every, [*_LABELLED, *_DICTATES, *_SILENT], "events.csv")
    shown = every[every["date"].between(_TURNS[0], _TURNS[-1])]
    shown = shown[[bool(set(of_event) & set(themes)) for of_event in shown["themes"]]]
    title = "1921 to June 1924: what went on at the same time"
    crisis = shown["date"].between(_TURNS[1], _TURNS[2] - pd.Timedelta(days=1)).sum()
    first, last, silent = (
        spoken(str(every.at[name, "written_date"])) for name in (*_DICTATES, _SILENT[0])
    )
    alt = (
        f"Of {len(shown)} events, {crisis} crowd into four months, December 1922 to March 1923. "
        f"Lenin, ill, could still dictate from {first} to {last}; "
        f"from {silent} he was without connected speech."
    )
    return Figure(
        name="timeline",
        title=title,
        sheet=_draw(shown, themes),
        alt=alt,
        caption=(
            "One row a theme; an event of two themes stands in both, and is named in the first. "
            "The scale is wider under the heavy part of the axis, December 1922 to March 1923. "
            "A hollow mark is reported or contested. "
            "A bar is a date known only to the month or year."
        ),
        table=_table(shown),
        wide=True,
        elsewhere=page_link(settings().pages.timeline),
    )


def _draw(events: pd.DataFrame, themes: tuple[str, ...]) -> Sheet:
    rows = [(theme, _row(events, theme)) for theme in themes]
    tops = np.cumsum([_HEAD + 26, *(row.height for _, row in rows)])
    sheet = Sheet(_WIDTH, float(tops[-1]) + 2)
    _bands(sheet, events, float(tops[-1]))
    _axis(sheet)
    for (theme, row), top in zip(rows, tops, strict=False):
        sheet.line([(0, top), (_WIDTH, top)], role="rule", width=0.8)
        _theme(sheet, theme, row, float(top))
    return sheet


def _bands(sheet: Sheet, events: pd.DataFrame, bottom: float) -> None:
    for (first, last), words in (
        (_DICTATES, "ill, but dictating"),
        (_SILENT, "without connected speech"),
    ):
        left, right = (_x(_date(events, name)) for name in (first, last))
        sheet.bar((left, _HEAD, right - left, bottom - _HEAD), role="wash")
        sheet.text((left + right) / 2, _HEAD + 17, words, size=_SIZE, anchor="middle")


def _axis(sheet: Sheet) -> None:
    sheet.line([(_AT[0], _HEAD), (_AT[-1], _HEAD)], role="rule")
    for part, months in enumerate((6, 1, 3)):
        ticks = pd.date_range(_TURNS[part], _TURNS[part + 1], freq=f"{months}MS", inclusive="left")
        for tick in ticks:
            x = _x(tick)
            sheet.line([(x, _HEAD - 5), (x, _HEAD)], role="rule")
            sheet.text(x, 15, spoken(f"{tick:%Y-%m}")[:3], size=_SIZE, role="faint")
            if tick.month == 1 or tick in _TURNS:
                sheet.text(x, 30, str(tick.year), size=_SIZE, bold=True)
    sheet.line([(_AT[1], _HEAD), (_AT[2], _HEAD)], width=4)


def _row(events: pd.DataFrame, theme: str) -> ThemeRow:
    """Lay out one theme: marks that would touch go below one another, names below them all."""
    inside = events[[theme in themes for themes in events["themes"]]]
    spots: dict[str, Spot] = {}
    ends: list[float] = []  # where the last mark of each level ends
    for name, event in inside.iterrows():
        left, right = _extent(event)
        level = next((n for n, end in enumerate(ends) if left - end > _STEP), len(ends))
        ends[level : level + 1] = [right]
        hollow = event["confidence"] != "documented"
        spots[str(name)] = Spot(left, right, 14 + level * _STEP, hollow)
    foot = 14 + len(ends) * _STEP
    first = inside[inside["themes"].str[0] == theme]  # an event is named in its first theme's row
    titles = {name: str(first.at[name, "title"]) for name in _LABELLED if name in first.index}
    labels = list(_labels(titles, spots, foot))
    depth = max((label.top + (len(label.lines) - 1) * _LEADING for label in labels), default=foot)
    return ThemeRow(spots, labels, depth + 10)


def _labels(titles: dict[str, str], spots: dict[str, Spot], foot: float) -> Iterator[Label]:
    """Place each name, from right to left, at the first height where it touches nothing."""
    taken: list[Box] = []
    waiting = sorted(titles, key=lambda name: spots[name].left)
    while waiting:
        name = waiting.pop()
        x = _stem(spots[name])
        lines = wrap(titles[name], _LABEL, _SIZE)
        wide = max(width_of(words, _SIZE) for words in lines) + 6
        free = [x - _stem(spots[other]) for other in waiting]  # the room to the left of the stem
        fits = x + wide <= _WIDTH
        sides: list[tuple[Anchor, float]] = [("start", x)] if fits else []
        sides += [("end", x - wide)] if wide + 4 < min(free, default=x - _AT[0] + 12) else []
        sides = sides or [("end", x - wide)]
        for step, side in product(range(_DEEPEST), sides):
            anchor, left = side
            top = foot + _LEADING - 4 + step * _LEADING / 2
            bottom = top + (len(lines) - 1) * _LEADING + 3
            boxes = [Box(left, top - 11, left + wide, bottom), Box(x - 1, foot, x + 1, bottom)]
            if not any(box.touches(other) for box in boxes for other in taken):
                break
        taken += boxes
        yield Label(name, x, top, lines, anchor)


def _stem(spot: Spot) -> float:
    """Return the x of the thin line that leads from a mark, or the start of a bar, to a name."""
    return spot.left if spot.right == spot.left else spot.left + 1


def _extent(event: pd.Series) -> tuple[float, float]:
    """Return the first and last x that the event's date can mean, or through which it lasts."""
    start = event["date"]
    unit = {"year": pd.DateOffset(years=1), "month": pd.DateOffset(months=1)}
    if event["precision"] in unit:
        return _x(start), _x(start + unit[event["precision"]])
    return _x(start), _x(pd.Timestamp(event["end"]) if event["end"] else start)


def _x(date: pd.Timestamp) -> float:
    return float(np.interp(date.value, [turn.value for turn in _TURNS], _AT))


def _date(events: pd.DataFrame, name: str) -> pd.Timestamp:
    return pd.Timestamp(str(events.at[name, "date"]))


def _theme(sheet: Sheet, theme: str, row: ThemeRow, top: float) -> None:
    role = settings().themes[theme].colour
    name = _NAMES.get(theme, theme)
    sheet.text(0, top + 18, f"{name[0].upper()}{name[1:]}", size=_SIZE, bold=True, role=role)
    for label in row.labels:
        start = top + row.spots[label.event].y
        foot = top + label.top + (len(label.lines) - 1) * _LEADING
        sheet.line([(label.x, start), (label.x, foot)], role="rule", width=0.8)
        for number, words in enumerate(label.lines):
            x = label.x + (4 if label.anchor == "start" else -4)
            y = top + label.top + number * _LEADING
            sheet.text(x, y, words, size=_SIZE, anchor=label.anchor)
    for spot in row.spots.values():
        y = top + spot.y
        if spot.right - spot.left > _SPECK:
            box = (spot.left, y - 2, spot.right - spot.left, 4)
            sheet.bar(box, role="paper" if spot.hollow else role, edge=role)
        else:
            shape, hollow = settings().themes[theme].shape, spot.hollow
            sheet.mark(spot.left, y, shape=shape, role=role, size=7, hollow=hollow)


def _table(events: pd.DataFrame) -> pd.DataFrame:
    themes: list[tuple[str, ...]] = list(events["themes"])
    dates = [spoken(date) for date in events["written_date"]]
    ends = [f" to {spoken(end)}" if end else "" for end in events["end"]]
    return pd.DataFrame(
        {
            "Date": [f"{date}{end}" for date, end in zip(dates, ends, strict=True)],
            "Event": list(events["title"]),
            "Themes": [", ".join(_NAMES.get(name, name) for name in row) for row in themes],
            "How sure": list(events["confidence"]),
        }
    )
