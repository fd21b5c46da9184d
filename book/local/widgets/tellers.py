"""Tellers widget: a string from each of four quotations to a head, by the reader, then by us."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import traitlets
from markupsafe import escape

from local.figures import tellers as figure
from sourcework.display import neutral_title
from sourcework.excerpts import load_excerpts
from sourcework.quantities import quantity
from sourcework.typography import typeset
from sourcework.widgets.summary import WidgetSummary
from sourcework.widgets.widget_base import PageWidget, module, style

_HERE = Path(__file__).resolve().parent
_HEADS = "ABCD"  # as many as there are quotations, so that nothing is told
__all__ = ["Tellers"]


class Tellers(PageWidget):
    """The reader ties each quotation to the head that told us of it; then the strings are pulled.

    Nothing is told until the question is answered; then each string runs to its own head.

    Attributes
    ----------
    value
        One row per quotation: `excerpt`, its id, `words` and `head`, a letter, empty if its string
        is not tied. Two with the same letter have one teller.
    """

    _esm = module("tellers", _HERE)
    _css = style("strings", "tellers", folder=_HERE)

    def __init__(self) -> None:
        super().__init__(key="prologue/tellers", data=typeset(self._shown()))

    def frame(self) -> pd.DataFrame:
        """Return the quotations with the reader's heads."""
        tied = self.work.get("tied")
        heads = tied if isinstance(tied, dict) else {}
        rows = [
            {"excerpt": slip["id"], "words": slip["words"], "head": heads.get(slip["id"], "")}
            for slip in self.data["slips"]
        ]
        for row in rows:
            row["head"] = row["head"] if row["head"] in self.data["heads"] else ""
        return pd.DataFrame(rows)

    def told(self) -> TellersTold:
        """Return the same as it stands behind the question, with the drawing on paper."""
        told = TellersTold()
        traitlets.link((self, "work"), (told, "work"))
        return told

    def summary(self) -> WidgetSummary:
        """Return how many strings the reader tied, and to how many heads."""
        heads = [head for head in self.value["head"] if head]
        if not heads:
            return WidgetSummary(("No string is tied.",))
        ends = f"{quantity(len(heads), 'strings')}, tied to {quantity(len(set(heads)), 'heads')}."
        return WidgetSummary((ends,))

    def fallback(self) -> str:
        """Return the quotations, with room for who told us of each."""
        rows = "".join(
            f"<li><q>{escape(slip['words'])}</q>: told by ________</li>"
            for slip in self.data["slips"]
        )
        return f"<p>{escape(self.data['task'])}</p><ol>{rows}</ol>"

    def _shown(self) -> dict[str, Any]:
        return {
            "title": "Who told us?",
            "task": "Tie each quotation to the head that told us of it.",
            "until": "prologue/number-1",
            "heads": list(_HEADS),
            "slips": [
                {"id": name, "title": neutral_title(load_excerpts()[name]), "words": words}
                for name, words in figure.SAID.items()
            ],
            "ends": figure.ends(),
            "told": figure.tellers().alt,
        }


class TellersTold(Tellers):
    """The same behind the question: the reader's strings, and those that we could trace."""

    def fallback(self) -> str:
        """Return the drawing of the strings that we could trace, with its table."""
        return figure.tellers()._repr_mimebundle_()["text/html"]

    def _shown(self) -> dict[str, Any]:
        shown = figure.tellers()
        return super()._shown() | {
            "title": shown.title,
            "task": shown.caption,
            "until": "",
        }
