"""Chapter steps: what the pages of a book consist of, collected while they are read.

Of each page with questions or notes: its steps, with the minutes of each and what it asks, so that
another page can say how long a chapter takes and, with the reader's record, what of it is done.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.util.typing import ExtensionMetadata

from ..page_words import read_page
from .steps import step

__all__ = ["ChapterStep", "minutes_of", "setup", "steps_of"]

_HEAD = re.compile(r"^[:`]{3,}\{reading-step\}")


@dataclass(frozen=True)
class ChapterStep:
    """A step of a chapter; a chapter that has none is one, without an address and without minutes.

    Attributes
    ----------
    anchor
        Its fragment identifier in the page.
    minutes
        How long it takes.
    asked
        The ids of what its core asks, questions and notes; what is deeper need not be done.
    """

    anchor: str
    minutes: int
    asked: tuple[str, ...]


class _Collector(EnvironmentCollector):
    """Collector of the steps of pages."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page."""
        _kept(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment
    ) -> None:
        """Take over the pages that another process has read."""
        theirs = _kept(other)
        _kept(env).update({name: theirs[name] for name in docnames if name in theirs})

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Keep the steps of a page."""
        path = Path(app.env.doc2path(app.env.docname))
        if found := _read(doctree, path):
            _kept(app.env)[app.env.docname] = found


def steps_of(env: BuildEnvironment, page: str) -> tuple[ChapterStep, ...]:
    """Return the steps of a page; none if it asks nothing and has none."""
    return _kept(env).get(page, ())


def minutes_of(env: BuildEnvironment, page: str) -> int:
    """Return how many minutes a page takes; 0 if that is not said."""
    return sum(each.minutes for each in steps_of(env, page))


def _kept(env: BuildEnvironment) -> dict[str, tuple[ChapterStep, ...]]:
    if not hasattr(env, "chapter_steps"):
        env.chapter_steps = {}  # type: ignore[attr-defined]
    kept: dict[str, tuple[ChapterStep, ...]] = env.chapter_steps  # type: ignore[attr-defined]
    return kept


def _read(doctree: nodes.document, path: Path) -> tuple[ChapterStep, ...]:
    heads = list(doctree.findall(step))
    asked = _asked(path)
    if not heads:
        return (ChapterStep("", 0, tuple(asked)),) if asked else ()
    text = path.read_text(encoding="utf-8")
    lines = [number for number, line in enumerate(text.split("\n"), 1) if _HEAD.match(line)]
    places = {name: max(0, bisect_right(lines, line) - 1) for name, line in asked.items()}
    return tuple(
        ChapterStep(
            head.parent["ids"][0],
            head["minutes"],
            tuple(name for name, place in places.items() if place == index),
        )
        for index, head in enumerate(heads)
    )


def _asked(path: Path) -> dict[str, int]:
    """Return the line of each question and note in the core of a page that is written in MyST."""
    if path.suffix != ".md":
        return {}
    page = read_page(path)
    return {
        name: line for name, line in page.asked.items() if "/" in name and name not in page.deeper
    }


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.add_env_collector(_Collector)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
