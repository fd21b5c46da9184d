"""Say in each page's head what it is, for search engines, link previews and reference managers.

The description of a page stands in its front matter. Where the book is published is said by
`html_baseurl` or by the environment variable `BOOK_URL`; without it a page has no canonical address
and no preview picture, because both must be absolute. Vocabularies: Open Graph; Highwire Press tags
and Dublin Core, which Zotero reads; schema.org `Course` and `LearningResource`.

The day of an edition is that of the environment variable `SOURCE_DATE_EPOCH`, and otherwise today;
on another day all pages are written anew.

The book's own address is a page that leads at once to the first one and is described as it is.
Pages that Sphinx makes, as that of the search, are nothing to cite.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sphinx.application import Sphinx
from sphinx.util.logging import getLogger
from sphinx.util.typing import ExtensionMetadata

from ..item_bank import load_items, load_objectives
from ..settings import settings

_LOGGER = getLogger(__name__)
_CARD = "_static/card.png"
_FRONT = "index"


def _day() -> str:
    """Return the day of this edition, as `28 November 2026`."""
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH") or time.time())
    day = datetime.fromtimestamp(seconds, UTC)
    return f"{day.day} {day:%B %Y}"


def _base(app: Sphinx) -> str:
    url = app.config.html_baseurl or os.environ.get("BOOK_URL", "")
    return f"{url.rstrip('/')}/" if url else ""


def _kind(page: str, is_root: bool) -> str:
    """Return what teachers would call a page; empty for a page that asks nothing."""
    if is_root:
        return "Course"
    chapter = page.rpartition("/")[2]
    asks = any(item.chapter == chapter for item in load_items().values())
    return "Workbook chapter" if asks else ""


def _description(app: Sphinx, page: str) -> str:
    text = app.env.metadata.get(page, {}).get("description", "")
    if page == "search":
        text = f"Search the chapters, questions and tables of {app.config.html_title}."
    if page in app.env.all_docs and not text:
        notebook = app.env.doc2path(page).endswith(".ipynb")
        place = "metadata of the notebook have" if notebook else "front matter has"
        _LOGGER.warning(
            f"the {place} no description; add one sentence of at most 165 letters", location=page
        )
    return " ".join(text.split())


def _meta(app: Sphinx, title: str, description: str, address: str) -> list[tuple[str, str]]:
    config = app.config
    year = str(config.copyright)
    tags = [
        ("description", description),
        ("citation_title", title),
        ("citation_author", config.author),
        ("citation_publication_date", year),
        ("citation_language", config.language),
        ("citation_book_title", "" if title == config.html_title else config.html_title),
        ("citation_public_url", address),
        ("DC.title", title),
        ("DC.creator", config.author),
        ("DC.date", year),
        ("DC.language", config.language),
        ("DC.type", "InteractiveResource"),
        ("DC.rights", settings().licence),
        ("twitter:card", _look() if address else ""),
    ]
    return [(name, content) for name, content in tags if content]


def _preview(
    app: Sphinx, title: str, description: str, address: str, is_root: bool
) -> list[tuple[str, str]]:
    if not address:
        return []
    return [
        ("og:title", title),
        ("og:description", description or app.config.html_title),
        ("og:site_name", app.config.html_title),
        ("og:type", "website" if is_root else "article"),
        ("og:url", address),
        *_picture(app),
    ]


def _look() -> str:
    return "summary_large_image" if settings().card else "summary"


def _picture(app: Sphinx) -> list[tuple[str, str]]:
    card = settings().card
    return [("og:image", _base(app) + _CARD), ("og:image:alt", card)] if card else []


def _structure(
    app: Sphinx, title: str, description: str, address: str, page: str, is_root: bool
) -> dict[str, Any]:
    author = {"@type": "Organization", "name": app.config.author}
    about: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Course" if is_root else "LearningResource",
        "name": title,
        "description": description,
        "url": address,
        "inLanguage": app.config.language,
        "isAccessibleForFree": True,
        "license": settings().licence,
        "author": author,
        "learningResourceType": _kind(page, is_root),
    }
    if is_root:
        about |= {
            "provider": author,
            "educationalLevel": ["Upper secondary education", "Higher education"],
            "about": settings().about,
            "teaches": list(load_objectives().values()),
        }
    else:
        about["isPartOf"] = {"@type": "Course", "name": app.config.html_title}
    return {name: value for name, value in about.items() if value}


def describe(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Give the layout a page's title, descriptions and structured data."""
    page = app.config.root_doc if page == _FRONT else page
    is_root = page == app.config.root_doc
    written = page in app.env.titles
    heading = app.env.titles[page].astext() if written else page.capitalize()
    title = app.config.html_title if is_root else heading
    description = _description(app, page)
    address = _base(app) + app.builder.get_target_uri(page) if _base(app) and written else ""
    context["pageurl"] = address or None
    context["author"] = app.config.author
    context["edition_day"] = app.config.edition_day
    context["page_title"] = title if is_root else f"{heading} – {app.config.html_title}"
    context["page_preview"] = _preview(app, title, description, address, is_root)
    if written:
        context["page_metadata"] = _meta(app, title, description, address)
        structure = _structure(app, title, description, address, page, is_root)
        text = json.dumps(structure, ensure_ascii=False, separators=(",", ":"))
        context["page_structure"] = text.replace("<", "\\u003c")
    else:
        context["page_metadata"] = [("description", description)] if description else []


def _front(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    if app.config.root_doc != _FRONT:
        yield _FRONT, {}, "front.html"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.add_config_value("edition_day", _day(), "html", types=frozenset({str}))
    app.connect("html-page-context", describe, priority=800)
    app.connect("html-collect-pages", _front)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
