"""The sequence in the page: ordering by hand and by key, evidence, the track."""

from __future__ import annotations

import json
import re

from contents import ROOT
from pages import opened
from playwright.sync_api import Browser, Locator, Page, expect
from widgets import save, stored, widget

from local.widgets.sequence import Sequence
from sourcework.widgets.widget_base import module

KEY = "georgia/sequence"
PAGE = "georgia"


def piece(view: Locator, words: str) -> Locator:
    return view.locator(".widget-sortable > li", has_text=words)


def open_evidence(view: Locator, *pieces: str) -> None:
    for words in pieces:
        piece(view, words).get_by_role("button", name="Open the evidence").click()


def test_a_piece_is_dragged_by_its_grip(page: Page) -> None:
    view = widget(page, "sequence")
    third = view.locator(".widget-sortable > li").nth(2)
    expect(third).to_contain_text("Lenin agrees to send troops")
    third.scroll_into_view_if_needed()
    grip, first = third.locator(".widget-grip"), view.locator(".widget-sortable > li").first
    start, end = grip.bounding_box(), first.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 20, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(start["x"] + 20, end["y"] + 10, steps=5)
    page.mouse.up()
    expect(view.locator(".widget-sortable > li").first).to_contain_text("Lenin agrees to send")
    assert stored(page, KEY)["order"][:2] == ["invasion", "georgian-vote"]


def test_it_is_ordered_by_keyboard_and_focus_stays(page: Page) -> None:
    view = widget(page, "sequence")
    grip = piece(view, "Lenin agrees to send troops").locator(".widget-grip")
    grip.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(grip).to_be_focused()
    expect(view.locator(".widget-sortable > li").first).to_contain_text("Lenin agrees to send")
    expect(view.get_by_role("status")).to_contain_text(
        re.compile(
            r"^Lenin agrees to send .* is now number 1 of 18\. \d+ of the 151 pairs that the"
        )
    )
    opener = piece(view, "telegram").get_by_role("button", name="Open the evidence")
    opener.focus()
    page.keyboard.press("Enter")
    expect(view.get_by_role("status")).to_contain_text("21 October 1922: In a telegram")
    expect(piece(view, "telegram").locator(".sequence-evidence")).to_be_focused()


def test_opened_pieces_are_put_right_and_the_table_is_that_of_python(page: Page) -> None:
    view = widget(page, "sequence")
    settle = view.get_by_role("button", name="Put the opened pieces right")
    expect(settle).to_be_disabled()
    open_evidence(view, "asks Trotsky", "telegram", "make concessions")
    settle.click()
    python = Sequence()
    python.work = stored(page, KEY)
    dated = python.value.dropna(subset=["date"])
    assert list(dated["fragment"]) == ["concessions", "telegram", "letter-trotsky"]
    saved = save(page, view).fillna("")
    value = python.value.assign(date=python.value["date"].dt.strftime("%Y-%m-%d").fillna(""))
    assert saved.equals(value)


def test_the_track_grows_with_the_evidence_and_shows_the_turn(page: Page) -> None:
    view = widget(page, "sequence")
    expect(view.locator(".sequence-track")).to_have_count(0)
    open_evidence(view, "Lenin objects", "telegram", "asks Trotsky")
    marks = view.locator(".sequence-lenin circle")
    at = marks.evaluate_all("all => all.map(each => Number(each.getAttribute('cx')))")
    assert at[1] < at[0] < at[2]
    view.get_by_text("The same in words, with reasons").click()
    row = view.get_by_role("row", name="21 October 1922")
    expect(row).to_contain_text("He reproves their tone")
    lines = view.locator("td:first-child").evaluate_all(
        """all => all.map((each) => {
            const range = document.createRange();
            range.selectNodeContents(each);
            return range.getClientRects().length;
        })"""
    )
    assert lines == [1, 1, 1]  # a date is never broken


def test_the_other_views_show_people_and_plans(page: Page) -> None:
    view = widget(page, "sequence")
    open_evidence(view, "telegram")
    view.get_by_label("by person").check()
    expect(view.locator(".sequence-view")).to_contain_text("Vladimir Lenin")
    expect(view.get_by_role("status")).to_have_text("What is opened is shown by person.")
    view.get_by_label("by plan").check()
    expect(view.locator(".sequence-view")).to_contain_text("Right to leave")


def test_the_module_computes_the_vectors(browser: Browser, served: str) -> None:
    vectors = json.loads((ROOT / "tests/vectors/in_order.json").read_text(encoding="utf-8"))
    page, _ = opened(browser, f"{served}/book/georgia.html")
    computed = page.evaluate(
        """async ([text, vectors]) => {
            const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
            const { inOrder } = await import(url);
            return vectors.map(({ order, spans }) => inOrder(order, spans));
        }""",
        [module("sequence", ROOT / "book/local/widgets"), vectors],
    )
    page.context.close()
    assert computed == [vector["pairs"] for vector in vectors]
