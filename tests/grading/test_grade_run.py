"""Whole runs: which attempt counts, what is late, what is copied, and what is written."""

from __future__ import annotations

import datetime
import io
import json
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import pytest
from classes import (
    DUE,
    ESSAY,
    GOOD,
    IDS,
    answers,
    handed_in,
    notebook,
    write_assignment,
    write_folder,
    write_zip,
)
from runs import Done, grade

from sourcework.grading.gradebooks import EnteredMark, Filled, StudentRow
from sourcework.grading.marking import gradebook_entry

HALF = {name: response for name, response in GOOD.items() if name.endswith(("-1", "-2"))}
OUTPUTS = [
    ".dossier-grade.json",
    "feedback-1.zip",
    "items.csv",
    "problems.csv",
    "results.csv",
    "statistics.html",
]


def folder(tmp_path: Path, files: dict[str, bytes]) -> Path:
    place = tmp_path / "class"
    for name, data in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(data)
    return place


def at(hours: float) -> str:
    """Return a moment so many hours after the due date, as JavaScript writes it."""
    moment = DUE + datetime.timedelta(hours=hours)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def page(done: Done, student: str) -> str:
    for path in done.out.glob("feedback-*.zip"):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if student in name:
                    return archive.read(name).decode()
    raise AssertionError(student)


@pytest.mark.parametrize("platform", ["canvas", "moodle", "blackboard", "brightspace", "plain"])
@pytest.mark.parametrize("form", ["folder", "zip"])
def test_every_good_file_is_graded_and_every_bad_one_listed(
    platform: str, form: str, thirty: Path, tmp_path: Path
) -> None:
    files = handed_in(150, platform, bad=0.1, seed=7)
    place = tmp_path / ("class" if form == "folder" else "class.zip")
    truth = write_folder(files, place) if form == "folder" else write_zip(files, place)
    done = grade(thirty, place)
    assert done.code == 0
    assert {each.student: each.right for each in truth} == {
        student: done.total(student) for student in done.results
    }
    assert {each.path for each in truth if each.bad} == {row["file"] for row in done.problems}
    assert sorted(path.name for path in done.out.iterdir()) == OUTPUTS


def test_the_later_attempt_counts_or_the_better(thirty: Path, tmp_path: Path) -> None:
    place = folder(
        tmp_path,
        {
            "ann_1_999_a.json": answers(GOOD, saved=at(-1)),
            "ann_1_1000_a-1.json": answers(HALF, saved=at(-2)),
            "ben_2_50_a.json": answers(HALF),
            "ben_2_51_a-1.ipynb": notebook(GOOD),
        },
    )
    last, best = grade(thirty, place), grade(thirty, place, "--attempt", "best")
    assert (last.total("1"), last.total("2")) == (12, 30)
    assert (best.total("1"), best.total("2")) == (30, 30)


def test_among_plain_files_the_later_saved_counts(thirty: Path, tmp_path: Path) -> None:
    files = {
        "ann.json": answers(GOOD, saved=at(-3)),
        "ann (1).json": answers(HALF, saved=at(-1)),
        unicodedata.normalize("NFC", "josé.json"): answers(GOOD, saved=at(-1)),
        unicodedata.normalize("NFD", "josé.ipynb"): notebook(HALF),
    }
    done = grade(thirty, folder(tmp_path, files))
    assert sorted(done.results) == ["ann", "josé"]
    assert (done.total("ann"), done.total("josé")) == (12, 30)


def test_one_student_on_two_days_is_one_and_who_gave_no_name_is_not_lost(
    thirty: Path, tmp_path: Path
) -> None:
    files = {
        "thirty-answers-anna-2026-11-27.json": answers(HALF, saved=at(-30)),
        "thirty-answers-anna-2026-11-28.json": answers(GOOD, saved=at(-6)),
        "thirty-answers-2026-11-28.json": answers(GOOD, attempt="a" * 32),
        "thirty-answers-2026-11-28 (1).json": answers(HALF, attempt="b" * 32),
    }
    done = grade(thirty, folder(tmp_path, files))
    nameless = ["thirty-answers-2026-11-28", "thirty-answers-2026-11-28 (1)"]
    assert sorted(done.results) == ["anna", *nameless]
    assert [done.total(each) for each in sorted(done.results)] == [30, 30, 12]
    assert done.told("thirty-answers-anna-2026-11-28.json") == [
        "by the name in it, it is taken for the same student's as "
        "thirty-answers-anna-2026-11-27.json [yes]"
    ]
    assert len(done.problems) == 1


