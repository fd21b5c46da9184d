"""Interactions: what a question has somebody do, in the words of QTI; a closed set.

A kind of item is one of these with fields, scoring and remarks of its own. What is made of items, a
quiz, a notebook, a report, goes by the interaction of an item, or by the form of its kind's
responses where there is no key, and by no kind's name: so a new kind has all of it at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from .fields import Sample

__all__ = [
    "OTHERWISE",
    "Bound",
    "ChoiceInteraction",
    "ExtendedTextInteraction",
    "Interaction",
    "MatchInteraction",
    "NumericInteraction",
    "NumericValue",
    "OrderInteraction",
    "ResponseForm",
    "SimpleChoice",
    "SliderInteraction",
]


OTHERWISE = "otherwise"


class ResponseForm(StrEnum):
    """Form of a response, as JSON; in QTI the cardinality and the base type of its variable."""

    IDENTIFIER = "identifier"  # the id of an option
    IDENTIFIERS = "identifiers"  # a list of ids of options
    ORDER = "order"  # the list of the ids of all options
    PAIRS = "pairs"  # a mapping from ids of rows to ids of targets
    NUMBER = "number"
    PERCENTAGE = "percentage"  # a number from 0 to 100
    TEXT = "text"  # which a person judges


@dataclass(frozen=True)
class SimpleChoice:
    """Option, row or target, by its id."""

    id: str
    text: str


@dataclass(frozen=True)
class ChoiceInteraction:
    """Options to choose from.

    Attributes
    ----------
    right
        The ids of the right options.
    shares
        By option the share of the points that choosing it earns: of one answer 0 to 1; of several
        answers below 0 if it is wrong.
    several
        Whether more than one can be chosen.
    """

    choices: tuple[SimpleChoice, ...]
    right: tuple[str, ...]
    shares: Mapping[str, float]
    several: bool = False

    @property
    def partial(self) -> dict[str, float]:
        """Shares of options that are not right and earn something."""
        earning = {name: share for name, share in self.shares.items() if share > 0}
        return {name: share for name, share in earning.items() if name not in self.right}


@dataclass(frozen=True)
class OrderInteraction:
    """Options to put in order; `places` has the rank of each, from 1, the same where tied."""

    choices: tuple[SimpleChoice, ...]
    places: Mapping[str, int]

    @property
    def has_ties(self) -> bool:
        """Whether two options share a place, since nothing decides between them."""
        return len(set(self.places.values())) < len(self.places)


@dataclass(frozen=True)
class MatchInteraction:
    """Rows, each of which belongs to one target; each earns the same share of the points.

    Attributes
    ----------
    pairs
        By row its target.
    passages
        Whether the rows are passages of the one excerpt, in its order, to be tagged where they are.
    """

    rows: tuple[SimpleChoice, ...]
    targets: tuple[SimpleChoice, ...]
    pairs: Mapping[str, str]
    passages: bool = False


@dataclass(frozen=True)
class NumericValue:
    """Number that readers arrive at, and how far off still counts as it."""

    id: str
    value: float
    tolerance: float


@dataclass(frozen=True)
class NumericInteraction:
    """Number to be entered; what is told of a number that is no value has the id `OTHERWISE`.

    Attributes
    ----------
    values
        The right one, `key` by its id, and those of known mistakes.
    """

    values: tuple[NumericValue, ...]
    key: str
    unit: str

    @property
    def tried(self) -> list[NumericValue]:
        """The values in the order in which a number is compared with them, the right one first."""
        return sorted(self.values, key=lambda value: value.id != self.key)


@dataclass(frozen=True)
class Bound:
    """Highest number of a stretch of a scale, by the id of what is told there."""

    id: str
    upto: int


@dataclass(frozen=True)
class SliderInteraction:
    """Per cent to be set on a scale from 0 to 100, an opinion: `bounds` rise to 100.

    The rule of such a kind has them too, as `bands`, pairs of an id and a bound: pages print them.
    """

    bounds: tuple[Bound, ...]


@dataclass(frozen=True)
class ExtendedTextInteraction:
    """Text to be written, which a person judges by a model and by what the remarks look for.

    Attributes
    ----------
    samples
        Composed answers at several levels, to be seen after the model.
    """

    model: str
    samples: tuple[Sample, ...] = ()


Interaction = (
    ChoiceInteraction
    | OrderInteraction
    | MatchInteraction
    | NumericInteraction
    | SliderInteraction
    | ExtendedTextInteraction
)
