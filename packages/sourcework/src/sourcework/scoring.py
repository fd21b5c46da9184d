"""Scoring: item and response give score and feedback, the same as in `scoring.mjs`.

A rule is what `Item.rule()` returns. A response is JSON as well: an option's id (`choice`), a list
of ids (`choices`, `order`), a target's id for each row (`match`, `mark`) or cut (`mark`), a number
(`number`, `estimate`) or a text (`short`). `tests/vectors/scoring.json` holds cases that both
languages pass.
"""

from __future__ import annotations

from typing import Any

from .items import KINDS, Rule

__all__ = ["answered", "credit", "feedback_for", "score"]


def answered(rule: Rule, response: object) -> bool:
    """Say whether a response answers a question of this rule at all; no answer is no zero."""
    return KINDS[rule["kind"]].answers(rule, response)


def credit(rule: Rule, response: object) -> float | None:
    """Return the share of the points that a response earns, 0 to 1.

    Returns
    -------
    float or None
        `choice`: 1 for the key, an option's own share, or 0. `choices`: right ones chosen less
        wrong ones chosen, by the number of right ones, not below 0. `order`: over the pairs that
        the key decides, those in order less those reversed, by their number, not below 0. `match`
        and `mark`: rows given to their target, by the number of rows, or of cuts if readers made
        more. `number`: 1 within the tolerance, or 0. None if there is no answer, or if the kind
        earns no points.
    """
    return KINDS[rule["kind"]].share(rule, response) if answered(rule, response) else None


def score(rule: Rule, response: object, points: float) -> float | None:
    """Return the points that a response earns, 0 to `points`; None as for `credit`."""
    share = credit(rule, response)
    return None if share is None else share * points


def full(rule: Rule) -> Any:
    """Return a response that earns all points; of an opinion any, and None of a text."""
    return KINDS[rule["kind"]].full(rule)


def feedback_for(rule: Rule, response: object) -> list[str]:
    """Return the ids of the options whose feedback this response calls for, in their order.

    Of options the wrong ones chosen, or the right ones if none was, since a remark on one left out
    would give it away; of an order, a match or a mark those that are not in place, or all if all
    are; of a number the value that it meets, or `otherwise`; of an estimate its band.
    """
    return KINDS[rule["kind"]].feedback_for(rule, response) if answered(rule, response) else []
