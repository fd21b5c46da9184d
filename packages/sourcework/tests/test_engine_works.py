"""Tests of the works: typed once, in the bibliography, of which the table is written."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from engine_book import BOOK, Copy

BIBLIOGRAPHY = "book/references.bib"
TABLE = "book/data/sources.csv"
OWN = re.compile(r",\n  (origdate|language|witness|seen|through|annotation) = \{[^{}]*\}")
EXCERPTS = "book/data/excerpts.yml"
LISTS = """
from sourcework import source_table
from sourcework.display import cite
print(source_table("Works", "contemporary"), cite(["sale1907"]).striptags())
"""
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


def test_a_work_that_was_not_read_names_those_by_which_it_is_known(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "copy")
    copy.replace(BIBLIOGRAPHY, "  through = {brandt1987},\n", "")
    copy.replace(
        BIBLIOGRAPHY, "witness = {zak},\n", "witness = {zak},\n  through = {packet1907},\n"
    )
    told = check(copy)
    assert 'references.bib, entry "sale1907", field through: the work is known through' in told
    assert "name the keys of those works, or say it in words" in told
    assert 'entry "zak1958", field through: it is for a work that was not read' in told
    copy.replace(BIBLIOGRAPHY, "  through = {packet1907},\n", "")
    through = "seen = {through another},\n  through = {sale1907; brand1987; a catalogue},"
    copy.replace(BIBLIOGRAPHY, "seen = {through another},", through)
    told = check(copy)
    assert "a work cannot be known through itself; name another" in told
    assert 'there is no work "brand1987"; add its entry, or say it in words' in told
    assert "catalogue" not in told


def test_lists_say_how_much_of_a_work_was_read_and_by_which_it_is_known(tmp_path: Path) -> None:
    told = Copy(tmp_path / "copy").run("-c", LISTS)
    assert "read whole" in told
    assert "read in part" in told
    assert "known through another: Brandt-Nwosu 1987" in told
    assert "Саттаров 1907 (known through Brandt-Nwosu 1987)" in told


def test_a_book_whose_data_package_has_no_such_column_keeps_its_table(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "copy")
    path = copy.folder / "book/data/datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    for table in package["resources"]:
        fields = table["schema"]["fields"]
        table["schema"]["fields"] = [each for each in fields if each["name"] != "through"]
    path.write_text(json.dumps(package), encoding="utf-8")
    copy.run("-m", "sourcework", "sources")
    assert text(copy, TABLE).startswith(
        "id,author,title,date,kind,language,witness,seen,annotation"
    )
    assert check(copy) == ""


def test_an_excerpt_with_a_cut_says_where_the_full_text_is_or_why_nowhere(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "copy")
    full = "  full:\n  - {work: odowd1907, place: the entry for 2 March}\n"
    copy.replace(EXCERPTS, full, "")
    told = check(copy)
    assert 'excerpts.yml, excerpt "bell/diary": dots in it stand for a cut' in told
    assert "or say why there is none in no_full" in told
    copy.replace(EXCERPTS, "  chain: diary\n", "  chain: diary\n  no_full: not in print\n")
    assert check(copy) == ""
