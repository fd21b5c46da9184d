"""Checks of what only this book's tables hold."""

from __future__ import annotations

from collections.abc import Iterator

from sourcework import tables
from sourcework.errors import DataError
from sourcework.excerpts import load_excerpts
from sourcework.paths import DATA

__all__ = ["informants", "phrases"]


def informants() -> Iterator[DataError]:
    """Find rows of `knowledge.csv` whose informant is unknown, or who had it from themselves."""
    path, people = DATA / "knowledge.csv", tables.ordered("knowledge")
    for column in ("informant", "by_page"):
        informants = people[column]
        for row, informant in informants.items():
            if informant and informant not in informants.index:
                problem = f'unknown {column} "{informant}"'
                yield DataError(path, f'row "{row}"', problem, "name the id of a row, or nobody")
            seen = [row]
            while informant in informants.index and informant not in seen:
                seen.append(informant)
                informant = informants[informant]
            if informant in seen:
                problem = "it goes back to itself"
                cure = f"let the column {column} lead to a first one"
                yield DataError(path, f'row "{row}"', problem, cure)


def phrases() -> Iterator[DataError]:
    """Find phrases of `placings.csv` that their excerpt does not have."""
    excerpts = load_excerpts()
    for row, placing in tables.ordered("placings").iterrows():
        if placing["phrase"] not in getattr(excerpts.get(placing["excerpt"]), "text", ""):
            problem = f"{placing['phrase']!r} is not in the excerpt {placing['excerpt']}"
            cure = "copy the words from the seed"
            yield DataError(DATA / "placings.csv", f'row "{row}"', problem, cure)
