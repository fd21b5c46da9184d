"""Tests of cuts and translations in a page: opened by touch and by key, heard, printed, no script.

Nothing here needs a script, so a reader who has none is given the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from engine_book import Copy

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect
FIRST = "Cut, 1 of 2: show what stood here"
SECOND = "Cut without dots, 2 of 2: show what stood here"
TOLD = "Here a line is struck out"
OPENED = "for (const fold of document.querySelectorAll('details.dossier-after')) fold.open = true;"
UNDER = "(element) => getComputedStyle(element)"


@pytest.fixture(params=[True, False], ids=["with a script", "without a script"])
def ledger(request: Any, browser: Any, html: Path) -> Iterator[Any]:
    """Open the page on a phone, with what waits in it open, with a script and without."""
    size = {"width": 390, "height": 844}
    context = browser.new_context(viewport=size, java_script_enabled=request.param)
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto((html / "ledger.html").as_uri())
    page.evaluate(OPENED)
    yield page
    context.close()


def words(page: Any) -> str:
    shown: str = page.locator(".dossier-wording .dossier-words").inner_text()
    return " ".join(shown.split())


def test_a_cut_opens_at_a_touch_and_closes_again(ledger: Any) -> None:
    cut, slip = ledger.get_by_role("checkbox", name=FIRST), ledger.get_by_text(TOLD)
    expect(cut).not_to_be_checked()
    expect(slip).to_be_hidden()
    cut.check()
    expect(slip).to_be_visible()
    expect(slip.get_by_text("O’Dowd 1907", exact=True)).to_be_visible()
    cut.uncheck()
    expect(slip).to_be_hidden()


def test_a_cut_opens_by_key_and_keeps_the_focus(ledger: Any) -> None:
    cut = ledger.get_by_role("checkbox", name=FIRST)
    cut.focus()
    ledger.keyboard.press("Space")
    expect(ledger.get_by_text(TOLD)).to_be_visible()
    expect(cut).to_be_focused()


def test_scissors_stand_in_the_line_where_it_was_cut_and_are_large_enough(ledger: Any) -> None:
    lines = ledger.locator(".dossier-cut .dossier-words p")
    for line, name in ((lines.nth(0), FIRST), (lines.nth(1), SECOND)):
        box = line.get_by_role("checkbox", name=name).bounding_box()
        assert min(box["width"], box["height"]) >= 44


def test_drawn_circles_stand_apart_beside_and_below_each_other(ledger: Any) -> None:
    apart = ledger.locator(".dossier-cut input").first.evaluate(
        """(cut) => {
            for (let each = 0; each < 24; each += 1) cut.after(cut.cloneNode());
            const boxes = [...cut.parentElement.querySelectorAll("input")];
            const middles = boxes.map((each) => each.getBoundingClientRect())
                .map(({ left, top, width, height }) => [left + width / 2, top + height / 2]);
            const between = middles.flatMap(([x, y], at) => middles.slice(at + 1)
                .map(([otherX, otherY]) => Math.hypot(x - otherX, y - otherY)));
            return Math.min(...between) - parseFloat(getComputedStyle(cut, "::after").inlineSize);
        }"""
    )
    assert apart >= 4


def test_a_slip_is_told_from_the_text_by_more_than_its_colour(ledger: Any) -> None:
    ledger.get_by_role("checkbox", name=FIRST).check()
    look = ledger.locator("ins").first.evaluate(f"(it) => ({UNDER})(it).fontStyle")
    text = ledger.locator(".dossier-cut p").first.evaluate(f"(it) => ({UNDER})(it).fontStyle")
    assert (look, text) == ("italic", "normal")
    ledger.emulate_media(forced_colors="active")
    edge = ledger.locator("ins").first.evaluate(f"(it) => ({UNDER})(it).borderTopStyle")
    assert edge == "dashed"


def test_what_moves_is_still_where_less_motion_is_wanted(ledger: Any) -> None:
    for motion, moves in (("no-preference", True), ("reduce", False)):
        ledger.emulate_media(reduced_motion=motion)
        for of in ("ins", ".dossier-variants b"):
            name = ledger.locator(of).first.evaluate(f"(it) => ({UNDER})(it).animationName")
            assert (name != "none") is moves


def test_the_words_change_in_their_sentence_with_the_translation(ledger: Any) -> None:
    said = "stood at his window with the lamp behind him the whole time and {}.”"
    said = said.replace("”", '"')
    assert words(ledger) == said.format("did not move")
    ledger.get_by_role("radio", name="Brandt, 1987 (never stirred)").check()
    assert words(ledger) == said.format("never stirred")
    ledger.keyboard.press("ArrowDown")
    expect(ledger.get_by_role("radio", name="word for word (made no movement)")).to_be_checked()
    assert words(ledger) == said.format("made no movement")
    group = ledger.get_by_role("group", name="Translation of line 17")
    assert group.get_by_role("radio").count() == 3
    for label in group.locator("label").all():
        assert label.bounding_box()["height"] >= 44


def test_nothing_is_wider_than_the_narrowest_screen(ledger: Any) -> None:
    ledger.set_viewport_size({"width": 320, "height": 700})
    for box in ledger.get_by_role("checkbox", name=re.compile("^Cut")).all():
        box.check()
    assert ledger.evaluate("document.documentElement.scrollWidth") == 320


def test_paper_has_what_was_cut_by_its_number_and_all_the_translations(ledger: Any) -> None:
    ledger.emulate_media(media="print")
    expect(ledger.locator(".dossier-cut input").first).to_be_hidden()
    slip = ledger.get_by_text(TOLD)
    before = slip.evaluate("(it) => getComputedStyle(it, '::before').content")
    shown = slip.evaluate("(it) => getComputedStyle(it).display")
    assert "Cut" in before
    assert shown == "block"
    expect(ledger.locator(".dossier-wording fieldset")).to_be_hidden()
    whole = ledger.locator(".dossier-variants").evaluate("(it) => it.innerText")
    assert " ".join(whole.split()) == "did not move / never stirred / made no movement"


def test_the_page_has_the_words_of_the_document_with_slips_between_them(html: Path) -> None:
    page = BeautifulSoup((html / "ledger.html").read_text(encoding="utf-8"), "lxml")
    cut = page.select_one(".dossier-cut")
    slips = [" ".join(slip.extract().get_text().split()) for slip in cut.select("ins")]
    assert slips == [
        "Here a line is struck out: who was last on board. (O’Dowd 1907)",
        "The entry goes on with one speech of thanks. (O’Dowd 1907; Brandt-Nwosu 1987)",
    ]
    for number in cut.select(".dossier-line"):
        number.extract()
    own = BeautifulSoup((html / "bell.html").read_text(encoding="utf-8"), "lxml")
    line = own.select_one("#bell-diary .dossier-words p")
    for aside in line.select(".dossier-line, .dossier-unseen, .dossier-tag, sup"):
        aside.extract()
    first = cut.select_one("p")
    assert " ".join(first.get_text().split()) == " ".join(line.get_text().split())


def test_only_a_page_that_shows_them_asks_for_their_style(html: Path) -> None:
    pages = [page.stem for page in sorted(html.glob("*.html"))]
    asking = [name for name in pages if "book-apparatus.css" in (html / f"{name}.html").read_text()]
    assert asking == ["answers", "ledger"]  # the key has what the chapter folds away


def test_a_notebook_and_a_terminal_tell_the_same(book: Copy) -> None:
    shown = book.run(
        "-c",
        "from sourcework import omissions, wordings\n"
        "print(omissions('bell/diary'))\nprint(wordings('ledger/window'))\n"
        "print(omissions('bell/diary')._repr_mimebundle_()['text/html'])",
    )
    assert "wait for me. . . . <cut: Here a line is struck out: who was last on board.>" in shown
    assert "[as quoted: did not move / Brandt, 1987: never stirred / the Polish" in shown
    assert ".dossier-cut input" in shown


def test_an_excerpt_without_a_cut_is_no_cut_text(book: Copy) -> None:
    done = book.call("-c", "from sourcework import omissions; omissions('ledger/hand')")
    assert 'excerpt "ledger/hand": it has no omissions for a page to show; add' in done.stderr
