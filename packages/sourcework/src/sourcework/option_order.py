"""The order in which a question shows its options, which never gives the answer away."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from .items import Item, Option
from .items.interactions import MatchInteraction, SimpleChoice

__all__ = ["arranged", "arranged_rows", "arranged_targets", "shuffled"]

_SALT = "stamp"  # with it the keys of every chapter are spread over the places; a test looks


def arranged(item: Item) -> list[Option]:
    """Return the options, the same way everywhere; passages stay in the order of their text."""
    return item.arranged(lambda ids, turn: shuffled(ids, f"{_SALT} {item.id}{turn}"))


def arranged_rows(item: Item, asked: MatchInteraction) -> list[SimpleChoice]:
    """Return the rows in the order of `arranged`."""
    rows = {row.id: row for row in asked.rows}
    return [rows[option.id] for option in arranged(item)]


def arranged_targets(item: Item, asked: MatchInteraction) -> list[SimpleChoice]:
    """Return the targets in an order that does not follow that of the rows."""
    targets = {target.id: target for target in asked.targets}
    return [targets[each] for each in shuffled(targets, f"{_SALT} {item.id} targets")]


def shuffled(ids: Iterable[str], seed: str) -> list[str]:
    """Put ids in an order that looks random, and is the same for the same seed everywhere."""
    return sorted(ids, key=lambda each: hashlib.sha256(f"{seed} {each}".encode()).digest())
