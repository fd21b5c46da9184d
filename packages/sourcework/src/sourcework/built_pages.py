"""Pages taken out of a built book, with all that they need: for packages that a platform takes.

Ways to the rest of the book are left out. A link to a page that is not taken keeps its words alone.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from .errors import DataError
from .item_bank import load_items
from .paths import EXERCISES

__all__ = ["refuse_older", "taken", "targets"]

_LINK = re.compile(r"<a\b(?P<about>[^>]*)>(?P<words>.*?)</a>", re.DOTALL)
_HREF = re.compile(r"""\bhref=(?:"([^"]*)"|'([^']*)'|([^\s>]+))""")
# Ways to the rest of the book, and what keeps the book offline, which is the platform's affair.
_ELSEWHERE = (
    r'<nav\b[^>]*\bid="?site-nav\b.*?</nav>',
    r'<nav\b[^>]*\bclass="prev-next\b.*?</nav>',
    r'<button\b[^>]*\bclass="?to-nav\b.*?</button>',
    r'<a\b[^>]*\bclass="?to-(?:record|search)\b.*?</a>',
    r"<li><a\b[^>]*\b_sources/.*?</a>(?:</li>)?",
    r"<link\b[^>]*\brel=\"?(?:search|next|prev)\b[^>]*>",
    r"<script\b[^>]*/offline\.js\b[^>]*></script>",
)
_CHROME = re.compile("|".join(_ELSEWHERE), re.DOTALL)
_TITLE = re.compile(r'<a\b([^>]*\bclass="?book-title\b[^>]*)>(.*?)</a>', re.DOTALL)
_STYLE = (  # where no list of pages stands beside the text
    ".bd-container{grid-template-columns:minmax(0,1fr)}"
    "@media(min-width:78rem){.bd-container{grid-template-columns:minmax(0,1fr) 16rem}}"
    ".bd-header .book-title>.icon{display:none}.bd-header .book-title>span"
    "{block-size:auto;clip-path:none;inline-size:auto;position:static;white-space:normal}"
)
_STATES = re.compile(r"_static/live-widgets/states-[0-9a-f]+\.js")
_SOURCES, _DOWNLOADS = "_sources/", "_downloads/"
_OFFLINE = ("sw.js", "_static/offline.js")


def taken(built: Path, pages: Sequence[str], *, downloads: bool = False) -> dict[str, bytes]:
    """Return pages of the book in the folder `built`, and the files that they need, by path.

    Parameters
    ----------
    downloads
        Whether files that a page offers for download are among them.
    """
    from sphinx_live_widgets.reachable import needed

    left = (_SOURCES,) if downloads else (_SOURCES, _DOWNLOADS)
    texts = {each: _alone((built / each).read_text("utf-8"), each, pages) for each in pages}
    return {
        each: texts[each].encode() if each in texts else (built / each).read_bytes()
        for each in needed(built, pages)
        if not each.startswith(left) and each not in _OFFLINE
    }


def refuse_older(files: Mapping[str, bytes]) -> None:
    """Refuse pages that ask in another form than the book's data do now.

    A platform would report answers to questions that are no longer asked so.

    Parameters
    ----------
    files
        Pages and what they need, as `taken` returns them.

    Raises
    ------
    DataError
        If a question was changed, or taken away, after these pages were built.
    """
    items = load_items()
    chapters = {item.chapter for item in items.values()}
    for name, digest in _asked(files):
        item, chapter = items.get(name), name.partition("/")[0]
        if item and item.digest != digest:
            change = "was changed"
        elif not item and chapter in chapters:
            change = "was taken away"
        else:
            continue
        raise DataError(
            EXERCISES / f"{chapter}.yml",
            name,
            f"it {change} after the page that asks it was built",
            "type `sourcework build` first",
        )


def _asked(files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield the id and the digest of each practice question in the states of built pages."""
    from sphinx_live_widgets.states import restored

    for path, content in files.items():
        if not _STATES.fullmatch(path):
            continue
        for each in restored(content.decode()).values():
            data: Any = json.loads(each["state"].get("data") or "null")
            if isinstance(data, dict) and data.get("rule"):  # without a key it is an assignment's
                yield data["id"], data["digest"]


def targets(text: str, page: str) -> set[str]:
    """Return the files to which the HTML of a page leads; empty for another site or none."""
    return {_target(found["about"], page) for found in _LINK.finditer(text)}


def _target(about: str, page: str) -> str:
    found = _HREF.search(about)
    link = urlsplit(next(filter(None, found.groups()), "") if found else "")
    if link.scheme or link.netloc or not link.path:
        return ""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(link.path)))


def _alone(text: str, page: str, pages: Sequence[str]) -> str:
    """Return a page without what leads to pages that are not taken."""

    def kept(found: re.Match[str]) -> str:
        target = _target(found["about"], page)
        away = bool(target) and target.endswith(".html") and target not in pages
        return found["words"] if away else found[0]

    without = _TITLE.sub(r"<span\1>\2</span>", _CHROME.sub("", text))
    return _LINK.sub(kept, without).replace("</head>", f"<style>{_STYLE}</style></head>", 1)
