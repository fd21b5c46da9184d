"""What students did in the widgets of the chapters, for whoever marks what they wrote.

The widgets are those of the book, made once in a run. Each takes up one student's work after
another, and `layouts` says what is shown of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from ...assignments.definition import WidgetKey
from . import widget_summaries
from .widget_summaries import Layout

__all__ = ["Working", "Workings"]


@dataclass(frozen=True)
class Working:
    """What one student did in one widget.

    Attributes
    ----------
    title
        Of the widget.
    layout
        What is shown; none if the widget cannot read the work.
    fault
        Why not: the kind of the error; or empty.
    """

    key: str
    title: str
    layout: Layout | None
    fault: str = ""


class Workings:
    """Lays out students' work in these widgets."""

    def __init__(self, keys: Iterable[WidgetKey]) -> None:
        self._benches = {key: _bench(key) for key in keys}

    def __len__(self) -> int:
        return len(self._benches)

    def lay_out(self, works: dict[str, dict[str, Any]]) -> list[Working]:
        """Lay out what one student did, in the order of the widgets; what lacks is left out."""
        return [bench.lay_out(works[key]) for key, bench in self._benches.items() if works.get(key)]

    def lacking(self, works: dict[str, dict[str, Any]]) -> list[str]:
        """Return the titles of the widgets of which a student handed in nothing."""
        return [bench.title for key, bench in self._benches.items() if not works.get(key)]


class _Bench:
    """A widget that takes up one work after another."""

    def __init__(self, key: str, widget: Any, lay: Callable[[Any], Layout]) -> None:
        widget.close()  # in a notebook no front end is to hear of students' work
        self._key, self._widget, self._lay = key, widget, lay
        self.title = str(widget.data["title"])

    def lay_out(self, work: dict[str, Any]) -> Working:
        try:
            # Work that equals the last one would leave what the widget made of that.
            self._widget.work = {}
            self._widget.work = work
            return Working(self._key, self.title, self._lay(self._widget))
        except Exception as error:  # a class is not left without its pages for the sake of one file
            return Working(self._key, self.title, None, type(error).__name__)


def _bench(key: WidgetKey) -> _Bench:
    """Make a widget; its modules are loaded only if an assignment has one."""
    from ...widgets.annotator import Annotator
    from ...widgets.chain import Chain
    from ...widgets.hypotheses import Hypotheses
    from ...widgets.knowledge import Knowledge
    from ...widgets.sequence import Sequence

    match key:
        case "testament/annotator":
            return _Bench(key, Annotator(), widget_summaries.annotator)
        case "poison/knowledge":
            return _Bench(key, Knowledge(), widget_summaries.knowledge)
        case "poison/hypotheses":
            return _Bench(key, Hypotheses("poison"), widget_summaries.hypotheses)
        case "georgia/sequence":
            return _Bench(key, Sequence(), widget_summaries.sequence)
        case "eavesdropping/chain":
            return _Bench(key, Chain("eavesdropping"), widget_summaries.chain)
