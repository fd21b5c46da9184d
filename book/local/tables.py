"""Tables of this book that are read in a way of their own."""

from __future__ import annotations

import pandas as pd

from sourcework import tables
from sourcework.errors import DataError
from sourcework.excerpts import load_excerpts
from sourcework.paths import DATA

__all__ = ["clauses"]


def clauses() -> pd.DataFrame:
    """Return one row per clause of the coded excerpts, in order, with its `text` cut out of them.

    Raises
    ------
    DataError
        If the first words of a clause are not in the excerpt after those of the clause before.
    """
    frame = tables.ordered("clauses")
    cut = [text for excerpt, rows in frame.groupby("excerpt") for text in _cut(str(excerpt), rows)]
    frame.insert(2, "text", cut)
    order = {excerpt: place for place, excerpt in enumerate(load_excerpts())}
    return frame.sort_values("excerpt", key=lambda ids: ids.map(order), kind="stable")


def _cut(excerpt: str, rows: pd.DataFrame) -> list[str]:
    """Divide an excerpt at the first words of its clauses; nothing of it is left out."""
    path, known = DATA / "clauses.csv", load_excerpts()
    if excerpt not in known:
        problem, cure = f'there is no excerpt "{excerpt}"', "name one of excerpts.yml"
        raise DataError(path, f'row "{rows.index[0]}"', problem, cure)
    text = known[excerpt].text
    places: list[int] = []
    for row, first in rows["first"].items():
        place = text.find(first, places[-1] + 1 if places else 0)
        if place < 0 or (not places and place):
            problem = f"{first!r} does not follow in the excerpt {excerpt}"
            raise DataError(path, f'row "{row}"', problem, "copy the words from the seed, in order")
        places.append(place)
    ends = [*places[1:], len(text)]
    return [text[start:end] for start, end in zip(places, ends, strict=True)]
