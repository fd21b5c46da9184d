"""Feedback to an answer: remarks, and the words of the document that decide."""

from __future__ import annotations

from collections.abc import Sized
from typing import Any

from .display import in_book
from .excerpts import load_excerpts
from .items import Feedback, Item, Sample
from .quantities import in_words
from .typography import typeset, within

__all__ = ["quotation", "quotations", "remark", "samples_title", "shown_samples"]


def remark(item: Item, name: str, told: Feedback) -> dict[str, Any]:
    """Return what is told of the option `name`, as JSON: `Item.feedbacks()` has both.

    `text` says of which option, `answer` where it belongs if it belongs somewhere, `right` whether
    it is right for itself; `solved` is told only with the answer, `next` is the move to make next
    time; `words` are made by `quotation`. `chosen` has, by a wrong target, what is told otherwise
    where it was given to the row.
    """
    text, answer, right = item.described(name)
    said = _said(told)
    made = {
        "id": name,
        "text": text if item.PASSAGES else typeset(text),
        "answer": typeset(answer),
        "right": right,
        **said,
    }
    chosen = {
        target: {part: words for part, words in _said(each).items() if words != said[part]}
        for target, each in item.feedbacks_by_choice().get(name, {}).items()
    }
    return made | ({"chosen": chosen} if chosen else {})


def _said(told: Feedback) -> dict[str, Any]:
    return {
        "feedback": typeset(told.feedback),
        "solved": typeset(told.solved),
        "next": typeset(told.next_time),
        "words": quotations(told),
    }


def samples_title(samples: Sized) -> str:
    """Return the heading of composed answers, which says that they are composed."""
    return f"Answers at {in_words(len(samples))} levels, composed for this book"


def shown_samples(samples: tuple[Sample, ...]) -> dict[str, Any]:
    """Return composed answers, as JSON, with their heading: `title` and `answers`."""
    answers = [{"level": s.level, "answer": s.answer, "remark": s.remark} for s in samples]
    return {"title": samples_title(samples), "answers": typeset(answers)}


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
