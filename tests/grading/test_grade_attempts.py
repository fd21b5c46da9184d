"""What else a student handed in: texts beside the answers, attempts that do not count, damage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from classes import ESSAY, GOOD, IDS, WRONG, answers
from runs import Done, grade, rows
from test_marksheet import fill

TEXT = "Stalin wrote that she said the wish aloud, and the verb decides."
RIGHT = answers(GOOD, attempt="1" * 32)
HTML = f"<p>{TEXT}</p>".encode()
FEWER: dict[str, Any] = GOOD | {name: WRONG[name.split("/")[1].split("-")[0]] for name in IDS[:5]}
MANIFEST = """Name: Ann Weber (ann)
Assignment: E

Submission Field:
{}

Comments:
There are no student comments for this assignment.

Files:
\tOriginal filename: a.json
"""
NOTHING = "There is no student submission text data for this assignment."


def graded(assignment: Path, tmp_path: Path, files: dict[str, bytes], *options: str) -> Done:
    for name, data in files.items():
        path = tmp_path / "class" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return grade(assignment, tmp_path / "class", *options)


MOODLE = "Ann Weber_1_assignsubmission_"
BLACKBOARD = "E_ann_attempt_2026-11-30-10-00-00"
# files beside an answers file that lacks the essay, and what the marker reads
BESIDE: dict[str, tuple[dict[str, bytes], str]] = {
    "a text": ({"ann_1_2_a.json": RIGHT, "ann_1_3_essay.txt": TEXT.encode()}, TEXT),
    "an online text": ({"ann_1_2_a.json": RIGHT, "ann_1_text.html": HTML}, TEXT),
    "a link": (
        {"ann_1_2_a.json": RIGHT, "ann_1_link.html": b'<a href="https://example.org/x"></a>'},
        "ann_1_link.html",
    ),
    "an online text of Moodle's": (
        {f"{MOODLE}file/a.json": RIGHT, f"{MOODLE}onlinetext/onlinetext.html": HTML},
        TEXT,
    ),
    "a text beside it in Moodle": (
        {f"{MOODLE}file/a.json": RIGHT, f"{MOODLE}file/essay.txt": TEXT.encode()},
        TEXT,
    ),
    "what was typed in Blackboard": (
        {f"{BLACKBOARD}_a.json": RIGHT, f"{BLACKBOARD}.txt": MANIFEST.format(TEXT).encode()},
        TEXT,
    ),
    "a file of a word processor": (
        {"ann_1_2_a.json": RIGHT, "ann_1_3_essay.docx": b"PK"},
        "ann_1_3_essay.docx",
    ),
    "a photograph": ({"ann_1_2_a.json": RIGHT, "ann_1_3_page.jpg": b"JFIF"}, "ann_1_3_page.jpg"),
}


@pytest.mark.parametrize("case", BESIDE)
def test_an_essay_in_another_file_goes_to_the_marker(
    case: str, with_essay: Path, tmp_path: Path
) -> None:
    files, shown = BESIDE[case]
    done = graded(with_essay, tmp_path, files)
    (student,) = done.results
    assert done.total(student) is None
    assert {row["item"] for row in rows(done.out / "marking.csv")} == {ESSAY}
    assert shown in (done.out / "essays-1.html").read_text(encoding="utf-8")
    told = str([row["problem"] for row in done.problems])
    assert f"{ESSAY}: there is no answer in " in told
    levels = {(student, "claim"): "4", (student, "words"): "2"}
    fill(done.out / "marking.csv", levels)
    assert graded(with_essay, tmp_path, {}).total(student) == 37


@pytest.mark.parametrize(
    "files",
    [
        {"ann_1_2_a.json": RIGHT, "ann_1_text.html": b"<p> &nbsp; </p>"},
        {f"{MOODLE}file/a.json": RIGHT, f"{MOODLE}onlinetext/onlinetext.html": b""},
        {f"{BLACKBOARD}_a.json": RIGHT, f"{BLACKBOARD}.txt": MANIFEST.format(NOTHING).encode()},
    ],
)
def test_what_an_lms_wrote_and_nobody_filled_in_is_passed_over(
    files: dict[str, bytes], with_essay: Path, tmp_path: Path
) -> None:
    done = graded(with_essay, tmp_path, files)
    (student,) = done.results
    assert (done.total(student), done.problems) == (30, [])


def test_whose_essay_is_there_needs_no_other_file(with_essay: Path, tmp_path: Path) -> None:
    files = {"ann_1_2_a.json": answers(GOOD | {ESSAY: "Mine."}), "ann_1_3_x.txt": TEXT.encode()}
    done = graded(with_essay, tmp_path, files)
    assert TEXT not in (done.out / "essays-1.html").read_text(encoding="utf-8")
    assert done.told("ann_1_3_x.txt") == ["the text holds no answers file [yes]"]


UNREADABLE: dict[str, Any] = {name: {"bad": 1} for name in IDS[:8]}
CUT = RIGHT[:900]
# attempt: (files of it in order, option, the file that counts, files that could be worth more)
RIVALS: dict[str, tuple[list[bytes], str, int, list[int]]] = {
    "more with what is unread": ([answers(GOOD | UNREADABLE), answers(FEWER)], "best", 0, [1]),
    "more with an essay": ([answers(FEWER | {ESSAY: TEXT}), RIGHT], "best", 0, [1]),
    "a damaged last file": ([answers(FEWER), CUT], "last", 0, [1]),
    "a damaged first file": ([CUT, answers(FEWER)], "last", 1, []),
    "a damaged file, and the best is sought": ([CUT, answers(FEWER)], "best", 1, [0]),
    "an empty file": ([answers(FEWER), b""], "last", 0, []),
    "a file of another assignment": ([answers(FEWER), answers({}, assignment="x")], "last", 0, []),
    "a worse one": ([answers(FEWER), RIGHT], "best", 1, []),
    "an earlier one": ([RIGHT, answers(FEWER)], "last", 1, []),
}


@pytest.mark.parametrize("case", RIVALS)
def test_there_is_no_total_if_another_file_could_be_worth_more(
    case: str, thirty: Path, with_essay: Path, tmp_path: Path
) -> None:
    files, option, counts, rivals = RIVALS[case]
    assignment = with_essay if "essay" in case else thirty
    names = [f"ann_1_{number}_a.json" for number in range(len(files))]
    named = dict(zip(names, files, strict=True))
    done = graded(assignment, tmp_path, named, "--attempt", option)
    row = done.results["1"]
    assert row["file"] == names[counts]
    assert (row["total"] == "") == bool(rivals)
    told = [each for each in done.problems if "could be worth more than" in each["problem"]]
    assert [each["file"] for each in told] == [names[each] for each in rivals]
    assert all(names[counts] in each["problem"] for each in told)
    for each in rivals:
        (tmp_path / "class" / names[each]).unlink()
    if option == "last":
        assert graded(assignment, tmp_path, {}).total("1") == 25


def test_once_it_is_marked_the_best_is_known(with_essay: Path, tmp_path: Path) -> None:
    files = {"ann_1_1_a.json": answers(FEWER | {ESSAY: TEXT}), "ann_1_2_a.json": RIGHT}
    done = graded(with_essay, tmp_path, files, "--attempt", "best")
    for levels, total in ((("4", "4"), 35), (("2", "1"), None)):
        marks = {("1", "claim"): levels[0], ("1", "words"): levels[1]}
        fill(done.out / "marking.csv", marks)
        assert graded(with_essay, tmp_path, {}, "--attempt", "best").total("1") == total
