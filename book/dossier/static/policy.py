"""The strictest Content-Security-Policy under which a built book works.

`python -m dossier.static.policy _build/html` prints it, for the web server's configuration. Scripts
that the theme writes into pages are allowed by the digest of their text, everything else by being a
file of the site; `blob:` is for the widgets' modules, which the host imports from memory. Styles in
pages are allowed, because elements of a page have some of their own and the host adds a widget's.
"""

from __future__ import annotations

import base64
import hashlib
import sys
from html.parser import HTMLParser
from pathlib import Path

__all__ = ["policy"]

_SCRIPTS = {"", "text/javascript", "module"}


class _Inline(HTMLParser):
    """Collects the scripts that pages carry inside themselves: elements and event handlers."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: set[str] = set()
        self.handlers: set[str] = set()
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        runs = "src" not in given and (given.get("type") or "") in _SCRIPTS
        self._inside = tag == "script" and runs
        self.handlers |= {_digest(code or "") for name, code in attrs if name.startswith("on")}

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.scripts.add(_digest(data))

    def handle_endtag(self, tag: str) -> None:
        self._inside = False


def _digest(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"


def policy(book: Path) -> str:
    """Return the policy for all pages under `book`, a folder of HTML.

    Raises
    ------
    FileNotFoundError
        If there is no page in the folder.
    """
    found = _Inline()
    pages = sorted(book.rglob("*.html"))
    if not pages:
        raise FileNotFoundError(f"{book}: no page here; build the book first, with `make book`")
    for page in pages:
        found.feed(page.read_text(encoding="utf-8"))
    handlers = ["'unsafe-hashes'", *sorted(found.handlers)] if found.handlers else []
    rules = {
        "default-src": ["'none'"],
        "script-src": ["'self'", "blob:", *sorted(found.scripts), *handlers],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())


if __name__ == "__main__":
    print(policy(Path(sys.argv[1] if len(sys.argv) > 1 else "_build/html")))
