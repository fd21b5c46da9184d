"""An item as a QTI 2.1 assessment item: declarations, body, scoring, feedback."""

from __future__ import annotations

from markupsafe import Markup

from ..items import Item
from ..items.interactions import (
    ChoiceInteraction,
    ExtendedTextInteraction,
    Interaction,
    MatchInteraction,
    NumericInteraction,
    OrderInteraction,
    ResponseForm,
    SliderInteraction,
)
from ..option_order import arranged, arranged_rows, arranged_targets
from . import qti_scoring as scoring
from .prompts import identifier, instruction, lost, prompt, row
from .remarks import criteria, remarks, reveal
from .report import Translation
from .texts import inline, paragraphs
from .xml import Element, child, html_elements, start

__all__ = ["NAMESPACE", "assessment_item"]

NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_HINT = "the hint before an answer: it is told after one that is not right"
# Names of ours in capitals: those of options begin with a small letter.
_RESPONSES = {
    ResponseForm.IDENTIFIER: ("single", "identifier"),
    ResponseForm.IDENTIFIERS: ("multiple", "identifier"),
    ResponseForm.ORDER: ("ordered", "identifier"),
    ResponseForm.PAIRS: ("multiple", "directedPair"),
    ResponseForm.NUMBER: ("single", "float"),
    ResponseForm.TEXT: ("single", "string"),
    ResponseForm.PERCENTAGE: ("single", "integer"),
}


def assessment_item(item: Item) -> tuple[Element, Translation]:
    """Return an item's root element, and what became of it."""
    root = start(
        NAMESPACE,
        "assessmentItem",
        identifier=f"i{identifier(item.id)}",
        title=item.id,
        adaptive="false",
        timeDependent="false",
    )
    asked = item.interaction()
    _response(root, item, asked)
    _outcomes(root, item, asked)
    body = child(root, "itemBody")
    match asked:
        case ChoiceInteraction():
            written = _choice(body, item, asked)
        case OrderInteraction():
            written = _order(body, item)
        case MatchInteraction():
            written = _match(body, item, asked)
        case NumericInteraction():
            written = _number(body, item, asked)
        case SliderInteraction():
            written = _slider(body, item)
        case ExtendedTextInteraction():
            written = _essay(body, item, asked)
    scoring.respond(root, item, asked)
    _feedback(root, item, asked)
    changed = {
        "the reader's own judgement: somebody marks it": isinstance(asked, ExtendedTextInteraction),
        "the hint": not item.scored,
        _HINT: item.scored,
    }
    told = lost(item, *(what for what, is_so in changed.items() if is_so))
    return root, Translation(item.id, item.kind, written, told)


def _response(root: Element, item: Item, asked: Interaction) -> None:
    cardinality, kind = _RESPONSES[item.FORM]
    declared = child(
        root,
        "responseDeclaration",
        identifier="RESPONSE",
        cardinality=cardinality,
        baseType=kind,
    )
    right = _right(asked)
    if right:
        correct = child(declared, "correctResponse")
        for value in right:
            child(correct, "value", value)
    mapped = scoring.mapping(item, asked)
    if mapped:
        mapping = child(declared, "mapping", lowerBound="0", defaultValue="0")
        for key, points in mapped.items():
            child(mapping, "mapEntry", mapKey=key, mappedValue=repr(points))


def _right(asked: Interaction) -> list[str]:
    match asked:
        case ChoiceInteraction(right=right):
            return list(right)
        case OrderInteraction(places=places):
            return sorted(places, key=lambda name: places[name])
        case MatchInteraction(pairs=pairs):
            return [f"{name} {scoring.target(goal)}" for name, goal in pairs.items()]
        case NumericInteraction(tried=[first, *_]):
            return [scoring.number(first.value)]
    return []


def _outcomes(root: Element, item: Item, asked: Interaction) -> None:
    score = _outcome(root, "SCORE", "single", "float")
    if not isinstance(asked, SliderInteraction):
        score.set("normalMaximum", str(item.points))
        score.set("normalMinimum", "0")
    child(child(score, "defaultValue"), "value", "0")
    _outcome(root, "FEEDBACK", "multiple", "identifier")
    if isinstance(asked, OrderInteraction):
        raw = _outcome(root, "RAW", "single", "float")
        child(child(raw, "defaultValue"), "value", "0")
        for option in asked.choices:
            _outcome(root, scoring.place(option.id), "single", "integer")


