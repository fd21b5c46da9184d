"""A book is known by its id: this one as ever, another as another."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sourcework.errors import DataError
from sourcework.extensions import load
from sourcework.identity import book_id, book_title, identify
from sourcework.settings import settings

TITLES = {
    "Stalin versus Lenin, 1922–1924": "stalin-versus-lenin",
    "Stalin versus Lenin, 1922–1925: corrected": "stalin-versus-lenin",
    "The Bixby Letter": "the-bixby-letter",
    "Who wrote it? Mrs. Bixby's letter — a workbook": "who-wrote-it-mrs-bixbys-letter",
    "1,000 two-page letters - a reader": "1-000-two-page-letters",
    "  Émile ZOLA; l'Affaire ": "emile-zola",
    "10:30 at night": "10-30-at-night",
    "Straße 7": "strasse-7",
    ", an odd one": "an-odd-one",
}
OTHER_ALPHABETS = (
    "Сталин против Ленина",
    "Сталин против Троцкого",
    "Ленин 1922",
    "Сталин 1922",
    "სტალინი",
    "列寧遺囑",
    "…",
)


def test_this_book_is_who_it_always_was() -> None:
    assert book_id() == "stalin-versus-lenin"
    assert book_title() == "Stalin versus Lenin"


@pytest.mark.parametrize(("title", "expected"), TITLES.items())
def test_the_main_title_gives_the_identifier(title: str, expected: str) -> None:
    assert identify(title) == expected


def test_titles_in_other_alphabets_are_told_apart() -> None:
    made = [identify(title) for title in OTHER_ALPHABETS]
    assert len(set(made)) == len(made)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*-[0-9a-f]{8}", each) for each in made), made


BROKEN = {
    None: "whole file: it is missing",
    "": "line 1: it says nothing of the book; write id, title and document",
    "id: a\ntitle: A\n": "field document",
    "id: A book\ntitle: A\ndocument: a.txt\n": 'line 1, the book, field id: "A book" is no name',
    "id: a\ntitle:\ndocument: a.txt\n": "line 2, the book, field title: it is empty",
    "id: a\ntitle: A\ndocument: a.txt\ncolour: red\n": "line 4, the book, field colour",
    "id: a\ntitle: A\ndocument: a.txt\nthemes:\n  a: {name: A, colour: pink}\n": "line 5",
}


@pytest.mark.parametrize(("text", "told"), BROKEN.items())
def test_settings_that_are_wrong_are_told_with_their_place(
    text: str | None, told: str, tmp_path: Path
) -> None:
    if text is not None:
        (tmp_path / "sourcework.yml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as raised:
        settings(tmp_path)
    assert "sourcework.yml" in str(raised.value)
    assert told in str(raised.value)


def test_code_that_is_not_there_is_told_by_the_name_in_the_settings() -> None:
    with pytest.raises(
        DataError, match=r"sourcework\.yml, figures\.x: local\.none\.x cannot be loaded"
    ):
        load("figures.x", "local.none.x")
