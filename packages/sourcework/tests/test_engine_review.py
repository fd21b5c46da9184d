"""Tests of the review on the record page: cards, scheduler's dates, count of what is due, files."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from typing import Any

import pytest
from engine_book import pages

playwright = pytest.importorskip("playwright.sync_api")
RECORD = "quillhaven-bell"
NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
OLD_WORDS = "what was said a week ago"
SCORED = {
    *("bell/choice-1", "bell/mark-1", "bell/order-1", "bell/number-1"),
    *("ledger/choices-1", "ledger/match-1", "ledger/number-1", "page/choice-1"),
}


def answered(*tries: tuple[float, float | None, Any]) -> dict[str, Any]:
    """Return an entry of an earlier edition: days ago, credit, response."""
    made = [
        {
            "at": (NOW - datetime.timedelta(days=days)).isoformat(timespec="milliseconds"),
            "response": response,
            "words": OLD_WORDS,
            "credit": credit,
            "digest": "of an earlier edition",
        }
        for days, credit, response in tries
    ]
    return {"saved": made[-1]["at"], "work": {"response": tries[-1][2], "attempts": made}}


THREE = {
    "bell/choice-1": answered((9, 0, "clerk")),
    "ledger/choices-1": answered((8, 0.5, ["ring"])),
    "bell/estimate-1": answered((8, None, 80)),
    "bell/estimate-2": answered((7, None, 30)),
}


def opened(page: Any, html: Path, items: dict[str, Any], name: str = "record") -> Any:
    """Open a page in a browser that keeps these items."""
    page.clock.set_fixed_time(NOW)
    page.goto((html / "record.html").as_uri())
    text = json.dumps({"format": 1, "items": items})
    page.evaluate(f"(text) => localStorage.setItem('{RECORD}', text)", text)
    page.goto((html / "record.html").as_uri())
    page.locator("section.record").wait_for()
    if name != "record":
        page.goto((html / f"{name}.html").as_uri())
    return page


def attempts(page: Any, item: str) -> list[dict[str, Any]]:
    record = json.loads(page.evaluate(f"localStorage.getItem('{RECORD}')"))
    made: list[dict[str, Any]] = record["items"][item]["work"]["attempts"]
    return made


def place(page: Any) -> str:
    return " ".join(page.locator(".review h2").inner_text().split())


def press(page: Any, name: str | re.Pattern[str]) -> None:
    """Reach a button by the keyboard alone, from where the focus is, and press it."""
    button = page.get_by_role("button", name=name).first
    for _ in range(40):
        if button.evaluate("(each) => each === document.activeElement"):
            break
        page.keyboard.press("Tab")
    assert button.evaluate("(each) => each === document.activeElement")
    page.keyboard.press("Enter")


@pytest.mark.parametrize("width", [320, 360])
def test_the_header_keeps_to_one_row_when_something_is_due(
    html: Path, page: Any, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    opened(page, html, THREE, "bell")
    due = page.locator(".to-record")
    due.wait_for()
    assert due.bounding_box()["height"] >= 44
    assert page.locator(".bd-header").bounding_box()["height"] < 60
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_a_session_needs_is_asked_for_when_it_begins(html: Path, page: Any) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    opened(page, html, THREE)
    assert not [url for url in asked if "/review/" in url and "/words." not in url]
    page.get_by_role("button", name="Begin: 2 cards, 5 minutes at most").click()
    page.locator(".review").wait_for()
    files = [re.sub(r".*/|\?.*", "", url) for url in asked if "/review/" in url]
    assert sorted(set(files)) == ["bell.js", "ledger.js", "session.start.js", "words.start.js"]
    assert all(url.startswith(("file:", "blob:", "data:")) for url in asked)


def test_cards_are_of_what_is_scored_and_practised(html: Path) -> None:
    told = {}
    for file in (html.parent / "_static/review").glob("*.js"):
        if found := re.search(r"\.cards \?\?= \{\}\)\[.*?\] = (.*);\n$", file.read_text("utf-8")):
            told |= json.loads(found[1])
    assert set(told) == SCORED
    assert all(card["data"]["rule"] for card in told.values())
    titles = [words["title"] for card in told.values() for words in card["words"]]
    assert titles
    assert all(title.startswith("Line") for title in titles)


def test_a_card_of_any_kind_has_its_look(html: Path) -> None:
    text = (html.parent / "_static/review/session.start.js").read_text(encoding="utf-8")
    for part in (".axis", ".bin-bar", ".pen-tray", ".form-switch", ".exercise-check"):
        assert part in text


def test_nothing_of_an_earlier_answer_is_in_sight_of_a_card(html: Path, page: Any) -> None:
    opened(page, html, THREE)
    page.get_by_role("button", name="Begin").click()
    card = page.locator(".review")
    card.wait_for()
    seen = page.locator("section.record").inner_text()
    assert OLD_WORDS not in seen
    assert "Your last answer" not in seen
    assert card.locator("input:checked").count() == 0
    assert card.locator(".exercise-remark, .exercise-mark").count() == 0
    words = card.locator("details.review-words")
    assert words.locator("blockquote").is_hidden()
    words.locator("summary").click()
    assert "At half past ten I heard the bell" in words.inner_text()
    assert "O’Dowd" not in words.inner_text()


def test_a_session_by_keyboard_brings_back_what_failed_and_ends_with_a_full_stop(
    html: Path, page: Any
) -> None:
    opened(page, html, THREE)
    press(page, re.compile("Begin"))
    page.locator(".review").wait_for()
    assert place(page) == "1 of 2 The bell"
    assert page.evaluate("document.activeElement.matches('.review h2')")
    page.keyboard.press("Tab")
    page.get_by_role("radio", name="Tobias").press("Space")
    press(page, "Check")
    page.get_by_text("This card comes once more at the end.").wait_for()
    press(page, "Next card")
    assert place(page) == "2 of 2 The ledger"
    for name in ("The ringing of the bell", "The ledger under the seat"):
        page.get_by_role("checkbox", name=name).press("Space")
    press(page, "Check")
    press(page, "Next card")
    assert place(page) == "Once more: 1 of 1 The bell"
    assert page.locator(".review input:checked").count() == 0
    page.get_by_role("radio", name="an editor").press("Space")
    press(page, "Check")
    press(page, "Finish")
    assert page.evaluate("document.activeElement.textContent") == "Done for today."
    told = page.locator(".review-end").inner_text()
    assert "You answered 2 cards: 1 right at once, 1 the second time." in told
    assert "The next card comes back on 26 November 2026." in told
    assert [each["credit"] for each in attempts(page, "bell/choice-1")] == [0, 0, 1]
    assert page.locator(".to-record").is_hidden()
    press(page, "Back to the record")
    assert page.evaluate("document.activeElement.textContent") == "What is it time to revisit?"


def test_after_five_minutes_no_further_card_comes(html: Path, page: Any) -> None:
    opened(page, html, THREE)
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("radio", name="an editor").check()
    page.get_by_role("button", name="Check").click()
    page.clock.set_fixed_time(NOW + datetime.timedelta(minutes=5))
    page.get_by_role("button", name="Next card").click()
    told = page.locator(".review-end").inner_text()
    assert told.startswith("Five minutes are over.")
    assert "1 card is still due." in told
    page.get_by_role("button", name="Go on with 1 more").click()
    assert place(page) == "1 of 1 The ledger"
    page.get_by_role("button", name="Stop here").click()
    assert page.locator(".review-end").inner_text().startswith("Enough for now.")


def test_each_header_counts_what_is_due(html: Path, page: Any) -> None:
    opened(page, html, THREE)
    count = page.locator(".to-record")
    for name in pages():
        page.goto((html / f"{name}.html").as_uri())
        count.wait_for()
        assert " ".join(count.inner_text().split()) == "2 to review"
        assert str(count.get_attribute("href")) in ("record.html", "#")
    page.clock.set_fixed_time(NOW - datetime.timedelta(days=8, hours=1))
    page.reload()
    count.wait_for(state="hidden")


def test_an_answer_in_a_chapter_takes_it_from_the_count(html: Path, page: Any) -> None:
    opened(page, html, THREE, "bell")
    page.locator("#question-bell-choice-1").scroll_into_view_if_needed()
    page.get_by_role("radio", name="an editor").check()
    page.locator("#question-bell-choice-1").get_by_role("button", name="Check").click()
    page.get_by_text("1 to review").wait_for()
    page.goto((html / "record.html").as_uri())
    page.get_by_role("button", name="Erase my record").click()
    page.get_by_role("button", name="Yes, erase everything").click()
    page.locator(".to-record").wait_for(state="hidden")
    assert page.evaluate(f"localStorage.getItem('{RECORD}.due')") is None


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_count_of_two_digits_leaves_every_button_within_the_window(
    html: Path, page: Any, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    opened(page, html, THREE, "bell")
    page.locator(".to-record").wait_for()
    page.eval_on_selector(".to-record > span", "(number) => { number.textContent = '88'; }")
    box = page.locator(".to-record").bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    sides = page.eval_on_selector_all(
        ".bd-header :is(a, button)",
        "all => all.filter((one) => one.offsetWidth).flatMap((one) => "
        "[one.getBoundingClientRect().left, one.getBoundingClientRect().right])",
    )
    assert 0 <= min(sides) < max(sides) <= width


def test_without_a_script_no_header_counts(html: Path, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((html / "record.html").as_uri())
    assert page.locator(".to-record").is_hidden()
    assert page.get_by_text("With JavaScript this page shows").is_visible()
    context.close()


def test_an_opinion_that_moved_is_an_arrow_with_its_words(html: Path, page: Any) -> None:
    opened(page, html, THREE)
    hero = page.locator(".record-part").first
    assert "You went from 80 to 30 %." in hero.inner_text()
    assert hero.locator(".record-way").get_attribute("d") == "M240 0H99"
    assert hero.locator("td").all_inner_texts() == ["80 %", "30 %", "−50"]


def test_what_comes_back_on_the_same_day_is_said_to(html: Path, page: Any) -> None:
    items = {
        "bell/choice-1": answered((9, 0, "clerk")),
        "bell/number-1": answered((0.9, 0, 12)),  # due in a tenth of a day
    }
    opened(page, html, items)
    page.get_by_role("button", name="Begin: 1 card").click()
    page.get_by_role("radio", name="an editor").check()
    page.get_by_role("button", name="Check").click()
    page.get_by_role("button", name="Finish").press("Enter")
    page.get_by_role("heading", name="Done for now.").wait_for()
    assert page.get_by_text("The next card comes back later today.").is_visible()
    page.get_by_role("button", name="Back to the record").press("Enter")
    next_one = page.get_by_text("Nothing is due now. The next question comes back later today.")
    assert next_one.is_visible()


@pytest.fixture
def two_right(html: Path, page: Any) -> Any:
    """Open the record of a reader who has just got two questions right."""
    opened(page, html, THREE)
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("radio", name="an editor").check()
    page.get_by_role("button", name="Check").click()
    page.get_by_role("button", name="Next card").click()
    for name in ("The ringing of the bell", "The ledger under the seat"):
        page.get_by_role("checkbox", name=name).check()
    page.get_by_role("button", name="Check").click()
    page.get_by_role("button", name="Finish").click()
    return page


def saved(page: Any, name: str | re.Pattern[str]) -> tuple[str, str]:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name).first.click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes().decode()


def test_the_next_date_goes_into_a_calendar(two_right: Any) -> None:
    name, text = saved(two_right, "Save the date for a calendar")
    assert name == "quillhaven-bell-review.ics"
    lines = text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "DTSTART;VALUE=DATE:20261128" in lines
    assert "SUMMARY:Review: The Bell of Quillhaven\\, 1907" in lines


def test_what_was_right_goes_to_anki(two_right: Any) -> None:
    name, text = saved(two_right, "Save cards for Anki")
    assert name == "quillhaven-bell-anki.txt"
    head = [line for line in text.splitlines() if line.startswith("#")]
    assert head[0] == "#separator:tab"
    assert "#guid column:1" in head
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    assert [(row[0], row[3]) for row in rows] == [
        ("quillhaven-bell/bell/choice-1", "quillhaven-bell bell"),
        ("quillhaven-bell/ledger/choices-1", "quillhaven-bell ledger"),
    ]
    assert rows[0][2] == "an editor’s"


def test_a_large_record_without_a_file_reminds_of_one(html: Path, page: Any) -> None:
    often = {"bell/choice-1": answered(*((60 - day, 0, "clerk") for day in range(40)))}
    opened(page, html, often)
    reminder = page.locator(".record-remind")
    assert "40 answers are in this browser and in no file of yours." in reminder.inner_text()
    saved(page, "Save a file now")
    assert reminder.count() == 0
    page.reload()
    page.locator("section.record").wait_for()
    assert reminder.count() == 0


def test_the_reminder_can_be_put_off_until_as_much_has_come_again(html: Path, page: Any) -> None:
    often = {"bell/choice-1": answered(*((60 - day, 0, "clerk") for day in range(40)))}
    opened(page, html, often)
    reminder = page.locator(".record-remind")
    reminder.get_by_role("button", name="Not now").click()
    assert reminder.count() == 0
    assert page.evaluate("document.activeElement.textContent") == "Save my answers to a file"
    page.reload()
    page.locator("section.record").wait_for()
    assert reminder.count() == 0
    more = {"bell/mark-1": answered(*((-day, 0, "clerk") for day in range(1, 41)))}
    opened(page, html, often | more)
    assert "80 answers are in this browser and in no file of yours." in reminder.inner_text()


def test_the_browser_is_asked_to_keep_what_is_kept_and_not_on_opening_a_page(
    html: Path, page: Any
) -> None:
    page.add_init_script("""
        globalThis.asked = 0;
        Object.defineProperty(Navigator.prototype, "storage", { value: {
            persist: async () => { asked += 1; return true; }, persisted: async () => false } });
    """)
    page.goto((html / "bell.html").as_uri())
    place = page.locator("live-widget:has(#question-bell-choice-1)")
    place.scroll_into_view_if_needed()
    place.get_by_role("radio").first.wait_for()
    assert page.evaluate("asked") == 0
    place.get_by_role("radio").first.check()
    page.wait_for_function("asked > 0")
