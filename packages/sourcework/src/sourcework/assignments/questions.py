"""Questions: the published half of graded items, without key, feedback, model or marker's notes.

A page, a notebook and a worksheet are made of these alone, so that they cannot tell what they do
not know. Not even a digest of a question depends on its key: it would be found by trying.
"""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Literal

from ..errors import AUTHORING
from ..items import KINDS, ExcerptId, Item, Name, Target, Text, find_passages
from ..items.interactions import (
    ChoiceInteraction,
    MatchInteraction,
    NumericInteraction,
    OrderInteraction,
    ResponseForm,
    SimpleChoice,
)
from ..records import AuthoredRecord, Field, Tested

__all__ = ["AssignedQuestion", "published"]

_WITH_TARGETS = (ResponseForm.PAIRS,)
_WITH_OPTIONS = (
    *(ResponseForm.IDENTIFIER, ResponseForm.IDENTIFIERS, ResponseForm.ORDER),
    *_WITH_TARGETS,
)


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(f'there is no kind "{kind}"; use one of {", ".join(KINDS)}')
    return kind


class AssignedQuestion(AuthoredRecord):
    """What a student is asked.

    Attributes
    ----------
    options
        Answers to choose from, rows to order or to match, or passages of the excerpt to tag.
    targets
        What rows or passages are given to.
    unit
        Of a number.
    rubric
        The name of the assignment's rubric by which a text is marked; empty elsewhere.
    words
        How long a text may be; none if nothing is said.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*/[a-z]+-\d+$")
    kind: Annotated[str, Tested(_known)]
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
        if (self.form in _WITH_OPTIONS) != (len(self.options) >= 2):
            raise ValueError(f"a {self.kind} has {len(self.options)} options; see {AUTHORING}")
        if (self.form in _WITH_TARGETS) != (len(self.targets) >= 2):
            raise ValueError(f"a {self.kind} has {len(self.targets)} targets; see {AUTHORING}")
        if (self.form is ResponseForm.NUMBER) != bool(self.unit):
            raise ValueError("a number has a unit, and nothing else has; name it, or take it out")
        if self.rubric and not self.written:
            raise ValueError("only a short is marked by a rubric; take it out")
        for named in (self.options, self.targets):
            if len({each.id for each in named}) < len(named):
                raise ValueError("an id is there twice; give each its own")
        if self.of_kind.PASSAGES:
            find_passages(self.excerpts, self.options)

    @property
    def of_kind(self) -> type[Item]:
        """The class of the kind, which says of itself what needs no key."""
        return KINDS[self.kind]

    @property
    def form(self) -> ResponseForm:
        """What a response is."""
        return self.of_kind.FORM

    @property
    def written(self) -> bool:
        """Whether the answer is a text, which a person marks."""
        return self.form is ResponseForm.TEXT

    @property
    def scored(self) -> bool:
        """Whether code can score a response; an essay is marked by a person, an opinion never."""
        return self.of_kind.SCORED

    @property
    def digest(self) -> str:
        """Eight hexadecimal digits that change when the question changes."""
        asked = [self.kind, self.stem, self.unit]
        asked += sorted(f"{each.id}: {each.text}" for each in (*self.options, *self.targets))
        said = json.dumps(asked, ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()[:8]


def published(item: Item, points: int | None = None) -> AssignedQuestion:
    """Return what of an item of the bank can be published for an assignment, with its points."""
    options: tuple[SimpleChoice, ...] = ()
    targets: tuple[SimpleChoice, ...] = ()
    unit = ""
    match item.interaction():
        case ChoiceInteraction(choices=choices) | OrderInteraction(choices=choices):
            options = choices
        case MatchInteraction(rows=rows, targets=belongings):
            options, targets = rows, belongings
        case NumericInteraction(unit=counted):
            unit = counted
    given = item.points if item.scored else 0
    return AssignedQuestion(
        id=item.id,
        kind=item.kind,
        objective=item.objective,
        level=item.level,
        points=given if points is None else points,
        excerpts=item.excerpts,
        stem=item.stem,
        confidence=item.confidence,
        options=tuple(Target(id=each.id, text=each.text) for each in options),
        targets=tuple(Target(id=each.id, text=each.text) for each in targets),
        unit=unit,
    )
