"""Foreign addresses that a widget will ask, as far as its code says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

__all__ = ["addresses", "one_of_each_host"]

_WEB = r"(?:https?:)?//(?:[\w-]+\.)+[\w-]+[^\s\"'`()<>\\]*"
# What follows in brackets or quotes is loaded; what stands in a comment or a message is not.
_LOADS = re.compile(
    r"(?:(?:\b(?:from|import|fetch|importScripts|Worker|open|getJSON|json|csv|text|loadScript|loadStyle|"
    r"addScript)\s*\(?|\bsrc\s*[=:]|@import)\s*[\"'`]|\burl\(\s*[\"'`]?)"
    rf"(?P<loaded>{_WEB})"
)
_QUOTED = re.compile(rf"[\"'`](?P<quoted>{_WEB})")
_STORES = re.compile(
    r"//(?:esm\.sh|esm\.run|unpkg\.com|cdn\.jsdelivr\.net|cdnjs\.cloudflare\.com|cdn\.skypack\.dev|"
    r"ga\.jspm\.io|fonts\.googleapis\.com|cdn\.[\w.-]+)/"
)
_FILES = re.compile(r"\.(?:m?js|css|wasm|json|geojson|pbf|woff2?|parquet|arrow)(?:\?|$)|\{[zxy]\}")
_NEVER = re.compile(r"//(?:www\.w3\.org|json-schema\.org|github\.com|raw\.github|localhost)")


def addresses(code: str) -> Iterator[str]:
    """Yield the addresses that code, a style or a trait's value loads, each once, in order.

    Found are addresses in the place of something to load, and those in quotes that are on hosts
    which only keep files, or end as data and code do.
    """
    seen: set[str] = set()
    found = [(each.start(), each["loaded"]) for each in _LOADS.finditer(code)]
    for each in _QUOTED.finditer(code):
        address = each["quoted"]
        if _STORES.search(address) or _FILES.search(address):
            found.append((each.start(), address))
    for _, address in sorted(found):
        if address not in seen and not _NEVER.search(address):
            seen.add(address)
            yield address


def one_of_each_host(found: Iterable[str]) -> list[str]:
    """Return the first of the addresses on each host, as far as it is certain."""
    first: dict[str, str] = {}
    for address in found:
        first.setdefault(address.split("//")[1].split("/")[0], address.partition("${")[0])
    return list(first.values())
