"""March 1923 day by day, with the page's own dating beside that of the documents."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from sourcework import tables
from sourcework.dates import spoken
from sourcework.drawing import Sheet, wrap
from sourcework.errors import DataError
from sourcework.excerpts import load_excerpts
from sourcework.figures import Figure, pick
from sourcework.paths import DATA
from sourcework.typography import within

__all__ = ["march_1923"]

_FIRST, _LAST = pd.Timestamp("1923-03-01"), pd.Timestamp("1923-03-31")
_WIDTH = 380
_GUTTER = 4  # x of the first of the lines that lead from the page's dating to the documents'
_LANE = 102  # x of the marks
_WORDS = 116  # x of the words
_HEAD = 184  # y of the first day
_ROW = 20
_LEADING = 17


@dataclass(frozen=True)
class Placing:
    """Where the page puts an event: its words, in which excerpt, and what the documents have."""

    excerpt: str
    words: str
    event: str
    says: str


@dataclass(frozen=True)
class DayEvent:
    """One event of a day as it is written: its id, its lines, whether it belongs to the story."""

    event: str
    lines: list[str]
    turns: bool


# In the order of the page. The words are looked up in the excerpts, so they cannot be misquoted.
_PLACINGS = (
    Placing("poison/question", "A mere month before", "1923-03-17-poison-request", "Lenin asks"),
    Placing(
        "poison/narrator",
        "In February 1923",
        "1923-03-21-stalin-memo",
        "Stalin tells the Politburo",
    ),
    Placing(
        "poison/question",
        "Several days after",
        "1923-03-05-letter-stalin",
        "Lenin breaks with Stalin",
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
    order = "; ".join(
        f"{spoken(str(row.written_date))}, {within(str(row.title))}" for row in turning.itertuples()
    )
    alt = (
        f"The documents have this order: {order}. "
        f"For request and report the page names {_month()} alone, "
        "and it has the break after the request."
    )
    return Figure(
        name="days",
        title=title,
        sheet=_draw(events),
        alt=alt,
        caption=(
            "Hollow marks at the top: the page's account, with its own words for the time. "
            "Broken lines lead from there to the day that the documents give. "
            "The heavy marks are the story of the poison; the light ones are what else happened."
        ),
        table=_table(events),
    )


def _draw(events: pd.DataFrame) -> Sheet:
    rows = {day: _entries(events, day) for day in pd.date_range(_FIRST, _LAST)}
    tops: dict[pd.Timestamp, float] = {}
    end = _HEAD
    for day, entries in rows.items():
        tops[day] = end
        end += max(_ROW, sum(len(entry.lines) for entry in entries) * _LEADING + 5)
    sheet = Sheet(_WIDTH, end + 4)
    sheet.bar((38, 2, _WIDTH - 38, 148), role="wash")
    sheet.text(44, 22, f"The page, which names {_month()}", bold=True)
    sheet.text(44, _HEAD - 8, "The documents: March 1923", bold=True)
    at: dict[str, float] = {}
    for day, entries in rows.items():
        _day(sheet, day, tops[day], bool(entries))
        y = tops[day]
        for entry in entries:
            at[entry.event] = y
            shape, size = ("cross", 11) if entry.turns else ("circle", 6)
            role = "violet" if entry.turns else "faint"
            sheet.mark(_LANE, y + 10, shape=shape, role=role, size=size)
            for words in entry.lines:
                sheet.text(_WORDS, y + 15, words, bold=entry.turns)
                y += _LEADING
    for number, placing in enumerate(_PLACINGS):
        _place(sheet, placing, number, at[placing.event] + 10)
    return sheet


def _day(sheet: Sheet, day: pd.Timestamp, top: float, busy: bool) -> None:
    role = "ink" if busy else "faint"
    sheet.text(90, top + 15, f"{day.day_name()[:3]} {day.day}", anchor="end", role=role)
    if not busy:
        sheet.line([(_LANE - 4, top + 10), (_LANE + 4, top + 10)], role="rule")


def _place(sheet: Sheet, placing: Placing, number: int, below: float) -> None:
    """Set the page's mark, and lead a broken line from it to the day of the documents."""
    top = 46 + number * 38
    lane = _GUTTER + number * 9
    path = [(44, top), (lane, top), (lane, below), (32, below)]
    sheet.line(path, role="violet", dashed=True, width=1.3)
    sheet.mark(34, below, shape="arrow", role="violet", size=5)
    sheet.mark(52, top, shape="cross", role="violet", size=11, hollow=True)
    sheet.text(68, top + 5, placing.says, bold=True)
    sheet.text(68, top + 21, f"“{placing.words} …”", role="faint")


def _entries(events: pd.DataFrame, day: pd.Timestamp) -> list[DayEvent]:
    width = _WIDTH - _WORDS
    entries = [
        DayEvent(str(name), wrap(row["title"], width, bold=_turns(row)), _turns(row))
        for name, row in events[events["date"] == day].iterrows()
    ]
    return sorted(entries, key=lambda entry: not entry.turns)


def _turns(row: pd.Series) -> bool:
    return "poison" in row["themes"]


def _table(events: pd.DataFrame) -> pd.DataFrame:
    placed = {placing.event: placing for placing in _PLACINGS}
    return pd.DataFrame(
        {
            "Day": [spoken(date) for date in events["written_date"]],
            "What the documents have": list(events["title"]),
            "What the page has": [
                f"{placed[name].says}: “{placed[name].words} …”" if name in placed else "—"
                for name in events.index
            ],
        }
    )


def _month() -> str:
    """Return the month that the page names for the request: its words, not ours."""
    found = re.search(r"\bIn ([A-Z][a-z]+ \d{4}),", load_excerpts()["poison/narrator"].reading)
    if not found:
        raise DataError(
            DATA / "excerpts.yml",
            'excerpt "poison/narrator"',
            "names no month",
            "redraw the figure",
        )
    return found[1]


def _check_words() -> None:
    for placing in _PLACINGS:
        if placing.words not in load_excerpts()[placing.excerpt].reading:
            raise DataError(
                DATA / "excerpts.yml",
                f'excerpt "{placing.excerpt}"',
                f"the words “{placing.words}” are not in it",
                "redraw the figure",
            )
