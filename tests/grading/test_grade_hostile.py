"""Files that should not be there: each is named with what is wrong, and the class is graded."""

from __future__ import annotations

import io
import json
import os
import random
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from classes import (
    GOOD,
    UNREADABLE,
    answers,
    code,
    notebook,
    notebook_of,
    online,
    work,
    zipped,
)
from runs import Done, grade

FILE = answers(GOOD, attempt="a" * 32)
OTHER = answers(GOOD, attempt="b" * 32)
HOSTILE = "eve_666_900_answers"  # the name of the hostile file, without its ending


def deep_payload() -> bytes:
    file = json.loads(FILE)
    file["payload"] = '{"items":' + "[" * 200_000
    return json.dumps(file).encode()


def with_response(item: str, text: str) -> bytes:
    """Put raw JSON in the place of a response; the checksum is then wrong."""
    file = json.loads(FILE)
    record = json.loads(file["payload"])
    record["items"][item]["work"]["response"] = "HERE"
    file["payload"] = json.dumps(record).replace('"HERE"', text)
    return json.dumps(file).encode()


def cells(source: str) -> bytes:
    return notebook_of([code(source, {"dossier": {"item": "thirty/choice-1"}})])


def one_cell(source: str) -> bytes:
    """Make a notebook that is right but for one cell."""
    rest = [
        code(f"answer = {response!r}", {"dossier": {"item": name}})
        for name, response in GOOD.items()
        if name != "thirty/choice-1"
    ]
    return notebook_of([*rest, code(source, {"dossier": {"item": "thirty/choice-1"}})])


