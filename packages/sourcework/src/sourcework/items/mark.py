"""Mark: passages of one excerpt, each to be tagged with a category."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar, Literal

from ..excerpts import load_excerpts
from .base import Shuffle
from .fields import Feedback, Option, Target
from .match import Match

__all__ = ["Mark", "passages"]


class Mark(Match):
    """Passages of one excerpt, the `text` of the options, each to be tagged with a category."""

    LABEL: ClassVar[str] = "tag the passages"
    kind: Literal["mark"]  # type: ignore[assignment]

    def __post_init__(self) -> None:
        super().__post_init__()
        known = load_excerpts()
        if len(self.excerpts) != 1 or self.excerpts[0] not in known:
            raise ValueError("a mark is about one excerpt; name it in excerpts")
        reading, end = known[self.excerpts[0]].reading, 0
        for option in self.options:
            start = reading.find(option.text, end)
            if start < 0:
                raise ValueError(
                    f"{option.text!r} does not follow in {self.excerpts[0]}; "
                    "copy the passages from the excerpt, in its order"
                )
            end = start + len(option.text)

    def feedbacks(self) -> dict[str, Feedback]:
        excerpt = self.excerpts[0]
        return {
            option.id: replace(option, words=option.words or {excerpt: (option.text,)})
            for option in self.options
        }

    def arranged(self, shuffle: Shuffle) -> list[Option]:
        """Return the passages in the order of their text."""
        return list(self.options)


def passages(excerpt: str, tagged: Iterable[Target | Option]) -> list[list[dict[str, str]]]:
    """Cut the excerpt's reading text at the passages to be tagged: per line of the seed, parts."""
    reading = load_excerpts()[excerpt].reading
    parts: list[dict[str, str]] = []
    end = 0
    for option in tagged:
        start = reading.index(option.text, end)
        parts += [{"text": reading[end:start], "id": ""}, {"text": option.text, "id": option.id}]
        end = start + len(option.text)
    parts.append({"text": reading[end:], "id": ""})
    lines: list[list[dict[str, str]]] = [[]]
    for part in parts:
        for turn, text in enumerate(part["text"].split("\n")):
            if turn:
                lines.append([])
            if text:
                lines[-1].append({**part, "text": text})
    return lines
