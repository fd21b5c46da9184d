"""Canvas: the package as its importer reads it, and what an answer earns there."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from grammar import faults
from lxml import etree
from quizzes import ITEMS, canvas_quiz, some_responses, unzipped, whole

from sourcework.items import Choice, Choices, Estimate, Item, Match, Number, Order
from sourcework.quizzes import write
from sourcework.quizzes.places import places
from sourcework.quizzes.prompts import number_of
from sourcework.scoring import credit, feedback_for

NS = {"q": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"}
ROOT = canvas_quiz(whole("canvas").data)
QUESTIONS = {str(item.get("title")): item for item in ROOT.iterfind(".//q:item", NS)}
OF_THE_QUESTION = ("general_fb", "general_incorrect_fb")  # as the importer tells by the name


def metadata(question: etree._Element) -> dict[str, str]:
    fields = question.iterfind(".//q:qtimetadatafield", NS)
    return {
        str(f.findtext("q:fieldlabel", "", NS)): str(f.findtext("q:fieldentry", "", NS))
        for f in fields
    }


def rewarded(question: etree._Element) -> list[etree._Element]:
    """Return the conditions that earn something: to Canvas all their answers are right."""
    return [
        c for c in question.iterfind(".//q:respcondition", NS) if c.find("q:setvar", NS) is not None
    ]


def right_answers(question: etree._Element) -> set[str]:
    chosen = [
        c.xpath(".//q:varequal[not(parent::q:not)]", namespaces=NS) for c in rewarded(question)
    ]
    return {str(each.text) for found in chosen for each in found}


def earned(question: etree._Element, item: Item, response: Any) -> float:
    """Score a response as Canvas does with a question of this type."""
    match item:
        case Choice():
            return float(number_of(item.id, response) in right_answers(question))
        case Choices():
            right = right_answers(question)
            chosen = {number_of(item.id, name) for name in response}
            return max(0.0, (len(chosen & right) - len(chosen - right)) / len(right))
        case Match():
            given = {
                f"response_{number_of(item.id, name)}": number_of(item.id, "target", target)
                for name, target in response.items()
            }
            pairs = [c.find(".//q:varequal", NS) for c in rewarded(question)]
            return sum(given.get(str(p.get("respident"))) == p.text for p in pairs) / len(pairs)
        case Number() | Estimate():
            return float(any(low <= response <= high for low, high, _ in ranges(question)))
    raise AssertionError(item.kind)


def ranges(question: etree._Element) -> list[tuple[float, float, str]]:
    return [
        (
            float(condition.findtext(".//q:vargte", "", NS)),
            float(condition.findtext(".//q:varlte", "", NS)),
            str(condition.find("q:displayfeedback", NS).get("linkrefid")),
        )
        for condition in rewarded(question)
    ]


def test_it_has_the_elements_of_qti_1_2() -> None:
    assert faults(ROOT, "qti12") == []
    assert list(QUESTIONS) == [item.id for item in ITEMS]


def test_the_manifest_names_every_other_file() -> None:
    files = unzipped(whole("canvas").data)
    manifest = etree.fromstring(files["imsmanifest.xml"])
    named = manifest.xpath("//*[local-name()='file']/@href")
    assert {*map(str, named), "imsmanifest.xml"} == set(files)
    kinds = manifest.xpath("//*[local-name()='resource']/@type")
    assert kinds[0] == "imsqti_xmlv1p2"
    resources = manifest.xpath("//*[local-name()='resource']/@identifier")
    assert manifest.xpath("//*[local-name()='dependency']/@identifierref") == resources[1:]
    assert b"QTIv2" not in files["imsmanifest.xml"], "Canvas would read it as QTI 2"


def test_practice_counts_for_nothing_and_what_is_graded_is_an_assignment() -> None:
    item = next(each for each in ITEMS if each.kind == "choice")
    for mode, kind, tries in (("practice", "practice_quiz", "-1"), ("graded", "assignment", "1")):
        written = write("canvas", [replace(item, mode=mode)], "Quiz")
        files = unzipped(written.data)
        (settings,) = (files[name] for name in files if name.endswith("assessment_meta.xml"))
        root = etree.fromstring(settings)
        found = {etree.QName(each).localname: each.text for each in root}
        assert (found["quiz_type"], found["allowed_attempts"]) == (kind, tries)
        assert found["points_possible"] == str(item.points)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_type_points_and_answers_are_told_in_canvas_words(item: Item) -> None:
    said = metadata(QUESTIONS[item.id])
    kinds = {
        "choice": "multiple_choice_question",
        "choices": "multiple_answers_question",
        "order": "matching_question",
        "match": "matching_question",
        "mark": "matching_question",
        "number": "numerical_question",
        "estimate": "numerical_question",
        "short": "essay_question",
    }
    assert said["question_type"] == kinds[item.kind]
    assert said["points_possible"] == ("0" if item.kind == "estimate" else str(item.points))
    numbers = [each for each in said["original_answer_ids"].split(",") if each]
    assert all(re.fullmatch(r"[1-9]\d{8}", each) for each in numbers)
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize(
    "item",
    [item for item in ITEMS if isinstance(item, Choice | Choices | Match | Number | Estimate)],
    ids=lambda item: item.id,
)
def test_an_answer_earns_there_what_it_earns_here_but_for_shares(item: Item) -> None:
    for response in some_responses(item):
        here = credit(item.rule(), response)
        if isinstance(item, Choice) and response in item.partial:
            here = 0
        if isinstance(item, Estimate):
            here = 1  # of 0 points
        assert earned(QUESTIONS[item.id], item, response) == pytest.approx(here), response


def test_a_share_of_the_points_is_reported_as_lost() -> None:
    rows = {row.item: row.lost for row in whole("canvas").report}
    shared = [item for item in ITEMS if isinstance(item, Choice) and item.partial]
    assert shared
    for item in shared:
        for name, share in item.partial.items():
            assert f"{share:g} of the points for “{name}”: it earns nothing" in rows[item.id]


@pytest.mark.parametrize(
    "item", [each for each in ITEMS if isinstance(each, Order)], ids=lambda item: item.id
)
def test_an_order_is_matched_to_its_places(item: Order) -> None:
    pairs = [c.find(".//q:varequal", NS) for c in rewarded(QUESTIONS[item.id])]
    found = {str(p.get("respident")): p.text for p in pairs}
    assert found == {
        f"response_{number_of(item.id, name)}": number_of(item.id, "target", place)
        for name, place in places(item.interaction()).items()
    }
    assert len(set(found.values())) == len(found) - item.interaction().has_ties


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_every_feedback_is_there_once_and_told_by_a_condition_or_its_name(item: Item) -> None:
    question = QUESTIONS[item.id]
    there = [str(each.get("ident")) for each in question.iterfind("q:itemfeedback", NS)]
    linked = [str(each.get("linkrefid")) for each in question.iterfind(".//q:displayfeedback", NS)]
    assert len(there) == len(set(there))
    assert set(linked) - {"general_incorrect_fb"} <= set(there)
    assert set(there) - set(OF_THE_QUESTION) <= set(linked)
    for name in there:
        assert name in OF_THE_QUESTION or re.fullmatch(r"\d{9}_fb", name)


def test_remarks_on_options_come_before_what_earns_points() -> None:
    for item in (each for each in ITEMS if isinstance(each, Choice | Choices)):
        conditions = list(QUESTIONS[item.id].iterfind(".//q:respcondition", NS))
        told_at = [
            n for n, c in enumerate(conditions) if re.search(r"\d_fb", etree.tostring(c).decode())
        ]
        earned_at = [n for n, c in enumerate(conditions) if c in rewarded(QUESTIONS[item.id])]
        assert max(told_at) < min(earned_at)


def test_an_estimate_is_told_what_its_band_says() -> None:
    for item in (each for each in ITEMS if isinstance(each, Estimate)):
        found = ranges(QUESTIONS[item.id])
        assert all(high < low for (_, high, _), (low, _, _) in pairwise(found))
        for response in range(101):
            (feedback,) = [name for low, high, name in found if low <= response <= high]
            (band,) = feedback_for(item.rule(), response)
            assert feedback == f"{number_of(item.id, band)}_fb"


def test_no_question_is_longer_than_canvas_takes() -> None:
    for question in QUESTIONS.values():
        text = question.findtext("q:presentation/q:material/q:mattext", "", NS)
        assert 0 < len(text.encode()) < 16 * 1024
