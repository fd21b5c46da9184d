"""The time line: events by theme, person and period, with the phases of a life behind them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import pandas as pd

from .. import tables
from ..dates import first_day, last_day, spoken
from ..display import in_book
from ..listings import chronology
from ..settings import Phase, settings
from ..typography import typeset
from .widget_base import PageWidget, module, source_links, style

__all__ = ["TimeLine", "days_between"]

_LATER = "later"


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
    _css = style("timeline", "band")

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
        return chronology(settings().timeline.caption).html()


def _strings(work: object) -> set[str]:
    return {each for each in work if isinstance(each, str)} if isinstance(work, list) else set()


def _within(date: str, period: object) -> bool:
    periods = settings().timeline.periods
    if period == _LATER and periods:
        return date[:4] > _last_year()
    return period not in periods or date.startswith(str(period))


def _last_year() -> str:
    """Return the last year that a period is in; what happened after it is later."""
    return max(period[:4] for period in settings().timeline.periods)


def _data() -> dict[str, Any]:
    events, book = tables.events(), settings()
    people = tables.people()["name"]
    used = {person for row in events["people"] for person in row}
    periods = {period: spoken(period) for period in book.timeline.periods}
    if periods:
        periods[_LATER] = f"after {_last_year()}"
    return {
        "title": "The time line",
        "themes": {name: theme.name for name, theme in book.themes.items()},
        "colours": {name: theme.colour for name, theme in book.themes.items()},
        "people": {name: people[name] for name in people.index if name in used},
        "periods": periods,
        "last": _last_year() if periods else "",
        "stretches": _stretches(),
        "of": book.timeline.phases.of if book.timeline.phases else "",
        "events": list(_rows(events)),
    }


def _stretches() -> list[dict[str, Any]]:
    book = settings().timeline
    named = [(each.words, each.first, each.last) for each in book.stretches] or [
        (spoken(period), period, period) for period in book.periods
    ]
    return [
        {"words": words, "span": [first_day(first).isoformat(), last_day(last).isoformat()]}
        for words, first, last in named
    ]


def _rows(events: pd.DataFrame) -> Iterable[dict[str, Any]]:
    phases, phase = settings().timeline.phases, Phase()
    for name, row in events.iterrows():
        phase = phases.since.get(str(name), phase) if phases else phase
        date, end = row["written_date"], row["end"]
        yield {
            "id": str(name),
            "date": date,
            "when": f"{spoken(date)} to {spoken(end)}" if end else spoken(date),
            "span": [row["date"].date().isoformat(), last_day(end or date).isoformat()],
            "precision": row["precision"],
            "title": row["title"],
            "what": "" if in_book() else row["description"],  # a page has it in the table
            "people": list(row["people"]),
            "themes": list(row["themes"]),
            "confidence": row["confidence"],
            "phase": phase.words,
            "line": phase.line,
            "sources": [] if in_book() else source_links(row["sources"]),
        }
