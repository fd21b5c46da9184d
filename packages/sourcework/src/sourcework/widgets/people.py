"""The people: who could still be asked in any year, and whom the reader calls as a witness."""

from __future__ import annotations

from typing import Any

import pandas as pd

from .. import tables
from ..chapters import known
from ..excerpts import Excerpt, load_excerpts
from ..listings import LATER, people_table
from ..settings import settings
from ..typography import typeset
from .widget_base import PageWidget, module, source_links, style

__all__ = ["People", "alive"]

_FATES = {  # words for manners of death; one that is not here is called as its table calls it
    "shot": "shot",
    "suicide": "suicide",
    "murdered": "murdered",
    "natural": "a natural death",
    "unknown": "not known to us",
}
_COLUMNS = ["person", "name", "alive", "marked", "trust"]


def alive(died: str, year: int) -> str:
    """Say whether somebody could be asked in a year.

    Parameters
    ----------
    died
        Date of death as partial ISO (`1936`, `1936-08-25`); empty if it is not known to us.
    year
        A calendar year.

    Returns
    -------
    str
        `yes`, `no`, `that year` (the year of death) or `unknown`.
    """
    if not died:
        return "unknown"
    last = int(died[:4])
    return "yes" if year < last else "that year" if year == last else "no"


class People(PageWidget):
    """The reader moves through the years, filters the people and calls witnesses.

    Attributes
    ----------
    value
        One row per person whom the filters let through: `person` (id of `people.csv`), `name`,
        `alive` (in the reader's year: yes, no, that year, unknown), `marked` (called as a
        witness), `trust` (a word of the scale of reliability; empty where none is given).
    """

    _esm = module("people")
    _css = style("people", "lives")

    def __init__(self) -> None:
        super().__init__(key="people/people", data=typeset(_data()))

    @property
    def year(self) -> int:
        """The year that the reader looks at."""
        year, first, last = self.work.get("year"), self.data["first"], self.data["last"]
        start: int = self.data["start"]
        return year if type(year) is int and first <= year <= last else start

    def frame(self) -> pd.DataFrame:
        """Return the people whom the filters let through, as the reader's year finds them."""
        called = self.work.get("called")
        called = called if isinstance(called, dict) else {}
        rows = [
            {
                "person": person["id"],
                "name": person["name"],
                "alive": alive(person["died"], self.year),
                "marked": person["id"] in called,
                "trust": self._word(called.get(person["id"])),
            }
            for person in self.data["people"]
            if self._lets_through(person)
        ]
        return pd.DataFrame(rows, columns=_COLUMNS).astype({"marked": "bool"})

    def fallback(self) -> str:
        """Return those who took part as a table."""
        took_part = [person["id"] for person in self.data["people"]]
        return people_table("Those who took part, and those who bore witness", *took_part).html()

    def _lets_through(self, person: dict[str, Any]) -> bool:
        chapter, fate = self.work.get("chapter"), self.work.get("fate")
        return (str(chapter) not in self.data["chapters"] or chapter in person["chapters"]) and (
            str(fate) not in self.data["fates"] or fate == person["fate"]
        )

    def _word(self, step: object) -> str:
        words: list[str] = self.data["words"]
        return words[step - 1] if type(step) is int and 1 <= step <= len(words) else ""


def _years() -> tuple[int, int, int]:
    """Return the first and last year to look at, and the one shown at first.

    Where the settings name none, the first is that of the first event, and the last that in which
    the last of the people died.
    """
    told, events, died = settings().people, tables.events()["date"], tables.people()["died"]
    begin = int(events.min().year) if len(events) else 1900
    end = max((int(year[:4]) for year in died if year), default=begin + 1)
    first, last = told.years or (begin, max(end, begin + 1))
    return first, last, first if told.start is None else told.start


def _data() -> dict[str, Any]:
    first, last, start = _years()
    people, scales = tables.people(), tables.scales()
    words = scales[scales["kind"] == "reliability"].sort_values("step")["word"]
    return {
        "title": "The people: whom could one still ask?",
        "first": first,
        "last": last,
        "start": start,
        "chapters": {each.name: each.phrase for each in known().values() if each.main},
        "fates": _fates(people),
        "words": list(words),
        "texts": _texts(first, last),
        "people": [
            _person(str(name), row) for name, row in people.iterrows() if row["fate"] != LATER
        ],
    }


def _fates(people: pd.DataFrame) -> dict[str, str]:
    """Return the manners of death that there are, by the values of the table."""
    there = [str(fate) for fate in dict.fromkeys(people["fate"]) if fate and fate != LATER]
    known = [fate for fate in _FATES if fate in there]
    return {fate: _FATES.get(fate, fate) for fate in dict.fromkeys((*known, *there))}


def _texts(first: int, last: int) -> list[dict[str, Any]]:
    """Return the printings by which the book's excerpts first came out, as the events name them."""
    events = tables.events()
    printed = events[events["written_date"].isin([e.published.date for e in _excerpts()])]
    return [
        {"year": row["date"].year, "title": row["title"]}
        for _, row in printed.iterrows()
        if first <= row["date"].year <= last
    ]


def _excerpts() -> list[Excerpt]:
    return [one for one in load_excerpts().values() if one.voice != "narrator"]


def _person(name: str, row: pd.Series) -> dict[str, Any]:
    events = tables.events()
    themes = {theme for _, e in events.iterrows() if name in e["people"] for theme in e["themes"]}
    return {
        "id": name,
        "name": row["name"],
        "born": row["born"],
        "died": row["died"],
        "role": row["role"],
        "fate": row["fate"],
        "end": row["fate_detail"],
        "witness": row["as_source"],
        "chapters": [each.name for each in known().values() if each.main and each.name in themes],
        "sources": source_links(row["sources"]),
    }
