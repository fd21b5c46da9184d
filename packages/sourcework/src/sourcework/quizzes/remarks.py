"""What a quiz says after an answer: feedback, the words of the document, what the archive has."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from .. import tables
from ..bibliography import load_bibliography
from ..dates import spoken
from ..feedback import quotations
from ..items import Choice, Choices, Estimate, Feedback, Item, Match, Number, Order, Short
from ..quantities import quantity
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
        Where the option belongs (`order`, `match`, `mark`), else empty.
    """

    about: str
    answer: str
    feedback: str
    quotations: tuple[Quotation, ...]

    def html(self) -> Markup:
        """Return feedback and quotations, without a paragraph around them."""
        parts = [Markup("“{}” ({})").format(each.words, each.where) for each in self.quotations]
        return Markup("<br/>").join([inline(self.feedback), *parts])

    def plain(self) -> str:
        """Return feedback and quotations as one line of text."""
        parts = [f"“{each.words}” ({each.where})" for each in self.quotations]
        return " ".join([plain(self.feedback), *parts]).replace("\n", " ")

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
        name: Remark(*_labels(item, name), told.feedback, _quoted(told))
        for name, told in item.feedbacks().items()
    }


def _quoted(told: Feedback) -> tuple[Quotation, ...]:
    return tuple(Quotation(each["quote"], each["where"]) for each in quotations(told))


def all_remarks(item: Item) -> Markup:
    """Return what is told of all options as one list, that of an order in its order."""
    told = remarks(item)
    ranks = item.rule()["places"] if isinstance(item, Order) else dict.fromkeys(told, 0)
    return bullets(told[name].headed() for name in sorted(told, key=lambda name: ranks[name]))


def criteria(item: Short) -> Markup:
    """Return the model answer and what to look for in an answer."""
    look = paragraphs(Markup("What to look for in an answer:"))
    return paragraphs(Markup("A model: {}").format(inline(item.model))) + look + all_remarks(item)


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
    match item:
        case Number():
            values = {value.id: quantity(value.value, item.unit) for value in item.options}
            return values.get(name, "Any other number"), ""
        case Estimate():
            return _band(item, name), ""
        case Match():
            answer = next(target.text for target in item.targets if target.id == item.key[name])
            return _text(item, name), answer
        case Order():
            return _text(item, name), places(item)[name]
        case Choice() | Choices():
            return _text(item, name), ""
    return "", ""


def _text(item: Choice | Choices | Order | Match, name: str) -> str:
    return next(option.text for option in item.options if option.id == name)


def _band(item: Estimate, name: str) -> str:
    start = 0
    for band in item.bands:
        if band.id == name:
            return f"{start} to {band.upto} per cent"
        start = band.upto + 1
    return ""
