"""Order: options to be put in order."""

from __future__ import annotations

from itertools import combinations
from typing import Annotated, Any, ClassVar, Literal

from ..records import Field, Limits
from .fields import DIFFERENT, Dated, Name, Option
from .interactions import OrderInteraction, ResponseForm
from .item_base import Rule, Shuffle, WithOptions, are_ids, register

__all__ = ["Order"]


@register
class Order(WithOptions):
    """Options to be put in order."""

    LABEL: ClassVar[str] = "put in order"
    FORM: ClassVar[ResponseForm] = ResponseForm.ORDER
    kind: Literal["order"]
    options: Annotated[tuple[Dated, ...], DIFFERENT] = Field(
        min_length=2, label="Entries", one="Entry"
    )
    key: tuple[Name | Annotated[tuple[Name, ...], Limits(min_length=1)], ...] = Field(
        min_length=2, description="The ids in order; a list of ids where nothing decides."
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        placed = [each for group in self._groups() for each in group]
        self._known(placed)
        for option in self.options:
            if placed.count(option.id) != 1:
                raise ValueError(f'"{option.id}" is not once in the key; place it there once')

    def _groups(self) -> list[tuple[str, ...]]:
        return [(each,) if isinstance(each, str) else each for each in self.key]

    def interaction(self) -> OrderInteraction:
        return OrderInteraction(self.choices(), self.rule()["places"])

    def times(self) -> dict[str, Dated]:
        return {each.id: each for each in self.options if each.event or each.time}

    def rule(self) -> dict[str, Any]:
        places = {each: n for n, group in enumerate(self._groups(), start=1) for each in group}
        return {"kind": "order", "places": places}

    @staticmethod
    def answers(rule: Rule, response: object) -> bool:
        places = rule["places"]
        return are_ids(response, list(places)) and len(response) == len(places)  # type: ignore[arg-type]

    @staticmethod
    def share(rule: Rule, response: Any) -> float:
        """Return pairs in order less pairs reversed, by those that the key decides, not below 0."""
        places: dict[str, int] = rule["places"]
        decided = [(a, b) for a, b in combinations(response, 2) if places[a] != places[b]]
        return max(0.0, sum(1 if places[a] < places[b] else -1 for a, b in decided) / len(decided))

    @staticmethod
    def feedback_for(rule: Rule, response: Any) -> list[str]:
        places: dict[str, int] = rule["places"]
        turned = [(a, b) for a, b in combinations(response, 2) if places[a] > places[b]]
        wrong = {each for pair in turned for each in pair}
        return [each for each in places if each in wrong] or list(places)

    @staticmethod
    def named(rule: Rule) -> tuple[list[str], list[str]]:
        return list(rule["places"]), []

    @staticmethod
    def full(rule: Rule) -> list[str]:
        places: dict[str, int] = rule["places"]
        return sorted(places, key=lambda each: places[each])

    def arranged(self, shuffle: Shuffle) -> list[Option]:
        """Return the options in an order that earns nothing."""
        options = {option.id: option for option in self.options}
        rule, ids = self.rule(), shuffle(options, "")
        orders = (shuffle(options, f" {turn}") for turn in range(100))
        ids = next((each for each in orders if self.share(rule, each) == 0), ids)
        return [options[each] for each in ids]

    def described(self, name: str) -> tuple[str, str, bool]:
        return self.text_of(name), f"number {self.rule()['places'][name]}", False
