"""Tests of the works: typed once, in the bibliography, of which the table is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from engine_book import BOOK, Copy

BIBLIOGRAPHY = "book/references.bib"
TABLE = "book/data/sources.csv"
OWN = re.compile(r",\n  (origdate|language|witness|seen|through|annotation) = \{[^{}]*\}")
SHOW = "from sourcework import tables; print(tables.sources().loc['packet1907', 'annotation'])"


def text(copy: Copy | Path, name: str) -> str:
    folder = copy.folder if isinstance(copy, Copy) else copy
    return (folder / name).read_text(encoding="utf-8")


def check(copy: Copy) -> str:
    return copy.call("-m", "sourcework", "check").stderr


@pytest.fixture
def older(tmp_path: Path) -> Copy:
    """Copy the book as older ones are: each work typed in both files."""
    copy = Copy(tmp_path / "older")
    path = copy.folder / BIBLIOGRAPHY
    path.write_text(OWN.sub("", path.read_text(encoding="utf-8")), encoding="utf-8")
    return copy


def test_the_table_of_an_older_book_is_moved_into_the_bibliography_once(older: Copy) -> None:
    (told,) = check(older).splitlines()
    assert told == (
        "book/data/sources.csv, whole file: its works are typed in references.bib as well; "
        "have what only it says moved there, once: run sourcework sources."
    )
    older.run("-m", "sourcework", "sources")
    assert [text(older, each) for each in (BIBLIOGRAPHY, TABLE)] == [
        text(BOOK, each) for each in (BIBLIOGRAPHY, TABLE)
    ]
    assert check(older) == ""


def test_a_row_of_an_older_book_without_an_entry_is_not_lost(older: Copy) -> None:
    older.replace(TABLE, "\nsale1907,", "\nsale1908,")
    done = older.call("-m", "sourcework", "sources")
    assert done.returncode == 1
    assert 'sources.csv, row "sale1908": is not in references.bib; add it there' in done.stderr
    assert "sale1908" in text(older, TABLE)


def test_what_an_entry_says_is_read_at_once_and_written_by_a_command(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "copy")
    copy.replace(BIBLIOGRAPHY, "The only report of the sitting.", "One of two reports.")
    assert copy.run("-c", SHOW).startswith("One of two reports.")
    assert "run: sourcework sources" in check(copy)
    copy.run("-m", "sourcework", "sources")
    assert "One of two reports." in text(copy, TABLE)
    assert check(copy) == ""


def test_a_wrong_field_is_told_of_its_entry(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "copy")
    copy.replace(BIBLIOGRAPHY, "keywords = {retrospective}", "keywords = {retrospect}")
    copy.run("-m", "sourcework", "sources")
    told = check(copy)
    assert 'book/references.bib, entry "zak1958", field keywords: ' in told
    assert "correct the field as datapackage.json says, and run: sourcework sources" in told


def test_a_table_that_is_missing_is_written_anew(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "copy")
    (copy.folder / TABLE).unlink()
    assert "write it from references.bib: sourcework sources" in check(copy)
    copy.run("-m", "sourcework", "sources")
    assert text(copy, TABLE) == text(BOOK, TABLE)
