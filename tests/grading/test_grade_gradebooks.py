"""From a download of each LMS into the gradebook of the same: everybody's points, nobody else's."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from classes import ESSAY, GOOD, IDS, Handed, answers, handed_in, write_assignment, write_folder
from runs import grade

_DATES = ["Monday, 30 November 2026, 11:10 PM", "-"]


def canvas(class_: Sequence[Handed]) -> list[list[str]]:
    head = ["Student", "ID", "SIS Login ID", "Section", "Thirty questions (88123)"]
    points = ["    Points Possible", "", "", "", "30"]
    # The login of each is the id of another: only the first may join.
    logins = [each.student for each in class_[1:]] + [class_[0].student]
    rows = [
        [each.name, each.student, login, "A", ""]
        for each, login in zip(class_, logins, strict=True)
    ]
    return [head, points, *rows]


def moodle(class_: Sequence[Handed]) -> list[list[str]]:
    head = ["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade"]
    head += ["Grade can be changed", "Last modified (submission)", "Last modified (grade)"]
    rows = [
        [f"Participant {each.student}", each.name, "", "Submitted", "", "30.00", "Yes", *_DATES]
        for each in class_
    ]
    return [head, *rows]


def blackboard(class_: Sequence[Handed]) -> list[list[str]]:
    column = "Thirty questions [Total Pts: 30 Score] |1281892"
    head = ["Last Name", "First Name", "Username", "Student ID", "Availability", column]
    return [head, *([each.name, "", each.student, "", "Yes", ""] for each in class_)]


def brightspace(class_: Sequence[Handed]) -> list[list[str]]:
    column = "Thirty questions Points Grade <Numeric MaxPoints:30>"
    head = ["OrgDefinedId", "Username", "Last Name", column, "End-of-Line Indicator"]
    return [head, *([f"#{each.student}", "", each.name, "", "#"] for each in class_)]


BOOKS = {
    # whose: (its table, column of points, column of ids)
    "canvas": (canvas, 4, 1),
    "moodle": (moodle, 4, 0),
    "blackboard": (blackboard, 5, 2),
    "brightspace": (brightspace, 3, 0),
}


@pytest.mark.parametrize("platform", BOOKS)
def test_everybody_s_points_go_into_the_own_row(
    platform: str, thirty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, column, ids = BOOKS[platform]
    class_ = write_folder(handed_in(60, platform, bad=0.2, seed=11), tmp_path / "class")
    table = make(class_)
    book = tmp_path / "grades.csv"
    with book.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(table)
    done = grade(thirty, tmp_path / "class", "--gradebook", str(book))
    assert done.code == 0
    good = sum(each.right is not None for each in class_)
    assert f"{good} entered, 0 kept, {60 - good} untouched, of 60" in capsys.readouterr().out
    with (done.out / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        filled = list(csv.reader(file))
    cells = {row[ids]: row[column] for row in filled[len(filled) - 60 :]}
    for row, each in zip(table[-60:], class_, strict=True):
        cell = cells[row[ids]]
        assert (float(cell) if cell else None) == each.right, each
    assert {row["file"] for row in done.problems} == {each.path for each in class_ if each.bad}


def test_a_column_that_is_not_there_fails_and_the_rest_is_written(
    thirty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    class_ = write_folder(handed_in(5), tmp_path / "class")
    book = tmp_path / "grades.csv"
    with book.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(canvas(class_))
    options = ["--gradebook", str(book), "--column", "Another"]
    done = grade(thirty, tmp_path / "class", *options)
    assert done.code == 1
    assert "Another" in capsys.readouterr().err
    assert not (done.out / "grades.csv").exists()
    assert len(done.results) == 5


def test_a_dry_run_says_how_many_would_be_entered(
    thirty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    class_ = write_folder(handed_in(5), tmp_path / "class")
    book = tmp_path / "grades.csv"
    with book.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(canvas(class_))
    before = sorted(tmp_path.rglob("*"))
    assert grade(thirty, tmp_path / "class", "--gradebook", str(book), "--dry-run").code == 0
    assert "5 entered" in capsys.readouterr().out
    assert sorted(tmp_path.rglob("*")) == before


def test_half_a_cent_is_rounded_alike_wherever_it_is_said(tmp_path: Path) -> None:
    assignment = write_assignment(tmp_path)
    definition = json.loads((assignment / "assignment.yml").read_text(encoding="utf-8"))
    definition["late"] = {"per_day": 25}
    (assignment / "assignment.yml").write_text(json.dumps(definition), encoding="utf-8")
    sheet, book = tmp_path / "sheet.csv", tmp_path / "grades.csv"
    levels = f"1,{ESSAY},claim,0\n1,{ESSAY},words,1\n"
    sheet.write_text(f"student,item,criterion,level\n{levels}", encoding="utf-8")
    columns = "Identifier,Full name,Status,Grade,Maximum grade,Feedback comments"
    book.write_text(f"{columns}\nParticipant 1,Ann,Submitted,,40.00,\n", encoding="utf-8")
    file = tmp_path / "class/Ann_1_assignsubmission_file/answers.json"
    file.parent.mkdir(parents=True)
    ten = {name: GOOD[name] for name in IDS[:10]} | {ESSAY: "The verb decides."}
    file.write_bytes(answers(ten, saved="2026-12-02T10:00:00.000Z"))
    options = ["--gradebook", str(book), "--marking", str(sheet)]
    done = grade(assignment, tmp_path / "class", *options)
    assert done.results["1"]["total"] == "8.63", "that is 11.5 less a quarter"
    with (done.out / "grades.csv").open(encoding="utf-8", newline="") as lines:
        (row,) = csv.DictReader(lines)
    assert row["Grade"] == "8.63"
    assert row["Feedback comments"].startswith("8.63 of 40 points")
    with zipfile.ZipFile(done.out / "feedback-1.zip") as pages:
        page = BeautifulSoup(pages.read(pages.namelist()[0]), "html.parser").get_text()
    assert "8.63 of 40" in page
    assert "You earned 11.5 points; 25 % of them, 2.87, are lost for that, and 8.63 remain" in page
