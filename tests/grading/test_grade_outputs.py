"""What a run may replace and take away: what a run wrote, and nothing that has changed since."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from classes import ESSAY, GOOD, answers, handed_in, write_folder, zipped
from runs import grade

from sourcework.__main__ import main
from sourcework.grading import run

CLASS = {"ann_1_2_a.json": answers(GOOD | {ESSAY: "The verb decides, and it has an office."})}
HEAD = ["Student", "ID", "SIS Login ID", "Section", "Thirty questions (88123)"]


def folder(tmp_path: Path) -> Path:
    place = tmp_path / "class"
    place.mkdir()
    for name, data in CLASS.items():
        (place / name).write_bytes(data)
    return place


def gradebook(path: Path, column: str = HEAD[-1]) -> Path:
    table = [[*HEAD[:-1], column], ["Ann", "1", "", "A", ""]]
    text = io.StringIO()
    csv.writer(text).writerows(table)
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


@pytest.mark.parametrize("already", [True, False])
def test_a_marking_sheet_saved_during_a_run_is_kept(
    already: bool,
    with_essay: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    place = folder(tmp_path)
    done = grade(with_essay, place)
    sheet = done.out / "marking.csv"
    text = sheet.read_text(encoding="utf-8-sig")
    if not already:
        sheet.unlink()
    marked = text.replace(",4,,", ",4,3,").replace(",6,,", ",6,2,")
    assert marked != text
    write = run.write_outputs

    def saved(*arguments: object) -> None:
        sheet.write_text(marked, encoding="utf-8-sig")
        write(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(run, "write_outputs", saved)
    before = (done.out / "results.csv").read_bytes()
    assert grade(with_essay, place).code == 1
    assert "it was saved while the run was going" in capsys.readouterr().err
    assert sheet.read_text(encoding="utf-8-sig") == marked
    assert (done.out / "results.csv").read_bytes() == before
    monkeypatch.undo()
    assert grade(with_essay, place).total("1") is not None


@pytest.mark.parametrize("name", ["feedback-1.zip", "results.csv", "essays-1.html", "grades.csv"])
def test_what_no_run_wrote_is_not_replaced(
    name: str, with_essay: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, out = folder(tmp_path), tmp_path / "class-out"
    out.mkdir()
    (out / name).write_bytes(b"the teacher's")
    book = gradebook(tmp_path / "grades.csv", "Thirty questions (88123)")
    assert grade(with_essay, place, "--gradebook", str(book), "--scale").code == 1
    assert f"{name}: it is there, and no run wrote it" in capsys.readouterr().err
    assert [path.read_bytes() for path in out.iterdir()] == [b"the teacher's"]


@pytest.mark.parametrize("name", ["feedback-1.zip", "results.csv", "problems.csv", "items.csv"])
def test_what_was_changed_since_a_run_wrote_it_is_not_replaced(
    name: str, thirty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = folder(tmp_path)
    out = grade(thirty, place).out
    (out / name).write_bytes(b"the teacher's")
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    assert grade(thirty, place).code == 1
    assert f"{name}: it has changed since a run wrote it; move it" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    (out / name).unlink()
    assert grade(thirty, place).code == 0


# what is in a folder, as a teacher has it or as an edition left it that kept no list
OLD = "file,student,problem,what to do,graded\r\n"
FOLDERS = {
    "problem sets": ({"problems.csv": "my problem sets", "feedback-1.zip": "PK"}, "feedback-1.zip"),
    "own feedback": ({"problems.csv": OLD, "feedback-1.zip": "PK"}, "feedback-1.zip"),
    "own results": ({"problems.csv": OLD, "results.csv": "mine"}, "results.csv"),
    "nobody was graded": ({"problems.csv": f"\ufeff{OLD}"}, ""),
    "nobody was graded, and semicolons": ({"problems.csv": OLD.replace(",", ";")}, ""),
}


@pytest.mark.parametrize("case", FOLDERS)
def test_a_folder_without_a_list_is_not_taken_for_ours(
    case: str, thirty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files, kept = FOLDERS[case]
    place, out = folder(tmp_path), tmp_path / "class-out"
    out.mkdir()
    for name, text in files.items():
        (out / name).write_bytes(text.encode())
    assert grade(thirty, place).code == (1 if kept else 0)
    if kept:
        assert f"{kept}: it is there, and no run wrote it" in capsys.readouterr().err
        left = {path.name: path.read_bytes().decode() for path in out.iterdir()}
        assert left == files


def test_a_part_that_no_run_wrote_is_not_taken_away(thirty: Path, tmp_path: Path) -> None:
    place = folder(tmp_path)
    done = grade(thirty, place)
    (done.out / "feedback-7.zip").write_bytes(b"the teacher's")
    assert grade(thirty, place).code == 0
    assert (done.out / "feedback-7.zip").read_bytes() == b"the teacher's"


def test_a_part_that_is_no_more_is_taken_away(thirty: Path, tmp_path: Path) -> None:
    place = tmp_path / "class"
    write_folder(handed_in(501, notebooks=0), place)
    assert (grade(thirty, place).out / "feedback-2.zip").exists()
    next(iter(place.iterdir())).unlink()
    assert not (grade(thirty, place).out / "feedback-2.zip").exists()


def test_results_of_an_edition_that_kept_no_list_are_replaced(thirty: Path, tmp_path: Path) -> None:
    place = folder(tmp_path)
    done = grade(thirty, place)
    (done.out / ".dossier-grade.json").unlink()
    assert grade(thirty, place).code == 0


NEXT = ["the same name", "another name", "no gradebook", "nobody graded"]


@pytest.mark.parametrize("changed", [False, True])
@pytest.mark.parametrize("case", NEXT)
def test_a_gradebook_filled_before_goes_if_the_next_run_does_not_make_it(
    case: str, changed: bool, thirty: Path, tmp_path: Path
) -> None:
    place, book = folder(tmp_path), gradebook(tmp_path / "grades.csv")
    done = grade(thirty, place, "--gradebook", str(book))
    filled = done.out / "grades.csv"
    assert filled.exists()
    if changed:
        filled.write_bytes(b"the teacher's")
    name = "grades (1).csv" if case == "another name" else "grades.csv"
    if case == "nobody graded":
        (place / "ann_1_2_a.json").write_bytes(b"")
    else:
        gradebook(tmp_path / name, "Another (7)")
    options = [] if case == "no gradebook" else ["--gradebook", str(tmp_path / name)]
    assert grade(thirty, place, *options).code == (0 if case == "no gradebook" else 1)
    assert filled.exists() == changed
    assert grade(thirty, place).code == int(case == "nobody graded")


@pytest.mark.parametrize("name", ["feedback-1.zip", "FEEDBACK-12.ZIP"])
def test_a_download_where_an_output_will_be_is_refused(
    name: str, thirty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(zipped(CLASS))
    with pytest.raises(SystemExit, match="2"):
        main(["grade", str(thirty), str(path), "--out", str(tmp_path)])
    assert "an output would replace it" in capsys.readouterr().err


@pytest.mark.parametrize(
    "name", ["essays-1.html", "feedback-1.zip", "former.tmp", "Results.csv", ".dossier-grade.json"]
)
def test_a_gradebook_called_like_an_output_is_refused(
    name: str, thirty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, book = folder(tmp_path), gradebook(tmp_path / name)
    with pytest.raises(SystemExit, match="2"):
        main(["grade", str(thirty), str(place), "--gradebook", str(book)])
    assert "one of the outputs is called like that" in capsys.readouterr().err
