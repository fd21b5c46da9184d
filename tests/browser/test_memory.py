"""The reader's record: it survives what browsers, editions and second windows do to it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pages import opened
from playwright.sync_api import Browser, BrowserContext, Page, expect
from questions import RECORD, answer, check, kept, mistaken, question, sure
from rules import key_of
from servers import serving

from dossier.answers import attempts, read_answers
from dossier.bank import load_items

ITEMS = load_items()
FIRST = ITEMS["poison/choice-1"]
SECOND = ITEMS["poison/choice-4"]
AT = "2026-11-03T10:00:00.000Z"


def earlier(item: str, digest: str = "", credit: float = 0) -> dict[str, Any]:
    """Return an entry of the record with one attempt of some days ago."""
    attempt = {
        "at": AT,
        "response": "x",
        "words": "what I said then",
        "confidence": 90,
        "credit": credit,
        "digest": digest or ITEMS[item].digest,
    }
    return {"saved": AT, "work": {"response": "x", "attempts": [attempt]}}


def put(page: Page, record: object) -> None:
    text = record if isinstance(record, str) else json.dumps(record)
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [RECORD, text])


def raw(page: Page, key: str = RECORD) -> str:
    text: str = page.evaluate("key => localStorage.getItem(key)", key)
    return text


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(reduced_motion="reduce")
    yield context
    context.close()


def visit(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    return page


def solve(page: Page, item: str = FIRST.id) -> None:
    view = question(page, item)
    answer(view, ITEMS[item], key_of(ITEMS[item].rule()))
    check(view)
    expect(view.get_by_role("status")).to_contain_text("Right")


def until_on_disk(page: Page, profile: Path, text: str) -> None:
    """Wait until the browser has written its storage, which it does some seconds after a change."""
    deadline = time.monotonic() + 60
    forms = (text.encode(), text.encode("utf-16-le"))
    while not any(
        form in file.read_bytes()
        for file in profile.glob("Default/Local Storage/leveldb/*.log")
        for form in forms
    ):
        assert time.monotonic() < deadline, "the browser does not write its storage"
        page.wait_for_timeout(100)


def test_a_restart_of_the_browser_keeps_every_answer(
    restart: Callable[[], BrowserContext], built: Path, tmp_path: Path
) -> None:
    url = f"{built.as_uri()}/book/poison.html"
    context = restart()
    page = visit(context, url)
    solve(page)
    until_on_disk(page, tmp_path / "profile", FIRST.id)
    context.close()
    context = restart()
    page = visit(context, url)
    expect(question(page, FIRST.id).get_by_role("status")).to_contain_text("Right")
    assert len(kept(page, FIRST.id)["attempts"]) == 1
    context.close()


def test_a_renamed_page_finds_its_answers(context: BrowserContext, served: str) -> None:
    page = visit(context, f"{served}/book/poison.html")
    solve(page)
    context.route(
        "**/book/renamed.html",
        lambda route: route.fulfill(response=route.fetch(url=f"{served}/book/poison.html")),
    )
    page.goto(f"{served}/book/renamed.html")
    expect(question(page, FIRST.id).get_by_role("status")).to_contain_text("Right")


def test_a_changed_question_says_so_and_keeps_the_old_answer(
    context: BrowserContext, served: str
) -> None:
    page = visit(context, f"{served}/book/index.html")
    put(page, {"format": 1, "items": {FIRST.id: earlier(FIRST.id, digest="00000000")}})
    page.goto(f"{served}/book/poison.html")
    view = question(page, FIRST.id)
    expect(view.locator(".exercise-changed")).to_contain_text(
        "has changed since you answered it on 3 November 2026"
    )
    expect(view.locator(".exercise-changed")).to_contain_text("what I said then")
    expect(view.locator(".exercise-remarks")).to_have_count(0)
    solve(page)
    expect(view.locator(".exercise-changed")).to_be_hidden()
    digests = [attempt["digest"] for attempt in kept(page, FIRST.id)["attempts"]]
    assert digests == ["00000000", FIRST.digest]


def test_two_open_pages_do_not_overwrite_each_other(context: BrowserContext, served: str) -> None:
    one = visit(context, f"{served}/book/poison.html")
    two = visit(context, f"{served}/book/poison.html")
    question(one, FIRST.id)
    question(two, SECOND.id)
    solve(one, FIRST.id)
    solve(two, SECOND.id)
    assert len(kept(one, FIRST.id)["attempts"]) == len(kept(one, SECOND.id)["attempts"]) == 1
    expect(question(two, FIRST.id).get_by_role("status")).to_contain_text("Right")
    view = question(one, FIRST.id)
    view.get_by_role("button", name="Try again").click()
    answer(view, FIRST, mistaken(FIRST))
    check(view)
    expect(question(two, FIRST.id).get_by_role("status")).to_contain_text("Not yet")
    solve(two, FIRST.id)
    credits = [attempt["credit"] for attempt in kept(one, FIRST.id)["attempts"]]
    assert credits == [1, 0, 1]


def test_a_full_storage_loses_nothing_and_says_so(
    context: BrowserContext, served: str, tmp_path: Path
) -> None:
    page = visit(context, f"{served}/book/poison.html")
    solve(page, SECOND.id)
    before = raw(page)
    page.evaluate(FILL)
    view = question(page, FIRST.id)
    answer(view, FIRST, key_of(FIRST.rule()))
    check(view)
    expect(view.get_by_role("alert")).to_contain_text("The storage of this browser is full.")
    expect(view.get_by_role("status")).to_contain_text("Right")
    assert raw(page) == before
    saved = save(page, view.get_by_role("button", name="Save my answers"), tmp_path)
    assert set(attempts(saved)["item"]) == {FIRST.id, SECOND.id}
    page.evaluate("localStorage.removeItem('ballast')")
    solve(page, "poison/choice-2")
    for item in (FIRST.id, SECOND.id, "poison/choice-2"):
        assert kept(page, item)["attempts"], item


FILL = """() => {
    let block = "x".repeat(1 << 20);
    let text = "";
    while (block) {
        try { localStorage.setItem("ballast", text + block); text += block; }
        catch { block = block.slice(0, block.length >> 1); }
    }
}"""


def save(page: Page, button: Any, folder: Path) -> dict[str, Any]:
    """Press a button that saves an answers file; read it with Python."""
    with page.expect_download() as waiting:
        button.click()
    path = folder / "answers.json"
    waiting.value.save_as(path)
    answers = read_answers(path)
    assert answers.intact
    return answers.record


def test_a_forbidden_storage_is_told_and_the_page_works(
    browser: Browser, built: Path, tmp_path: Path
) -> None:
    # In a sandbox without an origin every touch of the storage throws, in the theme's script too.
    with serving(built, "sandbox allow-scripts allow-downloads") as address:
        page, _ = opened(browser, f"{address}/book/poison.html")
        view = question(page, FIRST.id)
        expect(view.get_by_role("alert")).to_contain_text("does not let the book keep anything")
        answer(view, FIRST, key_of(FIRST.rule()))
        check(view)
        expect(view.get_by_role("status")).to_contain_text("Right")
        saved = save(page, view.get_by_role("button", name="Save my answers"), tmp_path)
        assert attempts(saved)["item"].tolist() == [FIRST.id]
        page.context.close()


@pytest.mark.parametrize("damaged", ["{", "[]", '{"items": [1]}', '{"items": {}, "widgets": 3}'])
def test_a_damaged_record_is_set_aside_whole(
    context: BrowserContext, served: str, tmp_path: Path, damaged: str
) -> None:
    page = visit(context, f"{served}/book/index.html")
    put(page, damaged)
    page.goto(f"{served}/book/poison.html")
    view = question(page, FIRST.id)
    expect(view.get_by_role("alert")).to_contain_text("was damaged. It is set aside as it is")
    solve(page)
    page.goto(f"{served}/book/record.html")
    with page.expect_download() as waiting:
        record(page).get_by_role("button", name="Save the damaged record").click()
    assert Path(waiting.value.path()).read_text(encoding="utf-8") == damaged
    assert kept(page, FIRST.id)["attempts"]


def record(page: Page) -> Any:
    view = page.locator("section.record")
    view.wait_for()
    return view


def test_a_record_of_a_newer_edition_is_left_alone(context: BrowserContext, served: str) -> None:
    newer = json.dumps({"format": 2, "items": {FIRST.id: "in another form"}})
    page = visit(context, f"{served}/book/index.html")
    put(page, newer)
    page.goto(f"{served}/book/poison.html")
    view = question(page, FIRST.id)
    expect(view.get_by_role("alert")).to_contain_text("A newer edition of this book wrote")
    solve(page)
    assert raw(page) == newer


@pytest.mark.parametrize(
    "work",
    [
        [],
        {"attempts": 3},
        {"attempts": [None, 3, {}, {"at": "never", "credit": 1}, {"at": AT, "credit": "much"}]},
        {"response": {"a": 1}, "confidence": "very", "self": 3, "revealed": 1, "open": "yes"},
        {"response": "<img src=x onerror=alert(1)>"},
    ],
)
def test_an_entry_that_makes_no_sense_harms_nothing(
    browser: Browser, served: str, work: object
) -> None:
    page, wrong = opened(browser, f"{served}/book/index.html")
    page.wait_for_load_state("networkidle")
    put(page, {"format": 1, "items": {item: {"saved": AT, "work": work} for item in ITEMS}})
    page.goto(f"{served}/book/poison.html")
    for item in ITEMS.values():
        if item.chapter == "poison":
            question(page, item.id)
    solve(page)
    page.goto(f"{served}/book/record.html")
    expect(record(page)).to_contain_text("You have answered 1 of")
    page.context.close()
    assert not wrong


def test_five_hundred_answers_are_no_burden(browser: Browser, served: str, tmp_path: Path) -> None:
    names = list(ITEMS)
    entries: dict[str, Any] = {}
    for number in range(500):
        name = names[number % len(names)]
        entry = entries.setdefault(name, earlier(name))
        again = {
            **entry["work"]["attempts"][0],
            "at": f"2026-11-{number % 28 + 1:02}T10:00:00.{number:03}Z",
        }
        entry["work"]["attempts"].append(again)
    page, wrong = opened(browser, f"{served}/book/index.html")
    page.wait_for_load_state("networkidle")
    put(page, {"format": 1, "items": entries})
    page.goto(f"{served}/book/poison.html")
    count = len(entries[FIRST.id]["work"]["attempts"])
    solve(page)
    assert len(kept(page, FIRST.id)["attempts"]) == count + 1
    page.goto(f"{served}/book/record.html")
    view = record(page)
    expect(view).to_contain_text(f"You have answered {len(ITEMS)} of {len(ITEMS)} questions")
    saved = save(page, view.get_by_role("button", name="Save my answers"), tmp_path)
    assert len(attempts(saved)) == 500 + len(ITEMS) + 1
    page.context.close()
    assert not wrong


def test_closing_a_page_that_could_not_keep_an_answer_asks_first(
    context: BrowserContext, served: str
) -> None:
    page = visit(context, f"{served}/book/poison.html")
    page.evaluate(FILL)
    view = question(page, FIRST.id)
    answer(view, FIRST, mistaken(FIRST))
    sure(view)
    check(view)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.close(run_before_unload=True)
    page.wait_for_event("close")
    assert asked == ["beforeunload"]
