"""Who told us, in the prologue: strings to heads before the count, and where they end after it."""

from __future__ import annotations

import re

import pytest
from pages import opened
from playwright.sync_api import Browser, Locator, Page, expect
from widgets import peg, stored

from local.figures.tellers import SAID, ends
from local.widgets.tellers import Tellers

KEY = "prologue/tellers"
PAGE = "prologue"
OPTIONS = {"reduced_motion": "reduce"}
SLIPS = list(SAID)


def drawing(page: Page) -> Locator:
    """Return the drawing before the question, alive."""
    place = page.locator("live-widget", has=page.get_by_text("told by"))
    if place.count():
        place.first.scroll_into_view_if_needed()
    view = page.locator(".tellers").filter(has_text="Who told us?")
    view.wait_for()
    return view


def strings(view: Locator) -> list[str]:
    found: list[str] = view.locator(".string").evaluate_all(
        "all => all.map((each) => [...each.classList, each.dataset.string].slice(1).join(' '))"
    )
    return found


def answer(page: Page, number: str) -> Locator:
    """Commit a number, and return what has opened."""
    page.locator("live-widget", has=page.locator("#question-prologue-number-1")).evaluate(
        "place => place.scrollIntoView()"
    )
    question = page.locator("section#question-prologue-number-1")
    question.get_by_role("textbox").fill(number)
    question.get_by_role("button", name="Commit my answer").click()
    told = page.locator(".tellers-told").filter(has_text="Where the strings end")
    told.wait_for()
    return told


def test_a_string_for_each_quotation_and_nothing_is_told(page: Page) -> None:
    view = drawing(page)
    status = view.get_by_role("status")
    heads = view.get_by_role("button", name=re.compile("^Head "))
    expect(heads).to_have_count(len(SLIPS))
    peg(view, SLIPS[0]).click()
    expect(status).to_have_text(
        "In your hand: “bad man with yellow eyes”. Which head told us of it?"
    )
    heads.nth(1).click()
    expect(status).to_contain_text("One string ends at one head.")
    heads.nth(2).click()
    expect(status).to_have_text("In your hand: head C. Which quotation did it tell?")
    heads.nth(1).click()
    peg(view, SLIPS[1]).click()
    peg(view, SLIPS[2]).click()
    peg(view, "A").click()
    expect(status).to_contain_text("Three strings end at two heads.")
    expect(heads.nth(1)).to_have_accessible_name("Head B, two strings")
    expect(peg(view, SLIPS[2])).to_have_accessible_name(re.compile("tied to head A$"))
    expect(status).to_contain_text("is tied to head A. Three strings")
    assert stored(page, KEY) == {"tied": dict(zip(SLIPS, "BBA", strict=False))}
    python = Tellers()
    python.work = stored(page, KEY)
    assert list(python.value["head"]) == ["B", "B", "A", ""]
    peg(view, SLIPS[2]).click()
    peg(view, "A").click()
    expect(status).to_contain_text("Two strings end at one head.")
    expect(page.locator(".tellers-told")).to_have_count(0)


def test_all_by_keys(page: Page) -> None:
    view = drawing(page)
    press = page.keyboard.press
    peg(view, SLIPS[0]).focus()
    press("Enter")
    press("End")
    expect(peg(view, "D")).to_be_focused()
    press("Enter")
    expect(view.get_by_role("status")).to_contain_text("One string ends at one head.")
    press("Enter")
    press("Escape")
    expect(view.get_by_role("status")).to_contain_text("One string ends at one head.")
    press("Home")
    press("ArrowRight")
    expect(peg(view, SLIPS[1])).to_be_focused()


def test_after_the_count_the_strings_run_to_one_head(page: Page) -> None:
    view = drawing(page)
    for slip, head in zip(SLIPS, "CBCD", strict=True):
        peg(view, slip).click()
        peg(view, head).click()
    told = answer(page, "3")
    assert len(set(ends())) == 1
    assert sorted(strings(told)) == sorted(strings(view))
    assert strings(told) == [
        *(f"faint {slip} {head}" for slip, head in zip(SLIPS, "CBCD", strict=True)),
        *(f"{slip} C" for slip in SLIPS),
    ]
    for each in (view, told):
        expect(each.locator(".string-said")).to_have_text(
            "A string runs from each of four quotations, all to one head. "
            "Yours, dotted, end at three heads."
        )
    expect(told.get_by_role("button", disabled=True)).to_have_count(2 * len(SLIPS))
    expect(peg(view, SLIPS[0])).to_be_disabled()
    page.reload()
    expect(peg(drawing(page), SLIPS[0])).to_be_disabled()


HIDDEN = """view => [...view.querySelectorAll(".string")].filter((string) => {
  const way = string.querySelector("path");
  const { left, top } = way.ownerSVGElement.getBoundingClientRect();
  const pegs = [...view.querySelectorAll(".peg")].map((each) => each.getBoundingClientRect());
  const length = way.getTotalLength();
  return Array.from({ length: 100 }, (_, part) => way.getPointAtLength(length * part / 99))
    .some(({ x, y }) => pegs.some((peg) => left + x > peg.left + 1 && left + x < peg.right - 1
      && top + y > peg.top + 1 && top + y < peg.bottom - 1));
}).map((string) => string.dataset.string)"""


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_string_is_seen_for_its_whole_way(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    view = drawing(page)
    for slip, head in zip(SLIPS, "DCBA", strict=True):
        peg(view, slip).click()
        peg(view, head).click()
    expect(view.locator(".string")).to_have_count(len(SLIPS))
    assert view.evaluate(HIDDEN) == []
    assert answer(page, "3").evaluate(HIDDEN) == []


def test_who_tied_nothing_sees_where_they_end(page: Page) -> None:
    told = answer(page, "4")
    assert strings(told) == [f"{slip} A" for slip in SLIPS]
    expect(drawing(page).locator(".string-said")).to_have_text(
        "A string runs from each of four quotations, all to one head."
    )


def test_without_scripts_there_is_room_to_say_it_and_the_drawing_waits(
    browser: Browser, served: str
) -> None:
    page, wrong = opened_plain(browser, f"{served}/book/prologue.html")
    expect(page.get_by_text("told by ________")).to_have_count(len(SLIPS))
    figure = page.locator("figure", has_text="Each string runs from a quotation")
    expect(figure).to_be_hidden()
    page.locator("details", has=figure).first.locator("> summary").click()
    expect(figure).to_be_visible()
    page.context.close()
    assert not wrong


def opened_plain(browser: Browser, url: str) -> tuple[Page, list[str]]:
    """Open a page where JavaScript does not run."""
    page = browser.new_context(java_script_enabled=False).new_page()
    wrong: list[str] = []
    page.on("requestfailed", lambda request: wrong.append(request.url))
    page.goto(url)
    return page, wrong


@pytest.mark.parametrize("width", [320, 390])
def test_it_fits_a_phone(browser: Browser, served: str, width: int) -> None:
    size = {"width": width, "height": 844}
    page, wrong = opened(browser, f"{served}/book/prologue.html", viewport=size, has_touch=True)
    view = drawing(page)
    for name in (SLIPS[3], "D"):
        peg(view, name).tap()
    expect(view.get_by_role("status")).to_contain_text("One string ends at one head.")
    box = view.bounding_box()
    assert box
    assert box["height"] <= 480
    small = view.locator("button").evaluate_all(
        """all => all.map((each) => [each.offsetWidth, each.offsetHeight])
        .filter((sizes) => Math.min(...sizes) < 44)"""
    )
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()
    assert not wrong
