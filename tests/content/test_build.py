"""The finished book: pages are there, links lead somewhere, pictures say what they show."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from contents import PAGES, ROOT
from turns import turn

from sourcework.excerpts import load_excerpts

HERE = [page.partition("/")[2] for page in PAGES]


@cache
def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")


@cache
def ids(path: Path) -> frozenset[str]:
    return frozenset(str(tag["id"]) for tag in soup(path).find_all(id=True))


@pytest.fixture(params=PAGES, ids=HERE)
def page(request: pytest.FixtureRequest, built: Path) -> Path:
    return built / f"{request.param}.html"


def test_every_page_of_the_contents_was_written_with_its_text(page: Path) -> None:
    assert page.is_file()
    article = soup(page).find("article", class_="bd-article")
    assert isinstance(article, Tag)
    assert article.h1 is not None
    assert len(article.get_text().split()) > 300


def test_of_an_unchanged_book_no_page_is_read_again(built: Path) -> None:
    with turn("book"):
        done = subprocess.run(
            ["make", "book"], cwd=ROOT, capture_output=True, text=True, check=True
        )
    assert "0 added, 0 changed, 0 removed" in done.stdout


# What this book's own code puts into pages; of the rest the small book shows it.
SHOWN = """
from IPython.core.interactiveshell import InteractiveShell
from sourcework import figures
from local.listings import plans_table
from local.widgets.annotator import Annotator
from local.widgets.knowledge import Knowledge
from local.widgets.sequence import Sequence

show = InteractiveShell.instance().display_formatter.format
for widget in (Annotator(), Knowledge(), Sequence()):
    print(widget.data, widget.fallback(), widget.answer())
for drawn in (figures.politburo(), figures.march_1923(), figures.delay(), plans_table("Plans")):
    print(show(drawn))
"""


def test_what_our_own_code_shows_is_the_same_in_every_build() -> None:
    shown = [
        subprocess.run(
            [sys.executable, "-c", SHOWN],
            cwd=ROOT / "book",
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert len(shown[0]) > 10_000
    assert shown[0] == shown[1]


def test_the_front_page_leads_into_the_book(built: Path) -> None:
    front = soup(built / "index.html")
    refresh = front.select_one("meta[http-equiv=refresh]")
    assert refresh
    assert str(refresh["content"]).endswith("url=book/index.html")
    assert front.select_one("link[rel=icon]"), "browsers ask the server for one that is not there"


def test_every_page_lists_all_and_says_which_it_is(page: Path) -> None:
    links = soup(page).select("#site-nav li > a")
    assert len(links) == len(PAGES)
    (here,) = [link for link in links if link.get("aria-current") == "page"]
    assert here.get_text() == str(links[PAGES.index(f"book/{page.stem}")].get_text())


def test_every_internal_link_and_anchor_resolves(page: Path) -> None:
    broken = []
    for link in soup(page).find_all(href=True):
        target = urlsplit(str(link["href"]))
        if target.scheme or target.netloc or link.name == "link":
            continue
        file = (page.parent / unquote(target.path)).resolve() if target.path else page
        wanted = target.fragment.partition(":~:")[0] if file.suffix == ".html" else ""
        if not file.is_file() or (wanted and wanted not in ids(file)):
            broken.append(str(link["href"]))
    assert not broken


def test_ids_are_unique(page: Path) -> None:
    counts = Counter(str(tag["id"]) for tag in soup(page).find_all(id=True))
    assert not [name for name, count in counts.items() if count > 1]


def test_every_picture_has_a_text_alternative(page: Path) -> None:
    article = soup(page).find("article", class_="bd-article")
    assert isinstance(article, Tag)
    for image in article.find_all("img"):
        assert str(image.get("alt", "")).strip()
    for drawing in article.find_all("svg"):
        assert drawing.get("role") == "img"
        names = str(drawing["aria-labelledby"]).split()
        text = " ".join(soup(page).find(id=name).get_text() for name in names)  # type: ignore[union-attr]
        assert len(text.split()) > 10


def test_every_picture_keeps_its_place_before_it_comes(page: Path) -> None:
    for image in soup(page).select("article img"):
        assert image.get("width"), image
        assert image.get("height"), image


def test_our_own_words_have_the_marks_of_a_printer(page: Path) -> None:
    article = BeautifulSoup(page.read_text(encoding="utf-8"), "lxml").select_one("article")
    assert article
    data = ".cell_output table:not(.dossier-listing), .sheet-lines, .sheet-said"
    for other in article.select(f"pre, code, q, mark, .dossier-words, style, script, {data}"):
        other.decompose()
    documents = " ".join(one.reading + one.text for one in load_excerpts().values())
    typed = {text for text in article.stripped_strings if re.search("[\"'`]", text)}
    assert [text for text in typed if text not in documents] == []


def test_questions_have_numbers_in_the_order_in_which_one_meets_them(page: Path) -> None:
    if page.stem != "answers":  # of all chapters
        labels = re.findall(r"Question (\d+) of \d+", page.read_text(encoding="utf-8"))
        assert labels == sorted(labels, key=int)


def test_no_figure_has_a_number(page: Path) -> None:
    assert not soup(page).select(".caption-number")


def test_nothing_is_loaded_from_another_host(page: Path) -> None:
    loads = [str(tag["src"]) for tag in soup(page).find_all(src=True)]
    loads += [str(tag["href"]) for tag in soup(page).find_all("link", href=True)]
    assert not [load for load in loads if urlsplit(load).netloc]


def test_every_excerpt_stands_once_on_the_page_of_its_chapter(built: Path) -> None:
    for one in load_excerpts().values():
        home = built / "book" / f"{one.chapter}.html"
        found = soup(home).find_all("article", id=one.anchor)
        assert len(found) == 1, one.id


def test_words_of_excerpts_are_in_the_search_index(built: Path) -> None:
    index = (built / "searchindex.js").read_text(encoding="utf-8")
    assert re.search(r'"pepperi"|"peppery"', index)
