"""Base of items: what all kinds have, and what each says of itself."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterable
from typing import (
    Annotated,
    Any,
    ClassVar,
    Literal,
    NamedTuple,
    TypeVar,
    get_args,
    get_type_hints,
)

from ..records import AuthoredRecord, Field
from .excerpt_passages import Line
from .fields import (
    DIFFERENT,
    Dated,
    ExcerptId,
    Feedback,
    ItemId,
    Name,
    Option,
    Phrases,
    Reason,
    Retired,
    Reveal,
    Text,
)
from .interactions import Interaction, ResponseForm, SimpleChoice

__all__ = ["KINDS", "Item", "Opinion", "Rule", "Shuffle", "WithOptions"]
__all__ += ["are_ids", "is_number", "is_within", "register"]

Rule = dict[str, Any]
_Kind = TypeVar("_Kind", bound="Item")
Shuffle = Callable[[Iterable[str], str], list[str]]  # ids and a sign for this turn, put in an order


class Opinion(NamedTuple):
    """Claim, an id of `claims.csv`, of which an item asks the likelihood, and when it asks."""

    claim: str
    moment: Literal["before", "after"]


class Item(AuthoredRecord):
    """What items of all kinds have, and what a kind says of itself.

    A kind adds its fields, its `interaction`, what there is to be told (`feedbacks`), and how a
    rule scores a response: `answers`, `share`, `feedback_for`, `named` and `full` take what `rule`
    returns, as JSON, and no item, since the page's script and a grader have no more.

    Attributes
    ----------
    LABEL
        What a question asks for, in a word or two.
    FORM
        What a response is.
    SCORED
        Whether an answer earns points; what is a matter of judgement never does.
    PASSAGES
        Whether the options are passages of the one excerpt, words of the document.
    TOLD
        The field that has what is told, in the order of `feedbacks`.
    LOSSES
        What no platform's quiz does as this kind does it, a phrase each.
    """

    LABEL: ClassVar[str]
    FORM: ClassVar[ResponseForm]
    SCORED: ClassVar[bool] = True
    PASSAGES: ClassVar[bool] = False
    TOLD: ClassVar[str] = "options"
    LOSSES: ClassVar[tuple[str, ...]] = ()

    id: ItemId = Field(
        description="chapter/kind-n; stable for ever, and no statement about the place."
    )
    kind: str
    mode: Literal["practice", "graded"] = Field(
        default="practice", description="graded: published without key and feedback."
    )
    objective: Name = Field(description="An id of objectives.yml.")
    level: Literal[1, 2, 3] = Field(
        description="1: find it in the text; 2: needs the tables; 3: needs an argument."
    )
    points: int = Field(default=1, ge=1, le=10)
    excerpts: tuple[ExcerptId, ...] = Field(min_length=1, description="What the item is about.")
    stem: Text = Field(description="The question.")
    hint: Phrases = Field(
        description="Where to look, without giving the answer; or a list, from nudge to method."
    )
    confidence: bool = Field(default=False, description="Also ask how sure the reader is.")
    predict: bool = Field(
        default=False, description="One answer only, before the archive's is shown; needs reveal."
    )
    reveal: Reveal | None = None
    reason: Reason | None = None
    open: str = Field(
        default="", description="Why nothing on the page waits for the answer, in a sentence."
    )
    gives_away: tuple[Text, ...] = Field(
        default=(), description="Words that would tell the answer: no open text may have them."
    )
    retired: Retired | None = Field(
        default=None,
        description="No longer asked: kept for records and answers files that have it.",
    )

    def __post_init__(self) -> None:
        if self.predict and not self.reveal:
            raise ValueError("a prediction has nothing to meet; add reveal")

    @property
    def chapter(self) -> str:
        """The part of the id before the stroke: the page where the item is at home."""
        return self.id.partition("/")[0]

    @property
    def scored(self) -> bool:
        """Whether an answer earns points: `SCORED`."""
        return self.SCORED

    @property
    def cut_by_reader(self) -> bool:
        """Whether readers say where the passages begin and end."""
        return False

    @property
    def opinion(self) -> Opinion | None:
        """The claim on which the item asks an opinion, if it does."""
        return None

    def interaction(self) -> Interaction:
        """Return what the question has somebody do, with its key."""
        raise NotImplementedError

    def feedbacks(self) -> dict[str, Feedback]:
        """Return what there is to be told, by the id of the option that it is told about."""
        raise NotImplementedError

    def feedbacks_by_choice(self) -> dict[str, dict[str, Feedback]]:
        """Return what is told of a row instead, by its id and that of the target given to it."""
        return {}

    def times(self) -> dict[str, Dated]:
        """Return the options that have a time, by their ids: told once the answer is."""
        return {}

    def ends(self) -> tuple[str, ...]:
        """Return what stands at both ends of the scale on which the options stand, if they do."""
        return ()

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

    @staticmethod
    def answers(rule: Rule, response: object) -> bool:
        """Say whether a response answers a question of this rule at all."""
        raise NotImplementedError

    @staticmethod
    def share(rule: Rule, response: Any) -> float | None:
        """Return the share of the points, 0 to 1, of a response that answers; None: no points."""
        return None

    @staticmethod
    def feedback_for(rule: Rule, response: Any) -> list[str]:
        """Return the ids of the options whose feedback a response calls for that answers."""
        return []

    @staticmethod
    def named(rule: Rule) -> tuple[list[str], list[str]]:
        """Return the ids of options or rows, and of targets, of which a response is made."""
        return [], []

    @staticmethod
    def full(rule: Rule) -> Any:
        """Return a response that earns all points; of an opinion any, and None of a text."""
        return None

    def lines(self) -> list[Line]:
        """Return the lines of the document in which rows are answered, cut at their pieces."""
        return []

    def arranged(self, shuffle: Shuffle) -> list[Option]:
        """Return the options in the order in which a question shows them."""
        return []

    def described(self, name: str) -> tuple[str, str, bool]:
        """Return an option's text, where it belongs, and whether it is right; as far as it goes."""
        return "", "", False


