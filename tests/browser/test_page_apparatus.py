"""Cuts, translations and the lines of two men in the chapters: what waits, what a touch shows."""

from __future__ import annotations

import re

from pages import opened
from playwright.sync_api import Browser, Page, expect
from questions import answer, check, question
from widgets import widget

from sourcework.excerpts import load_excerpts
from sourcework.item_bank import load_items

PAGE = "testament"
_OPEN = """place => {
    for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details"))
        fold.open = true;
}"""


def test_scissors_wait_for_the_question_about_the_dots(page: Page) -> None:
    item = load_items()["testament/choice-2"]
    cut = page.locator(".dossier-cut")
    third = cut.get_by_role("checkbox", name="Cut, 3 of 3: show what stood here")
    view = question(page, item.id)
    expect(third).to_be_hidden()
    answer(view, item, item.key)
    check(view)
    third.check()
    slip = cut.locator("ins").nth(2)
    expect(slip).to_be_visible()
    expect(slip).to_contain_text(load_excerpts()["testament/two-leaders"].omissions[2].told)
    expect(cut.locator("ins").first).to_be_hidden()


def test_each_translation_puts_its_own_word_into_the_sentence(page: Page) -> None:
    switch = page.locator(".dossier-wording").first
    switch.evaluate(_OPEN)
    names = switch.get_by_role("radio")
    expect(names).to_have_count(3)
    for place, word in enumerate(("an enormous", "an unlimited", "a boundless")):
        names.nth(place).check()
        shown = switch.locator("blockquote").inner_text()
        assert re.search(rf"has concentrated {word} power in his hands", shown)


def test_the_drawn_lines_have_the_ends_and_turns_that_the_sequence_names(
    browser: Browser, served: str
) -> None:
    page, wrong = opened(browser, f"{served}/book/georgia.html")
    view = widget(page, "sequence")
    view.get_by_role("button", name="Commit my order").click()
    named = view.locator(".sequence-track li button:has(span:not(.widget-unseen))")
    told = [" ".join(text.split()) for text in named.all_inner_texts()]
    assert len(told) == 7
    drawn = page.locator("#figure-georgia-lines desc").text_content() or ""
    for text in told:
        date, corner, clue = re.fullmatch(
            r"(.*\d{4}) \w+’s line (\w+): (.*)", text.replace("\xa0", " ")
        ).groups()
        expected = rf"{corner} on {date} \([a-z ]+\): {re.escape(clue)}"
        assert re.search(expected, drawn.replace("\xa0", " ")), text
    page.context.close()
    assert not wrong
