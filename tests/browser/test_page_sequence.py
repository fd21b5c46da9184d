"""The sequence in the page: ordering by hand and by key, evidence, the track."""

from __future__ import annotations

import json
import re

from contents import ROOT
from pages import opened, reload_with
from playwright.sync_api import Browser, Locator, Page, expect
from widgets import save, stored, widget

from local.widgets.sequence import Sequence, in_order
from sourcework.widgets.widget_base import module

KEY = "georgia/sequence"
PAGE = "georgia"
RECORD = "stalin-versus-lenin"
SPANS = {piece["id"]: tuple(piece["span"]) for piece in Sequence().data["fragments"]}


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
            r"^Lenin agrees to send .* is now number 1 of 18\. 6 of 6 documents can still be"
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
    expect(marks).to_have_count(3)
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


def test_six_documents_can_be_opened_and_no_more(page: Page) -> None:
    view = widget(page, "sequence")
    score = view.locator(".sequence-score")
    expect(score).to_have_text("6 of 6 documents can still be opened.")
    openers = view.get_by_role("button", name="Open the evidence")
    for left in reversed(range(6)):
        openers.first.click()
        if left:
            expect(score).to_have_text(f"{left} of 6 documents can still be opened.")
    expect(score).to_have_text("No document is left to open: commit your order.")
    expect(openers).to_have_count(0)
    assert len(stored(page, KEY)["opened"]) == 6


def test_work_of_an_edition_that_set_no_limit_keeps_all_that_it_opened(page: Page) -> None:
    names = [piece["id"] for piece in Sequence().data["fragments"]]
    entry = {"saved": "2026-11-28T12:00:00.000Z", "work": {"order": names[::-1], "opened": names}}
    record = {"version": 1, "items": {}, "widgets": {KEY: entry}}
    reload_with(page, {RECORD: json.dumps(record)})
    view = widget(page, "sequence")
    expect(view.locator(".sequence-evidence:not(:empty)")).to_have_count(len(names))
    expect(view.locator(".widget-sortable > li").first).to_contain_text("Ordzhonikidze back")
    expect(view.get_by_role("button", name="Commit my order")).to_be_visible()


def test_cards_slide_to_their_dates_when_the_order_is_committed_and_back(page: Page) -> None:
    view = widget(page, "sequence")
    cards = view.locator(".widget-sortable > li")
    expect(view.locator(".axis-date")).to_have_count(0)
    piece(view, "Lenin agrees to send troops").locator(".widget-grip").press("Home")
    open_evidence(view, "telegram")
    view.get_by_role("button", name="Commit my order").click()
    score = view.locator(".sequence-score")
    expect(score).to_be_focused()
    order = [str(each) for each in stored(page, KEY)["order"]]
    right, decided = in_order(order, SPANS)
    expect(score).to_contain_text(f"Of the {decided} pairs that the documents decide, your order")
    expect(score).to_contain_text(f"has {right} right; the cards as you were given them had 115.")
    dates = [text.replace("\xa0", " ") for text in view.locator(".axis-date").all_inner_texts()]
    assert len(dates) == len(order)
    assert dates[:3] == [
        "14 February 1921",
        "2 March 1921, 16 days later",
        "15 September 1922, about 18 months later",
    ]
    tops = cards.evaluate_all("all => all.map((each) => each.offsetTop)")
    ends = cards.evaluate_all("all => all.map((each) => each.offsetTop + each.offsetHeight)")
    gaps = [top - end for top, end in zip(tops[1:], ends[:-1], strict=True)]
    assert gaps[1] > 10 * gaps[0]  # eighteen months and sixteen days
    expect(cards.first).to_contain_text("✓ in place")
    expect(view.get_by_role("button", name="Open the evidence")).to_have_count(0)
    view.get_by_label("my order").check()
    expect(view.locator(".axis-date")).to_have_count(0)
    assert cards.evaluate_all("all => all.map(({ dataset }) => dataset.id)") == order
    view.get_by_label("as the page tells it").check()
    expect(cards.first).to_contain_text("The committee in Tiflis votes")
    python = Sequence()
    python.work = stored(page, KEY)
    assert list(python.value["fragment"]) == order
    assert python.value["opened"].sum() == 1
    assert f"Committed: {right} of the {decided} pairs" in python.summary().sentences[0]
    page.reload()
    expect(widget(page, "sequence").locator(".sequence-commit")).to_be_hidden()


def test_the_rails_follow_the_cards(page: Page) -> None:
    view = widget(page, "sequence")
    rails = view.locator(".sequence-rails")
    strings = rails.locator("line:not(.sequence-rail)")
    expect(strings).to_have_count(10)  # of the pieces that belong to lines of the page
    ends = "all => all.map((each) => Number(each.getAttribute('y2')))"
    before = strings.evaluate_all(ends)
    assert before == sorted(before)
    piece(view, "Lenin agrees to send troops").locator(".widget-grip").press("Home")
    expect(rails.locator("line[data-lit]")).to_have_count(1)
    after = strings.evaluate_all(ends)
    assert after[2] < after[0] < after[1]
    open_evidence(view, "agrees to send troops")
    expect(rails.locator("line[data-sure]")).to_have_count(1)


def test_ends_and_turns_of_the_lines_are_named_and_say_why(page: Page) -> None:
    view = widget(page, "sequence")
    open_evidence(view, "make concessions", "telegram", "asks Trotsky")
    rows = view.locator(".sequence-plot button")
    expect(rows).to_have_count(3)
    for row, words in enumerate(("Lenin’s line begins:", "line turns:", "line ends:")):
        expect(rows.nth(row)).to_contain_text(words)
        box = rows.nth(row).bounding_box()
        assert box
        assert box["height"] >= 44
    rows.nth(1).press("Enter")
    expect(rows.nth(1)).to_have_attribute("aria-pressed", "true")
    expect(view.locator(".sequence-reason")).to_contain_text("Lenin: against. He reproves")
    rows.last.click()
    expect(view.locator(".sequence-reason")).to_contain_text("Lenin: with; Stalin: against.")


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
