"""The answers file in Python: written, read, damaged; and its attempts as rows."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from sourcework.answers import answers_format, attempts, read_answers, write_answers
from sourcework.errors import DataError
from sourcework.item_bank import known_items

ITEM = known_items()["poison/number-1"]
ATTEMPT = {
    "at": "2026-11-03T10:00:00.000Z",
    "response": 30,
    "words": "30 days",
    "confidence": 70,
    "credit": 0,
    "digest": ITEM.digest,
}
RECORD: dict[str, Any] = {
    "items": {ITEM.id: {"saved": ATTEMPT["at"], "work": {"attempts": [ATTEMPT]}}},
    "widgets": {"poison/knowledge": {"saved": ATTEMPT["at"], "work": {"placed": True}}},
}


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    write_answers(RECORD, path, assignment="twelve-days", version="0123abcd")
    answers = read_answers(path)
    assert (answers.record, answers.intact) == (RECORD, True)
    assert (answers.assignment, answers.items_version) == ("twelve-days", "0123abcd")
    assert len(answers.attempt) == 32


def test_a_hand_edit_is_told_and_the_answers_are_given(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    write_answers(RECORD, path)
    path.write_text(path.read_text(encoding="utf-8").replace(":30,", ":72,"), encoding="utf-8")
    answers = read_answers(path)
    assert not answers.intact
    assert attempts(answers.record)["score"].tolist() == [2]


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "null", "{}", '{"payload": 3}', '{"payload": "{"}', '{"payload": "[]"}'),
        *("[" * 100_000, f'{{"payload": "{"[" * 100_000}"}}', f'{{"payload": "{"9" * 9000}"}}'),
    ],
    ids=lambda text: text[:40],
)
def test_what_is_no_answers_file_is_named_with_the_cure(tmp_path: Path, text: str) -> None:
    path = tmp_path / "answers.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"answers\.json, whole file: .*"):
        read_answers(path)


def test_half_a_character_is_kept_and_can_be_shown(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    half = {**ATTEMPT, "response": "\ud83d"}
    record = {"items": {ITEM.id: {"work": {"attempts": [half]}}}, "widgets": {}}
    write_answers(record, path)
    answers = read_answers(path)
    assert (answers.record, answers.intact) == (record, True)
    assert attempts(answers.record)["response"].tolist() == ['"\ufffd"']


def test_half_a_character_in_the_payload_itself_has_the_browser_s_checksum(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    payload = '{"items": {}, "odd": "\ud83d"}'
    sha256 = hashlib.sha256(payload.replace("\ud83d", "\ufffd").encode()).hexdigest()
    file = {"format": answers_format(), "payload": payload, "sha256": sha256}
    path.write_text(json.dumps(file), encoding="utf-8")
    assert read_answers(path).intact


def test_a_file_of_a_newer_edition_says_so(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    file = {"format": "stalin-versus-lenin-answers/2", "payload": json.dumps(RECORD)}
    path.write_text(json.dumps(file), encoding="utf-8")
    with pytest.raises(DataError, match=f"answers/2'; this edition reads {answers_format()}"):
        read_answers(path)


def test_a_file_of_another_book_is_refused_and_named(tmp_path: Path) -> None:
    assert answers_format() == "stalin-versus-lenin-answers/1"
    path = tmp_path / "answers.json"
    file = {"format": "the-bixby-letter-answers/1", "payload": json.dumps(RECORD)}
    path.write_text(json.dumps(file), encoding="utf-8")
    with pytest.raises(DataError, match="format is 'the-bixby-letter-answers/1'"):
        read_answers(path)


def test_attempts_are_rows_and_an_old_question_is_not_scored() -> None:
    later = {**ATTEMPT, "at": "2026-11-04T10:00:00.000Z", "response": 72, "confidence": None}
    old = {**ATTEMPT, "digest": "00000000"}
    record = {"items": {ITEM.id: {"work": {"attempts": [old, ATTEMPT, later]}}}}
    rows = attempts(record)
    assert rows["attempt"].tolist() == [1, 2, 3]
    assert rows["current"].tolist() == [False, True, True]
    assert rows["score"].fillna(-1).tolist() == [-1, 0, 2]
    assert rows["confidence"].isna().tolist() == [False, False, True]


@pytest.mark.parametrize(
    "confidence",
    ["sure", "70", [70], {}, True, -1, 101, 10**400, float("nan"), float("inf")],
    ids=lambda value: repr(value)[:8],
)
def test_a_confidence_that_is_none_is_left_out(confidence: object) -> None:
    odd = {**ATTEMPT, "confidence": confidence}
    rows = attempts({"items": {ITEM.id: {"work": {"attempts": [odd, ATTEMPT]}}}})
    assert rows["confidence"].isna().tolist() == [True, False]


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"items": []},
        {"items": {ITEM.id: 3}},
        {"items": {ITEM.id: {"work": {"attempts": [3]}}}},
        {"items": {"nobody/choice-1": {"work": {"attempts": [ATTEMPT]}}}},
    ],
)
def test_a_record_that_makes_no_sense_gives_no_rows(record: dict[str, Any]) -> None:
    assert attempts(record).empty
