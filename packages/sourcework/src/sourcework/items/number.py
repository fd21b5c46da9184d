"""Number: a number, counted or calculated."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from ..quantities import quantity
from ..records import Field
from .fields import DIFFERENT, Feedback, Name, Text, Value
from .interactions import OTHERWISE, NumericInteraction, NumericValue, ResponseForm
from .item_base import Item, Rule, is_number, is_within, register

__all__ = ["Number"]


@register
class Number(Item):
    """A number, counted or calculated."""

    LABEL: ClassVar[str] = "a number"
    FORM: ClassVar[ResponseForm] = ResponseForm.NUMBER
    kind: Literal["number"]
    unit: Text
    options: Annotated[tuple[Value, ...], DIFFERENT] = Field(
        min_length=1,
        label="Values",
        one="Value",
        description="The right value, and those of known mistakes.",
    )
    key: Name = Field(description="The id of the right value.")
    otherwise: Feedback = Field(
        label="Any other number", description="What a reader is told who arrives elsewhere."
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        ids = [option.id for option in self.options]
        if self.key not in ids:
            raise ValueError(f'the key "{self.key}" is no value; use one of {", ".join(ids)}')

    def feedbacks(self) -> dict[str, Feedback]:
        return {option.id: option for option in self.options} | {OTHERWISE: self.otherwise}

    def interaction(self) -> NumericInteraction:
        values = (NumericValue(each.id, each.value, each.tolerance) for each in self.options)
        return NumericInteraction(tuple(values), self.key, self.unit)

    def rule(self) -> dict[str, Any]:
        values = [[option.id, option.value, option.tolerance] for option in self.options]
        values.sort(key=lambda value: value[0] != self.key)
        return {"kind": "number", "values": values}

    @staticmethod
    def answers(rule: Rule, response: object) -> bool:
        return is_number(response)

    @staticmethod
    def share(rule: Rule, response: Any) -> float:
        _, key, tolerance = rule["values"][0]
        return float(is_within(response, key, tolerance))

    @staticmethod
    def feedback_for(rule: Rule, response: Any) -> list[str]:
        met = [name for name, other, off in rule["values"] if is_within(response, other, off)]
        return met[:1] or [OTHERWISE]

    @staticmethod
    def full(rule: Rule) -> Any:
        return rule["values"][0][1]

    def described(self, name: str) -> tuple[str, str, bool]:
        if name == OTHERWISE:
            return "", "", False
        value = next(option.value for option in self.options if option.id == name)
        return quantity(value, self.unit), "", name == self.key
