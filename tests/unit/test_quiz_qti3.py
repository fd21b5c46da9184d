"""QTI 3.0: the package against a grammar of it, and every file the one of QTI 2.1 in its words."""

from __future__ import annotations

import os
import re

import pytest
from grammar import faults
from lxml import etree
from quizzes import ITEMS, edited, unzipped, whole

from sourcework.quizzes import write

NAMESPACE = "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}"
FILES = unzipped(whole("qti3").data)
EARLIER = unzipped(whole("qti").data)
SCHEMA = os.environ.get("QTI3_SCHEMA")  # imsqti_asiv3p0_v1p0.xsd, for who has it
_ITEM = 'xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"'
BROKEN = {
    f"<assessmentItem {_ITEM}/>": "assessmentItem: no such element",
    f'<qti-variable {_ITEM} identifier="1st"/>': "qti-variable: identifier '1st'",
    f'<qti-base-value {_ITEM} baseType="float">1</qti-base-value>': "qti-base-value: attributes",
    f'<qti-modal-feedback {_ITEM} outcome-identifier="A" show-hide="show" identifier="B"><p/>'
    "</qti-modal-feedback>": "qti-modal-feedback: children",
    f'<qti-rubric-block {_ITEM} view="scorer"><qti-content-body><p/></qti-content-body>'
    "</qti-rubric-block>": "qti-rubric-block: attributes",
}


def in_camel_case(name: str) -> str:
    return re.sub("-([a-z])", lambda found: found[1].upper(), name.removeprefix("qti-"))


def in_words_of_2_1(element: etree._Element) -> list[object]:
    """Return an element as its name in 2.1, its attributes, its text and what is in it."""
    name = in_camel_case(etree.QName(element).localname)
    attributes = {in_camel_case(str(n)): v for n, v in element.attrib.items() if n != "use"}
    bodies = element.findall(f"{NAMESPACE}qti-content-body")
    inside = list(bodies[0] if bodies else element)
    texts = [(each or "").strip() for each in (element.text, element.tail)]
    return [name, attributes, texts, [in_words_of_2_1(each) for each in inside]]


@pytest.mark.parametrize("name", FILES)
def test_every_file_has_the_elements_of_qti_3_0(name: str) -> None:
    assert faults(etree.fromstring(FILES[name]), "qti30") == []


@pytest.mark.parametrize("source", BROKEN)
def test_the_grammar_finds_what_the_schema_would_not_admit(source: str) -> None:
    assert any(
        fault.startswith(BROKEN[source]) for fault in faults(etree.fromstring(source), "qti30")
    )


@pytest.mark.skipif(not SCHEMA, reason="QTI3_SCHEMA names no schema")
def test_every_item_and_the_test_are_valid() -> None:
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    for name, content in FILES.items():
        if name != "imsmanifest.xml":
            schema.assertValid(etree.fromstring(content))


@pytest.mark.parametrize("name", [name for name in FILES if name != "imsmanifest.xml"])
def test_a_file_says_what_that_of_2_1_says(name: str) -> None:
    """So what is tested of the scoring and the feedback of 2.1 holds of 3.0."""
    here, there = (etree.fromstring(files[name]) for files in (FILES, EARLIER))
    assert in_words_of_2_1(here) == in_words_of_2_1(there)


def test_the_manifest_names_every_file_with_a_type_of_3_0() -> None:
    assert list(FILES) == list(EARLIER)
    manifest = etree.fromstring(FILES["imsmanifest.xml"])
    kinds = {r.get("href"): r.get("type") for r in manifest.xpath("//*[local-name()='resource']")}
    assert kinds == {
        name: f"imsqti_{'test' if name == 'test.xml' else 'item'}_xmlv3p0"
        for name in FILES
        if name != "imsmanifest.xml"
    }


def test_each_kind_has_the_losses_of_2_1() -> None:
    assert whole("qti3").report == whole("qti").report


def test_an_item_with_markup_in_every_text_is_still_of_the_grammar() -> None:
    kinds = {item.kind: item for item in ITEMS}
    nasty = [edited(item, "<p>*a* & </p><x>") for item in kinds.values()]
    for name, content in unzipped(write("qti3", nasty, "<Quiz> & co").data).items():
        assert faults(etree.fromstring(content), "qti30") == [], name
