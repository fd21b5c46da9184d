"""Tests of lists to choose from on a phone: what is chosen can be read in whole."""

from __future__ import annotations

from typing import Any

import pytest
from engine_book import Copy
from test_engine_kind_scripts import SHOW

PHONE = {"width": 390, "height": 844}
MATCH, MARK = "ledger/match-1", "bell/mark-1"


@pytest.fixture(scope="module")
def told(book: Copy) -> dict[str, Any]:
    """Return the script that shows items, its style, and what pages show of the items."""
    found: dict[str, Any] = book.ask("engine_shown.py", [MATCH, MARK])
    return found


LONG = "the word of a clerk who stood at the window of the harbour office all that night"


def lengthened(item: dict[str, Any]) -> dict[str, Any]:
    """Return the item with a last target that no list of a phone has room for."""
    *others, last = item["targets"]
    return item | {"targets": [*others, last | {"text": LONG}]}


@pytest.mark.parametrize("name", [MATCH, MARK])
def test_chosen_words_are_read_in_whole(name: str, page: Any, told: dict[str, Any]) -> None:
    page.set_viewport_size(PHONE)
    page.add_style_tag(content=told["style"])
    item = told["items"][name]
    page.evaluate(SHOW, [told["text"], lengthened(item), {}])
    page.get_by_label("As a form").check()  # else there are bins or pens
    long, short = (item["targets"][place]["id"] for place in (-1, 0))
    rows = page.locator(".exercise-rows select")
    whole = page.locator(".widget-chosen")
    assert whole.locator("visible=true").count() == 0
    top = rows.nth(1).evaluate("list => list.getBoundingClientRect().top")
    rows.nth(1).select_option(long)
    below = whole.locator("visible=true")
    assert below.all_inner_texts() == [LONG]
    assert below.get_attribute("aria-hidden") == "true"
    assert below.evaluate("words => words.scrollWidth <= words.clientWidth")
    if name == MATCH:  # the tag of a passage stands above its list
        assert rows.nth(1).evaluate("list => list.getBoundingClientRect().top") == top
    rows.nth(1).select_option(short)
    assert whole.locator("visible=true").count() == 0
    rows.nth(1).select_option(long)
    page.set_viewport_size({"width": 1280, "height": 800})
    below.wait_for(state="hidden")
    page.set_viewport_size(PHONE)
    below.wait_for()


def test_words_that_a_script_has_chosen_are_read_in_whole_too(
    page: Any, told: dict[str, Any]
) -> None:
    page.set_viewport_size(PHONE)
    page.add_style_tag(content=told["style"])
    item = told["items"][MATCH]
    kept = {"response": dict.fromkeys(item["rule"]["pairs"], item["targets"][-1]["id"])}
    page.evaluate(SHOW, [told["text"], lengthened(item), kept])
    page.get_by_label("As a form").check()
    whole = page.locator(".widget-chosen").locator("visible=true")
    whole.first.wait_for()
    assert whole.all_inner_texts() == [LONG] * 3
    page.get_by_role("button", name="Check").click()
    page.get_by_role("button", name="Try again").click()
    rights = list(item["rule"]["pairs"].values()).count(item["targets"][-1]["id"])
    assert whole.count() == rights
