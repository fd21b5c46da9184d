"""Mark: passages of one excerpt, each to be tagged with a category."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Literal

from .excerpt_passages import find_passages
from .fields import Feedback, Option
from .item_base import Shuffle, register
from .match import Match

__all__ = ["Mark"]


@register
class Mark(Match):
    """Passages of one excerpt, the `text` of the options, each to be tagged with a category."""

    LABEL: ClassVar[str] = "tag the passages"
    PASSAGES: ClassVar[bool] = True
    kind: Literal["mark"]  # type: ignore[assignment]

    def __post_init__(self) -> None:
        super().__post_init__()
        find_passages(self.excerpts, self.options)

    def feedbacks(self) -> dict[str, Feedback]:
        excerpt = self.excerpts[0]
        return {
            option.id: replace(option, words=option.words or {excerpt: (option.text,)})
            for option in self.options
        }

    def arranged(self, shuffle: Shuffle) -> list[Option]:
        """Return the passages in the order of their text."""
        return list(self.options)
