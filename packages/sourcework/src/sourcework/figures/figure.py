"""Figure: a drawing with its words and its table, as it stands in a page or a notebook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from ..display import STYLES, in_book, render
from ..drawing import Sheet
from ..errors import DataError
from ..listings import Listing
from ..paths import DATA

__all__ = ["Figure", "pick"]


@dataclass(frozen=True)
class Figure:
    """Drawing with its title, what it shows in words (`alt`), how to read it, and its table.

    In the book a figure links to its table where another page has that too: `elsewhere`.
    """

    name: str
    title: str
    sheet: Sheet
    alt: str
    caption: str
    table: pd.DataFrame
    wide: bool = False
    elsewhere: str = ""

    @property
    def svg(self) -> str:
        """The drawing as a file of its own, or for any page."""
        return self.sheet.svg(self.name, self.title, self.alt)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        table = self._listing()._repr_mimebundle_()
        style = "" if in_book() else (STYLES / "figures.css").read_text(encoding="utf-8")
        html = render(
            "figure.html",
            figure=self,
            style=style,
            elsewhere=self.elsewhere if in_book() else "",
            svg=Markup(self.sheet.svg(self.name, self.title, self.alt, alone=not in_book())),
            table=Markup(table["text/html"]),
        )
        return {
            "text/html": html,
            "text/markdown": f"**{self.title}**\n\n{self.alt}\n\n{table['text/markdown']}",
            "text/plain": str(self),
        }

    def __str__(self) -> str:
        return f"{self.title}\n{self.alt}\n\n{self._listing()}"

    def __repr__(self) -> str:
        return f"<figure {self.name}>"

    def _listing(self) -> Listing:
        return Listing(self.title, self.table)


def pick(frame: pd.DataFrame, ids: Iterable[str], table: str) -> pd.DataFrame:
    """Return the rows with these ids in their order; raise `DataError` for one that is missing."""
    for name in (ids := list(ids)):
        if name not in frame.index:
            cure = "restore the row, or take it out of the figure"
            raise DataError(DATA / table, f'row "{name}"', "a figure draws it, it is missing", cure)
    return frame.loc[ids]
