"""Remarks after an answer in a quiz: feedback, words of the document, what the archive has."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from .. import tables
from ..bibliography import load_bibliography
from ..dates import spoken
from ..feedback import quotations, samples_title
from ..items import Feedback, Item, Sample
from ..items.interactions import (
    Bound,
    ExtendedTextInteraction,
    NumericInteraction,
    OrderInteraction,
    SliderInteraction,
)
from .places import places
from .texts import bullets, inline, paragraphs, plain

__all__ = ["Quotation", "Remark", "all_remarks", "criteria", "remarks", "reveal"]


@dataclass(frozen=True)
class Quotation:
    """Words cut out of an excerpt, and where they stand: `line 22, the old man's wish`."""

    words: str
    where: str


@dataclass(frozen=True)
class Remark:
    """What is told of one option.

    Attributes
    ----------
    about
        The option's text; of a number with its unit; empty if it is about no option.
    answer
        Where the option belongs, if it belongs somewhere, else empty.
    """

    about: str
    answer: str
    feedback: str
    next_time: str
    quotations: tuple[Quotation, ...]

    def html(self) -> Markup:
        """Return feedback, quotations and the next move, without a paragraph around them."""
        parts = [Markup("“{}” ({})").format(each.words, each.where) for each in self.quotations]
        return Markup("<br/>").join([inline(self.feedback), *parts, *map(inline, self._next())])

    def plain(self) -> str:
        """Return feedback, quotations and the next move as one line of text."""
        quoted = [f"“{each.words}” ({each.where})" for each in self.quotations]
        parts = [plain(self.feedback), *quoted, *map(plain, self._next())]
        return " ".join(parts).replace("\n", " ")

    def _next(self) -> list[str]:
        return [f"Next time: {self.next_time}"] if self.next_time else []

    def headed(self) -> Markup:
        """Return the same after the option that it is about and the answer to it."""
        if not self.about:
            return self.html()
        answer = Markup(" → <em>{}</em>").format(inline(self.answer)) if self.answer else ""
        return Markup("<strong>{}</strong>{}<br/>{}").format(
            inline(self.about), answer, self.html()
        )


def remarks(item: Item) -> dict[str, Remark]:
    """Return what is told of each option, by its id, in the order of the item."""
    return {
        name: Remark(*_labels(item, name), told.whole, told.next_time, _quoted(told))
        for name, told in item.feedbacks().items()
    }


def _quoted(told: Feedback) -> tuple[Quotation, ...]:
    return tuple(Quotation(each["quote"], each["where"]) for each in quotations(told))


def all_remarks(item: Item) -> Markup:
    """Return what is told of all options as one list, that of an order in its order."""
    told = remarks(item)
    asked = item.interaction()
    ranks = asked.places if isinstance(asked, OrderInteraction) else dict.fromkeys(told, 0)
    return bullets(told[name].headed() for name in sorted(told, key=lambda name: ranks[name]))


def criteria(item: Item, asked: ExtendedTextInteraction) -> Markup:
    """Return the model answer, what to look for in an answer, and composed ones at their levels."""
    look = paragraphs(Markup("What to look for in an answer:"))
    model = paragraphs(Markup("A model: {}").format(inline(asked.model)))
    return model + look + all_remarks(item) + _samples(asked.samples)


def _samples(samples: tuple[Sample, ...]) -> Markup:
    if not samples:
        return Markup("")
    line = Markup("<strong>{}</strong><br/>{}<br/><em>{}</em>")
    answers = (line.format(s.level, inline(s.answer), inline(s.remark)) for s in samples)
    return paragraphs(Markup("{}:").format(samples_title(samples))) + bullets(answers)


def reveal(item: Item) -> Markup:
    """Return what the archive has, if the item says so: text, dated events, works."""
    if not item.reveal:
        return Markup("")
    events = tables.events().loc[list(item.reveal.events)]
    dated = [
        Markup("{}: {}").format(spoken(event["written_date"]), inline(event["title"]))
        for _, event in events.iterrows()
    ]
    works = load_bibliography()
    sources = "; ".join(works[key].label for key in item.reveal.sources)
    return (
        paragraphs(Markup("What the papers have: {}").format(inline(item.reveal.text)))
        + (bullets(dated) if dated else Markup(""))
        + paragraphs(Markup("Sources: {}").format(sources) if sources else Markup(""))
    )


def _labels(item: Item, name: str) -> tuple[str, str]:
    """Return what a remark is about, and the answer to it."""
    text, answer, _ = item.described(name)
    match item.interaction():
        case NumericInteraction():
            return text or "Any other number", ""
        case SliderInteraction(bounds=bounds):
            return _band(bounds, name), ""
        case OrderInteraction() as asked:
            return text, places(asked)[name]
    return text, answer


def _band(bounds: tuple[Bound, ...], name: str) -> str:
    start = 0
    for each in bounds:
        if each.id == name:
            return f"{start} to {each.upto} per cent"
        start = each.upto + 1
    return ""
