"""Who handed in what, under names that browsers and platforms make of a notebook's."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from counted import RIGHT, answered, as_file, load, write_assignment

from sourcework.__main__ import main
from sourcework.assignments.definition import Assignment
from sourcework.grading.store.spreadsheets import read_cells
from sourcework.nbgrading.collection import CollectedFile, collect


@pytest.fixture(scope="module")
def assignment(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return load(write_assignment(tmp_path_factory.mktemp("assignments")))


@pytest.fixture(scope="module")
def good(assignment: Assignment) -> bytes:
    return as_file(answered(assignment, RIGHT))


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / "class" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder / "class"


def zip_of(path: Path, files: dict[str, bytes]) -> Path:
    """Pack a zip under names that `zipfile` itself would cut short."""
    with zipfile.ZipFile(path, "w") as file:
        for name, data in files.items():
            about = zipfile.ZipInfo("name")
            about.filename = name
            file.writestr(about, data)
    return path


def by_file(lines: list[CollectedFile]) -> dict[str, CollectedFile]:
    return {line.file: line for line in lines}


def test_names_that_a_browser_makes_are_put_right(
    assignment: Assignment, good: bytes, tmp_path: Path
) -> None:
    files = {
        "weber/counted.ipynb": good,
        "diaz/counted (1).ipynb": good,
        "ivanova/counted/counted.ipynb": good,
    }
    folder = write(tmp_path, files)
    collected, without, lines = collect(assignment, folder, tmp_path / "quarantine")
    assert [each.student.id for each in collected] == ["diaz", "ivanova", "weber"]
    assert without == []
    told = by_file(lines)
    assert told["diaz/counted (1).ipynb"].status == "repaired"
    assert "counted (1).ipynb" in told["diaz/counted (1).ipynb"].what
    assert told["weber/counted.ipynb"].status == "ok"


def test_of_several_the_last_counts_where_the_platform_says_which_it_is(
    assignment: Assignment, good: bytes, tmp_path: Path
) -> None:
    files = {
        "weberanna_1001_50_counted.ipynb": b"cut off",
        "weberanna_1001_60_counted-1.ipynb": good,
        "diazjose_1002_51_counted.ipynb": good,
        "diazjose_1002_61_counted-1.ipynb": b"cut off",
    }
    folder = write(tmp_path, files)
    collected, without, lines = collect(assignment, folder, tmp_path / "quarantine")
    assert [each.student.id for each in collected] == ["1001"]
    assert [each.id for each in without] == ["1002"]
    assert by_file(lines)["weberanna_1001_50_counted.ipynb"].status == "left out"
    assert by_file(lines)["diazjose_1002_61_counted-1.ipynb"].status == "quarantined"


NOBODY_S = {
    "syllabus.ipynb": (b"{}", "and nothing in it can be graded: it is no notebook", "leave it"),
    "counted.ipynb": (None, "its name does not say whose it is", "give it the name"),
    "index.html": (b"<html>", "it is Brightspace's own list", ""),
}


@pytest.mark.parametrize("name", NOBODY_S)
def test_of_a_file_that_is_nobody_s_it_is_told_what_can_be_done(
    assignment: Assignment, good: bytes, tmp_path: Path, name: str
) -> None:
    data, what, cure = NOBODY_S[name]
    students = [f"{n}-77 - S{n} - Nov 30, 2026 1000 AM/counted.ipynb" for n in (1, 2)]
    files = {name: good if data is None else data, **dict.fromkeys(students, good)}
    collected, _, lines = collect(assignment, write(tmp_path, files), tmp_path / "quarantine")
    assert len(collected) == 2
    told = by_file(lines)[name]
    assert what in told.what
    assert told.cure.startswith(cure)
    assert (told.status == "left out") == (name == "index.html")


def test_a_student_is_one_whatever_the_capitals_of_a_platform_s_name(
    assignment: Assignment, good: bytes, tmp_path: Path
) -> None:
    files = {
        f"E_{user}_attempt_2026-11-30-1{n}-00-00_counted.ipynb": good
        for n, user in enumerate(["aweber", "AWeber", "ben"])
    }
    collected, without, lines = collect(assignment, write(tmp_path, files), tmp_path / "quarantine")
    assert sorted(each.student.id for each in collected) == ["AWeber", "ben"]
    assert without == []
    assert [line.status for line in lines].count("left out") == 1


def test_of_two_that_could_both_count_none_is_chosen(
    assignment: Assignment, good: bytes, tmp_path: Path
) -> None:
    folder = write(tmp_path, {"weber/a.ipynb": good, "weber/b.ipynb": good, "diaz/c.ipynb": good})
    collected, without, lines = collect(assignment, folder, tmp_path / "quarantine")
    assert [each.id for each in without] == ["weber"]
    assert [each.student.id for each in collected] == ["diaz"]
    assert by_file(lines)["weber/a.ipynb"].status == "quarantined"
    assert by_file(lines)["weber/b.ipynb"].status == "quarantined"


def test_the_right_name_counts_before_a_copy(
    assignment: Assignment, good: bytes, tmp_path: Path
) -> None:
    folder = write(tmp_path, {"weber/counted.ipynb": good, "weber/counted-Copy1.ipynb": b"other"})
    collected, _, _ = collect(assignment, folder, tmp_path / "quarantine")
    assert [each.path for each in collected] == ["weber/counted.ipynb"]


def test_what_is_put_aside_is_kept_and_the_download_stays_as_it_is(
    assignment: Assignment, good: bytes, tmp_path: Path
) -> None:
    files = {"weber/counted.ipynb": b"cut off {", "diaz/counted.ipynb": good}
    folder = write(tmp_path, files)
    collect(assignment, folder, tmp_path / "quarantine")
    (kept,) = (tmp_path / "quarantine").glob("weber__counted_*.ipynb")
    assert kept.read_bytes() == b"cut off {"
    for name, data in files.items():
        assert (folder / name).read_bytes() == data


@pytest.mark.parametrize(
    "names",
    [
        ["Ж" * 122 + ".ipynb"],
        ["学" * 84 + ".ipynb"],
        ["we\0ber.ipynb", "we\x1bber.ipynb"],
        ["../../weber.ipynb", "...ipynb"],
        ["weber/" * 30 + "long" * 50 + ".ipynb", "Weber." + "long" * 60 + ".ipynb"],
        ["Ann Lee.ipynb", "Ann_Lee.ipynb", "Ann-Lee.ipynb", "Ann:Lee.ipynb", "Ann?Lee.ipynb"],
        ["a/b__c.ipynb", "a__b/c.ipynb"],
    ],
    ids=lambda names: ascii(names[0][:8]),
)
def test_whatever_a_file_is_called_it_is_put_aside_beside_all_others(
    assignment: Assignment, good: bytes, tmp_path: Path, names: list[str]
) -> None:
    files = {name: name.encode() for name in names} | {"diaz/counted.ipynb": good}
    zipped = zip_of(tmp_path / "class.zip", files)
    collected, _, lines = collect(assignment, zipped, tmp_path / "quarantine")
    assert [each.student.id for each in collected] == ["diaz"]
    assert by_file(lines).keys() == files.keys()
    kept = {path.read_bytes() for path in (tmp_path / "quarantine").iterdir()}
    assert kept == {name.encode() for name in names if ".." not in name.split("/")}


def test_links_and_other_files_are_not_followed_and_are_named(
    assignment: Assignment, good: bytes, tmp_path: Path
) -> None:
    folder = write(tmp_path, {"weber/chart.png": b"PNG", "diaz/counted.ipynb": good})
    (folder / "ivanova").mkdir()
    (folder / "ivanova/counted.ipynb").symlink_to(folder / "diaz/counted.ipynb")
    collected, without, lines = collect(assignment, folder, tmp_path / "quarantine")
    assert [each.student.id for each in collected] == ["diaz"]
    assert [each.id for each in without] == ["ivanova", "weber"]
    assert "link" in by_file(lines)["ivanova/counted.ipynb"].what
    assert by_file(lines)["weber/chart.png"].status == "left out"


def test_a_file_that_is_too_large_is_put_aside(
    assignment: Assignment, good: bytes, tmp_path: Path
) -> None:
    folder = write(tmp_path, {"weber/counted.ipynb": b" " * (65 << 20), "diaz/x.ipynb": good})
    collected, _, lines = collect(assignment, folder, tmp_path / "quarantine")
    assert [each.student.id for each in collected] == ["diaz"]
    assert by_file(lines)["weber/counted.ipynb"].status == "quarantined"


def test_the_command_writes_what_nbgrader_takes(
    assignment: Assignment, good: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(tmp_path, {"weber/counted (2).ipynb": good, "diaz/counted.ipynb": b""})
    zipped = tmp_path / "class.zip"
    with zipfile.ZipFile(zipped, "w") as file:
        for path in sorted(folder.rglob("*.ipynb")):
            file.write(path, path.relative_to(folder))
    out = tmp_path / "out"
    words = ["nbgrade", "check", str(assignment.folder), str(zipped), "--out", str(out)]
    assert main(words) == 0
    assert (out / "submitted/weber/counted/counted.ipynb").is_file()
    head, *rows = list(read_cells(out / "problems.csv"))
    assert head == ["file", "student", "status", "what", "what to do"]
    assert [row[2] for row in rows] == ["quarantined", "repaired"]
    assert "1 quarantined, 1 repaired" in capsys.readouterr().out


def test_the_command_gives_each_student_a_folder(
    assignment: Assignment, good: bytes, tmp_path: Path
) -> None:
    folder = write(tmp_path, {"Ann Lee/counted.ipynb": good, "Ann_Lee/counted.ipynb": good})
    out = tmp_path / "out"
    words = ["nbgrade", "check", str(assignment.folder), str(folder), "--out", str(out)]
    assert main(words) == 0
    assert len(list(out.glob("submitted/*/counted/counted.ipynb"))) == 2


def test_outputs_among_submissions_are_refused(
    assignment: Assignment, good: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(tmp_path, {"weber/counted.ipynb": good})
    words = ["nbgrade", "check", str(assignment.folder), str(folder), "--out", str(folder / "out")]
    with pytest.raises(SystemExit) as error:
        main(words)
    assert error.value.code == 2
    assert "name another --out" in capsys.readouterr().err
