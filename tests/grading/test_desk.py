"""The desk: a class is graded from files that come in pieces, and nothing stays behind."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from classes import GOOD, answers, handed_in, write_assignment, write_zip

from sourcework.errors import DataError
from sourcework.grading import session as module
from sourcework.grading.grading_widget import GradingDesk, grading_desk
from sourcework.grading.session import Desk, Graded, GradingChoices

GRADEBOOK = "Student,ID,Section,Thirty questions (7)\nPoints Possible,,,30\nAnn,1,a,\n"


@pytest.fixture
def zipped(tmp_path: Path) -> bytes:
    write_zip(handed_in(12), tmp_path / "class.zip")
    return (tmp_path / "class.zip").read_bytes()


def one_student() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("ann_1_2_a.json", answers(GOOD))
    return target.getvalue()


def contents(graded: Graded) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(graded.archive)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_class_in_pieces_is_graded_and_comes_back_as_one_zip(thirty: Path, zipped: bytes) -> None:
    desk = Desk()
    for start in range(0, len(zipped), 1000):
        piece = zipped[start : start + 1000]
        assert desk.receive("submissions", "class.zip", piece, first=not start) == start + len(
            piece
        )
    graded = desk.grade(GradingChoices(str(thirty)))
    assert graded.lines[0] == "Thirty questions: 12 files, named as by canvas"
    assert graded.lines[-1].startswith("written to class-graded: ")
    assert graded.name == "class-graded.zip"
    assert "class-graded/results.csv" in contents(graded)
    assert desk.grade(GradingChoices(str(thirty))) == graded


def test_the_gradebook_is_filled_under_its_own_name(thirty: Path) -> None:
    desk = Desk()
    desk.receive("submissions", "class.zip", one_student())
    desk.receive("gradebook", "C:\\marks\\grades 10b.csv", GRADEBOOK.encode())
    filled = contents(desk.grade(GradingChoices(str(thirty))))["class-graded/grades 10b.csv"]
    assert filled.decode().splitlines()[2] == "Ann,1,a,30"


def test_no_temporary_folder_is_told(thirty: Path) -> None:
    desk = Desk()
    desk.receive("submissions", "class.zip", b"no zip")
    desk.receive("gradebook", "grades.csv", b"nothing,known\n")
    (line,) = desk.grade(GradingChoices(str(thirty))).lines
    assert line.startswith("class.zip: ")
    desk.receive("submissions", "class.zip", one_student())
    lines = desk.grade(GradingChoices(str(thirty))).lines
    assert not [line for line in lines if str(desk.folder) in line]
    assert any("grades.csv" in line for line in lines)


@pytest.mark.parametrize(
    "name", ["../../evil.zip", "..\\evil.zip", "/etc/evil.zip", "a\0b.zip", ".."]
)
def test_a_file_lies_where_it_should_whatever_it_is_called(name: str) -> None:
    desk = Desk()
    desk.receive("submissions", name, b"x")
    files = [path for path in desk.folder.rglob("*") if path.is_file()]
    assert [path.parent for path in files] == [desk.folder / "submissions"]


def test_marks_are_read_from_the_sheet(tmp_path: Path, with_essay: Path) -> None:
    desk = Desk()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("ann_1_2_a.json", answers(GOOD | {"thirty/short-1": "The verb decides."}))
    desk.receive("submissions", "class.zip", target.getvalue())
    first = contents(desk.grade(GradingChoices(str(with_essay))))["class-graded/marking.csv"]
    sheet = first.decode("utf-8-sig").splitlines()
    marked = [sheet[0], *(line.replace(",,,", ",4,,", 1) for line in sheet[1:])]
    desk.receive("marking", "marking.csv", "\n".join(marked).encode())
    results = contents(desk.grade(GradingChoices(str(with_essay))))[
        "class-graded/results.csv"
    ].decode()
    assert ",40," in results


def test_without_keys_one_is_told_and_with_them_all_goes_well(tmp_path: Path) -> None:
    assignment = write_assignment(tmp_path, essay=False)
    keys = (assignment / "keys.yml").read_bytes()
    (assignment / "keys.yml").unlink()
    desk = Desk()
    desk.receive("submissions", "class.zip", one_student())
    assert "choose keys.yml" in desk.grade(GradingChoices(str(assignment))).lines[0]
    desk.receive("keys", "keys (1).yml", keys)
    assert "1 student: 1 graded" in "\n".join(desk.grade(GradingChoices(str(assignment))).lines)


def test_nothing_to_grade_and_a_name_that_is_taken_are_told(thirty: Path) -> None:
    desk = Desk()
    assert desk.grade(GradingChoices(str(thirty))).lines == (
        "Choose the zip with the class's work first.",
    )
    desk.receive("submissions", "class.zip", one_student())
    desk.receive("gradebook", "Results.csv", GRADEBOOK.encode())
    assert "rename your gradebook" in desk.grade(GradingChoices(str(thirty))).lines[0]


def test_a_file_that_grows_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST", 10)
    desk = Desk()
    with pytest.raises(ValueError, match="larger than"):
        desk.receive("submissions", "class.zip", b"x" * 11)
    assert not [path for path in desk.folder.rglob("*") if path.is_file()]
    with pytest.raises(ValueError, match="choose it again"):
        desk.receive("submissions", "class.zip", b"x", first=False)


def test_what_is_cleared_is_gone_from_the_disk(thirty: Path) -> None:
    desk = Desk()
    desk.receive("submissions", "class.zip", one_student())
    desk.grade(GradingChoices(str(thirty)))
    before = desk.folder
    desk.clear()
    assert not before.exists()
    last = desk.folder
    del desk
    assert not last.exists()


def test_a_form_that_is_only_shown_leaves_nothing_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    form = grading_desk()
    form._repr_mimebundle_()
    assert form._desk.grade(GradingChoices("twelve-days")).lines
    form._desk.clear()
    assert not list(tmp_path.iterdir())


class Page:
    """Speaks to the form as its page does."""

    def __init__(self, form: GradingDesk, monkeypatch: pytest.MonkeyPatch) -> None:
        self.form, self.heard, self.count = form, [], 0  # type: ignore[var-annotated]
        monkeypatch.setattr(form, "send", lambda *sent: self.heard.append(sent))

    def ask(self, *buffers: bytes, **content: Any) -> tuple[dict[str, Any], list[bytes]]:
        self.count += 1
        pieces = [memoryview(each) for each in buffers]
        self.form._handle_custom_msg(content | {"number": self.count}, pieces)
        answer, given = self.heard[-1]
        assert answer["answers"] == self.count
        return answer, given


def test_the_form_answers_each_message(thirty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    form = grading_desk(thirty)
    page = Page(form, monkeypatch)
    data = one_student()
    taken, _ = page.ask(data, do="take", part="submissions", name="class.zip", first=True)
    assert taken["size"] == len(data)
    asked = {
        "assignment": str(thirty),
        "attempts": "",
        "column": "",
        "replace": False,
        "scale": False,
    }
    graded, _ = page.ask(do="grade", asked=asked)
    assert "1 student: 1 graded" in "\n".join(graded["lines"])
    assert form.value["told"].tolist() == list(graded["lines"])
    archive = b""
    while len(archive) < graded["size"]:
        archive += page.ask(do="give", **{"from": len(archive)})[1][0]
    assert zipfile.ZipFile(io.BytesIO(archive)).testzip() is None
    assert "fault" not in page.ask(do="drop", part="gradebook")[0]
    assert "fault" not in page.ask(do="clear")[0]
    assert form.value.empty


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"do": "take", "part": "elsewhere", "name": "a", "first": True},
        {"do": "take", "part": "submissions", "name": "a", "first": True},
        {"do": "grade", "asked": {"assignment": "none", "more": 1}},
        {"do": "give", "from": "the start"},
    ],
)
def test_a_message_that_makes_no_sense_is_answered_too(
    content: dict[str, Any], thirty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Page(grading_desk(thirty), monkeypatch).ask(**content)[0]["fault"]


def test_the_form_is_for_all_assignments_or_for_those_named(thirty: Path) -> None:
    names = [each["name"] for each in grading_desk().data["assignments"]]
    assert {"twelve-days", "source-criticism"} <= set(names)
    assert [each["name"] for each in grading_desk(thirty).data["assignments"]] == [str(thirty)]
    with pytest.raises(DataError):
        grading_desk("nowhere")


def test_headings_of_a_gradebook_are_told_and_may_be_named(
    thirty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Page(grading_desk(thirty), monkeypatch)
    page.ask(one_student(), do="take", part="submissions", name="class.zip", first=True)
    assert page.ask(do="headings")[0]["headings"] == []
    page.ask(GRADEBOOK.encode(), do="take", part="gradebook", name="a.csv", first=True)
    known, _ = page.ask(do="headings")
    assert (known["platform"], known["headings"][1]) == ("canvas", "ID")
    page.ask(
        b"My class\n\nPupil\tMark\nAnn\t\n", do="take", part="gradebook", name="a.txt", first=True
    )
    own, _ = page.ask(do="headings")
    assert (own["platform"], own["headings"]) == ("", ["Pupil", "Mark"])
    asked = {"assignment": str(thirty), "column": "Mark", "who": ["Pupil", ""], "team": ""}
    graded, _ = page.ask(do="grade", asked=asked)
    assert "gradebook (list, column Mark): 1 entered" in "\n".join(graded["lines"])
    page.ask(b"PK\x03\x04", do="take", part="gradebook", name="a.xlsx", first=True)
    assert "it is an Excel workbook" in page.ask(do="headings")[0]["fault"]
