"""Families of questions: each draws one question with its key and feedback from the tables.

A family is named in `keys.yml`, beside the key of the question that its own replaces in a variant:
`variant: {family: interval, from: [ids of events]}`. What it draws depends on the seed alone.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from .. import tables
from ..dates import spoken
from ..quantities import quantity

__all__ = ["FAMILIES", "Drawn", "Family"]

Words = dict[str, Any]
Row = dict[str, Any]
Rows = dict[str, Row]
_A_YEAR = ("day", "month", "year")  # precisions that say in which year something was


@dataclass(frozen=True)
class Drawn:
    """What a family draws: the fields of a question that it replaces, and those of its key."""

    question: dict[str, Any]
    key: dict[str, Any]


Family = Callable[[random.Random, list[str], Words], Drawn]


def interval(chance: random.Random, pool: list[str], words: Words) -> Drawn:
    """Ask for the days between two events; `pool` are ids of events that are dated to the day."""
    events = _dated(pool)
    first, last = sorted(_distinct(chance, events, 2), key=lambda each: events[each]["date"])
    one, other = events[first], events[last]
    days = (other["date"] - one["date"]).days
    months = _months_of_thirty(one["date"], other["date"])
    count = (
        f"From {spoken(one['written_date'])} to {spoken(other['written_date'])} it is "
        f"{quantity(days, 'days')}, if the first day is day nought."
    )
    options = [
        _value("exact", days, f"{count} Do this before you believe a word like *soon*.", words),
        _value(
            "inclusive",
            days + 1,
            "You counted both the first day and the last, which is right for days of a visit. "
            f"{count} Say which you mean when you give an interval.",
            words,
        ),
    ]
    if months not in (days, days + 1):
        options.append(
            _value(
                "thirty",
                months,
                f"Months of thirty days come near. {count} Take the calendar, month by month.",
                words,
            )
        )
    return Drawn(
        {
            "stem": f"By the table of events, how many days after *{one['title']}* comes "
            f"*{other['title']}*? The next day would be 1.",
            "unit": "days",
        },
        {
            "key": "exact",
            "options": options,
            "otherwise": {
                "feedback": f"A number asks for two dates, so find both rows first. {count} "
                "Write both dates down before you subtract.",
                "words": words,
            },
        },
    )


def sequence(chance: random.Random, pool: list[str], words: Words) -> Drawn:
    """Ask for five events in order; `pool` are ids of events that are dated to the day."""
    events = _dated(pool)
    ids = sorted(_distinct(chance, events, 5), key=lambda each: events[each]["date"])

    def feedback(event: Row) -> str:
        return (
            f"The table has it on {spoken(event['written_date'])}. "
            "Give every row its day first, and sort the days."
        )

    rows = [events[each] for each in ids]
    question, key = _options(chance, rows, lambda event: event["title"], feedback, words)
    stem = "Put these events in the order of the documents' dates, the earliest first."
    return Drawn({"stem": stem, **question}, {"key": list(key["options"]), **key})


def before(chance: random.Random, pool: list[str], words: Words) -> Drawn:
    """Ask which events came before one; `pool` are ids of events that are dated to the day."""
    events = _dated(pool)
    ids = sorted(_distinct(chance, events, 6), key=lambda each: events[each]["date"])
    early = chance.randrange(2, 4)
    at = events[ids.pop(early)]

    def feedback(event: Row) -> str:
        return (
            f"It is of {spoken(event['written_date'])}, and the event in question of "
            f"{spoken(at['written_date'])}: it came "
            f"{'before' if event['date'] < at['date'] else 'after'}. "
            "A cause must come first; check that."
        )

    rows = [events[each] for each in ids]
    question, key = _options(chance, rows, lambda event: event["title"], feedback, words)
    stem = f"Which of these came before *{at['title']}*?"
    return Drawn({"stem": stem, **question}, {"key": list(key["options"])[:early], **key})


def delay(chance: random.Random, pool: list[str], words: Words) -> Drawn:
    """Ask for the years from words to print; `pool` are ids of excerpts with both years known."""
    texts = {
        name: text
        for name, text in _rows(tables.excerpts(), pool).items()
        if text["precision"] in _A_YEAR and text["published_precision"] in _A_YEAR
    }
    text = texts[chance.choice(sorted(texts))]
    said, printed = text["date"].year, text["published"].year
    years = printed - said
    count = f"By the record the words are of {said} and were first printed in {printed}."
    options = [
        _value("exact", years, f"{count} A delay is time in which a text can change.", words),
        _value(
            "inclusive",
            years + 1,
            f"You counted both years. {count} Subtract, and say from what to what.",
            words,
        ),
    ]
    return Drawn(
        {
            "stem": f"Take the excerpt *{text['title']}*. By its record, how many years lie "
            "between the year of the words and the year of their first printing?",
            "unit": "years",
        },
        {
            "key": "exact",
            "options": options,
            "otherwise": {
                "feedback": f"Both years stand in *How do we know?* below the excerpt. {count} "
                "Look for the first printing, not for the last.",
                "words": words,
            },
        },
    )


def earliest(chance: random.Random, pool: list[str], words: Words) -> Drawn:
    """Ask which of four texts was in print first; `pool` are ids of excerpts."""
    texts = _rows(tables.excerpts(), pool)
    for text in texts.values():
        text["year"] = text["published"].year  # of some no more is known
    ids = sorted(_distinct(chance, texts, 4, by="year"), key=lambda each: texts[each]["year"])

    def feedback(text: Row) -> str:
        return (
            f"By its record it was first printed in {text['year']}. "
            "Ask of every text since when anybody could have quoted it."
        )

    rows = [texts[each] for each in ids]
    question, key = _options(chance, rows, lambda text: text["title"], feedback, words)
    stem = "By the records of the excerpts, which of these texts was in print first?"
    return Drawn({"stem": stem, **question}, {"key": next(iter(key["options"])), **key})


_KINDS = {
    "contemporary": "written at the time",
    "retrospective": "written later, by somebody who was there",
    "scholarship": "written later, by historians from sources",
    "tertiary": "put together from what others had written",
}


def kinds(chance: random.Random, pool: list[str], words: Words) -> Drawn:
    """Ask of what kind five works are; `pool` are keys of sources."""
    works = {
        key: work for key, work in _rows(tables.sources(), pool).items() if work["kind"] in _KINDS
    }
    rows = [works[each] for each in chance.sample(sorted(works), 5)]

    def feedback(work: Row) -> str:
        return (
            f"It was {_KINDS[work['kind']]}. "
            "Ask when a work was made and from what, before you ask what it says."
        )

    question, key = _options(chance, rows, _work, feedback, words)
    targets = [{"id": kind, "text": text} for kind, text in _KINDS.items()]
    belongs = dict(zip(key["options"], (work["kind"] for work in rows), strict=True))
    stem = "Of what kind is each of these works?"
    return Drawn({"stem": stem, "targets": targets, **question}, {"key": belongs, **key})


FAMILIES: dict[str, tuple[str, Family]] = {
    "interval": ("number", interval),
    "sequence": ("order", sequence),
    "before": ("choices", before),
    "delay": ("number", delay),
    "earliest": ("choice", earliest),
    "kinds": ("match", kinds),
}


def _rows(table: pd.DataFrame, pool: list[str]) -> Rows:
    return {str(name): dict(row) for name, row in table.loc[pool].iterrows()}


def _dated(pool: list[str]) -> Rows:
    rows = _rows(tables.events(), pool)
    return {
        name: row
        for name, row in rows.items()
        if row["precision"] == "day" and row["basis"] not in tables.LACKING
    }


def _distinct(chance: random.Random, rows: Rows, count: int, by: str = "date") -> list[str]:
    """Draw rows of which no two have the same date."""
    mixed = chance.sample(sorted(rows), len(rows))
    found = {rows[name][by]: name for name in mixed}
    return chance.sample(list(found.values()), count)


def _work(work: dict[str, Any]) -> str:
    author = work["author"]
    return f"{author}, {work['title']}" if isinstance(author, str) and author else work["title"]


def _options(
    chance: random.Random,
    rows: list[Row],
    text: Callable[[Row], str],
    feedback: Callable[[Row], str],
    words: Words,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the options of a question and of its key, under names that say nothing."""
    names = [f"o{number}" for number in chance.sample(range(100, 1000), len(rows))]
    named = list(zip(names, rows, strict=True))
    asked = [{"id": name, "text": text(row)} for name, row in named]
    told = {name: {"feedback": feedback(row), "words": words} for name, row in named}
    return {"options": asked}, {"options": told}


def _months_of_thirty(start: pd.Timestamp, end: pd.Timestamp) -> int:
    months = (end.year - start.year) * 12 + end.month - start.month
    return int(months * 30 + end.day - start.day)


def _value(name: str, value: int, feedback: str, words: Words) -> dict[str, Any]:
    return {"id": name, "value": value, "feedback": feedback, "words": words}
