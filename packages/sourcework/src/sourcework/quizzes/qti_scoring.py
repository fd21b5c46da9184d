"""Scoring of a response in QTI 2.1: what `scoring.credit` and `scoring.feedback_for` say, in XML.

Whatever happens is in one condition, that there is a response at all. A test runs these rules with
an interpreter of its own and compares them with `sourcework.scoring`.
"""

from __future__ import annotations

from itertools import combinations

from ..items import Item
from ..items.interactions import (
    OTHERWISE,
    ChoiceInteraction,
    Interaction,
    MatchInteraction,
    NumericInteraction,
    OrderInteraction,
    SliderInteraction,
)
from .prompts import decimal
from .xml import Element, child

__all__ = ["AFTER", "HINT", "mapping", "number", "place", "respond", "target", "told"]

AFTER, HINT = "AFTER", "HINT"  # feedback after every answer; after one that is not right
number = decimal


def place(option: str) -> str:
    """Return the name of the variable that holds an option's place in an order."""
    return f"PLACE-{option}"


def target(name: str) -> str:
    """Return the identifier of a target, which a row may not share."""
    return f"TARGET-{name}"


def told(name: str, goal: str = "") -> str:
    """Return the identifier of an option's feedback, or of that on a wrong target of a row."""
    return f"TOLD-{name}.{goal}" if goal else f"TOLD-{name}"


def mapping(item: Item, asked: Interaction) -> dict[str, float]:
    """Return the points of every answer that earns or costs some; empty if sums do not score."""
    match asked:
        case ChoiceInteraction(several=True, right=right):
            share = item.points / len(right)
            return {one.id: share if one.id in right else -share for one in asked.choices}
        case ChoiceInteraction(shares=shares):
            return {name: share * item.points for name, share in shares.items() if share}
        case MatchInteraction(pairs=pairs):
            share = item.points / len(pairs)
            return {f"{name} {target(goal)}": share for name, goal in pairs.items()}
    return {}


def respond(root: Element, item: Item, asked: Interaction) -> None:
    """Write the response processing."""
    condition = child(child(root, "responseProcessing"), "responseCondition")
    answered = child(condition, "responseIf")
    child(child(child(answered, "not"), "isNull"), "variable", identifier="RESPONSE")
    match asked:
        case ChoiceInteraction(several=True):
            _choices(answered, asked)
        case ChoiceInteraction():
            _map(answered)
            for option in asked.choices:
                _tell(_if_chosen(answered, option.id), told(option.id))
        case MatchInteraction():
            _match(answered, item, asked)
        case OrderInteraction():
            _order(answered, item, asked)
        case NumericInteraction():
            _number(answered, item, asked)
        case SliderInteraction():
            _slider(answered, asked)
    if item.scored:
        less = _if(answered, "lt")
        child(less.condition, "variable", identifier="SCORE")
        _value(less.condition, "float", str(item.points))
        _tell(less.then, HINT)
    _tell(answered, AFTER)


class _If:
    """A condition to be written, and what to do if it holds, or else."""

    def __init__(self, holder: Element, operator: str, branch: str = "responseIf") -> None:
        self.holder = holder
        self.then = child(holder, branch)
        self.condition = child(self.then, operator)

    def elif_(self, operator: str) -> _If:
        return _If(self.holder, operator, "responseElseIf")

    def otherwise(self) -> Element:
        return child(self.holder, "responseElse")


def _if(parent: Element, operator: str) -> _If:
    return _If(child(parent, "responseCondition"), operator)


def _if_chosen(parent: Element, option: str) -> Element:
    made = _if(parent, "match")
    child(made.condition, "variable", identifier="RESPONSE")
    _value(made.condition, "identifier", option)
    return made.then


def _value(parent: Element, kind: str, text: str) -> None:
    child(parent, "baseValue", text, baseType=kind)


def _map(parent: Element) -> None:
    outcome = child(parent, "setOutcomeValue", identifier="SCORE")
    child(outcome, "mapResponse", identifier="RESPONSE")


def _tell(parent: Element, *feedbacks: str) -> None:
    """Add feedbacks to those that are told."""
    outcome = child(parent, "setOutcomeValue", identifier="FEEDBACK")
    several = child(outcome, "multiple")
    child(several, "variable", identifier="FEEDBACK")
    for feedback in feedbacks:
        _value(several, "identifier", feedback)


def _unless_told(parent: Element) -> Element:
    """Return where to write what is done if no feedback is told yet."""
    made = _if(parent, "isNull")
    child(made.condition, "variable", identifier="FEEDBACK")
    return made.then


