"""Names from the gradebook: for people everywhere, and nobody is joined by them."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from classes import ESSAY, GOOD, answers
from runs import Done, grade, rows

from sourcework.errors import DataError
from sourcework.grading.gradebooks import people

CANVAS = ["Student", "ID", "SIS Login ID", "Section", "Thirty questions (88123)"]
POINTS = ["    Points Possible", "", "", "", "40"]
MOODLE = ["Identifier", "Full name", "Status", "Grade", "Maximum grade", "Feedback comments"]
BLIND = [MOODLE[0], *MOODLE[2:]]
SPANISH = ["Identificador", "Estado", "Calificación", "Calificación máxima"]
BLACKBOARD = ["Last Name", "First Name", "Username", "Thirty questions [Total Pts: 40] |12"]
BRIGHTSPACE = [
    "OrgDefinedId",
    "Last Name",
    "Thirty questions Points Grade",
    "End-of-Line Indicator",
]
BARE = ["OrgDefinedId", "Thirty questions Points Grade", "End-of-Line Indicator"]
TEXT = "The verb decides, and it has an office for its object."

SOPHIE = "mullersophie_11_501_a.json"
BEN = "abelben_12_502_a.json"
# case: (files, the gradebook's rows, the names in the order of results.csv)
CASES: dict[str, tuple[list[str], list[list[str]], list[str]]] = {
    "Canvas": (
        [SOPHIE, BEN],
        [CANVAS, POINTS, ["Müller, Sophie", "11", "s", "A", ""], ["Abel, Ben", "12", "b", "A", ""]],
        ["Abel, Ben", "Müller, Sophie"],
    ),
    "two columns of Canvas": (
        [SOPHIE],
        [
            ["LastName", "FirstName", "ID", "Section", "Thirty questions (88123)"],
            ["Müller", "Sophie", "11", "A", ""],
        ],
        ["Müller, Sophie"],
    ),
    "the login of one is the id of another": (
        [SOPHIE, BEN],
        [CANVAS, POINTS, ["Müller, Sophie", "11", "12", "A", ""]],
        ["abelben", "Müller, Sophie"],
    ),
    "a student whom the gradebook lacks": (
        [SOPHIE, BEN],
        [CANVAS, POINTS, ["Zeh, Sophie", "11", "s", "A", ""], ["Else, Who", "13", "b", "A", ""]],
        ["abelben", "Zeh, Sophie"],
    ),
    "two rows for one student": (
        [SOPHIE, BEN],
        [
            CANVAS,
            POINTS,
            ["Müller, Sophie", "11", "s", "A", ""],
            ["Other, One", "11", "o", "B", ""],
            ["Abel, Ben", "12", "b", "A", ""],
        ],
        ["Abel, Ben", "mullersophie"],
    ),
    "a row that has moved by a comma": (
        [SOPHIE],
        [CANVAS, POINTS, ["Müller", "11", "s", "A", "", "Sophie"]],
        ["mullersophie"],
    ),
    "no name": ([SOPHIE], [CANVAS, POINTS, [" ", "11", "s", "A", ""]], ["mullersophie"]),
    "lines and signs that nobody sees": (
        [SOPHIE],
        [CANVAS, POINTS, ["Müller,\n Sophie\x07", "11", "s", "A", ""]],
        ["Müller, Sophie�"],
    ),
    "a formula": (
        [SOPHIE],
        [CANVAS, POINTS, ['=HYPERLINK("Sophie Müller")', "11", "s", "A", ""]],
        ['\'=HYPERLINK("Sophie Müller")'],
    ),
    "right to left": (
        [SOPHIE],
        [CANVAS, POINTS, ["מילר, סופי", "11", "s", "A", ""]],
        ["מילר, סופי"],
    ),
    "a name without an end": (
        [SOPHIE],
        [CANVAS, POINTS, ["Müller, Sophie" + " x" * 5000, "11", "s", "A", ""]],
        ["Müller, Sophie" + " x" * 93],
    ),
    "Moodle": (
        ["Sophie Mueller_411_assignsubmission_file/a.json"],
        [MOODLE, ["Participant 411", "Sophie Müller", "Submitted", "", "40", ""]],
        ["Sophie Müller"],
    ),
    "Moodle, anonymous": (
        ["Participant_411_assignsubmission_file/a.json"],
        [BLIND, ["Participant 411", "Submitted", "", "40", ""]],
        ["Participant"],
    ),
    "Moodle, anonymous, in Spanish": (
        ["Participante_411_assignsubmission_file/a.json"],
        [SPANISH, ["Participante 411", "Enviado para calificar", "", "40"]],
        ["Participante"],
    ),
    "Blackboard": (
        ["Essay_sm7_attempt_2026-11-30-10-00-00_a.json"],
        [BLACKBOARD, ["Müller", "Sophie", "SM7", ""]],
        ["Müller, Sophie"],
    ),
    "Blackboard without names": (
        ["Essay_sm7_attempt_2026-11-30-10-00-00_a.json"],
        [[*BLACKBOARD[2:], "x"], ["sm7", "", ""]],
        ["sm7"],
    ),
    "Brightspace": (
        ["5-77 - 100411 - Sophie Mueller - Nov 30, 2026 1000 AM/a.json"],
        [BRIGHTSPACE, ["#100411", "Müller", "", "#"]],
        ["Müller"],
    ),
    "Brightspace without names": (
        ["5-77 - 100411 - Sophie Mueller - Nov 30, 2026 1000 AM/a.json"],
        [BARE, ["#100411", "", "#"]],
        ["Sophie Mueller"],
    ),
    "no gradebook at all": ([SOPHIE], [["a", "b"], ["1", "2"]], ["mullersophie"]),
}


def write(path: Path, table: Sequence[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(table)
    return path


def graded(assignment: Path, tmp_path: Path, files: list[str], table: list[list[str]]) -> Done:
    """Grade these files, all with the same text, with a gradebook."""
    place = tmp_path / "class"
    for number, name in enumerate(files):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        data = answers(GOOD | {ESSAY: TEXT}, attempt=f"{number:032x}")
        (place / name).write_bytes(data)
    book = write(tmp_path / "grades.csv", table)
    return grade(assignment, place, "--gradebook", str(book))


@pytest.mark.parametrize("case", CASES)
def test_students_are_called_as_the_gradebook_calls_them(
    case: str, with_essay: Path, tmp_path: Path
) -> None:
    files, table, names = CASES[case]
    done = graded(with_essay, tmp_path, files, table)
    assert [row["name"] for row in done.results.values()] == names


def test_a_name_is_the_same_in_all_that_is_written(with_essay: Path, tmp_path: Path) -> None:
    files, table, _ = CASES["Canvas"]
    done = graded(with_essay, tmp_path, files, table)
    names = ["Abel, Ben", "Müller, Sophie"]
    assert list(dict.fromkeys(row["name"] for row in rows(done.out / "marking.csv"))) == names
    essays = (done.out / "essays-1.html").read_text(encoding="utf-8")
    assert essays.index("<bdi>Abel, Ben</bdi>") < essays.index("<bdi>Müller, Sophie</bdi>")
    assert {row["student"] for row in done.problems} == set(names), "they share a text"
    told = next(row["problem"] for row in done.problems if row["student"] == names[0])
    assert told.endswith("as that of Müller, Sophie")
    with zipfile.ZipFile(done.out / "feedback-1.zip") as archive:
        handles = ["abelben_12_502_feedback.html", "mullersophie_11_501_feedback.html"]
        assert archive.namelist() == handles, "the LMS knows them by these"
        assert "<bdi>Müller, Sophie</bdi>" in archive.read(handles[1]).decode()


def test_who_cannot_be_graded_is_named_too(
    with_essay: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files, table, _ = CASES["Canvas"]
    place = tmp_path / "class"
    place.mkdir()
    (place / files[0]).write_bytes(b"{")
    (place / files[1]).write_bytes(answers(GOOD))
    done = grade(with_essay, place, "--gradebook", str(write(tmp_path / "g.csv", table)))
    assert [row["student"] for row in done.problems] == ["Müller, Sophie"]
    assert done.results["11"]["name"] == "Müller, Sophie"
    assert "Müller, Sophie" in capsys.readouterr().out


def test_the_fault_of_a_gradebook_is_told_once(
    with_essay: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files, table, names = CASES["no gradebook at all"]
    done = graded(with_essay, tmp_path, files, table)
    assert done.code == 1
    assert [row["name"] for row in done.results.values()] == names
    assert capsys.readouterr().err.count("it is no gradebook that is known") == 1


def test_people_are_given_in_the_order_of_the_file(tmp_path: Path) -> None:
    _, table, _ = CASES["two rows for one student"]
    given = list(people(write(tmp_path / "grades.csv", table)))
    assert [(row.number, row.ids, row.name) for row in given] == [(5, ("12", "b"), "Abel, Ben")]
    with pytest.raises(DataError, match="missing"):
        list(people(tmp_path / "none.csv"))
