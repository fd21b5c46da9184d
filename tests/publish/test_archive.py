"""The archive: small, the same every time, and whole wherever it is unzipped."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from contents import PAGES, ROOT
from pages import patient
from playwright.sync_api import Browser, BrowserContext, Page, expect
from questions import answer, check, question
from rules import key_of

from sourcework.item_bank import load_items
from sourcework.publish.archive import write_archive
from sourcework.sphinx import offline

ITEM = load_items()["poison/choice-1"]
NOON = 1_700_000_000


@pytest.fixture(scope="module")
def archive(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "stalin-versus-lenin.zip"
    write_archive(built, path, NOON)
    return path


@pytest.fixture(scope="module")
def unzipped(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unzip into a folder with a name that careless code trips over."""
    folder = tmp_path_factory.mktemp("my books") / "Сталин & Ленин #1 100%"
    with ZipFile(archive) as file:
        file.extractall(folder)
    return folder / "stalin-versus-lenin"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = patient(browser, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def wrong(context: BrowserContext) -> list[str]:
    """All that the pages of the context say, or ask of anything but a disk."""
    wrong: list[str] = []
    context.on("console", lambda each: wrong.append(each.text))
    context.on("weberror", lambda each: wrong.append(str(each.error)))
    context.on("requestfailed", lambda each: wrong.append(each.url))
    at_home = ("file:", "data:", "blob:")
    context.on("request", lambda each: each.url.startswith(at_home) or wrong.append(each.url))
    return wrong


def visit(context: BrowserContext, path: Path, query: str = "") -> Page:
    page = context.new_page()
    page.goto(path.as_uri() + query, wait_until="networkidle")
    return page


def test_the_same_book_gives_the_same_bytes(built: Path, archive: Path, tmp_path: Path) -> None:
    again = tmp_path / archive.name
    write_archive(built, again, NOON)
    assert again.read_bytes() == archive.read_bytes()


def test_it_holds_one_folder_sorted_and_dated(archive: Path) -> None:
    with ZipFile(archive) as file:
        entries = file.infolist()
    names = [entry.filename for entry in entries]
    assert names == sorted(names)
    assert all(name.startswith("stalin-versus-lenin/") for name in names)
    assert {"stalin-versus-lenin/index.html", "stalin-versus-lenin/README.txt"} <= set(names)
    assert {entry.date_time for entry in entries} == {(2023, 11, 14, 22, 13, 20)}


def test_what_nobody_reads_is_left_out(built: Path, unzipped: Path) -> None:
    files = {path.relative_to(unzipped).as_posix() for path in unzipped.rglob("*")}
    assert not [name for name in files if re.search(r"\.(map|doctree|pickle|inv|mo|po)$", name)]
    assert ".buildinfo" not in files
    assert {unquote(name) for name in offline.edition(built)} | {"sw.js"} <= files


def test_notebooks_which_need_a_server_are_left_out(tmp_path: Path) -> None:
    book = tmp_path / "html"
    (book / "lite").mkdir(parents=True)
    (book / "index.html").write_text('<a href="lite/run.html">Run</a>', encoding="utf-8")
    (book / "lite/run.html").touch()
    write_archive(book, tmp_path / "book.zip", NOON)
    with ZipFile(tmp_path / "book.zip") as file:
        assert file.namelist() == ["book/README.txt", "book/index.html"]


def test_it_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "html").mkdir()
    with pytest.raises(FileNotFoundError, match="no book here; build it first, with `make book`"):
        write_archive(tmp_path / "html", tmp_path / "book.zip", NOON)
    assert not list(tmp_path.glob("book*"))


def test_the_command_says_how_large_it_is(built: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sourcework.publish.archive"],
        cwd=ROOT,
        env={"PYTHONPATH": "book", "PATH": "/usr/bin:/bin", "SOURCE_DATE_EPOCH": str(NOON)},
        capture_output=True,
        text=True,
        check=True,
    )
    pattern = r"_build/stalin-versus-lenin.zip: \d+ files, \d+\.\d MB \(\d+ bytes\)\n"
    assert re.fullmatch(pattern, done.stdout)


def test_every_internal_link_and_asset_resolves(unzipped: Path) -> None:
    broken = []
    pages = {path: BeautifulSoup(path.read_bytes(), "lxml") for path in unzipped.rglob("*.html")}
    ids = {path: {str(tag["id"]) for tag in soup.find_all(id=True)} for path, soup in pages.items()}
    assert {unzipped / f"{name}.html" for name in PAGES} < set(pages)
    for path, soup in pages.items():
        for tag in soup.find_all(lambda tag: tag.has_attr("href") or tag.has_attr("src")):
            target = urlsplit(str(tag.get("href") or tag.get("src")))
            if target.scheme or target.netloc:
                continue
            file = (path.parent / unquote(target.path)).resolve() if target.path else path
            anchor = unquote(target.fragment).partition(":~:")[0] if tag.name == "a" else ""
            if not file.is_file() or (anchor and file in ids and anchor not in ids[file]):
                broken.append(f"{path.name}: {tag}")
    assert not broken


def test_it_opens_with_its_first_file(
    context: BrowserContext, unzipped: Path, wrong: list[str]
) -> None:
    page = visit(context, unzipped / "index.html")
    page.wait_for_url("**/book/index.html")
    expect(page.locator("article h1")).to_contain_text("“Stalin versus Lenin”")
    assert not wrong


@pytest.mark.parametrize("name", PAGES)
def test_every_page_from_the_disk_is_silent_asks_nobody_else_and_its_widgets_live(
    context: BrowserContext, unzipped: Path, wrong: list[str], name: str
) -> None:
    page = visit(context, unzipped / f"{name}.html")
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    for place in page.locator("live-widget").all():
        place.scroll_into_view_if_needed()
        place.locator(".live-widget-view").wait_for(state="attached")  # one may show nothing yet
    assert not wrong


def test_answers_are_remembered_across_pages_and_in_a_folder_that_moved(
    context: BrowserContext, archive: Path, unzipped: Path, wrong: list[str], tmp_path: Path
) -> None:
    page = visit(context, unzipped / "book/poison.html")
    view = question(page, ITEM.id)
    answer(view, ITEM, key_of(ITEM.rule()))
    check(view)
    expect(view.get_by_role("status")).to_contain_text("Right")
    page.reload()
    expect(question(page, ITEM.id).get_by_role("status")).to_contain_text("Right")
    with ZipFile(archive) as file:
        file.extractall(tmp_path)
    moved = visit(context, tmp_path / "stalin-versus-lenin/book/record.html")
    expect(moved.locator("section.record")).to_contain_text("You have answered 1 of")
    assert not wrong


def test_the_search_finds_words(context: BrowserContext, unzipped: Path, wrong: list[str]) -> None:
    page = visit(context, unzipped / "search.html", "?q=peppery")
    page.locator("#search-results").get_by_role("link", name="Prologue").click()
    expect(page.locator("article h1")).to_contain_text("Prologue")
    assert not wrong


def test_a_reader_is_told_where_answers_are_kept(unzipped: Path) -> None:
    text = (unzipped / "README.txt").read_bytes().decode("ascii")
    assert "Then open index.html" in text
    assert "WHERE YOUR ANSWERS ARE KEPT" in text
    assert max(len(line) for line in text.splitlines()) < 80
