"""Peek: what a link leads to opens in place, for links with the class `peek`.

Whoever makes such links offers what they lead to, by page and fragment identifier, with `offer`:
for links to `glossary.html#term-x` the entry `term-x` of the page `glossary`. It is kept in a
script of its own, `_static/peek/PAGE.js`, which works from a disk too, is the same for all pages
and is not asked for before a reader opens the first. Only pages with such links load
`page/peek.js`. Without JavaScript, and where nothing is offered, the link leads on.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from ...files import write_atomically
from ...settings import settings
from ..interface import translator

__all__ = ["CLASS", "offer", "setup"]

CLASS = "peek"
_HERE = Path(__file__).resolve().parent
_LINK = f'<a class="{CLASS}"'


def offer(app: Sphinx, page: str, more: str, entries: Mapping[str, tuple[str, str]]) -> None:
    """Have links to a page opened in place. To be called when the builder is there.

    Parameters
    ----------
    app
        The build.
    page
        The name of the page, as the address of the link has it, without its folder.
    more
        The words of the link to the whole, as the frame of an English page has them.
    entries
        By fragment identifier a title, which is text, and what is said under it, which is HTML.
    """
    word = translator(str(app.config.language or "en"), settings().words)
    told = json.dumps({"more": word(more), "entries": entries}, ensure_ascii=False)
    text = f"(globalThis.peeks ??= {{}})[{json.dumps(page)}] = {told};\n"
    write_atomically(_offered(app) / f"{page}.js", text.encode())


def _offered(app: Sphinx) -> Path:
    return Path(app.doctreedir) / "peek-static" / "peek"


def _begin(app: Sphinx) -> None:
    """Forget what an earlier build offered, and serve what this one will."""
    shutil.rmtree(_offered(app), ignore_errors=True)
    _offered(app).mkdir(parents=True)
    app.config.html_static_path += [str(_HERE / "page"), str(_offered(app).parent)]


def _load(
    app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Load the script on a page that has something to open."""
    files = sorted(_offered(app).glob("*.js"))
    if not files or _LINK not in str(context.get("body", "")):
        return
    word = translator(str(app.config.language or "en"), settings().words)
    addresses = [
        f"{context['pathto'](f'_static/peek/{file.name}', resource=True)}?v={_version(file)}"
        for file in files
    ]
    told = {"data-peek": " ".join(addresses), "data-close": word("Close")}
    app.add_js_file("peek.js", loading_method="defer", **told)  # type: ignore[arg-type]


def _version(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:8]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.connect("builder-inited", _begin, priority=400)
    app.connect("html-page-context", _load)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
