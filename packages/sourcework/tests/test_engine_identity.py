"""Tests of identity: what readers keep and what a book is packed as bear its own id and title."""

from __future__ import annotations

import shutil
import zipfile

import pytest
from engine_book import Copy
from pypdf import PdfReader

TITLE = "The Bell of Quillhaven, 1907"
OTHER_TITLE = "Who Moved the “Łódka”?: a reader, 1888"


def renamed(copy: Copy, title: str = OTHER_TITLE) -> Copy:
    """Give a copy another id and another title."""
    copy.replace("sourcework.yml", "id: quillhaven-bell", "id: moved-boat")
    copy.replace("sourcework.yml", f"title: {TITLE}", f"title: '{title}'")
    return copy


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return renamed(Copy(tmp_path_factory.mktemp("other") / "boat"))


@pytest.fixture(scope="module")
def both(book: Copy, other: Copy) -> tuple[dict[str, str], dict[str, str]]:
    """Return what bears the name of each of two books."""
    return book.ask("engine_identity.py", None), other.ask("engine_identity.py", None)


def test_what_bears_the_name_of_a_book_is_its_own(both: tuple[dict[str, str], ...]) -> None:
    one, _ = both
    assert one["id"] == one["record"] == "quillhaven-bell"
    assert one["answers"] == "quillhaven-bell-answers/1"
    assert one["main title"] == "The Bell of Quillhaven"
    assert one["title of the PDF"] == TITLE
    assert f'"{TITLE}"' in one["print"]


def test_two_books_share_nothing_that_bears_a_name(both: tuple[dict[str, str], ...]) -> None:
    one, two = both
    assert [name for name in one if one[name] == two[name]] == []
    assert two["record"] == "moved-boat"
    assert two["main title"] == "Who Moved the “Łódka”?"
    assert OTHER_TITLE in two["print"]


def packed(copy: Copy) -> tuple[str, dict[str, bytes]]:
    """Pack a built book; return the name of the archive, and its files."""
    copy.run("-m", "sourcework.publish.archive")
    (archive,) = (copy.folder / "_build").glob("*.zip")
    with zipfile.ZipFile(archive) as file:
        return archive.name, {name: file.read(name) for name in file.namelist()}


def test_the_archive_is_called_by_the_id_and_says_the_title(built: Copy) -> None:
    name, files = packed(built)
    assert name == "quillhaven-bell.zip"
    assert {each.partition("/")[0] for each in files} == {"quillhaven-bell"}
    assert files["quillhaven-bell/README.txt"].decode().startswith(TITLE.upper())
    assert "quillhaven-bell/book/ledger.html" in files


def test_the_archive_of_another_book_is_called_by_its_own(built: Copy, other: Copy) -> None:
    shutil.copytree(built.folder / "_build/html", other.folder / "_build/html")
    name, files = packed(other)
    assert name == "moved-boat.zip"
    assert files["moved-boat/README.txt"].decode().startswith("WHO MOVED THE")


def test_what_is_read_without_a_network_is_kept_under_the_id(built: Copy) -> None:
    worker = (built.folder / "_build/html/sw.js").read_text(encoding="utf-8")
    assert '"quillhaven-bell"' in worker


def test_the_printed_book_is_called_by_the_id_and_bears_the_title(printed: PdfReader) -> None:
    assert printed.metadata is not None
    assert printed.metadata.title == TITLE
    text = "".join(page.extract_text() for page in printed.pages)
    for name in ("Łucja Żak", "Ибрагим Саттаров", "Anne-Marie O’Dowd", "Brandt-Nwosu"):
        assert name in text.replace("\n", " ")
