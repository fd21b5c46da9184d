"""Tests of what a notebook reads without pydantic: records that a check has written."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from engine_book import HERE, Copy

READS = ("-c", "import sys; sys.modules['pydantic'] = None; from sourcework import excerpt")
SHOWS = (READS[0], f"{READS[1]}; print(excerpt('bell/diary'))")
EDITED = ("- id: bell/diary\n", "- id: bell/daybook\n")
EXCERPTS, KEYS = "book/data/excerpts.yml", "assignments/night-watch/keys.yml"


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Check a copy of the book; return the folder with its records."""
    copy = Copy(tmp_path_factory.mktemp("checked") / "quillhaven")
    copy.run("-m", "sourcework", "check")
    return copy.folder / "_build"


@pytest.fixture
def checked(records: Path, tmp_path: Path) -> Copy:
    """Copy the book, with the records of a check."""
    copy = Copy(tmp_path / "quillhaven")
    shutil.copytree(records, copy.folder / "_build")
    return copy


def test_notebooks_show_the_same_without_pydantic(checked: Copy) -> None:
    with_it, without = (
        checked.ask("engine_records.py", asked, alone=True) for asked in (False, True)
    )
    assert with_it.pop("pydantic") is True
    assert without.pop("pydantic") is False
    for part, found in with_it.items():
        assert without[part] == found, part
        assert found, part


def test_an_edit_is_seen_at_once_where_pydantic_is(checked: Copy) -> None:
    checked.replace(EXCERPTS, "title: O'Dowd hears", "title: Nobody hears")
    shown = checked.run("-c", "from sourcework import excerpt; print(excerpt('bell/diary'))")
    assert shown.startswith("Nobody hears the bell")


def test_records_of_what_was_edited_since_are_refused(checked: Copy) -> None:
    assert "bell" in checked.run(*SHOWS, alone=True)
    checked.replace("book/exercises/bell.yml", "hint: Too late for what?", "hint: For whom?")
    done = checked.call(*SHOWS, alone=True)
    assert done.returncode
    assert "excerpts.json, whole file: the book has changed since it was written" in done.stderr
    assert 'install it with pip install "sourcework[check]", or run sourcework check' in done.stderr


def test_other_line_ends_are_no_edit(checked: Copy) -> None:
    path = checked.folder / EXCERPTS
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert "bell" in checked.run(*SHOWS, alone=True)


def test_a_book_that_was_not_checked_is_not_read_without_pydantic(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "quillhaven")
    done = copy.call(*SHOWS, alone=True)
    assert done.returncode
    assert "_build/records/excerpts.json, whole file: it was not written yet" in done.stderr


@pytest.mark.parametrize("content", ["{", '{"of": "", "excerpts": {"@": "nothing.Known"}}'])
def test_damaged_records_are_refused(checked: Copy, content: str) -> None:
    (checked.folder / "_build/records/excerpts.json").write_text(content, encoding="utf-8")
    done = checked.call(*SHOWS, alone=True)
    assert done.returncode
    assert "excerpts.json, whole file: it is of another version or damaged" in done.stderr


def test_a_check_that_finds_faults_writes_nothing(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "quillhaven")
    copy.replace(EXCERPTS, *EDITED)
    assert copy.call("-m", "sourcework", "check").returncode == 1
    assert not (copy.folder / "_build/records").exists()


def test_records_hold_no_key_of_what_is_graded(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "quillhaven")
    copy.replace(
        "book/exercises/bell.yml", "- id: bell/choice-1\n", "- id: bell/choice-1\n  mode: graded\n"
    )
    copy.run("-m", "sourcework", "check")
    folder = copy.folder / "_build/records"
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert texts.keys() == {
        f"{name}.json" for name in ("settings", "excerpts", "items", "notes", "assignments")
    }
    items = json.loads(texts["items.json"])["items"]
    assert "bell/order-1" in items
    assert "bell/choice-1" not in items
    secret = ("feedback", '"key"', "He claimed the order", "She had ears and a clock")
    assert (copy.folder / KEYS).read_text(encoding="utf-8").count(secret[2]) == 1
    for name in ("settings.json", "excerpts.json", "assignments.json"):
        assert not [words for words in secret if words in texts[name]], name


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("key: ferryman", "key: nobody", 'the key "nobody" is no option'),
        ("key: ferryman", "key: [ferryman]", "['ferryman'] is no str"),
        ("key: ferryman", "key: ferryman\n  worth: 3", 'there is no field "worth"'),
        ("  key: ferryman\n", "", "there is no key"),
    ],
)
def test_keys_that_a_teacher_brings_are_tested_without_pydantic(
    checked: Copy, old: str, new: str, says: str
) -> None:
    checked.replace(KEYS, old, new)
    script = checked.folder / "brought.py"
    script.write_text(
        f"{READS[1]}\n"
        "from sourcework.assignments.definition import load_assignment\n"
        "from sourcework.assignments.solutions import load_solution\n"
        "load_solution(load_assignment('night-watch'))\n",
        encoding="utf-8",
    )
    done = checked.call(script, alone=True)
    assert done.returncode
    assert 'keys.yml, line 2, key of "night-watch/choice-1": ' in done.stderr
    assert says in done.stderr


def test_pydantic_is_imported_only_where_something_is_checked() -> None:
    source = HERE.parent / "src/sourcework"
    found = [
        path.name
        for path in source.rglob("*.py")
        if "pydantic import" in path.read_text(encoding="utf-8")
    ]
    assert sorted(found) == ["checking.py", "records.py"]