def _choices(answered: Element, asked: ChoiceInteraction) -> None:
    _map(answered)
    for option in asked.choices:
        if option.id not in asked.right:
            _tell(_if_member(answered, "identifier", option.id).then, told(option.id))
    none_wrong = _unless_told(answered)
    for name in asked.right:
        _tell(_if_member(none_wrong, "identifier", name).then, told(name))


def _if_member(parent: Element, kind: str, value: str) -> _If:
    made = _if(parent, "member")
    _value(made.condition, kind, value)
    child(made.condition, "variable", identifier="RESPONSE")
    return made


def _match(answered: Element, item: Item, asked: MatchInteraction) -> None:
    _map(answered)
    by_choice = item.feedbacks_by_choice()
    for name, goal in asked.pairs.items():
        wrong: _If | None = None
        for each in by_choice.get(name, {}):
            wrong = wrong.elif_("member") if wrong else _if(answered, "member")
            _given(wrong.condition, name, each)
            _tell(wrong.then, told(name, each))
        other = wrong.elif_("not") if wrong else _if(answered, "not")
        _given(child(other.condition, "member"), name, goal)
        _tell(other.then, told(name))
    _tell(_unless_told(answered), *(told(name) for name in asked.pairs))


def _given(member: Element, name: str, goal: str) -> None:
    """Say that a row was given to a target."""
    _value(member, "directedPair", f"{name} {target(goal)}")
    child(member, "variable", identifier="RESPONSE")


def _order(answered: Element, item: Item, asked: OrderInteraction) -> None:
    """Find each option's place, then count the pairs that the key decides."""
    ranks = asked.places
    for name in ranks:
        _find(answered, name, len(ranks))
    decided = [(a, b) for a, b in combinations(ranks, 2) if ranks[a] != ranks[b]]
    for pair in decided:
        first, second = sorted(pair, key=lambda name: ranks[name])
        made = _if(answered, "lt")
        child(made.condition, "variable", identifier=place(first))
        child(made.condition, "variable", identifier=place(second))
        _count(made.then, "1")
        reversed_pair = made.otherwise()
        _count(reversed_pair, "-1")
        _tell(reversed_pair, told(first), told(second))
    some = _if(answered, "gt")
    child(some.condition, "variable", identifier="RAW")
    _value(some.condition, "float", "0")
    share = child(child(some.then, "setOutcomeValue", identifier="SCORE"), "divide")
    points = child(share, "product")
    child(points, "variable", identifier="RAW")
    _value(points, "float", str(item.points))
    _value(share, "float", str(len(decided)))
    _tell(_unless_told(answered), *(told(name) for name in ranks))


def _find(parent: Element, name: str, count: int) -> None:
    """Set the variable of an option to its place in the response."""
    made = _if(parent, "match")
    for number in range(1, count + 1):
        if number > 1:
            made = made.elif_("match")
        nth = child(made.condition, "index", n=str(number))
        child(nth, "variable", identifier="RESPONSE")
        _value(made.condition, "identifier", name)
        found = child(made.then, "setOutcomeValue", identifier=place(name))
        _value(found, "integer", str(number))


def _count(parent: Element, step: str) -> None:
    total = child(child(parent, "setOutcomeValue", identifier="RAW"), "sum")
    child(total, "variable", identifier="RAW")
    _value(total, "float", step)


def _number(answered: Element, item: Item, asked: NumericInteraction) -> None:
    made: _If | None = None
    for each in asked.tried:
        made = _if(answered, "equal") if made is None else made.elif_("equal")
        made.condition.set("toleranceMode", "absolute" if each.tolerance else "exact")
        if each.tolerance:
            made.condition.set("tolerance", decimal(each.tolerance))
        child(made.condition, "variable", identifier="RESPONSE")
        _value(made.condition, "float", decimal(each.value))
        if each.id == asked.key:
            _value(
                child(made.then, "setOutcomeValue", identifier="SCORE"), "float", str(item.points)
            )
        _tell(made.then, told(each.id))
    assert made is not None
    _tell(made.otherwise(), told(OTHERWISE))


def _slider(answered: Element, asked: SliderInteraction) -> None:
    made: _If | None = None
    for band in asked.bounds:
        made = _if(answered, "lte") if made is None else made.elif_("lte")
        child(made.condition, "variable", identifier="RESPONSE")
        _value(made.condition, "integer", str(band.upto))
        _tell(made.then, told(band.id))
