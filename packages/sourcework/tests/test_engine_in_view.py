"""Tests of what is seen at once after an answer: the verdict, and the row of which it speaks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PHONE = {"width": 390, "height": 844}
SHORT = {"width": 390, "height": 480}  # a phone on which the questions of this book are long
FLAT = {"width": 320, "height": 256}  # 400 per cent
MATCH = "ledger/match-1"
# Whether nothing covers the first lines of what a selector finds, and all of it is in the window.
SEEN = """(view, selector) => {
  const one = selector ? view.querySelector(selector) : view;
  const { left, top, bottom, width } = one.getBoundingClientRect();
  const at = document.elementFromPoint(left + Math.min(40, width / 2), top + 10);
  return { whole: top >= 0 && bottom <= innerHeight, found: one.contains(at), top, bottom };
}"""


def lists(value: str) -> Callable[[Any], None]:
    """Return what chooses one target in every row of a form."""

    def choose(view: Any) -> None:
        view.get_by_label("As a form").check()
        for row in view.locator(".exercise-rows select").all():
            row.select_option(value)

    return choose


def laid(value: str) -> Callable[[Any], None]:
    """Return what lays every slip into one bin."""

    def lay(view: Any) -> None:
        view.locator(f".bin-bar[value={value}]").click()
        for slip in [each.get_attribute("data-slip") for each in view.locator("[data-slip]").all()]:
            view.locator(f"[data-slip={slip}] > .bin-slip").click()

    return lay


def marked(number: int) -> Callable[[Any], None]:
    """Mark every passage with the same pen."""

    def mark(view: Any) -> None:
        view.locator(".pens input").first.focus()
        for _ in view.locator(".pens input").all():
            view.locator(".pen-tray button").nth(number).click()

    return mark


def typed(text: str) -> Callable[[Any], None]:
    return lambda view: view.get_by_role("textbox").first.fill(text)


def slid(value: str) -> Callable[[Any], None]:
    return lambda view: view.get_by_role("slider").fill(value)


def ticked(*names: str) -> Callable[[Any], None]:
    def tick(view: Any) -> None:
        for name in names:
            view.get_by_label(name).check()

    return tick


# Question, how it is answered, and what the verdict speaks of.
ANSWERED = {
    "bell/choice-1": (ticked("an editor"), ".exercise-mark"),
    "bell/mark-1": (marked(2), ".exercise-mark"),
    "bell/number-1": (typed("150"), ".exercise-remark"),
    "bell/order-1": (slid("100"), ".widget-sortable > li"),
    "bell/short-1": (typed("Another ear."), ".exercise-why > p"),
    "bell/estimate-1": (slid("80"), ".exercise-remark"),
    "ledger/choices-1": (ticked("The ledger", "The sale"), ".exercise-remark"),
    "ledger/match-1": (laid("odowd"), ".exercise-mark"),
}


def question(page: Any, html: Path, name: str) -> Any:
    """Open the page of a question, with it at the foot of the window; return its section."""
    page.goto((html / f"{name.partition('/')[0]}.html").as_uri())
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    anchor = f"[id=question-{name.replace('/', '-')}]"
    page.locator("live-widget", has=page.locator(anchor)).scroll_into_view_if_needed()
    view = page.locator(f"section.exercise{anchor}")
    view.wait_for()
    return view


@pytest.mark.parametrize("name", ANSWERED)
def test_the_verdict_is_seen_with_what_it_speaks_of(name: str, html: Path, page: Any) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size(SHORT)
    view = question(page, html, name)
    give, spoken = ANSWERED[name]
    give(view)
    check = view.locator(".exercise-check")
    check.scroll_into_view_if_needed()
    check.click()
    status = view.get_by_role("status").evaluate(SEEN, "")
    row = view.evaluate(SEEN, spoken)
    assert status["whole"]
    assert status["found"]
    assert row["found"]
    assert view.get_by_role("status").count() == 1


@pytest.mark.parametrize("window", [PHONE, SHORT], ids=["phone", "short"])
@pytest.mark.parametrize("name", ["bell/mark-1", MATCH])
def test_what_has_the_focus_is_seen_with_the_verdict(
    name: str, window: dict[str, int], html: Path, page: Any
) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size(window)
    view = question(page, html, name)
    ANSWERED[name][0](view)
    page.add_style_tag(content=".exercise-controls li { min-block-size: 12rem; }")
    check = view.locator(".exercise-check")
    check.press("Enter")
    focused = page.evaluate_handle("document.activeElement")
    for each in (focused, view.get_by_role("status")):
        assert each.evaluate(SEEN, "")["found"]
    if window == PHONE:
        again = view.get_by_role("button", name="Try again")
        page.keyboard.press("Tab")
        assert again.evaluate("button => button === document.activeElement")
        assert again.evaluate(SEEN, "")["found"]
        page.keyboard.press("Enter")
        assert view.get_attribute("data-verdict") is None
        assert view.get_by_role("status").inner_text().startswith("Answer again.")


def test_what_is_missing_is_seen_with_the_row_that_is_open(html: Path, page: Any) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size(SHORT)
    view = question(page, html, MATCH)
    view.locator(".exercise-check").scroll_into_view_if_needed()
    view.locator(".exercise-check").click()
    focused = page.evaluate_handle("document.activeElement")
    assert focused.evaluate("slip => slip.className") == "bin-slip"
    assert page.evaluate(f"([one, none]) => ({SEEN})(one, none)", [focused, ""])["found"]
    status = view.get_by_role("status").evaluate(SEEN, "")
    assert status["whole"]
    assert status["found"]


def test_the_verdict_goes_back_to_its_place_as_soon_as_the_reader_goes_on(
    html: Path, page: Any
) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size(SHORT)
    view = question(page, html, MATCH)
    laid("odowd")(view)
    view.locator(".exercise-check").click()
    status = view.get_by_role("status")
    position = "status => getComputedStyle(status).position"
    assert status.evaluate(position) == "sticky"
    page.keyboard.press("Tab")
    assert status.evaluate(position) == "static"
    focused = page.evaluate_handle("document.activeElement")
    assert page.evaluate(f"([one, none]) => ({SEEN})(one, none)", [focused, ""])["found"]


def test_nothing_stays_over_a_window_that_is_flat(html: Path, page: Any) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size(FLAT)
    view = question(page, html, MATCH)
    laid("odowd")(view)
    view.locator(".exercise-check").click()
    status = view.get_by_role("status")
    assert status.evaluate("status => getComputedStyle(status).position") == "static"
    assert status.evaluate(SEEN, "")["whole"]


TAPPED = {
    "bell/choice-1": (ticked("an editor"), lambda view: view.get_by_label("Tobias").check()),
    MATCH: (lists("odowd"), lambda view: view.locator("select").last.select_option("zak")),
}


@pytest.mark.parametrize("anchored", ["auto", "none"])
@pytest.mark.parametrize("name", TAPPED)
def test_what_is_tapped_stays_under_the_finger(
    html: Path, page: Any, name: str, anchored: str
) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size(PHONE)
    view = question(page, html, name)
    give, tap = TAPPED[name]
    give(view)
    view.locator(".exercise-check").click()
    page.add_style_tag(content=f"html {{ overflow-anchor: {anchored}; }}")  # not all browsers do
    other = view.locator(".exercise-controls").locator("input, select").last
    top = "box => new Promise(done => setTimeout(() => done(box.getBoundingClientRect().top), 100))"
    before = other.evaluate(top)
    tap(view)
    assert other.evaluate(top) == pytest.approx(before, abs=1)
