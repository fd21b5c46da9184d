"""One item as a widget: question, answer, why, memory; in a notebook its response and score."""

from __future__ import annotations

import json
import re
from typing import Any

import pandas as pd

from .. import tables
from ..bank import load_items
from ..dates import spoken
from ..display import in_book, render
from ..errors import DataError
from ..excerpts import load_excerpts
from ..items import (
    Choice,
    Choices,
    Estimate,
    Feedback,
    Item,
    Mark,
    Match,
    Number,
    Order,
    Short,
    shuffled,
)
from ..paths import EXERCISES
from ..scoring import score
from .base import PageWidget, module, source_links, style

__all__ = ["Exercise", "exercise", "shown"]

_LEVELS = {1: "find it in the text", 2: "needs the tables", 3: "needs an argument"}
_LABELS = {
    "choice": "one answer",
    "choices": "one answer or more",
    "order": "put in order",
    "match": "match",
    "mark": "tag the passages",
    "number": "a number",
    "short": "in your own words",
    "estimate": "your opinion, how likely",
}
_SALT = "stamp"  # with it the keys of every chapter are spread over the places; a test looks
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
    _css = style("exercise")

    def __init__(self, item: Item) -> None:
        self.item = item
        super().__init__(key=item.id, data=shown(item))

    @property
    def response(self) -> Any:
        """What the reader has answered: see `dossier.scoring` for its shape; None at first."""
        return self.work.get("response")

    @property
    def score(self) -> float | None:
        """The points that the response earns, 0 to the item's; None without answer or points."""
        return score(self.item.rule(), self.response, self.item.points)

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
        """Return question and options, and folded away the answer with its feedback."""
        return render("exercise.html", item=self.data)


def exercise(name: str) -> Exercise:
    """Show the item with the id `name`, for example `exercise("poison/order-1")`.

    Raises
    ------
    DataError
        If there is no such item.
    """
    known = load_items()
    if name not in known:
        chapter = name.partition("/")[0]
        near = ", ".join(key for key in known if key.startswith(f"{chapter}/")) or "none"
        path = EXERCISES / f"{chapter}.yml"
        raise DataError(path, f'item "{name}"', "there is no such id", f"use one of: {near}")
    return Exercise(known[name])


def shown(item: Item) -> dict[str, Any]:
    """Return what a page shows of an item, as JSON; of a graded one neither key nor feedback."""
    practice = item.mode == "practice"
    return {
        "id": item.id,
        "anchor": f"question-{item.id.replace('/', '-')}",
        "kind": item.kind,
        "label": f"Question {_number(item)}: {_LABELS[item.kind]}",
        "level": "" if item.kind == "estimate" else f"level {item.level}, {_LEVELS[item.level]}",
        "points": item.points,
        "stem": item.stem,
        "hint": item.hint,
        "confidence": item.confidence,
        "predict": item.predict,
        "digest": item.digest,
        "unit": item.unit if isinstance(item, Number) else "",
        "options": _options(item),
        "targets": _targets(item) if isinstance(item, Match) else [],
        "passages": _passages(item) if isinstance(item, Mark) else [],
        "before": _before(item) if isinstance(item, Estimate) else "",
        "rule": item.rule() if practice else None,
        "remarks": [_remark(item, *told) for told in item.feedbacks().items()] if practice else [],
        "model": item.model if practice and isinstance(item, Short) else "",
        "reveal": _reveal(item) if practice else None,
    }


def _number(item: Item) -> str:
    """Return the item's place in its chapter: `4 of 13`; an item outside the bank is its own."""
    chapter = [each.id for each in load_items().values() if each.chapter == item.chapter]
    place = chapter.index(item.id) + 1 if item.id in chapter else 1
    return f"{place} of {max(len(chapter), 1)}"


def _targets(item: Match) -> list[dict[str, str]]:
    """Return the targets in an order that does not follow that of the rows."""
    texts = {target.id: target.text for target in item.targets}
    ids = shuffled(texts, f"{_SALT} {item.id} targets")
    return [{"id": each, "text": texts[each]} for each in ids]


