"""Short: a written answer, which the reader judges with a model and a rubric."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from ..records import Field, Tested
from .fields import DIFFERENT, Criterion, Feedback, Sample, Text
from .interactions import ExtendedTextInteraction, ResponseForm
from .item_base import Item, Rule, register

__all__ = ["Short"]


def _levels_differ(samples: tuple[Sample, ...]) -> tuple[Sample, ...]:
    levels = [sample.level for sample in samples]
    for level in levels:
        if levels.count(level) > 1:
            raise ValueError(f'the level "{level}" is there twice; give each its own name')
    return samples


@register
class Short(Item):
    """A written answer, which the reader judges with a model and a rubric."""

    LABEL: ClassVar[str] = "in your own words"
    FORM: ClassVar[ResponseForm] = ResponseForm.TEXT
    SCORED: ClassVar[bool] = False
    TOLD: ClassVar[str] = "rubric"
    kind: Literal["short"]
    model: Text = Field(description="An answer that meets the rubric.")
    rubric: Annotated[tuple[Criterion, ...], DIFFERENT] = Field(min_length=2)
    samples: Annotated[tuple[Sample, ...], Tested(_levels_differ)] = Field(
        default=(), min_length=2, description="Composed answers, two levels or more."
    )

    def interaction(self) -> ExtendedTextInteraction:
        return ExtendedTextInteraction(self.model, self.samples)

    def feedbacks(self) -> dict[str, Feedback]:
        return {
            criterion.id: Feedback(feedback=criterion.text, words=criterion.words)
            for criterion in self.rubric
        }

    def rule(self) -> dict[str, Any]:
        return {"kind": "short", "criteria": [criterion.id for criterion in self.rubric]}

    @staticmethod
    def answers(rule: Rule, response: object) -> bool:
        return isinstance(response, str) and response.strip() != ""
