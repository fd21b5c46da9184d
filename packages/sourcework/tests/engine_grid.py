"""Kind of item that the engine does not have: statements, each of which a source makes or not.

This module is all of it; what loads it stands for the line in `sourcework/items/__init__.py`.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import model_validator

from sourcework.items import Rule, Target, register
from sourcework.items.fields import Name
from sourcework.items.interactions import MatchInteraction, ResponseForm, SimpleChoice
from sourcework.items.item_base import WithOptions

__all__ = ["Grid"]

_COLUMNS = (
    Target(id="says", text="The source says so"),
    Target(id="denies", text="The source denies it"),
    Target(id="silent", text="The source is silent on it"),
)


@register
class Grid(WithOptions):
    """Statements, each to be judged by a source; a wrong judgement costs what a right one earns."""

    LABEL: ClassVar[str] = "judge each statement"
    FORM: ClassVar[ResponseForm] = ResponseForm.PAIRS
    LOSSES: ClassVar[tuple[str, ...]] = ("points off for a wrong judgement",)
    kind: Literal["grid"]
    targets: tuple[Target, ...] = _COLUMNS
    key: dict[Name, Name]

    @model_validator(mode="after")
    def _key_is_complete(self) -> Grid:
        self._known(self.key)
        for option in self.options:
            if self.key.get(option.id) not in [each.id for each in self.targets]:
                raise ValueError(f'"{option.id}" is not judged; give it one of the columns')
        return self

    def interaction(self) -> MatchInteraction:
        targets = tuple(SimpleChoice(each.id, each.text) for each in self.targets)
        return MatchInteraction(self.choices(), targets, self.key)

    def rule(self) -> dict[str, Any]:
        columns = [each.id for each in self.targets]
        return {"kind": "grid", "judged": dict(self.key), "columns": columns}

    @staticmethod
    def answers(rule: Rule, response: object) -> bool:
        return (
            isinstance(response, dict)
            and response != {}
            and all(row in rule["judged"] for row in response)
            and all(column in rule["columns"] for column in response.values())
        )

    @staticmethod
    def share(rule: Rule, response: Any) -> float:
        judged: dict[str, str] = rule["judged"]
        signs = [1 if column == judged[row] else -1 for row, column in response.items()]
        return max(0.0, sum(signs) / len(judged))

    @staticmethod
    def feedback_for(rule: Rule, response: Any) -> list[str]:
        judged: dict[str, str] = rule["judged"]
        wrong = [row for row in response if response[row] != judged[row]]
        return wrong or list(response)

    @staticmethod
    def named(rule: Rule) -> tuple[list[str], list[str]]:
        return list(rule["judged"]), list(rule["columns"])

    @staticmethod
    def full(rule: Rule) -> dict[str, str]:
        return dict(rule["judged"])

    def described(self, name: str) -> tuple[str, str, bool]:
        column = next(each.text for each in self.targets if each.id == self.key[name])
        return self.text_of(name), column, False
