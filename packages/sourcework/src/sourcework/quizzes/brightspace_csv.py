"""Brightspace: the CSV file that its question library imports.

Rows and columns are those of the sample file that Brightspace offers at *Import, Upload a file*,
and what `Scoring` does is said in its documentation. Long text is marked as HTML; a remark on an
option and a hint have no such mark in the sample and are written as text.
"""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Iterable, Sequence

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
from .prompts import code, decimal, lost, prompt, row
from .remarks import all_remarks, criteria, remarks, reveal
from .report import Translation, Written
from .texts import inline, plain

__all__ = ["write"]

_WIDTH = 5
_PLAIN_PLACES = "credit for pairs in order: right places count, and wrong ones against them"
_TOGETHER = "remarks on single rows: all stand in the feedback of the question"

Rows = list[list[str]]


def write(items: Sequence[Item], title: str) -> Written:
    """Write items as CSV in UTF-8 with a mark of it, as Excel saves what the sample asks for."""
    lines: Rows = [[f"// {title}"]]
    report = []
    for item in items:
        rows, translation = _question(item)
        lines += [*rows, []]
        report.append(translation)
    target = io.StringIO()
    padded = ([*line, *[""] * (_WIDTH - len(line))] for line in lines)
    csv.writer(target, lineterminator="\r\n").writerows(padded)
    return Written(target.getvalue().encode("utf-8-sig"), ".csv", report)


def _question(item: Item) -> tuple[Rows, Translation]:
    match item.interaction():
        case ChoiceInteraction(several=True) as asked:
            return _choices(item, asked)
        case ChoiceInteraction() as asked:
            return _choice(item, asked)
        case MatchInteraction() as asked:
            return _match(item, asked)
        case OrderInteraction(has_ties=True) as asked:
            return _order_with_ties(item, asked)
        case OrderInteraction() as asked:
            return _order(item, asked)
        case NumericInteraction() as asked:
            return _number(item, asked)
        case SliderInteraction() as asked:
            return _slider(item, asked)
        case ExtendedTextInteraction() as asked:
            return _essay(item, asked)


def _rows(item: Item, kind: str, points: int, middle: Iterable[list[str]], after: Markup) -> Rows:
    """Return the rows of a question: what all types have, and between them those of its own."""
    hint = [["Hint", _text(" ".join(item.hint))]] if item.scored else []
    feedback = after + reveal(item)
    return [
        ["NewQuestion", kind],
        ["ID", code(item).replace("/", "-")],
        ["Title", item.id],
        ["QuestionText", str(prompt(item)), "HTML"],
        ["Points", str(points)],
        ["Difficulty", str(item.level)],
        *middle,
        *hint,
        *([["Feedback", str(feedback), "HTML"]] if feedback else []),
    ]


def _text(text: str) -> str:
    """Return text that stays what it is, should the platform take it for HTML."""
    return html.escape(plain(text), quote=False).replace("\n", " ")


def _option(share: str, text: str, remark: str) -> list[str]:
    return ["Option", share, str(inline(text)), "HTML", _text(remark)]


def _choice(item: Item, asked: ChoiceInteraction) -> tuple[Rows, Translation]:
    told = remarks(item)
    options = [
        _option(decimal(asked.shares[each.id] * 100), each.text, told[each.id].plain())
        for each in arranged(item)
    ]
    rows = _rows(item, "MC", item.points, options, Markup(""))
    return rows, Translation(item.id, item.kind, "multiple choice (MC)", lost(item))


def _choices(item: Item, asked: ChoiceInteraction) -> tuple[Rows, Translation]:
    told = remarks(item)
    options = [
        _option("1" if each.id in asked.right else "0", each.text, told[each.id].plain())
        for each in arranged(item)
    ]
    middle = [["Scoring", "RightMinusWrong"], *options]
    rows = _rows(item, "MS", item.points, middle, Markup(""))
    count = len(asked.choices)
    each = f"credit by the number of right options: every option counts 1/{count}, for or against"
    return rows, Translation(item.id, item.kind, "multi-select (MS)", lost(item, each))


