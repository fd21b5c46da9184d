"""The strictest Content-Security-Policy under which a built book works.

`python -m sphinx_live_widgets.csp _build/html` prints it, for the web server's configuration, and
`guarded` puts into a page what a page can say of it, for servers that send no headers of one's own.
Scripts that the theme writes into pages are allowed by the digest of their text, everything else by
being a file of the site, as is the next page, which some browsers load ahead; `blob:` is for the
widgets' modules, which the host imports from memory. Styles in pages are allowed, because elements
of a page have some of their own and the host adds a widget's. Where a widget's code has
WebAssembly, that may run too. Frames, films, sounds and objects are allowed where a page has some,
as files of the site; films and sounds also as text of the page. Other hosts may be asked if the
pages were guarded with their names.
"""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from collections.abc import Iterable, Sequence
from html import escape
from html.parser import HTMLParser
from pathlib import Path

from .reachable import NAMED_MODULE, NAMED_STATES

__all__ = ["guarded", "needs_wasm", "policy", "policy_of"]

_SCRIPTS = {"", "text/javascript", "module"}
_HOST = "live-widgets/host.js"
_MODULES = "_static/live-widgets"
_WASM = "'wasm-unsafe-eval'"
_SHOWN = {
    "frame-src": {"iframe", "frame"},
    "media-src": {"audio", "video"},
    "object-src": {"object", "embed"},
}
_PLAYED = {"audio", "video", "source"}
_HOSTS = re.compile(r"https://\*\.([^\s;]+)")  # as `_rules` writes them
_BEFORE_ALL = re.compile(r"<head(?:\s[^>]*)?>(?:\s*<meta\s+charset[^>]*>)?", re.IGNORECASE)


class _Inline(HTMLParser):
    """Collects what a page runs: scripts and event handlers inside it, and the widgets' host."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: set[str] = set()
        self.handlers: set[str] = set()
        self.hosted = False
        self.hosts: list[str] = []
        self.tags: set[str] = set()
        self.plays_itself = False
        self._code: list[str] | None = None
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        runs = "src" not in given and (given.get("type") or "") in _SCRIPTS
        self._code = [] if tag == "script" and runs else None
        self.tags.add(tag)
        self.plays_itself |= tag in _PLAYED and (given.get("src") or "").startswith("data:")
        self.hosted |= tag == "script" and _HOST in (given.get("src") or "")
        if (given.get("http-equiv") or "").lower() == "content-security-policy":
            self.hosts += _HOSTS.findall(given.get("content") or "")
        self.handlers |= {_digest(code or "") for name, code in attrs if name.startswith("on")}

    def handle_data(self, data: str) -> None:
        if self._code is not None:
            self._code.append(data)

    def handle_endtag(self, tag: str) -> None:
        if self._code is not None:
            self.scripts.add(_digest("".join(self._code)))
        self._code = None


def _digest(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"


def needs_wasm(folder: Path, *pages: str) -> bool:
    """Say whether a widget in some pages has WebAssembly, by the modules in `folder`.

    The pages name the modules of the widgets that they show, and the files of states, which name
    those of the widgets inside these.
    """
    states = {f"{name}.js" for page in pages for name in NAMED_STATES.findall(page)}
    texts = [*pages, *(_text(folder / name) for name in sorted(states))]
    named = {name for text in texts for name in NAMED_MODULE.findall(text)}
    return any("WebAssembly" in _text(folder / f"module-{name}.js") for name in sorted(named))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _rules(found: Sequence[_Inline], wasm: bool = False, hosts: Sequence[str] = ()) -> str:
    handlers = sorted(set().union(*(each.handlers for each in found)))
    named = dict.fromkeys((*hosts, *(host for each in found for host in each.hosts)))
    others = [part for host in named for part in (f"https://{host}", f"https://*.{host}")]
    rules = {
        "default-src": ["'self'", *others],
        "script-src": [
            "'self'",
            *(["blob:"] if any(each.hosted for each in found) else []),
            *([_WASM] if wasm else []),
            *sorted(set().union(*(each.scripts for each in found))),
            *(["'unsafe-hashes'", *handlers] if handlers else []),
            *others,
        ],
        "style-src": ["'self'", "'unsafe-inline'", *others],
        "img-src": ["'self'", "data:", *others],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
    }
    if any(each.plays_itself for each in found):
        rules["media-src"] = ["'self'", "data:", *others]
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())


def policy_of(pages: Iterable[str], wasm: bool = False) -> str:
    """Return the policy for the texts of some pages, which other sites may show in a frame.

    With `wasm`, WebAssembly may run; `needs_wasm` says where it has to.
    """
    found = [_Inline(page) for page in pages]
    rules = _rules(found, wasm)
    if _HOSTS.search(rules):
        return rules
    tags = set().union(*(page.tags for page in found))
    unused = [f"{name} 'none'" for name, shown in _SHOWN.items() if not shown & tags]
    return "; ".join([rules, *unused])


def policy(book: Path) -> str:
    """Return the policy for all pages under `book`, a folder of HTML.

    Raises
    ------
    FileNotFoundError
        If there is no page in the folder.
    """
    pages = sorted(book.rglob("*.html"))
    if not pages:
        raise FileNotFoundError(f"{book}: no page here; build the book first, with `make book`")
    texts = [page.read_text(encoding="utf-8") for page in pages]
    rules = policy_of(texts, needs_wasm(book / _MODULES, *texts))
    return f"{rules}; frame-ancestors 'self'"


def guarded(page: str, wasm: bool = False, hosts: Sequence[str] = ()) -> str:
    """Return the text of a page with its own policy in it, which lets it ask `hosts` too.

    That is the policy for this page alone, without what only a header can say (`frame-ancestors`)
    and without what would make every page heavier to forbid the site its own films and frames.
    Whatever changes the page's scripts has to come before.
    """
    rules = escape(_rules([_Inline(page)], wasm, hosts).replace("; ", ";"), quote=False)
    meta = f'<meta http-equiv=Content-Security-Policy content="{rules}">'
    return _BEFORE_ALL.sub(lambda head: head[0] + meta, page, count=1)


if __name__ == "__main__":
    print(policy(Path(sys.argv[1] if len(sys.argv) > 1 else "_build/html")))
