"""Nobody gets another's points or name, whatever numbers a download and a gradebook share."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from classes import GOOD, answers
from runs import Done, grade

from sourcework.grading.intake.name_matching import called, disagree

MOODLE = ["Identifier", "Full name", "Status", "Group", "Grade", "Maximum grade"]
CANVAS = ["Student", "ID", "SIS Login ID", "Section", "Thirty questions (88123)"]
BRIGHTSPACE = [
    "OrgDefinedId",
    "Username",
    "Last Name",
    "First Name",
    "Thirty questions Points Grade",
    "End-of-Line Indicator",
]
BLACKBOARD = ["Last Name", "First Name", "Username", "Student ID", "Thirty questions |12"]


def team(name: str, number: int) -> str:
    return f"{name}_{number}_assignsubmission_file/a.json"


def member(number: int, name: str, group: str) -> list[str]:
    return [f"Participant {number}", name, "Submitted", group, "", "30.00"]


UNGROUPED = [*MOODLE[:3], *MOODLE[4:]]
BEN = ("Ben Example", "")


def alone(number: int, name: str) -> list[str]:
    return [f"Participant {number}", name, "Submitted", "", "30.00"]


def brightspace(first: int, name: str) -> str:
    return f"{first}-77 - {name} - Nov 30, 2026 1000 AM/a.json"


TEAMS = [team("Team 1 – Ärger x", 73), team("Team 2", 74)]
DANGER = [  # the numbers of the teams are those of participants of other teams
    member(73, "Zoë Sample", "Team 2"),
    member(74, "Ben Example", "Team 1 – Ärger_x"),
    member(75, "Eva Muster", "Team 1 – Ärger_x"),
]
# case: (files, the gradebook's rows, its points by id after the run or None if there is no file,
#        what is said)
CASES: dict[str, tuple[list[str], list[list[str]], dict[str, str] | None, str]] = {
    "teams, and a worksheet that does not say the groups": (
        TEAMS,
        [[*MOODLE[:3], *MOODLE[4:]], *([*row[:3], *row[4:]] for row in DANGER)],
        None,
        "people with other names",
    ),
    "students who are in no group": (
        ["Default group_assignsubmission_file/a.json"],
        [MOODLE, member(73, "Zoë Sample", "")],
        None,
        "this is team work",
    ),
    "single students in groups": (
        [team("Zoë Sample", 73), team("Ben Example", 74)],
        [MOODLE, *DANGER[:2]],
        {"Participant 73": "30", "Participant 74": "30"},
        "",
    ),
    "hidden names in the download alone": (
        [team("Participant", 73)],
        [MOODLE, DANGER[0]],
        {"Participant 73": "30"},
        "",
    ),
    "a number of another school's Canvas": (
        ["sampleada_11_5_a.json", "muellersophie_12_6_a.json"],
        [CANVAS, ["Weber, Tom", "11", "w", "A", ""], ["Müller, Sophie", "12", "s", "A", ""]],
        {"11": "", "12": "30"},
        "",
    ),
    "a gradebook of another class with the same numbers": (
        ["sampleada_11_5_a.json", "muellersophie_12_6_a.json"],
        [CANVAS, ["Weber, Tom", "11", "w", "A", ""], ["Abel, Ben", "12", "s", "A", ""]],
        None,
        "people with other names",
    ),
    "Brightspace's number is another's student number": (
        [brightspace(100231, "Ada Sample"), brightspace(5, "Ben Example")],
        [
            BRIGHTSPACE,
            ["#100231", "#bexample", "Example", "Ben", "", "#"],
            ["#100232", "#asample", "Sample", "Ada", "", "#"],
        ],
        {"#100231": "30", "#100232": "30"},
        "",
    ),
    "Brightspace's number is in no gradebook": (
        [brightspace(39786, "Ada Sample"), brightspace(39787, "Ben Example")],
        [
            BRIGHTSPACE,
            ["#100231", "#asample", "Sample", "Ada", "", "#"],
            ["#100232", "#b1", "Example", "Ben", "", "#"],
            ["#100233", "#b2", "Example", "Ben", "", "#"],
        ],
        {"#100231": "30", "#100232": "", "#100233": ""},
        "",
    ),
    "a number in Brightspace that is another's of the same surname": (
        [brightspace(100231, "Tom Weber")],
        [
            BRIGHTSPACE,
            ["#100231", "#aweber", "Weber", "Anna", "", "#"],
            ["#100232", "#tweber", "Weber", "Tom", "", "#"],
        ],
        {"#100231": "", "#100232": "30"},
        "",
    ),
    "a number in Brightspace of somebody with that surname alone": (
        [brightspace(100231, "Tom Weber"), brightspace(5, "Ben Example")],
        [
            BRIGHTSPACE,
            ["#100231", "#weber", "Weber", "", "", "#"],
            ["#100232", "#tweber", "Weber", "Tom", "", "#"],
            ["#100233", "#ben", "Example", "Ben", "", "#"],
        ],
        {"#100231": "", "#100232": "30", "#100233": "30"},
        "",
    ),
    "a number in Moodle that is another's of the same surname": (
        [team("Tom Weber", 73), team("Ben Example", 75)],
        [MOODLE, member(73, "Anna Weber", ""), member(74, "Tom Weber", ""), member(75, *BEN)],
        {"Participant 73": "", "Participant 74": "", "Participant 75": "30"},
        "",
    ),
    "a number in Canvas that is another's of the same surname": (
        ["webertom_11_5_a.json", "muellersophie_12_6_a.json"],
        [
            CANVAS,
            ["Weber, Anna", "11", "a", "A", ""],
            ["Weber, Tom", "13", "t", "A", ""],
            ["Müller, Sophie", "12", "s", "A", ""],
        ],
        {"11": "", "13": "", "12": "30"},
        "",
    ),
    "teams in another script, and no groups": (
        [team("Команда", 73), team("队二", 74)],
        [UNGROUPED, alone(73, "Anna Weber"), alone(74, "Tom Schmidt")],
        None,
        "people with other names",
    ),
    "teams that are called as people in part, and no groups": (
        [team("Team Weber", 73), team("Annas", 74), team("Team 2", 75)],
        [UNGROUPED, alone(73, "Anna Weber"), alone(74, "Anna Schmidt"), alone(75, "Tom Abel")],
        None,
        "people with other names",
    ),
    "names that Moodle has cleaned, and one with a group before it": (
        [team("Sam ONeil", 73), team("Group A-Anna Weber", 74), team("Saeed Müller", 75)],
        [
            UNGROUPED,
            alone(73, "Sam O'Neil"),
            alone(74, "Anna Weber"),
            alone(75, "Sa'eed Mu\u0308ller"),
        ],
        {f"Participant {number}": "30" for number in (73, 74, 75)},
        "",
    ),
    "a student called as whoever marks": (
        [team("Zoë Sample", 73), team("Ben Example", 74)],
        [
            [*MOODLE[:4], "Marker", *MOODLE[4:]],
            [*member(73, "Zoë Sample", "")[:4], "Ben Example", "", "30.00"],
            [*member(74, "Ben Example", "")[:4], "Eva Muster", "", "30.00"],
        ],
        {"Participant 73": "30", "Participant 74": "30"},
        "",
    ),
    "an online text that is the name of somebody who is not in the worksheet": (
        [team("Zoë Sample", 73), team("Tom Schmidt", 74)],
        [[*MOODLE, "Online text"], [*member(73, "Zoë Sample", ""), "Tom Schmidt"]],
        {"Participant 73": "30"},
        "",
    ),
    "Blackboard's user name is another's student number": (
        ["Essay_4711_attempt_2026-11-30-10-00-00_a.json"],
        [BLACKBOARD, ["Weber", "Tom", "tweber", "4711", ""]],
        None,
        "no student of the download is in it",
    ),
}


def graded(assignment: Path, folder: Path, files: list[str], table: Sequence[list[str]]) -> Done:
    for number, name in enumerate(files):
        path = folder / "class" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(answers(GOOD, attempt=f"{number:032x}"))
    book = folder / "grades.csv"
    with book.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(table)
    return grade(assignment, folder / "class", "--gradebook", str(book))


@pytest.mark.parametrize("case", CASES)
def test_nobody_gets_another_s_points_or_name(
    case: str, thirty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files, table, points, said = CASES[case]
    done = graded(thirty, tmp_path, files, table)
    told = capsys.readouterr().err
    assert said in told
    assert done.code == (1 if points is None else 0)
    filled = done.out / "grades.csv"
    if points is None:
        assert not filled.exists() or filled.read_bytes() == (tmp_path / "grades.csv").read_bytes()
        own = {" ".join(name.split("_")[0].split()) for name in files if "assignsubmission" in name}
        assert not own or {row["name"] for row in done.results.values()} == own
        return
    with filled.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    column = next(at for at, name in enumerate(head) if name[:8] in ("Grade", "Thirty q"))
    place = head.index("ID") if "ID" in head else 0
    assert {row[place]: row[column] for row in rows} == points


# two names, and whether they are certainly not one person's
NAMES = {
    ("mullersophie", "Müller, Sophie"): False,
    ("Sophie Mueller", "Müller"): False,
    ("mullersophie", "Zeh, Sophie"): False,
    ("libo", "Li, Bo"): False,
    ("王伟3", "王, 伟 3"): False,
    ("wangwei", "王, 伟"): False,
    ("---", "Ελένη"): False,
    ("a", "Weber, Anna"): False,
    ("Łukasz Żak", "lukasz zak"): False,
    ("Team 9", "Nobody Handsin"): True,
    ("Team 8", "Student 8"): True,
    ("Anna Weber", "Tom Schmidt"): True,
    ("Maria de la Cruz", "Juan de la Vega"): True,
    ("Иванова Ольга", "Петров Олег"): True,
}


@pytest.mark.parametrize("pair", NAMES)
def test_names_disagree_where_nobody_could_be_called_both(pair: tuple[str, str]) -> None:
    assert disagree(*pair) == disagree(*reversed(pair)) == NAMES[pair]
    assert called("Lee, Ann-Mae") == called("ann mae  LEE")
