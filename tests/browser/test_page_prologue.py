"""The prologue in steps, as a reader comes to it who has chosen nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pages import opened
from playwright.sync_api import Browser, Locator, Page, expect
from questions import answer, check, question

from sourcework.item_bank import load_items

ITEMS = load_items()
STEPS = 8
MOST = 80  # tab stops
# What a reader comes to with the Tab key, when all that waits is open: of radios, one in each set.
TAB_STOPS = """step => {
    for (const fold of step.querySelectorAll("details[data-after]")) {
        fold.dataset.opened = "";
        fold.open = true;
    }
    const stops = [...step.querySelectorAll("a[href], button, input, select, textarea, summary")]
        .filter((each) => each.checkVisibility({ visibilityProperty: true }))
        .filter((each) => each.tabIndex >= 0 && !each.disabled);
    return new Set(stops.map((each) => (each.type === "radio" ? each.name : each))).size;
}"""


@pytest.fixture(params=[390, 1280], ids=["phone", "desk"])
def page(request: pytest.FixtureRequest, browser: Browser, built: Path) -> Iterator[Page]:
    url = f"{built.as_uri()}/book/prologue.html"
    size = {"width": request.param, "height": 844}
    page, wrong = opened(browser, url, steps=True, viewport=size)
    page.locator(".step-bar").wait_for()
    yield page
    page.context.close()
    assert not wrong


def shown(page: Page) -> list[str]:
    """Return the headings of the steps that a reader sees."""
    headings = page.locator("section:has(> .step-head) > h2").all()
    seen = "each => each.checkVisibility({ contentVisibilityAuto: true })"
    return [each.inner_text().removesuffix("#").strip() for each in headings if each.evaluate(seen)]


def told(page: Page, words: str) -> Locator:
    """Return where a step says what is found, with these words in it."""
    return page.locator(".step-found", has_text=words).locator("p")


def test_a_reader_answers_finds_and_goes_on(page: Page) -> None:
    assert shown(page) == ["How many witnesses do you count?"]
    expect(page.locator(".step-where")).to_have_text(f"Step 1 of {STEPS} · 24 min left")
    found = told(page, "A quotation names a speaker")
    for name, response in (("estimate-1", 60), ("number-1", 3)):
        expect(found).to_be_hidden()
        view, item = question(page, f"prologue/{name}"), ITEMS[f"prologue/{name}"]
        answer(view, item, response)
        check(view)
    expect(found).to_be_visible()
    page.get_by_role("link", name="Next, 4 min").press("Enter")
    assert shown(page) == ["Whose mouth did each remark come out of?"]
    assert page.evaluate("document.activeElement.tagName") == "H2"
    expect(page.locator(".step-where")).to_have_text(f"Step 2 of {STEPS} · 21 min left")
    page.reload()
    expect(page.locator(".step-ticks > .done")).to_have_count(1)
    assert shown(page) == ["Whose mouth did each remark come out of?"]


def test_one_switch_shows_the_whole_prologue(page: Page) -> None:
    switch = page.get_by_role("button", name="Whole chapter")
    switch.click()
    assert len(shown(page)) == STEPS
    switch.click()
    assert len(shown(page)) == 1


def test_a_step_has_few_tab_stops(page: Page) -> None:
    stops = {}
    for number in range(STEPS):
        step = page.locator("section:has(> .step-head)").nth(number)
        stops[shown(page)[0]] = step.evaluate(TAB_STOPS)
        if number < STEPS - 1:
            step.locator(".step-next").press("Enter")
    assert len(stops) == STEPS
    assert {name: count for name, count in stops.items() if not 0 < count < MOST} == {}
