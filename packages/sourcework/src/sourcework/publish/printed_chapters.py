"""The chapters of the built book, made ready to stand in one document together.

Every id gets the name of its page in front, and every link is turned to where it leads in the one
document. What a page folds away stands in the key, so each fold becomes a link to its place there;
what the key does not have stays on its page, unfolded.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from bs4 import BeautifulSoup, Tag

from ..settings import settings
from ..toc import listed

__all__ = ["PrintedChapter", "anchor", "first", "made", "read_chapters", "stylesheets"]

_REFERRING = ("for", "headers", "aria-labelledby", "aria-describedby", "aria-controls")
_IN_PLACE = ".dossier-how, .dossier-on-paper, .cell-fold, live-widget *, .dossier-figure *"
_IN_PLACE += ", .dossier-sealed *"
_FOLDS = f"details:not({_IN_PLACE})"
_ASKED = ".dossier-after live-widget:has(.dossier-question, .dossier-note)"
_UNPRINTED = (
    "script, style, .headerlink, .dossier-permalink, .handout-name, .paper-code, .cell-fold, "
    ".dossier-figure details, .dossier-after-read"
)


@dataclass(frozen=True)
class PrintedChapter:
    """One page of the book: its name among the ids, its title, its part, its text."""

    name: str
    title: str
    part: str
    article: Tag


def read_chapters(root: Path, base: str = "") -> list[PrintedChapter]:
    """Read the pages of the table of contents from `_build/html`, in order.

    Links to files lead to where the book is published, `base`; without it they are undone.

    Raises
    ------
    FileNotFoundError
        If a page has not been built.
    """
    built, contents = root / "_build/html", listed(root)
    pages = _names(contents)
    key = _key(built, pages)
    return [_read(built, page, part, pages, key, base) for page, part in contents.items()]


def stylesheets(root: Path) -> list[str]:
    """Return the addresses of all stylesheets that pages of the book link, in order."""
    found: dict[str, None] = {}
    for page in listed(root):
        path = root / "_build/html" / f"{page}.html"
        for link in _soup(path).select("link[rel=stylesheet][href]"):
            file = path.parent / unquote(urlsplit(str(link["href"])).path)
            found.setdefault(file.resolve().as_uri())
    return list(found)


def anchor(name: str, fragment: str) -> str:
    """Return the id in the one document of what has the id `fragment` on the page `name`."""
    return f"{name}--{fragment}" if fragment else name


def made(html: str) -> Tag:
    """Return the element that a piece of HTML describes."""
    element = BeautifulSoup(html, "html.parser").find(True)
    assert isinstance(element, Tag), html
    return element


def first(tag: Tag, selector: str) -> Tag:
    """Return the first element within another that a selector finds; there is one."""
    found = tag.select_one(selector)
    assert found is not None, f"{selector} is not in {tag.name}"
    return found


@dataclass(frozen=True)
class _Key:
    """The page with the answers, and the ids that it has."""

    page: str
    ids: frozenset[str]


def _names(pages: Iterable[str]) -> dict[str, str]:
    """Return for each page a name that no other has: its last, or its whole path with hyphens."""
    names: dict[str, str] = {}
    for page in pages:
        last = posixpath.basename(page)
        names[page] = page.replace("/", "-") if last in names.values() else last
    return names


def _key(built: Path, pages: dict[str, str]) -> _Key:
    page = next((page for page, name in pages.items() if name == settings().pages.answers), "")
    found = _soup(built / f"{page}.html").find_all(id=True) if page else []
    return _Key(page, frozenset(str(tag["id"]) for tag in found))


def _soup(path: Path) -> BeautifulSoup:
    if not path.is_file():
        raise FileNotFoundError(f"{path}: not built; build the book first, with `make book`")
    return BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")


def _read(
    built: Path, page: str, part: str, pages: dict[str, str], key: _Key, base: str
) -> PrintedChapter:
    path = built / f"{page}.html"
    article = _soup(path).find("article", class_="bd-article")
    if not isinstance(article, Tag) or article.h1 is None:
        raise FileNotFoundError(f"{path}: no article with a title; build the book with `make book`")
    for unwanted in article.select(_UNPRINTED):
        unwanted.decompose()
    title = article.h1.get_text()
    _point_to_answers(article, page, key)
    _prefix_ids(article, pages[page])
    _turn_links(article, page, pages, base)
    for figure in article.select("figure"):
        figure["role"] = "group"  # in a PDF only what is drawn is a figure, and it has its text
    for image in article.select("img[src]"):
        image["src"] = (path.parent / unquote(str(image["src"]))).resolve().as_uri()
    return PrintedChapter(pages[page], title, part, article)


def _point_to_answers(article: Tag, page: str, key: _Key) -> None:
    """Put in the place of each fold a link to where the key has what it holds."""
    address = posixpath.relpath(f"{key.page}.html", posixpath.dirname(page) or ".")
    name = re.sub(r"[^a-z0-9]+", "-", page.lower())
    for asked in reversed(article.select(_ASKED)):  # paper asks it too, behind what waits
        box = asked.find_parents("details", class_="dossier-after")[-1]
        box.insert_after(asked.extract())
    for number, fold in enumerate(article.select(_FOLDS), start=1):
        _empty(fold, address, f"{name}-fold-{number}", key)
    for question in article.select(".dossier-question"):
        for fold in question.select("details, .dossier-question-key"):
            fold.decompose()
        if question.has_attr("data-graded"):
            continue  # its key is not in the book
        target = str(question["id"]).replace("question-", "answer-", 1)
        label = question.select_one(".dossier-question-label")
        if label and target in key.ids:
            label.append(made(f'<a class="book-page" href="{address}#{target}">Answer</a>'))
    for fold in article.select("live-widget details"):
        _empty(fold, address, f"answer-{posixpath.basename(page)}-widget", key)


def _empty(fold: Tag, address: str, target: str, key: _Key) -> None:
    """Leave of a fold its summary, as a link; unfold it if the key does not have the target."""
    if target not in key.ids:
        fold["open"] = ""
        return
    assert fold.summary is not None, "a fold without a summary"
    summary = fold.summary.extract()
    link = made(f'<a class="book-page" href="{address}#{target}"></a>')
    link.string = summary.get_text().strip()
    summary.clear()
    summary.append(link)
    fold.clear()
    fold.append(summary)


def _prefix_ids(article: Tag, name: str) -> None:
    """Put the page's name in front of every id and of all that refers to one in the page."""
    for tag in article.find_all(True):
        if "id" in tag.attrs:
            tag["id"] = anchor(name, str(tag["id"]))
        for attribute, value in tag.attrs.items():
            if attribute in _REFERRING:
                words = value if isinstance(value, list) else str(value).split()
                tag[attribute] = " ".join(anchor(name, word) for word in words)
            elif isinstance(value, str) and "url(#" in value:
                tag[attribute] = value.replace("url(#", f"url(#{anchor(name, ' ')[:-1]}")


def _turn_links(article: Tag, page: str, pages: dict[str, str], base: str) -> None:
    """Turn links between pages into links within the document, and mend those to files."""
    for link in article.find_all(href=True):
        target = urlsplit(str(link["href"]))
        if target.scheme:
            continue
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(target.path)))
        leads_to = posixpath.splitext(beside)[0] if target.path else page
        if leads_to in pages:
            fragment = target.fragment.partition(":~:")[0]
            link["href"] = f"#{anchor(pages[leads_to], fragment)}"
        elif base:
            link["href"] = base + quote(beside)
        else:
            del link["href"]
