"""What a reader is told of an answer: feedback, and the words of the document that decide."""

from __future__ import annotations

from typing import Any

from .display import in_book
from .excerpts import load_excerpts
from .items import Feedback, Item
from .typography import typeset, within

__all__ = ["quotation", "quotations", "remark"]


def remark(item: Item, name: str, told: Feedback) -> dict[str, Any]:
    """Return what is told of the option `name`, as JSON: `Item.feedbacks()` has both.

    `text` says of which option, `answer` where it belongs if it belongs somewhere, `right` whether
    it is right for itself; `words` are made by `quotation`.
    """
    text, answer, right = item.described(name)
    return {
        "id": name,
        "text": text if item.PASSAGES else typeset(text),
        "answer": typeset(answer),
        "right": right,
        "feedback": typeset(told.feedback),
        "words": quotations(told),
    }


def quotations(told: Feedback) -> list[dict[str, str]]:
    """Cut all the words that decide out of their excerpts."""
    return [quotation(excerpt, each) for excerpt, words in told.words.items() for each in words]


def quotation(excerpt: str, phrase: str) -> dict[str, str]:
    """Cut `phrase` out of the excerpt's reading text; link the excerpt on its page."""
    one = load_excerpts()[excerpt]
    place = one.reading.index(phrase)
    line = one.passages[one.reading.count("\n", 0, place)].line
    return {
        "quote": one.reading[place : place + len(phrase)],
        "where": typeset(f"line {line}, {within(one.title)}"),
        "href": f"{one.chapter}.html#{one.anchor}" if in_book() else "",
    }
