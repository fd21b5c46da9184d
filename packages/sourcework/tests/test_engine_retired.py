"""Tests of a retired question: asked nowhere, and whole in what records and files have of it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from engine_book import HERE, Copy, pages
from engine_class import ASSIGNMENT, CLASS, answers_file
from test_engine_browser import opened

playwright = pytest.importorskip("playwright.sync_api")
ITEM, STEM = "ledger/choice-1", "When was the boat sold?"
BEFORE = HERE / "records/edition-before.json"  # saved in a browser, when the question was asked


def asked(book: Copy, code: str) -> str:
    return book.run("-c", f"from sourcework.item_bank import *; {code}").strip()


def test_the_bank_knows_it_and_asks_it_nowhere(book: Copy) -> None:
    assert asked(book, f"print({ITEM!r} in known_items(), {ITEM!r} in load_items())") == (
        "True False"
    )
    assert asked(book, f"print({ITEM!r} in overview().index)") == "False"
    done = book.call("-c", f"from sourcework import exercise; exercise({ITEM!r})")
    assert "it is retired since 1 May 2031, and kept for records alone" in done.stderr
    assert 'use "ledger/match-1" in its place' in done.stderr


def test_no_page_no_key_and_no_quiz_has_it(html: Path, book: Copy, tmp_path: Path) -> None:
    for name in set(pages()) - {"record"}:
        assert STEM not in (html / f"{name}.html").read_text(encoding="utf-8"), name
    book.run("-m", "sourcework", "quiz", "moodle", "--chapter", "ledger", "--out", tmp_path / "q")
    assert STEM not in (tmp_path / "q").read_text(encoding="utf-8")
    done = book.call("-m", "sourcework", "quiz", "moodle", "--items", ITEM, "--out", tmp_path / "r")
    assert done.returncode == 2
    assert "it is retired since 1 May 2031" in done.stderr


def test_its_id_is_not_given_again(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "quillhaven")
    copy.run("-m", "sourcework", "add", "item", "ledger", "choice")
    text = (copy.folder / "book/exercises/ledger.yml").read_text(encoding="utf-8")
    assert "- id: ledger/choice-2\n" in text
    assert text.count(f"- id: {ITEM}\n") == 1


def test_a_notebook_reads_and_scores_an_answer_to_it(book: Copy) -> None:
    code = (
        "from pathlib import Path; from sourcework.answers import attempts, read_answers;"
        f"print(attempts(read_answers(Path({str(BEFORE)!r})).record).iloc[0].to_json())"
    )
    row = json.loads(book.run("-c", code))
    assert (row["item"], row["response"]) == (ITEM, '"later"')
    assert (row["score"], row["points"], row["current"]) == (2, 2, True)


def test_an_assignment_that_asks_it_is_graded(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "quillhaven")
    definition = f"assignments/{ASSIGNMENT}/assignment.yml"
    copy.replace(definition, "night-watch/mark-1]", f"night-watch/mark-1, {ITEM}]")
    file = json.loads(answers_file("quillhaven-bell", CLASS[0], 1))
    items = json.loads(file["payload"])["items"]
    items[ITEM] = json.loads(json.loads(BEFORE.read_text(encoding="utf-8"))["payload"])["items"][
        ITEM
    ]
    folder = tmp_path / "class"
    folder.mkdir()
    (folder / f"{CLASS[0].plain}_4100_70001_answers.json").write_bytes(
        json.dumps(signed(file, items)).encode()
    )
    copy.run("-m", "sourcework", "grade", ASSIGNMENT, folder, "--out", tmp_path / "out")
    with (tmp_path / "out/results.csv").open(encoding="utf-8-sig", newline="") as results:
        (row,) = csv.DictReader(results)
    assert row[ITEM] == "2"


def signed(file: dict[str, str], items: object) -> dict[str, str]:
    """Return an answers file with other answers, and the checksum of these."""
    import hashlib

    payload = json.dumps({"widgets": {}, "items": items}, separators=(",", ":"))
    return file | {"payload": payload, "sha256": hashlib.sha256(payload.encode()).hexdigest()}


def test_a_record_of_the_edition_before_opens_with_nothing_lost(
    html: Path, page: playwright.Page
) -> None:
    opened(page, html, "record")
    page.get_by_label("Open an answers file").set_input_files(BEFORE)
    page.get_by_text("holds 1 entry (1 question)").wait_for()
    page.get_by_role("button", name="Join them with my record").click()
    page.get_by_text("You have answered 0 of").wait_for()
    page.get_by_text("Nothing yet: answer some questions first.").wait_for()
    page.locator("summary", has_text="1 answered").click()
    told = page.locator(".sheet-answers li")
    assert told.count() == 1
    said = told.inner_text()
    assert f"A question of an earlier edition. {STEM}" in said
    assert "Four days after the flood" in said
    assert "Answered on 1 March 2031: right, 2 of 2 points." in said
    assert "It was asked until 1 May 2031; in its place there is question 2." in said
    assert told.get_by_role("link").get_attribute("href") == "ledger.html#question-ledger-match-1"
    kept = page.evaluate("localStorage.getItem('quillhaven-bell')")
    payload = json.loads(json.loads(BEFORE.read_text(encoding="utf-8"))["payload"])
    assert (
        json.loads(kept)["items"][ITEM]["work"]["attempts"]
        == (payload["items"][ITEM]["work"]["attempts"])
    )
