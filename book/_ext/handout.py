"""Sphinx extension: what a page needs beside its text to be given out on paper.

Paper has no links, so what the links of a page lead to, works and addresses, stands in a numbered
list at its end, and each link carries its number. A page with questions begins with a line for name
and date. The title of the page is handed to the style as `--handout-title`, for the margin of every
sheet. Nothing of this is seen on a screen; `_static/print.css` shows it in print.
"""

from __future__ import annotations

import html
import json
from typing import Any

from bs4 import BeautifulSoup, Tag
from docutils import nodes
from pybtex.backends.html import Backend
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

_UNPRINTED = "details:not(.dossier-how), .dossier-chain, .dossier-cautions"
_NAME_LINE = '<p class="handout-name"><span>Name</span><span>Date</span></p>'


def numbered(body: str, works: dict[str, str]) -> tuple[str, list[str]]:
    """Give the links of a page that lead out of the book, or to a work, the numbers of their notes.

    Parameters
    ----------
    body
        The HTML of the page.
    works
        What to print of a work, as HTML, by its fragment identifier.

    Returns
    -------
    tuple
        The same HTML with an attribute `data-note` on each such link that prints, and the notes.
    """
    soup = BeautifulSoup(body, "html.parser")
    folded = {id(link) for fold in soup.select(_UNPRINTED) for link in fold.find_all("a")}
    notes: dict[str, int] = {}
    lines = body.split("\n")
    for link in reversed(_ordered(soup, folded, works, notes)):
        row, column = (link.sourceline or 1) - 1, (link.sourcepos or 0) + len("<a")
        number = notes[_note(link, works)]
        lines[row] = f'{lines[row][:column]} data-note="{number}"{lines[row][column:]}'
    return "\n".join(lines), list(notes)


def _ordered(
    soup: BeautifulSoup, folded: set[int], works: dict[str, str], notes: dict[str, int]
) -> list[Tag]:
    """Return the links that have a note, in order; number their notes in `notes`."""
    links = [a for a in soup.find_all("a", href=True) if id(a) not in folded and _note(a, works)]
    for link in links:
        notes.setdefault(_note(link, works), len(notes) + 1)
    return links


def _note(link: Tag, works: dict[str, str]) -> str:
    """Return what a link leads to, as HTML; nothing if paper needs no note."""
    href = str(link["href"])
    if href.startswith(("http://", "https://")):
        return "" if link.get_text() == href else html.escape(href)
    return works.get(href.partition("#")[2], "")


def _works(env: BuildEnvironment, page: str) -> dict[str, str]:
    """Return the works of the bibliography as HTML; none on the page that prints it anyway."""
    backend = Backend("utf-8")
    return {
        each.citation_id: each.formatted_entry.text.render(backend)
        for each in env.get_domain("cite").citations  # type: ignore[attr-defined]
        if each.bibliography_key.docname != page
    }


def _list(notes: list[str]) -> str:
    items = "".join(f"<li>{note}</li>" for note in notes)
    return f'<section class="handout-notes"><h2>Notes</h2><ol>{items}</ol></section>'


def _title_style(title: str) -> str:
    """Return the title as a custom property, the only way for it into the margin of a sheet."""
    plain = BeautifulSoup(title, "html.parser").get_text()
    quoted = json.dumps(plain, ensure_ascii=False).replace("<", "\\3c ")
    return f'<style media="print">:root {{ --handout-title: {quoted}; }}</style>'


def prepare(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Add to a page what only paper shows."""
    if doctree is None:
        return
    body, notes = numbered(context["body"], _works(app.env, page))
    if 'class="dossier-question"' in body:
        body = _NAME_LINE + body
    context["body"] = body + (_list(notes) if notes else "")
    context["metatags"] = context.get("metatags", "") + _title_style(context["title"])


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.connect("html-page-context", prepare, priority=400)  # before scripts follow the text
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
