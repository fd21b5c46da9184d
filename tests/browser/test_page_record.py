"""Your record: progress, calibration, review, positions, answers; save, open, join, erase."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from contents import ROOT
from pages import on_paper, opened, patient, until
from playwright.sync_api import Browser, Locator, Page, expect
from prose import bare
from questions import RECORD
from rules import key_of
from test_axe import ALIVE, AXE, in_both_schemes

from sourcework.answers import attempts, read_answers, write_answers
from sourcework.item_bank import bank_version, load_items
from sourcework.items import Item
from sourcework.quantities import quantity
from sourcework.typography import typeset
from sourcework.volunteers.files import gather
from sourcework.widgets.exercise import shown
from sourcework.widgets.record import Record
from sourcework.widgets.widget_base import module

ANSWERS = ROOT / "packages/sourcework/src/sourcework/widgets/answers.mjs"
NODE = Path(sys.executable).with_name("node")
ITEMS = load_items()
# What readers saved in earlier editions, by the last day of each.
EDITIONS = sorted((Path(__file__).parent / "records").glob("*.json"))
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


# What goes into the storage, into files or to other pages is tried from the disk too.
ANYWHERE = pytest.mark.parametrize("root", ["http", "file"], indirect=True)


@pytest.fixture
def root(request: pytest.FixtureRequest, served: str, built: Path) -> str:
    return built.as_uri() if getattr(request, "param", "http") == "file" else served


@pytest.fixture
def page(browser: Browser, root: str) -> Iterator[Page]:
    url = f"{root}/book/record.html"
    if root.startswith("file:"):  # of which no state can be given to a browser
        page, wrong = opened(browser, url, NOW, timezone_id="UTC")
        page.wait_for_load_state("networkidle")
        put(page, HERE)
    else:
        state = storage(root, HERE)
        page, wrong = opened(browser, url, NOW, timezone_id="UTC", storage_state=state)
    yield page
    page.context.close()
    assert not wrong


def written(items: dict[str, Any]) -> str:
    return json.dumps({"format": 1, "items": items})


def storage(root: str, items: dict[str, Any]) -> dict[str, Any]:
    """Return the state of a browser that keeps this record for the book of a server."""
    entry = {"name": RECORD, "value": written(items)}
    return {"origins": [{"origin": root, "localStorage": [entry]}]}


def put(page: Page, items: dict[str, Any]) -> None:
    """Put a record into the storage and open the page anew.

    A page from the disk may come alive in another process, and what was written just before it left
    may reach that one late or never: then it is written again.
    """
    pair = [RECORD, written(items)]
    for _ in range(5):
        page.evaluate("([key, text]) => localStorage.setItem(key, text)", pair)
        page.reload()
        page.locator("section.record").wait_for()
        with suppress(AssertionError):
            there = "([key, text]) => localStorage.getItem(key) === text"
            until(page, there, arg=pair, timeout=8_000)
            return
    raise AssertionError("the storage does not keep what is written")


def kept(page: Page) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(
        page.evaluate(f"localStorage.getItem('{RECORD}') ?? '{{}}'")
    )
    return record


def part(page: Page, title: str) -> Locator:
    return page.locator(".record-part", has=page.get_by_role("heading", name=title))


def row(part: Locator, name: str) -> Locator:
    return part.get_by_role("row", name=name).locator("td")


def test_progress_by_chapter_counts_first_and_last_attempts(page: Page) -> None:
    progress = part(page, "How far have you come?")
    expect(progress).to_contain_text(
        f"You have answered 6 of {len(ITEMS)} questions, "
        "and 1 of the 4 that are scored were right at the first attempt."
    )
    own = sum(item.chapter == "poison" for item in ITEMS.values())
    expect(row(progress, "The poison episode")).to_have_text([f"5 of {own}", "1 of 3", "3 of 3"])
    expect(row(progress, "Prologue")).to_have_text([re.compile(r"^1 of \d+$"), "0 of 1", "0 of 1"])
    expect(row(progress, "Epilogue")).to_have_text([re.compile(r"^0 of \d+$"), "–", "–"])


def test_confidence_is_held_against_correctness(page: Page) -> None:
    calibration = part(page, "How well do you know what you know?")
    expect(calibration).to_contain_text("In 4 first answers you said how sure you were: 70 %")
    expect(calibration).to_contain_text("You were right in 25 %.")
    expect(row(calibration, "90 %")).to_have_text(["2", "50 %"])
    expect(row(calibration, "30 %")).to_have_text(["1", "0 %"])
    expect(calibration.locator("circle")).to_have_count(3)


def test_what_is_due_comes_by_the_rule(page: Page) -> None:
    due = part(page, "What is it time to revisit?").locator("li a")
    expect(due).to_have_count(3)
    assert due.evaluate_all("links => links.map(link => link.getAttribute('href'))") == [
        "poison.html#question-poison-choices-2",
        "poison.html#question-poison-choice-1",
        "prologue.html#question-prologue-number-1",
    ]
    page.clock.set_fixed_time(NOW + datetime.timedelta(days=6))
    page.reload()
    expect(due).to_have_count(4)


@ANYWHERE
def test_a_link_to_a_due_question_leads_to_it(page: Page) -> None:
    due = part(page, "What is it time to revisit?")
    due.get_by_text("In their chapters instead").click()
    due.locator("li a").first.click()
    expect(page.locator("section.exercise[id=question-poison-choices-2]")).to_be_in_viewport()


def test_positions_stand_side_by_side(page: Page) -> None:
    positions = row(part(page, "Where did you stand"), "Lenin at some time asked")
    expect(positions).to_have_text(["80 %", "45 %", "−35"])


@ANYWHERE
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


THERE = {
    "items": {
        "poison/choice-1": answered("poison/choice-1", (4, 0.0, 50, "z")),  # newer
        "poison/choice-2": answered("poison/choice-2", (6, 0.0, 50, "z")),  # older
        "prologue/number-1": HERE["prologue/number-1"],
        "georgia/choice-1": answered("georgia/choice-1", (4, 1, 50, "z")),
    },
    "widgets": {"poison/knowledge": {"saved": NOW.isoformat(), "work": {"placed": True}}},
}


def choose(page: Page, path: Path) -> None:
    page.get_by_label("Open an answers file").set_input_files(path)


def asked(page: Page) -> Locator:
    return page.get_by_role("group", name="Join these answers with your record?")


def status(page: Page) -> Locator:
    return page.locator(".record [role=status]")


def join(page: Page, path: Path) -> None:
    choose(page, path)
    page.get_by_role("button", name="Join them with my record").click()
    expect(asked(page)).to_be_hidden()


@ANYWHERE
def test_before_a_file_is_joined_the_reader_is_asked(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "there.json"
    write_answers(THERE, path)
    file = json.loads(path.read_text(encoding="utf-8")) | {"saved": "2026-11-20T14:05:00Z"}
    path.write_text(json.dumps(file), encoding="utf-8")
    before = kept(page)
    choose(page, path)
    expect(asked(page)).to_be_focused()
    expect(asked(page)).to_contain_text(
        "there.json holds 5 entries (4 questions and 1 widget). "
        "It was saved on 20 November 2026 at 14:05."
    )
    expect(asked(page).get_by_role("listitem")).to_have_text(
        [
            "2 are new",
            "1 is newer than yours",
            "1 is older than yours, with something that yours does not have",
            "1 is the same here",
        ]
    )
    expect(status(page)).to_have_text("The file is read, and nothing is joined yet.")
    assert kept(page) == before


def test_a_reader_at_the_keyboard_leaves_the_record_or_joins_the_file(
    page: Page, tmp_path: Path
) -> None:
    write_answers(THERE, tmp_path / "there.json")
    before = kept(page)
    for keys in (["Escape"], ["Tab", "Tab", "Enter"]):
        choose(page, tmp_path / "there.json")
        expect(asked(page)).to_be_focused()
        for key in keys:
            page.keyboard.press(key)
        expect(asked(page)).to_be_hidden()
        expect(page.get_by_label("Open an answers file")).to_be_focused()
        expect(status(page)).to_have_text("Your record is as it was. Nothing was joined.")
        assert kept(page) == before
    choose(page, tmp_path / "there.json")
    expect(asked(page)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Open an answers file")).to_be_focused()
    expect(status(page)).to_contain_text("2 entries are new")
    assert kept(page) != before


@ANYWHERE
def test_joining_overwrites_nothing(page: Page, tmp_path: Path) -> None:
    write_answers(THERE, tmp_path / "there.json")
    join(page, tmp_path / "there.json")
    expect(status(page)).to_have_text(
        "2 entries are new; 2 entries stood on both sides, and what was on either is kept."
    )
    record = kept(page)
    assert len(record["items"]["poison/choice-1"]["work"]["attempts"]) == 3
    assert set(record["items"]) == {*HERE, "georgia/choice-1"}
    assert record["widgets"] == THERE["widgets"]
    expect(part(page, "How far have you come?")).to_contain_text("You have answered 7 of")


def test_a_file_that_was_joined_brings_nothing_new(page: Page, tmp_path: Path) -> None:
    write_answers(THERE, tmp_path / "there.json")
    join(page, tmp_path / "there.json")
    before = kept(page)
    choose(page, tmp_path / "there.json")
    expect(status(page)).to_have_text(
        "All of this file is in your record already: 5 entries. Nothing was changed."
    )
    expect(asked(page)).to_be_hidden()
    assert kept(page) == before


@ANYWHERE
def test_what_is_done_in_another_window_meanwhile_counts(page: Page, tmp_path: Path) -> None:
    write_answers(THERE, tmp_path / "there.json")
    choose(page, tmp_path / "there.json")
    first = asked(page).get_by_role("listitem").first
    expect(first).to_have_text("2 are new")
    other = page.context.new_page()
    other.goto(page.url)
    own = {"georgia/choice-2": answered("georgia/choice-2", (1, 1, 50, "z"))}
    put(other, HERE | own | {"georgia/choice-1": THERE["items"]["georgia/choice-1"]})
    expect(first).to_have_text("1 is new")
    page.get_by_role("button", name="Join them with my record").click()
    expect(status(page)).to_contain_text("1 entry is new")
    assert "georgia/choice-2" in kept(page)["items"]


def test_an_entry_that_makes_no_sense_does_not_hinder_joining(page: Page, tmp_path: Path) -> None:
    write_answers(THERE, tmp_path / "there.json")
    put(page, HERE | {"georgia/choice-1": 3, "poison/choice-1": {"work": []}})
    join(page, tmp_path / "there.json")
    assert kept(page)["items"]["georgia/choice-1"] == THERE["items"]["georgia/choice-1"]


def test_a_file_full_of_what_is_not_of_this_book_brings_only_what_is(
    page: Page, tmp_path: Path
) -> None:
    own = answered("georgia/choice-1", (4, 1, 50, "z"))
    strange = {f"x/choice-{number}": own for number in range(400)}
    malformed = {"x/1": own, "<b>": own}
    write_answers(
        {"items": {"georgia/choice-1": own} | strange | malformed}, tmp_path / "file.json"
    )
    choose(page, tmp_path / "file.json")
    expect(asked(page)).to_contain_text("file.json holds 1 entry (1 question).")
    expect(asked(page)).to_contain_text(
        "402 entries more in it are of no question or widget of this book, and are left out."
    )
    page.get_by_role("button", name="Join them with my record").click()
    expect(status(page)).to_contain_text("1 entry is new")
    assert set(kept(page)["items"]) == {*HERE, "georgia/choice-1"}
    write_answers({"items": strange}, tmp_path / "file.json")
    choose(page, tmp_path / "file.json")
    expect(status(page)).to_have_text(
        "There are no answers to questions of this book in this file. Nothing was changed."
    )


def test_answers_to_questions_of_earlier_editions_are_joined(page: Page, tmp_path: Path) -> None:
    gone = {f"gone/choice-{number}": HERE["poison/choice-1"] for number in range(3)}
    write_answers({"items": gone}, tmp_path / "file.json")
    join(page, tmp_path / "file.json")
    assert set(kept(page)["items"]) == {*HERE, *gone}


# Of each question, whether it shows that it was answered, or that it has changed since.
RECALLS = """() => Object.fromEntries(
    [...document.querySelectorAll("section.exercise")].map((each) => [each.id,
      !each.matches("[data-unused]") || !!each.querySelector(".exercise-changed").textContent,
    ]))"""
UNFOLD = "() => document.querySelectorAll('details').forEach((each) => { each.open = true; })"


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda path: path.stem)
def test_a_record_of_an_edition_before_opens_with_nothing_lost(
    browser: Browser, served: str, tmp_path: Path, edition: Path
) -> None:
    before = read_answers(edition)
    assert before.intact
    items, widgets = before.record["items"], before.record["widgets"]
    tried = [item for item, entry in items.items() if entry["work"].get("attempts")]
    url, day = f"{served}/book/record.html", datetime.datetime.fromisoformat(before.saved)
    page, wrong = opened(browser, url, day, timezone_id="UTC")
    join(page, edition)
    expect(status(page)).to_contain_text(f"{len(items) + len(widgets)} entries are new")
    page.evaluate(UNFOLD)
    expect(page.locator(".sheet-answers > li")).to_have_count(len(tried))
    expect(page.locator(".sheet-answer").filter(has_text="has no words for it")).to_have_count(0)
    for name in dict.fromkeys(key.partition("/")[0] for key in items | widgets):
        page.goto(f"{served}/book/{name}.html")
        for waits in page.locator("details[data-after]:not([open])").all():
            assert waits.get_attribute("data-after") not in tried
        page.evaluate(UNFOLD)
        page.evaluate(ALIVE)
        recalls = page.evaluate(RECALLS)
        here = [item for item in tried if item.startswith(f"{name}/") and item in ITEMS]
        assert [item for item in here if not recalls[anchor(ITEMS[item])[1:]]] == []
    page.goto(url)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save my answers to a file").click()
    waiting.value.save_as(tmp_path / "answers.json")
    page.context.close()
    after = read_answers(tmp_path / "answers.json")
    assert after.intact
    for part, entries in before.record.items():  # a note that was read past is there besides
        assert {key: after.record[part].get(key) for key in entries} == entries
    assert not wrong


STRANGE = 150  # entries of nothing here that a record may have


def strange(part: str, start: int, count: int, **entry: Any) -> dict[str, Any]:
    name = {"items": "x/choice-{}", "widgets": "x/w{}"}[part]
    own = {**answered("georgia/choice-1", (4, 1, 50, "z")), **entry}
    return {part: {name.format(number): own for number in range(start, start + count)}}


def test_of_what_is_not_of_this_book_a_record_takes_so_much_and_not_more(
    page: Page, tmp_path: Path
) -> None:
    half = STRANGE // 2
    path = tmp_path / "file.json"
    write_answers(strange("items", 0, half) | strange("widgets", 0, half - 1), path)
    join(page, path)
    before = kept(page)
    assert len(before["items"]) == len(HERE) + half
    assert len(before["widgets"]) == half - 1
    write_answers(strange("items", half, 1) | strange("widgets", half, 1), path)
    choose(page, path)
    expect(status(page)).to_contain_text("There are no answers to questions of this book in this")
    write_answers(strange("items", half, 1), path)
    join(page, path)
    assert len(kept(page)["items"]) == len(HERE) + half + 1
    write_answers(strange("items", 0, 1, saved="2027-01-01T00:00:00Z", work={"a": 1}), path)
    join(page, path)
    assert kept(page)["items"]["x/choice-0"]["work"]["a"] == 1


def test_the_work_in_widgets_comes_in_whatever_else_is_in_the_file(
    page: Page, tmp_path: Path
) -> None:
    own = {key: {"saved": NOW.isoformat(), "work": {"a": 1}} for key in Record().data["widgets"]}
    foreign = strange("widgets", 0, STRANGE + 1)["widgets"]
    write_answers({"widgets": own | foreign}, tmp_path / "file.json")
    join(page, tmp_path / "file.json")
    assert kept(page)["widgets"] == own


def test_a_large_entry_of_nothing_here_is_left_out(page: Page, tmp_path: Path) -> None:
    large = strange("items", 0, 1, work={"response": "x" * 70_000})
    small = strange("widgets", 0, 1)
    write_answers(large | small, tmp_path / "file.json")
    choose(page, tmp_path / "file.json")
    expect(asked(page)).to_contain_text("1 entry more in it is of no question or widget")
    page.get_by_role("button", name="Join them with my record").click()
    expect(status(page)).to_contain_text("1 entry is new")
    assert set(kept(page)["items"]) == set(HERE)
    assert kept(page)["widgets"] == small["widgets"]


def test_the_record_knows_every_widget_of_the_book(built: Path) -> None:
    states = (built / "_static/live-widgets").glob("states-*.js")
    keys = {
        key for path in states for key in re.findall(r'"key":"([^"]+)"', path.read_text("utf-8"))
    }
    questions = {key for key in keys if re.fullmatch(r"[\w-]+/[a-z]+-\d+", key)}
    data = Record().data
    known = {*data["widgets"], *(note["id"] for note in data["notes"])}
    assert keys - questions - {"record", "grading-desk"} <= known


@ANYWHERE
def test_of_a_large_file_the_page_says_how_much_is_read(page: Page, tmp_path: Path) -> None:
    entry = answered("georgia/short-1", (4, None, None, "x" * 6_000_000))
    write_answers({"items": {"georgia/short-1": entry}}, tmp_path / "file.json")
    page.evaluate("""() => {
        globalThis.said = [];
        const status = document.querySelector(".record [role=status]");
        new MutationObserver(() => globalThis.said.push(status.textContent))
            .observe(status, { childList: true });
    }""")
    choose(page, tmp_path / "file.json")
    expect(asked(page)).to_be_visible(timeout=60_000)
    said = page.evaluate("globalThis.said")
    assert said[0] == "The file is being read."
    assert "The file is being read: 50 % of it so far." in said


def test_a_time_at_the_end_of_the_calendar_is_a_day(page: Page) -> None:
    last = {**HERE["poison/choice-1"]["work"]["attempts"][0], "at": "+275760-09-13T00:00:00.000Z"}
    put(page, {"poison/choice-1": {"saved": "", "work": {"attempts": [last]}}})
    expect(part(page, "What is it time to revisit?")).to_contain_text("13 September 275760")
    expect(page.locator(".record")).not_to_contain_text("Invalid")


def test_the_page_offers_to_ask_that_nothing_is_cleared(browser: Browser, served: str) -> None:
    context = patient(browser)
    context.add_init_script("""
        navigator.storage.persisted = async () => false;
        navigator.storage.persist = async () => globalThis.granted;
    """)
    page = context.new_page()
    page.goto(f"{served}/book/record.html")
    button = page.get_by_role("button", name="Ask this browser not to clear my record")
    button.click()
    expect(status(page)).to_contain_text("This browser does not promise it.")
    page.evaluate("globalThis.granted = true")
    button.click()
    expect(status(page)).to_contain_text("This browser will not clear your record by itself.")
    expect(button).to_be_hidden()
    context.close()


def test_of_two_states_of_a_widget_the_other_is_kept_too(page: Page, tmp_path: Path) -> None:
    old = {"saved": "2026-01-01T00:00:00Z", "work": {"placed": False}}
    new = {"saved": "2026-02-01T00:00:00Z", "work": {"placed": True}}
    write_answers({"widgets": {"poison/knowledge": new}}, tmp_path / "new.json")
    write_answers({"widgets": {"poison/knowledge": old}}, tmp_path / "old.json")
    join(page, tmp_path / "new.json")
    join(page, tmp_path / "old.json")
    assert kept(page)["widgets"]["poison/knowledge"] == {**new, "earlier": old["work"]}


FORMAT = '"format": "stalin-versus-lenin-answers/1"'
EMPTY = hashlib.sha256(b"{}").hexdigest()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "This is not an answers file: it is cut off, or something else. Nothing was"),
        ('{"format": "x"}', "This is not an answers file of this book. Nothing was changed."),
        (
            '{"format": "stalin-versus-lenin-answers/9", "payload": "{}"}',
            "A newer edition of this book wrote this file",
        ),
        (
            f'{{{FORMAT}, "payload": "{{"}}',
            "The answers in this file are damaged and cannot be read. Nothing was changed.",
        ),
        (
            f'{{{FORMAT}, "payload": "{{}}", "sha256": "{EMPTY}"}}',
            "There are no answers in this file. Nothing was changed.",
        ),
    ],
)
def test_a_file_that_cannot_be_read_changes_nothing(
    page: Page, tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "file.json").write_text(text, encoding="utf-8")
    choose(page, tmp_path / "file.json")
    expect(status(page)).to_contain_text(said)
    expect(asked(page)).to_be_hidden()
    assert kept(page)["items"] == HERE


@ANYWHERE
def test_a_file_changed_by_hand_is_told(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    write_answers({"items": {"georgia/choice-1": HERE["poison/choice-1"]}}, path)
    path.write_text(path.read_text(encoding="utf-8").replace("90", "10"), encoding="utf-8")
    choose(page, path)
    expect(asked(page)).to_contain_text("The checksum does not fit")
    assert kept(page)["items"] == HERE
    page.get_by_role("button", name="Join them with my record").click()
    expect(status(page)).to_contain_text("The checksum does not fit")
    expect(status(page)).to_contain_text("1 entry is new")


@ANYWHERE
def test_erasing_asks_first_and_leaves_nothing(page: Page) -> None:
    page.get_by_role("button", name="Erase my record").click()
    expect(status(page)).to_contain_text("Save a file first")
    page.get_by_role("button", name="No, keep it").click()
    assert kept(page)["items"] == HERE
    page.get_by_role("button", name="Erase my record").click()
    page.get_by_role("button", name="Yes, erase everything").click()
    expect(status(page)).to_have_text("Your record is erased.")
    expect(part(page, "How far have you come?")).to_contain_text("You have answered 0 of")
    assert kept(page) == {}


def test_without_javascript_the_questions_are_listed(browser: Browser, root: str) -> None:
    page, _ = opened(browser, f"{root}/book/record.html", java_script_enabled=False)
    links = page.locator("live-widget li a")
    expect(links).to_have_count(len(ITEMS))
    expect(page.get_by_text("Nothing of it leaves the machine.").first).to_be_visible()
    page.context.close()


@pytest.mark.parametrize("width", [320, 360])
def test_a_small_phone_cuts_off_no_column(browser: Browser, served: str, width: int) -> None:
    size, state = {"width": width, "height": 700}, storage(served, HERE)
    page, _ = opened(browser, f"{served}/book/record.html", viewport=size, storage_state=state)
    expect(page.locator(".record-scroll")).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    for place in page.locator(".record-scroll").all():
        right = place.evaluate("place => place.getBoundingClientRect().right")
        for cell in place.locator("th, td").all():
            drawn = cell.evaluate(
                """cell => {
                    const words = document.createRange();
                    words.selectNodeContents(cell);
                    return Math.max(...[...words.getClientRects()].map((each) => each.right));
                }"""
            )
            assert drawn <= right + 0.5, cell.inner_text()
    heading = part(page, "How far have you come?").get_by_role("columnheader", name="Right now")
    expect(heading).to_be_visible()
    page.context.close()


def test_sha256_is_that_of_python(browser: Browser, served: str) -> None:
    texts = ["", "abc", "ä€𐍈", "x" * 55, "x" * 56, "x" * 64, "x" * 1000]
    page, _ = opened(browser, f"{served}/book/record.html")
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


def test_a_text_is_not_copied_byte_by_byte_before_its_digest_is_made() -> None:
    script = f"""
        const set = DataView.prototype.setUint8;
        let times = 0;
        DataView.prototype.setUint8 = function (...all) {{ times += 1; set.apply(this, all); }};
        const {{ sha256 }} = await import({json.dumps(ANSWERS.as_uri())});
        sha256("x".repeat(100_000));
        console.log(times);
    """
    command = [NODE, "--input-type=module", "--eval", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 10


FOLDS = ".record details:not([data-chapter=due])"  # of answers, not of what is due


def fold(page: Page, title: str) -> Locator:
    """Open the answers of a chapter and return its fold."""
    found = page.locator(FOLDS, has=page.get_by_text(title))
    found.locator("summary").click()
    return found


def given(item: Item, response: Any, **about: Any) -> dict[str, Any]:
    """Return an entry with one attempt of three days ago."""
    at = (NOW - datetime.timedelta(days=3)).isoformat(timespec="milliseconds")
    attempt = {"at": at, "response": response, "words": "", "credit": 1, "digest": item.digest}
    return {"saved": at, "work": {"attempts": [attempt | about]}}


def words_of(item: Item, response: Any) -> list[str]:
    """Return what must be read of an answer: the words of the bank, in the order of the answer."""
    options = {each.id: typeset(getattr(each, "text", "")) for each in getattr(item, "options", ())}
    match item.kind:
        case "choice":
            return [options[response]]
        case "choices" | "order":
            return [options[each] for each in response]
        case "match" | "mark":
            targets = {each.id: each.text for each in item.targets}  # type: ignore[union-attr]
            return [f": {targets[each]}" for each in response.values()]
        case "number":
            return [quantity(response, item.unit)]  # type: ignore[union-attr]
        case "estimate":
            return [f"{response} %"]
    return [response]


def test_every_answer_can_be_read_in_words(page: Page) -> None:
    responses = {item.id: key_of(item.rule()) for item in ITEMS.values()}
    put(page, {name: given(ITEMS[name], response) for name, response in responses.items()})
    summaries = page.locator(f"{FOLDS} > summary")
    expect(summaries).to_have_count(len({item.chapter for item in ITEMS.values()}))
    for summary in summaries.all():
        summary.click()
    for item in ITEMS.values():
        row = page.locator(".sheet-answers > li", has=page.locator(f"a[href$='{anchor(item)}']"))
        expect(row.get_by_role("link")).to_have_text(shown(item)["label"].partition(" of ")[0])
        expect(row.locator(".sheet-stem")).to_contain_text(typeset(item.stem).replace("*", ""))
        text = bare(row.locator(".sheet-answer").inner_text())
        for words in words_of(item, responses[item.id]):
            assert bare(words).strip() in text, item.id
        if item.kind in ("match", "mark"):
            for option in item.options:  # type: ignore[union-attr]
                assert bare(option.text).strip() in text, item.id


def anchor(item: Item) -> str:
    return f"#question-{item.id.replace('/', '-')}"


def test_an_order_reads_as_the_reader_put_it(page: Page) -> None:
    item = next(each for each in ITEMS.values() if each.kind == "order")
    response = key_of(item.rule())[::-1]
    put(page, {item.id: given(item, response, credit=0)})
    view = fold(page, "1 answered")
    expect(view.locator(".sheet-answer ol > li")).to_have_text(words_of(item, response))


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"credit": 1}, "21 November 2026: right, 1 of 1 point."),
        ({"credit": 0.5}, "21 November 2026: partly right, 0.5 of 1 point."),
        ({"credit": 0}, "21 November 2026: not right, 0 of 1 point."),
        ({"credit": 1, "told": True}, "right, 1 of 1 point, after the answer was shown."),
        ({"credit": None}, "21 November 2026: not scored."),
        ({"digest": "00000000"}, "2026, in an older edition of the question: right."),
    ],
)
def test_day_and_credit_stand_beside_the_answer(
    page: Page, about: dict[str, Any], said: str
) -> None:
    item = ITEMS["poison/choice-1"]
    assert item.points == 1
    put(page, {item.id: given(item, key_of(item.rule()), **about)})
    expect(fold(page, "The poison episode")).to_contain_text(said)


def test_the_last_attempt_is_the_one_that_stands(page: Page) -> None:
    view = fold(page, "The poison episode: 5 answered")
    row = view.get_by_role("listitem").filter(has=page.locator(f"a[href$='{anchor(LAST)}']"))
    expect(row).to_contain_text("45 %")
    expect(row).to_contain_text("Answered on 17 November 2026 (attempt 2): not scored.")


LAST = ITEMS["poison/estimate-2"]


def test_an_answer_of_an_older_edition_keeps_the_words_of_then(page: Page) -> None:
    item = ITEMS["poison/choice-1"]
    key = key_of(item.rule())
    put(page, {item.id: given(item, key, digest="00000000", words="what it said then")})
    view = fold(page, "The poison episode")
    expect(view.locator(".sheet-answer")).to_have_text("what it said then")
    expect(view).to_contain_text("in an older edition of the question")


def test_a_long_written_answer_is_there_whole(page: Page) -> None:
    item = next(each for each in ITEMS.values() if each.kind == "short")
    text = "He says so.\n<b>He</b> alone. " * 60
    put(
        page,
        {
            item.id: given(item, text, credit=None, words=text[:500]),
            "gone/short-1": given(item, text, credit=None, words=text[:500]),
        },
    )
    answers = page.locator(".sheet-answer p")
    expect(answers).to_have_count(2)
    assert answers.all_text_contents() == [text, text]


def test_a_question_that_is_gone_keeps_its_answer(page: Page) -> None:
    put(
        page,
        HERE
        | {
            "poison/choice-99": given(LAST, "x", words="a lost option"),
            "constructor": given(LAST, {"a": [1]}, words=3),
        },
    )
    view = fold(page, "Questions that this edition does not have: 2 answered")
    expect(view).to_contain_text("poison/choice-99")
    expect(view.locator(".sheet-answer").last).to_have_text("a lost option")
    expect(view.locator(".sheet-answer").first).to_contain_text("this page has no words for it")


def test_an_answer_leads_to_its_question(page: Page) -> None:
    fold(page, "Prologue: 1 answered").get_by_role("link").click()
    number = ITEMS["prologue/number-1"]
    expect(page.locator(f"section.exercise[id={anchor(number)[1:]}]")).to_be_in_viewport()


@ANYWHERE
def test_five_hundred_answers_are_listed_and_stay_open_when_more_come(page: Page) -> None:
    gone = {f"gone/choice-{n}": given(LAST, "x", words=f"answer {n}") for n in range(500)}
    put(page, HERE | gone)
    view = fold(page, "does not have: 500 answered")
    expect(view.locator(".sheet-answers > li")).to_have_count(500)
    other = page.context.new_page()
    other.goto(page.url)
    put(other, gone)
    expect(page.locator(FOLDS)).to_have_count(1)
    expect(view.locator("li").last).to_be_visible()


def test_paper_has_all_answers_and_a_line_for_the_name(page: Page) -> None:
    fold(page, "Prologue")
    folds = page.locator(FOLDS)
    paper = page.locator(".record-paper")
    expect(paper).to_be_hidden()
    page.get_by_label("Your name").fill("Anna")
    page.evaluate(
        """(folds) => addEventListener("beforeprint", () => {
            const open = [...document.querySelectorAll(folds)].map((fold) => fold.open);
            document.body.dataset.printed = open.join();
        })""",
        FOLDS,
    )
    page.pdf()
    assert page.evaluate("document.body.dataset.printed") == "true,true"
    expect(page.locator(f"{FOLDS}[open]")).to_have_count(1)
    expect(folds.first).to_have_attribute("open", "")
    on_paper(page)
    expect(paper).to_have_text("Name: Anna Date: 24 November 2026")
    expect(page.locator(".record-tools")).to_be_hidden()


NAMES = {
    "": "",
    "Anna": "anna-",
    " Anna-Maria  Öberg ": "anna-maria-oberg-",
    "../../etc/<b>:*?.json": "etc-b-json-",
    "\u202egnp.exe": "gnp-exe-",
    "Нино Йорданова": "нино-йорданова-",
    "x" * 80: "x" * 40 + "-",
    "…": "",
}


@ANYWHERE
def test_the_name_goes_into_the_name_of_the_file_and_nowhere_else(
    page: Page, tmp_path: Path
) -> None:
    path = tmp_path / "answers.json"
    before = page.evaluate("({ ...localStorage })")
    for name, safe in NAMES.items():
        page.get_by_label("Your name (only for the file’s name)").fill(name)
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Save my answers to a file").click()
        file = f"stalin-versus-lenin-answers-{safe}2026-11-24.json"
        assert waiting.value.suggested_filename == file
        expect(status(page)).to_contain_text(f"Your answers are saved as {file}, in the folder")
        waiting.value.save_as(path)
        assert read_answers(path).record["items"] == HERE
        assert not name.strip() or name.strip() not in path.read_text(encoding="utf-8")
    now = page.evaluate("({ ...localStorage })")
    assert now.pop(f"{RECORD}.filed") == "2026-11-24T12:00:00.000Z"  # when, and no more
    assert now == before


def test_axe_finds_nothing_in_a_full_record_with_its_question(
    browser: Browser, served: str, tmp_path: Path
) -> None:
    page, _ = opened(
        browser, f"{served}/book/record.html", color_scheme="light", reduced_motion="reduce"
    )
    full = {item.id: given(item, key_of(item.rule())) for item in ITEMS.values()}
    put(page, full | {"gone/choice-1": given(LAST, "x", words="a lost option")})
    write_answers(THERE, tmp_path / "there.json")
    choose(page, tmp_path / "there.json")
    asked(page).wait_for()
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    page.evaluate(AXE)
    found = in_both_schemes(page)
    page.context.close()
    assert not found


# The file for the author

OWN = "I, Anna Weber of 10 b, think that the narrator heard it at home."
WRITTEN = next(item.id for item in ITEMS.values() if item.kind == "short" and not item.retired)
FULL = HERE | {
    WRITTEN: answered(WRITTEN, (4, None, None, OWN)),
    "gone/choice-1": answered("poison/choice-1", (4, 1, 50, "z")),
}
FULL["poison/choice-2"] = answered("poison/choice-2", (2, 1, 90, "x"))
FULL["poison/choice-2"]["work"]["attempts"][0] |= {"reason": OWN, "told": True}


def for_the_author(page: Page) -> Locator:
    return page.get_by_role("group", name="A file for the author, without your name")


def offer(page: Page) -> Locator:
    page.get_by_role("button", name="A file for the author", exact=True).press("Enter")
    expect(for_the_author(page)).to_be_focused()
    return for_the_author(page)


def whole(page: Page) -> dict[str, Any]:
    file: dict[str, Any] = json.loads(page.locator(".record-whole").text_content() or "")
    return file


@ANYWHERE
def test_a_file_for_the_author_is_shown_whole_before_it_is_saved(
    page: Page, tmp_path: Path
) -> None:
    put(page, FULL)
    before = kept(page)
    panel = offer(page)
    expect(panel).to_contain_text("It is sent to nobody")
    expect(panel.get_by_role("listitem").first).to_contain_text("10 attempts")
    panel.get_by_text("Show the whole file").click()
    shown = whole(page)
    with page.expect_download() as waiting:
        panel.get_by_role("button", name="Save this file").click()
    path = tmp_path / "for-the-author.json"
    waiting.value.save_as(path)
    assert json.loads(path.read_text(encoding="utf-8")) == shown
    expect(page.get_by_role("button", name="A file for the author", exact=True)).to_be_focused()
    expect(status(page)).to_contain_text("Nothing was sent.")
    assert kept(page) == before
    assert shown.keys() == {"format", "edition", "file", "answers"}
    assert shown["answers"].keys() == FULL.keys() - {"gone/choice-1"}
    assert shown["answers"][WRITTEN] == [{"seconds": 0}]
    assert shown["answers"]["poison/choice-2"] == [
        {"response": "x", "confidence": 90, "told": True}
    ]
    text = path.read_text(encoding="utf-8")
    assert "Anna" not in text
    assert not re.search(r"20\d\d-", text), "a day"
    (volunteer,) = gather([path]).volunteers
    assert len(volunteer.answers["poison/choice-1"]) == 2


def test_what_a_reader_wrote_goes_in_if_the_reader_says_so(page: Page) -> None:
    put(page, FULL)
    panel = offer(page)
    box = panel.get_by_role("checkbox", name="Put in what I wrote in words of my own")
    expect(box).not_to_be_checked()
    box.check()
    assert whole(page)["answers"][WRITTEN][0]["response"] == OWN
    assert whole(page)["answers"]["poison/choice-2"][0]["reason"] == OWN
    box.uncheck()
    assert OWN not in json.dumps(whole(page))


def test_each_file_has_a_number_of_its_own_and_a_reader_may_save_none(page: Page) -> None:
    offer(page)
    first = whole(page)["file"]
    assert re.fullmatch(r"[0-9a-f]{32}", first)
    page.keyboard.press("Escape")
    expect(for_the_author(page)).to_be_hidden()
    expect(status(page)).to_have_text("Nothing was saved.")
    expect(page.get_by_role("button", name="A file for the author", exact=True)).to_be_focused()
    offer(page)
    assert whole(page)["file"] != first


def test_without_answers_there_is_no_file_for_the_author(page: Page) -> None:
    put(page, {})
    page.get_by_role("button", name="A file for the author", exact=True).press("Enter")
    expect(status(page)).to_contain_text("answer some questions first")
    expect(for_the_author(page)).to_be_hidden()


def test_a_question_that_has_changed_since_is_not_in_the_file(page: Page) -> None:
    other = answered("poison/choice-1", (5, 0, 90, "x"), (4, 1, 90, "y"))
    other["work"]["attempts"][0]["digest"] = "00000000"
    put(page, HERE | {"poison/choice-1": other})
    offer(page)
    assert "poison/choice-1" not in whole(page)["answers"]


def test_what_is_no_choice_of_a_question_says_nothing(page: Page) -> None:
    odd = answered("poison/choice-1", (5, 0, 90, OWN), (4, 0, 90, {"a": [OWN]}))
    put(page, HERE | {"poison/choice-1": odd})
    offer(page)
    assert [each.keys() for each in whole(page)["answers"]["poison/choice-1"]] == [
        {"confidence"},
        {"confidence"},
    ]


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_file_for_the_author_fits_and_is_accessible(
    browser: Browser, served: str, width: int
) -> None:
    page, _ = opened(
        browser,
        f"{served}/book/record.html",
        color_scheme="light",
        reduced_motion="reduce",
        viewport={"width": width, "height": 844},
    )
    put(page, FULL)
    panel = offer(page)
    panel.get_by_text("Show the whole file").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = panel.locator("button, summary, label").evaluate_all(
        "all => all.filter(each => each.getBoundingClientRect().height < 44)"
        ".map(each => each.textContent)"
    )
    page.evaluate(AXE)
    found = in_both_schemes(page, ".opening-question")
    page.context.close()
    assert small == []
    assert not found
