"""Sphinx extension: scripts of pages with steps, what waits, a field, a front door, or the sheet.

What writes the record is a script of its own, which that one loads when there is something to keep.
The first page of the book has the browser load the script of chapters when it has time.
"""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from ..widgets.bundling import script

__all__ = ["SIGNS", "setup"]

_KEEPER = "keep.js"
_CHAPTER = "chapter.js"
SIGNS = {  # of what a script is for
    _CHAPTER: ("data-after=", 'class="step-head"', "data-usable"),
    "front.js": ('class="first-guess"', 'class="way-in"', 'class="covers"', 'class="door '),
    "document_sheet.js": ("data-sheet=",),
}


def _serve(app: Sphinx) -> None:
    """Write the script where Sphinx takes static files from."""
    folder = Path(app.doctreedir) / "chapter"
    folder.mkdir(parents=True, exist_ok=True)
    for name in (*SIGNS, _KEEPER):
        (folder / name).write_text(script(name.removesuffix(".js")), encoding="utf-8")
    app.config.html_static_path.append(str(folder))
    digest = zlib.crc32((folder / _CHAPTER).read_bytes())  # as Sphinx has it in links
    wanted = app.config.live_widgets_prefetch
    app.config.live_widgets_prefetch = [*wanted, f"{_CHAPTER}?v={digest:08x}"]


def _load(
    app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Load the scripts that a page needs."""
    body = str(context.get("body", ""))
    for name, signs in SIGNS.items():
        if any(sign in body for sign in signs):
            app.add_js_file(name, loading_method="defer")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.connect("builder-inited", _serve)
    app.connect("html-page-context", _load)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
