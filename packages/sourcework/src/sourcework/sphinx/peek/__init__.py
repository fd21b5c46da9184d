"""Peek: what a link leads to opens in place.

Whoever has something to show offers it, by page and fragment identifier, with `offer`: for links to
`glossary.html#term-x` the entry `term-x` of the page `glossary`. It is kept in a script of its own,
`_static/peek/PAGE.js`, which works from a disk too, is the same for all pages and is not asked for
before a reader opens the first. What is offered is written into `peek.js`, which pages load that
have such links, or line numbers. Numbers of lines of the document, as excerpts and prose have them,
become links there, if `offer_lines` says where they lead. Without JavaScript, and where nothing is
offered, a link leads on, and a number is a number.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from rcssmin import cssmin
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

from ...files import write_atomically
from ...settings import settings
from ..interface import translator

__all__ = ["CLASS", "offer", "offer_lines", "setup"]

CLASS = "peek"
_HERE = Path(__file__).resolve().parent
_LINK = f'<a class="{CLASS}"'
_NUMBER = 'class="dossier-line"'
_OFFERED = "const OFFERED = {};"
_STYLE = 'const STYLE = "";'


def offer(app: Sphinx, page: str, more: str, entries: Mapping[str, tuple[str, str]]) -> None:
    """Have links to a page opened in place. To be called before pages are written.

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
    told = json.dumps({"more": _word(app)(more), "entries": entries}, ensure_ascii=False)
    text = f"(globalThis.peeks ??= {{}})[{json.dumps(page)}] = {told};\n"
    write_atomically(_served(app) / "peek" / f"{page}.js", text.encode())


def offer_lines(app: Sphinx, page: str, more: str, lines: Mapping[int, str]) -> None:
    """Have the lines of the document opened in place, wherever their numbers stand.

    Parameters
    ----------
    page
        The page that has the whole document, with `line-N` for the address of a line.
    more
        As for `offer`.
    lines
        The words of each line, by its number.
    """
    title = _word(app)("line").capitalize()
    told = {
        f"line-{number}": (f"{title} {number}", escape(text, quote=False))
        for number, text in lines.items()
    }
    offer(app, page, more, told)
    app.config.peek_lines = {"page": page, "numbers": list(lines)}


def _word(app: Sphinx) -> Callable[[str], str]:
    return translator(str(app.config.language or "en"), settings().words)


def _served(app: Sphinx) -> Path:
    return Path(app.doctreedir) / "peek-static"


def _files(app: Sphinx) -> dict[str, Path]:
    return {file.stem: file for file in sorted((_served(app) / "peek").glob("*.js"))}


def _begin(app: Sphinx) -> None:
    """Forget what an earlier build offered, and serve what this one will."""
    shutil.rmtree(_served(app), ignore_errors=True)
    (_served(app) / "peek").mkdir(parents=True)
    app.config.html_static_path.append(str(_served(app)))


def _write(app: Sphinx, _env: BuildEnvironment) -> None:
    """Write the script, which knows what is offered."""
    word = _word(app)
    files = {
        page: f"peek/{file.name}?v={hashlib.sha256(file.read_bytes()).hexdigest()[:8]}"
        for page, file in _files(app).items()
    }
    style = cssmin((_HERE / "page" / "card.css").read_text(encoding="utf-8"))
    card = _filled("card.js", _STYLE, f"const STYLE = {json.dumps(style)};")
    write_atomically(_served(app) / "peek-card.js", card)
    told: dict[str, Any] = {
        "files": files,
        "card": f"peek-card.js?v={hashlib.sha256(card).hexdigest()[:8]}",
        "close": word("Close"),
        "go": word("Go to it"),
    }
    if app.config.peek_lines:
        told["lines"] = app.config.peek_lines | {"words": [word("line"), word("lines")]}
    declared = f"const OFFERED = {json.dumps(told, ensure_ascii=False)};"
    write_atomically(_served(app) / "peek.js", _filled("peek.js", _OFFERED, declared))


def _filled(name: str, place: str, declared: str) -> bytes:
    """Return a script with what only the build knows in its place."""
    text = (_HERE / "page" / name).read_text(encoding="utf-8")
    assert place in text, f"{name} has no place for what the build knows"
    return text.replace(place, declared).encode()


def _load(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Load the script on a page that has something to open."""
    body, here = str(context.get("body", "")), page.rpartition("/")[2]
    led = any(f"{name}.html#" in body for name in _files(app) if name != here)
    numbers = bool(app.config.peek_lines) and _NUMBER in body
    if led or numbers or (_files(app) and _LINK in body):
        app.add_js_file("peek.js", type="later")  # book.js loads it for who has come to read


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.add_config_value("peek_lines", {}, "", types=frozenset({dict}))
    app.connect("builder-inited", _begin, priority=400)
    app.connect("env-updated", _write, priority=900)
    app.connect("html-page-context", _load)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
