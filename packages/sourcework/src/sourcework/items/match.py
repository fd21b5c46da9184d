"""Match: rows, each of which belongs to one target."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from ..records import Field
from .excerpt_passages import Line, lines_with_pieces
from .fields import DIFFERENT, Feedback, Name, Row, Target
from .interactions import MatchInteraction, ResponseForm, SimpleChoice
from .item_base import Rule, WithOptions, register

__all__ = ["Match"]


@register
class Match(WithOptions):
    """Rows, each of which belongs to one target."""

    LABEL: ClassVar[str] = "match"
    FORM: ClassVar[ResponseForm] = ResponseForm.PAIRS
    kind: Literal["match"]
    options: Annotated[tuple[Row, ...], DIFFERENT] = Field(min_length=2, label="Rows", one="Row")
    targets: Annotated[tuple[Target, ...], DIFFERENT] = Field(
        min_length=2, label="Places", one="Place"
    )
    key: dict[Name, Name] = Field(description="For each row the id of its target.")

    def __post_init__(self) -> None:
        super().__post_init__()
        self._known(self.key)
        targets = [target.id for target in self.targets]
        for option in self.options:
            if self.key.get(option.id) not in targets:
                raise ValueError(
                    f'the key gives "{option.id}" no target; name one of {", ".join(targets)}'
                )
            wrong = [each for each in targets if each != self.key[option.id]]
            for each in option.chosen:
                if each not in wrong:
                    why = "where it belongs" if each in targets else "no target"
                    raise ValueError(
                        f'"{option.id}", chosen: "{each}" is {why}; use one of {", ".join(wrong)}'
                    )

        with_pieces = [option.id for option in self.options if option.piece]
        if with_pieces and self.PASSAGES:
            raise ValueError("the options of a mark are its pieces; take piece out")
        if with_pieces and len(with_pieces) < len(self.options):
            raise ValueError(
                f"only {', '.join(with_pieces)} has a piece; give every row one, or none"
            )
        self.lines()

    def lines(self) -> list[Line]:
        return lines_with_pieces(self.excerpts, self.options) if self.options[0].piece else []

    def interaction(self) -> MatchInteraction:
        targets = tuple(SimpleChoice(each.id, each.text) for each in self.targets)
        return MatchInteraction(self.choices(), targets, self.key, self.PASSAGES)

    def feedbacks_by_choice(self) -> dict[str, dict[str, Feedback]]:
        own = self.feedbacks()
        return {
            row.id: {target: row.of_choice(target, own[row.id]) for target in row.chosen}
            for row in self.options
            if row.chosen
        }

    def rule(self) -> dict[str, Any]:
        return {
            "kind": "match",
            "pairs": {option.id: self.key[option.id] for option in self.options},
            "targets": [target.id for target in self.targets],
        }

    def asked(self) -> list[str]:
        return [*super().asked(), *sorted(f"{each.id}: {each.text}" for each in self.targets)]

    @staticmethod
    def answers(rule: Rule, response: object) -> bool:
        return (
            isinstance(response, dict)
            and response != {}
            and all(row in rule["pairs"] for row in response)
            and all(target in rule["targets"] for target in response.values())
        )

    @staticmethod
    def share(rule: Rule, response: Any) -> float:
        pairs: dict[str, str] = rule["pairs"]
        right = [row for row, target in pairs.items() if response.get(row) == target]
        return float(len(right) / len(pairs))

    @staticmethod
    def feedback_for(rule: Rule, response: Any) -> list[str]:
        pairs: dict[str, str] = rule["pairs"]
        wrong = [row for row, target in pairs.items() if response.get(row) != target]
        return wrong or list(pairs)

    @staticmethod
    def named(rule: Rule) -> tuple[list[str], list[str]]:
        return list(rule["pairs"]), list(rule["targets"])

    @staticmethod
    def full(rule: Rule) -> dict[str, str]:
        return dict(rule["pairs"])

    def described(self, name: str) -> tuple[str, str, bool]:
        target = next(each.text for each in self.targets if each.id == self.key[name])
        return self.text_of(name), target, False
