"""QTI 2.1: a content package with a test, a section a chapter, and a file an item."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..items import Item
from .prompts import heading, identifier
from .qti_items import NAMESPACE, assessment_item
from .report import Translation, Written
from .xml import Element, child, document, packed, start

__all__ = ["Version", "package", "write"]


@dataclass(frozen=True)
class Version:
    """What a version of QTI calls a package, and how it words an item or a test.

    Attributes
    ----------
    namespace, schema, schema_version
        What the manifest is of.
    resources
        What the type of a resource ends with: `xmlv2p1`.
    worded
        Returns the root of an item or a test, which is given in the words of 2.1, in its own.
    """

    namespace: str
    schema: str
    schema_version: str
    resources: str
    worded: Callable[[Element], Element]


def write(items: Sequence[Item], title: str) -> Written:
    """Write items as a package: `imsmanifest.xml`, `test.xml`, and `items/chapter-kind-n.xml`."""
    return package(items, title, _VERSION)


def package(items: Sequence[Item], title: str, version: Version) -> Written:
    """Write items as a package of a version."""
    report: list[Translation] = []
    files: dict[str, bytes] = {}
    for item in items:
        root, translation = assessment_item(item)
        files[_file(item)] = document(version.worded(root))
        report.append(translation)
    own = {
        "imsmanifest.xml": document(_manifest(items, title, version)),
        "test.xml": document(version.worded(_test(items, title))),
    }
    return Written(packed(own | files), ".zip", report)


def _file(item: Item) -> str:
    return f"items/{item.id.replace('/', '-')}.xml"


def _manifest(items: Sequence[Item], title: str, version: Version) -> Element:
    name = f"m{identifier('qti manifest', title)}"
    root = start(version.namespace, "manifest", identifier=name)
    metadata = child(root, "metadata")
    child(metadata, "schema", version.schema)
    child(metadata, "schemaversion", version.schema_version)
    child(root, "organizations")
    resources = child(root, "resources")
    test = f"t{identifier('qti test', title)}"
    whole = _resource(resources, test, f"imsqti_test_{version.resources}", "test.xml")
    for item in items:
        name = f"i{identifier(item.id)}"
        child(whole, "dependency", identifierref=name)
        _resource(resources, name, f"imsqti_item_{version.resources}", _file(item))
    return root


def _resource(resources: Element, name: str, kind: str, href: str) -> Element:
    resource = child(resources, "resource", identifier=name, type=kind, href=href)
    child(resource, "file", href=href)
    return resource


def _test(items: Sequence[Item], title: str) -> Element:
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
    return root


_VERSION = Version(
    namespace="http://www.imsglobal.org/xsd/imscp_v1p1",
    schema="QTIv2.1 Package",
    schema_version="1.0.0",
    resources="xmlv2p1",
    worded=lambda root: root,
)
