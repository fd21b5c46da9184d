"""Sketch map of the Georgian affair: three places, and how long a man and a telegram took."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sourcework import tables
from sourcework.dates import spoken
from sourcework.display import page_link
from sourcework.drawing import Sheet, wrap
from sourcework.figures import Figure, pick
from sourcework.quantities import quantity
from sourcework.settings import settings

__all__ = ["ways"]

Point = tuple[float, float]

_WIDTH = 380
_LEADING = 17
_MOSCOW, _GORKI, _TIFLIS = (64.0, 56.0), (108.0, 92.0), (170.0, 266.0)
_RAIL: tuple[Point, ...] = ((54, 150), (96, 194), (318, 208), (332, 254))
_MOUNTAINS: tuple[Point, ...] = (
    *((40, 250), (74, 218), (90, 236), (112, 212), (136, 238)),
    *((182, 210), (212, 238), (250, 214), (296, 246)),
)
_PLACES = (  # each with where its words begin, and what it was in the affair
    ("Moscow", _MOSCOW, (44, 17), "Lenin, the Politburo, Stalin’s office"),
    ("Gorki", _GORKI, (122, 97), "Lenin at times, ill or resting"),
    ("Tiflis", _TIFLIS, (60, 291), "the leaders of Georgia’s party, and Ordzhonikidze"),
)
_FIRST = 358  # y of the words of the first way
_ROW = 50
_DAY = 24


@dataclass(frozen=True)
class Way:
    """Way of a man or of news between two events; if not `whole`, a part of it was no journey."""

    what: str
    leaves: str
    arrives: str
    whole: bool = True


_WAYS = (
    Way("News of a death, by wire", "1924-01-21-lenin-dies", "1924-01-21-trotsky-at-tiflis"),
    Way("Trotsky, by rail", "1924-01-18-trotsky-leaves-moscow", "1924-01-21-trotsky-at-tiflis"),
    Way(
        "Rykov, by rail, to a talk with Lenin",
        "1922-12-01-rykov-leaves-tiflis",
        "1922-12-09-talk-with-rykov",
        whole=False,
    ),
)


def ways() -> Figure:
    """Draw the places of the affair, rail and wire between them, and the days of three ways."""
    table = _table()
    took = "; ".join(
        f"{way.what}, {row.Took}" for way, row in zip(_WAYS, table.itertuples(), strict=True)
    )
    return Figure(
        name="ways",
        title="Between Tiflis and Moscow, by rail and by wire",
        sheet=_draw(list(table["Took"])),
        alt=(
            "Gorki lies close to Moscow; Tiflis is far to the south, behind the mountains of the"
            f" Caucasus, which the railway goes round. {took}."
        ),
        caption=(
            "A sketch, not to scale. Each box is a day."
            " Of the broken ones we do not know which were spent in the train."
            " That the news came on the same day is Trotsky’s own account."
        ),
        table=table,
        elsewhere=page_link(settings().pages.timeline),
    )


def _draw(took: list[str]) -> Sheet:
    sheet = Sheet(_WIDTH, _FIRST + len(_WAYS) * _ROW - 16)
    sheet.line(_MOUNTAINS, role="rule", width=2)
    sheet.line((_MOSCOW, *_RAIL, _TIFLIS), role="blue", width=5)
    sheet.line((_MOSCOW, *_RAIL, _TIFLIS), role="paper", width=2, dashed=True)
    sheet.line((_MOSCOW, _TIFLIS), role="red", width=1.5, dashed=True)
    sheet.text(138, 162, "by wire", role="red", bold=True)
    sheet.text(258, 193, "by rail", role="blue", bold=True, anchor="end")
    sheet.text(40, 268, "Caucasus", role="faint")
    for name, (x, y), (left, top), what in _PLACES:
        sheet.mark(x, y, size=9 if name == "Gorki" else 13)
        sheet.text(left, top, name, bold=True)
        for row, words in enumerate(wrap(what, _WIDTH - left)):
            sheet.text(left, top + (row + 1) * _LEADING, words)
    for row, (way, days) in enumerate(zip(_WAYS, took, strict=True)):
        _way(sheet, way, days, _FIRST + row * _ROW)
    return sheet


def _way(sheet: Sheet, way: Way, took: str, top: float) -> None:
    """Set a box for each day of a way below its words, and how many there are beside the last."""
    sheet.text(0, top, f"{way.what}, {spoken(_day(way.arrives)[:7])}")
    days = _days(way)
    for day in range(days):
        box = (1 + day * _DAY, top + 8, _DAY - 4, 14)
        if way.whole:
            sheet.bar(box, role="blue")
        else:
            sheet.bar(box, role="paper", edge="blue", dashed=True)
    if not days:
        sheet.mark(9, top + 15, shape="diamond", role="red", size=12)
    sheet.text(days * _DAY + 6 if days else 24, top + 20, took, bold=True)


def _table() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "What": [way.what for way in _WAYS],
            "From": [_end(way.leaves) for way in _WAYS],
            "To": [_end(way.arrives) for way in _WAYS],
            "Took": [_took(way) for way in _WAYS],
        }
    )


def _took(way: Way) -> str:
    if not (days := _days(way)):
        return "the same day"
    return quantity(days, "days") if way.whole else f"{quantity(days, 'days')} at most"


def _end(event: str) -> str:
    row = pick(tables.events(), [event], "events.csv").iloc[0]
    return f"{row['place']}, {spoken(row['written_date'])}"


def _days(way: Way) -> int:
    return (pd.Timestamp(_day(way.arrives)) - pd.Timestamp(_day(way.leaves))).days


def _day(event: str) -> str:
    return str(pick(tables.events(), [event], "events.csv").iloc[0]["written_date"])
