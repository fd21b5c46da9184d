"""Tests of what waits in a page for an answer: closed, earned, read past, linked to, printed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from engine_book import Copy, pages

playwright = pytest.importorskip("playwright.sync_api")
RECORD = "quillhaven-bell"
NOTE = "ledger/room"
NEUTRAL, TOLD = "Line 15", "Żak on the bridge"
INSIDE = "All three sentences come to us"


def source(html: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((html / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


def opened(page: playwright.Page, html: Path, fragment: str = "") -> playwright.Page:
    page.goto(f"{(html / 'ledger.html').as_uri()}{fragment}")
    page.locator("details[data-waits]").first.wait_for(state="attached")
    return page


def shut(page: playwright.Page) -> list[str]:
    """Return the items for which folds of the page still wait."""
    return page.eval_on_selector_all(
        "details.dossier-after:not([open])", "all => all.map((fold) => fold.dataset.after)"
    )


def kept(page: playwright.Page, item: str, part: str = "items") -> dict[str, object]:
    record = json.loads(page.evaluate(f"localStorage.getItem('{RECORD}') ?? '{{}}'"))
    work: dict[str, object] = record.get(part, {}).get(item, {}).get("work", {})
    return work


def tick(page: playwright.Page, *names: str) -> None:
    """Answer the first question with what has these names."""
    page.locator("#question-ledger-choices-1").scroll_into_view_if_needed()
    for name in ("The ringing of the bell", "The ledger under the seat", "The sale of the boat"):
        page.get_by_role("checkbox", name=name).set_checked(name in names)
    page.get_by_role("button", name="Check").first.click()


def test_a_page_without_a_script_has_folds_that_say_for_what_they_wait(html: Path) -> None:
    folds = source(html, "ledger").select("details.dossier-after")
    assert [fold["data-after"] for fold in folds] == [
        *("ledger/match-1", "ledger/room", "ledger/choices-1", "ledger/match-1"),
    ]
    assert not any(fold.has_attr("open") for fold in folds)
    said = [re.sub(r"\s+", " ", fold.summary.get_text()) for fold in folds if fold.summary]
    assert "After you have written your note" in said[1]
    assert "Who says this, and when: after question 2" in said[0]
    assert "After you have answered question 1" in said[2]


def test_cells_figures_and_folds_stand_in_what_waits(html: Path) -> None:
    box = source(html, "ledger").select("details.dossier-after")[-1]
    text = box.get_text()
    assert INSIDE in text
    assert "one speech, 3 sentences" in text
    assert "The man at the window" in text
    assert box.select("section > h2")
    assert box.select("details:not([class])")
    assert "Hold it against the rest" not in text


def test_only_a_page_on_which_something_waits_loads_the_script(html: Path) -> None:
    loading = {
        name for name in pages() if "chapter.js" in (html / f"{name}.html").read_text("utf-8")
    }
    assert loading == {"ledger"}


def test_neither_the_list_of_sections_nor_the_search_tells(html: Path) -> None:
    rail = source(html, "ledger").select_one("#page-toc")
    assert rail is not None
    assert "Whose word" not in rail.get_text()
    index = (html.parent / "searchindex.js").read_text(encoding="utf-8")
    assert "Hold it against the rest" in index
    assert '"Whose word it is"' not in index


def test_a_sealed_excerpt_has_its_words_and_no_more_before_its_fold(html: Path) -> None:
    article = source(html, "ledger").select_one("#ledger-bridge")
    assert article is not None
    assert article.details is not None
    article.details.extract()
    told = article.get_text(" ")
    assert NEUTRAL in told
    assert "So I ran up the quay and rang." in told
    assert not any(word in told for word in ("Żak", "1958", "speech", "voice", "crowd"))


def test_the_key_has_what_waits_without_its_questions(html: Path) -> None:
    key = source(html, "answers")
    text = re.sub(r"\s+", " ", key.get_text(" "))
    assert "Line 15: Łucja Żak, a speech at the opening of the bridge" in text
    assert text.count(INSIDE) == text.count("The clerk, if he was at the window.") == 1
    ids = [tag["id"] for tag in key.find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_a_notebook_and_a_terminal_show_words_and_say_how_to_open_them(book: Copy) -> None:
    code = 'from sourcework import excerpt; print(excerpt("ledger/bridge", after="ledger/match-1"))'
    said = book.run("-c", code)
    assert said.startswith(f"{NEUTRAL}\n")
    assert "1958" not in said
    assert 'answer question 2 first, then write excerpt("ledger/bridge")' in said
    done = book.call("-c", code.replace("match-1", "match-9"))
    assert 'item "ledger/match-9": there is no such id; wait for one of: ledger/' in done.stderr


def test_a_right_answer_opens_what_waits_for_it_and_for_good(
    html: Path, page: playwright.Page
) -> None:
    opened(page, html)
    assert sorted(shut(page)) == ["ledger/choices-1", *["ledger/match-1"] * 2, NOTE]
    tick(page, "The ringing of the bell", "The ledger under the seat")
    page.get_by_text("She rang it, by her own word").wait_for()
    assert sorted(shut(page)) == [*["ledger/match-1"] * 2, NOTE]
    assert "read" not in kept(page, "ledger/choices-1")
    opened(page, html)
    page.get_by_text("She rang it, by her own word").wait_for()
    assert sorted(shut(page)) == [*["ledger/match-1"] * 2, NOTE]


def test_after_a_wrong_answer_there_is_a_second_try_first(
    html: Path, page: playwright.Page
) -> None:
    opened(page, html)
    tick(page, "The sale of the boat")
    page.get_by_role("button", name="Try again").first.click()
    assert "ledger/choices-1" in shut(page)
    tick(page, "The sale of the boat", "The ringing of the bell")
    page.get_by_text("She rang it, by her own word").wait_for()


def test_the_record_tells_an_answer_from_one_that_was_read(
    html: Path, page: playwright.Page
) -> None:
    opened(page, html)
    page.locator("[data-after='ledger/choices-1'] .dossier-after-read").click()
    page.get_by_text("She rang it, by her own word").wait_for()
    assert page.evaluate("document.activeElement.className") == "dossier-after-content"
    assert kept(page, "ledger/choices-1").keys() == {"read"}
    opened(page, html)
    page.get_by_text("She rang it, by her own word").wait_for()
    tick(page, "The ringing of the bell", "The ledger under the seat")
    page.wait_for_function(f"localStorage.getItem('{RECORD}').includes('attempts')")
    work = kept(page, "ledger/choices-1")
    assert isinstance(work["attempts"], list)
    assert work["attempts"][0]["read"] is True
    page.goto((html / "record.html").as_uri())
    page.locator("live-widget").first.scroll_into_view_if_needed()
    page.get_by_text("and 0 of the 1 that are scored were right at the first attempt").wait_for()
    page.get_by_text("At 1 question you read on before you answered.").wait_for()


def test_the_keyboard_opens_a_sealed_excerpt_with_all_that_waits_for_the_same(
    html: Path, page: playwright.Page
) -> None:
    opened(page, html)
    article = page.locator("#ledger-bridge")
    assert article.locator("#ledger-bridge-title").inner_text() == NEUTRAL
    article.locator("details[data-waits] > summary").focus()
    page.keyboard.press("Enter")
    page.get_by_text(INSIDE).wait_for()
    assert article.locator("#ledger-bridge-told-title").inner_text() == TOLD
    assert not article.locator("#ledger-bridge-title").is_visible()
    assert page.get_by_role("article", name=TOLD).count() == 1


def test_a_press_beside_the_button_opens_nothing(html: Path, page: playwright.Page) -> None:
    opened(page, html)
    page.locator("[data-after='ledger/choices-1'] .dossier-after-wait").click()
    assert "ledger/choices-1" in shut(page)
    assert kept(page, "ledger/choices-1") == {}


@pytest.mark.parametrize("arriving", [True, False])
def test_a_link_into_what_waits_opens_it_with_a_word(
    html: Path, page: playwright.Page, *, arriving: bool
) -> None:
    opened(page, html, "#whose-word-it-is" if arriving else "")
    if not arriving:
        page.evaluate("location.hash = 'whose-word-it-is'")
    note = page.locator(".dossier-after-note")
    note.wait_for()
    assert "waits for question 2" in note.inner_text()
    assert page.get_by_text(INSIDE).is_visible()
    assert "read" in kept(page, "ledger/match-1")


def test_an_answer_in_another_tab_opens_it(html: Path, page: playwright.Page) -> None:
    opened(page, html)
    other = opened(page.context.new_page(), html)
    tick(other, "The ringing of the bell", "The ledger under the seat")
    page.get_by_text("She rang it, by her own word").wait_for()


def test_an_answer_of_an_earlier_edition_counts(html: Path, page: playwright.Page) -> None:
    opened(page, html)
    attempt = {"at": "2025-05-05T05:05:05.000Z", "response": ["sale"], "credit": 0, "digest": "x"}
    entry = {"saved": "2025-05-05T05:05:05.000Z", "work": {"attempts": [attempt]}}
    record = {"format": 1, "widgets": {}, "items": {"ledger/choices-1": entry}}
    page.evaluate(
        "([name, text]) => localStorage.setItem(name, text)", [RECORD, json.dumps(record)]
    )
    opened(page, html)
    page.get_by_text("She rang it, by her own word").wait_for()
    assert kept(page, "ledger/choices-1") == entry["work"]


@pytest.mark.parametrize("words", ["From the seat.", ""])
def test_what_waits_for_a_note_is_opened_by_its_button(
    html: Path, page: playwright.Page, words: str
) -> None:
    opened(page, html)
    fold = page.locator(f"[data-after='{NOTE}']")
    button = fold.locator(".dossier-after-read")
    assert button.inner_text() == "Read on without writing"
    page.locator("#note-ledger-room").scroll_into_view_if_needed()
    if words:
        page.locator("#note-ledger-room textarea").fill(words)
        fold.get_by_text("Go on").wait_for()
        assert NOTE in shut(page)
    button.click()
    page.get_by_text("From the window of the harbour office").wait_for()
    work = kept(page, NOTE, "widgets")
    assert work.keys() == ({"text", "seen"} if words else {"read"})
    opened(page, html)
    page.get_by_text("From the window of the harbour office").wait_for()


def test_without_a_script_it_is_a_fold(html: Path, browser: playwright.Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((html / "ledger.html").as_uri())
    fold = page.locator("[data-after='ledger/choices-1']")
    assert not fold.locator(".dossier-after-read").is_visible()
    assert not page.get_by_text("She rang it, by her own word").is_visible()
    fold.locator("summary").click()
    assert page.get_by_text("She rang it, by her own word").is_visible()
    context.close()


def test_paper_leaves_it_to_the_key(html: Path, page: playwright.Page) -> None:
    opened(page, html)
    page.emulate_media(media="print")
    article = page.locator("#ledger-bridge")
    assert article.locator("#ledger-bridge-title").is_visible()
    assert not article.locator("summary").first.is_visible()
    assert not page.get_by_text(INSIDE).is_visible()
    waits = page.locator("[data-after='ledger/choices-1'] > summary")
    assert waits.is_visible()
    assert not waits.locator(".dossier-after-read").is_visible()
