"""Citations: of a page of the book, and of all works that it cites, in formats that others read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import rispy
from pybtex.database import BibliographyData, Entry, Person

from .bibliography import FIELDS, entries, plain
from .paths import BIBLIOGRAPHY

__all__ = ["CitedPage", "works_bibtex", "works_csl", "works_ris"]

_KINDS = {  # kinds of BibTeX in CSL 1.0.2, and in RIS
    "article": ("article-journal", "JOUR"),
    "book": ("book", "BOOK"),
    "incollection": ("chapter", "CHAP"),
    "inproceedings": ("paper-conference", "CPAPER"),
    "phdthesis": ("thesis", "THES"),
    "misc": ("document", "GEN"),
}
_OTHER = ("document", "GEN")


class _Records(rispy.RisWriter):  # type: ignore[misc]
    """Writer of RIS without the numbers that are no part of it."""

    def set_header(self, count: int) -> str:
        """Return what stands before a record: nothing."""
        return ""


@dataclass(frozen=True)
class CitedPage:
    """A page of the book, as somebody cites it.

    Attributes
    ----------
    key
        The key of its entry in BibTeX.
    day
        The day of the edition, `28 November 2026`; its last word is the year.
    address
        Where it is on the web; empty where that is not known.
    """

    key: str
    title: str
    book: str
    author: str
    day: str
    address: str = ""

    def formatted(self) -> str:
        """Return the citation as one sentence."""
        within = f"“{self.title}”, in {self.book}" if self.title != self.book else self.book
        address = f" {self.address}" if self.address else ""
        return f"{self.author}, {within}, edition of {self.day}.{address}"

    def bibtex(self) -> str:
        """Return an entry for BibTeX."""
        within = {"booktitle": f"{{{self.book}}}"} if self.title != self.book else {}
        fields = {
            "title": f"{{{self.title}}}",
            **within,
            "year": self.day.split()[-1],
            "note": f"Edition of {self.day}",
            **({"url": self.address} if self.address else {}),
        }
        author = Person(last=f"{{{self.author}}}")
        kind = "incollection" if within else "misc"
        entry = Entry(kind, fields=list(fields.items()), persons={"author": [author]})
        return str(BibliographyData({self.key: entry}).to_string("bibtex")).strip()

    def ris(self) -> str:
        """Return a record in RIS."""
        record: dict[str, Any] = {
            "type_of_reference": "ELEC",
            "title": self.title,
            "authors": [self.author],
            "year": self.day.split()[-1],
            "notes": [f"Edition of {self.day}"],
        }
        if self.title != self.book:
            record["secondary_title"] = self.book
        if self.address:
            record["urls"] = [self.address]
        return _written([record]).strip()


def works_bibtex(path: Path = BIBLIOGRAPHY) -> str:
    """Return the works cited in BibTeX, without the fields that only this engine knows."""
    plain_entries = {key: _standard(entry) for key, entry in entries(path).items()}
    return str(BibliographyData(plain_entries).to_string("bibtex"))


def works_ris(path: Path = BIBLIOGRAPHY) -> str:
    """Return the works cited in RIS."""
    return _written([_ris(key, entry) for key, entry in entries(path).items()])


def works_csl(path: Path = BIBLIOGRAPHY) -> str:
    """Return the works cited in CSL-JSON, as its schema 1.0.2 has them."""
    items = [_csl(key, entry) for key, entry in entries(path).items()]
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def _written(records: list[dict[str, Any]]) -> str:
    return str(rispy.dumps(records, implementation=_Records)).lstrip()


def _standard(entry: Entry) -> Entry:
    fields = [(name, text) for name, text in entry.fields.items() if name not in FIELDS]
    return Entry(entry.type, fields=fields, persons=entry.persons)


def _told(entry: Entry) -> dict[str, str]:
    """Return the fields as they print, without TeX."""
    return {name: plain(text) for name, text in entry.fields.items()}


def _ris(key: str, entry: Entry) -> dict[str, Any]:
    told = _told(entry)
    first, _, last = told.get("pages", "").replace("–", "-").partition("-")
    record = {
        "type_of_reference": _KINDS.get(entry.type, _OTHER)[1],
        "id": key,
        "title": told["title"],
        "authors": _people(entry, "author"),
        "secondary_authors": _people(entry, "editor"),
        "year": told.get("year", ""),
        "secondary_title": told.get("booktitle", ""),
        "journal_name": told.get("journal", ""),
        "volume": told.get("volume", ""),
        "number": told.get("number", ""),
        "edition": told.get("edition", ""),
        "start_page": first.strip(),
        "end_page": last.strip("- "),
        "publisher": told.get("publisher", ""),
        "place_published": told.get("address", ""),
        "urls": [told["url"]] if "url" in told else [],
        "notes": [told[name] for name in ("howpublished", "note") if name in told],
        "language": told.get("language", ""),
    }
    return {name: value for name, value in record.items() if value}


def _csl(key: str, entry: Entry) -> dict[str, Any]:
    told = _told(entry)
    year = told.get("year", "")
    notes = [told[name] for name in ("howpublished", "note") if name in told]
    item: Mapping[str, Any] = {
        "id": key,
        "type": _KINDS.get(entry.type, _OTHER)[0],
        "title": told["title"],
        "author": [_csl_name(person) for person in entry.persons.get("author", [])],
        "editor": [_csl_name(person) for person in entry.persons.get("editor", [])],
        "issued": {"date-parts": [[int(year)]]} if year.isdecimal() else {},
        "container-title": told.get("booktitle") or told.get("journal", ""),
        "volume": told.get("volume", ""),
        "issue": told.get("number", ""),
        "edition": told.get("edition", ""),
        "page": told.get("pages", ""),
        "publisher": told.get("publisher", ""),
        "publisher-place": told.get("address", ""),
        "URL": told.get("url", ""),
        "note": ". ".join(notes),
        "language": told.get("language", ""),
    }
    return {name: value for name, value in item.items() if value}


def _people(entry: Entry, role: str) -> list[str]:
    return [plain(str(person)) for person in entry.persons.get(role, [])]


def _csl_name(person: Person) -> dict[str, str]:
    family = plain(" ".join((*person.prelast_names, *person.last_names)))
    given = plain(" ".join((*person.first_names, *person.middle_names)))
    return {"family": family, "given": given} if given else {"literal": family}
