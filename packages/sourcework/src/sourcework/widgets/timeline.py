"""The time line: events by theme, person and period, with Lenin's illness behind them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import pandas as pd

from .. import tables
from ..dates import last_day, spoken
from ..listings import chronology
from ..typography import typeset
from .base import PageWidget, module, source_links, style

__all__ = ["TimeLine", "days_between"]

_THEMES = {
    "health": "Lenin’s health",
    "testament": "the Testament",
    "poison": "poison",
    "georgia": "Georgia",
    "eavesdropping": "eavesdropping",
    "succession": "the succession",
    "oath": "the oath",
    "document": "the texts",
}
_PERIODS = ("1921", "1922", "1923", "1924", "1922-12", "1923-01", "1923-03")
# What Lenin could do from each of these events on.
_PHASES = {
    "1922-05-27-first-stroke": "after the first stroke",
    "1922-12-16-new-strokes": "ill, but dictating",
    "1923-03-10-third-stroke": "without speech",
    "1924-01-21-lenin-dies": "",
}


def days_between(one: tuple[str, str], other: tuple[str, str]) -> tuple[int, int]:
    """Return the least and the most days from one date to a later one.

    Parameters
    ----------
    one, other
        The first and the last ISO day that a date can mean. Both results are the same if both
        dates are precise to the day.
    """
    (start, end), (next_start, next_end) = (map(pd.Timestamp, span) for span in (one, other))
    return max((next_start - end).days, 0), (next_end - start).days


class TimeLine(PageWidget):
    """The reader chooses what to see of the events, and pins some to count the days between them.

    Attributes
    ----------
    value
        One row per event that is shown, in order of date: `event` (id of `events.csv`), `date`
        (partial ISO), `precision`, `title`, `themes` (separated by "; "), `confidence`, `pinned`.
    """

    _esm = module("timeline")
    _css = style("timeline")

    def __init__(self) -> None:
        super().__init__(key="people/timeline", data=typeset(_data()))

    @property
    def pinned(self) -> pd.DataFrame:
        """The pinned events in order of date, and the days since the one before.

        Columns: `event`, `date`, `least` and `most` days (NA for the first).
        """
        pinned = _strings(self.work.get("pinned"))
        events = [event for event in self.data["events"] if event["id"] in pinned]
        gaps: list[tuple[int | None, int | None]] = [(None, None)]
        for one, other in pairwise(events):
            gaps.append(days_between(tuple(one["span"]), tuple(other["span"])))
        frame = pd.DataFrame(
            [
                {"event": event["id"], "date": event["date"], "least": least, "most": most}
                for event, (least, most) in zip(events, gaps, strict=False)
            ],
            columns=["event", "date", "least", "most"],
        )
        return frame.astype({"least": "Int64", "most": "Int64"})

    def frame(self) -> pd.DataFrame:
        """Return the events that the filters let through."""
        hidden, pinned = _strings(self.work.get("hidden")), _strings(self.work.get("pinned"))
        person, period = self.work.get("person"), self.work.get("period")
        rows = [
            {
                "event": event["id"],
                "date": event["date"],
                "precision": event["precision"],
                "title": event["title"],
                "themes": "; ".join(event["themes"]),
                "confidence": event["confidence"],
                "pinned": event["id"] in pinned,
            }
            for event in self.data["events"]
            if not set(event["themes"]) <= hidden
            and (str(person) not in self.data["people"] or person in event["people"])
            and _within(event["date"], period)
        ]
        columns = ["event", "date", "precision", "title", "themes", "confidence", "pinned"]
        return pd.DataFrame(rows, columns=columns).astype({"pinned": "bool"})

    def fallback(self) -> str:
        """Return all events as a table."""
        return chronology("All events, from 1921 to the page of 2016").html()


def _strings(work: object) -> set[str]:
    return {each for each in work if isinstance(each, str)} if isinstance(work, list) else set()


def _within(date: str, period: object) -> bool:
    if period == "later":
        return date[:4] > "1924"
    return period not in _PERIODS or date.startswith(str(period))


def _data() -> dict[str, Any]:
    events = tables.events()
    people = tables.people()["name"]
    used = {person for row in events["people"] for person in row}
    return {
        "title": "The time line",
        "themes": _THEMES,
        "people": {name: people[name] for name in people.index if name in used},
        "periods": {period: spoken(period) for period in _PERIODS} | {"later": "after 1924"},
        "events": list(_rows(events)),
    }


def _rows(events: pd.DataFrame) -> Iterable[dict[str, Any]]:
    phase = ""
    for name, row in events.iterrows():
        phase = _PHASES.get(str(name), phase)
        date, end = row["written_date"], row["end"]
        yield {
            "id": str(name),
            "date": date,
            "when": f"{spoken(date)} to {spoken(end)}" if end else spoken(date),
            "span": [row["date"].date().isoformat(), last_day(end or date).isoformat()],
            "precision": row["precision"],
            "title": row["title"],
            "what": row["description"],
            "people": list(row["people"]),
            "themes": list(row["themes"]),
            "confidence": row["confidence"],
            "phase": phase,
            "sources": source_links(row["sources"]),
        }
