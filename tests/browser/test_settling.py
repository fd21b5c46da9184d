"""A page that was just opened lays out its first screen, and then the rest piece by piece."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from pages import patient
from playwright.sync_api import Browser, Page, expect

PHONE = {"width": 360, "height": 740}

# The test says when the next step comes, which on a busy machine is late.
HELD = """
globalThis.steps = [];
globalThis.requestAnimationFrame = (step) => steps.push(step);
const wait = globalThis.setTimeout;
globalThis.setTimeout = (step, delay) => delay ? wait(step, delay) : steps.push(step);
"""
STEP = "() => { steps.shift()(); return document.documentElement.dataset.fresh === ''; }"
REST = "() => { while (steps.length) steps.shift()(); }"
SECTIONS = """() => [...document.querySelectorAll(".bd-article section[id]")]
  .filter(each => each.checkVisibility()).length"""
LAID_OUT = """() => [...document.querySelectorAll(".bd-article section[id]")]
  .filter(each => each.checkVisibility({contentVisibilityAuto: true})).length"""
PLACES = """() => [...document.querySelectorAll(".bd-article :is(h2, h3, live-widget)")]
  .map(each => Math.round(each.getBoundingClientRect().top + scrollY))"""


@pytest.fixture
def page(browser: Browser, served: str) -> Iterator[Page]:
    context = patient(browser, viewport=PHONE)
    page = context.new_page()
    page.add_init_script(HELD)
    page.goto(f"{served}/book/georgia.html")
    expect(page.locator("html[data-fresh]")).to_have_count(1)
    yield page
    context.close()


def expect_settled(page: Page) -> None:
    expect(page.locator("html:not([data-fresh])")).to_have_count(1)
    assert page.evaluate(LAID_OUT) == page.evaluate(SECTIONS)
    assert page.locator(".bd-article [style*='content-visibility']").count() == 0


def test_the_rest_is_laid_out_piece_by_piece(page: Page) -> None:
    laid_out = [page.evaluate(LAID_OUT)]
    while page.evaluate(STEP):
        laid_out.append(page.evaluate(LAID_OUT))
    steps = [after - before for before, after in itertools.pairwise(laid_out)]
    assert laid_out[0] < laid_out[-1] / 2
    assert max(steps) < laid_out[-1] / 4
    expect_settled(page)
    places = page.evaluate(PLACES)
    page.reload()  # a page that the reader has seen is laid out at once
    expect_settled(page)
    assert page.evaluate(PLACES) == places


@pytest.mark.parametrize("key", ["Tab", "PageDown"])
def test_who_reads_on_before_that_has_all_of_it_at_once(page: Page, key: str) -> None:
    page.evaluate(STEP)
    page.keyboard.press(key)
    expect_settled(page)
    page.evaluate(REST)
    expect_settled(page)


def test_a_link_within_the_page_leads_to_its_place(page: Page) -> None:
    link = page.locator("#page-toc a[href='#weigh-it']")
    link.evaluate("element => element.click()")
    heading = page.get_by_role("heading", name="Weigh it")
    expect(heading).to_be_in_viewport()
    assert heading.evaluate("element => element.getBoundingClientRect().top") < 150
    expect_settled(page)


def test_a_widget_that_waited_comes_alive(page: Page) -> None:
    widget = page.locator("#place-it live-widget").first
    widget.evaluate("element => element.scrollIntoView()")
    expect_settled(page)
    page.evaluate(f"() => {{ setInterval({REST}, 10); }}")
    expect(widget.locator(".live-widget-view :is(button, select)").first).to_be_visible()


def test_paper_has_all_of_it(page: Page) -> None:
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    expect_settled(page)


@pytest.mark.parametrize(
    ("options", "anchor"), [({"java_script_enabled": False}, ""), ({}, "#weigh-it")]
)
def test_a_page_without_scripts_or_opened_further_down_waits_for_nothing(
    browser: Browser, served: str, options: dict[str, bool], anchor: str
) -> None:
    page = patient(browser, viewport=PHONE, **options).new_page()
    page.goto(f"{served}/book/georgia.html{anchor}")
    expect_settled(page)
    page.context.close()
