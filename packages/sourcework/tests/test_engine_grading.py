"""Tests of the grader: a class with names of all sorts, from the zip to the gradebook."""

from __future__ import annotations

import csv
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from engine_book import Copy
from engine_class import CLASS, COLUMN, Student, write_class

FULL = 13  # what code scores
NAMES = [student.name for student in CLASS]


class Run:
    """Two runs of the grader: as the answers come, and when the paragraphs are marked."""

    def __init__(self, book: Copy, folder: Path, owner: str = "quillhaven-bell") -> None:
        self.book, self.out = book, folder / "graded"
        self.submissions, self.gradebook = write_class(folder, owner)
        self.first = self._grade()
        if self.first.returncode == 0:
            self.unmarked = self.rows("grades.csv")
            self._mark()
            self.second = self._grade()

    def _grade(self) -> subprocess.CompletedProcess[str]:
        options = ("--gradebook", self.gradebook, "--out", self.out)
        command = ("-m", "sourcework", "grade", "night-watch", self.submissions)
        return self.book.call(*command, *options)

    def rows(self, name: str) -> list[dict[str, str]]:
        """Return the rows of a table that the grader wrote."""
        with (self.out / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def _mark(self) -> None:
        """Write the levels into the sheet, as a teacher does in a spreadsheet."""
        rows, levels = self.rows("marking.csv"), {each.name: each.level for each in CLASS}
        with (self.out / "marking.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(row | {"level": str(levels[row["name"]])} for row in rows)


@pytest.fixture(scope="module")
def run(book: Copy, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return Run(book, tmp_path_factory.mktemp("class"))


def test_all_are_graded_and_nothing_is_a_problem(run: Run) -> None:
    for done in (run.first, run.second):
        assert done.returncode == 0, done.stdout + done.stderr
        assert f"{len(CLASS)} students: {len(CLASS)} graded, 0 left blank" in done.stdout
    assert run.rows("problems.csv") == []


def test_a_single_file_is_no_class(book: Copy, tmp_path: Path) -> None:
    (tmp_path / "ann_1_1_answers.json").write_text("{}", encoding="utf-8")
    done = book.call("-m", "sourcework", "grade", "night-watch", tmp_path / "ann_1_1_answers.json")
    assert done.returncode == 1
    assert "it is no zip; put it into a folder, and give the folder." in done.stderr


def test_without_marks_of_a_person_no_total_is_entered(run: Run) -> None:
    assert {row[COLUMN] for row in run.unmarked[1:]} == {""}


@pytest.mark.parametrize("student", CLASS, ids=NAMES)
def test_everybody_gets_the_points_of_the_own_answers(student: Student, run: Run) -> None:
    (row,) = (each for each in run.rows("results.csv") if each["name"] == student.name)
    scored = sum(float(row[name] or 0) for name in row if name.startswith("night-watch/"))
    assert scored == student.points + student.level
    assert float(row["total"]) == student.points + student.level
    (entered,) = (each for each in run.rows("grades.csv") if each["Student"] == student.name)
    assert float(entered[COLUMN]) == student.points + student.level


def test_a_gradebook_more_is_one_class(book: Copy) -> None:
    told = book.ask("engine_gradebook.py", None)
    assert told["platform"] == "slate"
    assert told["names"] == ["Żak", "O'Dowd"]
    assert told["entered"] == 1
    assert told["text"] == "Pupil,Named,Night watch,Other\r\nada,Żak,9.5,7\r\nben,O'Dowd,,\r\n"
    assert "Canvas begins with Student, ID; " in told["refused"]
    assert "Slate begins with Pupil, Named" in told["refused"]


def test_one_who_gave_nothing_in_stays_as_it_was(run: Run) -> None:
    (row,) = (each for each in run.rows("grades.csv") if each["Student"] == "Weir, Nobody")
    assert row[COLUMN] == ""


def test_each_gets_feedback_in_a_file_that_canvas_knows(run: Run) -> None:
    with zipfile.ZipFile(run.out / "feedback-1.zip") as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    for number, student in enumerate(CLASS):
        page = files[f"{student.plain}_{4100 + number}_{70_000 + number}_feedback.html"]
        assert f"Says {student.plain}." in page
        found = re.findall(r'<article data-state="([a-z-]+)"', page)
        states = set(found) - {"not-scored", "marked"}
        assert (states == {"right"}) == (student.points == FULL), states


def test_a_row_is_told_about_by_what_was_given_to_it(run: Run) -> None:
    with zipfile.ZipFile(run.out / "feedback-1.zip") as archive:
        pages = [archive.read(name).decode() for name in archive.namelist()]
    by_choice = [page for page in pages if "She was there and so one gives" in page]
    assert len(by_choice) == 1, "one of the class took her for the clerk"
    assert "It is the clerk’s own word" not in by_choice[0]
    assert "given the order at nine" in by_choice[0], "what the remark leaves out is the row's"


def test_a_marker_reads_the_paragraphs_and_the_work_in_the_widget(run: Run) -> None:
    essays = (run.out / "essays-1.html").read_text(encoding="utf-8")
    for student in CLASS:
        assert f"Says {student.plain}." in essays
    assert "2 of 4 links are judged" in essays


def test_answers_to_another_book_are_not_graded(book: Copy, tmp_path: Path) -> None:
    run = Run(book, tmp_path, "another-book")
    assert run.first.returncode == 1
    told = run.rows("problems.csv")
    assert len(told) == len(CLASS)
    assert all("another-book" in row["problem"] for row in told), told


def test_what_students_get_says_nothing_of_the_keys(book: Copy, tmp_path: Path) -> None:
    book.run("-m", "sourcework", "assignment", "build", "night-watch", "--out", tmp_path)
    secrets = ("She had ears and a clock", "nobody gave it but one", "She had less to gain")
    (instructor,) = (tmp_path / "instructor").iterdir()
    for secret in secrets:
        assert secret in instructor.read_text(encoding="utf-8")
    given = sorted((tmp_path / "students").iterdir())
    assert [each.suffix for each in given] == [".html", ".html", ".ipynb"]
    for file in given:
        text = file.read_text(encoding="utf-8")
        assert "Łucja Żak" in text
        assert [secret for secret in secrets if secret in text] == []


def test_a_variant_asks_the_same_kinds_and_is_made_again_by_its_seed(
    book: Copy, tmp_path: Path
) -> None:
    def made(seed: str, folder: str) -> dict[str, bytes]:
        out = tmp_path / folder
        command = ("assignment", "variants", "night-watch", "--seed", seed, "--out", out)
        said = book.run("-m", "sourcework", *command)
        assert "1 question drawn anew, 6 as they were" in said
        return {file.name: file.read_bytes() for file in out.rglob("*.yml")}

    first = made("a bell", "first")
    assert made("a bell", "second") == first
    assert made("a buoy", "third")["keys.yml"] != first["keys.yml"]