ODD_CELLS: list[Any] = [None, 3, {}, {"cell_type": "code", "source": 4}]
CHECKSUM = "its checksum is wrong"
# what is handed in, its ending, what is said of it, and the total: None is a blank
CASES: dict[str, tuple[bytes, str, str, float | None]] = {
    "empty": (b"", "json", "it is empty [no]", None),
    "white space": (b" \r\n\t\n", "json", "it is empty [no]", None),
    "cut off": (FILE[:900], "json", "it is cut off, or no answers file [no]", None),
    "200,000 deep": (UNREADABLE["nested"](FILE), "json", "nested deeper", None),
    "200,000 deep within": (deep_payload(), "json", "nested deeper", None),
    "wrong shape": (b'{"items": {}}', "json", "it is no answers file of this book [no]", None),
    "a number": (b"12", "json", "it is no answers file of this book [no]", None),
    "not UTF-8": (UNREADABLE["not UTF-8"](FILE), "json", "no answers file [no]", None),
    "a picture": (UNREADABLE["a picture"](FILE), "png", "a file .png holds no answers [no]", None),
    "no ending": (FILE, "", "a file without ending holds no answers [no]", None),
    "too large": (FILE + b" " * (9 << 20), "json", "", None),
    "another format": (UNREADABLE["another format"](FILE), "json", "answers/9 [no]", None),
    "another assignment": (
        answers(GOOD, assignment="poison-week"),
        "json",
        "it holds the answers to another assignment, poison-week [no]",
        None,
    ),
    "a record without our items": (
        answers({"poison/choice-1": "interest"}, assignment=""),
        "json",
        "it answers no question of this assignment [no]",
        None,
    ),
    "no answer": (answers({}), "json", "it has no answer in it [yes]", 0),
    "changed by hand": (FILE.replace(b"12", b"13"), "json", CHECKSUM, 25),
    "UTF-8 with a mark": (b"\xef\xbb\xbf" + FILE, "json", "", 30),
    "UTF-16": (FILE.decode().encode("utf-16"), "json", "", 30),
    "Windows-1252, ASCII but for the words": (
        FILE.decode().encode("cp1252"),
        "json",
        "",
        30,
    ),
    "an encoding that nobody can tell": (
        FILE.decode().encode("mac_roman"),
        "json",
        "its characters are not UTF-8 [no]",
        None,
    ),
    "another edition": (
        answers(GOOD, version="00000000"),
        "json",
        "it was made with another edition of the questions [yes]",
        30,
    ),
    "an unknown option": (
        answers(GOOD | {"thirty/choice-1": "zzz"}),
        "json",
        "answers that the questions do not have are left out: thirty/choice-1 [yes]",
        29,
    ),
    "NaN": (with_response("thirty/number-1", "NaN"), "json", "out of all bounds [yes]", None),
    "infinite": (with_response("thirty/number-1", "1e999"), "json", "out of all bounds", None),
    "huge": (with_response("thirty/number-1", "9" * 4000), "json", "out of all bounds", None),
    "endless digits": (with_response("thirty/number-1", "9" * 9000), "json", "cut off", None),
    "true": (with_response("thirty/choice-1", "true"), "json", "no text, number or list", None),
    "lists in lists": (
        with_response("thirty/choices-1", "[" * 500 + "]" * 500),
        "json",
        "no names of options [yes]",
        None,
    ),
    "half a character": (with_response("thirty/choice-1", '"\\ud800"'), "json", "left out", 29),
    "the same key twice": (
        FILE.replace(b'"attempt"', b'"saved": "x", "attempt"'),
        "json",
        '"saved" is there twice, and the later counts [yes]',
        30,
    ),
    "a million rows": (
        with_response("thirty/choices-1", json.dumps(["a"] * 100_000)),
        "json",
        "more than 1,000 rows [yes]",
        None,
    ),
    "a notebook": (notebook(GOOD), "ipynb", "", 30),
    "a notebook without metadata": (notebook(GOOD, stripped=True), "ipynb", "", 30),
    "a notebook called .json": (notebook(GOOD), "json", "", 30),
    "a notebook of nothing": (notebook({}), "ipynb", "it answers no question", None),
    "code": (
        one_cell('answer = __import__("os").system("touch /tmp/was-run")'),
        "ipynb",
        "thirty/choice-1: the answer is no plain value but has to be worked out [yes]",
        None,
    ),
    "no Python": (one_cell("answer = = ("), "ipynb", "the cell is no Python [yes]", None),
    "200,000 brackets": (one_cell(f"answer = {'[' * 200_000}"), "ipynb", "too long [yes]", None),
    "90,000 signs": (one_cell(f"answer = {'-' * 90_000}1"), "ipynb", "too much code", None),
    "30,000 sums": (one_cell(f"answer = 1{'+1' * 30_000}"), "ipynb", "too much code", None),
    "30,000 nots": (one_cell(f"answer = {'not ' * 25_000}1"), "ipynb", "too much code", None),
    "a placeholder": (one_cell("answer = ..."), "ipynb", "", 29),
    "two cells": (
        notebook_of(
            [
                *json.loads(notebook(GOOD))["cells"],
                code('answer = "b"', {"dossier": {"item": "thirty/choice-1"}}),
            ]
        ),
        "ipynb",
        "thirty/choice-1 is answered in two cells, and the later counts [yes]",
        29,
    ),
    "odd cells": (
        notebook_of(
            [None, 3, {}, {"cell_type": "code", "source": 4}, *json.loads(notebook(GOOD))["cells"]]
        ),  # type: ignore[list-item]
        "ipynb",
        "",
        30,
    ),
    "a zip of one": (zipped({"my work/answers.json": FILE}), "zip", "", 30),
    "a zip of nothing": (zipped({}), "zip", "there is no file in the zip [no]", None),
    "a zip cut off": (zipped({"a.json": FILE})[:-30], "zip", "the zip is cut off", None),
    "a zip that is none": (b"PK\x03\x04" + bytes(90), "zip", "the zip is cut off", None),
    "a zip in a zip": (
        zipped({"in.zip": zipped({"a.json": FILE})}),
        "zip",
        "it is a zip within a zip within a zip [no]",
        None,
    ),
    "two in one": (
        FILE + b"\n" + OTHER,
        "json",
        "there is more than one answers file in it, and the first counts [yes]",
        30,
    ),
    "much of the same, in a zip": (
        zipped({"a.json": answers(GOOD | {"thirty/order-1": ["a"] * 400_000})}),
        "zip",
        "more than 1,000 rows [yes]",
        None,
    ),
    "a notebook with much of the same put out": (
        zipped({"a.ipynb": notebook(GOOD)[:-1] + b', "x": "' + b"0" * 7_000_000 + b'"}'}),
        "zip",
        "",
        30,
    ),
    "a bomb": (zipped({"a.json": b" " * (60 << 20)}), "zip", "it would unpack to", None),
    "a zip of thousands": (
        zipped({f"{n}.json": b"" for n in range(1000)}),
        "zip",
        "it holds more than 200 files; the rest was not read",
        None,
    ),
}


