"""Feedback on one question: the answer in words, and what is told of it.

A sheet is made once for an assignment. What it says of a student is chosen, not made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from markupsafe import Markup

from ...assignments.questions import AssignedQuestion
from ...chapters import chapter
from ...display import render
from ...excerpts import load_excerpts
from ...feedback import remark
from ...items import Item
from ...items.interactions import (
    ChoiceInteraction,
    Interaction,
    MatchInteraction,
    NumericInteraction,
    OrderInteraction,
    ResponseForm,
)
from ...quantities import quantity
from ...scoring import answered, feedback_for
from ...typography import within

__all__ = ["LONGEST", "ItemFeedback", "clean", "places", "written"]

LONGEST = 12_000  # characters of a student's text on a page; the file keeps the whole
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Signs that nobody sees and that turn the order of what follows, or end a page for some readers.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_HALVES = re.compile("[\ud800-\udfff]")


def clean(text: str, longest: int = LONGEST) -> str:
    """Return what somebody else wrote, fit to be shown: no unseen signs, not too long."""
    text = _BREAKS.sub("\n", text[: longest + 1])
    return _HALVES.sub("\ufffd", _UNSEEN.sub("", text))[:longest]


def written(text: str) -> dict[str, Any]:
    """Return a text as a page shows it: `text`, its `words`, and if it is cut `of` how many."""
    of = len(text) if len(text) > LONGEST else 0
    return {"text": clean(text), "words": len(text.split()), "of": of}


@cache
def places(excerpts: frozenset[str]) -> dict[str, list[str]]:
    """Say where excerpts stand: by chapter, in the book's words, their lines and titles."""
    found: dict[str, list[str]] = {}
    for one in (each for name, each in load_excerpts().items() if name in excerpts):
        lines = sorted({passage.line for passage in one.passages})
        span = f"line {lines[0]}" if len(lines) == 1 else f"lines {lines[0]} to {lines[-1]}"
        found.setdefault(chapter(one.chapter).place, []).append(f"{span}, {within(one.title)}")
    return found


@dataclass(frozen=True)
class ItemFeedback:
    """A question of an assignment, ready to be told about.

    Attributes
    ----------
    number
        Its place in the assignment, from 1.
    item
        The question with its key; None of a written answer that a person marks.
    reveal
        Whether the right answer is told to whoever did not find it.
    """

    number: int
    question: AssignedQuestion
    item: Item | None
    model: str
    reveal: bool

    @cached_property
    def rule(self) -> dict[str, Any]:
        """What scoring knows."""
        return self.item.rule() if self.item else {"kind": self.question.kind}

    @cached_property
    def asks(self) -> Interaction | None:
        """What the question has somebody do, with its key."""
        return self.item.interaction() if self.item else None

    @cached_property
    def options(self) -> dict[str, str]:
        """The texts of the options, by id."""
        return {option.id: option.text for option in self.question.options}

    @cached_property
    def targets(self) -> dict[str, str]:
        """The texts of the targets, by id."""
        return {target.id: target.text for target in self.question.targets}

    @cached_property
    def right(self) -> tuple[str, ...]:
        """The options, or the value, that are right each for itself."""
        match self.asks:
            case ChoiceInteraction(right=right):
                return right
            case NumericInteraction(key=key):
                return (key,)
        return ()

    @cached_property
    def remarks(self) -> dict[str, dict[str, Any]]:
        """What can be told, by option: `text`, `answer`, `right`, and the rest as `html`.

        `chosen` has, by a wrong target that was given to a row, what is otherwise.
        """
        feedbacks = self.item.feedbacks() if self.item else {}
        made = [remark(self.item, *each) for each in feedbacks.items()] if self.item else []
        return {each["id"]: each | {"html": _html(each)} for each in made}

    def answered(self, response: object) -> bool:
        """Say whether a response answers the question at all."""
        return answered(self.rule, response)

    def given(self, response: Any) -> dict[str, Any]:
        """Return an answer in words: `line`, `text` or `rows`."""
        match self.question.form:
            case ResponseForm.TEXT:
                return written(response)
            case ResponseForm.IDENTIFIER:
                return {"line": self.options[response]}
            case ResponseForm.NUMBER:
                return {"line": quantity(response, self.question.unit, ".12g")}
            case ResponseForm.PERCENTAGE:
                return {"line": f"{response:.3g} %"}
        return {"rows": [self._row(each, response) for each in self._rows(response)]}

    def tell(self, response: Any) -> list[dict[str, Any]]:
        """Return what is told of a response; without an answer, what the answer would have been."""
        if self.question.written:
            return [self._told(each, response, missed=False) for each in self.remarks]
        if self.answered(response):
            names = feedback_for(self.rule, response)
            missed = [each for each in self.right if not self._found(each, response)]
        else:
            names = []
            missed = list(self.right or self.remarks) if self.question.scored else []
        chosen = [self._told(each, response, missed=False) for each in names]
        return chosen + [self._told(each, response, missed=True) for each in missed if self.reveal]

    def _rows(self, response: Any) -> list[str]:
        if self.question.form is ResponseForm.ORDER:
            return list(response)
        if self.question.form is ResponseForm.IDENTIFIERS:
            return [each for each in self.options if each in response]
        return list(self.options)

    def _row(self, name: str, response: Any) -> dict[str, Any]:
        row = {"text": self.options[name], "target": "", "open": False, "right": True}
        match self.asks:
            case OrderInteraction(places=places):
                return row | {"right": name not in self._misplaced(places, response)}
            case MatchInteraction(pairs=pairs):
                target = response.get(name)
                named = self.targets.get(target, "")
                return row | {"target": named, "open": not target, "right": target == pairs[name]}
        return row | {"right": name in self.right}

    def _misplaced(self, places: Mapping[str, int], response: Any) -> list[str]:
        given = [places[each] for each in response]
        return [] if given == sorted(given) else feedback_for(self.rule, response)

    def _found(self, name: str, response: Any) -> bool:
        if isinstance(self.asks, NumericInteraction):
            return feedback_for(self.rule, response) == [name]
        return name in response if isinstance(response, list) else name == response

    def _told(self, name: str, response: Any, *, missed: bool) -> dict[str, Any]:
        """Return one remark with its label; of the one answer that was given the page has both."""
        one = self.remarks[name]
        label, text = "", one["text"]
        if self.question.form in (ResponseForm.IDENTIFIER, ResponseForm.NUMBER):
            label, text = ("The answer", text) if missed else ("", "")
        elif self.question.form is ResponseForm.IDENTIFIERS:
            label = "Right, and not chosen" if missed else "Right" if one["right"] else "Not right"
        answer = one["answer"] if self.reveal else ""
        given = response.get(name) if isinstance(response, dict) else ""
        otherwise = one.get("chosen", {}).get(given)
        html = _html(one | otherwise) if otherwise else one["html"]
        return {"label": label, "text": text, "answer": answer, "html": html}


def _html(told: dict[str, Any]) -> Markup:
    return Markup(render("remark.html", remark=told))
