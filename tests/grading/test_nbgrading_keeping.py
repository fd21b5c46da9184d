"""What a run keeps: the grader finds each student again, and nobody else's folder is taken away."""

from __future__ import annotations

from pathlib import Path

import pytest

from sourcework.grading.intake.archives import ArchivedFile, entries
from sourcework.grading.intake.submissions import Names
from sourcework.grading.marking.results import Student
from sourcework.grading.reports.problems import Stopped
from sourcework.nbgrading.kept_results import (
    REPORT,
    check_place,
    keep_answers,
    keep_page,
    take_away,
)

DOWNLOADS = {
    "plain": ["Ann Lee/x.ipynb", "Ann_Lee/x.ipynb", "dr. weber.ipynb", "学生.ipynb"],
    "plain, one folder": ["class/weber/x.ipynb", "class/diaz/x.ipynb"],
    "canvas": ["weberanna_1001_50_x.ipynb", "diazjosé_LATE_1002_51_x-1.ipynb"],
    "canvas, hidden names": ["anon_1001_50_x.ipynb", "LATE_anon_1002_51_x.ipynb"],
    "moodle": [
        "Anna Weber_1001_assignsubmission_file/x.ipynb",
        "Dr. José Díaz_1002_assignsubmission_file_/x.ipynb",
        "Ann Lee_1003_assignsubmission_file_x.ipynb",
    ],
    "blackboard": [
        "How late_weber_attempt_2026-11-30-23-10-05_x.ipynb",
        "How late_diaz_attempt_2026-11-30-23-11-05_x.ipynb",
    ],
    "brightspace": [
        "1-2 - Anna Weber - Sep 24, 2024 926 PM/x.ipynb",
        "3-4 - José Díaz - Sep 24, 2024 9:26 PM/x.ipynb",
        "5-6 - Ann Lee - Sep 24, 2024 926 PM - x.ipynb",
    ],
}
# Whatever a student calls a file, and however deep it lies in his zip.
HOSTILE = ["Ж" * 122, "a\0b", "\x1b[2J", "a:b", "deep/" * 900]


def students(found: list[ArchivedFile]) -> list[Student]:
    names = Names(found)
    owners = [names.owner(each.path) for each in found]
    return [owner.student for owner in owners if owner]


def entry(path: str) -> ArchivedFile:
    return ArchivedFile(path, lambda: b"")


@pytest.mark.parametrize("download", DOWNLOADS)
def test_the_grader_knows_whose_answers_they_are(download: str, tmp_path: Path) -> None:
    handed_in = students([entry(path) for path in DOWNLOADS[download]])
    for student in handed_in:
        keep_answers(tmp_path, student, student.id)
    kept = students(list(entries(tmp_path / "answers")))
    order = [(each.platform, each.id, each.name) for each in handed_in]
    assert sorted((each.platform, each.id, each.name) for each in kept) == sorted(order)


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: ascii(name[:6]))
@pytest.mark.parametrize("before", ["weberanna_1001_50_", "Weber_1_assignsubmission_file/", ""])
def test_whatever_a_file_was_called_its_answers_are_kept(
    before: str, name: str, tmp_path: Path
) -> None:
    (tmp_path / "log.txt").write_text("said", encoding="utf-8")
    (student,) = students([entry(f"{before}{name}.ipynb")])
    keep_answers(tmp_path, student, "answers")
    keep_page(tmp_path, student, tmp_path, graded=False)
    (kept,) = entries(tmp_path / "answers")
    assert kept.read() == b"answers"
    assert [path.suffix for path in tmp_path.glob("logs/*")] == [".txt"]
    if before:
        assert [each.id for each in students([kept])] == [student.id]


def test_two_students_have_two_pages(tmp_path: Path) -> None:
    (tmp_path / "feedback.html").write_text("page", encoding="utf-8")
    for student in students([entry("Ann Lee/x.ipynb"), entry("Ann_Lee/x.ipynb")]):
        keep_page(tmp_path, student, tmp_path, graded=True)
    assert len(list(tmp_path.glob("feedback/*.html"))) == 2


def test_only_what_a_run_has_made_is_taken_away(tmp_path: Path) -> None:
    (tmp_path / "feedback").mkdir()
    with pytest.raises(Stopped, match=r"feedback: it is of no former run.*name another folder"):
        check_place(tmp_path)
    (tmp_path / REPORT).touch()
    (tmp_path / "quarantine").mkdir()
    check_place(tmp_path)
    take_away(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {REPORT, "quarantine"}