def class_with(tmp_path: Path, name: str, data: bytes, form: str) -> Path:
    """Write a class of three, in a folder or a zip: good, hostile, good."""
    files = {"adam_1_500_answers.json": FILE, name: data, "zoe_9_501_answers.json": OTHER}
    if form == "zip":
        path = tmp_path / "class.zip"
        path.write_bytes(zipped(files))
        return path
    path = tmp_path / "class"
    path.mkdir()
    for each, content in files.items():
        (path / each).write_bytes(content)
    return path


def assert_class_is_graded(done: Done) -> None:
    assert done.code == 0
    assert (done.total("1"), done.total("9")) == (30, 30)
    assert sorted(path.name for path in done.out.glob("*.tmp")) == []


@pytest.mark.parametrize("form", ["folder", "zip"])
@pytest.mark.parametrize("case", CASES)
def test_a_hostile_file_is_named_and_the_class_is_graded(
    case: str, form: str, thirty: Path, tmp_path: Path
) -> None:
    data, ending, problem, total = CASES[case]
    name = f"{HOSTILE}.{ending}" if ending else HOSTILE
    done = grade(thirty, class_with(tmp_path, name, data, form))
    assert_class_is_graded(done)
    assert done.total("666") == total, "a blank is no zero"
    told = done.told(name)
    if problem:
        assert any(problem in each for each in told), told
    elif total is not None:
        assert [each for each in told if "it has the same" not in each] == []
    else:
        assert told
    assert not Path("/tmp/was-run").exists(), "nothing that a student wrote is run"


NO_FILES: dict[str, Callable[[Path], object]] = {
    "eve_6_700_link.json": lambda path: path.symlink_to("/etc/passwd"),
    "eve_6_700_loop.json": lambda path: path.symlink_to(path.parent),
    "eve_6_700_pipe.json": os.mkfifo,
}


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("eve_6_700_link.json", "it is a link, and links are not followed [no]"),
        ("eve_6_700_loop.json", "it is a link, and links are not followed [no]"),
        ("eve_6_700_pipe.json", "it is no ordinary file [no]"),
    ],
)
def test_what_is_no_file_is_named_and_nobody_waits_for_it(
    name: str, problem: str, thirty: Path, tmp_path: Path
) -> None:
    place = class_with(tmp_path, "x_3_600_a.json", FILE, "folder")
    NO_FILES[name](place / name)
    done = grade(thirty, place)
    assert_class_is_graded(done)
    assert done.told(name) == [problem]
    assert done.total("6") is None


def test_a_folder_called_like_a_file_is_a_folder(thirty: Path, tmp_path: Path) -> None:
    place = class_with(tmp_path, "x_3_600_a.json", FILE, "folder")
    (place / "eve_6_700_a.json").mkdir()
    (place / "eve_6_700_a.json/answers.json").write_bytes(answers(GOOD, attempt="c" * 32))
    done = grade(thirty, place)
    assert_class_is_graded(done)
    assert done.total("6") == 30


def test_what_a_machine_put_there_is_passed_over(thirty: Path, tmp_path: Path) -> None:
    place = class_with(tmp_path, "x_3_600_a.json", FILE, "folder")
    for junk in (".DS_Store", "Thumbs.db", "__MACOSX/._adam_1_500_answers.json", "._x.json"):
        (place / junk).parent.mkdir(exist_ok=True)
        (place / junk).write_bytes(b"\0\1")
    checkpoint = place / ".ipynb_checkpoints/adam_1_999_answers-checkpoint.ipynb"
    checkpoint.parent.mkdir()
    checkpoint.write_bytes(notebook({}))
    done = grade(thirty, place)
    assert_class_is_graded(done)
    assert [row for row in done.problems if "it has the same" not in row["problem"]] == []


