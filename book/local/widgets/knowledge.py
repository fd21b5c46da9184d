"""Knowledge widget: who had what from whom, and a remembered order against dated papers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from sourcework import tables
from sourcework.dates import spoken
from sourcework.display import cite
from sourcework.excerpts import load_excerpts
from sourcework.listings import Listing
from sourcework.typography import typeset
from sourcework.widgets.summary import SummaryTable, WidgetSummary, is_ordered
from sourcework.widgets.widget_base import PageWidget, module, source_links, style

from .sequence import in_order

_HERE = Path(__file__).resolve().parent
__all__ = ["Knowledge", "lost_without"]


def lost_without(struck: str, informants: Mapping[str, str]) -> set[str]:
    """Return who falls silent without one person's word: that one and all who had it from there.

    Parameters
    ----------
    struck
        The id of the person whose word is struck out.
    informants
        For each id the id of the one it was had from; empty where there is none. A chain that
        leads back to itself is followed once.
    """
    lost = {struck} if struck in informants else set()
    while more := {name for name, informant in informants.items() if informant in lost} - lost:
        lost |= more
    return lost


class Knowledge(PageWidget):
    """The reader cuts and ties strings from teller to hearer, lays four events in order, compares.

    Attributes
    ----------
    value
        One row per person: `person` (id of `knowledge.csv`), `name`, `reader` (the informant that
        the reader chose, empty if none), `papers` (the informant that the papers show, empty until
        the reader has seen them), `learned` and `told` (partial ISO dates; `learned` is empty
        until then), `left` (whether anything is left without the word that is struck out).
    """

    _esm = module("knowledge", _HERE)
    _css = style("form_switch", "strings", "knowledge", folder=_HERE)

    def __init__(self) -> None:
        super().__init__(key="poison/knowledge", data=typeset(_data()))

    def order(self) -> pd.DataFrame:
        """Return the four events in the reader's order.

        Columns: `event` (id of `events.csv`), `page_first`, `page_last` (the days that the
        document's words allow) and `papers` (the day in the papers). What the attribute
        `pairs` of the frame holds: how many pairs stand as the document has them, of how many
        that it decides.
        """
        placings = {placing["id"]: placing for placing in self.data["placings"]}
        chosen = _known(self.work.get("order"), placings)
        names = [*chosen, *(name for name in placings if name not in chosen)]
        frame = pd.DataFrame(
            [
                {
                    "event": placings[name]["event"],
                    "page_first": placings[name]["page"][0],
                    "page_last": placings[name]["page"][1],
                    "papers": placings[name]["papers"],
                }
                for name in names
            ]
        )
        spans = {name: tuple(placing["page"]) for name, placing in placings.items()}
        frame.attrs["pairs"] = in_order(names, spans)
        return frame

    def frame(self) -> pd.DataFrame:
        """Return the people with the reader's informants, and the papers' once they are seen."""
        people = {person["id"]: person for person in self.data["people"]}
        seen = self.work.get("seen") is True
        reader = self._reader(people)
        informants = {name: person["informant"] for name, person in people.items()}
        lost = lost_without(str(self.work.get("struck")), informants if seen else reader)
        return pd.DataFrame(
            [
                {
                    "person": name,
                    "name": person["name"],
                    "reader": reader[name],
                    "papers": person["informant"] if seen else "",
                    "learned": person["learned"] if seen else "",
                    "told": person["told"],
                    "left": name not in lost,
                }
                for name, person in people.items()
            ]
        )

    def summary(self) -> WidgetSummary:
        """Return the order of four events, and who had the story from whom."""
        said, tables = self._order_summary()
        people = self.value.to_dict("records")[1:]  # of the first nobody asks from whom he had it
        names = {person["id"]: person["name"] for person in self.data["people"]}
        seen = self.work.get("seen") is True
        if not seen and not any(person["reader"] for person in people):
            return WidgetSummary((*said, "Of nobody is it said who had it from whom."), tables)
        said.append("The papers were looked at." if seen else "The papers were not looked at.")
        said += self._struck(names)
        columns = ["Who", "Had it from, by the student", "First statement"]
        if seen:
            columns[2:2] = ["Had it from, by the papers"]
        rows = [
            (
                person["name"],
                names.get(person["reader"], "–"),
                *([names.get(person["papers"], "no paper shows")] if seen else []),
                spoken(person["told"]) if person["told"] else "–",
            )
            for person in people
        ]
        table = SummaryTable("Who had it from whom", tuple(columns), rows)
        return WidgetSummary(tuple(said), (*tables, table))

    def _order_summary(self) -> tuple[list[str], tuple[SummaryTable, ...]]:
        placings = {placing["event"]: placing for placing in self.data["placings"]}
        if not is_ordered(self.work, [placing["id"] for placing in placings.values()]):
            return ["The four events were left in the order in which they were shown."], ()
        order = self.order()
        right, decided = order.attrs["pairs"]
        events = [placings[event] for event in order["event"]]
        rows = [
            (f"{place}. {event['words']}", event["by_page"], event["by_papers"])
            for place, event in enumerate(events, 1)
        ]
        table = SummaryTable(
            "Four events, in the student’s order", ("What", "By the page", "By the papers"), rows
        )
        told = (
            f"Of {decided} pairs of events that the page decides, "
            f"{right} stand as the page has them."
        )
        return [told], (table,)

    def _struck(self, names: dict[str, str]) -> list[str]:
        struck = self.work.get("struck")
        if not isinstance(struck, str) or struck not in names:
            return []
        rows = self.value.to_dict("records")
        lost = [row["name"] for row in rows if not row["left"] and row["person"] != struck]
        falls = f"with it goes that of {'; '.join(lost)}" if lost else "no other goes with it"
        return [f"The word of {names[struck]} is struck out; {falls}."]

    def fallback(self) -> str:
        """Return the four events with both dates, and the people with their informants, folded."""
        people = self.data["people"]
        statements = {
            "Who": [person["name"] for person in people],
            "First statement that we have": [_says(person) for person in people],
        }
        return "\n".join(
            [
                Listing("Who first said what, and when", pd.DataFrame(statements)).html(),
                "<details><summary>Two orders, and who had it from whom</summary>",
                self.answer(),
                "</details>",
            ]
        )

    def answer(self) -> str:
        """Return both orders of the events, and who had it from whom."""
        placings, people = self.data["placings"], self.data["people"]
        names = {person["id"]: person["name"] for person in people}
        sources = tables.knowledge()["sources"]
        answers = {
            "Who": [person["name"] for person in people],
            "Had it from": [names.get(person["informant"], "no paper shows") for person in people],
            "How far it goes": [person["note"] for person in people],
            "Who says so": [cite(sources[person["id"]]) for person in people],
        }
        order = {
            "What": [placing["words"] for placing in placings],
            "By the page": [placing["by_page"] for placing in placings],
            "By the papers": [placing["by_papers"] for placing in placings],
        }
        informants = "Who had it from whom, as far as papers show"
        return "\n".join(
            [
                Listing("Four events, twice dated", pd.DataFrame(order)).html(),
                Listing(informants, pd.DataFrame(answers)).html(),
            ]
        )

    def _reader(self, people: Mapping[str, Any]) -> dict[str, str]:
        had = self.work.get("had")
        chosen = had if isinstance(had, dict) else {}
        others = {name: [other for other in people if other != name] for name in people}
        return {name: chosen[name] if chosen.get(name) in others[name] else "" for name in people}


def _says(person: Mapping[str, str]) -> str:
    told, statement = person["told"], person["statement"]
    return f"{spoken(told)}: {statement}" if told else statement


def _known(work: object, allowed: Mapping[str, Any]) -> list[str]:
    chosen = work if isinstance(work, list) else []
    return list(dict.fromkeys(n for n in chosen if isinstance(n, str) and n in allowed))


def _data() -> dict[str, Any]:
    rows, died = tables.knowledge(), tables.people()["died"]
    days = sorted({date for date in (*rows["learned"], *rows["told"]) if date})
    return {
        "title": "Who could know what, and when?",
        "line": load_excerpts()["poison/old-man"].passages[0].line,
        "placings": [_placing(str(name), row) for name, row in tables.placings().iterrows()],
        "people": [_person(str(name), row, died.get(name, "")) for name, row in rows.iterrows()],
        "days": [{"date": day, "label": spoken(day)} for day in days],
    }


def _placing(name: str, row: pd.Series) -> dict[str, Any]:
    event = tables.events().loc[row["event"]]
    line = load_excerpts()[row["excerpt"]].passages[0].line
    return {
        "id": name,
        "event": row["event"],
        "words": row["words"],
        "page": [row["page_first"], row["page_last"]],
        "by_page": f"“{row['phrase']}” (line {line})",
        "papers": event["written_date"],
        "by_papers": spoken(event["written_date"]),
        "sources": source_links(event["sources"]),
    }


def _person(name: str, row: pd.Series, died: str) -> dict[str, Any]:
    told = row["told"]
    return {
        "id": name,
        "name": row["name"],
        "died": died,
        "informant": row["informant"],
        "by_page": row["by_page"],
        "learned": row["learned"],
        "told": told,
        "statement": row["statement"],
        "knew": spoken(row["learned"]) if row["learned"] else "",
        "note": row["note"],
        "sources": source_links(row["sources"]),
    }
