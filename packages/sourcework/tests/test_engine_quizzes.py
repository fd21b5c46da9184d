"""Tests of quizzes: all seven formats hold the whole bank, under identifiers of this book alone."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from engine_book import Copy

ITEMS = 11
ROWS = 3  # of a match that Blackboard can only ask one by one
FILES = {
    "moodle": "moodle.xml",
    "canvas": "canvas.zip",
    "brightspace": "brightspace.csv",
    "blackboard": "blackboard.txt",
    "qti": "qti.zip",
    "qti3": "qti3.zip",
    "cartridge": "cartridge.imscc",
}
QTI = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
NAMES = ("Łucja Żak", "Ибрагим Саттаров", "Dowd", "Pryce-Hallam")
# Whatever an identifier is in one of the formats.
IDENTIFIERS = re.compile(r"[0-9a-f]{32}|(?:quillhaven-bell|moved-boat)[/-][a-z]+[/-][a-z]+-\d")


def texts(path: Path) -> dict[str, str]:
    """Return the texts of a quiz, by their names in it if it is a package."""
    if path.suffix not in (".zip", ".imscc"):
        return {path.name: path.read_text(encoding="utf-8-sig")}
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def whole(path: Path) -> str:
    return "\n".join(texts(path).values())


def written(copy: Copy, folder: Path, *options: str) -> Path:
    """Write the quizzes of a copy under one title, so that only its id tells them apart."""
    copy.run("-m", "sourcework", "lms", "all", "--out", folder, "--title", "A quiz", *options)
    return folder


def changed(folder: Path, identity: str, more: str = "") -> Copy:
    """Return a copy of another id."""
    copy = Copy(folder)
    copy.replace("sourcework.yml", "id: quillhaven-bell", f"id: {identity}{more}")
    return copy


@pytest.fixture(scope="module")
def quizzes(book: Copy, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(book, tmp_path_factory.mktemp("quizzes"))


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("others")
    return written(changed(folder / "book", "moved-boat"), folder / "quizzes")


def _moodle(found: dict[str, str]) -> int:
    (text,) = found.values()
    questions = ElementTree.fromstring(text).findall("question")
    return sum(each.get("type") != "category" for each in questions)


def _xml_files(pattern: str, tag: str) -> Callable[[dict[str, str]], int]:
    def count(found: dict[str, str]) -> int:
        roots = [ElementTree.fromstring(found[name]) for name in found if re.search(pattern, name)]
        return sum(len(list(root.iter(tag))) for root in roots)

    return count


def _brightspace(found: dict[str, str]) -> int:
    (text,) = found.values()
    return sum(row[:1] == ["NewQuestion"] for row in csv.reader(io.StringIO(text, newline="")))


def _blackboard(found: dict[str, str]) -> int:
    (text,) = found.values()
    return len(text.splitlines()) - ROWS + 1


def _cartridge(found: dict[str, str]) -> int:
    """Count items: of one that is a question for each row the first."""
    questions = ElementTree.fromstring(found["quiz.xml"]).iter(f"{QTI}item")
    parts = (re.search(r" (\d+)/\d+$", each.get("title", "")) for each in questions)
    return sum(part is None or part[1] == "1" for part in parts)


COUNTED: dict[str, Callable[[dict[str, str]], int]] = {
    "moodle": _moodle,
    "canvas": _xml_files(r"/g[0-9a-f]{32}\.xml$", f"{QTI}item"),
    "brightspace": _brightspace,
    "blackboard": _blackboard,
    "qti": _xml_files("^items/", "{http://www.imsglobal.org/xsd/imsqti_v2p1}assessmentItem"),
    "qti3": _xml_files(
        "^items/", "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}qti-assessment-item"
    ),
    "cartridge": _cartridge,
}


@pytest.mark.parametrize("format", COUNTED)
def test_a_quiz_has_every_item_once(format: str, quizzes: Path) -> None:
    assert COUNTED[format](texts(quizzes / FILES[format])) == ITEMS


@pytest.mark.parametrize("format", FILES)
def test_a_quiz_keeps_names_as_they_are_written(format: str, quizzes: Path) -> None:
    text = whole(quizzes / FILES[format])
    assert [name for name in NAMES if name not in text] == []


@pytest.mark.parametrize("format", [each for each in FILES if each != "blackboard"])
def test_a_quiz_tells_of_a_row_by_what_was_given_to_it(format: str, quizzes: Path) -> None:
    files = texts(quizzes / FILES[format])
    (found,) = [each for each in files.values() if "He tells the story, and so he seems" in each]
    if format in ("qti", "qti3"):
        told = re.findall(r'identifier="TOLD-ring(?:\.(\w+))?"', found)
        assert told == ["", "narrator", "odowd"]
        assert found.index("ring TARGET-odowd") < found.index(">TOLD-ring<")
    elif format == "cartridge":  # where a row is a question, and a target an option
        root = ElementTree.fromstring(found)
        told = {
            each.get("ident"): "".join(each.itertext()) for each in root.iter(f"{QTI}itemfeedback")
        }
        labels = {
            each.get("ident"): "".join(each.itertext())
            for each in root.iter(f"{QTI}response_label")
        }
        (own,) = [name for name, text in told.items() if "He tells the story, and so" in text]
        assert labels[str(own).removesuffix("_fb")].strip().startswith("the chronicler")
    else:
        assert re.search("If you chose.{1,20}the chronicler", found)


@pytest.mark.parametrize("format", FILES)
def test_identifiers_are_those_of_no_other_book(format: str, quizzes: Path, others: Path) -> None:
    ours = set(IDENTIFIERS.findall(whole(quizzes / FILES[format])))
    theirs = set(IDENTIFIERS.findall(whole(others / FILES[format])))
    assert len(ours) == len(theirs)
    assert not ours & theirs
    assert bool(ours) == (format != "blackboard"), "which takes questions without any"


def test_identifiers_of_a_book_that_had_some_before_do_not_depend_on_its_id(
    tmp_path: Path,
) -> None:
    bare = "\nidentifiers: bare"
    one = written(changed(tmp_path / "one", "quillhaven-bell", bare), tmp_path / "first")
    two = written(changed(tmp_path / "two", "moved-boat", bare), tmp_path / "second")
    for name in FILES.values():
        assert IDENTIFIERS.findall(whole(one / name)) == IDENTIFIERS.findall(whole(two / name))


def test_a_quiz_has_the_chapters_in_the_order_of_the_book(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "book")
    line = "  bell: {title: The bell, phrase: the bell, main: true}\n"
    copy.replace("sourcework.yml", line, "")
    copy.replace("sourcework.yml", "\nthemes:\n", f"{line}\nthemes:\n")
    file = tmp_path / "new/folder/quiz.csv"
    told = copy.run("-m", "sourcework", "quiz", "brightspace", "--out", file)
    asked = re.findall(r"brightspace: ([a-z-]+)/", told)
    assert list(dict.fromkeys(asked)) == ["ledger", "page", "bell"]


def test_an_assignment_is_a_quiz_with_its_keys(book: Copy, tmp_path: Path) -> None:
    file = tmp_path / "quiz.xml"
    book.run("-m", "sourcework", "lms", "moodle", "--assignment", "night-watch", "--out", file)
    text = file.read_text(encoding="utf-8")
    assert _moodle({"": text}) == 8
    assert "She had ears and a clock" in text
    assert "The Bell of Quillhaven: night-watch" in text
