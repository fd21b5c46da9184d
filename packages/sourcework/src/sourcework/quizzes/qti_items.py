"""An item as a QTI 2.1 assessment item: declarations, body, scoring, feedback."""

from __future__ import annotations

from markupsafe import Markup

from ..items import Choice, Choices, Estimate, Item, Match, Number, Order, Short
from ..option_order import arranged, arranged_targets
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
    "choice": ("single", "identifier"),
    "choices": ("multiple", "identifier"),
    "order": ("ordered", "identifier"),
    "match": ("multiple", "directedPair"),
    "mark": ("multiple", "directedPair"),
    "number": ("single", "float"),
    "short": ("single", "string"),
    "estimate": ("single", "integer"),
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
    _response(root, item)
    _outcomes(root, item)
    body = child(root, "itemBody")
    match item:
        case Choice() | Choices():
            written = _choice(body, item)
        case Order():
            written = _order(body, item)
        case Match():
            written = _match(body, item)
        case Number():
            written = _number(body, item)
        case Estimate():
            written = _slider(body, item)
        case Short():
            written = _essay(body, item)
    scoring.respond(root, item)
    _feedback(root, item)
    changed = {
        "the reader's own judgement: somebody marks it": isinstance(item, Short),
        "the hint": not item.scored,
        _HINT: item.scored,
    }
    told = lost(item, *(what for what, is_so in changed.items() if is_so))
    return root, Translation(item.id, item.kind, written, told)


def _response(root: Element, item: Item) -> None:
    cardinality, kind = _RESPONSES[item.kind]
    declared = child(
        root,
        "responseDeclaration",
        identifier="RESPONSE",
        cardinality=cardinality,
        baseType=kind,
    )
    right = _right(item)
    if right:
        correct = child(declared, "correctResponse")
        for value in right:
            child(correct, "value", value)
    mapped = scoring.mapping(item)
    if mapped:
        mapping = child(declared, "mapping", lowerBound="0", defaultValue="0")
        for key, points in mapped.items():
            child(mapping, "mapEntry", mapKey=key, mappedValue=repr(points))


def _right(item: Item) -> list[str]:
    match item:
        case Choice():
            return [item.key]
        case Choices():
            return list(item.key)
        case Order():
            places = item.rule()["places"]
            return sorted(places, key=lambda name: places[name])
        case Match():
            return [f"{name} {scoring.target(item.key[name])}" for name in item.key]
        case Number():
            return [scoring.number(item.rule()["values"][0][1])]
    return []


def _outcomes(root: Element, item: Item) -> None:
    score = _outcome(root, "SCORE", "single", "float")
    if not isinstance(item, Estimate):
        score.set("normalMaximum", str(item.points))
        score.set("normalMinimum", "0")
    child(child(score, "defaultValue"), "value", "0")
    _outcome(root, "FEEDBACK", "multiple", "identifier")
    if isinstance(item, Order):
        raw = _outcome(root, "RAW", "single", "float")
        child(child(raw, "defaultValue"), "value", "0")
        for option in item.options:
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


def _choice(body: Element, item: Choice | Choices) -> str:
    several = isinstance(item, Choices)
    most = {"shuffle": "true", "maxChoices": "0" if several else "1"}
    made = _interaction(body, "choiceInteraction", _asked(body, item), **most)
    for option in arranged(item):
        _filled(child(made, "simpleChoice", identifier=option.id), inline(option.text))
    return "choice interaction, several answers" if several else "choice interaction"


def _order(body: Element, item: Order) -> str:
    made = _interaction(body, "orderInteraction", _asked(body, item), shuffle="true")
    for option in arranged(item):
        _filled(child(made, "simpleChoice", identifier=option.id), inline(option.text))
    return "order interaction, credit for pairs in order"


def _match(body: Element, item: Match) -> str:
    most = {"shuffle": "true", "maxAssociations": str(len(item.options))}
    made = _interaction(body, "matchInteraction", _asked(body, item), **most)
    rows, targets = child(made, "simpleMatchSet"), child(made, "simpleMatchSet")
    for option in arranged(item):
        holder = child(rows, "simpleAssociableChoice", identifier=option.id, matchMax="1")
        _filled(holder, inline(row(item, option)))
    for target in arranged_targets(item):
        name = scoring.target(target.id)
        holder = child(targets, "simpleAssociableChoice", identifier=name, matchMax="0")
        _filled(holder, inline(target.text))
    marked = "match interaction: numbered passages to categories"
    return "match interaction" if item.kind == "match" else marked


def _number(body: Element, item: Number) -> str:
    question = _asked(body, item)
    body.extend(html_elements(paragraphs(Markup(question)), NAMESPACE))
    holder = child(body, "p")
    entry = child(holder, "textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="8")
    entry.tail = f" {item.unit}"
    return "text entry interaction, a number"


def _slider(body: Element, item: Estimate) -> str:
    ends = {"lowerBound": "0", "upperBound": "100", "step": "1", "stepLabel": "false"}
    _interaction(body, "sliderInteraction", _asked(body, item), **ends)
    return "slider interaction, not scored"


def _essay(body: Element, item: Short) -> str:
    question = _asked(body, item)
    _interaction(body, "extendedTextInteraction", question, expectedLines="10")
    notes = child(body, "rubricBlock", view="scorer")
    notes.extend(html_elements(criteria(item), NAMESPACE))
    return "extended text interaction, notes for the scorer"


def _feedback(root: Element, item: Item) -> None:
    told = {} if isinstance(item, Short) else remarks(item)
    texts = {scoring.told(name): paragraphs(remark.headed()) for name, remark in told.items()}
    texts[scoring.AFTER] = (criteria(item) if isinstance(item, Short) else Markup("")) + reveal(
        item
    )
    if item.scored:
        texts[scoring.HINT] = paragraphs(Markup("Hint: {}").format(inline(item.hint)))
    for name, markup in texts.items():
        if markup:
            shown = {"outcomeIdentifier": "FEEDBACK", "showHide": "show", "identifier": name}
            child(root, "modalFeedback", **shown).extend(html_elements(markup, NAMESPACE))
