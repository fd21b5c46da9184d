"""QTI 2.1: a content package with a test, a section a chapter, and a file an item."""

from __future__ import annotations

from collections.abc import Sequence

from ..items import Item
from .prompts import heading, identifier
from .qti_items import NAMESPACE, assessment_item
from .report import Translation, Written
from .xml import Element, child, document, packed, start

__all__ = ["write"]

_PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"


def write(items: Sequence[Item], title: str) -> Written:
    """Write items as a package: `imsmanifest.xml`, `test.xml`, and `items/chapter-kind-n.xml`."""
    report: list[Translation] = []
    files: dict[str, bytes] = {}
    for item in items:
        root, translation = assessment_item(item)
        files[_file(item)] = document(root)
        report.append(translation)
    own = {"imsmanifest.xml": _manifest(items, title), "test.xml": _test(items, title)}
    return Written(packed(own | files), ".zip", report)


def _file(item: Item) -> str:
    return f"items/{item.id.replace('/', '-')}.xml"


def _manifest(items: Sequence[Item], title: str) -> bytes:
    root = start(_PACKAGE, "manifest", identifier=f"m{identifier('qti manifest', title)}")
    metadata = child(root, "metadata")
    child(metadata, "schema", "QTIv2.1 Package")
    child(metadata, "schemaversion", "1.0.0")
    child(root, "organizations")
    resources = child(root, "resources")
    test = f"t{identifier('qti test', title)}"
    whole = _resource(resources, test, "imsqti_test_xmlv2p1", "test.xml")
    for item in items:
        name = f"i{identifier(item.id)}"
        child(whole, "dependency", identifierref=name)
        _resource(resources, name, "imsqti_item_xmlv2p1", _file(item))
    return document(root)


def _resource(resources: Element, name: str, kind: str, href: str) -> Element:
    resource = child(resources, "resource", identifier=name, type=kind, href=href)
    child(resource, "file", href=href)
    return resource


def _test(items: Sequence[Item], title: str) -> bytes:
    root = start(
        NAMESPACE, "assessmentTest", identifier=f"t{identifier('qti test', title)}", title=title
    )
    total = {"identifier": "SCORE", "cardinality": "single", "baseType": "float"}
    child(root, "outcomeDeclaration", **total)
    modes = {"navigationMode": "nonlinear", "submissionMode": "individual"}
    part = child(root, "testPart", identifier="part", **modes)
    child(part, "itemSessionControl", maxAttempts="0", showFeedback="true")
    for chapter in dict.fromkeys(item.chapter for item in items):
        named = {"title": heading(chapter), "visible": "true"}
        section = child(part, "assessmentSection", identifier=f"section-{chapter}", **named)
        for item in (each for each in items if each.chapter == chapter):
            name = f"i{identifier(item.id)}"
            child(section, "assessmentItemRef", identifier=name, href=_file(item))
    outcome = child(child(root, "outcomeProcessing"), "setOutcomeValue", identifier="SCORE")
    child(child(outcome, "sum"), "testVariables", variableIdentifier="SCORE")
    return document(root)
