"""Remarks after an answer in a quiz: feedback, words of the document, what the archive has."""

from __future__ import annotations

from dataclasses import dataclass, replace

from markupsafe import Markup

from .. import tables
from ..bibliography import load_bibliography
from ..dates import spoken
from ..feedback import quotations, samples_title
from ..items import Feedback, Item, Sample
from ..items.interactions import (
    Bound,
    ExtendedTextInteraction,
    MatchInteraction,
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
    by_choice
        What is told instead where a wrong target was given to it.
    """

    about: str
    answer: str
    feedback: str
    next_time: str
    quotations: tuple[Quotation, ...]
    by_choice: tuple[ChoiceRemark, ...] = ()

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

    def with_choices(self) -> Markup:
        """Return the same as `html`, and what is told of single wrong targets."""
        line = Markup("If you chose <em>{}</em>: {}")
        told = (line.format(inline(each.text), each.own.html()) for each in self.by_choice)
        return Markup("<br/>").join([self.html(), *told])

    def headed(self) -> Markup:
        """Return `html` after the option that it is about and the answer to it."""
        return self._headed(self.html())

    def headed_with_choices(self) -> Markup:
        """Return `with_choices` after the option that it is about and the answer to it."""
        return self._headed(self.with_choices())

    def _headed(self, html: Markup) -> Markup:
        if not self.about:
            return html
        answer = Markup(" → <em>{}</em>").format(inline(self.answer)) if self.answer else ""
        return Markup("<strong>{}</strong>{}<br/>{}").format(inline(self.about), answer, html)


@dataclass(frozen=True)
class ChoiceRemark:
    """What is told of a row where a wrong target, by its id and text, was given to it.

    Attributes
    ----------
    own
        What the row's remark does not say.
    whole
        What is told instead of the row's remark.
    """

    target: str
    text: str
    own: Remark
    whole: Remark


def remarks(item: Item) -> dict[str, Remark]:
    """Return what is told of each option, by its id, in the order of the item."""
    return {
        name: replace(_remark(_labels(item, name), told), by_choice=_by_choice(item, name, told))
        for name, told in item.feedbacks().items()
    }


def _remark(labels: tuple[str, str], told: Feedback) -> Remark:
    return Remark(*labels, told.whole, told.next_time, _quoted(told))


def _by_choice(item: Item, name: str, row: Feedback) -> tuple[ChoiceRemark, ...]:
    asked, told = item.interaction(), item.feedbacks_by_choice().get(name, {})
    targets = asked.targets if isinstance(asked, MatchInteraction) else ()
    labels = _labels(item, name)
    return tuple(
        ChoiceRemark(each.id, each.text, _beyond(told[each.id], row, labels), whole)
        for each in targets
        if each.id in told
        for whole in [_remark(labels, told[each.id])]
    )


def _beyond(told: Feedback, row: Feedback, labels: tuple[str, str]) -> Remark:
    """Return what is told of a wrong target, without what the row's remark says as well."""
    feedback = told.feedback if told.solved == row.solved else told.whole
    next_time = "" if told.next_time == row.next_time else told.next_time
    return Remark(*labels, feedback, next_time, () if told.words == row.words else _quoted(told))


def _quoted(told: Feedback) -> tuple[Quotation, ...]:
    return tuple(Quotation(each["quote"], each["where"]) for each in quotations(told))


def all_remarks(item: Item) -> Markup:
    """Return what is told of all options as one list, that of an order in its order."""
    told = remarks(item)
    asked = item.interaction()
    ranks = asked.places if isinstance(asked, OrderInteraction) else dict.fromkeys(told, 0)
    ordered = sorted(told, key=lambda name: ranks[name])
    return bullets(told[name].headed_with_choices() for name in ordered)


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
