"""The glossary: it explains the words of the book as the chapters do, and gives nothing away."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from contents import PAGES, ROOT
from prose import BOOK, paragraphs

from sourcework import tables
from sourcework.glossary import Entry, entries

TERMS = {each.row: each for each in entries().values() if each.kind == "term"}
PEOPLE = {each.row: each for each in entries().values() if each.kind == "person"}
# How chapters explain a word where they first have it; each is explained alike.
ALIKE = {
    "politburo": "the handful of men who decided for the party from week to week",
    "central-committee": "led the party between congresses",
    "congress": "yearly assembly of delegates",
    "plenum": "a meeting of the whole Central Committee",
    "general-secretary": "the office that ran the party's staff, papers and appointments",
    "secretariat": "the office that ran the party's staff, papers and appointments",
    "rabkrin": "Workers' and Peasants' Inspection, which checked the other offices of the state",
}
# What a reader is asked, or finds out.
ASKED = re.compile(r"\b(?:August 1923|shot|suicide|murdered|arrested|witness)\b", re.IGNORECASE)
PROSE = {
    name: " ".join(each.plain for each in paragraphs(ROOT / f"{name}.md"))
    for name in PAGES
    if (ROOT / f"{name}.md").is_file()
}


def straight(text: str) -> str:
    return re.sub(r"\s+", " ", text.translate(str.maketrans("’‘“”", "''\"\""))).lower()


@pytest.mark.parametrize("term", ALIKE)
def test_a_word_is_explained_as_the_chapters_explain_it(term: str) -> None:
    assert straight(ALIKE[term]) in straight(TERMS[term].meaning)
    assert any(straight(ALIKE[term]) in straight(text) for text in PROSE.values())


@pytest.mark.parametrize("term", TERMS.values(), ids=list(TERMS))
def test_the_book_uses_the_word(term: Entry) -> None:
    data = [path.read_text(encoding="utf-8") for path in (BOOK / "data").glob("*.csv")]
    data = [text for text in data if not text.startswith("id,term,")]
    data += [path.read_text(encoding="utf-8") for path in (BOOK / "exercises").glob("*.yml")]
    said = " ".join((*PROSE.values(), *data))
    assert any(straight(form) in straight(said) for form in term.forms)


@pytest.mark.parametrize("person", PEOPLE.values(), ids=list(PEOPLE))
def test_a_person_s_entry_says_what_they_were_and_no_more(person: Entry) -> None:
    assert not ASKED.search(person.meaning)
    fate = tables.people().loc[person.row, "fate_detail"]
    assert fate not in person.meaning


def test_every_word_is_explained_once_on_each_chapter_that_has_it(built: Path) -> None:
    for name in ("prologue", "testament", "poison", "georgia", "eavesdropping", "epilogue"):
        text = (built / f"book/{name}.html").read_text(encoding="utf-8")
        places = [str(link["href"]) for link in BeautifulSoup(text, "lxml").select("a.peek")]
        assert len(places) > 8
        assert len(places) == len(set(places)), name


def test_a_congress_of_soviets_is_not_taken_for_one_of_the_party(built: Path) -> None:
    page = BeautifulSoup((built / "book/epilogue.html").read_text(encoding="utf-8"), "lxml")
    linked = {str(link["href"]).partition("#")[2]: link for link in page.select("a.peek")}
    assert linked["term-congress"].text == "party congress"
    assert "soviets" in linked["term-congress-of-soviets"].text.lower()
