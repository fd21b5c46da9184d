"""Statistics of items from what volunteers gave: difficulty, choices, sureness, time.

What counts is a reader's first attempt at an item before its answer had been seen. Shares come with
an interval, that of E. B. Wilson (1927), at 95 %.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..chapters import in_order
from ..item_bank import load_items
from ..items import Item
from ..items.interactions import (
    OTHERWISE,
    ChoiceInteraction,
    MatchInteraction,
    NumericInteraction,
    SliderInteraction,
)
from ..quantities import quantity
from ..scoring import answered, credit, feedback_for, full
from .files import Attempt, Volunteer

__all__ = [
    "Chapter",
    "Choice",
    "ItemFindings",
    "Share",
    "Sureness",
    "chapters",
    "found",
    "sureness",
]

_NEAR = 1e-9
_Z = statistics.NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Share:
    """A part of a number of readers, and between which shares that of all such readers may lie."""

    count: int
    of: int

    @property
    def share(self) -> float:
        """The share, 0 to 1."""
        return self.count / self.of

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval at 95 %: lowest and highest share, 0 to 1."""
        spread = _Z**2 / self.of
        middle = self.share + spread / 2
        reach = math.sqrt(self.share * (1 - self.share) * spread + spread**2 / 4)
        low, high = ((middle + side * reach) / (1 + spread) for side in (-1, 1))
        return max(low, 0.0), min(high, 1.0)


@dataclass(frozen=True)
class Choice:
    """One thing that could be chosen: an option, a row given to a target, a number met.

    Attributes
    ----------
    right
        Whether it is in the key; None of an opinion.
    """

    id: str
    text: str
    right: bool | None
    chosen: Share


@dataclass(frozen=True)
class ItemFindings:
    """What volunteers made of one item.

    Attributes
    ----------
    volunteers
        Who gave an attempt at it.
    seen
        Whose first attempt came when the answer had been seen: it does not count.
    unread
        Whose first attempt is a text that they kept, or no answer to this question.
    right
        Whose first attempt earns all points; None if nothing is scored, or nobody's counts.
    credit
        The mean share of the points, 0 to 1; None as above.
    again
        Who answered more than once.
    sure
        The mean of how sure they were, per cent, and how many of the same were right, of those who
        said so; None if nobody did.
    seconds
        The quartiles of seconds since the attempt before, and of how many; None of fewer than two.
    """

    item: Item
    volunteers: int
    seen: int
    unread: int
    right: Share | None
    credit: float | None
    again: int
    sure: tuple[float, Share] | None
    seconds: tuple[tuple[float, float, float], int] | None
    choices: tuple[Choice, ...]

    @property
    def distractor(self) -> Choice | None:
        """The wrong choice that was made most often."""
        wrong = [each for each in self.choices if each.right is False and each.chosen.count]
        return max(wrong, key=lambda each: each.chosen.count, default=None)


@dataclass(frozen=True)
class Sureness:
    """Those who said they were so sure, per cent, and how many of them were right."""

    level: float
    right: Share


@dataclass(frozen=True)
class Chapter:
    """How many volunteers answered anything in a chapter, and how much of it."""

    name: str
    volunteers: int
    items: int
    median: float


def found(volunteers: Sequence[Volunteer]) -> list[ItemFindings]:
    """Return the findings of all items that are asked, in the order of the book."""
    return [_of_item(item, volunteers) for item in _asked()]


def sureness(volunteers: Iterable[Volunteer]) -> list[Sureness]:
    """Return by level of sureness who was right, over all items, at first attempts that count."""
    said: dict[float, list[bool]] = {}
    for one in volunteers:
        for item in _asked():
            first = _counted(item, one)
            if first and first.confidence is not None and item.scored:
                said.setdefault(first.confidence, []).append(_is_right(item, first))
    return [Sureness(level, Share(sum(right), len(right))) for level, right in sorted(said.items())]


def chapters(volunteers: Sequence[Volunteer]) -> list[Chapter]:
    """Return how far volunteers came, chapter by chapter in the order of the book."""
    items: dict[str, list[str]] = {}
    for item in _asked():
        items.setdefault(item.chapter, []).append(item.id)
    counts = {
        name: [n for one in volunteers if (n := sum(each in one.answers for each in ids))]
        for name, ids in items.items()
    }
    return [
        Chapter(name, len(counts[name]), len(ids), statistics.median(counts[name] or [0]))
        for name, ids in items.items()
    ]


