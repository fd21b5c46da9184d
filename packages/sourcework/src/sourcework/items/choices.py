"""Choices: one option or more are right."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from ..records import Field
from .fields import Name
from .interactions import ChoiceInteraction, ResponseForm
from .item_base import Rule, WithOptions, are_ids, register

__all__ = ["Choices"]


@register
class Choices(WithOptions):
    """One option or more are right."""

    LABEL: ClassVar[str] = "one answer or more"
    FORM: ClassVar[ResponseForm] = ResponseForm.IDENTIFIERS
    kind: Literal["choices"]
    key: tuple[Name, ...] = Field(min_length=1, description="The ids of all right options.")

    def __post_init__(self) -> None:
        super().__post_init__()
        self._known(self.key)

    def interaction(self) -> ChoiceInteraction:
        each = 1 / len(self.key)
        shares = {one.id: each if one.id in self.key else -each for one in self.options}
        return ChoiceInteraction(self.choices(), self.key, shares, several=True)

    def rule(self) -> dict[str, Any]:
        options = [option.id for option in self.options]
        return {
            "kind": "choices",
            "right": [each for each in options if each in self.key],
            "wrong": [each for each in options if each not in self.key],
        }

    @staticmethod
    def answers(rule: Rule, response: object) -> bool:
        return are_ids(response, [*rule["right"], *rule["wrong"]]) and response != []

    @staticmethod
    def share(rule: Rule, response: Any) -> float:
        """Return right ones chosen less wrong ones, by the number of right ones, not below 0."""
        good = len(set(response) & set(rule["right"])) - len(set(response) & set(rule["wrong"]))
        return max(0.0, float(good / len(rule["right"])))

    @staticmethod
    def feedback_for(rule: Rule, response: Any) -> list[str]:
        wrong = [each for each in rule["wrong"] if each in response]
        return wrong or [each for each in rule["right"] if each in response]

    @staticmethod
    def named(rule: Rule) -> tuple[list[str], list[str]]:
        return [*rule["right"], *rule["wrong"]], []

    @staticmethod
    def full(rule: Rule) -> list[str]:
        return list(rule["right"])

    def described(self, name: str) -> tuple[str, str, bool]:
        return self.text_of(name), "", name in self.key
