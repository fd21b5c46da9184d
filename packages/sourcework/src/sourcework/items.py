"""Items: what a question of the book is made of.

An item is one question of one of eight kinds. It names the objective that it serves and the
excerpts that it is about; every option says in its feedback why it tempts and which words of the
document answer it, and code looks for these words in the excerpt.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from .excerpts import load_excerpts

__all__ = [
    "KINDS",
    "LABELS",
    "Choice",
    "Choices",
    "Estimate",
    "ExcerptId",
    "Item",
    "Mark",
    "Match",
    "Name",
    "Number",
    "Option",
    "Order",
    "Record",
    "Short",
    "Target",
    "Text",
    "passages",
]

Text = Annotated[str, Field(min_length=1)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
ExcerptId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*/[a-z][a-z0-9-]*$")]


def _several(value: object) -> object:
    return [value] if isinstance(value, str) else value


_PHRASE = {"type": "string", "minLength": 1}
Phrases = Annotated[
    tuple[Text, ...],
    BeforeValidator(_several),
    Field(min_length=1),
    WithJsonSchema({"anyOf": [_PHRASE, {"type": "array", "items": _PHRASE, "minItems": 1}]}),
]
Words = dict[ExcerptId, Phrases]


class Record(BaseModel):
    """A record that somebody wrote: nothing is missing, nothing is too much, nothing changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Feedback(Record):
    """What a reader is told: two to four sentences, and the words of the document that decide."""

    feedback: Text = Field(
        description="Begins with what is right about a wrong answer, ends with the move to make."
    )
    words: Words = Field(
        default_factory=dict,
        description="The words that decide: excerpt id, then a phrase of it or a list of phrases.",
    )


class Option(Feedback):
    """One answer that a reader can give, or one row to be put somewhere."""

    id: Name
    text: Text


class Target(Record):
    """One of the things that the rows of a match, or the passages of a mark, can be given to."""

    id: Name
    text: Text


class Value(Feedback):
    """A number that readers arrive at: the right one, or that of a known mistake."""

    id: Name
    value: float
    tolerance: float = Field(0, ge=0, description="How far off still counts as this value.")


class Band(Feedback):
    """What a reader is told whose estimate is at most `upto`, and above the band before."""

    id: Name
    upto: int = Field(ge=0, le=100)


class Criterion(Record):
    """One thing to look for in a written answer."""

    id: Name
    text: Text
    words: Words = Field(default_factory=dict)


class Reveal(Record):
    """What the archive has, shown after the reader has answered."""

    text: Text
    events: tuple[Text, ...] = Field((), description="Ids of events.csv, shown with their dates.")
    sources: tuple[Text, ...] = Field((), description="Keys of references.bib.")


