"""Gradebooks in any language, of platforms without an import, and lists of the teacher's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from classes import GOOD, answers
from gradebook_files import Finder, filled, written
from runs import Done, grade, rows

from sourcework.errors import DataError
from sourcework.grading.gradebooks import EnteredMark, detect

FRENCH = (
    "OrgDefinedId,Nom d'utilisateur,Nom,Prénom,"
    "Essai Note en points <Numérique MaxPoints:20 Pondération:10>,"
    "Thirty questions Note en points <Numérique MaxPoints:30 Pondération:20>,"
    "Indicateur de fin de ligne\n"
    "#00217,#zohara,O'Hara,Zoë,12,,#\n"
    '#00218,#mcruz,"de la Cruz",María,"9,5",,#\n'
)
DUTCH = (
    "Achternaam\tVoornaam\tGebruikersnaam\tStudent-id\tLaatste toegang\tBeschikbaarheid\t"
    "Totaal [Totaal aantal punten: tot 50 Score] |11\t"
    "Thirty questions [Totaal aantal punten: 30 Score] |12\n"
    "O'Hara\tZoë\tzohara\t218\t\tJa\t\t\n"
    "de la Cruz\tMaría\tmcruz\t217\t\tJa\t\t\n"
)
LANGUAGES = {
    "brightspace-fr": (FRENCH, "brightspace", "00217"),
    "brightspace-fr-semicolon": (FRENCH.replace(",", ";").replace("9;5", "9,5"), "brightspace", ""),
    "brightspace-de, by the place of the columns alone": (
        "Benutzername,Nachname,Vorname,E-Mail,Thirty questions Punktebewertung,Zeilenende\n"
        "#zohara,O'Hara,Zoë,z@example.org,,#\n#mcruz,de la Cruz,María,m@example.org,,#\n",
        "brightspace",
        "zohara",
    ),
    "blackboard-nl": (DUTCH, "blackboard", "zohara"),
    "blackboard-de": (
        '"Nachname","Vorname","Benutzername","Thirty questions [Gesamtpunkte: 30 Punktzahl] |7"\n'
        '"O\'Hara","Zoë","zohara",""\n"de la Cruz","María","mcruz",""\n',
        "blackboard",
        "zohara",
    ),
}


@pytest.mark.parametrize("case", LANGUAGES)
def test_headings_may_be_in_any_language(case: str, tmp_path: Path) -> None:
    text, platform, first = LANGUAGES[case]
    path = written(tmp_path, text)
    assert detect(path) == platform
    finder = Finder({})
    filled(path, finder, title="Thirty questions")
    assert [row.name for row in finder.rows] == ["O'Hara, Zoë", "de la Cruz, María"]
    ids = [row.ids[0] for row in finder.rows]
    assert not first or ids[0] == first
    marks = {name: EnteredMark(points) for name, points in zip(ids, (24.5, 7), strict=True)}
    result, out = filled(path, Finder(marks), title="Thirty questions")
    assert (result.entered, result.column[:16]) == (2, "Thirty questions")
    before, after = path.read_text().splitlines(), out.read_text().splitlines()
    assert len([1 for old, new in zip(before, after, strict=True) if old != new]) == 2
    assert before[0] == after[0]


def test_a_maximum_is_known_in_any_language(tmp_path: Path) -> None:
    for text in (FRENCH, DUTCH):
        with pytest.raises(DataError, match="gives 30 points for it, and the assignment has 12"):
            filled(written(tmp_path, text), Finder({}), title="Thirty questions", points=12)


def test_what_blackboard_computes_is_not_filled_in_any_language(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="Blackboard computes it"):
        filled(written(tmp_path, DUTCH), Finder({}), column="Totaal")


COURSE = (
    "First name,Last name,ID number,Email address,Assignment: Thirty questions (Real),"
    "Course total (Real),Last downloaded from this course\n"
    "Zoë,Sample,1,zoe@example.org,-,-,1796083200\nBen,Example,2,ben@example.org,3.00,3.00,1796083200\n"
    "Anna,Weber,3,anna@example.org,-,-,1796083200\nAnna,Weber,4,a.weber@example.org,-,-,1796083200\n"
)
CLASSROOM = (
    "Last Name,First Name,Email Address,Thirty questions,Other\n,,Date,2026-11-30,\n"
    ",,Points,30,10\n,,Class Average,,\n"
    "Sample,Zoë,zoe@example.org,,\nExample,Ben,ben@example.org,,\n"
    "Weber,Anna,anna@example.org,,\nWeber,Anna,a.weber@example.org,,\n"
)
TEAMS = (
    "First Name,Last Name,Email Address,Thirty questions,Points,Feedback\n"
    "Zoë,Sample,zoe@example.org,,30,\nBen,Example,ben@example.org,,30,Good\n"
    "Anna,Weber,anna@example.org,,30,\nAnna,Weber,a.weber@example.org,,30,\n"
)
LIST = (
    "No;Pupil;Form;Points\n1;Zoë Sample;10b;\n2;Example, Ben;10b;\n"
    "3;Anna Weber;10b;\n4;Anna Weber;10a;\n"
)
MOODLE = [f"{each}_assignsubmission_file/a.json" for each in ("Zoë Sample_1", "Ben Example_3")]
VERSIONS = [
    "Submitted files/Zoë Sample/Essay/Version 1/a.json",
    "Submitted files/Zoë Sample/Essay/Version 2/a.json",
    "Submitted files/Ben Example/Essay/Version 1/a.json",
]
DRIVE = [f"Essay/thirty-answers-{name}-2026-11-30.json" for name in ("Zoë-Sample", "Ben-Example")]
POINTS = ["--column", "Points"]
# a sheet, works, options, the column that is filled, and what it has then
SHEETS: dict[str, tuple[str, list[str], list[str], str, list[str]]] = {
    "moodle's course gradebook": (
        COURSE,
        [*MOODLE, "Anna Weber_9_assignsubmission_file/a.json"],
        [],
        "Assignment: Thirty questions (Real)",
        ["1", "3.00", "-", "-"],
    ),
    "classroom": (
        CLASSROOM,
        DRIVE,
        [],
        "Thirty questions",
        ["2026-11-30", "30", "", "1", "2", "", ""],
    ),
    "teams": (TEAMS, VERSIONS, [], "Thirty questions", ["2", "3", "", ""]),
    "a list, and a download of Moodle": (
        LIST,
        [*MOODLE, "Anna Weber_2_assignsubmission_file/a.json"],
        ["--join", "Pupil", *POINTS],
        "Points",
        ["1", "2", "", ""],
    ),
    "a list whose numbers are those of Moodle's participants": (
        LIST,
        MOODLE,
        ["--join", "No", *POINTS],
        "",
        [],
    ),
    "a list of addresses, and files called by users": (
        "Email,Points\nzsample@example.org,\nben@example.org,\nben@elsewhere.org,\n",
        ["zsample.json", "ben.json"],
        ["--join", "email", "--column", "points"],
        "Points",
        ["1", "", ""],
    ),
    "a list with last and first names": (
        "Points,Surname,Given\n,Sample,Zoë\n,Example,Ben\n",
        ["samplezoe_11_5_a.json", "exampleben_12_6_a.json"],
        ["--join", "Surname", "--join", "Given", *POINTS],
        "Points",
        ["1", "2"],
    ),
}


def handed_in(place: Path, works: Sequence[str]) -> Path:
    """Write works, in which as many answers are right as is their place, from 1."""
    for number, name in enumerate(works, start=1):
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(answers(dict([*GOOD.items()][:number]), attempt=f"{number:032x}"))
    return place


def run(assignment: Path, folder: Path, works: Sequence[str], text: str, *options: str) -> Done:
    book = written(folder, text, "grades.csv", "utf-8-sig")
    download = handed_in(folder / "class", works)
    return grade(assignment, download, "--gradebook", str(book), *options)


def table(done: Done) -> list[dict[str, str]]:
    path = done.out / "grades.csv"
    return rows(path) if path.exists() else []


@pytest.mark.parametrize("case", SHEETS)
def test_people_are_joined_by_names_that_one_alone_has(
    case: str, thirty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, works, options, column, want = SHEETS[case]
    done = run(thirty, tmp_path, works, text, *options)
    if want:
        assert [row[column] for row in table(done)] == want
        return
    assert "no student of the download is in it" in capsys.readouterr().err
    assert "is called Zoë Sample" in " ".join(row["problem"] for row in done.problems)


def test_columns_that_are_not_there_are_told_with_those_that_are(
    thirty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for options, said in (
        (["--join", "Mail"], 'no column is called "Mail"; there are: "No", "Pupil"'),
        (["--join", "Pupil"], 'no column is called "Thirty questions"'),
        (["--join", "Pupil", "--column", "Form"], "it has words, not points"),
        (["--join", "Pupil", "--column", "Points", "--team", "Team"], 'is called "Team"'),
    ):
        assert run(thirty, tmp_path, ["zoe.json"], LIST, *options).code == 1
        assert said in capsys.readouterr().err


def test_a_column_of_teams_gives_all_of_them_what_one_handed_in(
    thirty: Path, tmp_path: Path
) -> None:
    text = (
        "Name,Group,Points\nZoë Sample,A,\nBen Example,A,\nEva Muster,B,\nTom Abel,B,\n"
        "Ina Ohm,B,\nJo Doe,,\nMax Roe,Red,\n"
    )
    works = ["Zoë Sample.json", "Eva Muster.json", "Tom Abel.json", "Jo Doe.json", "Red.json"]
    named = ("--join", "Name", "--column", "Points", "--team", "Group")
    done = run(thirty, tmp_path, works, text, *named)
    assert done.code == 0
    points = {row["Name"]: row["Points"] for row in table(done)}
    assert points == {
        "Zoë Sample": "1",
        "Ben Example": "1",
        "Eva Muster": "2",
        "Tom Abel": "3",
        "Ina Ohm": "",
        "Jo Doe": "4",
        "Max Roe": "5",
    }
    names = {row["name"]: row["members"] for row in done.results.values()}
    assert names["A"] == "Zoë Sample; Ben Example"
    assert names["Red"] == "Max Roe"
    assert names["Eva Muster"] == ""
    said = [row["problem"] for row in done.problems if row["file"] == "grades.csv, line 6"]
    assert len(said) == 2
    assert all("is its team's is not certain" in each for each in said)


def test_the_same_file_of_two_members_is_no_copy(thirty: Path, tmp_path: Path) -> None:
    same = answers(GOOD, attempt="a" * 32)
    for group, told in (("A", 0), ("B", 2)):
        folder = tmp_path / group
        (folder / "class").mkdir(parents=True)
        for name in ("Zoë.json", "Ben.json"):
            (folder / "class" / name).write_bytes(same)
        book = written(folder, f"Name,Group,Points\nZoë,A,\nBen,{group},\n", "grades.csv")
        options = ["--join", "Name", "--column", "Points", "--team", "Group"]
        done = grade(thirty, folder / "class", "--gradebook", str(book), *options)
        copies = [row for row in done.problems if "same attempt" in row["problem"]]
        assert len(copies) == told
        assert [row["Points"] for row in rows(done.out / "grades.csv")] == ["30", "30"]


def test_versions_in_the_folders_of_teams_are_attempts(thirty: Path, tmp_path: Path) -> None:
    works = ["Zoë/Essay/Version 10/a.json", "Zoë/Essay/Version 9/a.json", "Ben/Essay/Version 1/a"]
    done = grade(thirty, handed_in(tmp_path / "class", works))
    assert {row["student"]: row["total"] for row in done.results.values()}["Zoë"] == "1"
    assert done.results["Zoë"]["file"] == works[0]


def test_join_needs_a_gradebook(
    thirty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        grade(thirty, handed_in(tmp_path / "class", ["a.json"]), "--join", "Email")
    assert "--gradebook" in capsys.readouterr().err
