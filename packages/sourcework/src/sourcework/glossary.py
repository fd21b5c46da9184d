"""The glossary: what a word means and who a person was, for whoever meets them first.

Words are rows of the table of terms, people those of `people.csv` who were there, with the years of
their lives and what they were at the time: never what became of them, nor what they are good for as
witnesses, which chapters ask. A term with the id of a person says of that person something else
than the role.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

import pandas as pd

from . import tables
from .display import render, style
from .errors import DataError
from .listings import LATER, life
from .paths import DATA
from .typography import typeset

__all__ = ["Entry", "Glossary", "entries", "faults", "person_list", "term_list"]

_ASIDE = re.compile(r"\s*\([^)]*\)")
Kind = Literal["term", "person"]


@dataclass(frozen=True)
class Entry:
    """What the glossary says of a word or a person.

    Attributes
    ----------
    kind
        A word or a person.
    row
        The id in the table.
    name
        The word as texts have it, or the whole name.
    life
        The years of a person's life, if they are known.
    meaning
        A sentence or two.
    forms
        The words that stand for it in a text, with its name.
    sources
        Keys of the bibliography.
    """

    kind: Kind
    row: str
    name: str
    life: str
    meaning: str
    forms: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def anchor(self) -> str:
        """The fragment identifier of the entry in the page of the glossary."""
        return f"{self.kind}-{self.row}"

    @property
    def title(self) -> str:
        """The name, with the years of a life."""
        return str(typeset(f"{self.name} ({self.life})" if self.life else self.name))


@dataclass(frozen=True)
class Glossary:
    """Entries ready to be shown: HTML in a page, Markdown, or plain text."""

    shown: tuple[Entry, ...]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {
            "text/html": render("glossary.html", entries=self.shown, style=style()),
            "text/markdown": self.markdown(),
            "text/plain": str(self),
        }

    def markdown(self) -> str:
        """Return the entries as a list in Markdown."""
        return "\n".join(f"- **{each.title}**: {typeset(each.meaning)}" for each in self.shown)

    def __str__(self) -> str:
        return "\n".join(f"{each.title}: {typeset(each.meaning)}" for each in self.shown)


def term_list() -> Glossary:
    """Explain the words of the table of terms, in the order of the alphabet."""
    return _list("term", str)


def person_list() -> Glossary:
    """Say of all who were there what they were then, in the order of their surnames."""
    return _list("person", _surname)


def _list(kind: Kind, key: Callable[[str], str]) -> Glossary:
    chosen = [each for each in entries().values() if each.kind == kind]
    return Glossary(tuple(sorted(chosen, key=lambda entry: key(entry.name).casefold())))


@cache
def entries() -> dict[str, Entry]:
    """Return all entries by their fragment identifiers, words before people."""
    return {each.anchor: each for each in (*_terms(), *_people())}


def _terms() -> Iterator[Entry]:
    terms, people = tables.terms(), tables.people()
    for name, row in terms.iterrows():
        if name not in people.index:
            yield _term(str(name), row)


def _term(name: str, row: pd.Series) -> Entry:
    forms = (row["term"], *row["forms"])
    return Entry("term", name, row["term"], "", row["meaning"], forms, row["sources"])


def _people() -> Iterator[Entry]:
    terms, people = tables.terms(), tables.people()
    bearers = Counter(_surname(name) for name in people["name"])
    for key, row in people[people["fate"] != LATER].iterrows():
        person, name = str(key), row["name"]
        surname = _surname(name)
        forms = [name, _ASIDE.sub("", name), *([surname] if bearers[surname] == 1 else [])]
        meaning = row["role"]
        if person in terms.index:
            told = terms.loc[person]
            meaning = told["meaning"]
            forms += told["forms"]
        yield Entry("person", person, name, life(row), meaning, tuple(dict.fromkeys(forms)), ())


def faults() -> Iterator[DataError]:
    """Find words that stand for two entries."""
    known: dict[str, Entry] = {}
    for entry in entries().values():
        for form in dict.fromkeys(entry.forms):
            other = known.setdefault(form, entry)
            if other is not entry:
                problem = f'"{form}" stands for "{other.name}" too'
                cure = "leave the words to one of the two"
                yield DataError(DATA / "terms.csv", f'row "{entry.row}"', problem, cure)


def _surname(name: str) -> str:
    return _ASIDE.sub("", name).split()[-1]
