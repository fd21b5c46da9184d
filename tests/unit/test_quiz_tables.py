"""Brightspace's CSV and Blackboard's text: rows and fields as the platforms' samples have them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from quizzes import ITEMS, blackboard_lines, brightspace_rows, whole

from sourcework.items import Choice, Choices, Estimate, Item, Match, Number, Order, Short, Value
from sourcework.items.interactions import MatchInteraction
from sourcework.quizzes import write
from sourcework.quizzes.places import places
from sourcework.quizzes.prompts import row
from sourcework.quizzes.texts import inline

EACH = pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
TYPES = {
    "choice": "MC",
    "choices": "MS",
    "order": "O",
    "match": "M",
    "mark": "M",
    "number": "SA",
    "short": "WR",
    "estimate": "MC",
}
ROWS = {  # of the sample file: what may follow the name of a row
    "NewQuestion": ({"WR", "SA", "M", "MC", "MS", "O"},),
    "ID": (None,),
    "Title": (None,),
    "QuestionText": (None, {"HTML"}),
    "Points": (None,),
    "Difficulty": ({"1", "2", "3"},),
    "Scoring": ({"EquallyWeighted", "RightMinusWrong"},),
    "Option": (None, None, {"HTML"}, None),
    "Choice": (None, None, {"HTML"}),
    "Match": (None, None, {"HTML"}),
    "Item": (None, {"HTML"}, None),
    "InputBox": ({"1"}, {"20"}),
    "Answer": ({"100"}, None),
    "AnswerKey": (None,),
    "Hint": (None,),
    "Feedback": (None, {"HTML"}),
}


def questions() -> Iterator[tuple[str, list[list[str]]]]:
    rows = brightspace_rows(whole("brightspace").data)
    starts = [n for n, each in enumerate(rows) if each[0] == "NewQuestion"]
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        yield rows[start + 2][1], rows[start:end]


BRIGHTSPACE = dict(questions())


def called(item: Item, *names: str) -> list[list[str]]:
    return [each for each in BRIGHTSPACE[item.id] if each[0] in names]


@EACH
def test_brightspace_rows_are_those_of_its_sample(item: Item) -> None:
    assert called(item, "NewQuestion")[0][1] == (
        "M" if isinstance(item, Order) and item.interaction().has_ties else TYPES[item.kind]
    )
    for line in BRIGHTSPACE[item.id]:
        assert len(line) == 5
        known = ROWS[line[0]]
        for cell, values in zip(line[1:], known, strict=False):
            assert cell
            assert values is None or cell in values, line
        assert not any(line[1 + len(known) :]), line


def test_brightspace_gets_a_mark_of_utf_8_and_lines_as_on_windows() -> None:
    data = whole("brightspace").data
    assert data.startswith(b"\xef\xbb\xbf// ")
    assert data.count(b"\n") == data.count(b"\r\n")


@EACH
def test_brightspace_has_the_key(item: Item) -> None:
    match item:
        case Choice():
            shares = {line[2]: float(line[1]) for line in called(item, "Option")}
            credits = item.rule()["credits"]
            assert shares == {
                str(inline(o.text)): pytest.approx(credits[o.id] * 100) for o in item.options
            }
        case Choices():
            right = {line[2] for line in called(item, "Option") if line[1] == "1"}
            assert right == {str(inline(o.text)) for o in item.options if o.id in item.key}
        case Match():
            goals = {line[1]: line[2] for line in called(item, "Choice")}
            texts = {target.id: str(inline(target.text)) for target in item.targets}
            assert set(goals.values()) == set(texts.values())
            asked = item.interaction()
            assert {line[2]: goals[line[1]] for line in called(item, "Match")} == {
                str(inline(row(asked, one))): texts[item.key[one.id]] for one in asked.rows
            }
        case Order() if item.interaction().has_ties:
            goals = {line[1]: line[2] for line in called(item, "Choice")}
            found = {line[2]: goals[line[1]] for line in called(item, "Match")}
            assert found == {
                str(inline(o.text)): places(item.interaction())[o.id] for o in item.options
            }
        case Order():
            ranks = item.rule()["places"]
            in_order = sorted(item.options, key=lambda option: ranks[option.id])
            assert [line[1] for line in called(item, "Item")] == [
                str(inline(option.text)) for option in in_order
            ]
        case Number():
            assert str(item.rule()["values"][0][1]).removesuffix(".0") in [
                line[2] for line in called(item, "Answer")
            ]
        case Estimate():
            assert [line[1] for line in called(item, "Option")] == ["100"] * len(item.bands)
        case Short():
            assert item.model in called(item, "AnswerKey")[0][1]


@pytest.mark.parametrize(
    ("value", "tolerance", "answers"),
    [
        (72, 0, ["72"]),
        (135, 1, ["134", "135", "136"]),
        (0.5, 0, ["0.5"]),
    ],
)
def test_a_number_with_a_tolerance_is_every_number_in_it(
    value: float, tolerance: float, answers: list[str]
) -> None:
    item = next(each for each in ITEMS if isinstance(each, Number))
    right = Value(id="right", value=value, tolerance=tolerance, feedback="Yes.")
    changed = replace(item, options=(right,), key="right")
    rows = brightspace_rows(write("brightspace", [changed], "Quiz").data)
    assert [line[2] for line in rows if line[0] == "Answer"] == answers
    (line,) = blackboard_lines(write("blackboard", [changed], "Quiz").data)
    assert (line[0], *map(float, line[2:])) == ("NUM", value, tolerance)


BLACKBOARD = {item.id: blackboard_lines(write("blackboard", [item], "Quiz").data) for item in ITEMS}


@EACH
def test_blackboard_has_the_key(item: Item) -> None:
    lines = BLACKBOARD[item.id]
    pairs = [list(zip(line[2::2], line[3::2], strict=False)) for line in lines]
    match item:
        case Choice() | Choices():
            key = item.key if isinstance(item, Choices) else (item.key,)
            assert lines[0][0] == ("MA" if isinstance(item, Choices) else "MC")
            assert dict(pairs[0]) == {
                str(inline(o.text)): "correct" if o.id in key else "incorrect" for o in item.options
            }
        case Order() if not item.interaction().has_ties:
            assert lines[0][0] == "MAT"
            assert dict(pairs[0]) == {
                str(inline(o.text)): places(item.interaction())[o.id] for o in item.options
            }
            assert len(set(dict(pairs[0]).values())) == len(item.options)
        case Match() | Order():
            assert [line[0] for line in lines] == ["MC"] * len(item.options)
            assert all([right for _, right in pair].count("correct") == 1 for pair in pairs)
            named = places(item.interaction()) if isinstance(item, Order) else item.key
            texts = {} if isinstance(item, Order) else {t.id: t.text for t in item.targets}
            wanted = {o.id: texts.get(named[o.id], named[o.id]) for o in item.options}
            shown = item.interaction()
            for option in shown.rows if isinstance(shown, MatchInteraction) else shown.choices:
                asked = row(shown, option) if isinstance(item, Match) else option.text
                (pair,) = [
                    pair
                    for pair, line in zip(pairs, lines, strict=True)
                    if f". {inline(asked)}</strong>" in line[1]
                ]
                right = [target for target, said in pair if said == "correct"]
                assert right == [str(inline(wanted[option.id]))]
        case Number():
            _, value, tolerance = item.rule()["values"][0]
            assert (lines[0][0], *map(float, lines[0][2:])) == ("NUM", value, tolerance)
        case Estimate():
            assert (lines[0][0], *lines[0][2:]) == ("NUM", "50", "50")
        case Short():
            assert lines[0][0] == "ESS"
            assert str(inline(item.model)) in lines[0][2]


def test_a_matching_of_one_to_one_is_one_question_for_blackboard() -> None:
    item = next(each for each in ITEMS if each.kind == "match")
    assert isinstance(item, Match)
    targets = tuple(
        replace(item.targets[0], id=f"t{n}", text=f"Target {n}") for n in range(len(item.options))
    )
    key = {option.id: f"t{n}" for n, option in enumerate(item.options)}
    rows = tuple(replace(option, chosen={}) for option in item.options)
    alone = replace(item, options=rows, targets=targets, key=key)
    written = write("blackboard", [alone], "Quiz")
    (line,) = blackboard_lines(written.data)
    assert line[0] == "MAT"
    assert set(line[3::2]) == {target.text for target in targets}
    assert written.report[0].written == "matching (MAT)"


def test_no_field_of_blackboard_holds_a_tab_or_a_break() -> None:
    data = whole("blackboard").data.decode()
    lines = data.split("\r\n")
    assert lines.pop() == ""
    assert all(line and "\n" not in line for line in lines)
    widths = {line.split("\t")[0]: len(line.split("\t")) for line in lines}
    assert widths["NUM"] == 4
    assert widths["ESS"] == 3
