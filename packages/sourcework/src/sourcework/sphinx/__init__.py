"""Sphinx extension: all that the build of a book needs, in one line of configuration.

Each part is an extension of its own; the order is theirs: notebooks run before pages are read, and
what is kept for reading without a network is listed when all else is written.
"""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata

from ..settings import settings

__all__ = ["setup"]

_PARTS = (
    "sourcework.theme",
    "sourcework.sphinx.accessibility",
    "sourcework.sphinx.cache_invalidation",
    "sourcework.sphinx.parallel_execution",
    "sourcework.sphinx.assets",
    "sourcework.sphinx.pybtex_cache",
    "sourcework.sphinx.html_cleanup",
    "sourcework.sphinx.formulas",
    "sourcework.sphinx.heading_ids",
    "sourcework.sphinx.metadata",
    "sourcework.sphinx.citation",
    "sourcework.sphinx.navigation",
    "sourcework.sphinx.reveal",
    "sourcework.sphinx.steps",
    "sourcework.sphinx.chapter_steps",
    "sourcework.sphinx.front_door",
    "sourcework.sphinx.chapter_script",
    "sourcework.sphinx.marks",
    "sourcework.sphinx.review",
    "sourcework.sphinx.document_sheet",
    "sourcework.sphinx.collected_solutions",
    "sourcework.sphinx.handout",
    "sourcework.sphinx.paper_codes",
    "sourcework.sphinx.glossary_links",
    "sourcework.sphinx.work_peeks",
    "sourcework.sphinx.launch",
    "sourcework.sphinx.hub_link",
    "sourcework.sphinx.search_words",
    "sphinx_live_widgets",
    "sourcework.sphinx.offline",
    "sourcework.sphinx.page_check",
)


def _name_book(_app: Sphinx, config: Config) -> None:
    """Give pages the title of the book, as its settings say it."""
    config.project = config.html_title = settings().title


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register every part."""
    for part in _PARTS:
        app.setup_extension(part)
    app.connect("config-inited", _name_book)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
