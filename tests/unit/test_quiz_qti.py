"""QTI 2.1: the package against a grammar of it, and its scoring run by an engine."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from grammar import faults
from lxml import etree
from qti_engine import NAMESPACE, run
from quizzes import ITEMS, edited, some_responses, unzipped, whole

from sourcework.items import Estimate, Item, Match, Number, Order, Short
from sourcework.quizzes import write
from sourcework.scoring import feedback_for, score

FILES = unzipped(whole("qti").data)
SCHEMA = os.environ.get("QTI_SCHEMA")  # imsqti_v2p1p1.xsd, for who has it: it may not be passed on
EACH = pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
_NAME = r"[A-Za-z_][A-Za-z0-9_.-]*"
WRITTEN = {  # the schema takes any text for a value: its type is told elsewhere in the file
    "directedPair": f"{_NAME} {_NAME}",
    "float": r"-?\d+(\.\d+)?",
    "identifier": _NAME,
    "integer": r"-?\d+",
}
_ITEM = 'xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"'
_PACKAGE = 'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"'
_RESOURCE = '<resource identifier="a" type="imsqti_item_xmlv2p1" href="a.xml">{}</resource>'
_FILE, _OTHER = '<file href="a.xml"/>', '<dependency identifierref="a"/>'
BROKEN = {
    "<br/>": "br: no such element",
    f"<br {_ITEM}> </br>": "br: text",
    f"<p {_ITEM}><ul><li>a</li></ul></p>": "p: children",
    f'<variable {_ITEM} identifier="1st"/>': "variable: identifier '1st'",
    f'<mapEntry {_ITEM} mapKey="a" mappedValue="one"/>': "mapEntry: mappedValue 'one'",
    f'<simpleMatchSet {_ITEM}><simpleAssociableChoice identifier="a" matchMax="-1"/>'
    "</simpleMatchSet>": "simpleAssociableChoice: matchMax '-1'",
    f'<p {_ITEM}><textEntryInteraction responseIdentifier="OTHER" expectedLength="8"/></p>': (
        "OTHER: nothing has the id"
    ),
    f"<resources {_PACKAGE}>{2 * _RESOURCE.format(_FILE)}</resources>": "a: the id stands twice",
    f"<resources {_PACKAGE}>{_RESOURCE.format(_OTHER + _FILE)}</resources>": "resource: children",
}


def root_of(item: Item) -> etree._Element:
    return etree.fromstring(FILES[f"items/{item.id.replace('/', '-')}.xml"])


def as_qti(item: Item, response: Any) -> Any:
    """Return a response as an engine holds it."""
    if isinstance(item, Match):
        return [f"{name} TARGET-{target}" for name, target in response.items()]
    return response


def values_of(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Give every value of an item, a map's keys too, with the type that it is of."""
    for stated in root.iter(f"{NAMESPACE}baseValue"):
        yield str(stated.get("baseType")), str(stated.text)
    for declared in root.xpath("*[@baseType]"):
        kind = str(declared.get("baseType"))
        yield from ((kind, str(value.text)) for value in declared.iter(f"{NAMESPACE}value"))
        yield from ((kind, str(e.get("mapKey"))) for e in declared.iter(f"{NAMESPACE}mapEntry"))


@pytest.mark.parametrize("name", FILES)
def test_every_file_has_the_elements_of_qti_2_1(name: str) -> None:
    assert faults(etree.fromstring(FILES[name]), "qti21") == []


@pytest.mark.parametrize("source", BROKEN)
def test_the_grammar_finds_what_the_schemas_would_not_admit(source: str) -> None:
    assert any(
        fault.startswith(BROKEN[source]) for fault in faults(etree.fromstring(source), "qti21")
    )


def test_the_rules_hold_that_stand_in_the_schema_as_schematron() -> None:
    """Those of attributes that we write nowhere hold by the grammar, which does not know them."""
    test = etree.fromstring(FILES["test.xml"])
    parts = ("assessmentTest", "testPart", "assessmentSection", "assessmentItemRef")
    names = [str(e.get("identifier")) for e in test.iter(*(NAMESPACE + part for part in parts))]
    assert len(names) == len(set(names)) > len(ITEMS)
    for root in map(root_of, ITEMS):
        assert not root.findall(f".//{NAMESPACE}responseProcessing//{NAMESPACE}testVariables")
        if root.findall(f".//{NAMESPACE}textEntryInteraction"):
            (response,) = root.iterfind(f"{NAMESPACE}responseDeclaration")
            assert response.get("baseType") in {"string", "float", "integer"}


@EACH
def test_a_value_is_written_as_its_type_is(item: Item) -> None:
    for kind, value in values_of(root_of(item)):
        assert re.fullmatch(WRITTEN[kind], value), (kind, value)


