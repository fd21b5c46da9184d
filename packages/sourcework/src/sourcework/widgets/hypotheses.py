"""Rival hypotheses: how expected each piece of evidence is, and what follows from that."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from math import prod
from typing import Any

import pandas as pd

from .. import tables
from ..display import cite
from ..errors import DataError
from ..listings import Listing
from ..paths import DATA
from ..typography import typeset
from .summary import OPEN, SummaryTable, WidgetSummary, per_cent, some_of
from .widget_base import PageWidget, module, source_links, style

__all__ = ["Hypotheses", "posterior"]

_OPEN = 3  # the step where every judgement begins
_RULE = "middle"  # the rule at first, if the scales have it; else their first
_KINDS = {
    "contemporary": "Document of the time",
    "retrospective": "Later testimony",
    "scholarship": "Historian",
    "tertiary": "Retelling",
    "none": "Missing",
}


def posterior(prior: Sequence[float], rows: Sequence[Sequence[float]]) -> list[float]:
    """Return the share of each hypothesis after the evidence, by Bayes' rule.

    Parameters
    ----------
    prior
        A weight above 0 for each hypothesis, in any unit.
    rows
        For each piece of evidence its likelihood, above 0 and below 1, under each hypothesis.

    Returns
    -------
    list of float
        Shares that add up to 1. The pieces are multiplied as if none depended on another.
    """
    weights = [weight * prod(row[column] for row in rows) for column, weight in enumerate(prior)]
    whole = sum(weights)
    return [weight / whole for weight in weights]


class Hypotheses(PageWidget):
    """The reader judges evidence against rival hypotheses; the page multiplies.

    Parameters
    ----------
    chapter
        Whose rows of `hypotheses.csv` and `weighings.csv` are held against each other, any number.
    brief
        Whether paper, and who reads without JavaScript, gets an empty grid and no more, for a page
        that tells the hypotheses and the evidence anyway.

    Attributes
    ----------
    value
        One row per piece of evidence and hypothesis: `evidence` and `hypothesis` are ids of
        `evidence.csv` and `hypotheses.csv`, `expected` is the reader's word ("open" at first),
        `likelihood` its number by the rule that the reader chose, `included` whether it counts,
        `prior_word` the word for the hypothesis before the evidence.
    """

    _esm = module("hypotheses")
    _css = style("hypotheses")

    def __init__(self, chapter: str, *, brief: bool = False) -> None:
        self._brief = brief
        super().__init__(key=f"{chapter}/hypotheses", data=typeset(_data(chapter)))

    @classmethod
    def for_key(cls, key: str) -> Hypotheses:
        """Return the widget of the chapter with which its key begins."""
        return cls(key.partition("/")[0])

    @property
    def posterior(self) -> pd.DataFrame:
        """One row per hypothesis: the word and the share before the evidence, the share after it.

        The columns are `hypothesis`, `prior_word`, `prior` and `posterior`; shares are parts of 1.
        """
        value, priors = self.value, self._priors()
        ids = [each["id"] for each in self.data["hypotheses"]]
        counted = value[value["included"]]
        rows = [
            list(piece.set_index("hypothesis")["likelihood"][ids])
            for _, piece in counted.groupby("evidence", sort=False)
        ]
        weights = [each["value"] for each in priors]
        return pd.DataFrame(
            {
                "hypothesis": ids,
                "prior_word": [each["word"] for each in priors],
                "prior": [weight / sum(weights) for weight in weights],
                "posterior": posterior(weights, rows),
            }
        )

    def frame(self) -> pd.DataFrame:
        """Return the matrix of judgements in long form, in the order of the tables."""
        words, priors = self._words(), self._priors()
        left_out = self.work.get("left_out")
        out = set(map(str, left_out)) if isinstance(left_out, list) else set()
        rows = [
            {
                "evidence": piece["id"],
                "hypothesis": one["id"],
                **self._judged(words, piece["id"], one["id"]),
                "included": piece["id"] not in out,
                "prior_word": prior["word"],
            }
            for piece in self.data["evidence"]
            for one, prior in zip(self.data["hypotheses"], priors, strict=True)
        ]
        return pd.DataFrame(rows)

    def fallback(self) -> str:
        """Return hypotheses, evidence and the rule as tables, or the grid."""
        if self._brief:
            return _grid(self.data).html()
        return "\n".join(listing.html() for listing in _listings(self.data))

    def summary(self) -> WidgetSummary:
        """Return how expected each piece of evidence was found, and what follows."""
        rivals, rules = self.data["hypotheses"], self.data["rules"]
        rule = self._rule()
        undecided = rules[rule][OPEN]["word"]
        matrix: dict[str, dict[str, dict[Any, Any]]] = {}
        for row in self.value.to_dict("records"):
            matrix.setdefault(row["evidence"], {})[row["hypothesis"]] = row
        rows, judged = [], 0
        for piece in self.data["evidence"]:
            cells = matrix[piece["id"]]
            judged += any(cell["expected"] != undecided for cell in cells.values())
            out = "" if all(cell["included"] for cell in cells.values()) else " (left out)"
            title = f"{piece['number']}. {piece['title']}{out}"
            rows.append((title, *(cells[one["id"]]["expected"] for one in rivals)))
        outcome = self.posterior
        if not judged and set(outcome["prior_word"]) == {self.data["priors"][OPEN]["word"]}:
            return WidgetSummary(("Nothing is judged; all is open, as at the beginning.",))
        labels = [one["label"] for one in rivals]
        after = [
            (
                f"{one['label']}: {one['short']}",
                row["prior_word"],
                per_cent(row["prior"]),
                per_cent(row["posterior"]),
            )
            for one, row in zip(rivals, outcome.to_dict("records"), strict=True)
        ]
        judgements = some_of(judged, len(rows), "pieces of evidence")
        return WidgetSummary(
            (f"{judgements} judged; numbers by the {rule} rule.",),
            (
                SummaryTable(
                    "Hypotheses, before and after the evidence",
                    ("Hypothesis", "At first", "Share before", "Share after"),
                    after,
                ),
                SummaryTable("How expected each piece is under each", ("Evidence", *labels), rows),
            ),
        )

    def _judged(self, words: list[dict[str, Any]], piece: str, hypothesis: str) -> dict[str, Any]:
        word = words[_step(self.work, "cells", piece, hypothesis) - 1]
        return {"expected": word["word"], "likelihood": word["value"]}

    def _words(self) -> list[dict[str, Any]]:
        words: list[dict[str, Any]] = self.data["rules"][self._rule()]
        return words

    def _rule(self) -> str:
        """Return the rule that the reader chose, or the one at first."""
        chosen, rules = self.work.get("rule"), self.data["rules"]
        return chosen if isinstance(chosen, str) and chosen in rules else _first(rules)

    def _priors(self) -> list[dict[str, Any]]:
        words: list[dict[str, Any]] = self.data["priors"]
        ids = [one["id"] for one in self.data["hypotheses"]]
        return [words[_step(self.work, "prior", name) - 1] for name in ids]


def _step(work: dict[str, Any], *path: str) -> int:
    """Return the step that the reader chose; what is not there, or no step, is open."""
    found: Any = work
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found if type(found) is int and 1 <= found <= 5 else _OPEN


def _first(rules: dict[str, Any]) -> str:
    return _RULE if _RULE in rules else next(iter(rules))


def _data(chapter: str) -> dict[str, Any]:
    hypotheses, weighings = tables.hypotheses(), tables.weighings()
    hypotheses = hypotheses[hypotheses["chapter"] == chapter]
    weighings = weighings[weighings["chapter"] == chapter]
    if hypotheses.empty or weighings.empty:
        raise DataError(
            DATA / "hypotheses.csv", f'chapter "{chapter}"', "nothing to weigh", "name another"
        )
    scales = tables.scales().sort_values("step")
    expectations = scales[scales["kind"] == "expectation"]
    return {
        "title": "Rival hypotheses: what carries the weight?",
        "hypotheses": [
            {"id": name, "label": f"H{row['position']}", "sources": source_links(row["sources"])}
            | {column: row[column] for column in _TOLD}
            for name, row in hypotheses.iterrows()
        ],
        "evidence": [_piece(str(name), row) for name, row in weighings.iterrows()],
        "people": _people(weighings),
        "rules": {
            rule: _scale(expectations[expectations["rule"] == rule])
            for rule in dict.fromkeys(expectations["rule"])
        },
        "priors": _scale(scales[scales["kind"] == "prior"]),
    }


_TOLD = ("short", "hypothesis", "excludes", "explains", "holders")


def _piece(name: str, weighing: pd.Series) -> dict[str, Any]:
    row: dict[Hashable, Any] = tables.evidence().loc[name].to_dict()
    return {
        "id": name,
        "number": int(weighing["position"]),
        "title": weighing["title"],
        "ask": weighing["ask"],
        "evidence": row["evidence"],
        "kind": _KINDS.get(row["kind"], row["kind"]),
        "witness": row["witness"],
        "depends_on": row["depends_on"],
        "missing": row["bearing"] == "missing",
        "sources": source_links(row["sources"]),
    }


def _people(weighings: pd.DataFrame) -> dict[str, str]:
    rows = tables.evidence().loc[weighings.index]
    names = tables.people()["name"]
    ids = {*rows["witness"], *rows["depends_on"]} - {""}
    return {one: str(names[one]).split()[-1] for one in sorted(ids)}


def _scale(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {"word": word, "value": float(value)}
        for word, value in zip(rows["word"], rows["value"], strict=True)
    ]


def _listings(data: dict[str, Any]) -> list[Listing]:
    hypotheses, evidence = tables.hypotheses(), tables.evidence()
    names = {name: f"H{row['position']}. {row['short']}" for name, row in hypotheses.iterrows()}
    rivals = hypotheses.loc[[one["id"] for one in data["hypotheses"]]]
    pieces = evidence.loc[[piece["id"] for piece in data["evidence"]]]
    people = data["people"]
    words = data["rules"][_first(data["rules"])]
    return [
        Listing(
            "Rival hypotheses, no two of which can be true together",
            pd.DataFrame(
                {
                    "Hypothesis": [names[name] for name in rivals.index],
                    "If it is true": typeset(list(rivals["hypothesis"] + " " + rivals["excludes"])),
                    "What it would explain": typeset(list(rivals["explains"])),
                    "Who comes near it": typeset(list(rivals["holders"])),
                    "Where": [cite(keys) for keys in rivals["sources"]],
                }
            ),
        ),
        Listing(
            "The evidence to be held against them",
            pd.DataFrame(
                {
                    "Evidence": [
                        f"{piece['number']}. {piece['title']}. {_stated(piece)}"
                        for piece in data["evidence"]
                    ],
                    "From whom": [_path(piece, people) for piece in data["evidence"]],
                    "What to ask": [piece["ask"] for piece in data["evidence"]],
                    "Where": [cite(keys) for keys in pieces["sources"]],
                }
            ),
        ),
        Listing(
            "The rule that turns words into numbers (another would give other numbers)",
            pd.DataFrame(
                {
                    "If the hypothesis is true, the evidence is": [w["word"] for w in words],
                    "and counts as a probability of": [f"{w['value']:.0%}" for w in words],
                }
            ),
        ),
    ]


def _grid(data: dict[str, Any]) -> Listing:
    """Return a row for each piece of evidence, with room for a word under each hypothesis."""
    rows = {"Evidence": [f"{piece['number']}. {piece['title']}" for piece in data["evidence"]]}
    rows |= {one["short"]: [""] * len(data["evidence"]) for one in data["hypotheses"]}
    return Listing("How expected each piece is, if the column is true", pd.DataFrame(rows))


def _stated(piece: dict[str, Any]) -> str:
    return f"Missing: {piece['evidence']}" if piece["missing"] else str(piece["evidence"])


def _path(piece: dict[str, Any], people: dict[str, str]) -> str:
    if piece["missing"] or not piece["witness"]:
        return str(piece["kind"])
    name = people[piece["witness"]]
    if piece["depends_on"]:
        name += f", who had it from {people[piece['depends_on']]}"
    return f"{piece['kind']}: {name}"
