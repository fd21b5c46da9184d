"""Tests of citations: of a page, of an excerpt, and of all works in formats that others read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import rispy
from bs4 import BeautifulSoup
from engine_book import BOOK, pages
from pybtex.database import parse_string

WORKS = parse_string((BOOK / "book/references.bib").read_text(encoding="utf-8"), "bibtex").entries


def read(html: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((html / f"{name}.html").read_text(encoding="utf-8"), "lxml")


@pytest.fixture(scope="module")
def static(html: Path) -> Path:
    return html.parent / "_static"


def test_every_page_says_how_it_is_cited(html: Path) -> None:
    for name in pages():
        box = read(html, name).select_one("details.cite-page")
        assert box, f"{name} is not cited"
        bibtex, ris = (each.get_text() for each in box.select("pre"))
        (key, entry), *others = parse_string(bibtex, "bibtex").entries.items()
        [record] = rispy.loads(ris)
        title = entry.fields["title"].strip("{}")
        assert (key, others) == (f"quillhaven-bell-{name}", [])
        assert title in box.p.get_text() if box.p else False
        assert (record["title"], record["year"]) == (title, entry.fields["year"])


def test_an_excerpt_says_how_it_is_cited(html: Path) -> None:
    fold = read(html, "bell").select_one("#bell-diary details.dossier-how")
    assert fold
    assert "excerpt bell/diary (line" in fold.get_text()


def test_the_works_are_files_for_other_programs(static: Path) -> None:
    bibtex = parse_string((static / "works.bib").read_text(encoding="utf-8"), "bibtex").entries
    ris = rispy.loads((static / "works.ris").read_text(encoding="utf-8"))
    csl = json.loads((static / "works.json").read_text(encoding="utf-8"))
    assert list(bibtex) == list(WORKS)
    assert [each["id"] for each in ris] == [each["id"] for each in csl] == list(WORKS)
    own = {"seen", "through", "origdate", "witness", "annotation"}
    assert not own & {field for entry in bibtex.values() for field in entry.fields}
    for record, item, entry in zip(ris, csl, WORKS.values(), strict=True):
        assert record["title"] == item["title"]
        assert not set("{}\\") & set(record["title"])
        year = entry.fields.get("year")
        assert record.get("year") == year
        assert item.get("issued") == ({"date-parts": [[int(year)]]} if year else None)


def test_the_page_of_sources_links_them(html: Path, static: Path) -> None:
    links = {str(link["href"]) for link in read(html, "sources").select("a[download]")}
    assert {f"../_static/{name}" for name in ("works.bib", "works.ris", "works.json")} <= links
    assert all((static / Path(link).name).is_file() for link in links if "works." in link)
