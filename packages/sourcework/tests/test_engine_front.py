"""Tests of the first page: a guess, the way in, covers, doors, and the list of pages."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from engine_book import Copy
from engine_steps import COVERS, GUESS, NOTE, NOTES, RECORD, WAY_IN, with_front
from test_engine_steps import attempted, keep

playwright = pytest.importorskip("playwright.sync_api")


@pytest.fixture
def front(stepped: Path) -> Path:
    """Return the first page that leads into the chapter in steps."""
    return stepped / "index.html"


def work_of(page: Any, part: str, key: str) -> Any:
    record = json.loads(page.evaluate(f"localStorage.getItem('{RECORD}') ?? '{{}}'"))
    return record.get(part, {}).get(key, {}).get("work")


def reopened(page: Any, front: Path, **parts: dict[str, Any]) -> Any:
    """Open the page with a record of this work."""
    page.goto(front.as_uri())
    keep(page, **parts)
    page.reload()
    return page


def test_a_guess_is_kept_and_tells_nothing(page: Any, front: Path) -> None:
    page.goto(front.as_uri())
    box = page.locator(".first-guess")
    assert box.get_by_text("It is kept.").is_hidden()
    assert work_of(page, "widgets", "index/tellers") is None, "to look leaves no trace"
    box.get_by_role("button", name="2").click()
    assert box.get_by_role("button", name="2").get_attribute("aria-pressed") == "true"
    playwright.expect(box.get_by_role("status")).to_have_text("You said 2.")
    assert box.get_by_text("It is kept.").is_visible()
    page.wait_for_function(f"localStorage.getItem('{RECORD}')?.includes('index/tellers')")
    assert work_of(page, "widgets", "index/tellers") == {"text": "2"}
    page.reload()
    playwright.expect(box.get_by_role("status")).to_have_text("You said 2.")
    assert "three heads" not in page.locator("article").inner_text()


def test_what_is_guessed_is_told_where_it_was_found_out(page: Any, front: Path) -> None:
    guess = {"index/tellers": {"text": "2"}}
    reopened(page, front, widgets=guess, items=attempted("number-1"))
    box = page.locator(".first-guess")
    told = "You said 2. The three strings run down to three heads."
    playwright.expect(box.get_by_role("status")).to_have_text(told)
    assert box.locator(".guess-head").count() == 3
    assert box.locator(".guess-head").first.is_visible()
    assert box.get_by_role("button").count() == 0
    assert "three heads" in box.get_by_role("img").evaluate("each => each.textContent")


def test_the_way_in_says_how_long_it_takes_and_leads_on(page: Any, front: Path) -> None:
    page.goto(front.as_uri())
    start, on = page.locator(".way-start"), page.locator(".way-on")
    assert start.inner_text() == "Start the bell, 10 minutes"
    assert on.count() == 0
    here = {"id": "place-it", "number": 2, "name": "Place it"}
    passed = {"here": here, "of": 3, "passed": {"read-closely-the-gauge": "2026-01-01"}}
    reopened(page, front, widgets={"bell/steps": passed})
    assert on.inner_text() == "Continue: The bell, step 2 of 3"
    assert start.is_hidden()
    on.click()
    page.wait_for_url("**/bell.html#place-it")
    playwright.expect(page.get_by_role("heading", name="Place it")).to_be_visible()


def test_a_cover_says_how_long_a_chapter_takes_and_what_of_it_is_done(
    page: Any, front: Path
) -> None:
    page.goto(front.as_uri())
    bell, ledger = page.locator(".cover").all()
    assert bell.locator(".cover-time").inner_text() == "10 minutes, 3 steps"
    assert ledger.locator(".cover-time").count() == 0, "it has no steps, and nothing is said"
    assert bell.get_by_role("img").get_attribute("aria-labelledby") == "cover-bell"
    assert page.locator(".cover-ticks, .cover-done").count() == 0
    done = attempted("estimate-1", "choice-1", "mark-1", "number-1")
    written = {"bell/guess": {"text": "two"}, "bell/causes": {"points": {"river": 100}}}
    reopened(page, front, items=done, widgets=written)
    assert bell.locator(".cover-done").inner_text() == "1 of 3 steps done"
    assert bell.locator(".cover-ticks > .done").count() == 1
    assert ledger.locator(".cover-done").count() == 0


def test_the_list_of_pages_tells_what_is_done_and_leads_on(page: Any, front: Path) -> None:
    here = {"id": "place-it", "number": 2, "name": "Place it"}
    page.set_viewport_size({"width": 1280, "height": 800})
    reopened(page, front, widgets={"bell/steps": {"here": here, "of": 3, "passed": {}}})
    page.goto(f"{front.parent.as_uri()}/sources.html")
    nav = page.locator("#site-nav")
    assert nav.locator(".nav-on").inner_text() == "Continue: The bell, step 2 of 3"
    bell = nav.locator("li > a").filter(has_text="The bell").first
    assert bell.inner_text() == "The bell 0 of 3"
    page.evaluate(f"localStorage.removeItem('{RECORD}')")
    page.reload()
    assert nav.locator(".nav-on, .nav-done").count() == 0, "of a record that is gone nothing is"


def test_two_pages_that_are_open_do_not_contradict_each_other_for_ever(
    page: Any, front: Path
) -> None:
    here = {"id": "place-it", "number": 2, "name": "Place it"}
    reopened(page, front, widgets={"bell/steps": {"here": here, "of": 3, "passed": {}}})
    other = page.context.new_page()
    other.goto(f"{front.parent.as_uri()}/bell.html")
    other.locator(".step-bar").wait_for()
    heard = """() => new Promise((done) => {
      let count = 0;
      addEventListener("storage", () => { count += 1; });
      setTimeout(() => done(count), 1000);
    })"""
    assert page.evaluate(heard) < 5
    other.close()


def test_the_first_part_of_the_list_stands_open_and_the_others_where_one_is(
    page: Any, front: Path
) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(front.as_uri())
    nav = page.locator("#site-nav")
    playwright.expect(nav.get_by_role("link", name="The ledger")).to_be_visible()
    playwright.expect(nav.get_by_role("link", name="Sources")).to_be_hidden()
    nav.get_by_text("Behind the chapters").click()
    nav.get_by_role("link", name="Sources").click()
    playwright.expect(nav.get_by_role("link", name="Glossary")).to_be_visible()
    playwright.expect(nav.get_by_role("link", name="Night watch")).to_be_hidden()


def test_a_door_opens_by_hand_and_for_a_link(page: Any, front: Path) -> None:
    page.goto(front.as_uri())
    first = page.get_by_role("heading", name="How to read", exact=False).last
    assert first.is_hidden()
    page.get_by_text("I read").click()
    assert first.is_visible()
    page.goto(f"{front.as_uri()}#in-numbers")
    playwright.expect(page.get_by_text("Few.")).to_be_in_viewport()


def test_without_scripts_the_first_page_is_whole(browser: Any, front: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(front.as_uri())
    assert page.locator(".guess-choices").is_hidden()
    page.get_by_text("When you have guessed").click()
    assert page.get_by_text("It is kept.").is_visible()
    assert page.locator(".way-start").is_visible()
    page.get_by_text("I code").click()
    assert page.get_by_text("Few.").is_visible()
    page.emulate_media(media="print")
    assert page.get_by_text("Slowly.").is_visible()
    context.close()


WRONG = {
    ":until: bell/number-1\n": ("", "{first-guess} lacks :until:;"),
    "rung too late": ("rung too early", '"rung too early" is not in excerpt "bell/flood"'),
    "bell/diary I": ("bell/daily I", 'there is no excerpt "bell/daily"'),
    "{first-guess} index/tellers": ("{first-guess} bell/guess", '"bell/guess" has no choices'),
    "{way-in} bell": ("{way-in} bells", 'there is no page "bells" beside this one'),
    ":alt: A bell that stands on the ground, upside down.\n": ("", "bell.svg has no text"),
    "bell.svg": ("bells.svg", "bells.svg is no drawing"),
    "Who has the ledger?\n": ("", "{cover} does not ask anything"),
}


def test_a_build_says_what_is_wrong_with_a_first_page(tmp_path: Path) -> None:
    copy = with_front(Copy(tmp_path / "quillhaven"))
    pages = ""
    for number, (old, (new, _)) in enumerate(WRONG.items()):
        text = f"# Page {number}\n\n{GUESS}{WAY_IN}{COVERS}"
        assert old in text
        path = copy.folder / f"book/wrong-{number}.md"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        pages += f"  - file: book/wrong-{number}\n"
    copy.replace("_toc.yml", "  - file: book/bell\n", f"  - file: book/bell\n{pages}")
    copy.replace("_config.yml", "execute_notebooks: cache", "execute_notebooks: 'off'")
    done = copy.call(Path(sys.executable).with_name("jupyter-book"), "build", ".", "--keep-going")
    said = done.stdout + done.stderr
    assert [told for _, told in WRONG.values() if told not in said] == [], said[-5000:]


def test_a_guess_that_no_page_asks_for_is_found(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "quillhaven")
    copy.replace(NOTES, "notes:\n", NOTE)
    told = copy.call("-m", "sourcework", "check")
    assert told.returncode
    assert "write {first-guess} index/tellers there" in told.stdout + told.stderr
