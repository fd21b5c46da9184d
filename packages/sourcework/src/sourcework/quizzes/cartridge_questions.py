"""An item as questions of Common Cartridge: its profile of QTI 1.2.

The profile has six types, each with one response, and an answer earns all of the points or none. A
question of rows becomes one of multiple choice for each row. What the profile admits was read in
its schema, `ccv1p1_qtiasiv1p2p1_v1p0.xsd`, and in the rules that stand there; which feedback is the
question's and which an answer's, in Moodle's importer: the question's has `continue="Yes"`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from markupsafe import Markup

from ..items import Item
from ..items.interactions import (
    OTHERWISE,
    ChoiceInteraction,
    ExtendedTextInteraction,
    MatchInteraction,
    NumericInteraction,
    NumericValue,
    OrderInteraction,
    SliderInteraction,
)
from ..option_order import arranged, arranged_rows, arranged_targets
from .places import places, places_in_order
from .prompts import decimal, identifier, instruction, lost, number_of, prompt, row
from .remarks import all_remarks, criteria, remarks, reveal
from .report import Translation
from .texts import inline, paragraphs
from .xml import Element, child

__all__ = ["QTI", "field", "questions"]

QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_RESPONSE = "response1"
_MOST_POINTS = 99
_HINT = "the hint before an answer: it is told after a wrong one, if the platform tells hints"
_PLACES = "credit for pairs in order: it is given for each right place"
_ROW_POINTS = "points: each row counts one"
_NEAR = "numbers near the right one: of those that count, only whole ones do"


def questions(section: Element, item: Item) -> Translation:
    """Append the questions of an item to a section, and return what became of it."""
    match item.interaction():
        case ChoiceInteraction() as asked if asked.several:
            return _choices(section, item, asked)
        case ChoiceInteraction() as asked:
            return _choice(section, item, asked)
        case MatchInteraction() as asked:
            return _match(section, item, asked)
        case OrderInteraction() as asked:
            return _order(section, item, asked)
        case NumericInteraction() as asked:
            return _number(section, item, asked)
        case SliderInteraction() as asked:
            return _slider(section, item, asked)
        case ExtendedTextInteraction() as asked:
            return _essay(section, item, asked)


def field(metadata: Element, label: str, entry: str) -> None:
    """Append an entry to the metadata of a quiz or a question."""
    holder = child(metadata, "qtimetadatafield")
    child(holder, "fieldlabel", label)
    child(holder, "fieldentry", entry)


class _Question:
    """A question in the making: feedback comes last in it, and is told of before."""

    def __init__(
        self, section: Element, names: tuple[str, ...], title: str, profile: str, points: float
    ) -> None:
        self.element = child(section, "item", ident=f"i{identifier(*names)}", title=title)
        metadata = child(child(self.element, "itemmetadata"), "qtimetadata")
        field(metadata, "cc_profile", f"cc.{profile}.v0p1")
        field(metadata, "cc_weighting", str(min(max(1, round(points)), _MOST_POINTS)))
        if profile == "essay":
            field(metadata, "qmd_scoringpermitted", "Yes")
            field(metadata, "qmd_computerscored", "No")
        self.presentation = child(self.element, "presentation")
        self.feedback: list[tuple[str, str, Markup]] = []
        self.case = "No" if profile == "fib" else "Yes"

    def asks(self, markup: Markup) -> None:
        """Write what is asked."""
        _html(self.presentation, markup)

    def choose_from(self, labels: Iterable[tuple[str, Markup]], *, several: bool = False) -> None:
        """Write what can be chosen, by identifier."""
        cardinality = "Multiple" if several else "Single"
        response = child(
            self.presentation, "response_lid", ident=_RESPONSE, rcardinality=cardinality
        )
        shown = child(response, "render_choice", shuffle="No", maxnumber="1")
        for number, (name, markup) in enumerate(labels, start=1):
            shown.set("maxnumber", str(number if several else 1))
            _html(child(shown, "response_label", ident=name), markup)

    def enter(self, lines: int = 1) -> None:
        """Write a field for text."""
        about = {"ident": _RESPONSE, "rcardinality": "Single"}
        response = child(self.presentation, "response_str", **about)
        child(response, "render_fib", rows=str(lines), prompt="Box")

    def scores(self, general: Markup) -> None:
        """Begin what is done with an answer: feedback that is given to every one."""
        self.scoring = child(self.element, "resprocessing")
        limits = {"maxvalue": "100", "minvalue": "0", "varname": "SCORE", "vartype": "Decimal"}
        child(child(self.scoring, "outcomes"), "decvar", **limits)
        if general:
            self.tell(self.when(go_on=True), "general_fb", general)

    def when(self, *values: str, go_on: bool = False) -> Element:
        """Add a condition, that the answer is one of these, or any."""
        about = {"continue": "Yes" if go_on else "No"}
        condition = child(self.scoring, "respcondition", **about)
        variables = child(condition, "conditionvar")
        for value in values:
            child(variables, "varequal", value, respident=_RESPONSE, case=self.case)
        if not values:
            child(variables, "other")
        return condition

    def when_just(self, right: Iterable[str], wrong: Iterable[str]) -> Element:
        """Add a condition, that these are chosen and those are not."""
        condition = child(self.scoring, "respcondition", **{"continue": "No"})
        both = child(child(condition, "conditionvar"), "and")
        for value in right:
            child(both, "varequal", value, respident=_RESPONSE, case=self.case)
        for value in wrong:
            child(child(both, "not"), "varequal", value, respident=_RESPONSE, case=self.case)
        return condition

    def tell(self, condition: Element, name: str, markup: Markup, kind: str = "Response") -> None:
        """Give feedback on a condition; it is written once."""
        if not markup:
            return
        child(condition, "displayfeedback", feedbacktype=kind, linkrefid=name)
        if (name, kind, markup) not in self.feedback:
            self.feedback.append((name, kind, markup))

    def hint(self, condition: Element, item: Item) -> None:
        """Tell the hint on a condition."""
        self.tell(condition, "hint", paragraphs(inline(" ".join(item.hint))), "Hint")

    def ends(self) -> None:
        """Write the feedback."""
        for name, kind, markup in self.feedback:
            holder = child(self.element, "itemfeedback", ident=name)
            if kind == "Response":
                _html(child(holder, "flow_mat"), markup)
            else:
                part = child(holder, kind.lower(), feedbackstyle="Complete")
                _html(child(part, f"{kind.lower()}material"), markup)


def _html(parent: Element, markup: Markup) -> None:
    child(child(parent, "material"), "mattext", markup, texttype="text/html")


def _earn(condition: Element) -> None:
    child(condition, "setvar", "100", varname="SCORE", action="Set")


def _choice(section: Element, item: Item, asked: ChoiceInteraction) -> Translation:
    numbers = {option.id: number_of(item.id, option.id) for option in arranged(item)}
    made = _Question(section, (item.id,), item.id, "multiple_choice", item.points)
    made.asks(prompt(item))
    made.choose_from((numbers[option.id], inline(option.text)) for option in arranged(item))
    made.scores(reveal(item))
    told = remarks(item)
    for name, number in numbers.items():
        condition = made.when(number)
        if name in asked.right:
            _earn(condition)
        made.tell(condition, f"{number}_fb", paragraphs(told[name].html()))
        if name not in asked.right:
            made.hint(condition, item)
    made.ends()
    partial = "a share of the points for another option: it earns nothing" if asked.partial else ""
    return Translation(item.id, item.kind, "multiple choice", lost(item, partial, _HINT))


def _choices(section: Element, item: Item, asked: ChoiceInteraction) -> Translation:
    numbers = {option.id: number_of(item.id, option.id) for option in arranged(item)}
    made = _Question(section, (item.id,), item.id, "multiple_response", item.points)
    made.asks(prompt(item))
    labels = ((numbers[option.id], inline(option.text)) for option in arranged(item))
    made.choose_from(labels, several=True)
    made.scores(all_remarks(item) + reveal(item))
    right = [number for name, number in numbers.items() if name in asked.right]
    _earn(made.when_just(right, (each for each in numbers.values() if each not in right)))
    made.hint(made.when(), item)
    made.ends()
    changes = (
        "part of the points for a part of the answer",
        "remarks on single options: all stand in the feedback of the question",
        _HINT,
    )
    return Translation(item.id, item.kind, "multiple response", lost(item, *changes))


def _match(section: Element, item: Item, asked: MatchInteraction) -> Translation:
    rows = {one.id: row(asked, one) for one in arranged_rows(item, asked)}
    targets = {target.id: target.text for target in arranged_targets(item, asked)}
    _one_each(section, item, rows, targets, asked.pairs)
    written = "multiple choice, one for each row to be matched"
    return Translation(item.id, item.kind, written, lost(item, _ROW_POINTS, _HINT))


def _order(section: Element, item: Item, asked: OrderInteraction) -> Translation:
    rows = {option.id: option.text for option in arranged(item)}
    there = places_in_order(asked)
    _one_each(section, item, rows, {place: place for place in there}, places(asked))
    written = "multiple choice, one for each row, of places"
    return Translation(item.id, item.kind, written, lost(item, _PLACES, _ROW_POINTS, _HINT))


def _one_each(
    section: Element,
    item: Item,
    rows: dict[str, str],
    targets: dict[str, str],
    key: Mapping[str, str],
) -> None:
    """Write a question for each of the rows, texts by id, as they are shown, with their targets."""
    told = remarks(item)
    for part, (name, text) in enumerate(rows.items(), start=1):
        title = f"{item.id} {part}/{len(rows)}"
        made = _Question(section, (item.id, name), title, "multiple_choice", 1)
        head = Markup("<strong>Part {} of {}. {}</strong>").format(part, len(rows), inline(text))
        stem = paragraphs(inline(item.stem), Markup(instruction(item)), head)
        made.asks(prompt(item, stem=stem))
        numbers = {each: number_of(item.id, name, "target", each) for each in targets}
        made.choose_from((numbers[each], inline(targets[each])) for each in targets)
        made.scores(reveal(item) if part == len(rows) else Markup(""))
        by_choice = {each.target: each.whole for each in told[name].by_choice}
        for each, number in numbers.items():
            condition = made.when(number)
            if each == key[name]:
                _earn(condition)
            remark = by_choice.get(each, told[name]) if each != key[name] else told[name]
            made.tell(condition, f"{number}_fb", paragraphs(remark.html()))
            if each != key[name]:
                made.hint(condition, item)
        made.ends()


def _number(section: Element, item: Item, asked: NumericInteraction) -> Translation:
    made = _Question(section, (item.id,), item.id, "fib", item.points)
    made.asks(prompt(item))
    made.enter()
    made.scores(reveal(item))
    told = remarks(item)
    right, *mistakes = asked.tried
    known = set(_as_text(right))
    condition = made.when(*_as_text(right))
    _earn(condition)
    made.tell(condition, f"{right.id}_fb", paragraphs(told[right.id].html()))
    for each in mistakes:
        for number in _as_text(each):
            if number not in known:
                known.add(number)
                condition = made.when(number)
                made.tell(condition, f"{each.id}_fb", paragraphs(told[each.id].html()))
                made.hint(condition, item)
    condition = made.when()
    if OTHERWISE in told:
        made.tell(condition, f"{OTHERWISE}_fb", paragraphs(told[OTHERWISE].html()))
    made.hint(condition, item)
    made.ends()
    changes = (
        "numbers: the answer is compared as text, so that 72.0 is not 72",
        _NEAR if right.tolerance else "",
        _HINT,
    )
    written = "fill in the blank, a number"
    return Translation(item.id, item.kind, written, lost(item, *changes))


def _as_text(each: NumericValue) -> list[str]:
    """Return the texts that count as a value: the number itself, and the whole ones near it."""
    first, last = each.value - each.tolerance, each.value + each.tolerance
    near = range(math.ceil(first), math.floor(last) + 1)
    return list(dict.fromkeys([decimal(each.value), *map(str, near)]))


def _slider(section: Element, item: Item, asked: SliderInteraction) -> Translation:
    told = remarks(item)
    numbers = {band.id: number_of(item.id, band.id) for band in asked.bounds}
    made = _Question(section, (item.id,), item.id, "multiple_choice", 1)
    made.asks(prompt(item))
    made.choose_from((number, inline(told[name].about)) for name, number in numbers.items())
    made.scores(Markup(""))
    for name, number in numbers.items():
        condition = made.when(number)
        _earn(condition)
        made.tell(condition, f"{number}_fb", paragraphs(told[name].html()))
    made.ends()
    written = "multiple choice of the bands, all of them right"
    changes = ("the number itself", "no points: whoever chooses has one", "the hint")
    return Translation(item.id, item.kind, written, lost(item, *changes))


def _essay(section: Element, item: Item, asked: ExtendedTextInteraction) -> Translation:
    made = _Question(section, (item.id,), item.id, "essay", item.points)
    made.asks(prompt(item))
    made.enter(lines=10)
    made.scores(reveal(item))
    made.tell(made.when(), "solution", criteria(item, asked), "Solution")
    made.ends()
    changes = (
        "the reader's own judgement: somebody marks it",
        "notes for whoever marks it: the model is the solution, which students may be shown",
        "the hint",
    )
    return Translation(item.id, item.kind, "essay", lost(item, *changes))
