"""Tests of cartridges: what a platform finds in them, in which order, and what it must not."""

from __future__ import annotations

import io
import os
import posixpath
import re
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from engine_book import Copy
from lxml import etree

ADDRESS = "https://bell.example/book"
VERSIONS = ["1.3", "1.1"]
MADE = [(version, thin) for version in VERSIONS for thin in (False, True)]
SCHEMAS = os.environ.get("CARTRIDGE_SCHEMAS")  # a folder with those of 1.1 or 1.3, for who has it
PARTS = {
    "The Bell of Quillhaven": ["index"],
    "Chapters": ["bell", "bell?", "ledger", "ledger?", "page", "page?"],
    "Assignments": ["night-watch", "night-watch!"],
    "Behind the chapters": ["sheet", "record", "people", "glossary", "sources", "answers"],
}
ROOTS = {
    "manifest": "imscp_v1p2_v1p0",
    "questestinterop": "qtiasiv1p2p1_v1p0",
    "webLink": "imswl_v1p{}",
}


class Cartridge:
    """A cartridge, read."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.names = archive.namelist()
            self.files = {name: archive.read(name) for name in self.names}
        self.manifest = etree.fromstring(self.files["imsmanifest.xml"])
        self.resources = {str(each.get("identifier")): each for each in self.all("resource")}

    def all(self, name: str, where: Any = None) -> list[Any]:
        """Return all elements of this name, in the manifest if not elsewhere."""
        root = self.manifest if where is None else where
        return [each for each in root.iter() if etree.QName(each).localname == name]

    def first(self, name: str, where: Any) -> str:
        return str(self.all(name, where)[0].text)

    def opened(self, item: Any) -> Any:
        """Return the resource that a line of the table of contents opens."""
        return self.resources[item.get("identifierref")]

    def parts(self) -> dict[str, list[str]]:
        """Return the table of contents: `?` stands after a quiz, `!` after an assignment."""
        (top,) = (each for each in self.all("item") if each.get("identifier") == "contents")
        signs = {"quizzes": "?", "assignments": "!"}
        found = {}
        for part in top:
            files = [self.files_of(self.opened(each))[0] for each in part[1:]]
            stems = [(file.partition("/")[0], Path(file).stem) for file in files]
            found[str(part[0].text)] = [stem + signs.get(folder, "") for folder, stem in stems]
        return found

    def files_of(self, resource: Any) -> list[str]:
        return [str(each.get("href")) for each in self.all("file", resource)]


class Cartridges:
    """Cartridges of the built book, each made when it is first asked for."""

    def __init__(self, book: Copy) -> None:
        self.book = book
        self.said: dict[tuple[str, bool], str] = {}
        self._made: dict[tuple[str, bool], Cartridge] = {}

    def __call__(self, version: str, thin: bool) -> Cartridge:
        key = (version, thin)
        if key not in self._made:
            data, self.said[key] = self.made(version, thin)
            self._made[key] = Cartridge(data)
        return self._made[key]

    def made(self, version: str, thin: bool) -> tuple[bytes, str]:
        out = self.book.folder / "_build/book.imscc"
        more = ["--thin", ADDRESS] if thin else []
        done = self.book.run("-m", "sourcework", "cartridge", version, *more, "--out", out)
        return out.read_bytes(), done


@pytest.fixture(scope="module")
def cartridges(built: Copy) -> Cartridges:
    return Cartridges(built)


@pytest.fixture(params=MADE, ids=lambda each: f"{each[0]}-{'thin' if each[1] else 'full'}")
def cartridge(request: pytest.FixtureRequest, cartridges: Cartridges) -> Cartridge:
    return cartridges(*request.param)


@pytest.mark.parametrize(("version", "thin"), MADE)
def test_a_cartridge_has_the_book_in_its_order(
    cartridges: Cartridges, version: str, thin: bool
) -> None:
    told = cartridges(version, thin).parts()
    without = {name: [e for e in each if not e.endswith("!")] for name, each in PARTS.items()}
    assert list(told.items()) == list((PARTS if version == "1.3" else without).items())


def test_pages_have_the_titles_of_the_book(cartridges: Cartridges, html: Path) -> None:
    full = cartridges("1.3", False)
    for item in full.all("item"):
        resource = full.resources.get(str(item.get("identifierref")))
        if resource is not None and resource.get("type") == "webcontent":
            page = (html / Path(resource.get("href")).name).read_text(encoding="utf-8")
            head = BeautifulSoup(page, "html.parser").h1
            assert head
            assert full.first("title", item) == head.get_text(" ", strip=True)


def test_every_name_is_there_once_and_leads_somewhere(cartridge: Cartridge) -> None:
    named = cartridge.manifest.xpath("//@identifier")
    assert len(named) == len(set(named))
    listed = [file for each in cartridge.resources.values() for file in cartridge.files_of(each)]
    assert sorted(listed) == sorted(set(cartridge.names) - {"imsmanifest.xml"})
    assert len(listed) == len(set(listed))
    opened = {str(each) for each in cartridge.manifest.xpath("//@identifierref")}
    assert opened == set(cartridge.resources)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_thin_one_has_links_and_no_page(cartridges: Cartridges, version: str) -> None:
    thin = cartridges(version, True)
    assert {Path(name).suffix for name in thin.names} == {".xml"}
    links = {name: thin.files[name] for name in thin.names if name.startswith("links/")}
    for name, data in links.items():
        (url,) = thin.all("url", etree.fromstring(data))
        assert url.get("href") == f"{ADDRESS}/book/{Path(name).stem}.html"
    assert len(links) == sum(not e.endswith(("?", "!")) for part in PARTS.values() for e in part)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_full_one_has_all_that_its_pages_need(cartridges: Cartridges, version: str) -> None:
    full = cartridges(version, False)
    pages = [name for name in full.names if name.endswith(".html")]
    assert len(pages) == sum(not e.endswith(("?", "!")) for part in PARTS.values() for e in part)
    for name in pages:
        soup = BeautifulSoup(full.files[name], "html.parser")
        assert not soup.select("#site-nav, .prev-next, [href*=_sources]")
        asked = [each.get("href") or each.get("src") for each in soup.select("[href], [src]")]
        for each in map(urlsplit, map(str, asked)):
            if not each.scheme and each.path:
                target = posixpath.normpath(posixpath.join("book", unquote(each.path)))
                assert target in full.files, (name, target)


def test_the_key_to_practice_is_for_teachers(cartridge: Cartridge) -> None:
    kept = [
        Path(cartridge.files_of(each)[0]).stem
        for each in cartridge.resources.values()
        if "Instructor" in [role.text for role in cartridge.all("value", each)]
    ]
    assert kept == ["answers"]


def test_an_assignment_is_handed_in_as_a_file_for_its_points(cartridges: Cartridges) -> None:
    full, thin = (
        etree.fromstring(cartridges("1.3", thin).files["assignments/night-watch.xml"])
        for thin in (False, True)
    )
    either = cartridges("1.3", False)
    for root in (full, thin):
        assert either.first("title", root).startswith("Hand in: ")
        assert [each.get("type") for each in either.all("format", root)] == ["file"]
        (gradable,) = either.all("gradable", root)
        assert float(gradable.get("points_possible")) > 0
    text = either.first("text", full)
    assert 'href="$IMS-CC-FILEBASE$/book/night-watch.html"' in text
    assert f'href="{ADDRESS}/book/night-watch.html"' in either.first("text", thin)
    (resource,) = (
        each for each in either.resources.values() if each.get("type") == "assignment_xmlv1p0"
    )
    (needed,) = either.all("dependency", resource)
    page = either.resources[needed.get("identifierref")]
    assert (page.get("href"), page.get("intendeduse")) == ("book/night-watch.html", "assignment")


def test_no_key_of_an_assignment_is_in_a_cartridge(cartridge: Cartridge, built: Copy) -> None:
    keys = (built.folder / "assignments/night-watch/keys.yml").read_text(encoding="utf-8")
    told = re.findall(r"^ *(?:feedback|model|otherwise|solved): (.{40,})$", keys, re.MULTILINE)
    assert told
    published = "\n".join(
        path.read_text(encoding="utf-8")
        for pattern in ("book/**/*.yml", "book/**/*.md", "assignments/*/questions.yml")
        for path in built.folder.glob(pattern)
    )
    secret = [each.strip("'\"")[:40] for each in told if each.strip("'\"")[:40] not in published]
    assert secret
    for name, data in cartridge.files.items():
        text = data.decode("utf-8", "ignore")
        assert not [each for each in secret if each in text], name


def test_outcomes_are_the_objectives_of_the_questions(cartridges: Cartridges) -> None:
    full, older = cartridges("1.3", False), cartridges("1.1", False)
    assert older.all("labelledGUID") == []
    metadata = full.manifest[0]
    known = {
        full.first("GUID", e): full.first("label", e) for e in full.all("labelledGUID", metadata)
    }
    assert len(known) == len(full.all("labelledGUID", metadata)) > 1
    assert any(label.startswith("voices: ") for label in known.values())
    for resource in full.resources.values():
        assert {full.first("GUID", e) for e in full.all("labelledGUID", resource)} <= set(known)
    asked = [e for e in full.resources.values() if str(e.get("type")).startswith("imsqti")]
    assert asked
    assert all(full.all("labelledGUID", each) for each in asked)


def test_what_a_version_cannot_say_is_told(cartridges: Cartridges) -> None:
    cartridges("1.3", True), cartridges("1.1", True)
    newer, older = (cartridges.said[version, True] for version in VERSIONS)
    assert "night-watch: no resource" in older
    assert "night-watch: no resource" not in newer
    assert re.search(r"^  match, \d+: multiple choice, one for each row", newer, re.MULTILINE)
    assert "3 quizzes, 11 questions, 1 assignment" in newer


@pytest.mark.parametrize(("version", "thin"), MADE)
def test_the_same_book_gives_the_same_bytes(
    cartridges: Cartridges, version: str, thin: bool
) -> None:
    assert cartridges(version, thin).data == cartridges.made(version, thin)[0]


@pytest.mark.parametrize("version", VERSIONS)
def test_moodle_knows_a_manifest_by_its_first_thousand_letters(
    cartridges: Cartridges, version: str
) -> None:
    minor = version.removeprefix("1.")
    begins = cartridges(version, True).files["imsmanifest.xml"][:1024].decode()
    assert f'xmlns="http://www.imsglobal.org/xsd/imsccv1p{minor}/imscp_v1p1"' in begins


@pytest.mark.skipif(not SCHEMAS, reason="CARTRIDGE_SCHEMAS names no folder")
def test_all_is_valid(cartridges: Cartridges) -> None:
    folder, checked = Path(str(SCHEMAS)), 0
    for version, thin in MADE:
        minor = version.removeprefix("1.")
        cartridge = cartridges(version, thin)
        for name in (each for each in cartridge.names if each.endswith(".xml")):
            root = etree.fromstring(cartridge.files[name])
            schema = ROOTS.get(etree.QName(root).localname, "").format(minor)
            path = folder / f"ccv1p{minor}_{schema}.xsd"
            if schema and path.is_file():
                etree.XMLSchema(etree.parse(path)).assertValid(root)
                checked += 1
    assert checked


def test_without_the_pages_or_an_address_it_says_what_to_do(tmp_path: Path) -> None:
    book = Copy(tmp_path / "book")
    for more, code, said in (
        ([], 1, "it is not built; type `sourcework build` first"),
        (["--thin", "bell.example"], 1, "'bell.example' is no address of pages"),
    ):
        done = book.call("-m", "sourcework", "cartridge", "1.3", *more)
        assert (done.returncode, said in done.stderr) == (code, True)
    assert list(book.folder.glob("*.imscc")) == []


def test_no_page_is_packed_whose_questions_were_changed_since(tmp_path: Path) -> None:
    book = Copy(tmp_path / "book", built=True)
    ledger = "book/exercises/ledger.yml"
    packed = (("cartridge", "1.3"), ("scorm", "1.2", "--chapter", "ledger"))
    book.replace(ledger, "herself see, hear or do", "see, hear or do herself")
    said = f"{ledger}, ledger/choices-1: it was changed after the page that asks it was built"
    for command in packed:
        assert said in book.call("-m", "sourcework", *command).stderr
    assert "SCORM 1.2" in book.run("-m", "sourcework", "scorm", "1.2", "--chapter", "bell")
    assert "links" in book.run("-m", "sourcework", "cartridge", "1.3", "--thin", ADDRESS)
    book.replace(ledger, "- id: ledger/number-1", "- id: ledger/number-2")
    book.replace(ledger, "see, hear or do herself", "herself see, hear or do")
    said = "ledger/number-1: it was taken away after the page that asks it was built"
    for command in packed:
        assert said in book.call("-m", "sourcework", *command).stderr
