"""Item and response give score and feedback: pure functions, the same as in `scoring.mjs`.

A rule is what `Item.rule()` returns. A response is JSON as well: an option's id (`choice`), a list
of ids (`choices`, `order`), a target's id for each row (`match`, `mark`), a number (`number`,
`estimate`) or a text (`short`). `tests/vectors/scoring.json` holds cases that both languages pass.
"""

from __future__ import annotations

import sys
from itertools import combinations
from typing import Any

__all__ = ["answered", "credit", "score", "told"]

Rule = dict[str, Any]


def answered(rule: Rule, response: object) -> bool:
    """Say whether a response answers a question of this rule at all; no answer is no zero."""
    kind = rule["kind"]
    if kind == "choice":
        return isinstance(response, str) and response in rule["credits"]
    if kind == "choices":
        return _ids(response, [*rule["right"], *rule["wrong"]]) and response != []
    if kind == "order":
        return _ids(response, list(rule["places"])) and len(response) == len(rule["places"])  # type: ignore[arg-type]
    if kind == "match":
        return (
            isinstance(response, dict)
            and response != {}
            and all(row in rule["pairs"] for row in response)
            and all(target in rule["targets"] for target in response.values())
        )
    if kind == "short":
        return isinstance(response, str) and response.strip() != ""
    return _number(response) and (kind == "number" or 0 <= response <= 100)  # type: ignore[operator]


def credit(rule: Rule, response: object) -> float | None:
    """Return the share of the points that a response earns, 0 to 1.

    Returns
    -------
    float or None
        `choice`: 1 for the key, an option's own share, or 0. `choices`: right ones chosen less
        wrong ones chosen, by the number of right ones, not below 0. `order`: over the pairs that
        the key decides, those in order less those reversed, by their number, not below 0. `match`
        and `mark`: rows given to their target, by the number of rows. `number`: 1 within the
        tolerance, or 0. None if there is no answer, or if the kind earns no points.
    """
    if not answered(rule, response):
        return None
    match rule["kind"], response:
        case "choice", str(option):
            return float(rule["credits"][option])
        case "choices", list(chosen):
            good = len(set(chosen) & set(rule["right"])) - len(set(chosen) & set(rule["wrong"]))
            return max(0.0, float(good / len(rule["right"])))
        case "order", list(order):
            return max(0.0, _in_order(order, rule["places"]))
        case "match", dict(pairs):
            right = [row for row, target in rule["pairs"].items() if pairs.get(row) == target]
            return float(len(right) / len(rule["pairs"]))
        case "number", float(value) | int(value):
            _, key, tolerance = rule["values"][0]
            return float(_within(value, key, tolerance))
    return None


def score(rule: Rule, response: object, points: float) -> float | None:
    """Return the points that a response earns, 0 to `points`; None as for `credit`."""
    share = credit(rule, response)
    return None if share is None else share * points


def told(rule: Rule, response: object) -> list[str]:
    """Return the ids of the options whose feedback this response calls for, in their order.

    Of options the wrong ones chosen, or the right ones if none was, since a remark on one left out
    would give it away; of an order, a match or a mark those that are not in place, or all if all
    are; of a number the value that it meets, or `otherwise`; of an estimate its band.
    """
    if not answered(rule, response):
        return []
    match rule["kind"], response:
        case "choice", str(option):
            return [option]
        case "choices", list(chosen):
            wrong = [each for each in rule["wrong"] if each in chosen]
            return wrong or [each for each in rule["right"] if each in chosen]
        case "order", list(order):
            return _misplaced(order, rule["places"]) or list(rule["places"])
        case "match", dict(pairs):
            wrong = [row for row, target in rule["pairs"].items() if pairs.get(row) != target]
            return wrong or list(rule["pairs"])
        case "number", float(value) | int(value):
            met = [name for name, other, off in rule["values"] if _within(value, other, off)]
            return met[:1] or ["otherwise"]
        case "estimate", float(value) | int(value):
            return [name for name, upto in rule["bands"] if value <= upto][:1]
    return []


def _in_order(order: list[str], places: dict[str, int]) -> float:
    decided = [(a, b) for a, b in combinations(order, 2) if places[a] != places[b]]
    return sum(1 if places[a] < places[b] else -1 for a, b in decided) / len(decided)


def _misplaced(order: list[str], places: dict[str, int]) -> list[str]:
    reversed_pairs = [(a, b) for a, b in combinations(order, 2) if places[a] > places[b]]
    wrong = {each for pair in reversed_pairs for each in pair}
    return [each for each in places if each in wrong]


def _ids(response: object, known: list[str]) -> bool:
    return (
        isinstance(response, list)
        and all(each in known for each in response)
        and len({str(each) for each in response}) == len(response)
    )


def _number(response: object) -> bool:
    return (
        isinstance(response, int | float)
        and not isinstance(response, bool)
        and abs(response) <= sys.float_info.max  # an integer of JSON has any length
    )


def _within(value: float, other: float, off: float) -> bool:
    return abs(value - other) <= off + 1e-9