def test_two_names_that_differ_in_capitals_are_two_and_told(thirty: Path, tmp_path: Path) -> None:
    files = {"Kim.json": answers(GOOD, attempt="a" * 32), "kim.json": answers(HALF)}
    done = grade(thirty, folder(tmp_path, files))
    assert (done.total("Kim"), done.total("kim")) == (30, 12)
    assert [row["problem"] for row in done.problems] == [
        "but for capitals it is called as kim, and taken for another student",
        "but for capitals it is called as Kim, and taken for another student",
    ]


def test_an_earlier_file_counts_if_the_later_cannot_be_read(thirty: Path, tmp_path: Path) -> None:
    files = {"ann_1_5_a.json": answers(GOOD), "ann_1_6_a.json": b"{"}
    done = grade(thirty, folder(tmp_path, files))
    assert done.total("1") == 30
    assert done.told("ann_1_6_a.json") == ["it is cut off, or no answers file [yes]"]
    assert "ann_1_6_a.json" in page(done, "ann_1")


LATE = {
    # name: (file, saved in hours after the due date, share lost)
    "on time": ("x.json", -1, 0),
    "within the grace": ("x.json", 0.2, 0),
    "an hour": ("x.json", 1, 0.1),
    "two days": ("x.json", 47, 0.2),
    "a month": ("x.json", 700, 0.5),
    "Canvas says nothing": ("x_1_2_a.json", 47, 0),
    "Canvas says nothing, and the clock is five years fast": ("x_1_2_a.json", 43800, 0),
    "Canvas says so": ("x_LATE_1_2_a.json", -1, 0.1),
    "Canvas says so, and the file is within the grace": ("x_LATE_1_2_a.json", 0.2, 0.1),
    "Canvas says so, and the file an hour": ("x_LATE_1_2_a.json", 1, 0.1),
    "Canvas says so, and the file how much": ("x_LATE_1_2_a.json", 47, 0.2),
    "Blackboard's clock": ("E_x_attempt_2026-12-03-10-00-00_a.json", -1, 0.2),
    "Blackboard's clock, on time": ("E_x_attempt_2026-12-01-22-59-00_a.json", 9, 0),
    "Brightspace's clock": ("1-2 - X - Dec 2, 2026 1000 AM/a.json", -1, 0.1),
}


@pytest.mark.parametrize("case", LATE)
def test_lateness(case: str, thirty: Path, tmp_path: Path) -> None:
    path, hours, share = LATE[case]
    done = grade(thirty, folder(tmp_path, {path: answers(GOOD, saved=at(hours))}))
    (student,) = done.results
    assert done.total(student) == pytest.approx(30 * (1 - share))
    assert done.results[student]["lost to lateness, %"] == f"{share * 100:.0f}"
    handle = path.split("/")[0].removesuffix("_a.json").removesuffix(".json")
    assert ("after the due date" in page(done, handle)) == bool(share)


# due, when Brightspace says it came, with and without the zone: points of 30; whether it is told
CLOCKS = {
    "forward, and an hour decides": ("2027-03-27T23:00+01:00", "Mar 28, 2027 1130 PM", 27, 24),
    "forward, and it does not": ("2027-03-27T23:00+01:00", "Mar 28, 2027 0900 PM", 27, 27),
    "forward, an hour that is none": ("2027-03-28T01:30+01:00", "Mar 28, 2027 0235 AM", 30, 27),
    "back, an hour that is there twice": ("2026-10-25T02:30+02:00", "Oct 25, 2026 0240 AM", 30, 30),
    "back, and a day more": ("2026-10-24T23:00+02:00", "Oct 25, 2026 1040 PM", 24, 27),
    "on the same evening": ("2026-12-01T22:00+01:00", "Dec 1, 2026 1040 PM", 27, 27),
}


