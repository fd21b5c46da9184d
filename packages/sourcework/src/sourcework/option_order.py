"""The order in which a question shows its options, which never gives the answer away."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from .items import Choice, Choices, Item, Mark, Match, Option, Order, Target
from .scoring import score

__all__ = ["arranged", "arranged_targets", "shuffled"]

_SALT = "stamp"  # with it the keys of every chapter are spread over the places; a test looks


def arranged(item: Item) -> list[Option]:
    """Return the options, the same way everywhere; passages stay in the order of their text."""
    if isinstance(item, Mark):
        return list(item.options)
    if not isinstance(item, Choice | Choices | Order | Match):
        return []
    options = {option.id: option for option in item.options}
    ids = shuffled(options, f"{_SALT} {item.id}")
    if isinstance(item, Order):
        orders = (shuffled(options, f"{_SALT} {item.id} {turn}") for turn in range(100))
        ids = next((each for each in orders if score(item.rule(), each, 1) == 0), ids)
    return [options[each] for each in ids]


def arranged_targets(item: Match) -> list[Target]:
    """Return the targets in an order that does not follow that of the rows."""
    targets = {target.id: target for target in item.targets}
    return [targets[each] for each in shuffled(targets, f"{_SALT} {item.id} targets")]


def shuffled(ids: Iterable[str], seed: str) -> list[str]:
    """Put ids in an order that looks random, and is the same for the same seed everywhere."""
    return sorted(ids, key=lambda each: hashlib.sha256(f"{seed} {each}".encode()).digest())