class _Item(Record):
    """What items of all kinds have."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*/[a-z]+-\d+$")] = Field(
        description="chapter/kind-n; stable for ever, and no statement about the place."
    )
    mode: Literal["practice", "graded"] = Field(
        "practice", description="graded: published without key and feedback."
    )
    objective: Name = Field(description="An id of objectives.yml.")
    level: Literal[1, 2, 3] = Field(
        description="1: find it in the text; 2: needs the tables; 3: needs an argument."
    )
    points: int = Field(1, ge=1, le=10)
    excerpts: tuple[ExcerptId, ...] = Field(min_length=1, description="What the item is about.")
    stem: Text = Field(description="The question.")
    hint: Text = Field(description="Where to look, without giving the answer.")
    confidence: bool = Field(False, description="Also ask how sure the reader is.")
    predict: bool = Field(
        False, description="One answer only, before the archive's is shown; needs reveal."
    )
    reveal: Reveal | None = None

    @field_validator("options", "targets", "rubric", "bands", check_fields=False)
    @classmethod
    def _ids_differ(cls, options: tuple[Any, ...]) -> tuple[Any, ...]:
        ids = [option.id for option in options]
        for each in ids:
            if ids.count(each) > 1:
                raise ValueError(f'the id "{each}" is there twice; give each its own')
        return options

    @model_validator(mode="after")
    def _prediction_is_met(self) -> _Item:
        if self.predict and not self.reveal:
            raise ValueError("a prediction has nothing to meet; add reveal")
        return self

    @property
    def chapter(self) -> str:
        """The part of the id before the stroke: the page where the item is at home."""
        return self.id.partition("/")[0]

    @property
    def scored(self) -> bool:
        """Whether an answer earns points; what is a matter of judgement never does."""
        return True

    def feedbacks(self) -> dict[str, Feedback]:
        """Return what there is to be told, by the id of the option that it is told about."""
        raise NotImplementedError

    def rule(self) -> dict[str, Any]:
        """Return what scoring needs, as JSON: the `kind` and its key."""
        raise NotImplementedError

    def asked(self) -> list[str]:
        """Return the words of the question, by which a reader's answer stands or falls."""
        return [self.stem]

    @property
    def digest(self) -> str:
        """Eight hexadecimal digits that change when the question or its key changes."""
        said = json.dumps([self.asked(), self.rule()], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()[:8]


class _WithOptions(_Item):
    options: tuple[Option, ...] = Field(min_length=2)

    def feedbacks(self) -> dict[str, Feedback]:
        return {option.id: option for option in self.options}

    def asked(self) -> list[str]:
        return [self.stem, *sorted(f"{option.id}: {option.text}" for option in self.options)]

    def _known(self, ids: Iterable[str]) -> None:
        known = [option.id for option in self.options]
        for each in ids:
            if each not in known:
                raise ValueError(f'the key "{each}" is no option; use one of {", ".join(known)}')


class Choice(_WithOptions):
    """One option is right."""

    kind: Literal["choice"]
    key: Name = Field(description="The id of the right option.")
    partial: dict[Name, Annotated[float, Field(gt=0, lt=1)]] = Field(
        default_factory=dict, description="Share of the points that another option earns."
    )

    @model_validator(mode="after")
    def _key_exists(self) -> Choice:
        self._known([self.key, *self.partial])
        if self.key in self.partial:
            raise ValueError(f'"{self.key}" is the key and partial too; take it out of partial')
        return self

    def rule(self) -> dict[str, Any]:
        credits = {option.id: self.partial.get(option.id, 0) for option in self.options}
        return {"kind": "choice", "credits": credits | {self.key: 1}}


class Choices(_WithOptions):
    """One option or more are right."""

    kind: Literal["choices"]
    key: tuple[Name, ...] = Field(min_length=1, description="The ids of all right options.")

    @model_validator(mode="after")
    def _key_exists(self) -> Choices:
        self._known(self.key)
        return self

    def rule(self) -> dict[str, Any]:
        options = [option.id for option in self.options]
        return {
            "kind": "choices",
            "right": [each for each in options if each in self.key],
            "wrong": [each for each in options if each not in self.key],
        }


class Order(_WithOptions):
    """Options to be put in order."""

    kind: Literal["order"]
    key: tuple[Name | Annotated[tuple[Name, ...], Field(min_length=1)], ...] = Field(
        min_length=2, description="The ids in order; a list of ids where nothing decides."
    )

    @model_validator(mode="after")
    def _key_is_complete(self) -> Order:
        placed = [each for group in self._groups() for each in group]
        self._known(placed)
        for option in self.options:
            if placed.count(option.id) != 1:
                raise ValueError(f'"{option.id}" is not once in the key; place it there once')
        return self

    def _groups(self) -> list[tuple[str, ...]]:
        return [(each,) if isinstance(each, str) else each for each in self.key]

    def rule(self) -> dict[str, Any]:
        places = {each: n for n, group in enumerate(self._groups(), start=1) for each in group}
        return {"kind": "order", "places": places}


class Match(_WithOptions):
    """Rows, each of which belongs to one target."""

    kind: Literal["match"]
    targets: tuple[Target, ...] = Field(min_length=2)
    key: dict[Name, Name] = Field(description="For each row the id of its target.")

    @model_validator(mode="after")
    def _key_is_complete(self) -> Match:
        self._known(self.key)
        targets = [target.id for target in self.targets]
        for option in self.options:
            if self.key.get(option.id) not in targets:
                raise ValueError(
                    f'the key gives "{option.id}" no target; name one of {", ".join(targets)}'
                )
        return self

    def rule(self) -> dict[str, Any]:
        return {
            "kind": "match",
            "pairs": {option.id: self.key[option.id] for option in self.options},
            "targets": [target.id for target in self.targets],
        }

    def asked(self) -> list[str]:
        return [*super().asked(), *sorted(f"{each.id}: {each.text}" for each in self.targets)]


class Mark(Match):
    """Passages of one excerpt, the `text` of the options, each to be tagged with a category."""

    kind: Literal["mark"]  # type: ignore[assignment]

    @model_validator(mode="after")
    def _passages_are_there(self) -> Mark:
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
        return self

    def feedbacks(self) -> dict[str, Feedback]:
        excerpt = self.excerpts[0]
        return {
            option.id: option.model_copy(
                update={"words": option.words or {excerpt: (option.text,)}}
            )
            for option in self.options
        }


class Number(_Item):
    """A number, counted or calculated."""

    kind: Literal["number"]
    unit: Text
    options: tuple[Value, ...] = Field(
        min_length=1, description="The right value, and those of known mistakes."
    )
    key: Name = Field(description="The id of the right value.")
    otherwise: Feedback = Field(description="What a reader is told who arrives elsewhere.")

    @model_validator(mode="after")
    def _key_exists(self) -> Number:
        ids = [option.id for option in self.options]
        if self.key not in ids:
            raise ValueError(f'the key "{self.key}" is no value; use one of {", ".join(ids)}')
        return self

    def feedbacks(self) -> dict[str, Feedback]:
        return {option.id: option for option in self.options} | {"otherwise": self.otherwise}

    def rule(self) -> dict[str, Any]:
        values = [[option.id, option.value, option.tolerance] for option in self.options]
        values.sort(key=lambda value: value[0] != self.key)
        return {"kind": "number", "values": values}


class Short(_Item):
    """A written answer, which the reader judges with a model and a rubric."""

    kind: Literal["short"]
    model: Text = Field(description="An answer that meets the rubric.")
    rubric: tuple[Criterion, ...] = Field(min_length=2)

    @property
    def scored(self) -> bool:
        return False

    def feedbacks(self) -> dict[str, Feedback]:
        return {
            criterion.id: Feedback(feedback=criterion.text, words=criterion.words)
            for criterion in self.rubric
        }

    def rule(self) -> dict[str, Any]:
        return {"kind": "short", "criteria": [criterion.id for criterion in self.rubric]}


class Estimate(_Item):
    """How likely the reader thinks a claim is, 0 to 100 per cent."""

    kind: Literal["estimate"]
    claim: Text = Field(description="An id of claims.csv.")
    moment: Literal["before", "after"] = Field(description="When the chapter asks.")
    bands: tuple[Band, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _bands_rise_to_100(self) -> Estimate:
        ends = [band.upto for band in self.bands]
        if ends != sorted(set(ends)) or ends[-1] != 100:
            raise ValueError("the bands do not rise to 100; order them, the last one upto: 100")
        return self

    @property
    def scored(self) -> bool:
        return False

    def feedbacks(self) -> dict[str, Feedback]:
        return {band.id: band for band in self.bands}

    def rule(self) -> dict[str, Any]:
        return {"kind": "estimate", "bands": [[band.id, band.upto] for band in self.bands]}


Item = Choice | Choices | Order | Match | Mark | Number | Short | Estimate
KINDS: dict[str, type[Item]] = {
    "choice": Choice,
    "choices": Choices,
    "order": Order,
    "match": Match,
    "mark": Mark,
    "number": Number,
    "short": Short,
    "estimate": Estimate,
}
LABELS = {  # what a question asks for, by its kind
    "choice": "one answer",
    "choices": "one answer or more",
    "order": "put in order",
    "match": "match",
    "mark": "tag the passages",
    "number": "a number",
    "short": "in your own words",
    "estimate": "your opinion, how likely",
}


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
