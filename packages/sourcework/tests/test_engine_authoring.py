"""A book of one's own: begun with a command, added to, checked, built and graded."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from functools import cache, partial
from pathlib import Path

import pytest
import yaml
from engine_book import begun, forked, having_run

TEXT = """\
The ferry at Ostrava Mill stopped in the third week of the flood. Old Marek rang the bell twice.

"I saw the rope part," the miller's wife wrote that night, "and I shall say so to whoever asks."

Nine years later the parish chronicle has it that the rope was cut: “cut”, and not “worn”.
"""
OUTSIDE = {name: text for name, text in os.environ.items() if name != "BOOK_FOLDER"}


def sourcework(
    folder: Path, *words: str, code: int = 0, alone: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder; `alone`, as an author does, and not in a fork."""
    run = partial(begun if alone else forked, folder, OUTSIDE, "-m", "sourcework", *words)
    done = having_run(folder, "begun", run) if words == ("build",) else run()
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
    assert sourcework(mill, "check", alone=True).stderr == ""
    said = yaml.safe_load((mill / "sourcework.yml").read_text(encoding="utf-8"))
    assert (said["id"], said["title"]) == ("the-ferry", "The Ferry: a rope")
    assert (mill / "seeds" / said["document"]).read_text(encoding="utf-8") == TEXT
    names = {path.relative_to(mill).as_posix() for path in mill.rglob("*") if path.is_file()}
    assert {".github/workflows/book.yml", ".binder/requirements.txt", ".gitignore"} <= names
    assert not [name for name in names if "dot-" in name or name.endswith(".part")]


def test_a_check_names_what_of_the_template_is_still_to_be_written(mill: Path) -> None:
    said = sourcework(mill, "check").stdout
    for words in (
        'book/data/excerpts.yml, line 16: "say where it was first printed" are words of the templ',
        'book/references.bib, line 2: "Unknown author" are words of the template; write your own',
        'seeds/README.md, line 5: "Say here where it comes from',
    ):
        assert re.sub(r"line \d+", "line", words) in re.sub(r"line \d+", "line", said)
    assert said.endswith("Nothing is wrong, but this is still to be written.\n")


def test_every_placeholder_stands_in_the_template(mill: Path) -> None:
    script = (
        "from sourcework.authoring.templates import PARTS\n"
        "from sourcework.placeholders import PLACEHOLDERS\n"
        "files = [f for f in PARTS.parent.rglob('*') if f.suffix in ('.yml', '.md', '.bib')]\n"
        "text = ''.join(f.read_text(encoding='utf-8') for f in files)\n"
        "print([each for each in PLACEHOLDERS if each.strip('{}') not in text])\n"
    )
    done = forked(mill, OUTSIDE, "-c", script)
    assert done.stdout == "[]\n", done.stderr


def test_a_new_book_builds_and_shows_every_line_of_its_document(mill: Path) -> None:
    said = sourcework(mill, "build", alone=True).stdout
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
    assert _contents(own) == {
        "Chapters": ["first", "second-part"],
        "Assignments": ["first-look", "two-weeks"],
        "Behind the chapters": ["record", "sources", "glossary", "answers"],
    }
    page = (own / "book/second-part.md").read_text(encoding="utf-8")
    assert page.index('excerpt("second-part/rope")') < page.index("## Questions")
    asked = yaml.safe_load((own / "book/exercises/second-part.yml").read_text(encoding="utf-8"))
    assert [each["excerpts"] for each in asked["items"]] == [
        ["first/line-1"],
        ["second-part/rope"],
        ["second-part/rope"],
    ]
    said = sourcework(own, "check").stdout
    place = (
        'book/exercises/first.yml, line 44: "Write the question here." are words of the template'
    )
    assert re.sub(r"line \d+", "line 44", place) in re.sub(r"line \d+", "line 44", said)
    assert said.endswith("Nothing is wrong, but this is still to be written.\n")
    told = sourcework(own, "quiz", "moodle", "--out", str(own / "q.xml"), code=1).stderr
    assert 'item "first/short-2": "Write the question here." are words of the template' in told
    questions = own / "assignments/two-weeks/questions.yml"
    text = questions.read_text(encoding="utf-8")
    spoilt = re.sub(r"stem: .*", "stem: Write the question here.", text)
    questions.write_text(spoilt, encoding="utf-8")
    told = sourcework(own, "assignment", "build", "two-weeks", code=1).stderr
    assert 'two-weeks/choice-1": "Write the question here." are words of the template' in told
    questions.write_text(text, encoding="utf-8")
    sourcework(own, "build")
    assert (own / "_build/html/book/two-weeks.html").is_file()


