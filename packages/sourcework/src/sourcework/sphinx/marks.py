"""Sphinx extension: the script with which readers mark words of excerpts.

The script of the theme loads it when a reader selects words, so no page weighs more for it. It has
the ids of excerpts by their addresses in a page, under which the record keeps what is marked.
"""

from __future__ import annotations

import json
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from ..excerpts import load_excerpts
from ..widgets.bundling import HERE, script

__all__ = ["setup"]

_NAME = "marks"


def _serve(app: Sphinx) -> None:
    """Write the script where Sphinx takes static files from."""
    folder = Path(app.doctreedir) / _NAME
    folder.mkdir(parents=True, exist_ok=True)
    ids = {excerpt.anchor: name for name, excerpt in sorted(load_excerpts().items())}
    style = (HERE / f"{_NAME}.css").read_text(encoding="utf-8")
    told = json.dumps({"ids": ids, "style": style}, ensure_ascii=False, separators=(",", ":"))
    text = f"globalThis.ownWords = {told};\n{script(_NAME)}"
    (folder / f"{_NAME}.js").write_text(text, encoding="utf-8")
    app.config.html_static_path.append(str(folder))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.connect("builder-inited", _serve)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