@pytest.mark.parametrize("case", CLOCKS)
def test_a_change_of_clocks_costs_nobody_a_day(case: str, tmp_path: Path) -> None:
    due, came, zoned, plain = CLOCKS[case]
    path = f"1-2 - Ann Lee - {came}/a.json"
    for name, points in (("zone", zoned), ("none", plain)):
        own = write_assignment(tmp_path / name, essay=False)
        definition = json.loads((own / "assignment.yml").read_text(encoding="utf-8"))
        definition |= {"due": due} | ({"zone": "Europe/Berlin"} if name == "zone" else {})
        (own / "assignment.yml").write_text(json.dumps(definition), encoding="utf-8")
        done = grade(own, folder(tmp_path / name, {path: answers(GOOD)}))
        assert done.total("1") == points
        asked = [row for row in done.problems if "look at the clock" in row["what to do"]]
        assert bool(asked) == (name == "none" and plain < zoned)


def test_who_has_an_extension_in_canvas_is_not_late(thirty: Path, tmp_path: Path) -> None:
    files = {
        "ann_1_2_a.json": answers(GOOD, saved=at(30)),
        "ben_LATE_3_4_a.json": answers(HALF, saved=at(30)),
    }
    done = grade(thirty, folder(tmp_path, files))
    assert (done.total("1"), done.total("3")) == (30, 9.6)


def test_where_canvas_calls_nobody_late_a_late_file_is_told(thirty: Path, tmp_path: Path) -> None:
    files = {
        "ann_1_2_a.json": answers(GOOD, saved=at(30)),
        "ben_3_4_a.json": answers(HALF, saved=at(-1)),
    }
    done = grade(thirty, folder(tmp_path, files))
    assert (done.total("1"), done.total("3")) == (30, 12)
    (told,) = done.told("ann_1_2_a.json")
    assert "the platform calls nobody late: nothing is lost [yes]" in told
    assert done.told("ben_3_4_a.json") == []


def test_a_date_of_brightspace_in_another_language_is_told(thirty: Path, tmp_path: Path) -> None:
    files = {
        "1-2 - Ann Lee - 10 nov. 2026 11 22/a.json": answers(GOOD),
        "3-2 - Bo Li - 9 nov. 2026 11 22/a.json": answers(HALF),
    }
    done = grade(thirty, folder(tmp_path, files))
    assert (done.total("1"), done.total("3")) == (30, 12)
    for path in files:
        (told,) = done.told(path)
        assert 'nov. 2026 11 22" is in no language that is known here [yes]' in told


def test_without_a_due_date_nothing_is_lost(tmp_path: Path) -> None:
    assignment = write_assignment(tmp_path, due=False, essay=False)
    done = grade(assignment, folder(tmp_path, {"x_LATE_1_2_a.json": answers(GOOD, saved=at(99))}))
    assert done.total("1") == 30


def test_copies_of_one_attempt_are_named_with_each_other(thirty: Path, tmp_path: Path) -> None:
    files = {f"s{n}_{n}_1{n}_a.json": answers(GOOD, attempt="c" * 32) for n in range(3)}
    files["s8_8_18_a.json"] = answers(GOOD, attempt="d" * 32)
    done = grade(thirty, folder(tmp_path, files))
    assert done.told("s0_0_10_a.json") == ["it has the same attempt as that of s1; s2 [yes]"]
    assert len(done.problems) == 3
    assert done.total("2") == 30


def test_a_student_who_hands_in_one_file_twice_is_no_copy(thirty: Path, tmp_path: Path) -> None:
    files = {"a_1_5_a.json": answers(GOOD), "a_1_6_a.json": answers(GOOD)}
    assert grade(thirty, folder(tmp_path, files)).problems == []


def test_the_same_many_mistakes_are_told_and_the_same_right_answers_are_not(
    thirty: Path, tmp_path: Path
) -> None:
    few: dict[str, Any] = GOOD | {f"thirty/number-{n}": 70 + n for n in range(1, 5)}
    many = few | {f"thirty/choice-{n}": "b" for n in range(1, 5)}
    files = {
        "a_1_5_a.ipynb": notebook(GOOD),
        "b_2_6_a.ipynb": notebook(GOOD),
        "c_3_7_a.ipynb": notebook(many),
        "d_4_8_a.json": answers(many),
        "e_5_9_a.ipynb": notebook(few),
        "f_6_10_a.ipynb": notebook(few),
    }
    done = grade(thirty, folder(tmp_path, files))
    assert {row["file"] for row in done.problems} == {"c_3_7_a.ipynb", "d_4_8_a.json"}


