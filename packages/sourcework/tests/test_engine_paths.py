"""Tests of where a command finds its book, and of what a book need not have."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from engine_book import Copy, environment

_LISTED = "night-watch: Night watch, Half an hour, 17 points\n"


def listed(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Ask for the assignments of a book, from a folder."""
    return subprocess.run(
        [sys.executable, "-m", "sourcework", "assignment", "list"],
        cwd=folder,
        env=environment() | variables,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("folder", ["", "book", "book/exercises", "assignments/night-watch"])
def test_a_command_finds_the_book_above_it(folder: str, book: Copy) -> None:
    assert listed(book.folder / folder).stdout == _LISTED


def test_a_command_finds_the_book_that_the_variable_names(book: Copy, tmp_path: Path) -> None:
    assert listed(tmp_path, BOOK_FOLDER=str(book.folder)).stdout == _LISTED


def test_the_book_above_is_meant_before_the_one_that_is_named(book: Copy, tmp_path: Path) -> None:
    other = Copy(tmp_path / "other")
    other.replace("assignments/night-watch/assignment.yml", "title: Night watch", "title: Day")
    assert listed(other.folder, BOOK_FOLDER=str(book.folder)).stdout.startswith("night-watch: Day,")


@pytest.mark.parametrize("variables", [{}, {"BOOK_FOLDER": "nowhere"}], ids=["none", "wrong"])
def test_without_a_book_a_command_says_where_to_go(
    variables: dict[str, str], tmp_path: Path
) -> None:
    done = listed(tmp_path, **variables)
    assert done.returncode == 1
    assert f"There is no book in {tmp_path}" in done.stderr
    assert "go into the folder with the book's source, or name it in the variable" in done.stderr
    assert "sourcework new begins one" in done.stderr
    assert all(each in done.stderr for each in variables.values())


def test_a_book_need_not_have_what_it_does_not_use(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "small")
    for name in ("hypotheses", "weighings", "retellings", "scales", "readings", "terms"):
        (copy.folder / f"book/data/{name}.csv").unlink()
    shutil.rmtree(copy.folder / "assignments")
    shutil.rmtree(copy.folder / "book/local")
    package = copy.folder / "book/data/datapackage.json"
    told = json.loads(package.read_text(encoding="utf-8"))
    there = {file.name for file in package.parent.glob("*.csv")}
    told["resources"] = [each for each in told["resources"] if each["path"] in there]
    package.write_text(json.dumps(told), encoding="utf-8")
    settings, toc = copy.folder / "sourcework.yml", copy.folder / "_toc.yml"
    least, _, _ = settings.read_text(encoding="utf-8").partition("timeline:")
    settings.write_text(least, encoding="utf-8")
    contents = toc.read_text(encoding="utf-8")
    fewer = re.sub(r"  - file: book/(record|people|glossary|night-watch|sheet)\n", "", contents)
    toc.write_text(fewer, encoding="utf-8")
    done = copy.call("-m", "sourcework", "audit")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_command_waits_for_no_table_and_a_chapter_gets_every_name(book: Copy) -> None:
    script = (
        "import sys; import sourcework.cli; print('pandas' in sys.modules);"
        " from sourcework import *; import sourcework as all;"
        " print([n for n in all.__all__ if globals()[n] is not getattr(all, n)])"
    )
    assert book.run("-c", script, alone=True) == "False\n[]\n"
