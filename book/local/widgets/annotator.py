"""The annotator: the Testament coded clause by clause, beside the book or another reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import escape

from sourcework import tables
from sourcework.display import cite
from sourcework.excerpts import Emendation, load_excerpts
from sourcework.listings import Listing
from sourcework.quantities import quantity
from sourcework.typography import typeset
from sourcework.widgets.summary import SummaryTable, WidgetSummary, some_of
from sourcework.widgets.widget_base import PageWidget, module, source_links, style

_HERE = Path(__file__).resolve().parent
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

    _esm = module("annotator", _HERE)
    _css = style("form_switch", "pens", "annotator", folder=_HERE)

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

    def summary(self) -> WidgetSummary:
        """Return the clauses that were coded, beside the book's coding."""
        codes, people = self.data["codes"], self.data["people"]
        clauses = self.value.to_dict("records")
        coded = [clause for clause in clauses if clause["code"] or clause["about"]]
        if not coded:
            return WidgetSummary(("No clause is coded.",))
        said = [f"{some_of(len(coded), len(clauses), 'clauses')} coded."]
        for row in self.agreement.to_dict("records"):
            if row["clauses"]:
                beyond = f"; kappa {row['kappa']:.2f}" if row["kappa"] == row["kappa"] else ""
                same = f"the same code in {row['agreed']} of {quantity(row['clauses'], 'clauses')}"
                said.append(f"Beside {row['beside']}: {same}{beyond}.")
        rows = [
            (
                clause["text"],
                codes.get(clause["code"], "–"),
                people.get(clause["about"], "–"),
                f"{codes[clause['reference']]}, about {people[clause['reference_about']]}",
            )
            for clause in coded
        ]
        columns = ("Clause", "What it does", "About whom", "The book’s coding")
        return WidgetSummary(tuple(said), (SummaryTable("Clause by clause", columns, rows),))

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


def _reading(clause: str, emendations: Iterable[Emendation]) -> str:
    """Return a clause as an excerpt shows it: mended, also where the next clause has the end."""
    for mend in emendations:
        clause = clause.replace(mend.verbatim, mend.reading)
        for end in range(1, len(mend.verbatim)):
            begun, rest = mend.verbatim[:end], mend.verbatim[end:]
            if begun.endswith(" ") and clause.endswith(begun) and mend.reading.endswith(rest):
                clause = clause.removesuffix(begun) + mend.reading.removesuffix(rest)
    return clause.strip()


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
                "text": _reading(row["text"], known[row["excerpt"]].emendations),
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