KINDS: dict[str, type[Item]] = {}  # by name, in the order in which they are registered


def register(kind: type[_Kind]) -> type[_Kind]:
    """Make a kind known, by the name that its field `kind` takes; used as a decorator."""
    (name,) = get_args(get_type_hints(kind)["kind"])
    KINDS[name] = kind
    return kind


class WithOptions(Item):
    """An item with options to choose from or to be put somewhere."""

    options: Annotated[tuple[Option, ...], DIFFERENT] = Field(
        min_length=2, label="Answers", one="Answer"
    )

    def feedbacks(self) -> dict[str, Feedback]:
        return {option.id: option for option in self.options}

    def asked(self) -> list[str]:
        return [self.stem, *sorted(f"{option.id}: {option.text}" for option in self.options)]

    def _known(self, ids: Iterable[str]) -> None:
        known = [option.id for option in self.options]
        for each in ids:
            if each not in known:
                raise ValueError(f'the key "{each}" is no option; use one of {", ".join(known)}')

    def choices(self) -> tuple[SimpleChoice, ...]:
        """Return the options as an interaction has them."""
        return tuple(SimpleChoice(option.id, option.text) for option in self.options)

    def text_of(self, name: str) -> str:
        """Return the text of an option."""
        return next(option.text for option in self.options if option.id == name)

    def arranged(self, shuffle: Shuffle) -> list[Option]:
        options = {option.id: option for option in self.options}
        return [options[each] for each in shuffle(options, "")]


def are_ids(response: object, known: list[str]) -> bool:
    """Say whether a response is a list of known ids, each once."""
    return (
        isinstance(response, list)
        and all(each in known for each in response)
        and len({str(each) for each in response}) == len(response)
    )


def is_number(response: object) -> bool:
    """Say whether a response is a number that a float can hold."""
    return (
        isinstance(response, int | float)
        and not isinstance(response, bool)
        and abs(response) <= sys.float_info.max  # an integer of JSON has any length
    )


def is_within(value: float, other: float, off: float) -> bool:
    """Say whether a number is another one, up to a tolerance."""
    return abs(value - other) <= off + 1e-9
