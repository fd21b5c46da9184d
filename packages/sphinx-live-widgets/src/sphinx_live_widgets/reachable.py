"""Reachable files of a built book: what its pages mention, and what that mentions in turn.

Themes bring files that no page uses, and older builds leave pages behind. A list of what to leave
out would grow old; following the mentions from the first page leaves out all that nobody can
reach. A mention is a path in the text of a page, style or script, relative to its file or to the
book's root.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from pathlib import Path
from urllib.parse import unquote

__all__ = ["NAMED_MODULE", "NAMED_STATES", "needed"]

NAMED_MODULE = re.compile(r"""(?:data-module=["']?|"module":\s*")([0-9a-f]{8,16})""")
NAMED_STATES = re.compile(r"states-[0-9a-f]{16}")

_FIRST = ("index.html", "404.html", "offline.html")
_TEXTS = (".html", ".css", ".js", ".json", ".svg", ".webmanifest")
_MENTION = re.compile(r"[\w%+~./-]+\.[A-Za-z][A-Za-z0-9]*")
_WIDGETS = "_static/live-widgets/"  # the host loads these by their digests, not by their names


def needed(book: Path, pages: Collection[str] = ()) -> list[str]:
    """Return the files that the pages of a built book need, sorted: paths with `/` under `book`.

    Maps of sources are not among them, nor is what only the service worker's own list names.

    Parameters
    ----------
    pages
        Only these pages and what they need, without the pages to which they lead; else all.

    Raises
    ------
    FileNotFoundError
        If the book has no first page.
    """
    if not (book / "index.html").is_file():
        raise FileNotFoundError(f"{book}: no book here; build it first, with `make book`")
    files = {path.relative_to(book).as_posix() for path in book.rglob("*") if path.is_file()}
    files = {name for name in files if not name.endswith(".map")}
    if pages:
        files = {name for name in files if name in pages or not name.endswith(".html")}
    found: set[str] = set()
    waiting = files.intersection(pages or _FIRST)
    while waiting:
        name = waiting.pop()
        found.add(name)
        if name.endswith(_TEXTS) and name != "sw.js":
            text = (book / name).read_text(encoding="utf-8")
            mentioned = _mentioned(name, text, files)
            widgets = {each for each in files if each.startswith(_WIDGETS)}
            if name.startswith(_WIDGETS) and not pages:
                mentioned |= widgets
            elif pages:
                mentioned |= widgets & _named(text)
            waiting |= mentioned - found
    return sorted(found)


def _mentioned(name: str, text: str, files: set[str]) -> set[str]:
    folder = posixpath.dirname(name)
    named: set[str] = set()
    for mention in map(unquote, set(_MENTION.findall(text))):
        named |= {posixpath.normpath(posixpath.join(start, mention)) for start in (folder, "")}
    return named & files


def _named(text: str) -> set[str]:
    """Return the files of states and modules that a page or a file of states names."""
    modules = {f"{_WIDGETS}module-{name}.js" for name in NAMED_MODULE.findall(text)}
    return modules | {f"{_WIDGETS}{name}.js" for name in NAMED_STATES.findall(text)}
