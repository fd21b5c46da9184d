"""Blackboard: the tab-delimited text that a test or a question pool takes in.

The fields of each type were read in Blackboard's help (*Upload Questions*), for the Original and
for the Ultra experience, and what is written both of them take. The format has no room for points,
feedback, hints, titles or identifiers. Each pair of a matching question must have a target of its
own, so that most of ours become a question a row. Only elements that Ultra admits are written.
"""

from __future__ import annotations

from collections.abc import Sequence

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
from .prompts import decimal, instruction, lost, prompt, row
from .remarks import criteria
from .report import Translation, Written
from .texts import inline, paragraphs

__all__ = ["write"]

_ALWAYS = ("feedback and hint", "points, which are set in the platform")
_PLACES = "credit for pairs in order: it is given for each right place"

Lines = list[list[str]]


def write(items: Sequence[Item], title: str) -> Written:
    """Write items as text in UTF-8, a question a line; there is no place for the title."""
    lines: Lines = []
    report = []
    for item in items:
        made, translation = _question(item)
        lines += made
        report.append(translation)
    text = "".join("\t".join(_field(each) for each in line) + "\r\n" for line in lines)
    return Written(text.encode(), ".txt", report)


def _field(text: str) -> str:
    return " ".join(text.split())


def _question(item: Item) -> tuple[Lines, Translation]:
    match item.interaction():
        case ChoiceInteraction() as asked:
            return _choice(item, asked)
        case MatchInteraction() as asked:
            return _match(item, asked)
        case OrderInteraction() as asked:
            return _order(item, asked)
        case NumericInteraction() as asked:
            return _number(item, asked)
        case SliderInteraction():
            return _slider(item)
        case ExtendedTextInteraction() as asked:
            return _essay(item, asked)


def _asked(item: Item, stem: Markup | None = None) -> str:
    return str(prompt(item, quoted="p", stem=stem))


def _told(item: Item, written: str, *changed: str) -> Translation:
    return Translation(item.id, item.kind, written, lost(item, *changed, *_ALWAYS))


def _right(is_so: bool) -> str:
    return "correct" if is_so else "incorrect"


def _choice(item: Item, asked: ChoiceInteraction) -> tuple[Lines, Translation]:
    fields = ["MA" if asked.several else "MC", _asked(item)]
    for option in arranged(item):
        fields += [str(inline(option.text)), _right(option.id in asked.right)]
    if not asked.several:
        changed = [f"{share:g} of the points for “{name}”" for name, share in asked.partial.items()]
        return [fields], _told(item, "multiple choice (MC)", *changed)
    part = "part of the points for a part of the answer, unless it is set in the platform"
    return [fields], _told(item, "multiple answer (MA)", part)


def _match(item: Item, asked: MatchInteraction) -> tuple[Lines, Translation]:
    texts = {target.id: target.text for target in asked.targets}
    rows = {row(asked, one): texts[asked.pairs[one.id]] for one in arranged_rows(item, asked)}
    if len(rows) == len(texts) == len(set(rows.values())):
        return [_matching(item, rows)], _told(item, "matching (MAT)")
    targets = [target.text for target in arranged_targets(item, asked)]
    written = f"{len(rows)} multiple choices (MC), one for each row"
    return _one_each(item, rows, targets), _told(item, written)


def _order(item: Item, asked: OrderInteraction) -> tuple[Lines, Translation]:
    named = places(asked)
    rows = {option.text: named[option.id] for option in arranged(item)}
    there = ", ".join(places_in_order(asked))
    if not asked.has_ties:
        return [_matching(item, rows)], _told(item, f"matching (MAT) to places: {there}", _PLACES)
    written = f"{len(rows)} multiple choices (MC), one for each row, of places: {there}"
    return _one_each(item, rows, places_in_order(asked)), _told(item, written, _PLACES)


def _matching(item: Item, rows: dict[str, str]) -> list[str]:
    fields = ["MAT", _asked(item)]
    for asked, target in rows.items():
        fields += [str(inline(asked)), str(inline(target))]
    return fields


def _one_each(item: Item, rows: dict[str, str], targets: list[str]) -> Lines:
    lines = []
    for number, (asked, right) in enumerate(rows.items(), start=1):
        head = Markup("<strong>Part {} of {}. {}</strong>").format(number, len(rows), inline(asked))
        stem = paragraphs(inline(item.stem), Markup(instruction(item)), head)
        fields = ["MC", _asked(item, stem)]
        for target in targets:
            fields += [str(inline(target)), _right(target == right)]
        lines.append(fields)
    return lines


def _number(item: Item, asked: NumericInteraction) -> tuple[Lines, Translation]:
    right = asked.tried[0]
    fields = ["NUM", _asked(item), decimal(right.value), decimal(right.tolerance)]
    return [fields], _told(item, "numeric response (NUM)")


def _slider(item: Item) -> tuple[Lines, Translation]:
    fields = ["NUM", _asked(item), "50", "50"]
    written = "numeric response (NUM): every number from 0 to 100 is right; give it 0 points"
    return [fields], _told(item, written, "the slider")


def _essay(item: Item, asked: ExtendedTextInteraction) -> tuple[Lines, Translation]:
    marked = "the reader's own judgement: somebody marks it, or it gets 0 points"
    return [["ESS", _asked(item), str(criteria(item, asked))]], _told(
        item, "essay (ESS), with a sample", marked
    )