def _outcome(root: Element, name: str, cardinality: str, kind: str) -> Element:
    shape = {"cardinality": cardinality, "baseType": kind}
    return child(root, "outcomeDeclaration", identifier=name, **shape)


def _asked(body: Element, item: Item) -> str:
    """Write the excerpts and where the question is from; return what stands in its own prompt."""
    body.extend(html_elements(prompt(item, stem=Markup("")), NAMESPACE))
    return f"{inline(item.stem)} {instruction(item)}".strip()


def _interaction(body: Element, tag: str, question: str, **attributes: str) -> Element:
    made = child(body, tag, responseIdentifier="RESPONSE", **attributes)
    _filled(child(made, "prompt"), Markup(question))
    return made


def _filled(element: Element, markup: Markup) -> None:
    """Put HTML that is no more than words and italics into an element."""
    (holder,) = html_elements(Markup("<p>{}</p>").format(markup), NAMESPACE)
    element.text = holder.text
    element.extend(list(holder))


def _choice(body: Element, item: Item, asked: ChoiceInteraction) -> str:
    several = asked.several
    most = {"shuffle": "true", "maxChoices": "0" if several else "1"}
    made = _interaction(body, "choiceInteraction", _asked(body, item), **most)
    for option in arranged(item):
        _filled(child(made, "simpleChoice", identifier=option.id), inline(option.text))
    return "choice interaction, several answers" if several else "choice interaction"


def _order(body: Element, item: Item) -> str:
    made = _interaction(body, "orderInteraction", _asked(body, item), shuffle="true")
    for option in arranged(item):
        _filled(child(made, "simpleChoice", identifier=option.id), inline(option.text))
    return "order interaction, credit for pairs in order"


def _match(body: Element, item: Item, asked: MatchInteraction) -> str:
    most = {"shuffle": "true", "maxAssociations": str(len(asked.rows))}
    made = _interaction(body, "matchInteraction", _asked(body, item), **most)
    rows, targets = child(made, "simpleMatchSet"), child(made, "simpleMatchSet")
    for one in arranged_rows(item, asked):
        holder = child(rows, "simpleAssociableChoice", identifier=one.id, matchMax="1")
        _filled(holder, inline(row(asked, one)))
    for target in arranged_targets(item, asked):
        name = scoring.target(target.id)
        holder = child(targets, "simpleAssociableChoice", identifier=name, matchMax="0")
        _filled(holder, inline(target.text))
    marked = "match interaction: numbered passages to categories"
    return marked if asked.passages else "match interaction"


def _number(body: Element, item: Item, asked: NumericInteraction) -> str:
    question = _asked(body, item)
    body.extend(html_elements(paragraphs(Markup(question)), NAMESPACE))
    holder = child(body, "p")
    entry = child(holder, "textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="8")
    entry.tail = f" {asked.unit}"
    return "text entry interaction, a number"


def _slider(body: Element, item: Item) -> str:
    ends = {"lowerBound": "0", "upperBound": "100", "step": "1", "stepLabel": "false"}
    _interaction(body, "sliderInteraction", _asked(body, item), **ends)
    return "slider interaction, not scored"


def _essay(body: Element, item: Item, asked: ExtendedTextInteraction) -> str:
    question = _asked(body, item)
    _interaction(body, "extendedTextInteraction", question, expectedLines="10")
    notes = child(body, "rubricBlock", view="scorer")
    notes.extend(html_elements(criteria(item, asked), NAMESPACE))
    return "extended text interaction, notes for the scorer"


def _feedback(root: Element, item: Item, asked: Interaction) -> None:
    essay = asked if isinstance(asked, ExtendedTextInteraction) else None
    told = {} if essay else remarks(item)
    texts = {scoring.told(name): paragraphs(remark.headed()) for name, remark in told.items()}
    for name, remark in told.items():
        for each in remark.by_choice:
            texts[scoring.told(name, each.target)] = paragraphs(each.whole.headed())
    texts[scoring.AFTER] = (criteria(item, essay) if essay else Markup("")) + reveal(item)
    if item.scored:
        texts[scoring.HINT] = paragraphs(Markup("Hint: {}").format(inline(" ".join(item.hint))))
    for name, markup in texts.items():
        if markup:
            shown = {"outcomeIdentifier": "FEEDBACK", "showHide": "show", "identifier": name}
            child(root, "modalFeedback", **shown).extend(html_elements(markup, NAMESPACE))
