"""An item as a question of Canvas, in QTI 1.2.

What is written was read in Canvas's own exporter, `lib/cc/qti/qti_items.rb`, and importer,
`gems/plugins/qti_exporter`. The importer makes every answer that earns anything a right one, so
that a share of the points and the number of a known mistake cannot be said. It tells feedback by
its name: what is called `correct`, `incorrect`, `general_…` or `solution` belongs to the question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from markupsafe import Markup

from ..items import Item
from ..items.interactions import (
    ChoiceInteraction,
    ExtendedTextInteraction,
    MatchInteraction,
    NumericInteraction,
    OrderInteraction,
    SliderInteraction,
)
from ..option_order import arranged, arranged_rows, arranged_targets
from .places import places, places_in_order
from .prompts import decimal, identifier, lost, number_of, prompt, row
from .remarks import Remark, criteria, remarks, reveal
from .report import Translation
from .texts import bullets, inline, paragraphs, plain
from .xml import Element, child

__all__ = ["QTI", "field", "points", "question"]

QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_HINT = "the hint before an answer: it is told after a wrong one"
_PLACES = "credit for pairs in order: it is given for each right place"
_LEAST_ABOVE = 0.01  # ranges must not meet: which of two Canvas takes is not said


def points(item: Item) -> int:
    """Return the points of an item; an opinion has none."""
    return 0 if isinstance(item.interaction(), SliderInteraction) else item.points


def question(section: Element, item: Item) -> Translation:
    """Append a question to a section, and return what became of the item."""
    match item.interaction():
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


def _item(section: Element, item: Item, kind: str, answers: Iterable[str] = ()) -> Element:
    """Begin a question: its metadata and what it asks."""
    ident = f"g{identifier(item.id)}"
    element = child(section, "item", ident=ident, title=item.id)
    metadata = child(child(element, "itemmetadata"), "qtimetadata")
    field(metadata, "question_type", kind)
    field(metadata, "points_possible", str(points(item)))
    field(metadata, "original_answer_ids", ",".join(answers))
    field(metadata, "assessment_question_identifierref", f"{ident}_bank")
    _html(child(element, "presentation"), prompt(item))
    return element


def _presentation(element: Element) -> Element:
    (found,) = element.findall(f"{{{QTI}}}presentation")
    return found


def _html(parent: Element, markup: Markup) -> None:
    child(child(parent, "material"), "mattext", markup, texttype="text/html")


def _scoring(element: Element, general: Markup) -> Element:
    """Begin what is done with an answer: feedback that is given to every one."""
    scoring = child(element, "resprocessing")
    limits = {"maxvalue": "100", "minvalue": "0", "varname": "SCORE", "vartype": "Decimal"}
    child(child(scoring, "outcomes"), "decvar", **limits)
    if general:
        _tell(_always(scoring), "general_fb")
    return scoring


def _when(scoring: Element, go_on: str = "No") -> tuple[Element, Element]:
    """Add what is done on a condition; return it, and where the condition is to be written."""
    condition = child(scoring, "respcondition", **{"continue": go_on})
    return condition, child(condition, "conditionvar")


def _always(scoring: Element, go_on: str = "Yes") -> Element:
    condition, variables = _when(scoring, go_on)
    child(variables, "other")
    return condition


def _chosen(scoring: Element, respident: str, value: str, go_on: str = "No") -> Element:
    condition, variables = _when(scoring, go_on)
    child(variables, "varequal", value, respident=respident)
    return condition


def _tell(condition: Element, feedback: str) -> None:
    child(condition, "displayfeedback", feedbacktype="Response", linkrefid=feedback)


def _earn(condition: Element, share: str = "100", action: str = "Set") -> None:
    child(condition, "setvar", share, action=action, varname="SCORE")


def _feedback(element: Element, texts: dict[str, Markup]) -> None:
    for name, markup in texts.items():
        if markup:
            feedback = child(element, "itemfeedback", ident=name)
            _html(child(feedback, "flow_mat"), markup)


def _said(remark: Remark) -> Markup:
    return paragraphs(remark.html())


def _choice(section: Element, item: Item, asked: ChoiceInteraction) -> Translation:
    several, right = asked.several, asked.right
    numbers = {option.id: number_of(item.id, option.id) for option in arranged(item)}
    kind = "multiple_answers_question" if several else "multiple_choice_question"
    element = _item(section, item, kind, numbers.values())
    cardinality = "Multiple" if several else "Single"
    response = child(
        _presentation(element), "response_lid", ident="response1", rcardinality=cardinality
    )
    shown = child(response, "render_choice")
    for option in arranged(item):
        _html(child(shown, "response_label", ident=numbers[option.id]), inline(option.text))
    scoring = _scoring(element, reveal(item))
    # Remarks come first: what an answer earns is taken from the last condition that names it.
    for number in numbers.values():
        _tell(_chosen(scoring, "response1", number, "Yes"), f"{number}_fb")
    if several:
        condition, variables = _when(scoring)
        both = child(variables, "and")
        for name, number in numbers.items():
            holder = both if name in right else child(both, "not")
            child(holder, "varequal", number, respident="response1")
    else:
        condition = _chosen(scoring, "response1", numbers[right[0]])
    _earn(condition)
    _tell(_always(scoring), "general_incorrect_fb")
    told = remarks(item)
    texts = {"general_fb": reveal(item), "general_incorrect_fb": _hint(item)}
    _feedback(element, texts | {f"{numbers[name]}_fb": _said(told[name]) for name in numbers})
    changed = [
        f"{share:g} of the points for “{name}”: it earns nothing"
        for name, share in asked.partial.items()
    ]
    written = "multiple answers" if several else "multiple choice"
    return Translation(item.id, item.kind, written, lost(item, *changed, _HINT))


def _hint(item: Item) -> Markup:
    return paragraphs(Markup("Hint: {}").format(inline(" ".join(item.hint))))


def _matching(
    section: Element,
    item: Item,
    rows: dict[str, str],
    targets: dict[str, str],
    key: Mapping[str, str],
) -> None:
    """Write rows and targets, texts by id, as they are shown, and the target of each row."""
    numbers = {name: number_of(item.id, name) for name in rows}
    goals = {name: number_of(item.id, "target", name) for name in targets}
    element = _item(section, item, "matching_question", numbers.values())
    presentation = _presentation(element)
    for name, text in rows.items():
        response = child(presentation, "response_lid", ident=f"response_{numbers[name]}")
        _html(response, inline(text))
        shown = child(response, "render_choice")
        for target, number in goals.items():
            label = child(child(shown, "response_label", ident=number), "material")
            child(label, "mattext", plain(targets[target]), texttype="text/plain")
    told = remarks(item)
    scoring = _scoring(element, reveal(item))
    for name, number in numbers.items():
        condition = _chosen(scoring, f"response_{number}", goals[key[name]], "Yes")
        _earn(condition, f"{100 / len(rows):.2f}", "Add")
        missed, variables = _when(scoring, "Yes")
        no = child(variables, "not")
        child(no, "varequal", goals[key[name]], respident=f"response_{number}")
        _tell(missed, f"{number}_fb")
    texts = {"general_fb": reveal(item), "general_incorrect_fb": _hint(item)}
    said = {f"{numbers[name]}_fb": paragraphs(told[name].with_choices()) for name in rows}
    _feedback(element, texts | said)


def _match(section: Element, item: Item, asked: MatchInteraction) -> Translation:
    rows = {one.id: row(asked, one) for one in arranged_rows(item, asked)}
    targets = {target.id: target.text for target in arranged_targets(item, asked)}
    _matching(section, item, rows, targets, asked.pairs)
    marked = "matching: numbered passages to categories"
    written = marked if asked.passages else "matching"
    return Translation(item.id, item.kind, written, lost(item, _HINT))


def _order(section: Element, item: Item, asked: OrderInteraction) -> Translation:
    rows = {option.id: option.text for option in arranged(item)}
    there = places_in_order(asked)
    _matching(section, item, rows, {place: place for place in there}, places(asked))
    written = f"matching to places: {', '.join(there)}"
    return Translation(item.id, item.kind, written, lost(item, _PLACES, _HINT))


def _numerical(element: Element) -> None:
    attributes = {"ident": "response1", "rcardinality": "Single"}
    response = child(_presentation(element), "response_str", **attributes)
    child(child(response, "render_fib", fibtype="Decimal"), "response_label", ident="answer1")


def _number(section: Element, item: Item, asked: NumericInteraction) -> Translation:
    answer = number_of(item.id, asked.key)
    element = _item(section, item, "numerical_question", [answer])
    _numerical(element)
    scoring = _scoring(element, reveal(item))
    value, tolerance = asked.tried[0].value, asked.tried[0].tolerance
    condition, variables = _when(scoring)
    either = child(variables, "or")
    child(either, "varequal", decimal(value), respident="response1")
    within = child(either, "and")
    child(within, "vargte", decimal(value - tolerance), respident="response1")
    child(within, "varlte", decimal(value + tolerance), respident="response1")
    _earn(condition)
    _tell(condition, f"{answer}_fb")
    _tell(_always(scoring), "general_incorrect_fb")
    told = remarks(item)
    others = bullets(remark.headed() for name, remark in told.items() if name != asked.key)
    texts = {
        "general_fb": reveal(item),
        "general_incorrect_fb": _hint(item) + others,
        f"{answer}_fb": _said(told[asked.key]),
    }
    _feedback(element, texts)
    known = "remarks on single wrong numbers: all are told after any wrong one"
    return Translation(item.id, item.kind, "numerical", lost(item, known, _HINT))


def _slider(section: Element, item: Item, asked: SliderInteraction) -> Translation:
    numbers = {band.id: number_of(item.id, band.id) for band in asked.bounds}
    element = _item(section, item, "numerical_question", numbers.values())
    _numerical(element)
    scoring = _scoring(element, Markup(""))
    low = 0.0
    for band in asked.bounds:
        condition, within = _when(scoring)
        child(within, "vargte", decimal(low), respident="response1")
        child(within, "varlte", decimal(band.upto), respident="response1")
        _earn(condition)
        _tell(condition, f"{numbers[band.id]}_fb")
        low = band.upto + _LEAST_ABOVE
    told = remarks(item)
    _feedback(element, {f"{number}_fb": _said(told[name]) for name, number in numbers.items()})
    written = "numerical, 0 points: every number from 0 to 100 is right"
    return Translation(item.id, item.kind, written, lost(item, "the slider", "the hint"))


def _essay(section: Element, item: Item, asked: ExtendedTextInteraction) -> Translation:
    element = _item(section, item, "essay_question")
    attributes = {"ident": "response1", "rcardinality": "Single"}
    response = child(_presentation(element), "response_str", **attributes)
    label = {"ident": "answer1", "rshuffle": "No"}
    child(child(response, "render_fib"), "response_label", **label)
    general = criteria(item, asked) + reveal(item)
    scoring = _scoring(element, general)
    _always(scoring, "No")
    _feedback(element, {"general_fb": general})
    changes = (
        "the reader's own judgement: somebody marks it, or gives it 0 points",
        "notes for whoever marks it: the model is in the feedback, which students see",
        "the hint",
    )
    return Translation(item.id, item.kind, "essay", lost(item, *changes))
