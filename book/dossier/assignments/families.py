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

__all__ = ["FAMILIES", "Drawn", "Family"]

Words = dict[str, Any]
Rows = dict[str, dict[str, Any]]


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
        f"{days} days, if the first day is day nought."
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
    names = dict(zip(_letters(chance, 5), ids, strict=True))
    told = {
        name: {
            "feedback": f"The table has it on {spoken(events[each]['written_date'])}. "
            "Give every row its day first, and sort the days.",
            "words": words,
        }
        for name, each in names.items()
    }
    return Drawn(
        {
            "stem": "Put these events in the order of the documents' dates, the earliest first.",
            "options": [
                {"id": name, "text": events[each]["title"]} for name, each in names.items()
            ],
        },
        {"key": list(names), "options": told},
    )


def before(chance: random.Random, pool: list[str], words: Words) -> Drawn:
    """Ask which events came before one; `pool` are ids of events that are dated to the day."""
    events = _dated(pool)
    ids = sorted(_distinct(chance, events, 6), key=lambda each: events[each]["date"])
    pivot = ids.pop(chance.randrange(2, 4))
    at = events[pivot]
    names = dict(zip(_letters(chance, 5), ids, strict=True))
    early = [name for name, each in names.items() if events[each]["date"] < at["date"]]
    told = {
        name: {
            "feedback": f"It is of {spoken(events[each]['written_date'])}, and the event in "
            f"question of {spoken(at['written_date'])}: it came "
            f"{'before' if name in early else 'after'}. A cause must come first; check that.",
            "words": words,
        }
        for name, each in names.items()
    }
    return Drawn(
        {
            "stem": f"Which of these came before *{at['title']}*?",
            "options": [
                {"id": name, "text": events[each]["title"]} for name, each in names.items()
            ],
        },
        {"key": early, "options": told},
    )


def delay(chance: random.Random, pool: list[str], words: Words) -> Drawn:
    """Ask for the years from words to their first printing; `pool` are ids of excerpts."""
    texts = _rows(tables.excerpts(), pool)
    name = chance.choice(sorted(texts))
    text = texts[name]
    said, printed = text["date"].year, text["published"].year
    years = printed - said
    count = f"The words are of {said} and were first printed in {printed}."
    options = [
        _value("exact", years, f"{count} A delay is time in which a text can change.", words)
    ]
    if years + 1 != 0:
        options.append(
            _value(
                "inclusive",
                years + 1,
                f"You counted both years. {count} Subtract, and say from what to what.",
                words,
            )
        )
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
    ids = _distinct(chance, texts, 4, by="published")
    first = min(ids, key=lambda each: texts[each]["published"])
    names = dict(zip(_letters(chance, 4), ids, strict=True))
    told = {
        name: {
            "feedback": f"These words could be read in print from "
            f"{texts[each]['published'].year} on. Ask of every text since when anybody could "
            "have quoted it.",
            "words": words,
        }
        for name, each in names.items()
    }
    return Drawn(
        {
            "stem": "Which of these texts was in print first?",
            "options": [{"id": name, "text": texts[each]["title"]} for name, each in names.items()],
        },
        {"key": next(name for name, each in names.items() if each == first), "options": told},
    )


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
    ids = chance.sample(sorted(works), 5)
    names = dict(zip(_letters(chance, 5), ids, strict=True))
    told = {
        name: {
            "feedback": f"It was {_KINDS[works[each]['kind']]}. Ask when a work was made and "
            "from what, before you ask what it says.",
            "words": words,
        }
        for name, each in names.items()
    }
    return Drawn(
        {
            "stem": "Of what kind is each of these works?",
            "options": [
                {
                    "id": name,
                    "text": _work(works[each]),
                }
                for name, each in names.items()
            ],
            "targets": [{"id": kind, "text": text} for kind, text in _KINDS.items()],
        },
        {"key": {name: works[each]["kind"] for name, each in names.items()}, "options": told},
    )


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
    return {name: row for name, row in rows.items() if row["precision"] == "day"}


def _distinct(chance: random.Random, rows: Rows, count: int, by: str = "date") -> list[str]:
    """Draw rows of which no two have the same date."""
    mixed = chance.sample(sorted(rows), len(rows))
    found = {rows[name][by]: name for name in mixed}
    return chance.sample(list(found.values()), count)


def _work(work: dict[str, Any]) -> str:
    author = work["author"]
    return f"{author}, {work['title']}" if isinstance(author, str) and author else work["title"]


def _letters(chance: random.Random, count: int) -> list[str]:
    """Draw names for options that say nothing."""
    return [f"o{number}" for number in chance.sample(range(100, 1000), count)]


def _months_of_thirty(start: pd.Timestamp, end: pd.Timestamp) -> int:
    months = (end.year - start.year) * 12 + end.month - start.month
    return int(months * 30 + end.day - start.day)


def _value(name: str, value: int, feedback: str, words: Words) -> dict[str, Any]:
    return {"id": name, "value": value, "feedback": feedback, "words": words}
