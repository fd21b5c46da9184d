"""The annotator: the Testament coded clause by clause, beside the book or another reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd
from markupsafe import escape

from .. import tables
from ..display import cite
from ..excerpts import load_excerpts
from ..listings import Listing
from ..typography import typeset
from .base import PageWidget, module, source_links, style

__all__ = ["Annotator", "kappa"]

_CODES = {
    "praise": "praise",
    "criticism": "criticism",
    "warning": "warning",
    "advice": "advice",
    "fact": "fact",
}
_ABOUT = {"stalin": "Stalin", "trotsky": "Trotsky", "both": "both of them", "none": "nobody"}
_OMITTED = ("testament/four-names",)


def kappa(one: Sequence[str], other: Sequence[str]) -> float | None:
    """Return Cohen's kappa: agreement beyond chance as a part of all that is possible beyond it.

    Parameters
    ----------
    one, other
        The codes of two readers for the same clauses, of equal length.

    Returns
    -------
    float or None
        From -1 to 1; None where there are no clauses, or where both use one and the same code
        throughout, so that chance alone would make them agree.
    """
    pairs = list(zip(one, other, strict=True))
    if not pairs:
        return None
    observed = sum(a == b for a, b in pairs) / len(pairs)
    first, second = Counter(one), Counter(other)
    chance = sum(first[code] * second[code] for code in first) / len(pairs) ** 2
    return None if chance == 1 else (observed - chance) / (1 - chance)


class Annotator(PageWidget):
    """The reader says what each clause of the dictations does, and about whom.

    Attributes
    ----------
    value
        One row per clause: `clause` (id of `clauses.csv`), `excerpt`, `text` (as the document has
        it), `about` and `code` (the reader's, empty if there is none), `reference_about` and
        `reference` (the book's, which is a judgement and no key).
    """

    _esm = module("annotator")
    _css = style("annotator")

    def __init__(self) -> None:
        super().__init__(key="testament/annotator", data=_data())

    @property
    def agreement(self) -> pd.DataFrame:
        """Cohen's kappa on the codes, one row for the book and one for the second reader.

        Columns: `beside`, `clauses` (coded by both), `agreed`, and `kappa` (NaN if undefined).
        """
        mine = _chosen(self.work.get("codes"), _CODES)
        others = {
            "the book": {clause["id"]: clause["code"] for clause in self.data["clauses"]},
            "a second reader": _chosen(self.work.get("second"), _CODES),
        }
        rows = []
        for name, codes in others.items():
            ids = [
                one["id"]
                for one in self.data["clauses"]
                if one["id"] in mine and one["id"] in codes
            ]
            pairs = [mine[one] for one in ids], [codes[one] for one in ids]
            agreed = sum(a == b for a, b in zip(*pairs, strict=True))
            rows.append(
                {"beside": name, "clauses": len(ids), "agreed": agreed, "kappa": kappa(*pairs)}
            )
        return pd.DataFrame(rows).astype({"kappa": "float64"})

    def frame(self) -> pd.DataFrame:
        """Return the clauses with the reader's codes, in order."""
        codes = _chosen(self.work.get("codes"), _CODES)
        about = _chosen(self.work.get("about"), _ABOUT)
        rows = [
            {
                "clause": clause["id"],
                "excerpt": clause["excerpt"],
                "text": clause["text"],
                "about": about.get(clause["id"], ""),
                "code": codes.get(clause["id"], ""),
                "reference_about": clause["about"],
                "reference": clause["code"],
            }
            for clause in self.data["clauses"]
        ]
        return pd.DataFrame(rows)

    def fallback(self) -> str:
        """Return the clauses to be coded on paper, and the book's coding folded away."""
        clauses = tables.clauses()
        numbers = [str(number) for number, _ in enumerate(clauses.index, 1)]
        blank = pd.DataFrame(
            {
                "": numbers,
                "Clause": clauses["text"].map(escape),  # the document's words, as they are
                "What it does": "",
                "About whom": "",
            }
        )
        codes = ", ".join(_CODES)
        return "\n".join(
            [
                Listing(f"Code each clause: {codes}", blank).html(),
                "<details><summary>One coding, with its reasons</summary>",
                self.answer(),
                "</details>",
            ]
        )

    def answer(self) -> str:
        """Return the book's coding."""
        clauses = tables.clauses()
        coded = pd.DataFrame(
            {
                "": [str(number) for number, _ in enumerate(clauses.index, 1)],
                "What it does": clauses["code"],
                "About whom": clauses["about"].map(_ABOUT),
                "Why": clauses["reason"],
                "Where": [cite(keys) for keys in clauses["sources"]],
            }
        )
        return Listing("A judgement to argue with", coded).html()


def _chosen(work: object, allowed: dict[str, str]) -> dict[str, str]:
    """Return those of the reader's choices that are choices still."""
    chosen = work if isinstance(work, dict) else {}
    return {str(clause): code for clause, code in chosen.items() if code in list(allowed)}


def _data() -> dict[str, Any]:
    clauses = tables.clauses()
    known = load_excerpts()
    used = list(dict.fromkeys(clauses["excerpt"]))
    return {
        "title": "The annotator: what does each clause do?",
        "codes": _CODES,
        "people": _ABOUT,
        "excerpts": {name: typeset(known[name].title) for name in used},
        "clauses": [
            {
                "id": str(name),
                "excerpt": row["excerpt"],
                "text": row["text"].strip(),
                "about": row["about"],
                "code": row["code"],
                "reason": typeset(row["reason"]),
                "sources": source_links(row["sources"]),
            }
            for name, row in clauses.iterrows()
        ],
        "mended": [
            {"verbatim": one.verbatim, "reading": one.reading, "why": typeset(one.why)}
            for name in used
            for one in known[name].emendations
        ],
        "omitted": [
            {"note": typeset(caution.note.strip()), "sources": source_links(caution.sources)}
            for name in (*used, *_OMITTED)
            for caution in known[name].cautions
        ],
    }
