"""Questions of Common Cartridge: of its profile of QTI 1.2, and scored as the profile says."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from grammar import faults
from lxml import etree
from quizzes import ITEMS, cartridge_quiz, edited, some_responses, unzipped, whole

from sourcework.items import Choice, Choices, Estimate, Item, Match, Number, Order, Short
from sourcework.quizzes import write
from sourcework.quizzes.assigned_items import items_of
from sourcework.quizzes.places import places
from sourcework.quizzes.prompts import decimal, identifier, number_of
from sourcework.quizzes.texts import inline
from sourcework.scoring import credit, feedback_for

NS = {"q": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"}
FILES = unzipped(whole("cartridge").data)
QUIZ = cartridge_quiz(whole("cartridge").data)
QUESTIONS = {str(each.get("ident")): each for each in QUIZ.iterfind(".//q:item", NS)}
SCHEMAS = os.environ.get("CARTRIDGE_SCHEMAS")  # a folder with those of 1.1 or 1.3, for who has it
PROFILES = {
    "choice": "multiple_choice",
    "choices": "multiple_response",
    "order": "multiple_choice",
    "match": "multiple_choice",
    "mark": "multiple_choice",
    "number": "fib",
    "short": "essay",
    "estimate": "multiple_choice",
}
_ITEM = f'xmlns="{NS["q"]}"'
BROKEN = {
    f"<vargte {_ITEM}/>": "vargte: no such element",
    f'<setvar {_ITEM} varname="SCORE" action="Set">50</setvar>': "setvar: text '50'",
    f'<setvar {_ITEM} varname="SCORE" action="Add">100</setvar>': "setvar: action 'Add'",
    f"<fieldentry {_ITEM}>100</fieldentry>": "fieldentry: text '100'",
}


def parts_of(item: Item) -> list[etree._Element]:
    """Return the questions that an item has become."""
    rows = item.rule().get("pairs") or item.rule().get("places") or {}
    names = [(item.id, row) for row in rows] if rows else [(item.id,)]
    return [QUESTIONS[f"i{identifier(*each)}"] for each in names]


def metadata(question: etree._Element) -> dict[str, str]:
    fields = question.iterfind(".//q:qtimetadatafield", NS)
    return {
        str(f.findtext("q:fieldlabel", "", NS)): str(f.findtext("q:fieldentry", "", NS))
        for f in fields
    }


def meets(test: etree._Element, given: set[str]) -> bool:
    """Say whether an answer, the identifiers chosen or the text written, meets a test."""
    match etree.QName(test).localname:
        case "other":
            return True
        case "not":
            return not meets(test[0], given)
        case "and":
            return all(meets(each, given) for each in test)
        case "varequal":
            return test.text in given
    raise AssertionError(test.tag)


def processed(question: etree._Element, given: Iterable[str]) -> tuple[float, list[str]]:
    """Return the share of the points that an answer earns, and the feedback that is told."""
    score, told, answer = 0.0, [], set(given)
    for condition in question.iterfind("q:resprocessing/q:respcondition", NS):
        (variables,) = condition.iterfind("q:conditionvar", NS)
        # Several tests beside each other are alternatives, as in the fill-in of the profile.
        if any(meets(test, answer) for test in variables):
            score = float(condition.findtext("q:setvar", str(100 * score), NS)) / 100
            told += [str(e.get("linkrefid")) for e in condition.iterfind("q:displayfeedback", NS)]
            if condition.get("continue") == "No":
                break
    return score, told


def given(item: Item, response: Any) -> list[list[str]]:
    """Return a response as answers to the questions that the item has become."""
    match item:
        case Choice():
            return [[number_of(item.id, response)]]
        case Choices():
            return [[number_of(item.id, each) for each in response]]
        case Match():
            return [
                [number_of(item.id, row, "target", response[row])] for row in item.rule()["pairs"]
            ]
        case Order():
            named = places(item.interaction())
            by_rank = sorted(named, key=lambda each: item.interaction().places[each])
            at = {option: named[by_rank[n]] for n, option in enumerate(response)}
            return [[number_of(item.id, row, "target", at[row])] for row in item.rule()["places"]]
        case Number():
            return [[decimal(response)]]
    return [[str(response)]]


def fair(item: Item, response: Any) -> list[float]:
    """Return what each question has to earn: all, where the book gives all, or nothing."""
    rule = item.rule()
    match item:
        case Match():
            return [float(response[row] == target) for row, target in rule["pairs"].items()]
        case Order():
            named = places(item.interaction())
            return [
                float(each[0] == number_of(item.id, row, "target", named[row]))
                for row, each in zip(rule["places"], given(item, response), strict=True)
            ]
    return [float(credit(rule, response) == 1)]


@pytest.mark.parametrize("name", FILES)
def test_every_file_has_the_elements_of_the_profile(name: str) -> None:
    assert faults(etree.fromstring(FILES[name]), "cartridge") == []


@pytest.mark.parametrize("source", BROKEN)
def test_the_grammar_finds_what_the_profile_does_not_admit(source: str) -> None:
    assert any(
        fault.startswith(BROKEN[source]) for fault in faults(etree.fromstring(source), "cartridge")
    )


def test_an_item_with_markup_in_every_text_is_still_of_the_profile() -> None:
    kinds = {item.kind: item for item in ITEMS}
    nasty = [edited(item, "<p>*a* & </p><x>") for item in kinds.values()]
    for content in unzipped(write("cartridge", nasty, "<Quiz> & co").data).values():
        assert faults(etree.fromstring(content), "cartridge") == []


@pytest.mark.skipif(not SCHEMAS, reason="CARTRIDGE_SCHEMAS names no folder")
def test_the_quiz_is_valid() -> None:
    found = list(Path(str(SCHEMAS)).glob("ccv1p?_qtiasiv1p2p1_v1p0.xsd"))
    assert found
    for schema in found:
        etree.XMLSchema(etree.parse(schema)).assertValid(QUIZ)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_a_question_has_the_type_of_its_kind(item: Item) -> None:
    for question in parts_of(item):
        said = metadata(question)
        assert said["cc_profile"] == f"cc.{PROFILES[item.kind]}.v0p1"
        assert ("qmd_computerscored" in said) == (item.kind == "short")
        response = question.find("q:presentation/q:response_lid", NS)
        several = "Multiple" if item.kind == "choices" else "Single"
        assert response is None or response.get("rcardinality") == several
        assert (response is None) == (item.kind in ("number", "short"))


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_what_is_told_and_what_is_asked_for_is_there(item: Item) -> None:
    for question in parts_of(item):
        labels = question.xpath(".//q:response_label/@ident", namespaces=NS)
        tested = question.xpath(".//q:varequal/text()", namespaces=NS)
        assert item.kind in ("number", "short") or set(tested) == set(labels)
        told = question.xpath(".//q:displayfeedback/@linkrefid", namespaces=NS)
        there = question.xpath("q:itemfeedback/@ident", namespaces=NS)
        assert len(there) == len(set(there))
        assert set(told) == set(there)


@pytest.mark.parametrize("item", [each for each in ITEMS if each.scored], ids=lambda item: item.id)
def test_an_answer_earns_all_where_the_book_gives_all(item: Item) -> None:
    for response in some_responses(item):
        answers = given(item, response)
        earned = [
            processed(question, each)[0]
            for question, each in zip(parts_of(item), answers, strict=True)
        ]
        if isinstance(item, Number) and not float(response).is_integer():
            continue  # which is compared as text
        assert earned == fair(item, response), response


def test_every_scored_kind_was_answered_right_and_wrong() -> None:
    for kind in ("choice", "choices", "order", "match", "mark", "number"):
        some = [item for item in ITEMS if item.kind == kind]
        seen = {e for item in some for r in some_responses(item) for e in fair(item, r)}
        assert seen == {0.0, 1.0}, kind


@pytest.mark.parametrize(
    "item", [each for each in ITEMS if isinstance(each, Choice)], ids=lambda item: item.id
)
def test_an_option_is_told_its_own_remark_and_a_wrong_one_the_hint(item: Choice) -> None:
    (question,) = parts_of(item)
    for option in item.options:
        score, told = processed(question, [number_of(item.id, option.id)])
        assert f"{number_of(item.id, option.id)}_fb" in told
        assert ("hint" in told) == (score == 0)
        assert ("general_fb" in told) == bool(item.reveal)


@pytest.mark.parametrize(
    "item", [each for each in ITEMS if isinstance(each, Number)], ids=lambda item: item.id
)
def test_a_number_is_told_what_the_book_says_of_it(item: Number) -> None:
    (question,) = parts_of(item)
    for value in range(200):
        _, told = processed(question, [str(value)])
        known = feedback_for(item.rule(), value)
        assert [each for each in told if each.endswith("_fb")][-1:] == [f"{known[-1]}_fb"]


def test_every_band_of_an_opinion_is_right() -> None:
    for item in (each for each in ITEMS if isinstance(each, Estimate)):
        (question,) = parts_of(item)
        labels = question.xpath(".//q:response_label/@ident", namespaces=NS)
        assert len(labels) == len(item.bands)
        assert all(processed(question, [each])[0] == 1 for each in labels)


def test_nobody_is_told_the_model_before_an_answer() -> None:
    for item in (each for each in ITEMS if isinstance(each, Short)):
        (question,) = parts_of(item)
        feedback = question.find("q:itemfeedback[@ident='solution']", NS)
        assert feedback is not None
        asked = "".join(question.find("q:presentation", NS).itertext())  # type: ignore[union-attr]
        assert str(inline(item.model)) in "".join(feedback.itertext())
        assert str(inline(item.model)) not in asked


def test_practice_can_be_tried_again_and_graded_work_once() -> None:
    once = cartridge_quiz(write("cartridge", items_of("twelve-days"), "Quiz").data)
    attempts = "q:assessment/q:qtimetadata/q:qtimetadatafield[q:fieldlabel='cc_maxattempts']"
    for quiz, allowed in ((QUIZ, "unlimited"), (once, "1")):
        assert quiz.findtext(f"{attempts}/q:fieldentry", "", NS) == allowed


def test_the_identifier_of_a_quiz_is_for_ever() -> None:
    quiz = cartridge_quiz(write("cartridge", ITEMS[:1], "poison").data)
    assert quiz.find("q:assessment", NS).get("ident") == "ia246383903d153dcb2ed38f2f29dfe20"  # type: ignore[union-attr]