def _asked() -> Iterator[Item]:
    """Give the items that are asked, chapter by chapter in the order of the book."""
    items = [item for item in load_items().values() if not item.retired]
    order = in_order(item.chapter for item in items)
    yield from sorted(items, key=lambda item: order.index(item.chapter))


def _of_item(item: Item, volunteers: Iterable[Volunteer]) -> ItemFindings:
    given = [one for one in volunteers if item.id in one.answers]
    firsts = [one.answers[item.id][0] for one in given]
    counted = [first for one in given if (first := _counted(item, one))]
    scored = [credit(item.rule(), each.response) or 0.0 for each in counted] if item.scored else []
    right = [_is_right(item, each) for each in counted] if item.scored else []
    sure = [
        (each.confidence, is_right)
        for each, is_right in zip(counted, right, strict=False)
        if each.confidence is not None
    ]
    seconds = [each.seconds for each in counted if each.seconds is not None]
    return ItemFindings(
        item=item,
        volunteers=len(given),
        seen=sum(first.seen for first in firsts),
        unread=sum(not first.seen and not _answers(item, first) for first in firsts),
        right=Share(sum(right), len(right)) if right else None,
        credit=statistics.fmean(scored) if scored else None,
        again=sum(len(one.answers[item.id]) > 1 for one in given),
        sure=_sure(sure) if sure else None,
        seconds=(_quartiles(seconds), len(seconds)) if len(seconds) > 1 else None,
        choices=tuple(_choices(item, counted)),
    )


def _sure(said: list[tuple[float, bool]]) -> tuple[float, Share]:
    levels, right = zip(*said, strict=True)
    return statistics.fmean(levels), Share(sum(right), len(right))


def _quartiles(values: list[float]) -> tuple[float, float, float]:
    first, middle, third = statistics.quantiles(values, n=4, method="inclusive")
    return first, middle, third


def _counted(item: Item, one: Volunteer) -> Attempt | None:
    """Return a reader's first attempt at an item, if the answer had not been seen."""
    first = one.answers[item.id][0] if item.id in one.answers else None
    return first if first and not first.seen and _answers(item, first) else None


def _answers(item: Item, attempt: Attempt) -> bool:
    """Say whether a response, which anybody may have written, is one to this question."""
    try:
        return answered(item.rule(), attempt.response)
    except (TypeError, ValueError, KeyError, AttributeError):
        return False


def _is_right(item: Item, attempt: Attempt) -> bool:
    return (credit(item.rule(), attempt.response) or 0.0) > 1 - _NEAR


def _choices(item: Item, counted: Sequence[Attempt]) -> Iterator[Choice]:
    """Give what could be chosen, and beyond that what was; of an order and a text nothing."""
    if not counted:
        return
    texts = dict(_texts(item))
    key = set(_chosen(item, full(item.rule()))) if item.scored else None
    counts = Counter(name for each in counted for name in _chosen(item, each.response))
    for name, text in texts.items():
        right = None if key is None else name in key
        yield Choice(name, text, right, Share(counts[name], len(counted)))


def _texts(item: Item) -> Iterator[tuple[str, str]]:
    match item.interaction():
        case ChoiceInteraction() as asked:
            yield from ((each.id, each.text) for each in asked.choices)
        case NumericInteraction() as asked:
            yield from ((each.id, quantity(each.value, asked.unit)) for each in asked.values)
            yield OTHERWISE, "another number"
        case SliderInteraction() as asked:
            yield from ((each.id, f"up to {each.upto} %") for each in asked.bounds)
        case MatchInteraction() as asked:
            for row in asked.rows:
                for target in asked.targets:
                    yield f"{row.id} → {target.id}", f"{row.text} → {target.text}"


def _chosen(item: Item, response: Any) -> list[str]:
    """Return what a response chooses, by the ids that `_texts` gives."""
    match item.interaction():
        case ChoiceInteraction():
            return [response] if isinstance(response, str) else list(dict.fromkeys(response))
        case NumericInteraction() | SliderInteraction():
            return feedback_for(item.rule(), response)
        case MatchInteraction():
            return [f"{row} → {target}" for row, target in response.items()]
    return []