def _contents(own: Path) -> dict[str, list[str]]:
    """Return the names of the pages below each caption of the contents."""
    parts = yaml.safe_load((own / "_toc.yml").read_text(encoding="utf-8"))["parts"]
    return {
        part["caption"]: [each["file"].removeprefix("book/") for each in part["chapters"]]
        for part in parts
    }


def test_an_assignment_is_about_the_chapter_that_is_named(own: Path) -> None:
    sourcework(own, "add", "chapter", "rope", "--title", "The rope")
    sourcework(own, "add", "excerpt", "rope/seen", "--line", "3")
    sourcework(own, "add", "assignment", "week", "--title", "A week", "--chapter", "rope")
    said = yaml.safe_load((own / "assignments/week/assignment.yml").read_text(encoding="utf-8"))
    assert (said["chapter"], said["parts"][0]["excerpts"]) == ("The rope", ["rope/seen"])
    assert sourcework(own, "check").stderr == ""


def test_a_list_without_its_kind_of_pages_gets_the_page_at_its_end(own: Path) -> None:
    contents = own / "_toc.yml"
    contents.write_text(
        "format: jb-book\nroot: book/index\nchapters:\n- file: book/first\n"
        "  sections:\n  - file: book/record\n- file: book/sources.md\n- file: book/answers\n",
        encoding="utf-8",
    )
    sourcework(own, "add", "chapter", "rope", "--title", "The rope")
    sourcework(own, "add", "assignment", "week", "--title", "A week")
    listed = re.findall(r"file: book/(\S+)", contents.read_text(encoding="utf-8"))
    assert listed == ["first", "record", "rope", "sources.md", "answers", "week"]
    assert yaml.safe_load(contents.read_text(encoding="utf-8"))["chapters"][1]["file"] == (
        "book/rope"
    )


WRONG = {
    ("chapter", "first", "--title", "A"): "book/first.md, whole file: there is such a page already",
    ("chapter", "Zwei Teile", "--title", "A"): "write small letters, digits and hyphens",
    ("excerpt", "first/line-1", "--line", "1"): "the id is taken already; take another",
    ("excerpt", "first/x", "--line", "99"): "the seed has lines 1 to",
    ("excerpt", "first/x", "--line", "1", "--from", "nowhere", "--to", "bell"): (
        "the words 'nowhere' are not there; copy them from the seed"
    ),
    ("excerpt", "first/x", "--line", "1", "--from", "The ferry"): "from and to go together",
    ("excerpt", "first/x", "--line", "1", "--from", "e", "--to", "bell"): "stand there",
    ("excerpt", "first/x", "--line", "2"): "line 2 of the seed has no words; name a line that has",
    ("excerpt", "first", "--line", "1"): "it is no id of an excerpt; write chapter/name",
    ("excerpt", "first/x"): "there is no such excerpt; say which line of the document it is",
    ("excerpt", "first/line-1"): "book/first.md shows it already",
    ("excerpt", "nowhere/x", "--line", "1"): (
        "there is no such page; add it first: sourcework add chapter nowhere --title TITLE"
    ),
    ("assignment", "more", "--title", "A", "--chapter", "nowhere"): (
        "there is no such page; add it first: sourcework add chapter nowhere --title TITLE"
    ),
    (
        "item",
        "third",
        "choice",
    ): "there is no such page; add it first: sourcework add chapter third",
    ("assignment", "first-look", "--title", "A"): "there is such an assignment already",
    ("table", "people"): "the book has it already; fill its rows",
    ("table", "weather"): "the engine knows no such table; use one of people, events",
}


def written(folder: Path) -> dict[Path, bytes]:
    """Return what stands in the files of a folder, but for what Python has compiled."""
    files = [each for each in folder.rglob("*.*") if each.is_file()]
    return {each: each.read_bytes() for each in files if "__pycache__" not in each.parts}


@pytest.mark.parametrize(("words", "told"), WRONG.items())
def test_what_cannot_be_added_is_told_and_changes_nothing(
    mill: Path, words: tuple[str, ...], told: str
) -> None:
    before = written(mill)
    assert told in sourcework(mill, "add", *words, code=1).stderr
    assert written(mill) == before


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


