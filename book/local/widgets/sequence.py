"""The sequence: the Georgian affair put in order, guess by guess and document by document."""

from __future__ import annotations

from collections import abc
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd

from sourcework import tables
from sourcework.dates import first_day, last_day, spoken
from sourcework.display import cite
from sourcework.listings import Listing
from sourcework.typography import typeset
from sourcework.widgets.summary import SummaryTable, WidgetSummary, is_ordered, some_of
from sourcework.widgets.widget_base import PageWidget, module, source_links, style

_HERE = Path(__file__).resolve().parent
__all__ = ["POSITIONS", "Sequence", "in_order", "stands_by_date"]

_DOCUMENTS = 6  # that may be opened before one commits: a third of them
POSITIONS = ("against", "leans against", "between", "leans towards", "with")
Span = tuple[str, str]  # the first and the last ISO day that a date can mean


def in_order(order: abc.Sequence[str], spans: abc.Mapping[str, Span]) -> tuple[int, int]:
    """Count the pairs that stand as the documents have them, and those that the documents decide.

    Parameters
    ----------
    order
        Ids, the earliest first.
    spans
        For each id the first and the last day that its date can mean, as ISO dates. A pair whose
        spans overlap is decided by no document.
    """
    right = decided = 0
    for earlier, later in combinations(order, 2):
        if spans[earlier][1] < spans[later][0]:
            right, decided = right + 1, decided + 1
        elif spans[later][1] < spans[earlier][0]:
            decided += 1
    return right, decided


class Sequence(PageWidget):
    """The reader orders the pieces of an affair, and trades guesses for evidence.

    Attributes
    ----------
    value
        One row per piece in the reader's order: `position` (from 1), `fragment` and `event` (ids of
        `fragments.csv` and `events.csv`), `date` (first day that it can mean, NaT while unopened),
        `opened`, `lenin` and `stalin` (where they stand towards the Georgian committee by the
        evidence of the piece; empty while it is unopened or if it shows nothing).
    """

    _esm = module("sequence", _HERE)
    _css = style("axis", "sequence", folder=_HERE)

    def __init__(self) -> None:
        super().__init__(key="georgia/sequence", data=typeset(_data()))

    def frame(self) -> pd.DataFrame:
        """Return the pieces in the reader's order."""
        pieces = {piece["id"]: piece for piece in self.data["fragments"]}
        opened = _known(self.work.get("opened"), pieces)
        rows = []
        for position, name in enumerate(self.order(), 1):
            piece, seen = pieces[name], name in opened
            rows.append(
                {
                    "position": position,
                    "fragment": name,
                    "event": piece["event"],
                    "date": pd.Timestamp(piece["span"][0]) if seen else pd.NaT,
                    "opened": seen,
                    "lenin": piece["lenin"] if seen else "",
                    "stalin": piece["stalin"] if seen else "",
                }
            )
        return pd.DataFrame(rows).astype({"date": "datetime64[ns]"})

    def order(self) -> list[str]:
        """Return the ids of the pieces in the reader's order; at first it is the document's."""
        names = [piece["id"] for piece in self.data["fragments"]]
        chosen = list(dict.fromkeys(_known(self.work.get("order"), names)))
        return [*chosen, *(name for name in names if name not in chosen)]

    def fallback(self) -> str:
        """Return the pieces in the document's order, and their dates folded away.

        The chapter has what happened, with its sources, where two men stood, and the two plans in
        tables and a figure of its own.
        """
        fragments, dated = tables.fragments(), _dated()
        dates = pd.DataFrame(
            {
                "Date": [spoken(date) for date in dated["written_date"]],
                "What happens": dated["clue"],
            }
        )
        pieces = pd.DataFrame(
            {
                "What happens": fragments["clue"],
                "The page": fragments["seed_line"].map(
                    lambda line: f"line {line}" if line else "does not mention it"
                ),
            }
        )
        return "\n".join(
            [
                Listing("Put these in order", pieces).html(),
                "<details><summary>The dates</summary>",
                Listing("The pieces by date", dates).html(),
                "</details>",
            ]
        )

    def summary(self) -> WidgetSummary:
        """Return the pieces in the student's order, with what was opened."""
        pieces = {piece["id"]: piece for piece in self.data["fragments"]}
        rows = self.value.to_dict("records")
        opened = sum(row["opened"] for row in rows)
        committed = isinstance(self.work.get("committed"), str)
        ordered = is_ordered(self.work, pieces)
        if not opened and not ordered and not committed:
            return WidgetSummary(("The pieces are as they were: none is moved, and none opened.",))
        cells = [
            (
                f"{row['position']}. {pieces[row['fragment']]['clue']}",
                pieces[row["fragment"]]["when"] if row["opened"] else "not opened",
                row["lenin"] or "–",
                row["stalin"] or "–",
            )
            for row in rows
        ]
        columns = ("What happens", "Date", "Lenin", "Stalin")
        said = f"{some_of(opened, len(rows), 'pieces')} opened."
        moved = "" if ordered else " They are left in the order of the page."
        table = SummaryTable("The pieces, in the student’s order", columns, cells)
        return WidgetSummary((said + moved + (self._result() if committed else ""),), (table,))

    def _result(self) -> str:
        spans = {piece["id"]: tuple(piece["span"]) for piece in self.data["fragments"]}
        right, decided = in_order(self.order(), spans)
        return f" Committed: {right} of the {decided} pairs stand as the documents have them."

    def answer(self) -> str:
        """Return the pieces by date, and what two men made of each."""
        dated = _dated()
        stands = pd.DataFrame(
            {
                "Date": [spoken(date) for date in dated["written_date"]],
                "What happened": dated["description"],
                "Lenin": dated["lenin"],
                "Stalin": dated["stalin"],
                "Why": dated["reason"],
                "Who says so": [cite(keys) for keys in dated["sources"]],
            }
        )
        title = "The dates, and where two men stand towards the Georgian committee: a judgement"
        return Listing(title, stands).html()


