"""The PDF of the book: all of it, in order, with outline, tags and links that lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup
from contents import PAGES, ROOT
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject
from pypdfium2 import PdfDocument

from sourcework.item_bank import load_items
from sourcework.publish import pdf
from sourcework.publish.printed_document import document, targets
from sourcework.settings import settings

CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Written:
    file: Path
    pages: int
    document: BeautifulSoup  # of which it was printed


@pytest.fixture(scope="session")
def written(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Written:
    file, root = tmp_path_factory.mktemp("pdf") / "book.pdf", built.parents[1]
    whole = document(root)
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor() as pool:
        patch.setattr(pdf, "document", {root: whole}.__getitem__)
        # Playwright refuses a second time in one thread.
        return Written(file, pool.submit(pdf.write_pdf, root, file).result(), whole)


@pytest.fixture(scope="session")
def book(written: Written) -> PdfReader:
    return PdfReader(written.file)


@pytest.fixture(scope="session")
def sheets(written: Written) -> list[str]:
    with PdfDocument(written.file) as book:
        return [sheet.get_textpage().get_text_range() for sheet in book]


def test_the_file_is_whole_and_lies_alone(written: Written, book: PdfReader) -> None:
    assert written.pages == len(book.pages)
    assert list(written.file.parent.iterdir()) == [written.file]


def titles(built: Path) -> list[str]:
    pages = [(built / f"{page}.html").read_text(encoding="utf-8") for page in PAGES]
    heads = [BeautifulSoup(page, "lxml").select_one(".bd-article h1") for page in pages]
    return [head.get_text().removesuffix("#") for head in heads if head]


def folded(text: str) -> str:
    """Drop all that typography and line ends change, so that only words count."""
    return re.sub(r"\W+", "", text).lower()


def test_it_is_tagged_and_says_what_it_is(book: PdfReader) -> None:
    root: Any = book.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == CONFIG["sphinx"]["config"]["language"]
    assert root["/PageMode"] == "/UseOutlines"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert book.metadata is not None
    assert book.metadata.title == settings().title
    assert book.metadata.author == CONFIG["author"]


def test_tags_name_headings_tables_and_lists_and_pictures_have_a_text(book: PdfReader) -> None:
    kinds: set[str] = set()
    silent = 0
    for element in elements(book.trailer["/Root"]["/StructTreeRoot"]):  # type: ignore[index]
        kinds.add(str(element.get("/S")))
        silent += element.get("/S") == "/Figure" and not element.get("/Alt")
    assert {"/H1", "/H2", "/H3", "/P", "/Table", "/TH", "/TD", "/L", "/LI", "/Link"} <= kinds
    assert "/Figure" in kinds
    assert not silent


def elements(start: Any) -> Iterator[DictionaryObject]:
    waiting = [start]
    while waiting:
        one = waiting.pop().get_object()
        if isinstance(one, ArrayObject):
            waiting += list(one)
        elif isinstance(one, DictionaryObject):
            if "/S" in one:
                yield one
            if "/K" in one:
                waiting.append(one["/K"])


def test_the_outline_has_every_chapter_in_order_where_it_begins(
    book: PdfReader, sheets: list[str], built: Path
) -> None:
    chapters = [each for each in book.outline if not isinstance(each, list)]
    names = [str(each.title) for each in chapters]
    expected = titles(built)
    assert [name for name in names if name in expected] == expected
    assert names[-1] == "Answer key"
    for each in chapters:
        page = book.get_destination_page_number(each)
        assert page is not None
        assert folded(str(each.title)) in folded(sheets[page])[:160]
    assert sum(isinstance(each, list) for each in book.outline) >= len(expected)  # sections below


def test_the_contents_print_the_page_of_every_chapter(
    book: PdfReader, sheets: list[str], built: Path
) -> None:
    begins = {
        str(each.title): (book.get_destination_page_number(each) or 0) + 1
        for each in book.outline
        if not isinstance(each, list)
    }
    for title in titles(built):
        assert folded(f"{title}{begins[title]}") in folded(sheets[1])


def test_every_sheet_but_the_first_two_has_its_number(sheets: list[str]) -> None:
    for number, text in enumerate(sheets, start=1):
        assert (f"{number} / {len(sheets)}" in text) == (number > 2)


def test_every_item_and_its_answer_is_there(sheets: list[str]) -> None:
    text = folded("".join(sheets))
    for item in load_items().values():
        stem = folded(item.stem.replace("*", ""))
        assert text.count(stem) >= 2, item.id  # where it is asked, and in the key
    whole = load_items()["poison/choice-1"]
    for told in whole.feedbacks().values():
        assert text.count(folded(told.feedback.replace("*", ""))) == 1


def test_answers_stand_in_the_key_alone(sheets: list[str], book: PdfReader) -> None:
    key = next(e for e in book.outline if not isinstance(e, list) and e.title == "Answer key")
    before = folded("".join(sheets[: book.get_destination_page_number(key)]))
    for item in load_items().values():
        for told in item.feedbacks().values():
            assert folded(told.feedback.replace("*", "")) not in before, item.id


def test_links_within_the_book_lead_somewhere(book: PdfReader) -> None:
    known = set(book.named_destinations)
    inside = outside = 0
    for sheet in book.pages:
        for note in sheet.get("/Annots") or []:
            link = note.get_object()
            target = link.get("/Dest") or link.get("/A", {}).get("/D")
            address = link.get("/A", {}).get("/URI")
            assert target or address
            if target:
                assert str(target) in known
                inside += 1
            else:
                assert str(address).startswith(("http://", "https://"))
                outside += 1
    assert inside > 1000
    assert outside > 14


def test_in_the_document_no_id_comes_twice_and_none_is_missing(written: Written) -> None:
    whole = written.document
    ids = [str(tag["id"]) for tag in whole.find_all(id=True)]
    assert len(ids) == len(set(ids))
    for tag in whole.find_all(True):
        named = [str(tag.get("href", ""))[1:]] if str(tag.get("href", "")).startswith("#") else []
        for attribute in ("aria-labelledby", "aria-describedby", "headers", "for"):
            value = tag.get(attribute, "")
            named += value if isinstance(value, list) else str(value).split()
        named += re.findall(r"url\(#([^)]+)\)", " ".join(map(str, tag.attrs.values())))
        assert set(named) <= set(ids), tag
    assert set(targets(whole)) <= set(ids)


def test_all_fonts_are_embedded(book: PdfReader) -> None:
    for sheet in book.pages:
        fonts: Any = sheet["/Resources"].get("/Font", {})  # type: ignore[union-attr]
        for font in fonts.values():
            one = font.get_object()
            below = one.get("/DescendantFonts", [one])[0].get_object()
            described = below.get("/FontDescriptor", {})
            assert one["/Subtype"] == "/Type3" or any(
                name in described for name in ("/FontFile", "/FontFile2", "/FontFile3")
            ), one.get("/BaseFont")


def test_a_book_that_is_not_built_says_what_to_do(tmp_path: Path) -> None:
    for name in ("_toc.yml", "_config.yml", "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    with pytest.raises(FileNotFoundError, match=r"book/answers\.html: not built.*make book"):
        pdf.write_pdf(tmp_path, tmp_path / "book.pdf")
    assert not (tmp_path / "book.pdf").exists()