VERSE = """\
The ferry lay below the weir
And nobody had seen it go,
The rope was whole, the rope was here,
And who had cut it none would know.
"""
WRAPPED = """\
The ferry

The ferry at Ostrava Mill stopped in the third week of the flood. Old
Marek rang the bell twice, and nobody came down to the water; the con-
nection was not made again before the spring.

"I saw the rope part," the miller's wife wrote that night to her sister
in the town, "and I shall say so to whoever asks."

Marek
Ostrava Mill
"""


@pytest.mark.parametrize(
    ("text", "options", "lines"),
    [
        (WRAPPED, (), [1, 3, 5, 7, 8]),
        (WRAPPED.replace("\n", "\r\n"), (), [1, 3, 5, 7, 8]),
        (WRAPPED, ("--keep-lines",), [1, 3, 4, 5, 7, 8, 10, 11]),
        (VERSE, (), [1, 2, 3, 4]),
        (TEXT, (), [1, 3, 5]),
    ],
    ids=["wrapped", "wrapped on Windows", "kept", "verse", "a paragraph a line"],
)
def test_paragraphs_that_a_program_wrapped_are_lines_again(
    tmp_path: Path, text: str, options: tuple[str, ...], lines: list[int]
) -> None:
    (tmp_path / "a.txt").write_bytes(text.encode())
    command = ("new", "mine", "--title", "A", "--text", "a.txt")
    said = sourcework(tmp_path, *command, *options).stdout
    own = tmp_path / "mine"
    records = yaml.safe_load((own / "book/data/excerpts.yml").read_text(encoding="utf-8"))
    assert [each["lines"][0]["line"] for each in records["excerpts"]] == lines
    document = (own / "seeds/a.txt").read_bytes().decode()
    assert document.split() == text.split()
    joined = document != text
    assert ("were wrapped" in said) == joined == (own / "seeds/a-as-received.txt").is_file()
    assert ("--keep-lines" in said) == joined
    if joined:
        assert (own / "seeds/a-as-received.txt").read_bytes() == text.encode()
        assert "a-as-received.txt" in (own / "seeds/README.md").read_text(encoding="utf-8")
    assert sourcework(own, "check").stderr == ""


def test_what_is_on_no_page_is_said_and_can_be_put_on_one(tmp_path: Path) -> None:
    text = "".join(f"The keeper wrote a line of {n} words.\n" for n in range(1, 21))
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    said = sourcework(tmp_path, "new", "mine", "--title", "A", "--text", "a.txt").stdout
    assert "book/first.md shows 12 of the 20 passages" in said
    assert "first/line-13 to first/line-20 are on no page yet" in said
    assert "sourcework add excerpt first/line-13" in said
    own = tmp_path / "mine"
    sourcework(own, "add", "excerpt", "first/line-13")
    page = (own / "book/first.md").read_text(encoding="utf-8")
    assert page.index("first/line-12") < page.index("first/line-13") < page.index("## Questions")
    assert sourcework(own, "check").stderr == ""


def test_who_ends_the_questions_of_new_is_told_that_nothing_was_written(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-B", "-m", "sourcework", "new", "mine"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=OUTSIDE, stdin=theirs, stdout=-1, stderr=-1, text=True
    ) as started:
        os.close(theirs)
        os.write(ours, b"\x04")
        told = started.communicate(timeout=60)[1]
    os.close(ours)
    assert "nothing is written; start again, or say it with --title" in told
    assert "Traceback" not in told
    assert (started.returncode, (tmp_path / "mine").exists()) == (1, False)


@pytest.mark.parametrize(
    ("command", "lacking", "extra"),
    [
        (["check"], "frictionless", "build"),
        (["build"], "frictionless", "build"),
        (["quiz", "moodle", "--out", "q.xml"], "lxml", "grade"),
    ],
)
def test_what_is_not_installed_is_named_with_what_installs_it(
    mill: Path, command: list[str], lacking: str, extra: str
) -> None:
    script = f"import sys; sys.modules[{lacking!r}] = None; from sourcework.cli import main; "
    done = subprocess.run(
        [sys.executable, "-B", "-c", f"{script}sys.exit(main({command!r}))"],
        cwd=mill,
        env=OUTSIDE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert f'install it: pip install "sourcework[{extra}]"' in done.stderr


def test_who_cannot_be_asked_is_told_what_to_say(tmp_path: Path) -> None:
    assert "say it with --title" in sourcework(tmp_path, "new", "mine", code=1).stderr
