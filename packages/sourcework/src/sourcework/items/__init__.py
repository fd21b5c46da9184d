"""Items: what a question of the book is made of, a module for each kind.

A kind is a class with the fields that an author writes, what its question asks for, and how a
response is scored. A new one is a module here and its name in `Item`.
"""

from __future__ import annotations

from typing import get_args, get_type_hints

from .base import Rule, Shuffle
from .choice import Choice
from .choices import Choices
from .estimate import Estimate
from .fields import (
    Band,
    Criterion,
    ExcerptId,
    Feedback,
    Name,
    Option,
    Reveal,
    Target,
    Text,
    Value,
)
from .mark import Mark, passages
from .match import Match
from .number import Number
from .order import Order
from .short import Short

__all__ = [
    "KINDS",
    "LABELS",
    "Band",
    "Choice",
    "Choices",
    "Criterion",
    "Estimate",
    "ExcerptId",
    "Feedback",
    "Item",
    "Mark",
    "Match",
    "Name",
    "Number",
    "Option",
    "Order",
    "Reveal",
    "Rule",
    "Short",
    "Shuffle",
    "Target",
    "Text",
    "Value",
    "passages",
]

Item = Choice | Choices | Order | Match | Mark | Number | Short | Estimate


def _name(kind: type[Item]) -> str:
    return str(get_args(get_type_hints(kind)["kind"])[0])


KINDS: dict[str, type[Item]] = {_name(each): each for each in get_args(Item)}
LABELS = {name: each.LABEL for name, each in KINDS.items()}  # what a question asks for
