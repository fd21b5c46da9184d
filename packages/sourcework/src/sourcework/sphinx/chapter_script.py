"""Sphinx extension: the script of pages that have steps, or something that waits.

What writes the record is a script of its own, which that one loads when there is something to keep.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from ..widgets.bundling import script

__all__ = ["setup"]

_SCRIPT, _KEEPER = "chapter.js", "keep.js"
_SIGNS = ("data-after=", 'class="step-head"')


def _serve(app: Sphinx) -> None:
    """Write the script where Sphinx takes static files from."""
    folder = Path(app.doctreedir) / "chapter"
    folder.mkdir(parents=True, exist_ok=True)
    for name in (_SCRIPT, _KEEPER):
        (folder / name).write_text(script(name.removesuffix(".js")), encoding="utf-8")
    app.config.html_static_path.append(str(folder))


def _load(
    app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Load the script on a page that needs it."""
    body = str(context.get("body", ""))
    if any(sign in body for sign in _SIGNS):
        app.add_js_file(_SCRIPT, loading_method="defer")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.connect("builder-inited", _serve)
    app.connect("html-page-context", _load)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
