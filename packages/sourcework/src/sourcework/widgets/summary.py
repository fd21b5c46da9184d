"""Summaries: what a reader did in a widget, for whoever marks it: sentences, and tables of words.

A widget makes one of its own frames and tables, and takes nothing from the work itself: whatever is
shown is a text of the book or a number.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from ..quantities import quantity

__all__ = ["OPEN", "SummaryTable", "WidgetSummary", "is_ordered", "per_cent", "some_of"]

OPEN = 2  # the middle one of five words, where every judgement begins
_LONG = 8  # rows from which on a table is folded away


@dataclass(frozen=True)
class SummaryTable:
    """A table of texts; the first cell of a row says what it is about."""

    caption: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[str]]

    @property
    def long(self) -> bool:
        """Whether it is folded away."""
        return len(self.rows) > _LONG


@dataclass(frozen=True)
class WidgetSummary:
    """What there is to see of a widget: sentences first, then tables."""

    sentences: tuple[str, ...]
    tables: tuple[SummaryTable, ...] = ()


def is_ordered(work: dict[str, Any], known: Container[str]) -> bool:
    """Say whether the reader has ordered anything that is there."""
    order = work.get("order")
    return isinstance(order, list) and any(
        isinstance(each, str) and each in known for each in order
    )


def per_cent(share: float) -> str:
    """Return a share in per cent, as the widgets write it; of what is not decided a dash."""
    if share != share:
        return "–"
    points = share * 100
    if 0 < points < 1:
        return "under 1\u00a0%"
    return "over 99\u00a0%" if 99 < points < 100 else f"{round(points)}\u00a0%"


def some_of(some: int, all_of: int, units: str) -> str:
    """Return how many of all, as the subject of a sentence with its verb."""
    return f"{some} of {quantity(all_of, units)} {'is' if some == 1 else 'are'}"
