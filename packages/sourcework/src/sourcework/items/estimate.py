"""Estimate: how likely the reader thinks a claim is, 0 to 100 per cent."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from ..records import Field
from .fields import DIFFERENT, Band, Feedback, Text
from .interactions import Bound, ResponseForm, SliderInteraction
from .item_base import Item, Opinion, Rule, is_number, register

__all__ = ["Estimate"]


@register
class Estimate(Item):
    """How likely the reader thinks a claim is, 0 to 100 per cent."""

    LABEL: ClassVar[str] = "your opinion, how likely"
    FORM: ClassVar[ResponseForm] = ResponseForm.PERCENTAGE
    SCORED: ClassVar[bool] = False
    TOLD: ClassVar[str] = "bands"
    kind: Literal["estimate"]
    claim: Text = Field(table="claims", description="An id of claims.csv.")
    moment: Literal["before", "after"] = Field(description="When the chapter asks.")
    bands: Annotated[tuple[Band, ...], DIFFERENT] = Field(min_length=2, label="Bands", one="Band")

    def __post_init__(self) -> None:
        super().__post_init__()
        ends = [band.upto for band in self.bands]
        if ends != sorted(set(ends)) or ends[-1] != 100:
            raise ValueError("the bands do not rise to 100; order them, the last one upto: 100")

    @property
    def opinion(self) -> Opinion:
        return Opinion(self.claim, self.moment)

    def interaction(self) -> SliderInteraction:
        return SliderInteraction(tuple(Bound(band.id, band.upto) for band in self.bands))

    def feedbacks(self) -> dict[str, Feedback]:
        return {band.id: band for band in self.bands}

    def rule(self) -> dict[str, Any]:
        return {"kind": "estimate", "bands": [[band.id, band.upto] for band in self.bands]}

    @staticmethod
    def answers(rule: Rule, response: Any) -> bool:
        return is_number(response) and 0 <= response <= 100

    @staticmethod
    def full(rule: Rule) -> int:
        return 50

    @staticmethod
    def feedback_for(rule: Rule, response: Any) -> list[str]:
        return [name for name, upto in rule["bands"] if response <= upto][:1]