def test_the_same_essay_is_told(with_essay: Path, tmp_path: Path) -> None:
    text = "The verb decides, and it has an office for its object."
    own = {"1": GOOD | {ESSAY: text}, "2": HALF | {ESSAY: f" {text.upper()}\n"}, "3": GOOD}
    files = {
        f"s{n}_{n}_1{n}_a.json": answers(responses, attempt=n * 32) for n, responses in own.items()
    }
    done = grade(with_essay, folder(tmp_path, files))
    assert {row["student"] for row in done.problems} == {"s1", "s2"}
    assert "the same text for thirty/short-1 as that of s2" in done.problems[0]["problem"]


def test_a_reader_s_whole_record_is_taken_for_its_answers_to_this(
    thirty: Path, tmp_path: Path
) -> None:
    record = answers(HALF | {"poison/choice-1": "interest"}, assignment="")
    done = grade(thirty, folder(tmp_path, {"x_1_2_a.json": record}))
    assert done.total("1") == 12
    assert done.problems == []
    assert "your whole record" in page(done, "x_1_2")


def test_what_is_not_answered_is_empty_and_counts_nothing(thirty: Path, tmp_path: Path) -> None:
    done = grade(thirty, folder(tmp_path, {"x_1_2_a.json": answers(HALF)}))
    cells = [done.results["1"][name] for name in IDS]
    assert sorted(cells) == [""] * 18 + ["1"] * 12


def test_a_second_run_says_the_same_byte_for_byte(with_essay: Path, tmp_path: Path) -> None:
    files = handed_in(40, "moodle", bad=0.2, essays=True)
    write_folder(files, tmp_path / "class")
    first = grade(with_essay, tmp_path / "class")
    before = {path.name: path.read_bytes() for path in first.out.iterdir()}
    second = grade(with_essay, tmp_path / "class")
    assert {path.name: path.read_bytes() for path in second.out.iterdir()} == before


def test_folder_and_zip_of_a_class_say_the_same(thirty: Path, tmp_path: Path) -> None:
    write_folder(handed_in(40, bad=0.2), tmp_path / "one")
    write_zip(handed_in(40, bad=0.2), tmp_path / "two.zip")
    one, two = (grade(thirty, tmp_path / name) for name in ("one", "two.zip"))
    assert one.results == two.results


