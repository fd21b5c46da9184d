"""Review: what a session on the record page loads, and the count of what is due in every header.

The session, and the cards of each chapter, are scripts of their own, `_static/review/NAME.js`,
which work from a disk too and which nobody asks for before a reader begins. So are the words of
what questions let one choose, for whoever has answered some. A card is what the page
of an item shows of it, with the words of its excerpts under titles that tell nothing; only items
that are scored have one.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from itertools import groupby
from pathlib import Path
from typing import Any

from markupsafe import escape
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

from ..display import neutral_title
from ..excerpts import Excerpt, load_excerpts
from ..files import write_atomically
from ..identity import book_id
from ..item_bank import load_items
from ..items import Item
from ..settings import settings
from ..widgets.bundling import HERE, script
from ..widgets.exercise import shown
from ..widgets.record import words
from ..widgets.widget_base import QUESTION_STYLES

__all__ = ["record_page", "setup"]

_STYLES = (*QUESTION_STYLES, "session")
_SESSION, _CHOICES = "session.start", "words.start"  # no page has a name with a dot
_PAGE = "globalThis.review ??= {}"


def record_page(env: BuildEnvironment) -> str:
    """Return the page of the reader's record; nothing where the book has none."""
    name = settings().pages.record
    found = (page for page in sorted(env.found_docs) if page.rpartition("/")[2] == name)
    return next(found, "")


def _card(item: Item) -> dict[str, Any]:
    return {"data": shown(item), "words": [_words(load_excerpts()[one]) for one in item.excerpts]}


def _words(excerpt: Excerpt) -> dict[str, Any]:
    lines = [passage.line for passage in excerpt.passages]
    told = zip(lines, excerpt.reading.split("\n"), strict=True)
    return {"title": neutral_title(excerpt), "lines": [list(each) for each in told]}


def _cards() -> dict[str, str]:
    """Return the script of each chapter that has something to review."""
    items = [each for each in load_items().values() if each.scored and each.mode == "practice"]
    items.sort(key=lambda item: item.chapter)  # stable: the bank's order within a chapter
    files = {}
    for chapter, own in groupby(items, key=lambda item: item.chapter):
        cards = {item.id: _card(item) for item in own}
        told = json.dumps(cards, ensure_ascii=False, separators=(",", ":"))
        files[chapter] = f"(({_PAGE}).cards ??= {{}})[{json.dumps(chapter)}] = {told};\n"
    return files


def _session() -> str:
    styles = "\n".join((HERE / f"{each}.css").read_text(encoding="utf-8") for each in _STYLES)
    return f"({_PAGE}).style = {json.dumps(styles)};\n{script('session')}"


def _choices() -> str:
    told = json.dumps(words(), ensure_ascii=False, separators=(",", ":"))
    return f"({_PAGE}).choices = {told};\n"


def _served(app: Sphinx) -> Path:
    return Path(app.doctreedir) / "review-static" / "review"


def _serve(app: Sphinx) -> None:
    """Write the scripts where Sphinx takes static files from."""
    folder = _served(app)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, text in (_cards() | {_SESSION: _session(), _CHOICES: _choices()}).items():
        write_atomically(folder / f"{name}.js", text.encode())
    app.config.html_static_path.append(str(folder.parent))


def _give(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Tell each header where the record is, and the record's page what a session loads."""
    record = record_page(app.env)
    context["record_page"], context["due_of"] = record, book_id()
    if page != record or "<live-widget" not in context.get("body", ""):
        return
    addresses = {
        file.stem: f"{context['pathto'](f'_static/review/{file.name}', resource=True)}"
        f"?v={hashlib.sha256(file.read_bytes()).hexdigest()[:8]}"
        for file in sorted(_served(app).glob("*.js"))
    }
    session, choices = addresses.pop(_SESSION), addresses.pop(_CHOICES)
    files = {"session": session, "words": choices, "cards": addresses}
    told = json.dumps(files, separators=(",", ":"))
    context["body"] += f'<template data-review="{escape(told)}"></template>'


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.connect("builder-inited", _serve)
    app.connect("html-page-context", _give)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
