"""Widget base class: kernel-less behaviour, a fallback, memory, a DataFrame."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import anywidget
import pandas as pd
import traitlets

from ..bibliography import load_bibliography
from ..display import in_book, page_link
from ..settings import settings
from ..typography import typeset
from .bundling import HERE, module
from .summary import WidgetSummary

__all__ = ["QUESTION_STYLES", "PageWidget", "module", "source_links", "style"]

QUESTION_STYLES = ("axis", "bins", "form_switch", "pens", "exercise")  # of a question of any kind


def style(*names: str, folder: Path = HERE) -> str:
    """Return styles of these names in `folder`, or the engine's, after what all widgets share."""
    places = [(folder / f"{each}.css", HERE / f"{each}.css") for each in names]
    files = [HERE / "ui.css", *(own if own.is_file() else shared for own, shared in places)]
    joined = "\n".join(file.read_text(encoding="utf-8") for file in files)
    if not in_book():
        return joined
    from rcssmin import cssmin  # which only who builds the book has

    return str(cssmin(joined))


def source_links(keys: Iterable[str]) -> list[dict[str, str]]:
    """Return label and address of each work; the address is empty outside the built book."""
    works = load_bibliography()
    return [
        {
            "label": typeset(works[key].label),
            "href": page_link(settings().pages.sources, works[key].anchor),
        }
        for key in keys
    ]


def _as_text(data: dict[str, Any], _widget: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _from_text(text: str, _widget: object) -> Any:
    return json.loads(text)


class PageWidget(anywidget.AnyWidget):
    """A widget that works in a page without Python and speaks to it where there is one.

    Attributes
    ----------
    key
        The name under which a page remembers the reader's work; stable for ever, one per use.
    data
        What the widget shows, from the tables and excerpts; goes to the page as JSON in a text,
        because a saved notebook keeps no order of names. Never changes.
    work
        What the reader has done, as JSON, by stable ids; empty at first.
    value
        The same as a DataFrame; observe it to follow the reader. Never sent to the page.
    """

    key = traitlets.Unicode().tag(sync=True)
    data = traitlets.Dict().tag(sync=True, to_json=_as_text, from_json=_from_text)
    work = traitlets.Dict().tag(sync=True)
    value = traitlets.Instance(pd.DataFrame, read_only=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self.observe(self._refresh, names=["work"])
        self._refresh()

    def fallback(self) -> str:
        """Return the same content as HTML, for paper, search and readers without JavaScript."""
        raise NotImplementedError

    @classmethod
    def for_key(cls, key: str) -> PageWidget:
        """Return the widget that a page remembers under this key."""
        return cls()

    def summary(self) -> WidgetSummary:
        """Return what the reader did, for whoever marks it."""
        raise NotImplementedError

    def answer(self) -> str:
        """Return what the fallback folds away, as HTML, for the answer key; empty if nothing."""
        return ""

    def frame(self) -> pd.DataFrame:
        """Return the reader's work as rows."""
        raise NotImplementedError

    def _refresh(self, _change: object = None) -> None:
        self.set_trait("value", self.frame())

    def _repr_mimebundle_(self, **options: Any) -> Any:
        bundle, metadata = super()._repr_mimebundle_(**options) or ({}, {})
        title = self.data.get("title", type(self).__name__)
        bundle |= {"text/html": self.fallback(), "text/plain": f"<{title}>"}
        return bundle, metadata
