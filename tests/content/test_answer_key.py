"""The page of answers: every question, every fold of a chapter, and that all of it is public."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from contents import ROOT

from sourcework.item_bank import load_items

CHAPTERS = list(dict.fromkeys(item.chapter for item in load_items().values()))
FOLD = re.compile(r"<details>\n<summary>(.*?)</summary>\n\n(.*?)\n", re.DOTALL)


@pytest.fixture(scope="module")
def page(built: Path) -> BeautifulSoup:
    return BeautifulSoup((built / "book/answers.html").read_text(encoding="utf-8"), "lxml")


def test_every_question_links_to_its_place_and_has_its_answer(page: BeautifulSoup) -> None:
    for item in load_items().values():
        name = item.id.replace("/", "-")
        answer = page.find(id=f"answer-{name}")
        assert answer is not None, item.id
        assert answer.a["href"] == f"{item.chapter}.html#question-{name}"  # type: ignore[union-attr,index]
        assert answer.li is not None  # type: ignore[union-attr]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_fold_of_a_chapter_is_in_the_key(page: BeautifulSoup, chapter: str) -> None:
    source = (ROOT / f"book/{chapter}.md").read_text(encoding="utf-8")
    assert FOLD.findall(source)
    sections = page.select(f"section[id^='book-{chapter}-fold-']")
    for summary, _ in FOLD.findall(source):
        section = next((each for each in sections if summary in each.get_text()), None)
        assert section is not None, summary
        assert len(section.get_text().split()) > len(summary.split()) + 8
        assert not section.find_all("details")


def test_it_says_that_the_keys_are_public(page: BeautifulSoup) -> None:
    assert "The keys of these questions are public" in page.get_text()
