"""Evidence slips: each piece of evidence, laid for or against a claim before the book does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from .. import tables
from ..display import in_book, render
from ..listings import evidence_sides, evidence_table, kind_of, pieces
from ..typography import typeset
from .summary import SummaryTable, WidgetSummary, some_of
from .widget_base import PageWidget, module, source_links, style

__all__ = ["EvidenceSlips", "evidence_slips"]

_SIDES = {"for": "for it", "against": "against it"}
_MISSING = "missing"


class EvidenceSlips(PageWidget):
    """The reader lays slips, one a piece of evidence, for or against a claim, and compares.

    Parameters
    ----------
    claim
        The id of the claim. What is missing of the evidence on it is shown, and not laid.
    only
        Ids of `evidence.csv`, if not all of the evidence is laid.

    Attributes
    ----------
    value
        One row per slip: `evidence` (id of `evidence.csv`), `side` (the reader's, empty if it is
        not laid) and `reference` (the book's, which is a judgement and no key).
    """

    _esm = module("evidence_slips")
    _css = style("evidence_slips")

    def __init__(self, claim: str, *, only: Iterable[str] = ()) -> None:
        self._claim, self._only = claim, tuple(only)
        super().__init__(key=tables.slips_of(claim), data=_data(claim, self._only))

    @classmethod
    def for_key(cls, key: str) -> EvidenceSlips:
        """Return the slips of the claim with which their key begins."""
        return cls(key.rpartition("/")[0])

    def frame(self) -> pd.DataFrame:
        """Return the slips with the reader's side and the book's, in the order of the table."""
        laid = _laid(self.work)
        rows = [
            {
                "evidence": piece["id"],
                "side": laid.get(piece["id"], ""),
                "reference": piece["bearing"],
            }
            for piece in self.data["pieces"]
            if piece["bearing"] != _MISSING
        ]
        return pd.DataFrame(rows, columns=["evidence", "side", "reference"])

    def fallback(self) -> str:
        """Return the evidence without its sides, and these folded away."""
        asked = evidence_table(self._claim, sides=False, only=self._only).html()
        return render("evidence_slips.html", key=self.key, asked=asked, sides=self.answer())

    def answer(self) -> str:
        """Return on which side the book lays each piece."""
        return evidence_sides(self._claim, only=self._only).html()

    def summary(self) -> WidgetSummary:
        """Return the slips that are laid, beside the book's side of each."""
        value = self.value
        laid = value[value["side"] != ""]
        if laid.empty:
            return WidgetSummary(("No slip is laid.",))
        same = laid[laid["side"] == laid["reference"]]
        said = (
            f"{some_of(len(laid), len(value), 'slips')} laid.",
            f"{some_of(len(same), len(laid), 'slips')} on the side where the book has it.",
        )
        words = tables.evidence()["evidence"]
        rows = [
            (words[row["evidence"]], _SIDES[row["side"]], _SIDES[row["reference"]])
            for row in laid.to_dict("records")
        ]
        columns = ("Evidence", "Laid", "By the book")
        return WidgetSummary(said, (SummaryTable("Slip by slip", columns, rows),))


def evidence_slips(claim: str, *, only: Iterable[str] = ()) -> EvidenceSlips:
    """Have the evidence on a claim, named by its id, laid for or against it.

    With `only`, these rows of `evidence.csv` are laid.

    Raises
    ------
    DataError
        If there is no such claim, or an id of `only` is no row of it.
    """
    return EvidenceSlips(claim, only=only)


def _laid(work: dict[str, Any]) -> dict[str, str]:
    """Return the side of each slip that the reader has laid; what is damaged is not laid."""
    laid = work.get("laid")
    pairs = laid if isinstance(laid, list) else []
    return {
        pair[0]: pair[1]
        for pair in pairs
        if isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str)
        if pair[1] in tuple(_SIDES)
    }


def _data(claim: str, only: Iterable[str]) -> dict[str, Any]:
    told = evidence_sides(claim).frame["Claim"].iloc[0]
    return {
        "title": "For or against?",
        "claim": typeset(told),
        "pieces": [
            {"id": str(name), "number": row["number"], "bearing": row["bearing"]}
            | ({} if in_book() else _words(row))  # a page has them in the table
            for name, row in pieces(claim, only=only).iterrows()
        ],
    }


def _words(row: pd.Series) -> dict[str, Any]:
    return {
        "evidence": typeset(row["evidence"]),
        "kind": kind_of(row),
        "sources": source_links(row["sources"]),
    }