@pytest.mark.skipif(not SCHEMA, reason="QTI_SCHEMA names no schema")
def test_every_item_and_the_test_are_valid() -> None:
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    for name, content in FILES.items():
        if name != "imsmanifest.xml":
            schema.assertValid(etree.fromstring(content))


def test_the_manifest_and_the_test_name_every_item() -> None:
    manifest, test = (etree.fromstring(FILES[name]) for name in ("imsmanifest.xml", "test.xml"))
    kinds = {str(r.get("href")): r for r in manifest.xpath("//*[local-name()='resource']")}
    assert set(kinds) == set(FILES) - {"imsmanifest.xml"}
    items = [name for name in FILES if name.startswith("items/")]
    assert all(kinds[name].get("type") == "imsqti_item_xmlv2p1" for name in items)
    assert kinds["test.xml"].get("type") == "imsqti_test_xmlv2p1"
    refs = test.iter(f"{NAMESPACE}assessmentItemRef")
    placed = {str(ref.get("href")): str(ref.get("identifier")) for ref in refs}
    assert sorted(placed) == sorted(items)
    for name, identifier in placed.items():
        root = etree.fromstring(FILES[name])
        assert root.get("identifier") == kinds[name].get("identifier") == identifier
    titles = [str(section.get("title")) for section in test.iter(f"{NAMESPACE}assessmentSection")]
    assert "The poison episode" in titles


@EACH
def test_a_response_scores_as_in_the_book(item: Item) -> None:
    root = root_of(item)
    for response in some_responses(item):
        here = score(item.rule(), response, item.points)
        there = run(root, as_qti(item, response))["SCORE"]
        assert there == pytest.approx(here or 0), response


@EACH
def test_no_response_scores_nothing_and_is_told_nothing(item: Item) -> None:
    outcomes = run(root_of(item), None)
    assert outcomes["SCORE"] == 0
    assert not outcomes["FEEDBACK"]


@EACH
def test_a_response_is_told_what_the_book_tells(item: Item) -> None:
    root = root_of(item)
    there = {str(f.get("identifier")) for f in root.iter(f"{NAMESPACE}modalFeedback")}
    for response in some_responses(item):
        outcomes = run(root, as_qti(item, response))
        given = set(outcomes["FEEDBACK"])
        own = {name.removeprefix("TOLD-") for name in given if name.startswith("TOLD-")}
        called = () if isinstance(item, Short) else feedback_for(item.rule(), response)
        by_choice = item.feedbacks_by_choice()
        assert own == {
            f"{name}.{response[name]}" if response[name] in by_choice[name] else name
            for name in called
            if name in by_choice
        } | {name for name in called if name not in by_choice}
        assert ("HINT" in given) == (item.scored and outcomes["SCORE"] < item.points)
        assert {f"TOLD-{name}" for name in own} <= there


@EACH
def test_the_declared_answer_is_the_key(item: Item) -> None:
    declared = [
        value.text
        for value in root_of(item).iterfind(
            f"{NAMESPACE}responseDeclaration/{NAMESPACE}correctResponse/{NAMESPACE}value"
        )
    ]
    if isinstance(item, Short | Estimate):
        assert declared == []
        return
    response: Any = declared
    if item.kind == "choice":
        (response,) = declared
    if isinstance(item, Number):
        response = float(str(declared[0]))
    assert run(root_of(item), response)["SCORE"] == pytest.approx(item.points)


def test_every_response_of_an_order_with_ties_scores_as_in_the_book() -> None:
    item = next(each for each in ITEMS if each.id == "testament/order-1")
    assert isinstance(item, Order)
    swapped = sorted(item.rule()["places"], key=lambda name: (item.rule()["places"][name], name))
    for response in (swapped, swapped[::-1]):
        earned = run(root_of(item), response)["SCORE"]
        assert earned == score(item.rule(), response, item.points)


@EACH
def test_what_a_reader_is_shown_has_only_names_that_xml_admits(item: Item) -> None:
    root = root_of(item)
    names = root.xpath("//@identifier")
    assert all(name[:1].isalpha() for name in names)
    choices = root.xpath("//*[contains(local-name(), 'Choice')]/@identifier")
    assert len(choices) == len(set(choices))


def test_an_item_with_markup_in_every_text_is_still_of_the_grammar() -> None:
    kinds = {item.kind: item for item in ITEMS}
    nasty = [edited(item, "<p>*a* & </p><x>") for item in kinds.values()]
    for name, content in unzipped(write("qti", nasty, "<Quiz> & co").data).items():
        assert faults(etree.fromstring(content), "qti21") == [], name
