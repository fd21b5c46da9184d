"""A main chapter in steps, by keyboard alone: what is next to do, what is found, how many stops."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pages import opened, until
from playwright.sync_api import Browser, Page, expect

DESK = {"width": 1280, "height": 900}
STEPS = {
    "before-you-read": "Both come back at the end.",
    "whose-words-are-these": "The page’s name for them widens",
    "read-closely": "A bracket is an editor’s",
    "whose-georgian-is-line-46s": "Line 46 describes a Georgian",
    "place-it": "The committee in Tiflis resigned after",
    "hold-it-against-the-rest": "In October 1922 Lenin rebuked the tone",
    "weigh-it": "Two papers from one office",
    "what-we-can-say": "Policy, persons and power are all in the papers.",
}
FEWER = 80  # stops of the tab key in one step
# What waits is open, all widgets near come alive, and a group of radio buttons is one stop.
STOPS = """async () => {
    for (const fold of document.querySelectorAll("details[data-after]")) {
        fold.dataset.opened = "";
        fold.open = true;
    }
    for (let place = 0; place < document.documentElement.scrollHeight; place += innerHeight / 2) {
        scrollTo(0, place);
        await new Promise(requestAnimationFrame);
    }
    const stops = "a[href], button, input, select, textarea, summary, [tabindex='0']";
    const seen = [...document.querySelectorAll(`#main-content :is(${stops})`)].filter((each) =>
        !each.disabled && each.tabIndex >= 0
        && each.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }));
    return new Set(seen.map((each) => each.type === "radio" ? each.name : each)).size;
}"""
FOCUSED = "selector => document.activeElement.matches(selector)"


@pytest.fixture
def page(browser: Browser, built: Path) -> Iterator[Page]:
    url = f"{built.as_uri()}/book/georgia.html"
    page, wrong = opened(browser, url, steps=True, viewport=DESK)
    page.locator(".step-bar").wait_for()
    yield page
    page.context.close()
    assert not wrong


def tab_to(page: Page, selector: str) -> None:
    """Press the tab key until what the selector names has the focus."""
    for _ in range(FEWER):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED, selector):
            return
    raise AssertionError(f"no {selector} within {FEWER} stops")


def next_to_do(page: Page) -> None:
    page.get_by_role("button", name="Next to do").press("Enter")


def test_each_step_is_reached_by_enter_and_has_fewer_than_80_stops(page: Page) -> None:
    for number, name in enumerate(STEPS, 1):
        expect(page.locator(f"#{name} > h2")).to_be_visible()
        expect(page.locator(".step-where")).to_contain_text(f"Step {number} of {len(STEPS)}")
        assert page.evaluate(STOPS) < FEWER, name
        if number < len(STEPS):
            page.locator(f"#{name} .step-next").press("Enter")
    found = page.locator("#what-we-can-say > .step-found")
    found.locator("summary").press("Enter")
    expect(found).to_contain_text(STEPS["what-we-can-say"])


def test_a_step_is_walked_from_one_thing_to_the_next_until_it_says_what_is_found(
    page: Page,
) -> None:
    page.evaluate("location.hash = 'place-it'")
    found = page.get_by_text(STEPS["place-it"])
    expect(found).to_be_hidden()
    next_to_do(page)
    until(page, FOCUSED, arg="live-widget:has([id$='georgia-order-2'])")
    tab_to(page, "#question-georgia-order-2 button.exercise-check")
    page.keyboard.press("Enter")
    next_to_do(page)
    until(page, FOCUSED, arg="live-widget:has([id$='georgia-tone'])")
    expect(found).to_be_hidden()
    tab_to(page, "textarea")
    page.keyboard.type("neutral")
    expect(found).to_be_visible()
    next_to_do(page)
    expect(page.get_by_role("heading", name="Hold it against the rest")).to_be_focused()


@pytest.mark.parametrize(
    "name", ["what-historians-say", "go-on", "how-did-the-words-reach-this-screen"]
)
def test_a_link_into_what_is_deeper_opens_it_in_its_step(page: Page, name: str) -> None:
    page.evaluate("name => { location.hash = name; }", name)
    heading = page.locator(f"#{name} > :is(h3, h4)")
    expect(heading).to_be_in_viewport()
