"""Questions: the published half of graded items, without key, feedback, model or marker's notes.

A page, a notebook and a worksheet are made of these alone, so that they cannot tell what they do
not know. Not even a digest of a question depends on its key: it would be found by trying.
"""

from __future__ import annotations

import hashlib
import json
from typing import Literal

from ..errors import AUTHORING
from ..excerpts import load_excerpts
from ..items import ExcerptId, Item, Match, Name, Number, Target, Text
from ..records import Field, Record

__all__ = ["Question", "published"]

_WITH_OPTIONS = ("choice", "choices", "order", "match", "mark")
_WITH_TARGETS = ("match", "mark")


class Question(Record):
    """What a student is asked.

    Attributes
    ----------
    options
        Answers to choose from, rows to order or to match, or passages of the excerpt to tag.
    targets
        What rows or passages are given to (`match`, `mark`).
    unit
        Of a `number`.
    rubric
        The name of the assignment's rubric by which a `short` is marked; empty elsewhere.
    words
        How long a `short` may be; none if nothing is said.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*/[a-z]+-\d+$")
    kind: Literal["choice", "choices", "order", "match", "mark", "number", "short", "estimate"]
    objective: Name
    level: Literal[1, 2, 3]
    points: int = Field(default=1, ge=0, le=100)
    excerpts: tuple[ExcerptId, ...] = ()
    stem: Text
    hint: str = ""
    confidence: bool = False
    options: tuple[Target, ...] = ()
    targets: tuple[Target, ...] = ()
    unit: str = ""
    rubric: str = ""
    words: int | None = Field(default=None, ge=1)

    def __post_init__(self) -> None:
        if (self.kind in _WITH_OPTIONS) != (len(self.options) >= 2):
            raise ValueError(f"a {self.kind} has {len(self.options)} options; see {AUTHORING}")
        if (self.kind in _WITH_TARGETS) != (len(self.targets) >= 2):
            raise ValueError(f"a {self.kind} has {len(self.targets)} targets; see {AUTHORING}")
        if (self.kind == "number") != bool(self.unit):
            raise ValueError("a number has a unit, and nothing else has; name it, or take it out")
        if self.rubric and self.kind != "short":
            raise ValueError("only a short is marked by a rubric; take it out")
        for named in (self.options, self.targets):
            if len({each.id for each in named}) < len(named):
                raise ValueError("an id is there twice; give each its own")
        if self.kind == "mark":
            self._find_passages()

    def _find_passages(self) -> None:
        known, end = load_excerpts(), 0
        if len(self.excerpts) != 1 or self.excerpts[0] not in known:
            raise ValueError("a mark is about one excerpt; name it in excerpts")
        for option in self.options:
            start = known[self.excerpts[0]].reading.find(option.text, end)
            if start < 0:
                problem = f"{option.text!r} does not follow in {self.excerpts[0]}"
                raise ValueError(f"{problem}; copy the passages from the excerpt, in its order")
            end = start + len(option.text)

    @property
    def scored(self) -> bool:
        """Whether code can score a response; an essay is marked by a person, an opinion never."""
        return self.kind not in ("short", "estimate")

    @property
    def digest(self) -> str:
        """Eight hexadecimal digits that change when the question changes."""
        asked = [self.kind, self.stem, self.unit]
        asked += sorted(f"{each.id}: {each.text}" for each in (*self.options, *self.targets))
        said = json.dumps(asked, ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()[:8]


def published(item: Item, points: int | None = None) -> Question:
    """Return what of an item of the bank can be published for an assignment, with its points."""
    named = () if isinstance(item, Number) else getattr(item, "options", ())
    given = item.points if item.scored else 0
    return Question(
        id=item.id,
        kind=item.kind,
        objective=item.objective,
        level=item.level,
        points=given if points is None else points,
        excerpts=item.excerpts,
        stem=item.stem,
        confidence=item.confidence,
        options=tuple(Target(id=each.id, text=each.text) for each in named),
        targets=item.targets if isinstance(item, Match) else (),
        unit=item.unit if isinstance(item, Number) else "",
    )
