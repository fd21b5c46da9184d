"""Moodle XML: as Moodle's importer reads it, and what an answer earns there."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from grammar import faults
from lxml import etree
from moodle_reader import as_moodle_reads, by_type, fields
from quizzes import ITEMS, ONE_OF_EACH, edited, some_responses, whole

from sourcework.items import Choice, Choices, Estimate, Item, Match, Number, Option, Order
from sourcework.quizzes import write
from sourcework.quizzes.moodle_xml import FRACTIONS
from sourcework.quizzes.places import places
from sourcework.quizzes.prompts import row
from sourcework.quizzes.texts import inline, plain
from sourcework.scoring import credit, feedback_for

QUESTIONS = {
    question.findtext("idnumber"): question for question in as_moodle_reads(whole("moodle").data)
}
TYPES = sorted({str(question.tag) for question in QUESTIONS.values()} - {"category"})
SCORED = [item for item in ITEMS if item.scored]


def fraction(question: etree._Element, item: Item, response: Any) -> float:
    """Score a response as Moodle does with a question of this type."""
    match item:
        case Choice() | Choices():
            chosen = [response] if isinstance(item, Choice) else response
            texts = {str(inline(option.text)) for option in item.options if option.id in chosen}
            shares = [
                float(a.get("fraction")) for a in answers(question) if a.findtext("text") in texts
            ]
            return min(1.0, max(0.0, sum(shares) / 100))
        case Order() if not item.interaction().has_ties:
            listed = [answer.findtext("text") for answer in answers(question)]
            given = [listed.index(str(inline(text(item, name)))) for name in response]
            pairs = list(combinations(given, 2))
            return sum(a < b for a, b in pairs) / len(pairs)
        case Match() | Order():
            subs = [sub for sub in question.iter("subquestion") if sub.findtext("text")]
            given_texts = said(item, response)
            right = [
                s for s in subs if s.findtext("answer/text") == given_texts[s.findtext("text")]
            ]
            return len(right) / len(subs)
    return float(met(question, response).get("fraction")) / 100


def answers(question: etree._Element) -> list[etree._Element]:
    return question.findall("answer")


def text(item: Any, name: str) -> str:
    option: Option = next(option for option in item.options if option.id == name)
    return option.text


def said(item: Match | Order, response: Any) -> dict[str, str]:
    """Return what a reader would choose in each row to give this response."""
    if isinstance(item, Match):
        targets = {target.id: plain(target.text) for target in item.targets}
        asked = item.interaction()
        return {str(inline(row(asked, one))): targets[response[one.id]] for one in asked.rows}
    by_place = dict(zip(response, sorted(places(item.interaction()).values()), strict=True))
    return {str(inline(option.text)): by_place[option.id] for option in item.options}


def met(question: etree._Element, response: float) -> etree._Element:
    """Return the first answer of a numerical question that a number meets."""
    for answer in answers(question):
        value, off = answer.findtext("text"), float(answer.findtext("tolerance"))
        if value == "*" or abs(float(value) - response) <= off + 1e-9:
            return answer
    raise AssertionError(response)


def test_it_has_the_elements_that_the_importer_reads() -> None:
    root = as_moodle_reads(whole("moodle").data)
    assert faults(root, "moodle") == []
    assert len(list(root)) == len(ITEMS) + 1
    assert root.findtext("category/category/text") == "$course$/top/A quiz: Lenin//Stalin & others"
    assert len(QUESTIONS) == len(ITEMS) + 1


@pytest.mark.parametrize("type", TYPES)
def test_the_grammar_misses_whatever_a_question_leaves_out(type: str) -> None:
    whole_one = next(question for question in QUESTIONS.values() if question.tag == type)
    for name in sorted({str(part.tag) for part in whole_one}):
        root = etree.Element("quiz")
        root.extend([deepcopy(QUESTIONS[None]), deepcopy(whole_one)])
        assert faults(root, "moodle") == []
        etree.strip_elements(root[1], name)
        if (type, name) != ("numerical", "hint"):  # an estimate has none
            assert faults(root, "moodle") != [], name


def test_moodle_reads_every_text_as_it_is_written() -> None:
    data = whole("moodle").data
    written = fields(by_type(etree.fromstring(data)))
    assert fields(as_moodle_reads(data)) == written
    assert len(written) > 1000


@pytest.mark.parametrize("item", ONE_OF_EACH, ids=lambda item: item.kind)
def test_a_text_of_nothing_but_signs_arrives_in_moodle(item: Item) -> None:
    signs = "a & < b > & “c” ]]> ' \" > d ]]>"
    data = write("moodle", [edited(item, signs)], signs).data
    written = fields(by_type(etree.fromstring(data)))
    assert fields(as_moodle_reads(data)) == written
    assert f"$course$/top/{signs}" in written.values()


def test_a_title_that_no_xml_can_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="XML"):
        write("moodle", ITEMS[:1], "A quiz\x01")


@pytest.mark.parametrize(
    "item", [each for each in ITEMS if isinstance(each, Estimate)], ids=lambda item: item.id
)
def test_no_estimate_is_the_correct_answer(item: Estimate) -> None:
    question = QUESTIONS[item.id]
    assert float(question.findtext("defaultgrade")) == 0
    assert {float(answer.get("fraction")) for answer in answers(question)} == {0}
    assert len(answers(question)) == len(item.bands) + 1


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda each: each.findtext("idnumber"))
def test_moodle_can_tell_the_options_of_a_question_apart(question: etree._Element) -> None:
    tag = "subquestion" if question.tag == "matching" else "answer"
    told_apart = [text for each in question.iter(tag) if (text := each.findtext("text"))]
    assert len(set(told_apart)) == len(told_apart)


def test_a_fraction_is_one_that_moodle_takes() -> None:
    checked = [q for q in QUESTIONS.values() if q.get("type") in ("multichoice", "numerical")]
    for answer in (answer for question in checked for answer in answers(question)):
        share = abs(float(answer.get("fraction"))) / 100
        assert min(abs(share - known) for known in FRACTIONS) < 1e-5


@pytest.mark.parametrize("item", SCORED, ids=lambda item: item.id)
def test_the_key_scores_all_and_no_answer_more(item: Item) -> None:
    question = QUESTIONS[item.id]
    if isinstance(item, Order) and item.interaction().has_ties:
        subs = list(question.iter("subquestion"))
        named = {
            str(inline(text(item, name))): place
            for name, place in places(item.interaction()).items()
        }
        assert {s.findtext("text"): s.findtext("answer/text") for s in subs} == named
        return
    key, *others = some_responses(item)
    assert fraction(question, item, key) == pytest.approx(1, abs=1e-4)
    assert all(0 <= fraction(question, item, other) <= 1 for other in others)


@pytest.mark.parametrize(
    "item", [item for item in SCORED if not isinstance(item, Order)], ids=lambda item: item.id
)
def test_an_answer_earns_there_what_it_earns_here(item: Item) -> None:
    for response in some_responses(item):
        earned = fraction(QUESTIONS[item.id], item, response)
        assert earned == pytest.approx(credit(item.rule(), response), abs=1e-4), response


@pytest.mark.parametrize(
    "item", [each for each in ITEMS if isinstance(each, Order)], ids=lambda item: item.id
)
def test_an_order_keeps_more_than_here_for_reversed_pairs_and_says_so(item: Order) -> None:
    report = {row.item: row for row in whole("moodle").report}[item.id]
    if item.interaction().has_ties:
        assert report.written.startswith("matching to places")
        return
    assert "pairs in reverse do not take points off again" in report.lost
    for response in some_responses(item):
        here = credit(item.rule(), response)
        there = fraction(QUESTIONS[item.id], item, response)
        assert here == pytest.approx(max(0, 2 * there - 1))


@pytest.mark.parametrize(
    "item",
    [each for each in ITEMS if isinstance(each, Number | Estimate)],
    ids=lambda item: item.id,
)
def test_a_number_is_told_what_it_is_told_here(item: Number | Estimate) -> None:
    for response in some_responses(item):
        (name,) = feedback_for(item.rule(), response)
        feedback = met(QUESTIONS[item.id], response).findtext("feedback/text")
        assert feedback.startswith(str(inline(item.feedbacks()[name].feedback)))


def test_a_share_that_moodle_does_not_have_is_the_nearest_and_reported() -> None:
    item = next(item for item in ITEMS if isinstance(item, Choice) and item.partial)
    (name,) = list(item.partial)[:1]
    written = write("moodle", [replace(item, partial={name: 0.37})], "Quiz")
    shares = [a.get("fraction") for a in etree.fromstring(written.data).iter("answer")]
    assert "40" in shares
    assert f"0.37 of the points for “{name}”: Moodle takes 40 %" in written.report[0].lost


def test_more_right_options_than_moodle_can_divide_are_refused() -> None:
    item = next(item for item in ITEMS if isinstance(item, Choices))
    options = tuple(replace(item.options[0], id=f"o{n}", text=f"Option {n}") for n in range(12))
    many = replace(item, options=options, key=tuple(option.id for option in options[:11]))
    with pytest.raises(ValueError, match=f"{item.id}: Moodle has no fraction 1/11"):
        write("moodle", [many], "Quiz")


def test_a_target_of_no_row_is_there_to_be_chosen() -> None:
    item = next(item for item in ITEMS if item.id == "poison/match-1")
    subs = list(QUESTIONS[item.id].iter("subquestion"))
    spare = [sub.findtext("answer/text") for sub in subs if not sub.findtext("text")]
    assert spare == ["Lenin, in words taken down at the time"]


def test_an_essay_has_model_and_rubric_for_who_marks_it() -> None:
    for item in (each for each in ITEMS if each.kind == "short"):
        notes = QUESTIONS[item.id].findtext("graderinfo/text")
        assert str(inline(item.model)) in notes
        assert all(str(inline(criterion.text)) in notes for criterion in item.rubric)
        told = QUESTIONS[item.id].findtext("generalfeedback/text")
        assert "Answers at three levels, composed for this book" in told
        for sample in item.samples:
            assert str(inline(sample.answer)) in told
            assert str(inline(sample.remark)) in told


BROKEN = {
    "<quiz/>": "quiz: children ''",
    "<quiz><riddle/></quiz>": "riddle: no such element",
    "<quiz><question/></quiz>": "question: no such element",
    "<quiz><question type='category'/><question type='cloze'/></quiz>": "cloze: no such element",
    "<quiz><question type='category'>loose<category><text/></category></question></quiz>": "text",
    "<quiz><question type='category'><category><text/><text/></category></question></quiz>": (
        "category: children 'text text '"
    ),
}


@pytest.mark.parametrize("source", BROKEN)
def test_the_grammar_finds_what_is_wrong(source: str) -> None:
    found = faults(by_type(etree.fromstring(source)), "moodle")
    assert any(BROKEN[source] in fault for fault in found)
