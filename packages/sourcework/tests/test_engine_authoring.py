"""A book of one's own: begun with a command, added to, checked, built and graded."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest
import yaml

TEXT = """\
The ferry at Ostrava Mill stopped in the third week of the flood. Old Marek rang the bell twice.

"I saw the rope part," the miller's wife wrote that night, "and I shall say so to whoever asks."

Nine years later the parish chronicle has it that the rope was cut: “cut”, and not “worn”.
"""
OUTSIDE = {name: text for name, text in os.environ.items() if name != "BOOK_FOLDER"}


def sourcework(
    folder: Path, *words: str, code: int = 0, answers: str | None = None
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-B", "-m", "sourcework", *words]
    done = subprocess.run(
        command,
        cwd=folder,
        env=OUTSIDE,
        input=answers,
        stdin=subprocess.DEVNULL if answers is None else None,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout[-3000:] + done.stderr[-3000:]
    return done


_BEGUN = tempfile.TemporaryDirectory(prefix="begun-")


@cache
def _begun(*words: str, title: str, text: str) -> Path:
    folder = Path(tempfile.mkdtemp(dir=_BEGUN.name))
    document = folder / "page one.txt"
    document.write_text(text, encoding="utf-8")
    sourcework(folder, "new", "mine", "--title", title, "--text", str(document), *words)
    return folder


def begin(folder: Path, *words: str, title: str = "The Ferry: a rope", text: str = TEXT) -> Path:
    """Copy into `folder` the book that the command begins with these words, and return its own."""
    shutil.copytree(_begun(*words, title=title, text=text), folder, dirs_exist_ok=True)
    return folder / "mine"


@pytest.fixture(scope="module")
def mill(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return begin(tmp_path_factory.mktemp("mill"))


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return begin(tmp_path)


def test_a_new_book_is_sound_and_says_who_it_is(mill: Path) -> None:
    assert sourcework(mill, "check").stderr == ""
    said = yaml.safe_load((mill / "sourcework.yml").read_text(encoding="utf-8"))
    assert (said["id"], said["title"]) == ("the-ferry", "The Ferry: a rope")
    assert (mill / "seeds" / said["document"]).read_text(encoding="utf-8") == TEXT
    names = {path.relative_to(mill).as_posix() for path in mill.rglob("*") if path.is_file()}
    assert {".github/workflows/book.yml", ".binder/requirements.txt", ".gitignore"} <= names
    assert not [name for name in names if "dot-" in name or name.endswith(".part")]


def test_a_new_book_builds_and_shows_every_line_of_its_document(mill: Path) -> None:
    said = sourcework(mill, "build").stdout
    assert "The book is built. Open file://" in said
    page = (mill / "_build/html/book/first.html").read_text(encoding="utf-8")
    for words in ("rang the bell twice", "I shall say so", "and not “worn”"):
        assert words in page
    assert page.count("<live-widget") == 2


def test_the_tests_that_a_new_book_brings_along_pass(mill: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(
        command, cwd=mill, env=OUTSIDE, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert "3 passed" in done.stdout


def test_a_new_book_writes_quizzes_of_its_own(mill: Path, tmp_path: Path) -> None:
    sourcework(mill, "quiz", "moodle", "--out", str(tmp_path / "quiz.xml"))
    quiz = (tmp_path / "quiz.xml").read_text(encoding="utf-8")
    assert "The Ferry" in quiz
    assert "the-ferry/first/choice-1" in quiz


# What is added before it is looked whether the book is sound: what is added together is of a kind,
# and none of it can mend what another has broken.
ADDED = (
    [("chapter", "second-part", "--title", 'Witnesses: "who" & how')],
    [("excerpt", "second-part/rope", "--line", "3", "--from", '"I saw', "--to", "part,")],
    [
        ("item", "second-part", "choice"),
        ("item", "second-part", "short"),
        ("item", "first", "short"),
    ],
    [("assignment", "two-weeks", "--title", "Two weeks: how sure?")],
    [("table", "evidence"), ("table", "links"), ("table", "scales"), ("table", "terms")],
)


def test_whatever_is_added_leaves_a_sound_book(own: Path) -> None:
    for together in ADDED:
        for words in together:
            written = sourcework(own, "add", *words).stdout.split("\n")
            assert all(Path(path).is_file() for path in written if path)
        assert sourcework(own, "check").stderr == "", together
    assert "first/short-2" in (own / "book/first.md").read_text(encoding="utf-8")
    sourcework(own, "build")
    assert (own / "_build/html/book/two-weeks.html").is_file()


WRONG = {
    ("chapter", "first", "--title", "A"): "book/first.md, whole file: there is such a page already",
    ("chapter", "Zwei Teile", "--title", "A"): "write small letters, digits and hyphens",
    ("excerpt", "first/line-1", "--line", "1"): "the id is taken already; take another",
    ("excerpt", "first/x", "--line", "99"): "the seed has lines 1 to",
    ("excerpt", "first/x", "--line", "1", "--from", "nowhere"): "does not have 'nowhere'",
    (
        "item",
        "third",
        "choice",
    ): "there is no such page; add it first: sourcework add chapter third",
    ("assignment", "first-look", "--title", "A"): "there is such an assignment already",
    ("table", "people"): "the book has it already; fill its rows",
    ("table", "weather"): "the engine knows no such table; use one of people, events",
}


@pytest.mark.parametrize(("words", "told"), WRONG.items())
def test_what_cannot_be_added_is_told_and_changes_nothing(
    mill: Path, words: tuple[str, ...], told: str
) -> None:
    before = {path: path.read_bytes() for path in mill.rglob("*.*") if path.is_file()}
    assert told in sourcework(mill, "add", *words, code=1).stderr
    after = {path: path.read_bytes() for path in mill.rglob("*.*") if path.is_file()}
    assert {path for path in after if "__pycache__" not in path.parts} == set(before)
    assert all(after[path] == text for path, text in before.items())


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    own = begin(tmp_path)
    told = sourcework(
        tmp_path, "new", "mine", "--title", "B", "--text", str(tmp_path / "page one.txt"), code=1
    ).stderr
    assert "there is something in it; name a new folder, or an empty one" in told
    assert "The Ferry" in (own / "sourcework.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "there is no such file"),
        (b"\n \n", "there are no words in it"),
        ("naïf".encode("latin-1"), "it is not UTF-8; save it as UTF-8"),
    ],
)
def test_a_text_that_is_none_is_told(tmp_path: Path, content: bytes | None, told: str) -> None:
    if content is not None:
        (tmp_path / "a.txt").write_bytes(content)
    words = ("new", "mine", "--title", "A", "--text", "a.txt")
    assert told in sourcework(tmp_path, *words, code=1).stderr
    assert not (tmp_path / "mine").exists()


@pytest.mark.parametrize(
    ("title", "text", "language"),
    [
        ('"Quotes": & {braces} — 100 %', "One line, with \"marks\" and 'ticks': {x} # y\n", "en"),
        ("Письма из Города", "Первая строка письма.\r\nВторая строка.\r\n", "ru"),
        ("王小明的信", "\ufeff第一行。\n\n第二行，有逗号。\n", "zh"),
    ],
)
def test_any_title_and_any_text_make_a_sound_book(
    tmp_path: Path, title: str, text: str, language: str
) -> None:
    own = begin(tmp_path, "--language", language, title=title, text=text)
    assert sourcework(own, "check").stderr == ""
    said = yaml.safe_load((own / "sourcework.yml").read_text(encoding="utf-8"))
    assert said["title"] == title
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", said["id"])


def test_who_cannot_be_asked_is_told_what_to_say(tmp_path: Path) -> None:
    assert "say it with --title" in sourcework(tmp_path, "new", "mine", code=1).stderr
