"""Choice: one option is right."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from ..records import Field, Limits
from .fields import Name, Option, Scale
from .interactions import ChoiceInteraction, ResponseForm
from .item_base import Rule, Shuffle, WithOptions, register

__all__ = ["Choice"]


@register
class Choice(WithOptions):
    """One option is right."""

    LABEL: ClassVar[str] = "one answer"
    FORM: ClassVar[ResponseForm] = ResponseForm.IDENTIFIER
    kind: Literal["choice"]
    key: Name = Field(description="The id of the right option.")
    partial: dict[Name, Annotated[float, Limits(gt=0, lt=1)]] = Field(
        default_factory=dict, description="Share of the points that another option earns."
    )
    scale: Scale | None = Field(
        default=None, description="A scale on which the options stand, in its order."
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        self._known([self.key, *self.partial])
        if self.key in self.partial:
            raise ValueError(f'"{self.key}" is the key and partial too; take it out of partial')
        if self.scale:
            self._check_scale(self.scale)

    def _check_scale(self, scale: Scale) -> None:
        known = [option.id for option in self.options]
        for each in scale.order:
            if each not in known:
                raise ValueError(f'the scale has "{each}", which is no option; take it away')
        for each in known:
            if scale.order.count(each) != 1:
                raise ValueError(f'"{each}" is not once on the scale; place it there once')

    def interaction(self) -> ChoiceInteraction:
        return ChoiceInteraction(self.choices(), (self.key,), self.rule()["credits"])

    def arranged(self, shuffle: Shuffle) -> list[Option]:
        """Return the options in the order of their scale, if they stand on one."""
        if not self.scale:
            return super().arranged(shuffle)
        options = {option.id: option for option in self.options}
        return [options[each] for each in self.scale.order]

    def ends(self) -> tuple[str, ...]:
        return (self.scale.low, self.scale.high) if self.scale else ()

    def rule(self) -> dict[str, Any]:
        credits = {option.id: self.partial.get(option.id, 0) for option in self.options}
        return {"kind": "choice", "credits": credits | {self.key: 1}}

    @staticmethod
    def answers(rule: Rule, response: object) -> bool:
        return isinstance(response, str) and response in rule["credits"]

    @staticmethod
    def share(rule: Rule, response: Any) -> float:
        return float(rule["credits"][response])

    @staticmethod
    def feedback_for(rule: Rule, response: Any) -> list[str]:
        return [response]

    @staticmethod
    def named(rule: Rule) -> tuple[list[str], list[str]]:
        return list(rule["credits"]), []

    @staticmethod
    def full(rule: Rule) -> str:
        credits: dict[str, float] = rule["credits"]
        return next(each for each, share in credits.items() if share == 1)

    def described(self, name: str) -> tuple[str, str, bool]:
        return self.text_of(name), "", name == self.key
