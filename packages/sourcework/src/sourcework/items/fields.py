"""Fields that items are made of: options, targets, values, bands, criteria, feedback."""

from __future__ import annotations

from typing import Annotated, Any

from ..dates import first_day, is_real, last_day
from ..records import Altered, AuthoredRecord, Field, Limits, Tested

__all__ = [
    "DIFFERENT",
    "AuthoredRecord",
    "Band",
    "Criterion",
    "Dated",
    "ExcerptId",
    "Feedback",
    "ItemId",
    "Name",
    "Option",
    "Phrases",
    "Reason",
    "Retired",
    "Reveal",
    "Row",
    "Sample",
    "Target",
    "Text",
    "Value",
    "Words",
]

Text = Annotated[str, Limits(min_length=1)]
Name = Annotated[str, Limits(pattern=r"^[a-z][a-z0-9-]*$")]
ExcerptId = Annotated[str, Limits(pattern=r"^[a-z][a-z0-9-]*/[a-z][a-z0-9-]*$")]


def _several(value: object) -> object:
    return [value] if isinstance(value, str) else value


_PHRASE = {"type": "string", "minLength": 1}
Phrases = Annotated[
    tuple[Text, ...],
    Limits(min_length=1),
    Altered(_several, {"anyOf": [_PHRASE, {"type": "array", "items": _PHRASE, "minItems": 1}]}),
]
Words = dict[ExcerptId, Phrases]


def _ids_differ(named: tuple[Any, ...]) -> tuple[Any, ...]:
    ids = [each.id for each in named]
    for each in ids:
        if ids.count(each) > 1:
            raise ValueError(f'the id "{each}" is there twice; give each its own')
    return named


DIFFERENT = Tested(_ids_differ)


def _real(date: str) -> str:
    if not is_real(date):
        raise ValueError(f'"{date}" is no date; write it as "2026-11-30" or as "2026-11"')
    return date


_Date = Annotated[str, Tested(_real)]


def _between(dates: str) -> str:
    first, *others = [_real(each) for each in dates.split("/")]
    if len(others) > 1 or any(last_day(other) < first_day(first) for other in others):
        raise ValueError(f'"{dates}" is no time; write one date, or "1907-03-02/1907-03-09"')
    return dates


_Time = Annotated[str, Tested(_between)]
ItemId = Annotated[str, Limits(pattern=r"^[a-z][a-z0-9-]*/[a-z]+-\d+$")]


class Feedback(AuthoredRecord):
    """What a reader is told: two to four sentences, and the words of the document that decide."""

    feedback: Text = Field(
        label="Remark",
        description="Begins with what is right about a wrong answer: why it tempts, what decides.",
    )
    solved: str = Field(
        default="",
        label="Told with the answer",
        description="What would give the answer away: told once the answer is.",
    )
    next_time: str = Field(
        default="",
        label="Next time",
        description="The move to make next time, where it is not the feedback's end.",
    )
    words: Words = Field(
        default_factory=dict,
        label="Words that decide",
        description="The words that decide: excerpt id, then a phrase of it or a list of phrases.",
    )

    @property
    def whole(self) -> str:
        """The remark with what is told only once the answer is."""
        return f"{self.feedback} {self.solved}" if self.solved else self.feedback


class Option(Feedback):
    """One answer that a reader can give, or one row to be put somewhere."""

    id: Name
    text: Text


class Dated(Option):
    """One thing to be put in order, with its time if it has one: told once the answer is."""

    event: str = Field(
        default="",
        table="events",
        description="Id of events.csv: its date is that of the option.",
    )
    time: _Time | None = Field(
        default=None,
        description="Where no event has it: a date, or two between which it was, 1907-03/1908.",
    )

    def __post_init__(self) -> None:
        if self.event and self.time:
            raise ValueError(f'"{self.id}" has an event and a time; keep one of them')


class Scale(AuthoredRecord):
    """A scale on which the options of a choice stand, as sentences do that claim more and more."""

    order: tuple[Name, ...] = Field(
        min_length=3, description="The ids of all options, from the low end to the high one."
    )
    low: Text = Field(description="What stands at the low end: claims least.")
    high: Text = Field(description="What stands at the high end: claims most.")


class Row(Option):
    """One row to be put somewhere, with what is told of single wrong places.

    Where every row has a piece of the text, a page shows the text with a pen for each target.
    """

    piece: str = Field(
        default="",
        graded=False,
        description="Of a match: the words of its excerpts that the row is about.",
    )
    chosen: dict[Name, Feedback] = Field(
        default_factory=dict,
        description="By wrong targets that readers choose: what is told of the row instead.",
    )

    def of_choice(self, target: str, own: Feedback) -> Feedback:
        """Return what is told of a wrong target; what it leaves out is the row's `own`."""
        told = self.chosen[target]
        return Feedback(
            feedback=told.feedback,
            solved=told.solved or own.solved,
            next_time=told.next_time or own.next_time,
            words=told.words or own.words,
        )


class Target(AuthoredRecord):
    """One of the things that the rows of a match, or the passages of a mark, can be given to."""

    id: Name
    text: Text


class Value(Feedback):
    """A number that readers arrive at: the right one, or that of a known mistake."""

    id: Name
    value: float = Field(label="Number")
    tolerance: float = Field(
        default=0, ge=0, label="Tolerance", description="How far off still counts as this value."
    )


class Band(Feedback):
    """What a reader is told whose estimate is at most `upto`, and above the band before."""

    id: Name
    upto: int = Field(ge=0, le=100, label="Up to, in per cent")


class Criterion(AuthoredRecord):
    """One thing to look for in a written answer."""

    id: Name
    text: Text
    words: Words = Field(default_factory=dict)


class Sample(AuthoredRecord):
    """An answer at one level, composed by an author, and what a marker says of it."""

    level: Text = Field(description="What the level is called.")
    answer: Text = Field(description="As somebody who is asked could have written it.")
    remark: Text = Field(description="What is there, what is lacking, and the next step.")


class Reason(AuthoredRecord):
    """A sentence that a reader is asked for beside the answer: kept, compared, never scored."""

    ask: Text = Field(description="What is asked: Say in a sentence which words decide.")
    model: Text = Field(description="A sentence with which the reader compares it.")


class Reveal(AuthoredRecord):
    """What the archive has, shown after the reader has answered."""

    text: Text
    events: tuple[Text, ...] = Field(
        default=(), description="Ids of events.csv, shown with their dates."
    )
    sources: tuple[Text, ...] = Field(default=(), description="Keys of references.bib.")


class Retired(AuthoredRecord):
    """When a question left the book, and which one came in its place; records still have it."""

    since: _Date = Field(description="The date of the first edition without it, as 2026-11-30.")
    by: ItemId | None = Field(default=None, description="The id of the item in its place.")
