"""Moodle XML: a category of the question bank with a question per item.

What the elements mean was read in Moodle's own importer, `question/format/xml/format.php`, and in
`question/type/*/questiontype.php`. Moodle takes only certain fractions of a mark and refuses a file
with any other. It drops white space between two entities, hence the CDATA of every text.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from lxml import etree
from markupsafe import Markup

from ..items import Choice, Choices, Estimate, Item, Match, Number, Order, Short
from ..option_order import arranged, arranged_targets
from .places import has_ties, places, places_in_order
from .prompts import code, decimal, lost, prompt, row
from .remarks import all_remarks, criteria, remarks, reveal
from .report import Translation, Written
from .texts import inline, plain
from .xml import Element, child, document, verbatim

__all__ = ["FRACTIONS", "write"]

FRACTIONS = tuple(  # of question_bank::fraction_options_full()
    p / q
    for p, q in (
        *((1, 1), (9, 10), (5, 6), (4, 5), (3, 4), (7, 10), (2, 3), (3, 5), (1, 2), (2, 5)),
        *((1, 3), (3, 10), (1, 4), (1, 5), (1, 6), (1, 7), (1, 8), (1, 9), (1, 10), (1, 20)),
        (0, 1),
    )
)
_NEAR = 1e-5  # as far as Moodle lets a fraction be off
_TOGETHER = "remarks on single rows: all stand in the general feedback"
_HINT = "the hint before an answer: it is told after a wrong try, where several are allowed"
_PLACES = "credit for pairs in order: it is given for each right place"


def write(items: Sequence[Item], title: str) -> Written:
    """Write items as Moodle XML, in a category that is named as the quiz."""
    quiz = etree.Element("quiz")
    _category(quiz, title)
    report = [_question(quiz, item) for item in items]
    return Written(document(quiz), ".xml", report)


def _category(quiz: Element, title: str) -> None:
    category = child(quiz, "question", type="category")
    # A stroke in a category's name is doubled, since single ones part the names of a path.
    verbatim(child(category, "category"), "text", f"$course$/top/{title.replace('/', '//')}")


def _question(quiz: Element, item: Item) -> Translation:
    match item:
        case Choice():
            return _choice(quiz, item)
        case Choices():
            return _choices(quiz, item)
        case Match():
            return _match(quiz, item)
        case Order() if has_ties(item):
            return _order_with_ties(quiz, item)
        case Order():
            return _order(quiz, item)
        case Number():
            return _number(quiz, item)
        case Estimate():
            return _estimate(quiz, item)
        case Short():
            return _short(quiz, item)


def _headers(quiz: Element, item: Item, kind: str, general: Markup, grade: int) -> Element:
    """Write what questions of all types have."""
    question = child(quiz, "question", type=kind)
    verbatim(child(question, "name"), "text", item.id)
    _html(question, "questiontext", prompt(item))
    _html(question, "generalfeedback", general + reveal(item))
    child(question, "defaultgrade", str(grade))
    child(question, "penalty", "0.3333333")
    child(question, "idnumber", code(item))
    return question


def _end(question: Element, item: Item) -> None:
    if item.scored:
        _html(question, "hint", inline(item.hint))
    tags = child(question, "tags")
    for tag in (item.chapter, item.objective, f"level {item.level}"):
        verbatim(child(tags, "tag"), "text", tag)


def _html(parent: Element, tag: str, markup: Markup, **attributes: str) -> Element:
    element = child(parent, tag, **attributes, format="html")
    verbatim(element, "text", markup)
    return element


def _multichoice(
    quiz: Element, item: Choice | Choices, shares: dict[str, float], single: bool
) -> None:
    question = _headers(quiz, item, "multichoice", Markup(""), item.points)
    child(question, "single", "true" if single else "false")
    child(question, "shuffleanswers", "true")
    child(question, "answernumbering", "abc")
    child(question, "showstandardinstruction", "0")
    told = remarks(item)
    for option in arranged(item):
        share = _per_cent(shares[option.id])
        answer = _html(question, "answer", inline(option.text), fraction=share)
        _html(answer, "feedback", told[option.id].html())
    _end(question, item)


def _choice(quiz: Element, item: Choice) -> Translation:
    wanted: dict[str, float] = item.rule()["credits"]
    shares = {name: _nearest(share) for name, share in wanted.items()}
    _multichoice(quiz, item, shares, single=True)
    changed = [
        f"{share:g} of the points for “{name}”: Moodle takes {_per_cent(shares[name])} %"
        for name, share in wanted.items()
        if abs(share - shares[name]) > _NEAR
    ]
    return Translation(item.id, item.kind, "multiple choice", lost(item, *changed, _HINT))


def _choices(quiz: Element, item: Choices) -> Translation:
    each = 1 / len(item.key)
    if abs(each - _nearest(each)) > _NEAR:
        raise ValueError(
            f"{item.id}: Moodle has no fraction 1/{len(item.key)} of a mark; "
            "give the item at most ten right options"
        )
    shares = {option.id: each if option.id in item.key else -each for option in item.options}
    _multichoice(quiz, item, shares, single=False)
    return Translation(item.id, item.kind, "multiple choice, several answers", lost(item, _HINT))


def _nearest(share: float) -> float:
    return min(FRACTIONS, key=lambda known: abs(known - share))


def _per_cent(share: float) -> str:
    return f"{share * 100:.5f}".rstrip("0").rstrip(".")


def _matching(
    quiz: Element, item: Match | Order, pairs: list[tuple[str, str]], spare: list[str]
) -> None:
    """Write rows with their targets, and the targets that no row belongs to."""
    question = _headers(quiz, item, "matching", all_remarks(item), item.points)
    child(question, "shuffleanswers", "true")
    for asked, target in [*pairs, *(("", target) for target in spare)]:
        sub = _html(question, "subquestion", inline(asked))
        verbatim(child(sub, "answer"), "text", plain(target))
    _end(question, item)


def _match(quiz: Element, item: Match) -> Translation:
    texts = {target.id: target.text for target in item.targets}
    pairs = [(row(item, option), texts[item.key[option.id]]) for option in arranged(item)]
    used = set(item.key.values())
    spare = [target.text for target in arranged_targets(item) if target.id not in used]
    _matching(quiz, item, pairs, spare)
    marked = "matching: numbered passages to categories"
    written = "matching" if item.kind == "match" else marked
    return Translation(item.id, item.kind, written, lost(item, _TOGETHER, _HINT))


def _order_with_ties(quiz: Element, item: Order) -> Translation:
    named = places(item)
    pairs = [(option.text, named[option.id]) for option in arranged(item)]
    _matching(quiz, item, pairs, [])
    written = f"matching to places: {', '.join(places_in_order(item))}"
    return Translation(item.id, item.kind, written, lost(item, _PLACES, _TOGETHER, _HINT))


def _order(quiz: Element, item: Order) -> Translation:
    ranks = item.rule()["places"]
    question = _headers(quiz, item, "ordering", all_remarks(item), item.points)
    settings = {
        "layouttype": "VERTICAL",
        "selecttype": "ALL",
        "selectcount": str(len(ranks)),
        "gradingtype": "RELATIVE_ALL_PREVIOUS_AND_NEXT",
        "showgrading": "HIDE",
        "numberingstyle": "none",
        "shownumcorrect": "0",  # without it Moodle takes two hints to be there
    }
    for name, value in settings.items():
        child(question, name, value)
    for option in sorted(item.options, key=lambda option: ranks[option.id]):
        _html(question, "answer", inline(option.text))
    _end(question, item)
    pairs = "pairs in reverse do not take points off again"
    return Translation(item.id, item.kind, "ordering", lost(item, pairs, _TOGETHER, _HINT))


def _number(quiz: Element, item: Number) -> Translation:
    question = _headers(quiz, item, "numerical", Markup(""), item.points)
    told = remarks(item)
    for name, value, tolerance in item.rule()["values"]:
        share = "100" if name == item.key else "0"
        _numerical(question, decimal(value), decimal(tolerance), share, told[name].html())
    _numerical(question, "*", "0", "0", told["otherwise"].html())
    _end(question, item)
    return Translation(item.id, item.kind, "numerical", lost(item, _HINT))


def _estimate(quiz: Element, item: Estimate) -> Translation:
    """Write bands as answers with a remark each; of two that meet in a number the first counts.

    None earns a share of the mark, since Moodle tells students the first that does as *the correct
    answer*.
    """
    question = _headers(quiz, item, "numerical", Markup(""), grade=0)
    told = remarks(item)
    ends = [0, *(band.upto for band in item.bands)]
    for band, (low, high) in zip(item.bands, pairwise(ends), strict=True):
        middle, half = (low + high) / 2, (high - low) / 2
        _numerical(question, decimal(middle), decimal(half), "0", told[band.id].html())
    _numerical(question, "*", "0", "0", Markup("Give a number from 0 to 100."))
    _end(question, item)
    written = "numerical, 0 points: every number from 0 to 100 has its remark, none is right"
    return Translation(item.id, item.kind, written, lost(item, "the slider", "the hint"))


def _numerical(
    question: Element, value: str, tolerance: str, fraction: str, feedback: Markup
) -> None:
    answer = child(question, "answer", fraction=fraction)
    verbatim(answer, "text", value)
    _html(answer, "feedback", feedback)
    child(answer, "tolerance", tolerance)


def _short(quiz: Element, item: Short) -> Translation:
    question = _headers(quiz, item, "essay", criteria(item), item.points)
    settings = {
        "responseformat": "editor",
        "responserequired": "1",
        "responsefieldlines": "10",
        "attachments": "0",
        "attachmentsrequired": "0",
    }
    for name, value in settings.items():
        child(question, name, value)
    _html(question, "graderinfo", criteria(item))
    _end(question, item)
    marked = "the reader's own judgement: somebody marks it, or gives it 0 points"
    return Translation(item.id, item.kind, "essay", lost(item, marked, "the hint"))