def stands_by_date() -> pd.DataFrame:
    """Return the pieces that show where one of two men stood, by date."""
    dated = _dated()
    return dated[(dated["lenin"] != "") | (dated["stalin"] != "")]


def _dated() -> pd.DataFrame:
    """Return the pieces by date, with what their events have."""
    events = tables.events()[["date", "written_date", "description"]]
    return tables.fragments().join(events, on="event").sort_values("date", kind="stable")


def _known(work: object, allowed: abc.Sequence[str] | abc.Mapping[str, Any]) -> list[str]:
    chosen = work if isinstance(work, list) else []
    return [name for name in chosen if isinstance(name, str) and name in allowed]


def _data() -> dict[str, Any]:
    fragments, events = tables.fragments(), tables.events()
    names = tables.people()["name"]
    return {
        "title": "The sequence: what came first?",
        "documents": _DOCUMENTS,
        "positions": list(POSITIONS),
        "fragments": [
            _piece(str(name), row, events.loc[row["event"]], names)
            for name, row in fragments.iterrows()
        ],
        "plans": [
            {"article": row["article"], "plan": row["plan"], "provision": row["provision"]}
            | {"sources": source_links(row["sources"])}
            for _, row in tables.plans().iterrows()
        ],
    }


def _piece(name: str, row: pd.Series, event: pd.Series, names: pd.Series) -> dict[str, Any]:
    return {
        "id": name,
        "event": row["event"],
        "line": row["seed_line"],
        "clue": row["clue"],
        "what": event["description"],
        "when": spoken(event["written_date"]),
        "span": _span(event),
        "people": [str(names[person]) for person in event["people"]],
        "lenin": row["lenin"],
        "stalin": row["stalin"],
        "reason": row["reason"],
        "sources": source_links(row["sources"]),
    }


def _span(event: pd.Series) -> list[str]:
    date: str = event["written_date"]
    return [first_day(date).isoformat(), last_day(event["end"] or date).isoformat()]