def raw_zip(*members: tuple[zipfile.ZipInfo | str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, data in members:
            archive.writestr(name, data)
    return whole.getvalue()


def link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("eve_6_700_a.json")
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def patched(data: bytes, at: int, value: bytes) -> bytes:
    """Write into the entry of eve's file in the list at the end of a zip."""
    start = data.rindex(b"PK\1\2", 0, data.rindex(b"eve_6"))
    return data[: start + at] + value + data[start + at + len(value) :]


GOOD_TWO: list[tuple[zipfile.ZipInfo | str, bytes]] = [
    ("adam_1_500_answers.json", FILE),
    ("zoe_9_501_answers.json", OTHER),
]
EVE: list[tuple[zipfile.ZipInfo | str, bytes]] = [("eve_6_700_a.json", FILE)]
PLAIN = raw_zip(*GOOD_TWO, *EVE)
ZIPS: dict[str, tuple[bytes, str, str]] = {
    "a path upwards": (
        raw_zip(*GOOD_TWO, ("../../eve_6_700_a.json", FILE)),
        "../../eve_6_700_a.json",
        "its name leads out of the folder",
    ),
    "an absolute path": (
        raw_zip(*GOOD_TWO, ("/etc/eve_6_700_a.json", FILE)),
        "/etc/eve_6_700_a.json",
        "its name leads out of the folder",
    ),
    "a drive": (
        raw_zip(*GOOD_TWO, ("C:\\eve_6_700_a.json", FILE)),
        "C:/eve_6_700_a.json",
        "its name leads out of the folder",
    ),
    "a link": (raw_zip(*GOOD_TWO, (link(), b"/etc/passwd")), "eve_6_700_a.json", "it is a link"),
    "a password": (patched(PLAIN, 8, b"\1\0"), "eve_6_700_a.json", "it is encrypted"),
    "an odd packing": (patched(PLAIN, 10, b"\x0c\0"), "eve_6_700_a.json", "an unusual way"),
    "a wrong checksum": (patched(PLAIN, 16, b"\0\0\0\0"), "eve_6_700_a.json", "it was damaged"),
    "a size that lies": (
        patched(PLAIN, 24, struct.pack("<L", 5)),
        "eve_6_700_a.json",
        "it was damaged",
    ),
    "a place that lies": (
        patched(PLAIN, 42, struct.pack("<L", 77)),
        "eve_6_700_a.json",
        "cut off or damaged",
    ),
    "a place beyond the end": (
        patched(PLAIN, 42, struct.pack("<L", 1 << 31)),
        "eve_6_700_a.json",
        "cut off or damaged",
    ),
}


@pytest.mark.parametrize("case", ZIPS)
def test_a_hostile_entry_of_a_zip_is_named(case: str, thirty: Path, tmp_path: Path) -> None:
    data, name, problem = ZIPS[case]
    path = tmp_path / "class.zip"
    path.write_bytes(data)
    done = grade(thirty, path)
    assert_class_is_graded(done)
    assert [each for each in done.told(name) if problem in each], done.problems
    assert done.total("6") is None


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_is_twice_in_a_zip_is_told(thirty: Path, tmp_path: Path) -> None:
    path = tmp_path / "class.zip"
    path.write_bytes(raw_zip(*GOOD_TWO, *EVE, ("eve_6_700_a.json", answers(GOOD))))
    done = grade(thirty, path)
    assert_class_is_graded(done)
    assert "this name is in the zip more than once [yes]" in done.told("eve_6_700_a.json")
    assert done.total("6") == 30


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_a_download_that_is_cut_off_is_refused_whole(
    share: float, thirty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = raw_zip(*GOOD_TWO, *EVE)
    path = tmp_path / "class.zip"
    path.write_bytes(whole[: int(len(whole) * share)])
    assert grade(thirty, path).code == 1
    said = capsys.readouterr().err
    assert "class.zip: the zip is cut off or damaged; download it again" in said


@pytest.mark.parametrize(
    "name",
    [
        "müller_11_12_a.json",
        "von_der_heide_LATE_11_12_a.json",
        "שלמה_11_12_a.json",
        "\u202eevil_11_12_a.json",
        "😀_11_12_a.json",
        "x'=1+1_11_12_a.json",
        "=cmd_11_12_a.json",
        "＝cmd_11_12_a.json",
        "a\tb_11_12_a.json",
    ],
)
def test_names_of_all_kinds_are_somebody_s(name: str, thirty: Path, tmp_path: Path) -> None:
    done = grade(thirty, class_with(tmp_path, name, answers(GOOD, attempt="e" * 32), "folder"))
    assert_class_is_graded(done)
    assert done.results["11"]["total"]
    for path in done.out.glob("*.csv"):
        for cell in path.read_text(encoding="utf-8-sig").replace("\n", ",").split(","):
            assert not cell.strip('"').lstrip().startswith(("=", "+", "@", "＝")), cell


def test_a_name_that_is_no_text_is_still_somebody_s(thirty: Path, tmp_path: Path) -> None:
    place = class_with(tmp_path, "x_3_600_a.json", FILE, "folder")
    (place / os.fsdecode(b"m\xfcller_11_12_a.json")).write_bytes(answers(GOOD, attempt="d" * 32))
    done = grade(thirty, place)
    assert_class_is_graded(done)
    assert done.total("11") == 30


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("eve\x1b]0;owned\x07\x1b[2J", "eve\ufffd]0;owned\ufffd\ufffd[2J"),
        ("eve\x9b2J", "eve\ufffd2J"),
        ("eve\r0 problems", "eve 0 problems"),
    ],
)
def test_no_name_commands_the_terminal(
    name: str, shown: str, thirty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = class_with(tmp_path, "x_3_600_a.json", FILE, "folder")
    (place / f"{name}_6_700_a.json").write_bytes(b"{")
    assert_class_is_graded(grade(thirty, place))
    assert f"  blank: {shown}\n" in capsys.readouterr().out


def test_pasted_text_is_read(thirty: Path, tmp_path: Path) -> None:
    own = answers(GOOD, attempt="f" * 32)
    done = grade(thirty, class_with(tmp_path, "eve_6_text.html", online(own), "folder"))
    assert_class_is_graded(done)
    assert done.total("6") == 30
    assert done.told("eve_6_text.html") == []


def test_an_empty_text_is_told_only_of_who_has_no_file(thirty: Path, tmp_path: Path) -> None:
    place = class_with(tmp_path, "adam_1_text.html", b"<p>&nbsp;</p>", "folder")
    (place / "eve_6_text.html").write_bytes(b"<p>I forgot.</p>")
    done = grade(thirty, place)
    assert_class_is_graded(done)
    assert done.told("adam_1_text.html") == []
    assert done.told("eve_6_text.html") == ["the text holds no answers file [no]"]
    assert done.total("6") is None


NOBODY_S = {
    # path: (what it is, what is told)
    "syllabus.pdf": (b"%PDF-1.7", "and nothing in it can be graded: a file .pdf holds no answers"),
    "cut.json": (FILE[:99], "and nothing in it can be graded: it is cut off, or no answers file"),
    "more.zip": (b"PK", "the zip is cut off or damaged; its name does not say whose it is"),
    "../out.json": (FILE, "its name leads out of the folder in which it should be unpacked; its"),
}


@pytest.mark.parametrize("path", NOBODY_S)
def test_of_a_file_that_is_nobody_s_it_is_told_what_is_wrong(
    path: str, thirty: Path, tmp_path: Path
) -> None:
    data, problem = NOBODY_S[path]
    done = grade(thirty, class_with(tmp_path, path, data, "zip"))
    assert_class_is_graded(done)
    (told,) = done.told(path)
    assert problem in told
    assert "its name does not say whose it is" in told


def test_a_file_that_is_nobody_s_is_named(thirty: Path, tmp_path: Path) -> None:
    done = grade(thirty, class_with(tmp_path, "answers (1).json", FILE, "folder"))
    assert_class_is_graded(done)
    assert done.told("answers (1).json") == ["its name does not say whose it is [no]"]


def test_a_list_of_brightspace_s_beside_one_student_is_passed_over(
    thirty: Path, tmp_path: Path
) -> None:
    place = tmp_path / "class"
    own = place / "5-77 - 100231 - Tom Weber - Nov 30, 2026 1000 AM"
    own.mkdir(parents=True)
    (place / "index.html").write_bytes(b"<html>Tom Weber</html>")
    (own / "a.json").write_bytes(FILE)
    done = grade(thirty, place)
    assert (sorted(done.results), done.problems) == (["100231"], [])


def test_everything_at_once(thirty: Path, tmp_path: Path) -> None:
    """Every hostile file in one class of seventy: nobody is lost, nobody gets another's points."""
    rng = random.Random(5)
    place = tmp_path / "class"
    place.mkdir()
    expected: dict[str, int] = {}
    for number in range(100, 120):
        own = work(rng)
        expected[str(number)] = own.right
        (place / f"s_{number}_{number + 1000}_a.json").write_bytes(answers(own.responses))
    for number, (data, ending, _, _) in enumerate(CASES.values(), start=200):
        (place / f"bad_{number}_{number + 1000}_a.{ending}").write_bytes(data)
    done = grade(thirty, place)
    assert done.code == 0
    assert {name: done.total(name) for name in expected} == expected
    named: set[Any] = {row["file"].split("/")[0] for row in done.problems}
    for number, (case, (_, ending, problem, total)) in enumerate(CASES.items(), start=200):
        if problem or total is None:
            assert f"bad_{number}_{number + 1000}_a.{ending}" in named, case
