"""The answer key: what stands in it, and what must never."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from local.widgets.annotator import Annotator
from sourcework import answer_key, answer_keys
from sourcework.errors import DataError
from sourcework.item_bank import load_items
from sourcework.items import Order
from sourcework.typography import typeset
from sourcework.widgets.exercise import shown

CHAPTERS = list(dict.fromkeys(item.chapter for item in load_items().values()))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_all_that_is_said_of_an_answer_is_in_the_key(chapter: str) -> None:
    text = BeautifulSoup(answer_key(chapter).html(), "html.parser").get_text()
    for item in load_items().values():
        if item.chapter == chapter:
            for told in item.feedbacks().values():
                assert typeset(told.feedback).replace("*", "") in text
            for sample in getattr(item, "samples", ()):
                for said in (sample.level, sample.answer, sample.remark):
                    assert typeset(said).replace("*", "") in text


def test_graded_items_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    items = load_items()
    graded = replace(items["poison/choice-1"], mode="graded")
    monkeypatch.setattr(answer_keys, "load_items", lambda: items | {graded.id: graded})
    html = answer_key("poison").html()
    assert "answer-poison-choice-1" not in html
    assert typeset(graded.stem) not in html
    assert "answer-poison-choice-2" in html


def test_a_chapter_without_items_is_an_error_that_names_the_others() -> None:
    with pytest.raises(DataError, match="use one of: document, eavesdropping"):
        answer_key("sources")


@pytest.mark.parametrize(
    "item", [i for i in load_items().values() if isinstance(i, Order)], ids=lambda item: item.id
)
def test_the_letters_of_an_order_are_those_of_the_printed_question(item: Order) -> None:
    printed = [option["id"] for option in shown(item)["options"]]
    html = BeautifulSoup(answer_key(item.chapter).html(), "html.parser")
    section = html.find(id=f"answer-{item.id.replace('/', '-')}")
    assert section is not None
    groups = section.strong.get_text().split(", ")  # type: ignore[union-attr]
    named = [[printed["ABCDEFGHIJ".index(letter)] for letter in g.split(" or ")] for g in groups]
    key = [{each} if isinstance(each, str) else set(each) for each in item.key]
    assert [set(group) for group in named] == key


def test_a_widget_brings_its_own_answer() -> None:
    assert "A judgement to argue with" in answer_key("testament", Annotator()).html()