def _options(item: Item) -> list[dict[str, str]]:
    """Return the options in an order of their own, which never gives the answer away."""
    if not isinstance(item, Choice | Choices | Order | Match):
        return []
    texts = {option.id: option.text for option in item.options}
    ids = list(texts)
    if not isinstance(item, Mark):
        ids = shuffled(texts, f"{_SALT} {item.id}")
    if isinstance(item, Order):
        seeds = (f"{_SALT} {item.id} {turn}" for turn in range(100))
        orders = (shuffled(texts, seed) for seed in seeds)
        ids = next((ids for ids in orders if score(item.rule(), ids, 1) == 0), ids)
    return [{"id": each, "text": texts[each]} for each in ids]


def _passages(item: Mark) -> list[list[dict[str, str]]]:
    """Cut the excerpt's reading text at the passages to be tagged: per line of the seed, parts."""
    reading = load_excerpts()[item.excerpts[0]].reading
    parts: list[dict[str, str]] = []
    end = 0
    for option in item.options:
        start = reading.index(option.text, end)
        parts += [{"text": reading[end:start], "id": ""}, {"text": option.text, "id": option.id}]
        end = start + len(option.text)
    parts.append({"text": reading[end:], "id": ""})
    lines: list[list[dict[str, str]]] = [[]]
    for part in parts:
        for turn, text in enumerate(part["text"].split("\n")):
            if turn:
                lines.append([])
            if text:
                lines[-1].append({**part, "text": text})
    return lines


def _remark(item: Item, name: str, told: Feedback) -> dict[str, Any]:
    text, answer, right = "", "", False
    match item:
        case Choice() | Choices():
            text = next(option.text for option in item.options if option.id == name)
            right = name in ([item.key] if isinstance(item, Choice) else item.key)
        case Match():
            text = next(option.text for option in item.options if option.id == name)
            answer = next(each.text for each in item.targets if each.id == item.key[name])
        case Order():
            text = next(option.text for option in item.options if option.id == name)
            answer = f"number {item.rule()['places'][name]}"
        case Number() if name != "otherwise":
            value = next(option.value for option in item.options if option.id == name)
            text, right = f"{value:g} {item.unit}", name == item.key
    return {
        "id": name,
        "text": text,
        "answer": answer,
        "right": right,
        "feedback": told.feedback,
        "words": [_quotation(*cut) for cut in _cuts(told)],
    }


def _cuts(told: Feedback) -> list[tuple[str, str]]:
    return [(excerpt, phrase) for excerpt, phrases in told.words.items() for phrase in phrases]


def _quotation(excerpt: str, phrase: str) -> dict[str, str]:
    """Cut `phrase` out of the excerpt's reading text; link the excerpt on its page."""
    one = load_excerpts()[excerpt]
    place = one.reading.index(phrase)
    line = one.passages[one.reading.count("\n", 0, place)].line
    return {
        "quote": one.reading[place : place + len(phrase)],
        "where": f"line {line}, {one.title[0].lower() if _common(one.title) else one.title[0]}"
        f"{one.title[1:]}",
        "href": f"{one.chapter}.html#{one.anchor}" if in_book() else "",
    }


def _common(title: str) -> bool:
    """Say whether a title begins with a word that takes a small letter within a sentence."""
    return bool(re.match(r"(The|A|An|How|What|Four|Two|One)\b", title))


def _before(item: Estimate) -> str:
    """Return the id of the estimate that this one comes back to."""
    if item.moment == "before":
        return ""
    return next(
        (
            other.id
            for other in load_items().values()
            if isinstance(other, Estimate)
            and other.claim == item.claim
            and other.moment == "before"
        ),
        "",
    )


def _reveal(item: Item) -> dict[str, Any] | None:
    if not item.reveal:
        return None
    events = tables.events().loc[list(item.reveal.events)]
    return {
        "text": item.reveal.text,
        "events": [
            {"date": spoken(event["written_date"]), "title": event["title"]}
            for _, event in events.iterrows()
        ],
        "sources": source_links(item.reveal.sources),
    }
