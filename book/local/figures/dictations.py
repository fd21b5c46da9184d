"""The days of the dictations, hour by hour as far as the secretaries' journal gives hours."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sourcework import tables
from sourcework.dates import spoken
from sourcework.drawing import Anchor, Sheet, wrap
from sourcework.figures import Figure, pick
from sourcework.quantities import in_words

__all__ = ["dictations"]

_EVENTS = (
    "1922-12-23-krupskaya-complains",
    "1922-12-23-first-dictation",
    "1922-12-24-two-leaders",
    "1922-12-25-bukharin-pyatakov",
    "1922-12-26-enlarging-committee",
    "1922-12-27-planning-office",
    "1922-12-29-december-additions",
    "1922-12-29-fotieva-to-kamenev",
    "1922-12-30-nationalities-notes",
    "1922-12-31-nationalities-notes-end",
    "1923-01-04-postscript",
)
_WIDTH = 380
_HEAD = 40
_LEFT, _RIGHT = 78, 372  # x of the first and the last hour of a day
_ROW = 28
_EMPTY = 20
_LEADING = 17
_UNKNOWN = "no hour known to us"


@dataclass(frozen=True)
class Dictated:
    """Event of a day: its title, whether it is a dictation, and the hours if any are known."""

    title: str
    dictated: bool
    hours: tuple[float, float] | None
    words: str


def dictations() -> Figure:
    """Draw each day from the first dictation to the postscript, and the hours that are known."""
    days = tables.journal()
    by_day = _by_day(days)
    noted = days[days["entry"] == "yes"]
    known = days[days["hour"] != ""]
    first, last = spoken(str(days.index[0])), spoken(str(days.index[-1]))
    told = "; ".join(f"{spoken(str(day))}, {row['hour']}" for day, row in known.iterrows())
    return Figure(
        name="dictations",
        title=f"From {first} to {last}: which hours do we know?",
        sheet=_draw(days, by_day),
        alt=(
            f"Of {len(days)} days the secretaries' journal, as printed, has an entry on"
            f" {in_words(len(noted))}, and an hour on {in_words(len(known))}: {told}."
        ),
        caption=(
            "Each row is a day from midnight to midnight. Solid: the hours that the journal names."
            " Broken: a day is given, and no hour."
            " A square: the journal has an entry."
        ),
        table=_table(days, by_day),
    )


def _by_day(days: pd.DataFrame) -> dict[str, list[Dictated]]:
    events = pick(tables.events(), _EVENTS, "events.csv")
    hours = days[days["event"] != ""].set_index("event").to_dict("index")
    found: dict[str, list[Dictated]] = {str(day): [] for day in days.index}
    for name, event in events.iterrows():
        known = hours.get(name)
        of_day = Dictated(
            title=event["title"],
            dictated="lenin" in event["people"],
            hours=None if known is None else (_hour(known["begins"]), _hour(known["ends"])),
            words=_UNKNOWN if known is None else known["hour"],
        )
        for day in pd.date_range(event["date"], event["end"] or event["date"]):
            found[f"{day:%Y-%m-%d}"].append(of_day)
    return found


def _hour(clock: str) -> float:
    hours, minutes = clock.split(":")
    return int(hours) + int(minutes) / 60


def _draw(days: pd.DataFrame, by_day: dict[str, list[Dictated]]) -> Sheet:
    heights = [sum(map(_height, events)) or _EMPTY for events in by_day.values()]
    end = _HEAD + sum(heights)
    sheet = Sheet(_WIDTH, end + 4)
    for hour in range(0, 25, 6):
        sheet.text(_x(hour), 16, f"{hour}", anchor="middle", role="faint")
        sheet.line([(_x(hour), 22), (_x(hour), 30)], role="rule")
    sheet.text(0, 16, "hour", role="faint")
    top = float(_HEAD)
    for (day, events), entry, height in zip(by_day.items(), days["entry"], heights, strict=True):
        date = pd.Timestamp(day)
        if entry == "yes":
            sheet.mark(6, top + 9, shape="square", size=9)
        role = "ink" if events else "faint"
        sheet.text(18, top + 14, f"{date.day_name()[:3]} {date.day}", role=role)
        y = top
        for event in events:
            _event(sheet, event, y)
            y += _height(event)
        top += height
    return sheet


def _event(sheet: Sheet, event: Dictated, top: float) -> None:
    """Set an event's words on the whole day, broken, or before its hours, filled."""
    role = "red" if event.dictated else "blue"
    height = _height(event) - 6
    anchor: Anchor
    if event.hours:
        begins, ends = map(_x, event.hours)
        sheet.bar((begins, top, max(ends - begins, 4), height), role=role)
        at, anchor = begins - 6, "end"
    else:
        sheet.bar((_LEFT, top, _RIGHT - _LEFT, height), role="paper", edge=role, dashed=True)
        at, anchor = (_LEFT + _RIGHT) / 2, "middle"
    for row, words in enumerate(_lines(event)):
        y = top + 16 + row * _LEADING
        sheet.text(at, y, words, anchor=anchor, bold=event.dictated)


def _lines(event: Dictated) -> list[str]:
    right = _x(event.hours[0]) if event.hours else _RIGHT
    return wrap(event.title, right - _LEFT - 12, bold=event.dictated)


def _height(event: Dictated) -> float:
    return _ROW + (len(_lines(event)) - 1) * _LEADING


def _x(hour: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * hour / 24


def _table(days: pd.DataFrame, by_day: dict[str, list[Dictated]]) -> pd.DataFrame:
    rows = [
        (spoken(day), event.title, event.words, days.at[day, "entry"])
        for day, events in by_day.items()
        for event in events or [Dictated("—", dictated=False, hours=None, words="—")]
    ]
    return pd.DataFrame(rows, columns=["Day", "What", "Hour", "Entry in the journal"])
