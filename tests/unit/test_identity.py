"""A book is known by its title: this one as ever, another as another."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sourcework import identity
from sourcework.errors import DataError
from sourcework.identity import book_id, book_title, identify

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


@pytest.mark.parametrize("text", [None, "", "title:\n", "title: 1924\n", "[title]\n"])
def test_a_book_without_a_title_is_told_where_to_write_it(
    text: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if text is not None:
        (tmp_path / "_config.yml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(identity, "ROOT", tmp_path)
    with pytest.raises(DataError, match=r"_config\.yml, .*; write the title of the book"):
        book_id()