def _matching(item: Item, targets: list[str], pairs: list[tuple[str, str]]) -> Rows:
    numbers = {target: str(number) for number, target in enumerate(targets, start=1)}
    middle = [
        ["Scoring", "EquallyWeighted"],
        *(["Choice", number, str(inline(target)), "HTML"] for target, number in numbers.items()),
        *(["Match", numbers[target], str(inline(asked)), "HTML"] for asked, target in pairs),
    ]
    return _rows(item, "M", item.points, middle, all_remarks(item))


def _match(item: Item, asked: MatchInteraction) -> tuple[Rows, Translation]:
    texts = {target.id: target.text for target in asked.targets}
    pairs = [(row(asked, one), texts[asked.pairs[one.id]]) for one in arranged_rows(item, asked)]
    rows = _matching(item, [target.text for target in arranged_targets(item, asked)], pairs)
    marked = "matching (M): numbered passages to categories"
    written = marked if asked.passages else "matching (M)"
    return rows, Translation(item.id, item.kind, written, lost(item, _TOGETHER))


def _order_with_ties(item: Item, asked: OrderInteraction) -> tuple[Rows, Translation]:
    named = places(asked)
    pairs = [(option.text, named[option.id]) for option in arranged(item)]
    rows = _matching(item, places_in_order(asked), pairs)
    written = f"matching (M) to places: {', '.join(places_in_order(asked))}"
    pairs_lost = "credit for pairs in order: it is given for each right place"
    return rows, Translation(item.id, item.kind, written, lost(item, pairs_lost, _TOGETHER))


def _order(item: Item, asked: OrderInteraction) -> tuple[Rows, Translation]:
    told = remarks(item)
    middle = [
        ["Scoring", "RightMinusWrong"],
        *(
            ["Item", str(inline(option.text)), "HTML", _text(told[option.id].plain())]
            for option in sorted(asked.choices, key=lambda option: asked.places[option.id])
        ),
    ]
    rows = _rows(item, "O", item.points, middle, Markup(""))
    return rows, Translation(item.id, item.kind, "ordering (O)", lost(item, _PLAIN_PLACES))


def _number(item: Item, asked: NumericInteraction) -> tuple[Rows, Translation]:
    value, tolerance = asked.tried[0].value, asked.tried[0].tolerance
    right = [value]
    if float(value).is_integer() and tolerance:
        right = [value + step for step in range(-int(tolerance), int(tolerance) + 1)]
    middle = [["InputBox", "1", "20"], *(["Answer", "100", decimal(each)] for each in right)]
    rows = _rows(item, "SA", item.points, middle, all_remarks(item))
    changed = (
        "numbers: the answer is compared as text, so that 72.0 is not 72",
        "remarks on single numbers: all stand in the feedback of the question",
        "a tolerance in fractions" if tolerance % 1 or (tolerance and value % 1) else "",
    )
    return rows, Translation(item.id, item.kind, "short answer (SA)", lost(item, *changed))


def _slider(item: Item, asked: SliderInteraction) -> tuple[Rows, Translation]:
    told = remarks(item)
    options = [_option("100", told[b.id].about, told[b.id].plain()) for b in asked.bounds]
    rows = _rows(item, "MC", 0, options, Markup(""))
    written = "multiple choice (MC) of the bands, all of them right, 0 points"
    return rows, Translation(
        item.id, item.kind, written, lost(item, "the number itself", "the hint")
    )


def _essay(item: Item, asked: ExtendedTextInteraction) -> tuple[Rows, Translation]:
    looked_for = " ".join(f"({n}) {one.plain()}" for n, one in enumerate(remarks(item).values(), 1))
    key = f"A model: {asked.model} What to look for in an answer: {looked_for}"
    rows = _rows(item, "WR", item.points, [["AnswerKey", _text(key)]], criteria(item, asked))
    marked = "the reader's own judgement: somebody marks it, or gives it 0 points"
    return rows, Translation(
        item.id, item.kind, "written response (WR)", lost(item, marked, "the hint")
    )
