"""Tests of the chain: its edge is dragged by a finger, and the story's words run down its band."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

expect = pytest.importorskip("playwright.sync_api").expect
RECORD = "quillhaven-bell"


def chain(page: Any, html: Path) -> Any:
    """Return the chain of the ledger, alive."""
    page.add_init_script(f"localStorage.setItem('{RECORD}.whole', 'yes')")
    page.goto(f"{html.as_uri()}/ledger.html")
    page.wait_for_selector("html:not([data-fresh])", state="attached")
    place = page.locator("live-widget", has=page.get_by_text("The chain, link by link"))
    place.evaluate("each => each.scrollIntoView()")
    view = page.locator(".dossier-widget", has=page.locator(".chain"))
    view.wait_for()
    return view


def test_a_finger_drags_the_edge(phone: Any, html: Path) -> None:
    view = chain(phone, html)
    edge = view.get_by_role("slider").first
    edge.evaluate("each => each.scrollIntoView({ block: 'center', behavior: 'instant' })")
    box, place = edge.bounding_box(), edge.locator("..").bounding_box()
    assert min(box["width"], box["height"]) >= 44
    line = phone.context.new_cdp_session(phone)
    y = box["y"] + box["height"] / 2
    start, end = box["x"] + box["width"] / 2, place["x"] + place["width"] * 0.5
    for kind, x in (
        ("touchStart", start),
        *(("touchMove", start + (end - start) * part / 6) for part in range(1, 7)),
    ):
        line.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    line.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(edge).to_have_attribute("aria-valuetext", "even; 50 in 100 left")
    record = json.loads(phone.evaluate(f"localStorage.getItem('{RECORD}')"))
    assert record["widgets"]["ledger/chain"]["work"]["links"] == {"ledger-01": 2}
    assert phone.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_each_word_can_be_dragged_to_where_little_of_the_band_is_left(
    page: Any, html: Path
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    view = chain(page, html)
    edges = view.get_by_role("slider")
    for edge in (edges.nth(0), edges.nth(1)):
        edge.press("Home")  # of the whole, a sixteenth goes on
    edge = edges.nth(2)
    edge.evaluate("each => each.scrollIntoView({ block: 'center', behavior: 'instant' })")
    said = set()
    box = edge.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.mouse.down()
    for by in range(0, 76, 4):
        page.mouse.move(box["x"] + box["width"] / 2 - by, middle)
        said.add(edge.get_attribute("aria-valuetext").partition(";")[0])
        held = edge.bounding_box()
        assert abs(held["x"] - box["x"] + by) <= 18  # at the next word, and so under the finger
    page.mouse.up()
    assert said - {"undecided"} == {"certain", "very likely", "likely", "even", "unlikely"}


def test_a_link_that_hands_nothing_on_has_no_edge(page: Any, html: Path) -> None:
    view = chain(page, html)
    expect(view.locator("ol").first.locator(":scope > li")).to_have_count(5)
    expect(view.get_by_role("slider")).to_have_count(4)


def test_only_what_the_table_has_is_told_and_what_it_replaced(page: Any, html: Path) -> None:
    with (html.parents[2] / "book/data/retellings.csv").open(encoding="utf-8") as file:
        speech, office = csv.DictReader(file)
    view = chain(page, html)
    told = view.locator(".chain-told")
    expect(told).to_have_count(2)
    expect(told.first.locator("li")).to_have_count(2)  # nobody tells who made it
    for detail in ("occasion", "device"):
        expect(told.first).to_contain_text(speech[detail])
        expect(told.last.locator("del", has_text=speech[detail])).to_have_count(1)
        expect(told.last.locator("ins", has_text=office[detail])).to_have_count(1)
    expect(told.last.get_by_text("In its own words, from line 19")).to_be_visible()
