"""Sphinx extension: let the search index keep apart the words of what is HTML already.

Sphinx takes the tags out of a widget's or a table's HTML and puts nothing in their place, so that
the last word of a cell and the first of the next become one, which nobody looks for. Here every tag
that begins or ends a block leaves a space; one within a sentence leaves none. The headings of what
waits for an answer are words of their page, and no results of their own.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.typing import ExtensionMetadata

from .reveal import after

_INLINE = "a|abbr|b|bdi|bdo|cite|code|em|i|kbd|mark|q|s|small|span|strong|sub|sup|u|var|wbr"
_BLOCK_TAG = re.compile(rf"<(?=/?[a-z])(?!/?(?:{_INLINE})\b)", re.IGNORECASE)


def apart(html: str) -> str:
    """Return HTML with a space before each tag that is not part of a sentence."""
    return _BLOCK_TAG.sub(" <", html)


def spaced(doctree: nodes.document) -> nodes.document:
    """Return a copy of a page in which the words of different blocks stand apart."""
    copy = doctree.deepcopy()
    for box in copy.findall(after):
        for title in list(box.findall(nodes.title)):
            title.replace_self(nodes.paragraph("", title.astext()))
    for raw in copy.findall(nodes.raw):
        if "html" in raw.get("format", "").split():
            raw[:] = [nodes.Text(apart(raw.astext()))]
    return copy


def watch(app: Sphinx) -> None:
    """Give the index spaced copies of the pages."""
    builder: Any = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder):
        return
    index_page = builder.index_page
    builder.index_page = lambda pagename, doctree, title: index_page(  # type: ignore[method-assign]
        pagename, spaced(doctree), title
    )


def forget(app: Sphinx) -> list[Any]:
    """Take words out of the index that no page has any more; add no page to the book."""
    indexer: Any = getattr(app.builder, "indexer", None)
    if indexer:
        for words in (indexer._mapping, indexer._title_mapping):
            for word in [word for word, pages in words.items() if not pages]:
                del words[word]
    return []


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.connect("builder-inited", watch)
    app.connect("html-collect-pages", forget)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
