"""Tests of evidence slips: laid by a press, by keys and by dragging, and compared with the book."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from engine_alive import come_alive
from engine_book import Copy

expect = pytest.importorskip("playwright.sync_api").expect
RECORD = "quillhaven-bell"
KEY = "bell/claim-2/slips"
FIRST, SECOND, THIRD = (f"bell/claim-2/e{number}" for number in (1, 2, 3))
BOOK = {FIRST: "for", SECOND: "against", THIRD: "against"}
PAGE = "bell.html"
TOLD = "Which side each piece is on"
WAITING = f"details[data-after='{KEY}']"


@pytest.fixture
def view(page: Any, html: Path) -> Any:
    """Return the slips of the bell, alive."""
    page.emulate_media(reduced_motion="reduce")
    page.add_init_script(f"localStorage.setItem('{RECORD}.whole', 'yes')")
    return come_alive(page, html / PAGE, TOLD, ".slips")


def lay(view: Any, side: str) -> None:
    view.locator(f".slips-pile[data-side='{side}'] > .slips-lay").click()


def lying(view: Any, side: str) -> list[str]:
    slips = view.locator(f".slips-pile[data-side='{side}'] [data-slip]")
    found: list[str] = slips.evaluate_all("all => all.map((each) => each.dataset.slip)")
    return found


def on_the_desk(view: Any) -> str:
    return str(view.locator(".slips-card").get_attribute("data-slip"))


def work(page: Any) -> dict[str, Any]:
    record = json.loads(page.evaluate(f"localStorage.getItem('{RECORD}') ?? '{{}}'"))
    found: dict[str, Any] = record.get("widgets", {}).get(KEY, {}).get("work", {})
    return found


def test_a_page_without_scripts_has_the_table_once_and_its_sides_in_a_fold(html: Path) -> None:
    source = BeautifulSoup((html / PAGE).read_text(encoding="utf-8"), "lxml")
    place = source.select_one(f"[data-key='{KEY}']")
    assert place is not None
    asked, sides = place.select("table")
    assert "Speaks for it" not in asked.get_text()
    assert sides.find_parent("details") is not None
    assert place.get_text().count("nobody but the ferryman gave her the order") == 1


def test_slips_are_laid_by_a_press_and_only_then_compared(page: Any, view: Any) -> None:
    expect(view.locator(".slips-claim")).to_contain_text("The clerk gave the order to ring.")
    assert on_the_desk(view) == FIRST
    how = view.get_by_text("Before you see where the book has it")
    expect(how).to_be_visible()
    card = view.get_by_role("group", name="Piece 1: The clerk told the council")
    expect(card).to_contain_text("document of the time · Quillhaven Packet 1907")
    expect(view).not_to_contain_text("the book:")
    view.get_by_role("button", name="Lay piece 1 for it; no slip lies there").click()
    expect(view.get_by_role("status")).to_contain_text("Piece 1 lies for it. Piece 2: O’Dowd")
    lay(view, "for")
    lay(view, "against")
    assert (lying(view, "for"), lying(view, "against")) == ([FIRST, SECOND], [THIRD])
    expect(page.locator(WAITING)).not_to_have_attribute("open", "")
    view.get_by_role("button", name="See the book’s side").click()
    result = view.get_by_text("You and the book lay two of three slips on the same side.")
    expect(result).to_be_focused()
    expect(how).to_be_hidden()
    assert (lying(view, "for"), lying(view, "against")) == ([FIRST], [SECOND, THIRD])
    folds = view.locator(".slips-pile details")
    shown = folds.evaluate_all("all => all.map((each) => [each.open, each.innerText])")
    assert [is_open for is_open, _ in shown] == [True, False, False]
    assert shown[0][1].startswith("2. ≠ you: for it; the book: against it")
    assert shown[1][1].startswith("3. = you too")
    expect(view.locator(".slips-missing")).to_contain_text("The minutes of the council")
    expect(page.locator(WAITING)).to_have_attribute("open", "")
    page.reload()
    expect(view.locator(".slips-result")).to_have_text(
        "You and the book lay two of three slips on the same side."
    )
    assert work(page)["laid"] == [[FIRST, "for"], [SECOND, "for"], [THIRD, "against"]]


def test_slips_are_laid_by_keys_and_taken_up_again(page: Any, view: Any) -> None:
    card = view.locator(".slips-card")
    card.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("a")
    page.keyboard.press("Backspace")
    assert lying(view, "against") == []
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    see = view.get_by_role("button", name="See the book’s side")
    expect(see).to_be_focused()
    view.get_by_role("button", name="Take up again: piece 1").press("Enter")
    expect(card).to_be_focused()
    assert on_the_desk(view) == FIRST
    page.keyboard.press("f")
    page.keyboard.press("Enter")
    expect(view.locator(".slips-result")).to_have_text(
        "You and the book lay all three slips on the same side."
    )
    assert dict(work(page)["laid"]) == BOOK


def test_a_slip_is_dragged_to_a_side_or_goes_back(page: Any, view: Any) -> None:
    card, mouse = view.locator(".slips-card"), page.mouse
    card.scroll_into_view_if_needed()

    def drag(by: int) -> None:
        box = card.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + 20
        mouse.move(x, y)
        mouse.down()
        mouse.move(x + by, y, steps=4)
        mouse.up()

    drag(20)
    assert on_the_desk(view) == FIRST
    drag(-150)
    drag(150)
    assert (lying(view, "against"), lying(view, "for")) == ([FIRST], [SECOND])
    view.get_by_role("button", name="Undo").click()
    assert on_the_desk(view) == SECOND


def test_whoever_reads_on_sees_the_sides_of_what_is_not_laid(page: Any, view: Any) -> None:
    lay(view, "against")
    view.get_by_role("button", name="Read on without laying").click()
    expect(view.locator(".slips-result")).to_have_text(
        "You laid one of three slips; the book lays it on the other side."
    )
    expect(view).to_contain_text("2. − not laid")
    expect(page.locator(WAITING)).to_have_attribute("open", "")
    assert "read" in work(page)
    assert "seen" not in work(page)


def test_a_fold_that_is_read_on_tells_the_sides_too(page: Any, view: Any) -> None:
    fold = page.locator(WAITING)
    expect(fold).to_contain_text("After you have laid the slips")
    fold.get_by_text("Read on without laying").click()
    expect(view.locator(".slips-result")).to_have_text(
        "This is where the book lays them; you have laid none."
    )


def test_a_notebook_has_the_words_and_python_the_sides(book: Copy) -> None:
    code = (
        "import json; from sourcework import evidence_slips;"
        " from sourcework.widgets.evidence_slips import EvidenceSlips;"
        " slips = evidence_slips('bell/claim-2');"
        f" slips.work = {{'laid': [['{FIRST}', 'for'], ['{SECOND}', 'for'], ['x', 'for'], 7]}};"
        f" known = EvidenceSlips.for_key('{KEY}');"
        "print(json.dumps([slips.data, slips.value.to_numpy().tolist(),"
        " slips.summary().sentences, known.data == slips.data]))"
    )
    data, value, said, same = json.loads(book.run("-c", code))
    assert data["pieces"][1]["evidence"].startswith("O’Dowd heard the bell")
    laid = {FIRST: "for", SECOND: "for", THIRD: ""}
    assert value == [[name, laid[name], BOOK[name]] for name in BOOK]
    assert said == ["2 of 3 slips are laid.", "1 of 2 slips is on the side where the book has it."]
    assert same
