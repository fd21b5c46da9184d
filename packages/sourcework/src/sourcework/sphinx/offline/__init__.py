"""Keep the book readable without a network after the first visit, one edition at a time.

An edition is what `sphinx_live_widgets.reachable` finds, but for sources, archives, print files and
codes for paper, which are read once if at all. The build writes its list, with a digest for each
file, into `sw.js`, made of `worker.js`, which says how an edition is stored, shown and replaced.
With the list go the type of each kind of file and the pages' policy, which the worker sends in
place of all that a server sent; a file of a kind that has no type here stops the build. Its version
is the digest of all this and of the worker, so it changes with any file. `page/offline.js`
registers the worker, over https and on this machine, never from a disk, and tells the reader of a
new edition.

OFFLINE=0, with which `make serve` builds, makes an edition that keeps nothing, deletes what was
kept and goes away, so whoever writes never sees yesterday's page, and a book can be taken from its
address. (A browser that has kept a real edition from there offers this one as it offers any: "Show
it", once.)

A server that alters pages on their way (minifies them, hides addresses) breaks the digests: then
nothing is stored, and the book is readable with a network only. The same is so where a server calls
a page, a style or a script something else.

The role `{archive}` names the file that `make zip` writes, and links it where the book is
published, at BOOK_URL.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxRole
from sphinx.util.typing import ExtensionMetadata

from sphinx_live_widgets.csp import policy_of
from sphinx_live_widgets.reachable import needed

from ...identity import book_id

__all__ = ["edition", "setup", "write_worker"]

_HERE = Path(__file__).resolve().parent
_LEFT_OUT = ("_sources/", "_static/codes/", "lite/", "sw.js", ".ipynb", ".pdf", ".zip")
_EMPTY = 'const EDITION = { version: "", files: {} };'
_NAME = '"the book"'
_NOTHING_SENT = 'const SENT = { policy: "", types: {} };'
_TEXTS = {
    **{"html": "text/html", "css": "text/css", "js": "text/javascript", "csv": "text/csv"},
    **{"mjs": "text/javascript", "vtt": "text/vtt", "xml": "text/xml"},
    **dict.fromkeys(("bib", "md", "tex", "tsv", "txt", "yaml", "yml"), "text/plain"),
}
_TYPES = {
    **{ending: f"{kind}; charset=utf-8" for ending, kind in _TEXTS.items()},
    **{each: f"image/{each}" for each in ("apng", "avif", "bmp", "gif", "jpeg", "png", "webp")},
    **{"jpg": "image/jpeg", "svg": "image/svg+xml", "ico": "image/x-icon"},
    **{"json": "application/json", "webmanifest": "application/manifest+json"},
    **{each: f"font/{each}" for each in ("otf", "ttf", "woff", "woff2")},
    **{each: f"audio/{each}" for each in ("flac", "ogg", "wav")},
    **{"mp3": "audio/mpeg", "m4a": "audio/mp4", "mp4": "video/mp4", "webm": "video/webm"},
    **{"bib": "application/x-bibtex", "ris": "application/x-research-info-systems"},
    "wasm": "application/wasm",
}
_NO_TYPE = (
    "{names}: nobody knows as what to show such a file without a network. "
    "Name it otherwise, or ask for its ending in `_TYPES` of sourcework.sphinx.offline."
)
_PAGE = """
<h1>You are offline, and this page is not kept here</h1>
<p>The book can be read without a network, but what you asked for is not a part of it, or only of
a newer edition. Try again when there is a network, or go to the <a href="{home}">first page</a>,
which leads to every chapter.</p>
"""


def edition(book: Path) -> dict[str, str]:
    """Return what the worker keeps of a built book: files' SHA-256 in base 64, by their address.

    Pages come first, because a server that is in the midst of a change, or alters what it sends,
    differs there: the worker then gives up before it has loaded the rest.
    """
    names = [name for name in needed(book) if not name.startswith(_LEFT_OUT)]
    names = [name for name in names if not name.endswith(_LEFT_OUT)]
    names.sort(key=lambda name: not name.endswith(".html"))
    return {quote(name): _digest((book / name).read_bytes()) for name in names}


def _digest(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


def write_worker(book: Path, files: dict[str, str]) -> None:
    """Write `sw.js` into a built book, for an edition of these files.

    Raises
    ------
    ExtensionError
        If one of them is of a kind of which no type is known.
    """
    template = (_HERE / "worker.js").read_text(encoding="utf-8")
    template = template.replace(_NAME, json.dumps(book_id()))
    listed = json.dumps(files, indent=0)
    sent = f"const SENT = {json.dumps(_sent(book, files))};"
    version = hashlib.sha256((template + sent + listed).encode()).hexdigest()[:16]
    declared = f'const EDITION = {{ version: "{version}", files: {listed} }};'
    beside = book / "sw.js.part"
    text = template.replace(_EMPTY, declared).replace(_NOTHING_SENT, sent)
    beside.write_text(text, encoding="utf-8")
    beside.replace(book / "sw.js")


def _sent(book: Path, files: Iterable[str]) -> dict[str, Any]:
    """Return what the worker sends with these files: a policy, and types by the names' endings."""
    names = [book / unquote(name) for name in files]
    pages = [path.read_text(encoding="utf-8") for path in names if path.suffix == ".html"]
    kinds = {path.suffix.removeprefix("."): path.relative_to(book).as_posix() for path in names}
    if unknown := sorted(name for each, name in kinds.items() if each.lower() not in _TYPES):
        raise ExtensionError(_NO_TYPE.format(names=", ".join(unknown)))
    endings = sorted(kinds)
    return {"policy": policy_of(pages), "types": {each: _TYPES[each.lower()] for each in endings}}


def _finish(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.format != "html":
        return
    book = Path(app.outdir)
    write_worker(book, {} if os.environ.get("OFFLINE") == "0" else edition(book))


def _offline_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Give the page that the worker shows for what it does not keep."""
    home = app.builder.get_relative_uri("offline", app.config.root_doc)
    yield "offline", {"title": "Offline", "body": _PAGE.format(home=home)}, "page.html"


class _Archive(SphinxRole):
    """Name the archive, and link it where the book has an address on the web."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        name = nodes.literal(text=self.text)
        if not self.config.offline_address:
            return [name], []
        address = f"{self.config.offline_address.rstrip('/')}/{self.text}"
        return [nodes.reference("", "", name, refuri=address)], []


def _serve_script(app: Sphinx) -> None:
    app.config.html_static_path.append(str(_HERE / "page"))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    address = os.environ.get("BOOK_URL", "")
    app.add_config_value("offline_address", address, "env", types=frozenset({str}))
    app.add_role("archive", _Archive())
    app.add_js_file("offline.js", loading_method="defer")
    app.connect("builder-inited", _serve_script)
    app.connect("html-collect-pages", _offline_page)
    app.connect("build-finished", _finish, priority=950)  # when all files are as they will stay
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
