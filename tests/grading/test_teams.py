"""Team work: a team's points go to all its members and to nobody else, its page to the team."""

from __future__ import annotations

import ast
import csv
import json
import random
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from classes import GOOD, RIGHT, answers, notebook, work
from runs import Done, grade, rows

SAMPLES = Path(__file__).parent / "samples" / "teams"
MOODLE = ["Identifier", "Full name", "Email address", "Status", "Group", "Grade", "Maximum grade"]
CANVAS = ["Student", "ID", "SIS Login ID", "Section", "Team", "Thirty questions (88123)"]


def folder(name: str, number: int | str = "") -> str:
    """Return how Moodle names the folder of a team, or of a student."""
    return f"{name}_{number}_assignsubmission_file" if number else f"{name}_assignsubmission_file"


def member(number: int, name: str, group: str) -> list[str]:
    return [f"Participant {number}", name, "a@example.invalid", "Submitted", group, "", "30.00"]


def graded(
    assignment: Path,
    place: Path,
    works: dict[str, int],
    table: Sequence[Sequence[str]],
    *options: str,
) -> Done:
    """Grade works, each a path and how many questions are right, and fill a gradebook."""
    for number, (name, right) in enumerate(works.items()):
        path = place / "class" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(answers(some(right), attempt=f"{number:032x}"))
    book = place / "grades.csv"
    with book.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(table)
    return grade(assignment, place / "class", "--gradebook", str(book), *options)


def some(right: int) -> dict[str, object]:
    """Return right answers to so many questions, and none to the others."""
    return dict([*GOOD.items()][:right])


def entered(done: Done, column: str = "Grade", name: str = "grades.csv") -> dict[str, str]:
    """Return by the first cell, or Canvas's id, what the filled gradebook has."""
    filled = done.out / name
    if not filled.exists():
        return {}
    return {row.get("ID") or row["Identifier"]: row[column] for row in rows(filled)}


def pages(done: Done) -> dict[str, str]:
    with zipfile.ZipFile(done.out / "feedback-1.zip") as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def counted(data: bytes) -> int:
    """Count right answers without the grader."""
    whole = json.loads(data)
    if "cells" in whole:
        cells = [(each["metadata"], "".join(each["source"])) for each in whole["cells"]]
        given = {
            about["dossier"]["item"]: ast.literal_eval(source.removeprefix("answer = "))
            for about, source in cells
            if "dossier" in about
        }
    else:
        items = json.loads(whole["payload"])["items"]
        given = {name: each["work"]["response"] for name, each in items.items()}
    return sum(
        value == RIGHT[name.partition("/")[2].partition("-")[0]] for name, value in given.items()
    )


def test_a_download_of_teams_from_moodle_5_1(thirty: Path, tmp_path: Path) -> None:
    download, book = SAMPLES / "moodle-team-submissions.zip", SAMPLES / "moodle-team-grades.csv"
    done = grade(thirty, download, "--gradebook", str(book), out=tmp_path / "out")
    assert (done.code, done.problems) == (0, [])
    with zipfile.ZipFile(download) as archive:
        names = {each.partition("_")[0]: each for each in archive.namelist()}
        points = {team: counted(archive.read(name)) for team, name in names.items()}
    table = rows(done.out / book.name)
    assert len(table) == 18
    for row in table:
        team = row["Group"].replace("_", " ")
        assert float(row["Grade"]) == points[team]
        assert row["Feedback comments"].startswith(f"{points[team]} of 30 points")
    results = {row["name"]: row for row in done.results.values()}
    assert set(results) == {row["Group"] for row in table}
    assert results["Team 1 – Ärger_x"]["members"] == "Zoë O'Hara-Núñez; María_José de_la_Cruz"
    shown = pages(done)
    assert {name.partition("/")[0] for name in shown} == {
        name.partition("/")[0] for name in names.values()
    }
    page = shown["Team 6_78_assignsubmission_file/feedback.html"]
    assert '<p class="student"><bdi>Team 6</bdi></p>' in page
    assert "A team: <bdi>Anna Weber</bdi>; <bdi>Anna Weber</bdi></p>" in page


@dataclass
class Case:
    """A class, and what has to come of it.

    Attributes
    ----------
    works
        By path how many questions are right.
    points
        By id what the gradebook has afterwards; nothing if it is not filled.
    told
        What is said, in problems.csv or at the end.
    """

    works: dict[str, int]
    table: list[list[str]]
    points: dict[str, str]
    told: list[str] = field(default_factory=list)
    name: str = ""


