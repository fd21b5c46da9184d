"""A student's page: answers are kept as given, and saved as the file that is handed in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pages import opened, patient
from playwright.sync_api import Browser, Page, expect
from questions import RECORD, kept, question
from test_axe import AXE, violations

from sourcework.answers import read_answers
from sourcework.assignments.definition import load_assignment
from sourcework.assignments.solutions import load_solution
from sourcework.editions.live import live_page

NAME = "twelve-days"
ASSIGNMENT = load_assignment(NAME)
QUESTIONS = ASSIGNMENT.questions
ITEMS = load_solution(ASSIGNMENT).items


def one(kind: str) -> str:
    return next(name for name, each in QUESTIONS.items() if each.kind == kind)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Write the page that needs no book, and return its address."""
    path = tmp_path_factory.mktemp("alone") / f"{NAME}.html"
    path.write_text(live_page(ASSIGNMENT), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(params=["from a server", "alone from the disk"])
def address(request: pytest.FixtureRequest, served: str, alone: str) -> str:
    return f"{served}/book/{NAME}.html" if request.param == "from a server" else alone


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    page, wrong = opened(browser, address, viewport={"width": 1280, "height": 900})
    yield page
    page.context.close()
    assert not wrong


def hand_in(page: Page) -> Any:
    page.locator("live-widget").last.scroll_into_view_if_needed()
    view = page.locator("section.hand-in")
    view.wait_for()
    return view


def choose(page: Page, item: str, place: int = 0) -> None:
    question(page, item).get_by_role("radio").nth(place).check()


def saved_file(page: Page, tmp_path: Path, name: str = "") -> Path:
    view = hand_in(page)
    view.get_by_label("Your name").fill(name)
    with page.expect_download() as download:
        view.get_by_role("button", name="Save my answers").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_an_answer_is_kept_as_it_is_given_and_nobody_says_whether_it_is_right(page: Page) -> None:
    item = one("choice")
    view = question(page, item)
    choose(page, item)
    expect(view.get_by_role("status")).to_have_text("Your answer is kept.")
    assert kept(page, item)["response"] in ITEMS[item].rule()["credits"]
    expect(view.locator("button:visible")).to_have_count(0)  # a line that opens is a link
    page.reload()
    expect(question(page, item).get_by_role("radio").first).to_be_checked()


def test_an_order_is_an_answer_only_when_the_student_says_so(page: Page) -> None:
    item = one("order")
    view = question(page, item)
    assert "response" not in kept(page, item)
    view.get_by_role("button", name="This order is my answer").click()
    expect(view.get_by_role("status")).to_be_focused()
    assert sorted(kept(page, item)["response"]) == sorted(ITEMS[item].rule()["places"])


def test_the_page_says_what_is_open_and_leads_there(page: Page) -> None:
    view = hand_in(page)
    expect(view).to_contain_text(f"0 of {len(QUESTIONS)} answered.")
    choose(page, one("choice"))
    view = hand_in(page)
    expect(view).to_contain_text(f"1 of {len(QUESTIONS)} answered.")
    links = view.locator(".hand-in-open a:not(.peek)")
    expect(links).to_have_count(len(QUESTIONS) - 1)
    links.first.click()
    expect(page).to_have_url(re.compile("#question-"))


def test_the_file_holds_the_answers_and_names_the_assignment(page: Page, tmp_path: Path) -> None:
    item = one("choice")
    choose(page, item)
    number = question(page, one("number"))
    number.get_by_role("textbox").fill("12")
    number.get_by_role("textbox").blur()
    path = saved_file(page, tmp_path, "Ana María")
    assert path.name.startswith(f"{NAME}-answers-ana-maria-")
    answers = read_answers(path)
    assert answers.intact
    assert (answers.assignment, answers.items_version) == (NAME, ASSIGNMENT.version)
    given = {name: entry["work"]["response"] for name, entry in answers.record["items"].items()}
    assert given == {item: kept(page, item)["response"], one("number"): 12}
    expect(hand_in(page)).to_contain_text("All of it is in the file")


def leaving(page: Page) -> list[str]:
    """Leave the page, and return the questions that the browser asked before."""
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    return asked


def test_the_page_asks_before_it_is_closed_unsaved(page: Page) -> None:
    hand_in(page)
    choose(page, one("choice"))
    assert leaving(page) == ["beforeunload"]


def test_the_page_lets_go_who_has_saved(page: Page, tmp_path: Path) -> None:
    choose(page, one("choice"))
    saved_file(page, tmp_path)
    assert leaving(page) == []


def test_a_file_from_elsewhere_is_joined(page: Page, tmp_path: Path) -> None:
    item = one("choice")
    choose(page, item)
    path = saved_file(page, tmp_path)
    page.evaluate(
        """name => new Promise((resolve) => {
            localStorage.clear();
            indexedDB.deleteDatabase(name).onsuccess = resolve;
        })""",
        RECORD,
    )
    page.reload()
    view = hand_in(page)
    expect(view).to_contain_text("0 of")
    view.locator("summary").click()
    view.get_by_label("Open an answers file").set_input_files(path)
    view.get_by_role("button", name="Join them").click()
    expect(view).to_contain_text("1 of")
    expect(question(page, item).get_by_role("radio").first).to_be_checked()


def test_what_was_joined_stands_over_what_could_not_be_kept_before(
    browser: Browser, page: Page, address: str, tmp_path: Path
) -> None:
    item = one("choice")
    page.evaluate("""() => {
        const { setItem } = Storage.prototype;
        Storage.prototype.setItem = () => { throw new DOMException("full"); };
        globalThis.emptied = () => { Storage.prototype.setItem = setItem; };
    }""")
    choose(page, item)
    expect(question(page, item).get_by_role("alert")).to_contain_text("storage of this browser")
    later = patient(browser).new_page()  # on another machine
    later.goto(address)
    choose(later, item, 1)
    path = saved_file(later, tmp_path)
    response = kept(later, item)["response"]
    later.context.close()
    page.evaluate("emptied()")
    view = hand_in(page)
    view.locator("summary").click()
    view.get_by_label("Open an answers file").set_input_files(path)
    view.get_by_role("button", name="Join them").click()
    expect(question(page, item).get_by_role("radio").nth(1)).to_be_checked()
    number = question(page, one("number")).get_by_role("textbox")
    number.fill("12")
    number.blur()
    expect(question(page, one("number")).get_by_role("status")).to_contain_text("kept")
    assert kept(page, item)["response"] == response


def test_what_the_browser_could_not_keep_is_in_the_file(page: Page, tmp_path: Path) -> None:
    page.evaluate("Storage.prototype.setItem = () => { throw new DOMException('full'); }; 0")
    item = one("choice")
    choose(page, item)
    expect(question(page, item).get_by_role("alert")).to_contain_text("storage of this browser")
    answers = read_answers(saved_file(page, tmp_path))
    assert list(answers.record["items"]) == [item]
    assert RECORD not in json.loads(page.evaluate("JSON.stringify({...localStorage})"))


def test_a_long_text_is_counted(page: Page) -> None:
    item = one("short")
    view = question(page, item)
    view.get_by_role("textbox").fill("three small words")
    expect(view.locator(".exercise-count")).to_contain_text("3 of")
    view.get_by_role("textbox").blur()
    assert kept(page, item)["response"] == "three small words"


def test_axe_finds_nothing(page: Page) -> None:
    if page.url.startswith("file:") and page.locator("link[rel=stylesheet]").count():
        pytest.skip("axe asks for the styles, which a page from a disk may not")
    choose(page, one("choice"))
    hand_in(page)
    page.evaluate(AXE)
    assert not violations(page)


def test_on_a_small_screen_nothing_is_wider_than_the_page(browser: Browser, alone: str) -> None:
    page, wrong = opened(browser, alone, viewport={"width": 320, "height": 640})
    for name in QUESTIONS:
        question(page, name)
    hand_in(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.context.close()
    assert not wrong
