"""The front door: what a phone shows of it, the guess and where it is told, the way on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from contents import ROOT
from pages import goto_with, opened, reload_with, until
from playwright.sync_api import Browser, Page, expect
from questions import RECORD, answer, check, question

from sourcework.giveaways import told_first
from sourcework.item_bank import load_items
from sourcework.page_links import load_pages

PHONE = {"width": 390, "height": 844}
SAVED = "2026-11-01T08:00:00.000Z"
CHAPTERS = ["prologue", "testament", "poison", "georgia", "eavesdropping", "epilogue", "document"]


def front(browser: Browser, built: Path, **options: Any) -> tuple[Page, list[str]]:
    return opened(browser, f"{built.as_uri()}/book/index.html", viewport=PHONE, **options)


def keep(page: Page, *items: str, due: bool = False) -> None:
    """Put right answers to items into the record, as if they had been given before."""
    attempt = {"at": SAVED, "response": 1, "words": "", "credit": 1, "digest": "0"}
    kept = {name: {"saved": SAVED, "work": {"attempts": [attempt]}} for name in items}
    stored = {RECORD: json.dumps({"format": 1, "items": kept, "widgets": {}})}
    if due:
        stored[f"{RECORD}.due"] = json.dumps(dict.fromkeys(items, 1))
    reload_with(page, stored)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_phone_shows_the_question_and_the_way_in_at_once(
    browser: Browser, built: Path, scripts: bool
) -> None:
    page, wrong = front(browser, built, java_script_enabled=scripts)
    expect(page.get_by_role("heading", level=1)).to_contain_text("“Stalin versus Lenin”")
    for name in (".guess-picture", ".guess-task", ".way-start"):
        expect(page.locator(name)).to_be_in_viewport(ratio=1)
    if scripts:
        for name in "1234":
            button = page.get_by_role("button", name=name, exact=True)
            expect(button).to_be_in_viewport(ratio=1)
            box = button.bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 44
    else:
        page.get_by_text("When you have guessed").click()
        expect(page.get_by_text("Your guess is kept")).to_be_visible()
    page.context.close()
    assert not wrong


def test_the_first_page_tells_nothing_that_a_chapter_asks() -> None:
    pages = load_pages()
    assert next(iter(pages)) == "index"
    assert not list(told_first(pages))


def test_a_guess_is_kept_and_told_in_the_prologue(browser: Browser, built: Path) -> None:
    page, wrong = front(browser, built)
    box = page.locator(".first-guess")
    page.keyboard.press("Tab")
    box.get_by_role("button", name="4", exact=True).press("Enter")
    expect(box.get_by_role("status")).to_have_text("You said 4.")
    expect(box.get_by_text("Your guess is kept")).to_be_in_viewport()
    expect(page.locator(".way-start")).to_be_in_viewport(ratio=1)
    expect(box.locator(".guess-head")).to_be_hidden()
    until(page, f"() => localStorage.getItem('{RECORD}')?.includes('index/tellers')")
    goto_with(page, f"{built.as_uri()}/book/prologue.html", "index/tellers")
    drawing = page.locator(".dossier-figure, .tellers-told").filter(
        has_text="Where the strings end", visible=True
    )
    expect(drawing).to_be_hidden()
    item = load_items()["prologue/number-1"]
    view = question(page, item.id)
    answer(view, item, 3)
    check(view)
    expect(drawing).to_be_visible()
    drawing.scroll_into_view_if_needed()
    again = page.locator(".note-again").filter(has_text="How many people told us so?")
    expect(again).to_contain_text("4")
    until(page, f"() => localStorage.getItem('{RECORD}')?.includes('{item.id}')")
    goto_with(page, f"{built.as_uri()}/book/index.html", "index/tellers", item.id)
    told = (
        "You said 4. The four strings, one from each quotation, all run down to one head,"
        " so far as we could trace them."
    )
    expect(box.get_by_role("status")).to_have_text(told)
    expect(box.locator(".guess-head")).to_be_visible()
    page.context.close()
    assert not wrong


def test_who_did_not_guess_is_not_told_to(browser: Browser, built: Path) -> None:
    page, wrong = opened(browser, f"{built.as_uri()}/book/prologue.html", viewport=PHONE)
    item = load_items()["prologue/number-1"]
    view = question(page, item.id)
    answer(view, item, 3)
    check(view)
    drawing = page.locator(".dossier-figure, .tellers-told").filter(
        has_text="Where the strings end", visible=True
    )
    expect(drawing).to_be_visible()
    drawing.scroll_into_view_if_needed()
    page.locator(".note-again").first.wait_for(state="attached")
    expect(page.locator(".note-again").first).to_be_hidden()
    page.context.close()
    assert not wrong


def test_the_covers_are_the_chapters_and_tell_what_is_done(browser: Browser, built: Path) -> None:
    page, wrong = front(browser, built)
    covers = page.locator(".cover")
    assert covers.evaluate_all("all => all.map((each) => each.dataset.page)") == CHAPTERS
    for drawing in covers.get_by_role("img").all():
        named = drawing.get_attribute("aria-labelledby")
        assert len(str(page.locator(f"[id='{named}']").text_content()).split()) > 10
    expect(page.locator(".cover-done")).to_have_count(0)
    asked = [name for name in load_items() if name.startswith("testament/")]
    keep(page, *asked, due=True)
    expect(page.locator(".cover-done")).to_have_count(1)
    expect(page.locator(".way-on")).to_contain_text("The Testament")
    expect(page.locator(".way-on")).to_be_in_viewport(ratio=1)
    due = page.locator(".way-due")
    expect(due).to_have_text(f"{len(asked)} due for review")
    expect(due).to_be_in_viewport(ratio=1)
    expect(page.locator(".way-start")).to_be_hidden()
    page.context.close()
    assert not wrong


def test_behind_the_doors_stands_what_the_first_page_has_always_said(
    browser: Browser, built: Path
) -> None:
    page, wrong = front(browser, built)
    doors = {
        "I read": ["The number in the margin", "Three words recur", "a pencil will do"],
        "I teach": ["a page of their own", "choose what to set"],
        "I code": ["each widget has a value", "links of transmission"],
    }
    for door, told in doors.items():
        place = page.locator("details.door").filter(has_text=door).first
        place.locator("summary").first.press("Enter")
        for words in told:
            expect(place.get_by_text(words).first).to_be_visible()
    page.context.close()
    assert not wrong


def test_the_list_of_pages_has_the_chapters_and_the_record_first(
    browser: Browser, built: Path
) -> None:
    page, wrong = opened(browser, f"{built.as_uri()}/book/testament.html")
    nav = page.get_by_role("navigation", name="The book")
    seen = [link.inner_text() for link in nav.locator("li a:visible").all()]
    assert seen[-1] == "Your record"
    assert len(seen) == 9  # the first page, six chapters, the page whole, the record
    for caption, link in (("For teachers", "Giving it back"), ("Behind the chapters", "Glossary")):
        nav.get_by_text(caption).click()
        expect(nav.get_by_role("link", name=link).first).to_be_visible()
    page.context.close()
    assert not wrong


def test_the_title_of_the_page_stands_in_quotation_marks() -> None:
    for path in (ROOT / "book").glob("*.md"):
        text = path.read_text(encoding="utf-8").replace('"1922-24 - Stalin versus Lenin"', "")
        assert "1922-24 - Stalin versus Lenin" not in text, path
