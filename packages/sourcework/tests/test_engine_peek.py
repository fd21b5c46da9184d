"""Tests of what opens in place beside the glossary: lines, works, words that a remark quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from engine_book import Copy

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect
PHONE = {"width": 390, "height": 844}
FLOOD = "The river Orrow rose over Quillhaven"


@pytest.fixture
def bell(page: Any, html: Path) -> Iterator[Any]:
    """Open the chapter from the disk."""
    page.goto((html / "bell.html").as_uri())
    page.wait_for_selector("html:not([data-fresh])", state="attached")
    return page


def card(page: Any, name: str | re.Pattern[str]) -> Any:
    return page.get_by_role("dialog", name=name)


def test_the_number_of_a_line_opens_the_line(bell: Any) -> None:
    number = bell.locator("#bell-flood").get_by_role("button", name="Line 5", exact=True)
    number.press("Enter")
    expect(card(bell, "Line 5")).to_contain_text(FLOOD)
    expect(card(bell, "Line 5")).to_be_focused()
    expect(card(bell, "Line 5").get_by_role("link", name="To the whole page")).to_have_attribute(
        "href", re.compile(r"/sheet\.html#line-5$")
    )
    bell.keyboard.press("Escape")
    expect(number).to_be_focused()
    expect(card(bell, "Line 5")).to_be_hidden()


def test_a_line_that_a_sentence_names_opens_too_and_comes_as_it_is_received(
    page: Any, tmp_path: Path
) -> None:
    copy = Copy(tmp_path / "copy")
    told = "It is told in line 5, in lines 7 to 9 and 11, and in line 6, `line 5`, by 5 people.\n"
    copy.replace("book/bell.md", "**Who says so?**\n", f"**Who says so?**\n{told}")
    copy.build()
    page.goto((copy.folder / "_build/html/book/bell.html").as_uri())
    first = page.locator(".bd-article > section > p").first
    links = first.locator("a").all_inner_texts()
    assert links == ["line 5", "lines 7", "9", "11"]
    assert told.replace("`", "").strip() in " ".join(first.inner_text().split())
    page.get_by_role("button", name="lines 7", exact=True).click()
    expect(card(page, "Line 7")).to_contain_text("eight o'clock, and still rising.")


@pytest.mark.parametrize("height", [256, 640])
def test_a_low_window_has_the_whole_card_and_its_close_button(bell: Any, height: int) -> None:
    bell.set_viewport_size({"width": 320, "height": height})
    number = bell.locator("#bell-flood").get_by_role("button", name="Line 5", exact=True)
    number.evaluate("each => each.scrollIntoView({ block: 'center' })")
    number.press("Enter")
    shown = card(bell, "Line 5")
    expect(shown).to_be_in_viewport(ratio=1)
    expect(shown.get_by_role("button", name="Close")).to_be_in_viewport(ratio=1)


def test_a_work_opens_its_entry_and_says_how_far_it_was_read(bell: Any) -> None:
    summary = bell.locator("#bell-diary summary")
    summary.click()
    work = bell.locator("#bell-diary details").get_by_role("button", name="O’Dowd 1907").first
    work.click()
    shown = card(bell, re.compile("O.Dowd 1907"))
    expect(shown).to_contain_text("Diary")
    expect(shown.locator("small")).to_have_text(re.compile("^(Read|Known) .*[.]$"))
    expect(shown.get_by_role("link", name="To the works cited")).to_have_attribute(
        "href", re.compile(r"/sources\.html#ref-odowd1907$")
    )
    bell.keyboard.press("Escape")
    expect(work).to_be_focused()


def test_words_that_a_remark_quotes_are_marked_in_their_line(browser: Any, html: Path) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{(html / 'ledger.html').as_uri()}#question-ledger-choices-1")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Check").first.click()
    words = page.locator(".exercise-words li").first
    quote = words.locator("q").inner_text()
    before = page.evaluate("scrollY")
    words.get_by_role("button", name=re.compile("^line 15")).tap()
    expect(card(page, "Line 15").locator("mark")).to_have_text(quote)
    go = card(page, "Line 15").get_by_role("link", name="Go to it")
    assert abs(page.evaluate("scrollY") - before) < 2, "nobody is carried away"
    box = card(page, "Line 15").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    go.tap()
    page.wait_for_url("**/ledger.html#ledger-bridge**")
    context.close()


def test_quoted_words_are_found_though_the_document_has_other_marks(page: Any, html: Path) -> None:
    page.goto((html / "bell.html").as_uri())
    page.wait_for_selector("html:not([data-fresh])", state="attached")
    page.evaluate(
        """() => {
          const list = document.createElement("ul");
          list.className = "exercise-words";
          list.innerHTML = '<li><q>no connection with the ferry</q>'
            + ' <a href="#x">line 11, there</a></li>';
          document.querySelector("#bell-flood").append(list);
        }"""
    )
    page.get_by_role("button", name="line 11, there").click()
    mark = card(page, "Line 11").locator("mark")
    expect(mark).to_have_text("no con- nection with the ferry")


def test_a_mouse_that_stays_opens_a_line_and_one_that_leaves_closes_it(bell: Any) -> None:
    bell.locator("#bell-flood .dossier-line").hover()
    expect(card(bell, "Line 5")).to_contain_text(FLOOD)
    bell.mouse.move(3, 3)
    expect(card(bell, "Line 5")).to_be_hidden()


def test_without_javascript_a_work_is_a_link_and_a_number_a_number(
    browser: Any, html: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((html / "bell.html").as_uri())
    expect(page.locator(".dossier-line a")).to_have_count(0)
    page.locator("#bell-diary summary").click()
    page.locator("#bell-diary details").get_by_role("link", name="O’Dowd 1907").first.click()
    page.wait_for_url("**/sources.html#ref-odowd1907")
    context.close()


def test_nothing_of_it_is_loaded_before_it_is_wanted(browser: Any, html: Path) -> None:
    context = browser.new_context()
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((html / "bell.html").as_uri())
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/peek/" in url or "peek-card" in url]
    page.locator("#bell-flood .dossier-line a").click()
    expect(card(page, "Line 5")).to_be_visible()
    assert [Path(url.partition("?")[0]).name for url in asked if "/peek/" in url] == ["sheet.js"]
    context.close()


def test_what_opens_is_kept_for_reading_without_a_network(html: Path) -> None:
    kept = (html.parent / "sw.js").read_text(encoding="utf-8")
    assert '"_static/peek-card.js"' in kept
    assert '"_static/peek/sheet.js"' in kept
    assert '"_static/peek/sources.js"' in kept
