"""Canvas: a QTI 1.2 package with a quiz."""

from __future__ import annotations

from collections.abc import Sequence

from ..items import Item
from .canvas_questions import QTI, field, points, question
from .prompts import identifier
from .report import Written
from .xml import child, document, packed, start

__all__ = ["write"]

_PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_QUIZ = "http://canvas.instructure.com/xsd/cccv1p0"


def write(items: Sequence[Item], title: str) -> Written:
    """Write items as a package with one quiz, which counts for nothing if all are practice."""
    quiz = f"g{identifier('canvas quiz', title)}"
    root = start(QTI, "questestinterop")
    assessment = child(root, "assessment", ident=quiz, title=title)
    metadata = child(assessment, "qtimetadata")
    practice = all(item.mode == "practice" for item in items)
    field(metadata, "cc_maxattempts", "unlimited" if practice else "1")
    section = child(assessment, "section", ident="root_section")
    report = [question(section, item) for item in items]
    files = {
        "imsmanifest.xml": _manifest(quiz, title),
        f"{quiz}/assessment_meta.xml": _settings(quiz, title, items, practice),
        f"{quiz}/{quiz}.xml": document(root),
    }
    return Written(packed(files), ".zip", report)


def _manifest(quiz: str, title: str) -> bytes:
    root = start(_PACKAGE, "manifest", identifier=f"g{identifier('canvas manifest', title)}")
    metadata = child(root, "metadata")
    child(metadata, "schema", "IMS Content")
    child(metadata, "schemaversion", "1.1.3")
    child(root, "organizations")
    resources = child(root, "resources")
    settings = f"{quiz}_settings"
    questions = child(resources, "resource", identifier=quiz, type="imsqti_xmlv1p2")
    child(questions, "file", href=f"{quiz}/{quiz}.xml")
    child(questions, "dependency", identifierref=settings)
    kind = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
    href = f"{quiz}/assessment_meta.xml"
    beside = child(resources, "resource", identifier=settings, type=kind, href=href)
    child(beside, "file", href=href)
    return document(root)


def _settings(quiz: str, title: str, items: Sequence[Item], practice: bool) -> bytes:
    root = start(_QUIZ, "quiz", identifier=quiz)
    said = {
        "title": title,
        "description": "",
        "shuffle_answers": "true",
        "scoring_policy": "keep_highest",
        "hide_results": "",
        "quiz_type": "practice_quiz" if practice else "assignment",
        "points_possible": str(sum(points(item) for item in items)),
        "show_correct_answers": "true",
        "allowed_attempts": "-1" if practice else "1",
        "available": "false",
    }
    for name, value in said.items():
        child(root, name, value)
    return document(root)
