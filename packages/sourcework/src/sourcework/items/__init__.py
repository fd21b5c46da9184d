"""Items: what a question of the book is made of, a module for each kind.

A kind is a class with the fields that an author writes, what its question asks for, and how a
response is scored. A new one is a module here, which registers it, and a line below that loads it.
"""

from __future__ import annotations

from .excerpt_passages import find_passages, passages
from .fields import (
    Band,
    Criterion,
    Dated,
    ExcerptId,
    Feedback,
    ItemId,
    Name,
    Option,
    Reason,
    Reveal,
    Sample,
    Target,
    Text,
    Value,
)
from .item_base import KINDS, Item, Opinion, Rule, Shuffle, register

# The kinds, in the order in which authors are told of them.
# isort: off
from .choice import Choice as Choice
from .choices import Choices as Choices
from .order import Order as Order
from .match import Match as Match
from .mark import Mark as Mark
from .number import Number as Number
from .short import Short as Short
from .estimate import Estimate as Estimate
# isort: on

__all__ = [
    "KINDS",
    "Band",
    "Criterion",
    "Dated",
    "ExcerptId",
    "Feedback",
    "Item",
    "ItemId",
    "Name",
    "Opinion",
    "Option",
    "Reason",
    "Reveal",
    "Rule",
    "Sample",
    "Shuffle",
    "Target",
    "Text",
    "Value",
    "find_passages",
    "passages",
    "register",
]
