"""The transmission chain: what is left of a story that has passed through many hands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from .. import tables
from ..dates import spoken
from ..display import cite
from ..errors import DataError
from ..excerpts import load_excerpts
from ..listings import Listing, retellings_table
from ..paths import DATA
from ..typography import typeset
from .summary import SummaryTable, WidgetSummary, per_cent, some_of
from .widget_base import PageWidget, module, source_links, style

__all__ = ["Chain", "left_after"]

_WITNESSES = ("none", "dependent", "independent")
_SECOND = {
    "none": "nobody",
    "dependent": "somebody who had it from this chain",
    "independent": "somebody who saw it too",
}
_DETAILS = {"occasion": "when it was", "device": "where it was", "builder": "who made it"}


def left_after(reliabilities: Sequence[float | None]) -> list[float | None]:
    """Return what is left of a story after each link.

    Parameters
    ----------
    reliabilities
        For each link the probability, 0 to 1, that it handed on what it had; None if undecided.

    Returns
    -------
    list of float or None
        The products so far; None from the first undecided link on.
    """
    left: float | None = 1.0
    result = []
    for each in reliabilities:
        left = None if left is None or each is None else left * each
        result.append(left)
    return result


class Chain(PageWidget):
    """The reader judges each link of a chain; the page shows what comes through to the end.

    Attributes
    ----------
    value
        One row per link: `chain`, `link` (id of `links.csv`), `actor`, `year`, `word` (empty if
        undecided or if the link hands nothing on), `reliability` (from 0 to 1, NaN if there is no
        word), `left` (what is left after the link, from 0 to 1, NaN from the first undecided on).
    """

    _esm = module("chain")
    _css = style("chain")

    def __init__(self, chain: str) -> None:
        super().__init__(key=f"{chain}/chain", data=typeset(_data(chain)))

    @classmethod
    def for_key(cls, key: str) -> Chain:
        """Return the widget of the chapter with which its key begins."""
        return cls(key.partition("/")[0])

    @property
    def second(self) -> pd.DataFrame:
        """The second witness, in one row.

        `kind` is none, dependent or independent of the first; `word` and `reliability` are those of
        that witness, `left` is what is left of the story with both, NaN if undecided.
        """
        kind = self.work.get("second")
        kind = kind if kind in _WITNESSES else "none"
        other = self._word(self.work.get("other")) if kind == "independent" else None
        ends = self.value["left"]
        left = float(ends.iloc[-1]) if len(ends) else float("nan")
        reliability = float(other["value"]) if other else float("nan")
        if kind == "independent":
            left = 1 - (1 - left) * (1 - reliability)
        word = other["word"] if other else ""
        row = {"kind": kind, "word": word, "reliability": reliability, "left": left}
        return pd.DataFrame([row])

    def frame(self) -> pd.DataFrame:
        """Return the links with the reader's words, in order."""
        chosen = self.work.get("links")
        chosen = chosen if isinstance(chosen, dict) else {}
        links: list[dict[str, Any]] = self.data["links"]
        words = [self._word(chosen.get(link["id"])) if link["hands_on"] else None for link in links]
        counted = [word["value"] if word else None for word in words]
        passing = [link["hands_on"] for link in links]
        left = iter(left_after([v for v, passes in zip(counted, passing, strict=True) if passes]))
        so_far: float | None = 1.0
        rows = []
        for link, word in zip(links, words, strict=True):
            so_far = next(left) if link["hands_on"] else so_far
            rows.append(
                {
                    "chain": self.data["chain"],
                    "link": link["id"],
                    "actor": link["actor"],
                    "year": link["year"],
                    "word": word["word"] if word else "",
                    "reliability": word["value"] if word else None,
                    "left": so_far,
                }
            )
        return pd.DataFrame(rows).astype({"reliability": "float64", "left": "float64"})

    def fallback(self) -> str:
        """Return the chain, the words for its links, and the retellings as tables."""
        return "\n".join(listing.html() for listing in _listings(self.data))

    def summary(self) -> WidgetSummary:
        """Return the links with the student's words, and the second witness."""
        rows = self.value.to_dict("records")
        second = self.second.to_dict("records")[0]
        words = sum(bool(row["word"]) for row in rows)
        asked = sum(link["hands_on"] for link in self.data["links"])
        if not words and second["kind"] == "none":
            return WidgetSummary(("No link is judged.",))
        cells = [
            (
                f"{link['actor']}, {link['date']}",
                link["what"],
                (row["word"] or "–") if link["hands_on"] else "hands nothing on",
                per_cent(row["left"]),
            )
            for link, row in zip(self.data["links"], rows, strict=True)
        ]
        witness = f"A second witness: {_SECOND[second['kind']]}"
        if second["kind"] == "independent":
            word = second["word"] or "not judged"
            witness += f" ({word}); with both, {per_cent(second['left'])} is left"
        table = SummaryTable("Link by link", ("Link", "What", "The student’s word", "Left"), cells)
        return WidgetSummary((f"{some_of(words, asked, 'links')} judged.", f"{witness}."), (table,))

    def _word(self, step: object) -> dict[str, Any] | None:
        words: list[dict[str, Any]] = self.data["words"]
        return words[step - 1] if type(step) is int and 1 <= step <= len(words) else None


