"""Places of an order, for platforms that can only match: ties share one and say so."""

from __future__ import annotations

from ..items.interactions import OrderInteraction

__all__ = ["places", "places_in_order"]


def places(order: OrderInteraction) -> dict[str, str]:
    """Return for each option its place as it is written: `2nd`, or `3rd or 4th` where tied."""
    ranks = order.places
    groups: dict[int, list[str]] = {}
    for name, rank in ranks.items():
        groups.setdefault(rank, []).append(name)
    named: dict[str, str] = {}
    first = 1
    for rank in sorted(groups):
        numbers = range(first, first + len(groups[rank]))
        label = " or ".join(_ordinal(number) for number in numbers)
        named |= dict.fromkeys(groups[rank], label)
        first = numbers.stop
    return {option.id: named[option.id] for option in order.choices}


def places_in_order(order: OrderInteraction) -> list[str]:
    """Return the places that there are, the first one first."""
    ranks, named = order.places, places(order)
    return list(dict.fromkeys(named[name] for name in sorted(named, key=lambda each: ranks[each])))


def _ordinal(number: int) -> str:
    teens = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
