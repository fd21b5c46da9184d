"""Have the works that a page cites opened in place: the entry, and how far it was read."""

from __future__ import annotations

from html import escape

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

from ..bibliography import DEGREES, load_bibliography
from ..settings import settings
from .handout import works_of
from .peek import offer

__all__ = ["setup"]

_MORE = "To the works cited"


def _offer(app: Sphinx, env: BuildEnvironment) -> None:
    """Offer the entries when all pages are read, of which one lists them."""
    page = settings().pages.sources.partition("#")[0]
    if not page:
        return
    entries = works_of(env)
    told = {}
    for work in load_bibliography().values():
        if work.anchor in entries:
            degree = DEGREES.get(work.seen, "")
            read = f" <small>{escape(degree.capitalize())}.</small>" if degree else ""
            told[work.anchor] = (work.label, entries[work.anchor] + read)
    offer(app, page, _MORE, told)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.setup_extension("sourcework.sphinx.peek")
    app.connect("env-updated", _offer)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
