"""Measured pages: a table of the steps, the minutes and the words of what a book asks to read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import html

from ..sphinx.page_steps import PageSteps, measure
from ..toc import listed

__all__ = ["measured_pages"]

_HEAD = ("page", "steps", "minutes", "core", "waiting", "deeper", "longest", "answered", "where")


def measured_pages(root: Path) -> str:
    """Return the table, in Markdown, of the built pages that ask something.

    Raises
    ------
    FileNotFoundError
        If a page has not been built.
    """
    rows = [_HEAD, ("---",) * len(_HEAD), *_rows(root)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _rows(root: Path) -> Iterator[tuple[str, ...]]:
    for page in listed(root):
        path = root / "_build/html" / f"{page}.html"
        if not path.is_file():
            raise FileNotFoundError(f"{path}: not built; build the book first: sourcework build")
        found = measure(html.parse(str(path), html.HTMLParser(encoding="utf-8")).getroot())
        if len(found.stretches) > 1:
            yield page, *_row(found)


def _row(found: PageSteps) -> Iterator[str]:
    longest = found.longest(waiting=True)
    yield str(len(found.steps) or "—")
    yield str(found.minutes or "—")
    yield from (str(found.words[kind]) for kind in ("core", "waiting", "deeper"))
    yield str(found.longest().core)
    yield str(longest.core + longest.waiting)
    yield f"{longest.after} – {longest.before}"
