"""Response counts: options chosen, rows put right, levels reached."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...assignments.definition import Rubric
from ...assignments.questions import AssignedQuestion
from ...items import Item, Rule
from ...items.interactions import (
    OTHERWISE,
    ChoiceInteraction,
    MatchInteraction,
    NumericInteraction,
    OrderInteraction,
    SliderInteraction,
)
from ...quantities import quantity
from ...scoring import feedback_for

__all__ = ["OptionCount", "Tally", "tally"]


@dataclass(frozen=True)
class OptionCount:
    """One option, row or criterion, and how students fared with it.

    Attributes
    ----------
    right
        Whether choosing it is right; None where that is not the question.
    count
        How many chose it; of a row or criterion how many answered.
    share
        `count` by those who answered; of a row or criterion the share of what it could earn.
    rest
        The mean share, 0 to 1, that those who chose it earned in all other questions; None if
        nobody did, and for rows.
    often
        What was most often given instead of the right target, and how often; empty if nothing.
    """

    id: str
    text: str
    right: bool | None
    count: int
    share: float
    rest: float | None = None
    often: str = ""


class Tally:
    """Counts the answers to one question; the kinds differ in what they count."""

    def __init__(self) -> None:
        self.answered = 0
        self._count: Counter[str] = Counter()
        self._rest: defaultdict[str, float] = defaultdict(float)

    def add(self, response: Any, rest: float) -> None:
        """Take in one answer; `rest` is what the student earned elsewhere, 0 to 1."""
        self.answered += 1
        for name in self._named(response):
            self._count[name] += 1
            self._rest[name] += rest

    def mark(self, levels: dict[str, int]) -> None:
        """Take in the levels that a teacher gave, as far as they are known."""

    def lines(self) -> list[OptionCount]:
        """Return a line for each option, row or criterion."""
        return []

    def _named(self, response: Any) -> Sequence[str]:
        return []

    def _share(self, count: float) -> float:
        return count / self.answered if self.answered else 0.0

    def _line(self, name: str, text: str, right: bool | None) -> OptionCount:
        count = self._count[name]
        rest = self._rest[name] / count if count else None
        return OptionCount(name, text, right, count, self._share(count), rest)


class _Chosen(Tally):
    """Options, each chosen or not."""

    def __init__(self, asked: ChoiceInteraction) -> None:
        super().__init__()
        self._asked = asked

    def _named(self, response: Any) -> Sequence[str]:
        return [response] if isinstance(response, str) else list(response)

    def lines(self) -> list[OptionCount]:
        return [self._line(o.id, o.text, o.id in self._asked.right) for o in self._asked.choices]


class _Met(Tally):
    """Numbers, by the value that they meet, or estimates, by their band."""

    def __init__(self, asked: NumericInteraction | SliderInteraction, rule: Rule) -> None:
        super().__init__()
        self._asked = asked
        self._rule = rule

    def _named(self, response: Any) -> Sequence[str]:
        return feedback_for(self._rule, response)

    def lines(self) -> list[OptionCount]:
        if isinstance(self._asked, SliderInteraction):
            return [self._line(b.id, f"up to {b.upto} %", None) for b in self._asked.bounds]
        unit, key = self._asked.unit, self._asked.key
        made = [self._line(v.id, quantity(v.value, unit), v.id == key) for v in self._asked.values]
        return [*made, self._line(OTHERWISE, "another number", False)]


class _Matched(Tally):
    """Rows, each given to a target."""

    def __init__(self, asked: MatchInteraction) -> None:
        super().__init__()
        self._asked = asked
        self._given: dict[str, Counter[str]] = {row.id: Counter() for row in asked.rows}

    def add(self, response: Any, rest: float) -> None:
        self.answered += 1
        for row, counts in self._given.items():
            counts[response.get(row, "")] += 1

    def lines(self) -> list[OptionCount]:
        return [self._row(row.id, row.text) for row in self._asked.rows]

    def _row(self, name: str, text: str) -> OptionCount:
        targets = {target.id: target.text for target in self._asked.targets} | {"": "left open"}
        key = self._asked.pairs[name]
        wrong = Counter({t: n for t, n in self._given[name].items() if t != key})
        often = [f"{targets[target]} ({count})" for target, count in wrong.most_common(1)]
        share = self._share(self._given[name][key])
        return OptionCount(
            name, f"{text} → {targets[key]}", None, self.answered, share, None, *often
        )


class _Ordered(Tally):
    """Rows, each before some others and after the rest."""

    def __init__(self, asked: OrderInteraction) -> None:
        super().__init__()
        self._asked = asked
        self._places = asked.places
        self._kept: defaultdict[str, float] = defaultdict(float)

    def add(self, response: Any, rest: float) -> None:
        self.answered += 1
        at = {name: place for place, name in enumerate(response)}
        for one, place in self._places.items():
            decided = [other for other, there in self._places.items() if there != place]
            kept = [o for o in decided if (at[one] < at[o]) == (place < self._places[o])]
            self._kept[one] += len(kept) / len(decided)

    def lines(self) -> list[OptionCount]:
        texts = {option.id: option.text for option in self._asked.choices}
        return [
            OptionCount(
                name, f"{place}. {texts[name]}", None, self.answered, self._share(self._kept[name])
            )
            for name, place in sorted(self._places.items(), key=lambda each: each[1])
        ]


class _Marked(Tally):
    """Criteria of a written answer, each at a level; only answers that are marked count."""

    def __init__(self, rubric: Rubric) -> None:
        super().__init__()
        self._rubric = rubric
        self._marked: Counter[str] = Counter()
        self._levels: Counter[str] = Counter()

    def mark(self, levels: dict[str, int]) -> None:
        for name, level in levels.items():
            self._marked[name] += 1
            self._levels[name] += level

    def lines(self) -> list[OptionCount]:
        return [
            OptionCount(c.id, c.title, None, n, self._levels[c.id] / 4 / n if n else 0.0)
            for c in self._rubric.criteria
            for n in [self._marked[c.id]]
        ]


def tally(question: AssignedQuestion, item: Item | None, rubric: Rubric | None) -> Tally:
    """Return what counts the answers to a question."""
    asked, rule = (item.interaction(), item.rule()) if item else (None, {})
    match asked:
        case ChoiceInteraction():
            return _Chosen(asked)
        case NumericInteraction() | SliderInteraction():
            return _Met(asked, rule)
        case MatchInteraction():
            return _Matched(asked)
        case OrderInteraction():
            return _Ordered(asked)
    return _Marked(rubric) if question.written and rubric else Tally()
