"""Notes with pens in the page: words of excerpts are marked, kept and shown again."""

from __future__ import annotations

from pages import until
from playwright.sync_api import Locator, Page, expect
from questions import RECORD, question
from widgets import stored

from sourcework.notes import load_notes

PAGE = "georgia"
NOTE = "georgia/blame"
CUT = "georgia/mark-2"


def noted(page: Page, name: str) -> Locator:
    """Open the folds around a note, bring it near, and return its box, alive."""
    place = page.locator("live-widget", has=page.locator(f"[id='{load_notes()[name].anchor}']"))
    place.evaluate(
        """place => {
          let fold = place.closest("details");
          for (; fold; fold = fold.parentElement.closest("details")) fold.open = true;
          place.scrollIntoView();
        }"""
    )
    box = place.locator(".note-box")
    box.locator(".pens").wait_for()
    return box


def mark(view: Locator, first: str, last: str, pen: str) -> None:
    words = view.locator("[role=option]")
    words.filter(has_text=first).first.click()
    words.filter(has_text=last).first.click()
    view.get_by_role("button", name=pen, exact=True).click()


def test_words_marked_in_a_note_stand_in_the_record(page: Page) -> None:
    view = noted(page, NOTE)
    mark(view, "spiteful", "attitude", "for what")
    mark(view, "think", "think", "a hedge")
    view.get_by_role("textbox").fill("He hedges once.")
    told = "for what: “spiteful attitude”\na hedge: “think”\n\nHe hedges once."
    until(page, "record => localStorage.getItem(record)?.includes('hedges once')", arg=RECORD)
    assert stored(page, NOTE)["text"] == told
    page.reload()
    view = noted(page, NOTE)
    expect(view.get_by_role("option", name="spiteful (for what)")).to_be_visible()
    expect(view.get_by_role("textbox")).to_have_value("He hedges once.")
    page.goto(page.url.replace("georgia.html", "record.html"))
    page.get_by_text("The Georgian affair: 1 written").click()
    expect(page.locator(".sheet-own")).to_have_text(told, use_inner_text=True)


def test_the_clauses_of_the_letter_are_cut_by_the_reader(page: Page) -> None:
    view = question(page, CUT)
    mark(view, "urgently", "case", "what he wants")
    mark(view, "being", "Dzerzhinsky", "how things stand, as he sees it")
    mark(view, "count", "objectivity", "what he threatens")
    view.get_by_role("button", name="Check").click()
    expect(view.get_by_role("status")).to_contain_text("2 of 5 passages")
    told = view.locator(".exercise-rows > li").nth(2)
    expect(told).to_contain_text("not marked so, or not found")
    view.get_by_role("button", name="Show the answer").click()
    expect(told).to_contain_text("why he does not leave it to others, and not marked so")
