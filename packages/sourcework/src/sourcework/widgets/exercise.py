"""One item as a widget: question, answer, why, memory; in a notebook its response and score."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import pandas as pd

from .. import tables
from ..dates import spoken
from ..display import answer_link, render
from ..feedback import remark, shown_samples
from ..item_bank import load_items, missing_item, place, times
from ..items import Item, Opinion, Option, Sample, passages
from ..items.interactions import (
    ExtendedTextInteraction,
    MatchInteraction,
    NumericInteraction,
    SimpleChoice,
)
from ..option_order import arranged, arranged_targets
from ..quantities import single
from ..scoring import score
from ..typography import typeset
from .widget_base import QUESTION_STYLES, PageWidget, module, source_links, style

__all__ = ["LEVELS", "CutExercise", "Exercise", "exercise", "shown"]

LEVELS = {1: "find it in the text", 2: "needs the tables", 3: "needs an argument"}
_COLUMNS = ["item", "at", "response", "confidence", "score", "points"]


class Exercise(PageWidget):
    """The reader answers one item.

    Attributes
    ----------
    value
        One row per attempt: `item`, `at` (UTC), `response` (JSON), `confidence` (per cent or none),
        `score` (0 to `points`, none if the kind is not scored), `points`.
    """

    _esm = module("exercise")
    _css = style(*QUESTION_STYLES)

    def __init__(self, item: Item) -> None:
        self.item = item
        super().__init__(key=item.id, data=shown(item))

    @property
    def response(self) -> Any:
        """What the reader has answered: see `sourcework.scoring` for its shape; None at first."""
        return self.work.get("response")

    @property
    def score(self) -> float | None:
        """The points that the response earns, 0 to the item's; None without answer or points."""
        return score(self.item.rule(), self.response, self.item.points)

    @property
    def reason(self) -> str:
        """The sentence in which the reader says why, where the item asks; empty at first."""
        return str(self.work.get("reason", ""))

    def frame(self) -> pd.DataFrame:
        """Return the attempts, the first one first."""
        attempts = self.work.get("attempts")
        rows = [
            {
                "item": self.item.id,
                "at": pd.to_datetime(str(attempt.get("at")), utc=True, errors="coerce"),
                "response": json.dumps(attempt.get("response"), ensure_ascii=False),
                "confidence": attempt.get("confidence"),
                "score": score(self.item.rule(), attempt.get("response"), self.item.points),
                "points": self.item.points,
            }
            for attempt in (attempts if isinstance(attempts, list) else [])
            if isinstance(attempt, dict)
        ]
        return pd.DataFrame(rows, columns=_COLUMNS).astype(
            {"confidence": "Float64", "score": "Float64", "points": "Int64"}
        )

    def fallback(self) -> str:
        """Return question and options, and a link to the answer; without a key, its fold."""
        key = answer_link(f"answer-{self.item.id.replace('/', '-')}")
        return render("exercise.html", item=self.data, key=key)


class CutExercise(Exercise):
    """The reader finds passages, says where they begin and end, and what they are."""

    _esm = module("cut_exercise")
    _css = style("form_switch", "pens", "cuts", "exercise")


def exercise(name: str) -> Exercise:
    """Show the item with the id `name`, for example `exercise("bell/order-1")`.

    Raises
    ------
    DataError
        If there is no such item.
    """
    known = load_items()
    if name not in known:
        raise missing_item(name, known)
    item = known[name]
    return (CutExercise if item.cut_by_reader else Exercise)(item)


def shown(item: Item) -> dict[str, Any]:
    """Return what a page shows of an item, as JSON; of a graded one neither key nor feedback."""
    practice, asks = item.mode == "practice", item.interaction()
    unit = asks.unit if isinstance(asks, NumericInteraction) else ""
    written = asks if isinstance(asks, ExtendedTextInteraction) else None
    samples = written.samples if written and practice else ()
    options = arranged(item)
    targets = arranged_targets(item, asks) if isinstance(asks, MatchInteraction) else []
    number, count = place(item)
    return {
        "id": item.id,
        "anchor": f"question-{item.id.replace('/', '-')}",
        "kind": item.kind,
        "label": f"Question {number} of {count}: {item.LABEL}",
        "level": "" if item.opinion else f"level {item.level}, {LEVELS[item.level]}",
        "points": item.points,
        "stem": typeset(item.stem),
        "hints": typeset(list(item.hint)),
        "confidence": item.confidence,
        "predict": item.predict,
        "digest": item.digest,
        "unit": unit,
        "one": single(unit),
        "options": _named(options, own=not item.PASSAGES),
        "targets": _named(targets),
        "passages": passages(item.excerpts[0], options) if item.PASSAGES else [],
        "before": _before(item.opinion) if item.opinion else "",
        "rule": item.rule() if practice else None,
        "remarks": [remark(item, *told) for told in item.feedbacks().items()] if practice else [],
        "model": typeset(written.model) if written and practice else "",
        "reveal": _reveal(item) if practice else None,
        "reason": typeset(asdict(item.reason)) if practice and item.reason else None,
    } | _only_some(samples, item)


def _only_some(samples: tuple[Sample, ...], item: Item) -> dict[str, Any]:
    """Return what few questions have: composed answers, lines with pieces, times, ends."""
    found = {
        "samples": shown_samples(samples) if samples else None,
        "lines": [line._asdict() for line in item.lines()],
        "times": _times(item) if item.mode == "practice" else None,
        "ends": typeset(list(item.ends())),
    }
    return {name: each for name, each in found.items() if each}


def _named(named: Sequence[Option | SimpleChoice], *, own: bool = True) -> list[dict[str, str]]:
    """Return options or targets as JSON; the document's words, not our `own`, as they are."""
    return [{"id": each.id, "text": typeset(each.text) if own else each.text} for each in named]


def _before(opinion: Opinion) -> str:
    """Return the id of the item to whose question on the same claim this one comes back."""
    if opinion.moment == "before":
        return ""
    asked_before = opinion._replace(moment="before")
    return next((other.id for other in load_items().values() if other.opinion == asked_before), "")


def _times(item: Item) -> dict[str, Any]:
    """Return when the options were, by their ids: where there is no key, nobody is told."""
    return {
        name: {"date": words, "span": [first.isoformat(), last.isoformat()]}
        for name, (words, first, last) in times(item).items()
    }


def _reveal(item: Item) -> dict[str, Any] | None:
    if not item.reveal:
        return None
    events = tables.events().loc[list(item.reveal.events)]
    return {
        "text": typeset(item.reveal.text),
        "events": [
            {"date": spoken(event["written_date"]), "title": typeset(event["title"])}
            for _, event in events.iterrows()
        ],
        "sources": source_links(item.reveal.sources),
    }