def participants(*points: str) -> dict[str, str]:
    return {f"Participant {number}": each for number, each in enumerate(points, start=73)}


ONE, TWO = f"{folder('Team 1', 73)}/a.json", f"{folder('Team 2', 74)}/a.json"
CROSSED = [MOODLE, member(73, "Zoë", "Team 2"), member(74, "Ben", "Team 1")]
UNKNOWN = "whether the work of {} is its team's is not certain"
CASES = {
    "numbers of teams that are members' of other teams": Case(
        {ONE: 10, TWO: 20}, CROSSED, participants("20", "10")
    ),
    "numbers of teams that nobody has": Case(
        {f"{folder('Team 1', 3)}/a.json": 10, f"{folder('Team 2', 4)}/a.json": 20},
        CROSSED,
        participants("20", "10"),
    ),
    "a name that another begins with": Case(
        {f"{folder('Team 1', 1)}/a.json": 1, f"{folder('Team 10', 2)}/a.json": 2}
        | {f"{folder('Team 1 0', 3)}/a.json": 3},
        [MOODLE, *(member(73 + at, str(at) * 9, f"Team {n}") for at, n in enumerate(("10", "1")))],
        participants("2", "1"),
        ["no group in grades.csv is called so, and no student"],
    ),
    "names with underscores, signs, other scripts, or no letter": Case(
        {f"{folder('Ärger x', 3)}/a.json": 1, f"{folder('Ramp;D  Weber', 4)}/a.json": 2}
        | {f"{folder('队二', 5)}/a.json": 3, f"{folder('🌻', 6)}/a.json": 4}
        | {f"{folder('🌊', 7)}/a.json": 5, f"{folder('Annas', 8)}/a.json": 6},
        [
            MOODLE,
            *(
                member(73 + at, f"Student {chr(65 + at)}", name)
                for at, name in enumerate(["Anna's", "🌊", "🌻", "队二", "R&D / Weber", "Ärger_x"])
            ),
        ],
        participants("6", "5", "4", "3", "2", "1"),
    ),
    "two groups that Moodle calls alike": Case(
        {f"{folder('Team 1', 3)}/a.json": 10, TWO: 20},
        [
            MOODLE,
            member(73, "Zoë", "Team_1"),
            member(74, "Ben", "Team 1"),
            member(75, "Eva", "Team 2"),
        ],
        participants("", "", "20"),
        [UNKNOWN.format("Team 1"), "more than one group or work is called so"],
    ),
    "two works that are called alike": Case(
        {f"{folder('Team 1', 3)}/a.json": 10, f"{folder('Team 1', 4)}/a.json": 12, TWO: 20},
        [MOODLE, member(73, "Zoë", "Team 1"), member(74, "Eva", "Team 2")],
        participants("", "20"),
        [UNKNOWN.format("Team 1")],
    ),
    "accents tell two teams apart": Case(
        {f"{folder('Ärger', 3)}/a.json": 10, f"{folder('Arger', 4)}/a.json": 20},
        [MOODLE, member(73, "Zoë", "Arger"), member(74, "Ben", "Ärger")],
        participants("20", "10"),
    ),
    "students in no group, who hand in together": Case(
        {f"{folder('Default group')}/a.json": 10, ONE: 20},
        [
            MOODLE,
            member(73, "Zoë", "Default group"),
            member(74, "Ben", "Team 1"),
            member(75, "Eva", "Default group"),
            member(76, "Tom", "Default team of Ben"),
        ],
        participants("10", "20", "10", ""),
    ),
    "students in no group, and a worksheet in another language": Case(
        {f"{folder('Default group')}/a.json": 10},
        [MOODLE, member(73, "Zoë", "Standardgruppe")],
        {},
        ["this is team work: the download is of teams (Default group)"],
    ),
    "a group that is called as those in none": Case(
        {f"{folder('Default group')}/a.json": 10, f"{folder('Default group', 3)}/a.json": 20}
        | {TWO: 30},
        [MOODLE, member(73, "Zoë", "Default group"), member(74, "Ben", "Team 2")],
        participants("", "30"),
        [UNKNOWN.format("Default group")],
    ),
    "students who handed in alone, and teams": Case(
        {ONE: 10, f"{folder('Tom Abel', 75)}/a.json": 20, f"{folder('Eva Ohm', 76)}/a.json": 5},
        [
            MOODLE,
            member(73, "Zoë Sample", "Team 1"),
            member(74, "Ben Example", "Team 1"),
            member(75, "Tom Abel", "Team 2"),
            member(76, "Eva Ohm", "Team 1"),
        ],
        participants("10", "10", "20", ""),
        ["more than one work in the download is its own or its team's"],
    ),
    "a team and a student with one number": Case(
        {f"{folder('Team 1', 73)}/a.json": 10, f"{folder('Zoë Sample', 73)}/a.json": 20},
        [MOODLE, member(73, "Zoë Sample", "Team 2"), member(74, "Ben Example", "Team 1")],
        participants("20", "10"),
    ),
    "a team that is called as one of another team": Case(
        {f"{folder('Zoë', 73)}/a.json": 10, TWO: 20},
        [MOODLE, member(73, "Zoë Sample", "Team 2"), member(74, "Ben Example", "Zoë")],
        participants("20", "10"),
    ),
    "a team that is called as a member and has that number": Case(
        {f"{folder('Zoë Sample', 73)}/a.json": 10, TWO: 20},
        [MOODLE, member(73, "Zoë Sample", "Team 2"), member(74, "Ben Example", "Zoë Sample")],
        participants("20", ""),
        [UNKNOWN.format("Zoë Sample")],
    ),
    "a marker who is called as somebody in the download": Case(
        {f"{folder('Tom Abel', 80)}/a.json": 10, f"{folder('Zoë Sample', 73)}/a.json": 20},
        [
            [*MOODLE[:4], "შემფასებელი", *MOODLE[5:]],
            member(73, "Zoë Sample", "Tom Abel"),
            member(74, "Ben Example", "Tom Abel"),
        ],
        participants("20", ""),
        ["nobody in grades.csv has the id 80"],
    ),
    "groups under a heading in a language that is not known": Case(
        {ONE: 10, TWO: 20},
        [[*MOODLE[:4], "ჯგუფი", *MOODLE[5:]], *CROSSED[1:]],
        participants("20", "10"),
    ),
    "a worksheet that hides names": Case(
        {ONE: 10, TWO: 20},
        [
            [*MOODLE[:1], *MOODLE[3:]],
            *([row[0], *row[3:]] for row in CROSSED[1:]),
        ],
        participants("20", "10"),
    ),
    "each member's copy, from a Moodle of former years": Case(
        {f"{folder('Team 1-Zoë Sample', 73)}/a.json": 10}
        | {f"{folder('Team 1-Ben Example', 74)}/a.json": 10},
        [MOODLE, member(73, "Zoë Sample", "Team 1"), member(74, "Ben Example", "Team 1")],
        participants("10", "10"),
    ),
    "groups in Canvas, and one student in none": Case(
        {"team1_11_5_a.json": 10, "team12_LATE_13_6_a.json": 20, "abeltom_15_7_a.json": 5},
        [
            CANVAS,
            ["Sample, Zoë", "11", "z", "A", "Team 1", ""],
            ["Example, Ben", "12", "b", "A", "Team 1", ""],
            ["Muster, Eva", "13", "e", "A", "Team 12", ""],
            ["Ohm, Ina", "14", "i", "A", "Team 12", ""],
            ["Abel, Tom", "15", "t", "A", "", ""],
        ],
        {"11": "10", "12": "10", "13": "18", "14": "18", "15": "5"},
        name="Thirty questions (88123)",
    ),
    "a group in Canvas without the student whose number it has": Case(
        {"team1_11_5_a.json": 10, "team2_13_6_a.json": 20},
        [
            CANVAS,
            ["Sample, Zoë", "11", "z", "A", "Team 2", ""],
            ["Example, Ben", "12", "b", "A", "Team 1", ""],
            ["Muster, Eva", "13", "e", "A", "Team 2", ""],
        ],
        {"11": "20", "12": "", "13": "20"},
        [UNKNOWN.format("team1")],
        name="Thirty questions (88123)",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_team_s_points_go_to_its_members_and_to_nobody_else(
    case: str, thirty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    want = CASES[case]
    done = graded(thirty, tmp_path, want.works, want.table)
    said = "\n".join([capsys.readouterr().err, *(row["problem"] for row in done.problems)])
    assert entered(done, want.name or "Grade") == want.points
    for each in want.told:
        assert each in said
    assert done.code == (0 if want.points else 1)
    assert want.told or not done.problems


def test_members_are_named_where_their_team_is(thirty: Path, tmp_path: Path) -> None:
    table = [MOODLE, *(member(73 + at, f"S{at}", f"Team {1 + at % 2}") for at in range(4))]
    for works, points in (({ONE: 10, TWO: 20}, "10"), ({TWO: 20}, "")):
        blank = graded(thirty, tmp_path, works, table)
        assert entered(blank)["Participant 73"] == points
        assert {row["name"]: row["members"] for row in blank.results.values()} == {
            "Team 1": "S0; S2",
            "Team 2": "S1; S3",
        }
        (tmp_path / "class" / folder("Team 1", 73) / "a.json").write_bytes(b"{")
    assert [(row["student"], row["problem"]) for row in blank.problems] == [
        ("Team 1", "it is cut off, or no answers file")
    ]


def test_without_teams_there_is_no_column_of_members(thirty: Path, tmp_path: Path) -> None:
    done = graded(thirty, tmp_path, {f"{folder('Zoë', 73)}/a.json": 3}, CROSSED)
    assert "members" not in next(iter(done.results.values()))
    assert "A team:" not in "".join(pages(done).values())


LATE, IN_TIME = "2026-12-03T10:00:00.000Z", "2026-11-30T10:00:00.000Z"
NAMES = ["Team_{}", "Команда {}", "R&D {}", "Team {}0", "O'Neil's {}", "小组{}", "Team {}"]


def test_sixty_in_teams_late_again_and_again(thirty: Path, tmp_path: Path) -> None:
    rng = random.Random(7)
    people = [f"{first} {last}" for first in "ABCDEFGHIJ" for last in ("Ax", "By", *"CDEF")]
    rng.shuffle(people)
    numbers = rng.sample(range(1, 100), 60)
    teams = [NAMES[at % len(NAMES)].format(at) for at in range(18)] + ["Default group"]
    of_team = {team: people[3 * at : 3 * at + 3] for at, team in enumerate(teams[:-1])}
    of_team["Default group"] = people[54:]
    want: dict[str, int | None] = {}
    for at, (team, handed_in) in enumerate(zip(teams, _works(rng), strict=False)):
        name = team.replace("_", " ").replace("'", "").replace("&", "amp;")
        number = "" if team == "Default group" else numbers[at]  # that of a student
        place = tmp_path / "class" / folder(name, number)
        place.mkdir(parents=True)
        want[team] = None
        for nth, (saved, right, data) in enumerate(handed_in):
            (place / f"answers-{nth}.{'json' if saved else 'ipynb'}").write_bytes(data)
            want[team] = None if right is None else round(right * (0.8 if saved == LATE else 1), 2)  # type: ignore[assignment]
    table = [
        member(number, name, next(team for team, own in of_team.items() if name in own))
        for number, name in zip(numbers, people, strict=True)
    ]
    rng.shuffle(table)
    with (tmp_path / "grades.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([MOODLE, *table])
    book = tmp_path / "grades.csv"
    done = grade(thirty, tmp_path / "class", "--gradebook", str(book))
    assert done.code == 0
    filled = rows(done.out / "grades.csv")
    assert len(filled) == 60
    for row in filled:
        points = want.get(row["Group"])
        assert row["Grade"] == ("" if points is None else f"{points:g}"), row["Group"]
    assert {row["name"] for row in done.results.values()} == set(want)


def _works(rng: random.Random) -> Iterator[list[tuple[str, int | None, bytes]]]:
    """Give what teams handed in, each file with when it was saved and how many are right."""
    for at in range(17):
        own = work(rng)
        saved = LATE if at % 5 == 1 else IN_TIME
        files: list[tuple[str, int | None, bytes]] = []
        if at % 4 == 2:
            files.append((IN_TIME[:9] + "29T10:00:00.000Z", 0, answers(work(rng).responses)))
        if at % 7 == 3:
            files = [("", own.right, notebook(own.responses))]
        elif at % 7 == 5:
            files = [(IN_TIME, None, b"{")]
        else:
            files.append((saved, own.right, answers(own.responses, saved=saved)))
        yield files
