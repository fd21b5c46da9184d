"""Page addresses: what a browser asks for when it opens a page, and where the page's links lead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html

from sphinx_live_widgets.elsewhere import addresses

__all__ = ["linked", "loaded", "loaded_by_style", "sheets"]

_SOURCES = ("src", "srcset", "poster")
_LOADED = {  # by tag the attributes with what a browser asks for by itself
    **dict.fromkeys(("img", "source", "script", "iframe", "audio", "track", "video"), _SOURCES),
    **{"embed": ("src",), "input": ("src",), "object": ("data",), "frame": ("src",)},
    **dict.fromkeys(("image", "use", "feimage"), ("href", "xlink:href")),
    **dict.fromkeys(("body", "table", "td", "th"), ("background",)),
}
_LINKS = {
    *("stylesheet", "icon", "apple-touch-icon", "preload", "modulepreload", "manifest"),
    *("prefetch", "prerender", "preconnect", "dns-prefetch"),
}
_RUN = ("", "text/javascript", "application/javascript", "module")
_CANDIDATES = re.compile(r",\s+|(?<=\d[wx]),")
_IN_STYLE = re.compile(
    r"""\burl\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]+))\s*\)|@import\s*(?:"([^"]*)"|'([^']*)')"""
)
_REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
_QUOTED = re.compile(r'"((?:https?:)?//[^"\s]+)"')
_ELSEWHERE = re.compile(r"url\s*=\s*['\"]?([^'\";]+)", re.IGNORECASE)


def loaded(root: html.HtmlElement) -> Iterator[str]:
    """Give the addresses that a browser asks for when it opens a page, with those of scripts."""
    for tag, names in _LOADED.items():
        for element in root.iter(tag):
            for name in names:
                yield from _values(name, element.get(name, ""))
    for link in root.iter("link"):
        if set((link.get("rel") or "").lower().split()) & _LINKS:
            yield from _values("href", link.get("href", ""))
    for style in (*root.xpath("//@style"), *(each.text or "" for each in root.iter("style"))):
        yield from loaded_by_style(str(style))
    for script in root.iter("script"):
        kind, code = (script.get("type") or "").lower(), script.text or ""
        yield from addresses(code) if kind in _RUN else ()
        yield from _QUOTED.findall(code) if kind == "importmap" else ()
    for address in root.xpath("//a/@ping"):
        yield from str(address).split()
    for meta in root.iter("meta"):
        if meta.get("http-equiv", "").lower() == "refresh":
            yield from _ELSEWHERE.findall(meta.get("content", ""))
    for frame in root.xpath("//iframe/@srcdoc"):
        yield from loaded(html.document_fromstring(f"<body>{frame}</body>"))


def linked(root: html.HtmlElement) -> list[str]:
    """Return the addresses to which the links of a page lead."""
    found = root.xpath("//a/@href | //area/@href | //a/@*[name()='xlink:href']")
    return [str(each) for each in found]


def sheets(root: html.HtmlElement) -> Iterator[str]:
    """Give the addresses of the styles that a page loads."""
    for link in root.iter("link"):
        if "stylesheet" in (link.get("rel") or "").lower().split() and link.get("href"):
            yield str(link.get("href"))


def loaded_by_style(style: str) -> Iterator[str]:
    """Give the addresses that a style asks for."""
    for found in _IN_STYLE.findall(_REMARK.sub("", style)):
        yield from _values("url", next((each for each in found if each), ""))


def _values(name: str, text: str) -> Iterator[str]:
    if name == "srcset" and not text.startswith("data:"):
        parts = [part.split()[0] for part in _CANDIDATES.split(text.strip()) if part.strip()]
    else:
        parts = [text.strip()]
    yield from (part for part in parts if part and not part.startswith("#"))
