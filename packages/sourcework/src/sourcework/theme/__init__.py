"""Theme of a book: a light page of its own, registered as the HTML theme `sourcework`."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

__all__ = ["THEME", "setup"]

THEME = Path(__file__).resolve().parent / "sourcework"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the theme."""
    app.setup_extension("sourcework.sphinx.interface")  # the words of its frame
    app.add_html_theme("sourcework", str(THEME))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