def _data(chain: str) -> dict[str, Any]:
    links = tables.links()
    known = list(dict.fromkeys(links["chain"]))
    if chain not in known:
        cure = f"use one of: {', '.join(known)}"
        raise DataError(DATA / "links.csv", f'chain "{chain}"', "there is no such chain", cure)
    scales = tables.scales()
    words = scales[scales["kind"] == "reliability"].sort_values("step")
    return {
        "title": "A chain: what comes through?",
        "chain": chain,
        "links": [_link(str(name), row) for name, row in links[links["chain"] == chain].iterrows()],
        "words": [
            {"word": word, "value": float(value)}
            for word, value in zip(words["word"], words["value"], strict=True)
        ],
        "retellings": _retellings(chain),
        "details": _DETAILS,
    }


def _link(name: str, row: pd.Series) -> dict[str, Any]:
    return {
        "id": name,
        "actor": row["actor"],
        "date": spoken(row["written_date"]),
        "year": int(row["written_date"][:4]),
        "gap": float(row["gap_years"]),
        "what": row["what"],
        "could_change": row["could_change"],
        "could_see": row["could_see"],
        "motive": row["motive"],
        "hands_on": row["hands_on"] == "yes",
        "lacking": tables.LACKING.get(row["basis"], ""),
        "sources": source_links(row["sources"]),
    }


def _retellings(chain: str) -> list[dict[str, Any]]:
    rows = tables.ordered("retellings")
    rows = rows[rows["chain"] == chain]
    return [
        {"id": str(name), "teller": row["teller"], "link": row.get("link", "")}
        | {detail: row[detail] for detail in _DETAILS}
        | _own_words(row.get("excerpt", ""))
        for name, row in rows.iterrows()
    ]


def _own_words(name: str) -> dict[str, Any]:
    """Return the teller's own words, if an excerpt has them, and the line where they begin."""
    if not name:
        return {}
    excerpt = load_excerpts()[name]
    return {"words": excerpt.reading, "line": excerpt.passages[0].line}


def _listings(data: dict[str, Any]) -> list[Listing]:
    links = tables.links()
    links = links[links["chain"] == data["chain"]]
    columns = {
        "When": [spoken(date) for date in links["written_date"]],
        "Years since": [f"{gap:g}" for gap in links["gap_years"]],
        "Who": list(links["actor"]),
        "What": list(links["what"]),
        "What could change": list(links["could_change"]),
    }
    if links["could_see"].any():
        columns["What there was to see"] = list(links["could_see"])
        columns["Why speak?"] = list(links["motive"])
    columns["Who says so"] = [cite(keys) for keys in links["sources"]]
    words = {
        "The link handed it on": [word["word"] for word in data["words"]],
        "and counts as": [f"{word['value']:g}" for word in data["words"]],
    }
    listings = [
        Listing("The chain, link by link", pd.DataFrame(columns)),
        Listing("Words for a link, and a rule for the multiplication", pd.DataFrame(words)),
    ]
    if data["retellings"]:
        listings.append(retellings_table(data["chain"]))
    return listings
