"""Sphinx extension: the whole document as one sheet, with what can be laid over it.

    :::{document-sheet}
    :::

The sheet is plain, and complete without JavaScript: below it a fold lists passage by passage what
is known. In a page with scripts (`widgets/document_sheet.mjs`) a reader lays voices, times,
standing, chapters and slips over it; a passage takes its colour when the question that it waits for
on its page is answered, and its slips and standing when its chapter is worked through.
"""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import cycle
from typing import Any, NamedTuple, get_args

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from .. import sheet
from ..chapters import chapter, in_order
from ..display import render
from ..document import load_seed
from ..excerpts import Excerpt
from ..item_bank import load_items
from ..page_links import load_pages
from ..page_words import Page, read_page
from ..settings import Colour, settings
from .peek import offer_lines

__all__ = ["setup"]

_COLOURS = get_args(Colour)
_MORE = "To the whole page"


class _Shown(NamedTuple):
    """Where an excerpt is shown, and the questions and notes for which it waits there."""

    page: str
    waits: tuple[str, ...]


class DocumentSheet(SphinxDirective):
    """Show the document line by line."""

    def run(self) -> list[nodes.Node]:
        """Make the sheet, which is made anew when a page that shows a passage has changed."""
        files = {name: path for name, path in load_pages().items() if path.suffix == ".md"}
        for path in files.values():
            self.env.note_dependency(str(path))
        pages = {name: read_page(path) for name, path in files.items() if path.is_file()}
        return [nodes.raw("", _html(pages), format="html")]


def _html(pages: dict[str, Page]) -> str:
    passages = sheet.passages()
    shown = {each.excerpt.id: _shown(each.excerpt, pages) for each in passages}
    names = in_order(each.excerpt.chapter for each in passages)
    chapters = {name: _chapter(name, pages) for name in names}
    _colour(chapters)
    told = json.dumps(chapters, ensure_ascii=False, separators=(",", ":"))
    return render(
        "document_sheet.html",
        chapters=told,
        lines=sheet.lines(),
        pages={name: each.page for name, each in shown.items()},
        passages=passages,
        waits={name: each.waits for name, each in shown.items()},
        words=_words(),
    )


def _words() -> dict[int, str]:
    """Return the words of each voice, with dots where it is interrupted."""
    words: dict[int, list[str]] = defaultdict(list)
    for line in sheet.lines():
        last = None
        for piece in line.pieces:
            if piece.voice is None:
                continue
            if piece.voice == last:
                words[piece.voice][-1] += piece.text
            else:
                words[piece.voice].append(piece.text)
            last = piece.voice
    return {
        voice: " … ".join(part for each in parts if (part := each.strip()))
        for voice, parts in words.items()
    }


def _shown(excerpt: Excerpt, pages: dict[str, Page]) -> _Shown:
    """Find where an excerpt is at home, or shown at all, and for what it waits there."""
    own = {excerpt.chapter: pages[excerpt.chapter]} if excerpt.chapter in pages else {}
    for name, page in (own | pages).items():
        first = next((part for part in page.parts if part.excerpt == excerpt.id), None)
        if first:
            waits = sorted(first.waits)
            return _Shown(name, tuple(waits or _about(excerpt, page) or _asked(page)))
    return _Shown("", ())


def _about(excerpt: Excerpt, page: Page) -> list[str]:
    """Return the questions of a page that are about an excerpt."""
    items = load_items()
    return [name for name in _asked(page) if excerpt.id in items[name].excerpts]


def _asked(page: Page) -> list[str]:
    """Return the questions for practice that a page asks, and that have a right answer."""
    items = load_items()
    known = (name for name in page.asked if name in items)
    return [name for name in known if items[name].scored and items[name].mode == "practice"]


def _chapter(name: str, pages: dict[str, Page]) -> dict[str, Any]:
    return {
        "title": chapter(name).title,
        "page": name if name in pages else "",
        "waits": _asked(pages[name]) if name in pages else [],
    }


def _colour(chapters: dict[str, dict[str, Any]]) -> None:
    """Give each chapter the colour of its theme, and those without one what is left."""
    themes = settings().themes
    own = {name: themes[name].colour for name in chapters if name in themes}
    left = cycle([each for each in _COLOURS if each not in own.values()] or _COLOURS)
    for name, told in chapters.items():
        told["colour"] = own.get(name) or next(left)


def _offer(app: Sphinx) -> None:
    """Have lines opened in place wherever their numbers stand."""
    if page := settings().pages.sheet:
        seed = load_seed()
        offer_lines(app, page, _MORE, {each: seed.line(each) for each in seed.substantive})


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.setup_extension("sourcework.sphinx.peek")
    app.add_directive("document-sheet", DocumentSheet)
    app.connect("builder-inited", _offer)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
