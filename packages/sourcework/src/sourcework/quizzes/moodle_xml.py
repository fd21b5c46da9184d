"""Moodle XML: a category of the question bank with a question per item.

What the elements mean was read in Moodle's own importer, `question/format/xml/format.php`, and in
`question/type/*/questiontype.php`. Moodle takes only certain fractions of a mark and refuses a file
with any other. It drops white space between two entities, hence the CDATA of every text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from lxml import etree
from markupsafe import Markup

from ..items import Item
from ..items.interactions import (
    OTHERWISE,
    ChoiceInteraction,
    ExtendedTextInteraction,
    MatchInteraction,
    NumericInteraction,
    OrderInteraction,
    SliderInteraction,
)
from ..option_order import arranged, arranged_rows, arranged_targets
from .places import places, places_in_order
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
    match item.interaction():
        case ChoiceInteraction(several=True) as asked:
            return _choices(quiz, item, asked)
        case ChoiceInteraction() as asked:
            return _choice(quiz, item, asked)
        case MatchInteraction() as asked:
            return _match(quiz, item, asked)
        case OrderInteraction(has_ties=True) as asked:
            return _order_with_ties(quiz, item, asked)
        case OrderInteraction() as asked:
            return _order(quiz, item, asked)
        case NumericInteraction() as asked:
            return _number(quiz, item, asked)
        case SliderInteraction() as asked:
            return _slider(quiz, item, asked)
        case ExtendedTextInteraction() as asked:
            return _essay(quiz, item, asked)


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
    for each in item.hint if item.scored else ():
        _html(question, "hint", inline(each))
    tags = child(question, "tags")
    for tag in (item.chapter, item.objective, f"level {item.level}"):
        verbatim(child(tags, "tag"), "text", tag)


def _html(parent: Element, tag: str, markup: Markup, **attributes: str) -> Element:
    element = child(parent, tag, **attributes, format="html")
    verbatim(element, "text", markup)
    return element


def _multichoice(quiz: Element, item: Item, shares: Mapping[str, float], single: bool) -> None:
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


def _choice(quiz: Element, item: Item, asked: ChoiceInteraction) -> Translation:
    shares = {name: _nearest(share) for name, share in asked.shares.items()}
    _multichoice(quiz, item, shares, single=True)
    changed = [
        f"{share:g} of the points for “{name}”: Moodle takes {_per_cent(shares[name])} %"
        for name, share in asked.shares.items()
        if abs(share - shares[name]) > _NEAR
    ]
    return Translation(item.id, item.kind, "multiple choice", lost(item, *changed, _HINT))


def _choices(quiz: Element, item: Item, asked: ChoiceInteraction) -> Translation:
    each = 1 / len(asked.right)
    if abs(each - _nearest(each)) > _NEAR:
        raise ValueError(
            f"{item.id}: Moodle has no fraction 1/{len(asked.right)} of a mark; "
            "give the item at most ten right options"
        )
    _multichoice(quiz, item, asked.shares, single=False)
    return Translation(item.id, item.kind, "multiple choice, several answers", lost(item, _HINT))


def _nearest(share: float) -> float:
    return min(FRACTIONS, key=lambda known: abs(known - share))


def _per_cent(share: float) -> str:
    return f"{share * 100:.5f}".rstrip("0").rstrip(".")


def _matching(quiz: Element, item: Item, pairs: list[tuple[str, str]], spare: list[str]) -> None:
    """Write rows with their targets, and the targets that no row belongs to."""
    question = _headers(quiz, item, "matching", all_remarks(item), item.points)
    child(question, "shuffleanswers", "true")
    for asked, target in [*pairs, *(("", target) for target in spare)]:
        sub = _html(question, "subquestion", inline(asked))
        verbatim(child(sub, "answer"), "text", plain(target))
    _end(question, item)


def _match(quiz: Element, item: Item, asked: MatchInteraction) -> Translation:
    texts = {target.id: target.text for target in asked.targets}
    pairs = [(row(asked, one), texts[asked.pairs[one.id]]) for one in arranged_rows(item, asked)]
    used = set(asked.pairs.values())
    spare = [target.text for target in arranged_targets(item, asked) if target.id not in used]
    _matching(quiz, item, pairs, spare)
    marked = "matching: numbered passages to categories"
    written = marked if asked.passages else "matching"
    return Translation(item.id, item.kind, written, lost(item, _TOGETHER, _HINT))


def _order_with_ties(quiz: Element, item: Item, asked: OrderInteraction) -> Translation:
    named = places(asked)
    pairs = [(option.text, named[option.id]) for option in arranged(item)]
    _matching(quiz, item, pairs, [])
    written = f"matching to places: {', '.join(places_in_order(asked))}"
    return Translation(item.id, item.kind, written, lost(item, _PLACES, _TOGETHER, _HINT))


def _order(quiz: Element, item: Item, asked: OrderInteraction) -> Translation:
    ranks = asked.places
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
    for option in sorted(asked.choices, key=lambda option: ranks[option.id]):
        _html(question, "answer", inline(option.text))
    _end(question, item)
    pairs = "pairs in reverse do not take points off again"
    return Translation(item.id, item.kind, "ordering", lost(item, pairs, _TOGETHER, _HINT))


def _number(quiz: Element, item: Item, asked: NumericInteraction) -> Translation:
    question = _headers(quiz, item, "numerical", Markup(""), item.points)
    told = remarks(item)
    for each in asked.tried:
        share = "100" if each.id == asked.key else "0"
        value, tolerance = decimal(each.value), decimal(each.tolerance)
        _numerical(question, value, tolerance, share, told[each.id].html())
    _numerical(question, "*", "0", "0", told[OTHERWISE].html())
    _end(question, item)
    return Translation(item.id, item.kind, "numerical", lost(item, _HINT))


def _slider(quiz: Element, item: Item, asked: SliderInteraction) -> Translation:
    """Write bands as answers with a remark each; of two that meet in a number the first counts.

    None earns a share of the mark, since Moodle tells students the first that does as *the correct
    answer*.
    """
    question = _headers(quiz, item, "numerical", Markup(""), grade=0)
    told = remarks(item)
    ends = [0, *(band.upto for band in asked.bounds)]
    for band, (low, high) in zip(asked.bounds, pairwise(ends), strict=True):
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


def _essay(quiz: Element, item: Item, asked: ExtendedTextInteraction) -> Translation:
    question = _headers(quiz, item, "essay", criteria(item, asked), item.points)
    settings = {
        "responseformat": "editor",
        "responserequired": "1",
        "responsefieldlines": "10",
        "attachments": "0",
        "attachmentsrequired": "0",
    }
    for name, value in settings.items():
        child(question, name, value)
    _html(question, "graderinfo", criteria(item, asked))
    _end(question, item)
    marked = "the reader's own judgement: somebody marks it, or gives it 0 points"
    return Translation(item.id, item.kind, "essay", lost(item, marked, "the hint"))
