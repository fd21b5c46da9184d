"""Mark: passages of one excerpt, each to be tagged with a category."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, ClassVar, Literal

from ..records import Field
from .excerpt_passages import find_passages, spans_in_words
from .fields import Feedback, Option
from .item_base import Rule, Shuffle, register
from .match import Match

__all__ = ["Mark"]

_CUT = re.compile("(0|[1-9][0-9]{0,5})-(0|[1-9][0-9]{0,5})")


@register
class Mark(Match):
    """Passages of one excerpt, the `text` of the options, each to be tagged with a category.

    Where readers make the cuts, a response may name words of the excerpt instead of a passage:
    `"3-6"` are those from the fourth to the seventh. Such a cut is taken for the passage with which
    it shares more than half of its own words and more than half of the passage's. A response earns
    by the passages, or by its own marks if these are more.
    """

    LABEL: ClassVar[str] = "tag the passages"
    PASSAGES: ClassVar[bool] = True
    kind: Literal["mark"]  # type: ignore[assignment]
    cuts: Literal["given", "reader"] = Field(
        default="given",
        graded=False,
        description="reader: readers say where the passages begin and end.",
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        find_passages(self.excerpts, self.options)
        if self.cut_by_reader and self.mode == "graded":
            raise ValueError("what is graded is published with its passages; take cuts out")

    @property
    def cut_by_reader(self) -> bool:
        return self.cuts == "reader"

    def feedbacks(self) -> dict[str, Feedback]:
        excerpt = self.excerpts[0]
        return {
            option.id: replace(option, words=option.words or {excerpt: (option.text,)})
            for option in self.options
        }

    def arranged(self, shuffle: Shuffle) -> list[Option]:
        """Return the passages in the order of their text."""
        return list(self.options)

    def rule(self) -> dict[str, Any]:
        own = super().rule()
        if not self.cut_by_reader:
            return own
        count, spans = spans_in_words(self.excerpts[0], self.options)
        return own | {"kind": "mark", "spans": spans, "count": count}

    @staticmethod
    def answers(rule: Rule, response: object) -> bool:
        if not isinstance(response, dict):
            return False
        cuts = [_span(rule, each) for each in response if each not in rule["pairs"]]
        targets = all(target in rule["targets"] for target in response.values())
        return response != {} and all(cuts) and targets

    @staticmethod
    def share(rule: Rule, response: Any) -> float:
        given, pairs = _given(rule, response), rule["pairs"]
        right = [row for row, target in pairs.items() if given.get(row) == target]
        return float(len(right) / max(len(pairs), len(response)))

    @staticmethod
    def feedback_for(rule: Rule, response: Any) -> list[str]:
        return Match.feedback_for(rule, _given(rule, response))


def _span(rule: Rule, name: str) -> tuple[int, int] | None:
    """Return the first and the last word that a cut names, or nothing if it names none."""
    found = _CUT.fullmatch(name)
    if not found:
        return None
    first, last = int(found[1]), int(found[2])
    return (first, last) if first <= last < rule["count"] else None


def _given(rule: Rule, response: dict[str, str]) -> dict[str, str]:
    """Return the targets that a response gives to passages: to those named, and to those cut."""
    given = {row: target for row, target in response.items() if row in rule["pairs"]}
    cuts = sorted((span, name) for name in response if (span := _span(rule, name)))
    for row, (start, end) in rule["spans"].items():
        for (first, last), name in cuts:
            common = min(end, last) - max(start, first) + 1
            if 2 * common > max(end - start, last - first) + 1:
                given.setdefault(row, response[name])
    return given
