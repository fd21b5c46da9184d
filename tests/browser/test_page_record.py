"""Your record: progress, calibration, review, positions; save, open, join, erase."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pages import opened
from playwright.sync_api import Browser, Locator, Page, expect
from questions import RECORD

from dossier.answers import attempts, read_answers, write_answers
from dossier.bank import bank_version, load_items
from dossier.widgets.base import module
from dossier.widgets.record import Record

ITEMS = load_items()
NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)


def answered(name: str, *tries: tuple[int, float | None, int | None, Any]) -> dict[str, Any]:
    """Return an entry with attempts: days ago, credit, confidence, response."""
    made = [
        {
            "at": (NOW - datetime.timedelta(days=days)).isoformat(timespec="milliseconds"),
            "response": response,
            "words": "",
            "credit": credit,
            "digest": ITEMS[name].digest,
            **({"confidence": confidence} if confidence is not None else {}),
        }
        for days, credit, confidence, response in tries
    ]
    return {"saved": made[-1]["at"], "work": {"attempts": made}}


HERE = {
    "poison/choice-1": answered("poison/choice-1", (5, 0, 90, "x"), (5, 1, 90, "y")),
    "poison/choice-2": answered("poison/choice-2", (2, 1, 90, "x")),
    "poison/choices-2": answered("poison/choices-2", (9, 0.5, 30, []), (8, 1, 50, [])),
    "poison/estimate-1": answered("poison/estimate-1", (9, None, None, 80)),
    "poison/estimate-2": answered("poison/estimate-2", (8, None, None, 60), (7, None, None, 45)),
    "prologue/number-1": answered("prologue/number-1", (1, 0, 70, 4)),
}


@pytest.fixture
def page(browser: Browser, root: str) -> Iterator[Page]:
    page, wrong = opened(browser, f"{root}/book/record.html", timezone_id="UTC")
    page.wait_for_load_state("networkidle")
    page.clock.set_fixed_time(NOW)
    put(page, HERE)
    yield page
    page.context.close()
    assert not wrong


def put(page: Page, items: dict[str, Any]) -> None:
    record = json.dumps({"format": 1, "items": items})
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [RECORD, record])
    page.reload()
    page.locator("section.record").wait_for()


def kept(page: Page) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(
        page.evaluate(f"localStorage.getItem('{RECORD}') ?? '{{}}'")
    )
    return record


def part(page: Page, title: str) -> Locator:
    return page.locator(".record-part", has=page.get_by_role("heading", name=title))


def row(part: Locator, name: str) -> list[str]:
    return part.get_by_role("row", name=name).locator("td").all_inner_texts()


def test_progress_by_chapter_counts_first_and_last_attempts(page: Page) -> None:
    progress = part(page, "How far have you come?")
    expect(progress).to_contain_text(
        f"You have answered 6 of {len(ITEMS)} questions, "
        "and 1 of the 4 that are scored were right at the first attempt."
    )
    own = sum(item.chapter == "poison" for item in ITEMS.values())
    assert row(progress, "The poison episode") == [f"5 of {own}", "1 of 3", "3 of 3"]
    assert row(progress, "Prologue")[1:] == ["0 of 1", "0 of 1"]
    assert row(progress, "Epilogue")[1:] == ["–", "–"]


def test_confidence_is_held_against_correctness(page: Page) -> None:
    calibration = part(page, "How well do you know what you know?")
    expect(calibration).to_contain_text("In 4 first answers you said how sure you were: 70 %")
    expect(calibration).to_contain_text("You were right in 25 %.")
    assert row(calibration, "90 %") == ["2", "50 %"]
    assert row(calibration, "30 %") == ["1", "0 %"]
    expect(calibration.locator("circle")).to_have_count(3)


def test_what_is_due_comes_by_the_rule(page: Page) -> None:
    due = part(page, "What is it time to revisit?").locator("li a")
    assert [link.get_attribute("href") for link in due.all()] == [
        "poison.html#question-poison-choices-2",
        "poison.html#question-poison-choice-1",
        "prologue.html#question-prologue-number-1",
    ]
    page.clock.set_fixed_time(NOW + datetime.timedelta(days=1))
    page.reload()
    expect(due).to_have_count(4)


def test_a_link_to_a_due_question_leads_to_it(page: Page) -> None:
    part(page, "What is it time to revisit?").locator("li a").first.click()
    expect(page.locator("section.exercise[id=question-poison-choices-2]")).to_be_in_viewport()


def test_positions_stand_side_by_side(page: Page) -> None:
    assert row(part(page, "Where did you stand"), "Lenin at some time asked") == [
        "80 %",
        "45 %",
        "−35",
    ]


def test_the_file_is_read_by_python_as_it_was_saved(page: Page, tmp_path: Path) -> None:
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save my answers to a file").click()
    waiting.value.save_as(tmp_path / "answers.json")
    answers = read_answers(tmp_path / "answers.json")
    assert (answers.intact, answers.items_version) == (True, bank_version())
    assert answers.record["items"] == HERE
    rows = attempts(answers.record)
    assert len(rows) == 9
    notebook = Record()
    notebook.work = answers.record
    assert notebook.value.equals(rows)


def test_opening_a_file_joins_and_overwrites_nothing(page: Page, tmp_path: Path) -> None:
    there = {
        "items": {
            "poison/choice-1": answered("poison/choice-1", (4, 0.0, 50, "z")),
            "georgia/choice-1": answered("georgia/choice-1", (4, 1, 50, "z")),
        },
        "widgets": {"poison/knowledge": {"saved": NOW.isoformat(), "work": {"placed": True}}},
    }
    write_answers(there, tmp_path / "there.json")
    open_file(page, tmp_path / "there.json")
    expect(page.get_by_role("status").last).to_have_text(
        "2 entries are new; 1 entry stood on both sides, and what was on either is kept."
    )
    record = kept(page)
    assert len(record["items"]["poison/choice-1"]["work"]["attempts"]) == 3
    assert set(record["items"]) == {*HERE, "georgia/choice-1"}
    assert record["widgets"] == there["widgets"]
    open_file(page, tmp_path / "there.json")
    assert len(kept(page)["items"]["poison/choice-1"]["work"]["attempts"]) == 3


def test_of_two_states_of_a_widget_the_other_is_kept_too(page: Page, tmp_path: Path) -> None:
    old = {"saved": "2026-01-01T00:00:00Z", "work": {"placed": False}}
    new = {"saved": "2026-02-01T00:00:00Z", "work": {"placed": True}}
    write_answers({"widgets": {"poison/knowledge": new}}, tmp_path / "new.json")
    write_answers({"widgets": {"poison/knowledge": old}}, tmp_path / "old.json")
    open_file(page, tmp_path / "new.json")
    open_file(page, tmp_path / "old.json")
    assert kept(page)["widgets"]["poison/knowledge"] == {**new, "earlier": old["work"]}


def open_file(page: Page, path: Path) -> None:
    status = page.locator(".record [role=status]")
    status.evaluate("status => { status.textContent = ''; }")
    page.get_by_label("Open an answers file").set_input_files(path)
    expect(status).not_to_be_empty()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "This is not an answers file: it is cut off, or something else. Nothing was"),
        ('{"format": "x"}', "This is not an answers file of this book. Nothing was changed."),
        (
            '{"format": "stalin-versus-lenin-answers/9", "payload": "{}"}',
            "A newer edition of this book wrote this file",
        ),
    ],
)
def test_a_file_that_cannot_be_read_changes_nothing(
    page: Page, tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "file.json").write_text(text, encoding="utf-8")
    open_file(page, tmp_path / "file.json")
    expect(page.locator(".record [role=status]")).to_contain_text(said)
    assert kept(page)["items"] == HERE


def test_a_file_changed_by_hand_is_told(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    write_answers({"items": {"georgia/choice-1": HERE["poison/choice-1"]}}, path)
    path.write_text(path.read_text(encoding="utf-8").replace("90", "10"), encoding="utf-8")
    open_file(page, path)
    status = page.locator(".record [role=status]")
    expect(status).to_contain_text("The checksum does not fit")
    expect(status).to_contain_text("1 entry is new")


def test_erasing_asks_first_and_leaves_nothing(page: Page) -> None:
    page.get_by_role("button", name="Erase my record").click()
    expect(page.locator(".record [role=status]")).to_contain_text("Save a file first")
    page.get_by_role("button", name="No, keep it").click()
    assert kept(page)["items"] == HERE
    page.get_by_role("button", name="Erase my record").click()
    page.get_by_role("button", name="Yes, erase everything").click()
    expect(page.locator(".record [role=status]")).to_have_text("Your record is erased.")
    expect(part(page, "How far have you come?")).to_contain_text("You have answered 0 of")
    assert kept(page) == {}


def test_without_javascript_the_questions_are_listed(browser: Browser, root: str) -> None:
    page, _ = opened(browser, f"{root}/book/record.html", java_script_enabled=False)
    links = page.locator("live-widget li a")
    expect(links).to_have_count(len(ITEMS))
    expect(page.get_by_text("Nothing of it leaves the machine.").first).to_be_visible()
    page.context.close()


def test_a_small_phone_shows_the_record_whole(browser: Browser, served: str) -> None:
    size = {"width": 320, "height": 700}
    page, _ = opened(browser, f"{served}/book/record.html", viewport=size)
    put(page, HERE)
    page.locator("section.record").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.context.close()


def test_sha256_is_that_of_python(browser: Browser, served: str) -> None:
    texts = ["", "abc", "ä€𐍈", "x" * 55, "x" * 56, "x" * 64, "x" * 1000]
    page, _ = opened(browser, f"{served}/book/index.html")
    computed = page.evaluate(
        """async ([text, texts]) => {
            const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
            const { sha256 } = await import(url);
            return texts.map(sha256);
        }""",
        [module("answers"), texts],
    )
    page.context.close()
    assert computed == [hashlib.sha256(text.encode()).hexdigest() for text in texts]
