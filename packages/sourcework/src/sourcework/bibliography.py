"""The works cited: keys of `references.bib`, and how a sentence names them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pybtex.database import Entry, parse_file
from pybtex.exceptions import PybtexError

from .errors import DataError
from .paths import BIBLIOGRAPHY

__all__ = ["Work", "load_bibliography"]


@dataclass(frozen=True)
class Work:
    """One entry of the bibliography.

    `label` names it in running text (Kotkin 2014), `anchor` is its fragment identifier on the
    page of sources, `kind` is its keyword: contemporary, retrospective, scholarship, …
    """

    key: str
    label: str
    title: str
    kind: str

    @property
    def anchor(self) -> str:
        """The entry's fragment identifier on the page of sources."""
        return f"ref-{self.key}".replace("_", "-")


@cache
def load_bibliography(path: Path = BIBLIOGRAPHY) -> dict[str, Work]:
    """Read the bibliography; raise `DataError` if it is not valid BibTeX."""
    try:
        entries = parse_file(str(path)).entries
    except PybtexError as error:
        raise DataError(path, "whole file", f"not BibTeX: {error}", "mend that entry") from error
    for key, entry in entries.items():
        if "title" not in entry.fields:
            raise DataError(path, f'entry "{key}"', "it has no title", "add one")
    return {key: _work(key, entry) for key, entry in entries.items()}


def _work(key: str, entry: Entry) -> Work:
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    names = [" ".join(person.last_names).strip("{}") for person in people]
    who = names[0] if names else entry.fields["title"].replace("{", "").replace("}", "")
    if len(names) == 2:
        who = f"{names[0]} and {names[1]}"
    elif len(names) > 2:
        who = f"{names[0]} and others"
    year = entry.fields.get("year", "n.d.")
    title = entry.fields["title"].replace("{", "").replace("}", "")
    return Work(key, f"{who} {year}", title, entry.fields.get("keywords", ""))
