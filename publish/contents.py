"""The pages that `_toc.yml` lists, at any depth, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

__all__ = ["listed"]

_PARTS = ("parts", "subtrees")
_PAGES = ("chapters", "sections", "entries")
_ENDINGS = (".md", ".ipynb", ".rst")


def listed(root: Path) -> Iterator[tuple[str, str]]:
    """Yield the caption of its part and the name of every page, the root of the book first.

    A caption is empty before the first part and where a part has none. A page below others belongs
    to the part of the outermost. What `url:` and `glob:` stand for is passed over.
    """
    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    yield "", _named(toc["root"])
    for part in _below(toc, _PARTS):
        caption = part.get("caption") or ""
        yield from ((caption, page) for page in _pages(part))
    yield from (("", page) for page in _pages({key: toc.get(key) for key in _PAGES}))


def _pages(above: dict[str, Any]) -> Iterator[str]:
    """Yield the pages below a part or a page, each before those below it."""
    for entry in _below(above, _PAGES):
        if "file" in entry:
            yield _named(entry["file"])
        yield from _pages(entry)
    for part in _below(above, _PARTS):
        yield from _pages(part)


def _below(above: dict[str, Any], keys: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    return (entry for key in keys for entry in above.get(key) or ())


def _named(file: str) -> str:
    """Return the name of a page, which `_toc.yml` may write with its ending."""
    return next((file.removesuffix(each) for each in _ENDINGS if file.endswith(each)), file)
