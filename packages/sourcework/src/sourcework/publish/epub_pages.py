"""Pages of the printed book as XHTML, for a reader of e-books.

A reader has no script, little of CSS, and XML instead of HTML: what is alive goes, with the room to
write; a fold stands open; drawings bear the colours of the light page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import Tag
from markupsafe import Markup

from ..drawing import in_light
from .printed_chapters import PrintedChapter

__all__ = ["BookPage", "Heading", "book_pages", "xhtml"]

_ALIVE = (
    "form, template, button, input, select, textarea, label, [hidden], .d-print-none, .needs-js, "
    ".dossier-room, .handout-notes"
)
_BOXES = "live-widget, .live-widget-fallback, .cell, .cell_output, .output"
_UNKNOWN = ("download", "tabindex", "loading", "border", "width", "height")
_SVG = "http://www.w3.org/2000/svg"
_MATHML = "http://www.w3.org/1998/Math/MathML"
# HTML knows these in any case, XML in this one alone.
_IN_CASE = {
    name.lower(): name
    for name in (
        *("clipPath", "clipPathUnits", "foreignObject", "gradientTransform", "gradientUnits"),
        *("lengthAdjust", "linearGradient", "markerHeight", "markerUnits", "markerWidth"),
        *("pathLength", "patternContentUnits", "patternTransform", "patternUnits"),
        *("preserveAspectRatio", "radialGradient", "refX", "refY", "startOffset", "textLength"),
        *("textPath", "viewBox"),
    )
}
_PAGE = Markup(
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
    ' lang="{language}" xml:lang="{language}"><head><meta charset="utf-8"/><title>{title}</title>'
    '<link rel="stylesheet" type="text/css" href="book.css"/></head><body>{body}</body></html>\n'
)


@dataclass(frozen=True)
class Heading:
    """A section that the contents list: its words, and its address in the book."""

    text: str
    address: str


@dataclass(frozen=True)
class BookPage:
    """One page of an e-book.

    Attributes
    ----------
    name, title, part
        Of its file, without the ending; its own; that of the part in which it stands.
    content
        What stands in its body, as XHTML.
    headings
        Its sections.
    images
        The pictures that it shows, by the names that they bear in the book.
    properties
        What a package must say of it: `svg`, `mathml`.
    """

    name: str
    title: str
    part: str
    content: Markup
    headings: tuple[Heading, ...]
    images: dict[str, Path]
    properties: tuple[str, ...]


def xhtml(title: str, body: Markup, language: str) -> str:
    """Return a whole page of XHTML."""
    return _PAGE.format(title=title, body=body, language=language)


def book_pages(chapters: Iterable[PrintedChapter]) -> list[BookPage]:
    """Make pages of all chapters; links that lead into one of them lead into its file."""
    chapters = list(chapters)
    pictures = [_rewrite(chapter.article) for chapter in chapters]
    places = {
        str(tag["id"]): chapter.name
        for chapter in chapters
        for tag in chapter.article.find_all(id=True)
    }
    for chapter in chapters:
        _lead_into_files(chapter, places | {each.name: each.name for each in chapters})
    return [_page(*each) for each in zip(chapters, pictures, strict=True)]


def _rewrite(article: Tag) -> dict[str, Path]:
    """Leave of an article what a reader of e-books can show; return its pictures."""
    for alive in article.select(_ALIVE):
        alive.decompose()
    for listing in article.select("pre"):
        listing.string = listing.get_text()
    for fold in article.select("details"):
        fold.name = "div"
        fold.attrs.pop("open", None)
        if fold.summary and "dossier-how" in str(fold.get("class")):
            fold.summary.decompose()
        elif fold.summary:
            fold.summary["class"] = "fold"
            fold.summary.name = "p"
    for terms in article.select("dl"):
        if not terms.find("dt"):  # what was said in it stands elsewhere now
            terms.name = "div"
            for told in terms.find_all("dd", recursive=False):
                told.name = "p"
    for box in article.select(_BOXES):
        if box.get("id"):
            box.name = "div"
        else:
            box.unwrap()
    for figure in article.select("figure"):
        figure.attrs.pop("role", None)
        if figure.figcaption:
            figure.append(figure.figcaption.extract())
    for drawing in article.find_all("svg"):
        _in_xml(drawing)
    for formula in article.find_all("math"):
        formula["xmlns"] = _MATHML
    return _clean(article)


def _in_xml(drawing: Tag) -> None:
    drawing["xmlns"] = _SVG
    for tag in [drawing, *drawing.find_all(True)]:
        tag.name = _IN_CASE.get(tag.name, tag.name)
        tag.attrs = {_IN_CASE.get(name, name): value for name, value in tag.attrs.items()}
        if "style" in tag.attrs:
            tag["style"] = in_light(str(tag["style"]))


def _clean(article: Tag) -> dict[str, Path]:
    """Take away attributes that XHTML does not know, and give pictures their names in the book."""
    pictures = {}
    for tag in article.find_all(True):
        drawn = tag.name == "svg" or tag.find_parent("svg") is not None
        for name in list(tag.attrs):
            unknown = name in _UNKNOWN and not (drawn or tag.name == "img")
            if name.startswith("data-") or unknown or (name == "style" and not drawn):
                del tag[name]
        if tag.name == "img":
            tag.attrs.pop("loading", None)
            file = Path(unquote(urlsplit(str(tag["src"])).path))
            tag["src"] = f"images/{file.name}"
            pictures[file.name] = file
    return pictures


def _lead_into_files(chapter: PrintedChapter, places: dict[str, str]) -> None:
    """Lead each link into the file that has its target; what leads nowhere becomes plain words."""
    for link in chapter.article.find_all("a"):
        address = str(link.get("href", ""))
        target = address[1:]
        if not address:
            link.name = "span"
        elif address[0] == "#" and target in places:
            page = places[target]
            link["href"] = f"{page}.xhtml" if target == page else f"{page}.xhtml#{target}"
        elif address[0] == "#":
            link.name = "span"
            del link["href"]


def _page(chapter: PrintedChapter, images: dict[str, Path]) -> BookPage:
    article = chapter.article
    headings = [
        Heading(head.get_text().strip(), f"{chapter.name}.xhtml#{head.parent['id']}")
        for head in article.find_all("h2")
        if head.parent and head.parent.get("id")
    ]
    names = {"svg": "svg", "math": "mathml"}
    properties = tuple(said for name, said in names.items() if article.find(name))
    content = Markup(article.decode_contents())
    return BookPage(
        chapter.name, chapter.title, chapter.part, content, tuple(headings), images, properties
    )
