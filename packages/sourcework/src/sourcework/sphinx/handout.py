"""Sphinx extension: what a page needs beside its text to be given out on paper.

Paper has no links, so what the links of a page lead to, works and addresses, stands in a numbered
list at its end, and each link carries its number. A page with questions begins with a line for name
and date. The title of the page is handed to the style as `--handout-title`, for the margin of every
sheet. Nothing of this is seen on a screen; `_static/print.css` shows it in print.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from bs4 import BeautifulSoup
from docutils import nodes
from pybtex.backends.html import Backend
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

_PRINTED = {"dossier-how", "dossier-on-paper"}  # of all folds
_UNPRINTED = {"dossier-chain", "dossier-cautions"}
_ASKS = re.compile('class="dossier-(?:question|note)"')
_NAME_LINE = '<p class="handout-name"><span>Name</span> <span>Date</span></p>'


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
    links = _Links(body)
    lines = body.split("\n")
    notes: dict[str, int] = {}
    noted = [(link, note) for link in links.found if (note := _note(link, works))]
    for _, note in noted:
        notes.setdefault(note, len(notes) + 1)
    for link, note in reversed(noted):
        row, column = link.row - 1, link.column + len("<a")
        number = f' data-note="{notes[note]}"'
        lines[row] = f"{lines[row][:column]}{number}{lines[row][column:]}"
    return "\n".join(lines), list(notes)


class _Printer(Backend):  # type: ignore[misc]
    """Write works as HTML, with no marks around words whose capitals were protected in BibTeX."""

    def format_protected(self, text: str) -> str:
        """Return the words as they are."""
        return text


@dataclass
class _Link:
    """A link that prints: where it begins in the page, where it leads, and its words."""

    row: int
    column: int
    href: str
    words: str = ""


class _Links(HTMLParser):
    """Find the links of a page that print; faster than a tree of the whole page."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.found: list[_Link] = []
        self._fold = ""
        self._depth = 0
        self._open: _Link | None = None
        self.feed(body)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter a fold, or note a link outside of all folds."""
        if self._fold:
            self._depth += tag == self._fold
        elif _is_unprinted(tag, dict(attrs).get("class") or ""):
            self._fold, self._depth = tag, 1
        elif tag == "a" and (href := dict(attrs).get("href")):
            self._open = _Link(*self.getpos(), href)
            self.found.append(self._open)

    def handle_endtag(self, tag: str) -> None:
        """Leave a fold or a link."""
        if self._fold:
            self._depth -= tag == self._fold
            self._fold = self._fold if self._depth else ""
        elif tag == "a":
            self._open = None

    def handle_data(self, data: str) -> None:
        """Keep the words of a link."""
        if self._open:
            self._open.words += data


def _is_unprinted(tag: str, classes: str) -> bool:
    names = set(classes.split())
    return bool(names & _UNPRINTED) or (tag == "details" and not names & _PRINTED)


def _note(link: _Link, works: dict[str, str]) -> str:
    """Return what a link leads to, as HTML; nothing if paper needs no note."""
    if link.href.startswith(("http://", "https://")):
        return "" if link.words == link.href else html.escape(link.href)
    return works.get(link.href.partition("#")[2], "")


def works_of(env: BuildEnvironment, page: str = "") -> dict[str, str]:
    """Return the works of the bibliography as HTML, by fragment identifier, but those of a page."""
    printer = _Printer("utf-8")
    return {
        each.citation_id: each.formatted_entry.text.render(printer)
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
    body, notes = numbered(context["body"], works_of(app.env, page))
    if _ASKS.search(body):
        body = _NAME_LINE + body
    context["body"] = body + (_list(notes) if notes else "")
    context["metatags"] = context.get("metatags", "") + _title_style(context["title"])


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.connect("html-page-context", prepare, priority=400)  # before scripts follow the text
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
