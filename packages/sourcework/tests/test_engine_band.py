"""Tests of the band of the time line: zoomed, moved, read and pinned by hand, finger and key."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from engine_alive import come_alive

expect = pytest.importorskip("playwright.sync_api").expect
LANES = ["the river", "the bell", "the ledger"]
# By lane the marks that are shown: left and right edge, and of how many events.
MARKS = """view => [...view.querySelectorAll(".band-lane")].map((lane) =>
    [...lane.querySelectorAll(".band-mark")].map((mark) => {
        const { left, right } = mark.getBoundingClientRect();
        return [left, right, Number(mark.querySelector("b")?.textContent ?? 1)];
    }))"""
LISTED = """item => {
    const [own, list] = [item, item.parentElement].map((each) => each.getBoundingClientRect());
    return own.top >= list.top - 1 && own.top < list.bottom;
}"""


def alive(page: Any, html: Path) -> Any:
    """Return the time line for one who has never been in the book."""
    view = come_alive(page, html / "people.html", "All events, from the flood", ".timeline")
    expect(view.locator(".band-mark").first).to_be_visible()
    return view


@pytest.fixture
def view(page: Any, html: Path) -> Any:
    page.emulate_media(reduced_motion="reduce")
    return alive(page, html)


def told(view: Any) -> Any:
    return view.locator(".band-told")


def bring(view: Any, name: str) -> None:
    view.get_by_role("button", name=name, exact=True).click()


def mark(view: Any, words: str) -> Any:
    return view.locator(".band-mark", has_text=words)


def pin(view: Any) -> None:
    for words in ("the bell: The flood bell is rung", "the ledger: The ferry boat is sold"):
        mark(view, words).focus()
        view.page.keyboard.press("p")


@pytest.mark.parametrize(
    ("stretch", "events"), [("All", 9), ("1907", 5), ("March 1907", 4), ("1958", 2)]
)
def test_marks_of_a_lane_never_cover_each_other_and_none_is_lost(
    view: Any, stretch: str, events: int
) -> None:
    bring(view, stretch)
    expect(told(view)).to_contain_text(f": {events} events.")
    lanes = view.evaluate(MARKS)
    for lane in lanes:
        for (_, right, _), (left, _, _) in pairwise(lane):
            assert left >= right - 1
    shown = sum(count for lane in lanes for *_, count in lane)
    both = {"All": 12, "1907": 6, "March 1907": 5, "1958": 4}  # some are of two lanes
    assert shown == both[stretch]


def test_a_number_is_so_many_events_and_comes_apart_when_it_is_pressed(view: Any) -> None:
    river = view.locator(".band-lane").first
    expect(river.get_by_role("button")).to_have_accessible_name("the river: 2 events, 2 March 1907")
    river.get_by_role("button").click()
    expect(river.get_by_role("button")).to_have_count(2)
    expect(view.locator(".timeline-events > li[data-chosen]")).to_have_count(2)
    expect(view.get_by_role("status")).to_contain_text("March 1907: 2 events.")
    expect(river.get_by_role("button").first).to_be_focused()


def test_arrows_go_along_a_lane_and_from_lane_to_lane(view: Any, page: Any) -> None:
    bring(view, "March 1907")
    mark(view, "the bell: The flood bell is rung").focus()
    page.keyboard.press("ArrowRight")
    expect(mark(view, "the bell: The clerk answers the council")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(mark(view, "the ledger: The ferry boat is sold")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("End")  # out of what is shown: the band follows
    expect(mark(view, "the bell: The diary is printed, 1987")).to_be_focused()
    expect(told(view)).to_contain_text("1987")
    page.keyboard.press("Home")
    expect(mark(view, "the bell: The flood bell is rung")).to_be_focused()
    expect(view.locator(".band-mark[tabindex='0']")).to_have_count(1)


def test_plus_and_minus_zoom_where_the_focus_is(view: Any, page: Any) -> None:
    mark(view, "the ledger: 2 events").first.focus()
    for _ in range(12):
        page.keyboard.press("+")
    expect(mark(view, "the ledger: The ferry boat is sold, 6 March 1907")).to_be_focused()
    expect(view.get_by_role("status")).to_contain_text("March 1907")
    for _ in range(16):
        page.keyboard.press("-")
    expect(told(view)).to_have_text("1907 to 1999: 9 events.")
    expect(mark(view, "the ledger: 2 events").first).to_be_focused()


def test_two_pins_have_the_days_between_them_on_the_band_and_in_words(view: Any) -> None:
    bring(view, "March 1907")
    pin(view)
    expect(view.locator(".band-gap")).to_have_text("4 days")
    expect(view.locator(".band-pin")).to_have_count(2)
    expect(view.get_by_role("status")).to_have_text(
        "From The flood bell is rung to The ferry boat is sold: 4 days."
    )
    expect(mark(view, "the ledger: The ferry boat is sold, 6 March 1907, pinned")).to_be_visible()
    expect(view.get_by_role("button", name="Pin this event")).to_have_attribute(
        "aria-pressed", "true"
    )
    bring(view, "1958")
    expect(view.locator(".band-gap, .band-pin")).to_have_count(0)


def test_what_is_chosen_on_the_band_is_shown_in_the_list_while_the_page_stays(
    view: Any, page: Any
) -> None:
    bring(view, "March 1907")
    mark(view, "the bell: The flood bell is rung").click()
    item = view.locator(".timeline-events > li[data-chosen]")
    expect(item).to_contain_text("The flood bell is rung")
    before = page.evaluate("scrollY")
    mark(view, "the bell: The clerk answers").click()
    expect(item).to_contain_text("The clerk answers the council")
    expect(view.locator(".timeline-card")).to_contain_text("9 March 1907 · The clerk answers")
    assert item.evaluate(LISTED)
    assert page.evaluate("scrollY") == before


def test_what_is_come_to_in_the_list_is_shown_on_the_band(view: Any, page: Any) -> None:
    bring(view, "March 1907")
    before = told(view).inner_text()
    view.locator(".timeline-events [tabindex='0']").last.focus()
    expect(told(view)).to_have_text(before)  # the band stays while one goes by with Tab
    page.keyboard.press("End")
    last = view.get_by_role("button", name="Pin The harbour office prints")
    expect(last).to_be_focused()
    expect(told(view)).to_contain_text("1999")
    chosen = view.locator(".band-mark[data-chosen]")
    expect(chosen).to_contain_text("the ledger: The harbour office prints the page")
    expect(chosen).to_have_attribute("tabindex", "0")
    page.keyboard.press("ArrowUp")
    expect(last).not_to_be_focused()
    expect(chosen).not_to_contain_text("The harbour office prints")


def test_the_list_has_the_stops_of_one_event_whatever_is_shown(view: Any) -> None:
    stops = view.locator(".timeline-events :is(summary, button):not([tabindex='-1'])")
    expect(stops).to_have_count(2)
    view.get_by_label("When").select_option("1907-03")
    expect(stops).to_have_count(2)
    expect(stops.last).to_be_visible()


def test_a_lane_is_switched_off_at_its_head(view: Any) -> None:
    view.get_by_role("group", name="Themes").get_by_label("the bell").uncheck()
    expect(view.locator(".band-lane").nth(1).get_by_role("button")).to_have_count(0)
    expect(told(view)).to_have_text("1907 to 1999: 7 events.")
    expect(view.get_by_role("status")).to_have_text("7 of 9 events are shown.")


def test_a_period_brings_the_band_along_and_beginning_again_brings_it_back(view: Any) -> None:
    view.get_by_label("When").select_option("1907-03")
    expect(told(view)).to_have_text("1 March 1907 to 31 March 1907: 4 events.")
    view.get_by_role("button", name="Start again").click()
    expect(told(view)).to_have_text("1907 to 1999: 9 events.")


def test_phases_stand_behind_the_lanes(view: Any) -> None:
    bring(view, "March 1907")
    phases = view.locator(".band-phase")
    expect(phases).to_have_count(2)
    expect(phases.last).to_have_text("sold")
    assert phases.evaluate_all("all => all.map((each) => each.dataset.line)") == ["solid", "dotted"]


def test_a_mouse_drags_and_does_not_choose_what_it_lets_go_over(view: Any, page: Any) -> None:
    bring(view, "March 1907")
    at = mark(view, "the ledger: The ferry boat is sold")
    box = at.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=4)
    page.mouse.up()
    assert at.bounding_box()["x"] == pytest.approx(box["x"] + 60, abs=2)
    expect(told(view)).to_contain_text("February 1907")
    expect(view.locator(".timeline-card p")).to_have_text(
        "Choose a mark: it is shown here and in the list."
    )


def test_the_wheel_scrolls_the_page_and_zooms_with_ctrl(view: Any, page: Any) -> None:
    bring(view, "1907")
    view.locator(".band-lane").nth(1).hover()
    page.mouse.wheel(0, 40)
    page.wait_for_function("() => scrollY > 0")
    expect(told(view)).to_have_text("January 1907 to December 1907: 5 events.")
    view.locator(".band-lane").nth(1).hover(position={"x": 40, "y": 20})
    page.keyboard.down("Control")
    page.mouse.wheel(0, -60)
    page.keyboard.up("Control")
    expect(told(view)).not_to_contain_text("December")


def test_fingers_pinch_and_drag_and_marks_are_as_large_as_they_are(
    browser: Any, html: Path
) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    view = alive(page, html)
    for box in view.locator(".band-mark").evaluate_all(
        "all => all.map((each) => each.getBoundingClientRect().toJSON())"
    ):
        assert min(box["width"], box["height"]) >= 44
    track = view.locator(".band-track")
    track.scroll_into_view_if_needed()
    box = track.bounding_box()
    y, middle = box["y"] + 60, box["x"] + box["width"] * 0.1
    touch = context.new_cdp_session(page)

    def fingers(kind: str, *places: float) -> None:
        points = [{"x": x, "y": y, "id": number} for number, x in enumerate(places)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    fingers("touchStart", middle - 10, middle + 20)
    for wide in range(20, 200, 20):
        fingers("touchMove", middle - 10, middle + wide)
    fingers("touchEnd")
    expect(told(view)).not_to_contain_text("1999")
    zoomed = told(view).text_content()
    fingers("touchStart", middle + 150)
    for step in range(0, 150, 15):
        fingers("touchMove", middle + 150 - step)
    fingers("touchEnd")
    expect(told(view)).not_to_have_text(zoomed)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    context.close()


def test_marks_are_heard_with_lane_event_day_and_doubt(view: Any) -> None:
    bring(view, "March 1907")
    names = view.locator(".band-mark > :last-child").all_text_contents()
    assert names == [
        "the river: 2 events, 2 March 1907",
        "the bell: The flood bell is rung, 2 March 1907, contested",
        "the bell: The clerk answers the council, 9 March 1907, reported",
        "the ledger: The ferry boat is sold, 6 March 1907",
    ]
    tools = view.get_by_role("group", name="Zoom and move the band").get_by_role("button")
    heard = tools.evaluate_all("all => all.map((each) => each.ariaLabel)")
    assert heard == ["Zoom out", "Zoom in", "Earlier", "Later"]
