"""Prompts of a quiz: the excerpts, as there is no page around it, then the item's question.

Here, too, is what no platform can do, for every format's report.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from markupsafe import Markup

from ..chapters import chapter, has_questions
from ..display import excerpt
from ..identity import book_id, book_title
from ..items import Item, passages
from ..items.interactions import (
    MatchInteraction,
    NumericInteraction,
    OrderInteraction,
    SimpleChoice,
)
from ..settings import settings
from .texts import inline, paragraphs

__all__ = [
    "code",
    "decimal",
    "heading",
    "identifier",
    "instruction",
    "lost",
    "number_of",
    "prompt",
    "row",
]

_NAMESPACE = uuid.UUID("5d1e9a52-6e0c-5a39-9c37-2b1f4f5f8c11")  # for ever: identifiers hang on it


def identifier(*names: str) -> str:
    """Return 32 hexadecimal digits for an item, a quiz, or a part of one of this book, for ever."""
    book = book_id()
    bare = settings().identifiers == "bare"
    namespace = _NAMESPACE if bare else uuid.uuid5(_NAMESPACE, f"book {book}")
    return uuid.uuid5(namespace, " ".join(names)).hex


def code(item: Item) -> str:
    """Return the item's id, for platforms that take it as it is, told apart by book."""
    return item.id if settings().identifiers == "bare" else f"{book_id()}/{item.id}"


def heading(name: str) -> str:
    """Return the heading of a chapter's page; of an assignment, its name."""
    return chapter(name).heading if has_questions(name) else name


def number_of(*names: str) -> str:
    """Return nine digits for a part of an item, for platforms whose ids are numbers."""
    return str(10**8 + int(identifier(*names), 16) % (9 * 10**8))


def decimal(value: float) -> str:
    """Return a number as platforms read it: `72`, `0.5`."""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def prompt(item: Item, *, quoted: str = "blockquote", stem: Markup | None = None) -> Markup:
    """Return the excerpts, the stem, and from where in the book the question is.

    Parameters
    ----------
    quoted
        The element around the words of the document; `p` where a platform lacks block quotations.
    stem
        What stands in the place of the stem and its instruction.
    """
    asked = paragraphs(inline(item.stem), Markup(instruction(item))) if stem is None else stem
    given = (_excerpt(item, name, quoted) for name in item.excerpts)
    return Markup("").join(given) + asked + paragraphs(_origin(item))


def instruction(item: Item) -> str:
    """Return what a reader must know of the form of the answer, if the stem leaves it open."""
    match item.interaction():
        case NumericInteraction(unit=unit):
            return f"Answer with a number ({unit})."
        case OrderInteraction(has_ties=True):
            return "Where options share a place, nothing decides between them."
    return ""


def row(asked: MatchInteraction, one: SimpleChoice) -> str:
    """Return how a row is called: a passage to be tagged by its number and its words."""
    if not asked.passages:
        return one.text
    return f"Passage {asked.rows.index(one) + 1}: “{one.text}”"


def lost(item: Item, *more: str) -> tuple[str, ...]:
    """Return what no platform has of this item, and what this one lacks, `more`, before it."""
    everywhere = dict.fromkeys(item.LOSSES, True) | {
        "how sure the reader is": item.confidence,
        "the sentence that says why": item.reason is not None,
        "the one try, after which the papers answer": item.predict,
        "the tables, which stay in the book": item.level == 2,
    }
    return (
        *(each for each in more if each),
        *(what for what, is_so in everywhere.items() if is_so),
    )


def _origin(item: Item) -> Markup:
    if not has_questions(item.chapter):
        return Markup("Question {}.").format(item.id)
    tables = " It needs the tables of that chapter." if item.level == 2 else ""
    return Markup("Question {} of <em>{}</em>, chapter <em>{}</em>.{}").format(
        item.id, book_title(), heading(item.chapter), tables
    )


def _excerpt(item: Item, name: str, quoted: str) -> Markup:
    shown = excerpt(name)
    lines = zip(shown.excerpt.passages, _lines(item, name), strict=True)
    inside = [Markup("<strong>{}</strong> {}").format(one.line, text) for one, text in lines]
    quotation = (
        Markup("<blockquote>{}</blockquote>").format(paragraphs(*inside))
        if quoted == "blockquote"
        else paragraphs(*inside)
    )
    title = paragraphs(Markup("<strong>{}</strong>").format(inline(shown.excerpt.title)))
    return title + quotation + paragraphs(Markup("— {}").format(inline(shown.attribution)))


def _lines(item: Item, name: str) -> Iterable[Markup | str]:
    """Return the reading text, line by line; passages to be tagged stand in numbered brackets."""
    asked = item.interaction()
    if not isinstance(asked, MatchInteraction) or not asked.passages:
        return excerpt(name).excerpt.reading.split("\n")
    numbers = {one.id: n for n, one in enumerate(asked.rows, start=1)}
    opened: set[str] = set()
    lines = []
    for parts in passages(name, asked.rows):
        line = Markup("")
        for part in parts:
            line += _bracketed(part, numbers, opened)
        lines.append(line)
    return lines


def _bracketed(part: dict[str, str], numbers: dict[str, int], opened: set[str]) -> Markup:
    if not part["id"]:
        return Markup("{}").format(part["text"])
    number = "" if part["id"] in opened else f"{numbers[part['id']]} "
    opened.add(part["id"])
    return Markup("<strong>[{}</strong>{}<strong>]</strong>").format(number, part["text"])
