"""Widget reports: what students did in the widgets of the chapters, for whoever marks their texts.

The widgets are those of the book, made once in a run. Each takes up one student's work after
another, and says what is shown of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ...extensions import load
from ...settings import settings
from ...widgets.summary import WidgetSummary

__all__ = ["WidgetReport", "WidgetReports"]


@dataclass(frozen=True)
class WidgetReport:
    """What one student did in one widget.

    Attributes
    ----------
    title
        Of the widget.
    summary
        What is shown; none if the widget cannot read the work.
    fault
        Why not: the kind of the error; or empty.
    """

    key: str
    title: str
    summary: WidgetSummary | None
    fault: str = ""


class WidgetReports:
    """Reports on students' work in these widgets."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._benches = {key: _LoadedWidget(key) for key in keys}

    def __len__(self) -> int:
        return len(self._benches)

    def report(self, works: dict[str, dict[str, Any]]) -> list[WidgetReport]:
        """Report on what one student did, in the order of the widgets; what lacks is left out."""
        return [bench.report(works[key]) for key, bench in self._benches.items() if works.get(key)]

    def lacking(self, works: dict[str, dict[str, Any]]) -> list[str]:
        """Return the titles of the widgets of which a student handed in nothing."""
        return [bench.title for key, bench in self._benches.items() if not works.get(key)]


class _LoadedWidget:
    """A widget that takes up one work after another."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._widget: Any = load(f"widgets.{key}", settings().widgets[key]).for_key(key)
        self._widget.close()  # in a notebook no front end is to hear of students' work
        self.title = str(self._widget.data["title"])

    def report(self, work: dict[str, Any]) -> WidgetReport:
        try:
            # Work that equals the last one would leave what the widget made of that.
            self._widget.work = {}
            self._widget.work = work
            return WidgetReport(self._key, self.title, self._widget.summary())
        except Exception as error:  # a class is not left without its pages for the sake of one file
            return WidgetReport(self._key, self.title, None, type(error).__name__)
