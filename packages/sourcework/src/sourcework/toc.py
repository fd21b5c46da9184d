"""The pages that `_toc.yml` lists, at any depth, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .yaml_records import read_yaml

__all__ = ["listed", "named", "source"]

_PARTS = ("parts", "subtrees")
_PAGES = ("chapters", "sections", "entries")
_ENDINGS = (".md", ".ipynb", ".rst")


def listed(root: Path) -> dict[str, str]:
    """Return the name of every page and the caption of its part, the root of the book first.

    A caption is empty before the first part and where a part has none. A page below others belongs
    to the part of the outermost. What `url:` stands for is passed over, and so is what is not as
    Jupyter Book wants it, which the build says.

    Raises
    ------
    DataError
        If `_toc.yml` is missing or is not YAML.
    """
    toc = read_yaml(root / "_toc.yml").content
    found: dict[str, str] = {}
    for caption, page in _book(root, toc if isinstance(toc, dict) else {}):
        found.setdefault(page, caption)
    return found


def source(root: Path, page: str) -> Path:
    """Return the file of a page; if there is none, the one that Markdown would be in."""
    files = (root / f"{page}{ending}" for ending in _ENDINGS)
    return next((file for file in files if file.is_file()), root / f"{page}.md")


def _book(root: Path, toc: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if isinstance(toc.get("root"), str):
        yield "", named(toc["root"])
    for part in _below(toc, _PARTS):
        caption = part.get("caption") or ""
        yield from ((caption, page) for page in _pages(root, part))
    yield from (("", page) for page in _pages(root, {key: toc.get(key) for key in _PAGES}))


def _pages(root: Path, above: dict[str, Any]) -> Iterator[str]:
    """Yield the pages below a part or a page, each before those below it."""
    for entry in _below(above, _PAGES):
        if isinstance(entry.get("file"), str):
            yield named(entry["file"])
        if isinstance(entry.get("glob"), str):
            yield from _matching(root, entry["glob"])
        yield from _pages(root, entry)
    for part in _below(above, _PARTS):
        yield from _pages(root, part)


def _below(above: dict[str, Any], keys: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    lists = (above.get(key) for key in keys)
    entries = (entry for each in lists if isinstance(each, list) for entry in each)
    return (entry for entry in entries if isinstance(entry, dict))


def _matching(root: Path, pattern: str) -> list[str]:
    """Return the pages that a pattern stands for, sorted as Sphinx sorts them."""
    files = (file for ending in _ENDINGS for file in root.glob(f"{pattern}{ending}"))
    return sorted(named(file.relative_to(root).as_posix()) for file in files)


def named(file: str) -> str:
    """Return the name of a page, which `_toc.yml` may write with its ending."""
    return next((file.removesuffix(each) for each in _ENDINGS if file.endswith(each)), file)
