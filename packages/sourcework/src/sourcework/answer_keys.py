"""The answer key of a chapter, apart from its questions: for teachers, and for readers on paper."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from .display import render
from .errors import DataError
from .item_bank import load_items
from .items import Item
from .items.interactions import OrderInteraction
from .paths import EXERCISES
from .widgets.exercise import shown
from .widgets.widget_base import PageWidget

__all__ = ["AnswerKey", "answer_key", "answered"]


@dataclass(frozen=True)
class AnswerKey:
    """Answers, feedback, models and rubrics, in the order of the questions, then of widgets."""

    chapter: str
    items: tuple[Item, ...]
    widgets: tuple[PageWidget, ...]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/html": self.html(), "text/plain": str(self)}

    def html(self) -> str:
        """Return the key as HTML: a heading of the fourth level for each question and widget."""
        widgets = [(widget.data["title"], widget.answer()) for widget in self.widgets]
        items = [answered(item) for item in self.items]
        return render("key.html", chapter=self.chapter, items=items, widgets=widgets)

    def __str__(self) -> str:
        return "\n".join(f"{item.id}: {item.rule()}" for item in self.items)


def answer_key(chapter: str, *widgets: PageWidget) -> AnswerKey:
    """Show the key of a chapter's items, and of widgets of that chapter that have one.

    Graded items are left out: what is graded has its key elsewhere.

    Raises
    ------
    DataError
        If the bank has no items for practice in that chapter.
    """
    practice = {name: one for name, one in load_items().items() if one.mode == "practice"}
    items = tuple(one for one in practice.values() if one.chapter == chapter)
    if not items:
        known = ", ".join(dict.fromkeys(one.chapter for one in practice.values()))
        problem = "there are no items for practice"
        raise DataError(EXERCISES / f"{chapter}.yml", "whole file", problem, f"use one of: {known}")
    return AnswerKey(chapter, items, widgets)


def answered(item: Item, ids: list[str] | None = None) -> dict[str, Any]:
    """Return an item with its answer, as `shown` has it, graded or not.

    `letters` is the right order, if there is one, in the letters that the printed question gives to
    its options; `ids` says in which order it has them, if not in that of `shown`.
    """
    told = shown(replace(item, mode="practice")) | {"letters": ""}
    interaction = item.interaction()
    if isinstance(interaction, OrderInteraction):
        places = interaction.places
        told["remarks"].sort(key=lambda remark: places[remark["id"]])
        printed = ids or [option["id"] for option in told["options"]]
        told["letters"] = _letters(printed, places)
    return told


def _letters(shuffled: list[str], places: Mapping[str, int]) -> str:
    """Return the right order in the letters that the printed question gives to its options."""
    letters = dict(zip(shuffled, string.ascii_uppercase, strict=False))
    groups: dict[int, list[str]] = {}
    for name in sorted(places, key=lambda name: (places[name], letters[name])):
        groups.setdefault(places[name], []).append(letters[name])
    return ", ".join(" or ".join(group) for group in groups.values())