def test_a_dry_run_says_what_would_be_and_writes_nothing(
    thirty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = folder(tmp_path, {"x_1_2_a.json": answers(GOOD), "y_3_4_a.json": b""})
    before = sorted(tmp_path.rglob("*"))
    done = grade(thirty, place, "--dry-run")
    assert done.code == 0
    assert sorted(tmp_path.rglob("*")) == before
    said = capsys.readouterr().out
    assert "2 students: 1 graded, 1 left blank" in said
    assert "blank: y" in said
    assert "nothing is written" in said


def test_feedback_goes_back_under_the_names_that_platforms_gave(
    thirty: Path, tmp_path: Path
) -> None:
    names = {
        "canvas": ("ann_LATE_1_2_a.json", "ann_LATE_1_2_feedback.html"),
        "moodle": (
            "A B_1_assignsubmission_file_/a.json",
            "A B_1_assignsubmission_file_/feedback.html",
        ),
        "brightspace": (
            "1-2 - A - Nov 2, 2026 1000 AM/a.json",
            "1-2 - A - Nov 2, 2026 1000 AM/feedback.html",
        ),
    }
    for platform, (name, expected) in names.items():
        done = grade(thirty, folder(tmp_path / platform, {name: answers(GOOD)}))
        with zipfile.ZipFile(done.out / "feedback-1.zip") as archive:
            assert archive.namelist() == [expected]


def test_no_page_of_feedback_leads_out_of_its_folder_or_takes_another_s_place(
    thirty: Path, tmp_path: Path
) -> None:
    names = ["..\\..\\x.json", "C:\\y.json", "C:z.json", "Kim.json", "kim.json"]
    data = [answers(GOOD, attempt=str(number) * 32) for number in range(len(names))]
    done = grade(thirty, folder(tmp_path, dict(zip(names, data, strict=True))))
    with zipfile.ZipFile(done.out / "feedback-1.zip") as archive:
        pages = sorted(archive.namelist())
    assert [page.removesuffix("_feedback.html") for page in pages] == [
        ".._.._x",
        "C__y",
        "C_z",
        "Kim",
        "kim_2",
    ]


def test_nothing_readable_fails_and_leaves_former_results(
    thirty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = folder(tmp_path, {"x_1_2_a.json": answers(GOOD)})
    out = grade(thirty, place).out
    renewed = ("problems.csv", ".dossier-grade.json")
    before = {name: (out / name).read_bytes() for name in OUTPUTS if name not in renewed}
    (place / "x_1_2_a.json").write_bytes(b"{")
    done = grade(thirty, place)
    assert done.code == 1
    assert "1 student: 0 graded, 1 left blank" in capsys.readouterr().out
    assert {name: (out / name).read_bytes() for name in before} == before
    assert done.told("x_1_2_a.json")


def test_an_empty_folder_fails(thirty: Path, tmp_path: Path) -> None:
    (tmp_path / "class").mkdir()
    assert grade(thirty, tmp_path / "class").code == 1


def refused(assignment: str, submissions: Path, *options: str) -> int | str | None:
    with pytest.raises(SystemExit) as stopped:
        grade(Path(assignment), submissions, *options)
    return stopped.value.code


def test_a_command_without_sense_ends_with_two(thirty: Path, tmp_path: Path) -> None:
    place = folder(tmp_path, {"x_1_2_a.json": answers(GOOD)})
    assert refused(str(thirty), tmp_path / "missing") == 2
    assert refused(str(thirty), place, "--gradebook", "missing.csv") == 2
    assert refused(str(thirty), place, "--marking", "missing.csv") == 2
    assert refused(str(thirty), place, "--out", str(place)) == 2
    assert refused(str(thirty), place, "--out", str(place / "deeper")) == 2
    assert refused(str(thirty), place, "--attempt", "first") == 2


def test_an_unknown_assignment_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = folder(tmp_path, {"x_1_2_a.json": answers(GOOD)})
    assert grade(Path("no-such-thing"), place).code == 1
    assert "there is no such assignment" in capsys.readouterr().err


def pretend_to_fill(rows: dict[int, tuple[str, ...]], marks: dict[int, EnteredMark | None]) -> Any:
    """Return what fills a gradebook of these rows, and keeps what it was given."""

    def fill(path: Path, out: Path, find: Any, **options: Any) -> Filled:
        marks.update({n: find(StudentRow(n, ids, f"Name {n}")) for n, ids in rows.items()})
        out.write_bytes(path.read_bytes())
        entered = sum(mark is not None for mark in marks.values())
        return Filled("canvas", options["title"], len(rows), entered, 0, len(rows) - entered, ())

    return fill


def test_the_gradebook_is_joined_by_id_alone(
    thirty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks: dict[int, EnteredMark | None] = {}
    rows = {2: ("1", "7"), 3: ("2",), 4: ("77", "9"), 5: ("7", "1")}
    monkeypatch.setattr(gradebook_entry, "fill", pretend_to_fill(rows, marks))
    book = tmp_path / "grades.csv"
    book.write_text("Student,ID\n", encoding="utf-8")
    files = {
        "a_LATE_1_5_a.json": answers(GOOD, saved=at(30)),
        "b_2_6_a.json": b"{",
        "c_7_7_a.json": answers(HALF),
        "name4_9_8_a.json": answers(HALF, attempt="9" * 32),
    }
    done = grade(thirty, folder(tmp_path, files), "--gradebook", str(book))
    assert done.code == 0
    assert {n: mark and mark.points for n, mark in marks.items()} == {
        2: 24,
        3: None,
        4: None,
        5: 12,
    }
    assert (done.out / "grades.csv").exists()
    assert done.told("name4_9_8_a.json") == ["nobody in grades.csv has the id 9 [yes]"]


def test_plain_files_are_joined_by_any_id(
    thirty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks: dict[int, EnteredMark | None] = {}
    rows = {2: ("1", "AWeber"), 3: ("2", "ben"), 4: ("3", "zoe")}
    monkeypatch.setattr(gradebook_entry, "fill", pretend_to_fill(rows, marks))
    book = tmp_path / "grades.csv"
    book.write_text("Student,ID\n", encoding="utf-8")
    files = {"aweber.json": answers(GOOD), "2.json": answers(HALF)}
    grade(thirty, folder(tmp_path, files), "--gradebook", str(book))
    assert {n: mark and mark.points for n, mark in marks.items()} == {2: 30, 3: 12, 4: None}


def test_a_gradebook_of_another_class_fails_and_the_rest_is_written(
    thirty: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(gradebook_entry, "fill", pretend_to_fill({2: ("5",)}, {}))
    book = tmp_path / "grades.csv"
    book.write_text("Student,ID\n", encoding="utf-8")
    place = folder(tmp_path, {"a_1_5_a.json": answers(GOOD)})
    done = grade(thirty, place, "--gradebook", str(book))
    assert done.code == 1
    assert "grades.csv: no student of the download is in it" in capsys.readouterr().err
    assert done.total("1") == 30
    assert (done.out / "feedback-1.zip").exists()


def test_two_students_whom_one_row_names_are_told(
    thirty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks: dict[int, EnteredMark | None] = {}
    rows = {2: ("s1", "s2"), 3: ("s3",)}
    monkeypatch.setattr(gradebook_entry, "fill", pretend_to_fill(rows, marks))
    book = tmp_path / "grades.csv"
    book.write_text("Student,ID\n", encoding="utf-8")
    files = {f"s{n}.json": answers(GOOD, attempt=str(n) * 32) for n in (1, 2, 3)}
    done = grade(thirty, folder(tmp_path, files), "--gradebook", str(book))
    assert {n: mark and mark.points for n, mark in marks.items()} == {2: None, 3: 30}
    assert done.told("grades.csv, line 2") == [
        "its ids name more than one student of the download [no]"
    ]


def test_one_student_s_points_are_entered_once(
    thirty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks: dict[int, EnteredMark | None] = {}
    monkeypatch.setattr(gradebook_entry, "fill", pretend_to_fill({2: ("s1",), 3: ("S1",)}, marks))
    book = tmp_path / "grades.csv"
    book.write_text("Student,ID\n", encoding="utf-8")
    done = grade(thirty, folder(tmp_path, {"s1.json": answers(GOOD)}), "--gradebook", str(book))
    assert {n: mark and mark.points for n, mark in marks.items()} == {2: 30, 3: None}
    assert done.told("grades.csv, line 3") == [
        "an earlier row has the points of the same student: nothing is entered for it [no]"
    ]


def test_a_gradebook_among_the_outputs_is_not_replaced(thirty: Path, tmp_path: Path) -> None:
    place = folder(tmp_path, {"a_1_5_a.json": answers(GOOD)})
    out = tmp_path / "class-out"
    out.mkdir()
    for book in (out / "grades.csv", tmp_path / "results.csv"):
        book.write_text("Student,ID\n", encoding="utf-8")
        assert refused(str(thirty), place, "--gradebook", str(book)) == 2


def test_progress_is_for_terminals_and_the_summary_for_all(
    thirty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = folder(tmp_path, {"a_LATE_1_5_a.json": answers(GOOD)})
    grade(thirty, place)
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.splitlines()[:3] == [
        "Thirty questions: 1 file, named as by canvas",
        "1 student: 1 graded, 0 left blank",
        "1 came late",
    ]


def test_an_archive_made_on_windows_has_its_folders(thirty: Path, tmp_path: Path) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("A B_1_assignsubmission_file\\a.json", answers(GOOD))
    (tmp_path / "class.zip").write_bytes(whole.getvalue())
    done = grade(thirty, tmp_path / "class.zip")
    assert done.total("1") == 30
    assert json.dumps(done.problems) == "[]"
