"""Tests of what waits in a page for an answer: closed, earned, read past, linked to, printed."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from engine_book import Copy, pages
from pypdf import PdfReader

playwright = pytest.importorskip("playwright.sync_api")
RECORD = "quillhaven-bell"
NOTE = "ledger/room"
NEUTRAL, TOLD = "Line 15", "Żak on the bridge"
INSIDE = "All three sentences come to us"
WAITING = "[data-after='ledger/choices-1'] > summary"
EARNED = "She rang it, by her own word"
WITHIN = "Half a life lies between"  # what waits within what waits
# What is asked within what waits: by the item or note of the one that waits.
ASKED = {
    "ledger/choices-1": "How many years after the flood did Łucja Żak tell of it?",
    "ledger/match-1": "Who in the crowd could have known better than she?",
}
SHUT = ["ledger/choices-1", *["ledger/match-1"] * 2, "ledger/number-1", NOTE]


def source(html: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((html / f"{name}.html").read_text(encoding="utf-8"), "lxml")


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
        *("ledger/match-1", "ledger/room"),
        *("ledger/choices-1", "ledger/number-1", "ledger/match-1"),
    ]
    assert not any(fold.has_attr("open") for fold in folds)
    said = [re.sub(r"\s+", " ", fold.summary.get_text()) for fold in folds if fold.summary]
    assert "After you have written your note" in said[1]
    assert "Voices, dates and the rest: after question 2" in said[0]
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
        name
        for name in pages()
        if re.search(
            r"<script[^>]* src=[^ >]*chapter\.js", (html / f"{name}.html").read_text("utf-8")
        )
    }
    assert loading == {"bell", "ledger"}


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
    assert sorted(shut(page)) == SHUT
    tick(page, "The ringing of the bell", "The ledger under the seat")
    page.get_by_text(EARNED).wait_for()
    assert sorted(shut(page)) == SHUT[1:]
    assert "read" not in kept(page, "ledger/choices-1")
    opened(page, html)
    page.get_by_text(EARNED).wait_for()
    assert sorted(shut(page)) == SHUT[1:]


def test_after_a_wrong_answer_there_is_a_second_try_first(
    html: Path, page: playwright.Page
) -> None:
    opened(page, html)
    tick(page, "The sale of the boat")
    page.get_by_role("button", name="Try again").first.click()
    assert "ledger/choices-1" in shut(page)
    tick(page, "The sale of the boat", "The ringing of the bell")
    page.get_by_text(EARNED).wait_for()


def test_the_record_tells_an_answer_from_one_that_was_read(
    html: Path, page: playwright.Page
) -> None:
    opened(page, html)
    page.locator(WAITING).first.press("Enter")  # a click may miss what moves
    page.get_by_text(EARNED).wait_for()
    assert page.evaluate("document.activeElement.className") == "dossier-after-content"
    assert kept(page, "ledger/choices-1").keys() == {"read"}
    opened(page, html)
    page.get_by_text(EARNED).wait_for()
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


def focused(page: playwright.Page, within: str) -> bool:
    found: bool = page.evaluate("each => !!document.activeElement.closest(each)", within)
    return found


def test_an_answer_leaves_the_focus_in_the_question_and_says_what_is_open(
    html: Path, page: playwright.Page
) -> None:
    opened(page, html)
    page.locator("#question-ledger-choices-1").scroll_into_view_if_needed()
    for name in ("The ringing of the bell", "The ledger under the seat"):
        page.get_by_role("checkbox", name=name).press("Space")
    page.get_by_role("button", name="Check").first.press("Enter")
    page.get_by_text(EARNED).wait_for()
    assert focused(page, "section#question-ledger-choices-1")
    news = page.get_by_role("status").filter(has_text="What waited for this answer is open now.")
    assert news.count() == 1
    assert news.evaluate("each => getComputedStyle(each).position") == "absolute"


def test_reading_on_leads_the_focus_into_what_is_read(html: Path, page: playwright.Page) -> None:
    opened(page, html)
    page.locator(WAITING).press("Enter")
    page.get_by_text(EARNED).wait_for()
    content = "[data-after='ledger/choices-1'] > .dossier-after-content"
    assert page.evaluate("each => document.activeElement.matches(each)", content)
    assert page.locator(f"{content} > p").first.inner_text().startswith(EARNED)
    page.keyboard.press("Tab")
    assert focused(page, content)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    assert focused(page, "section#question-ledger-choices-1")


def test_a_press_beside_the_button_opens_nothing(html: Path, page: playwright.Page) -> None:
    opened(page, html)
    page.locator(f"{WAITING} .dossier-after-wait").click()
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


@pytest.mark.parametrize(
    ("fragment", "how"),
    [
        ("#half-a-life", "A link has brought you here."),
        ("#:~:text=Half%20a%20life", "A search has opened this."),  # as one for words in the page
    ],
    ids=["link", "search"],
)
def test_what_waits_within_what_waits_is_found_and_nothing_counts_as_answered(
    html: Path, page: playwright.Page, fragment: str, how: str
) -> None:
    opened(page, html, fragment)
    page.locator(".dossier-after-note").nth(1).wait_for()
    assert page.locator(".dossier-after-note").all_inner_texts() == [
        f"{how} This waits for {question}; your record says that you have read on without it."
        for question in ("question 1", "question 3")
    ]
    assert page.get_by_text(WITHIN).is_visible()
    assert shut(page) == ["ledger/match-1", NOTE, "ledger/match-1"]
    for item in ("ledger/choices-1", "ledger/number-1"):
        assert kept(page, item).keys() == {"read"}
    page.goto((html / "record.html").as_uri())
    page.locator("live-widget").first.scroll_into_view_if_needed()
    page.get_by_text("At 2 questions you read on before you answered.").wait_for()
    page.get_by_text(re.compile(r"^You have answered 0 of ")).wait_for()


def test_an_answer_in_another_tab_opens_it(html: Path, page: playwright.Page) -> None:
    opened(page, html)
    other = opened(page.context.new_page(), html)
    tick(other, "The ringing of the bell", "The ledger under the seat")
    page.get_by_text(EARNED).wait_for()


def test_an_answer_of_an_earlier_edition_counts(html: Path, page: playwright.Page) -> None:
    opened(page, html)
    attempt = {"at": "2025-05-05T05:05:05.000Z", "response": ["sale"], "credit": 0, "digest": "x"}
    entry = {"saved": "2025-05-05T05:05:05.000Z", "work": {"attempts": [attempt]}}
    record = {"format": 1, "widgets": {}, "items": {"ledger/choices-1": entry}}
    page.evaluate(
        "([name, text]) => localStorage.setItem(name, text)", [RECORD, json.dumps(record)]
    )
    opened(page, html)
    page.get_by_text(EARNED).wait_for()
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
    page.locator("#note-ledger-room textarea").wait_for()  # it moves nothing any more
    if words:
        page.locator("#note-ledger-room textarea").fill(words)
        fold.get_by_text("Go on").wait_for()
        assert NOTE in shut(page)
        fold.locator("summary").click(position={"x": 4, "y": 4})  # anywhere on the bar
    else:
        fold.locator("summary").click(position={"x": 4, "y": 4})
        assert NOTE in shut(page)
        button.click()
    page.get_by_text("From the window of the harbour office").wait_for()
    there = "([record, note]) => JSON.parse(localStorage.getItem(record) ?? '{}').widgets?.[note]"
    page.wait_for_function(there, arg=[RECORD, NOTE])
    work = kept(page, NOTE, "widgets")
    assert work.keys() == ({"text", "seen"} if words else {"read"})
    opened(page, html)
    page.get_by_text("From the window of the harbour office").wait_for()


def test_without_a_script_it_is_a_fold(html: Path, browser: playwright.Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((html / "ledger.html").as_uri())
    fold = page.locator(WAITING)
    assert not fold.locator(".dossier-after-read").is_visible()
    assert not page.get_by_text(EARNED).is_visible()
    fold.click()
    assert page.get_by_text(EARNED).is_visible()
    context.close()


def test_paper_leaves_it_to_the_key(html: Path, page: playwright.Page) -> None:
    opened(page, html)
    page.emulate_media(media="print")
    article = page.locator("#ledger-bridge")
    assert article.locator("#ledger-bridge-title").is_visible()
    assert not article.locator("summary").first.is_visible()
    assert not page.get_by_text(INSIDE).is_visible()
    waits = page.locator(WAITING)
    assert waits.is_visible()
    assert not waits.locator(".dossier-after-read").is_visible()


def test_a_question_that_was_read_past_still_has_room_on_paper(
    html: Path, page: playwright.Page
) -> None:
    opened(page, html)
    page.locator("live-widget:has(#question-ledger-choices-1)").scroll_into_view_if_needed()
    view = page.locator("section.exercise#question-ledger-choices-1")
    view.wait_for()
    page.locator(WAITING).press("Enter")
    page.get_by_text(EARNED).wait_for()
    page.emulate_media(media="print")
    assert not view.is_visible()
    assert page.locator(".dossier-question", has_text="herself see, hear or do").is_visible()
    assert page.get_by_text(EARNED).is_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_handout_asks_what_is_asked_in_what_waits_and_tells_nothing_of_it(
    html: Path, browser: playwright.Browser, *, scripts: bool
) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto((html / "ledger.html").as_uri())
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    context.close()
    asked_and_not_told("".join(each.extract_text() for each in sheets))


def test_the_pdf_asks_it_too_and_leaves_the_rest_to_its_key(printed: PdfReader) -> None:
    chapters = [each for each in printed.outline if not isinstance(each, list)]
    starts = [printed.get_destination_page_number(each) for each in chapters]
    here = [each.title for each in chapters].index("The ledger")
    sheets = printed.pages[starts[here] : starts[here + 1]]
    asked_and_not_told("".join(each.extract_text() for each in sheets))


def asked_and_not_told(paper: str) -> None:
    text = re.sub(r"\s+", " ", paper)
    for question in ASKED.values():
        assert text.count(question) == 1, question
    for told in (EARNED, WITHIN, INSIDE, "Whose word it is", "one speech, 3 sentences"):
        assert told not in text
