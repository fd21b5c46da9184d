"""The whole book as one HTML document, for a browser to print."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import yaml
from bs4 import BeautifulSoup, Tag
from markupsafe import Markup

from ..settings import settings
from .printed_chapters import PrintedChapter, made, read_chapters, stylesheets
from .provenance import provenance

__all__ = ["Title", "document", "fill_numbers", "read_title", "targets", "title_page"]

_STYLE = Path(__file__).with_name("book.css")
_CHAPTER = '<div class="book-chapter" id="{0}" style="page: {0}"></div>'
_NUMBER = Markup('<span class="book-number"></span>')


@dataclass(frozen=True)
class Title:
    """What the title page says, and the file's own description."""

    name: str
    subject: str
    author: str
    year: str
    version: str


def read_title(root: Path) -> Title:
    """Read the title from the settings, `_config.yml` and, if there is one, `pyproject.toml`."""
    book = settings(root)
    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    return Title(
        book.title, book.subject or book.kind, config["author"], config["copyright"], _version(root)
    )


def _version(root: Path) -> str:
    file = root / "pyproject.toml"
    if not file.is_file():
        return ""
    return str(tomllib.loads(file.read_text(encoding="utf-8"))["project"]["version"])


def document(root: Path) -> BeautifulSoup:
    """Join the built pages to one document: title, contents, chapters, appendix, answer key.

    Raises
    ------
    FileNotFoundError
        If the book has not been built.
    """
    chapters = read_chapters(root)
    title = read_title(root)
    places = (n for n, chapter in enumerate(chapters) if chapter.name == settings().pages.answers)
    key = next(places, len(chapters))
    chapters.insert(key, provenance(chapters, chapters[min(key, len(chapters) - 1)].part))
    soup = BeautifulSoup(_head(title, stylesheets(root), chapters), "html.parser")
    body = soup.select_one("article.bd-article")
    assert isinstance(body, Tag)
    body.extend([made(title_page(title)), made(_contents(chapters))])
    for chapter in chapters:
        section = made(_CHAPTER.format(chapter.name))
        section.extend(list(chapter.article.children))
        body.append(section)
    for link in body.select("a.book-page"):
        link.append(made(_NUMBER))
    return soup


def targets(soup: BeautifulSoup) -> list[str]:
    """Return the ids whose page numbers the document prints."""
    return [str(link["href"])[1:] for link in _numbered(soup)]


def fill_numbers(soup: BeautifulSoup, pages: dict[str, int]) -> bool:
    """Print the page of each target beside its link; say whether any of them is new."""
    changed = False
    for link in _numbered(soup):
        place = link.select_one(".book-number")
        assert isinstance(place, Tag)
        number = str(pages[str(link["href"])[1:]])
        changed = changed or place.get_text() != number
        place.string = number
    return changed


def _numbered(soup: BeautifulSoup) -> list[Tag]:
    return soup.select("a:has(> .book-number)")


def _head(title: Title, styles: list[str], chapters: list[PrintedChapter]) -> str:
    links = Markup("").join(Markup('<link rel="stylesheet" href="{}">').format(s) for s in styles)
    heads = "".join(_running_head(chapter) for chapter in chapters)
    return Markup(
        '<!doctype html><html lang="en" data-theme="light"><head><meta charset="utf-8">'
        "<title>{}</title>{}<style>{}</style></head>"
        '<body><div class="bd-main"><div class="bd-content"><article class="bd-article">'
        "</article></div></div></body></html>"
    ).format(title.name, links, Markup(_STYLE.read_text(encoding="utf-8") + heads))


def _running_head(chapter: PrintedChapter) -> str:
    title = chapter.title.replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\3c ")
    return f'@page {chapter.name} {{ @top-right {{ content: "{title}"; }} }}\n'


def title_page(title: Title) -> str:
    """Return the title page, as HTML."""
    return Markup(
        '<div class="book-title"><div><p class="book-name">{}</p><p class="book-subject">{}</p>'
        '<p>{}</p></div><p class="book-rights">Edition {}, {}. Text and data: CC BY 4.0; code: BSD'
        " 3-Clause. The document that the book examines is not ours; it is reproduced because one"
        " cannot criticise a document without showing it.</p></div>"
    ).format(title.name, title.subject, title.author, title.version, title.year)


def _contents(chapters: list[PrintedChapter]) -> str:
    parts = dict.fromkeys(chapter.part for chapter in chapters)
    listed = Markup("").join(
        Markup("{}<ol>{}</ol>").format(
            Markup('<p class="book-part">{}</p>').format(part) if part else "",
            Markup("").join(_line(chapter) for chapter in chapters if chapter.part == part),
        )
        for part in parts
    )
    return Markup('<nav class="book-contents"><h1>Contents</h1>{}</nav>').format(listed)


def _line(chapter: PrintedChapter) -> Markup:
    return Markup('<li><a href="#{}">{}{}</a></li>').format(chapter.name, chapter.title, _NUMBER)
