"""Manifest of cmi5, by the data requirements of its course structure: one course of one unit."""

from __future__ import annotations

import re

from ..quizzes.xml import Element, child, document, start
from ..settings import settings
from .packages import Content

__all__ = ["manifest"]

_STRUCTURE = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
_LANGUAGE = re.compile(rb'<html\b[^>]*\blang="?([\w-]+)')


def manifest(content: Content) -> bytes:
    """Return `cmi5.xml`; whoever set the task says what passes, and the page what is completed."""
    root = start(_STRUCTURE, "courseStructure")
    course = child(root, "course", id=f"{content.iri}#course")
    said = _LANGUAGE.search(content.files[content.launch])
    language = said[1].decode() if said else "und"
    _worded(course, content.organisation, language)
    unit = child(root, "au", id=content.iri, moveOn="Completed", launchMethod="OwnWindow")
    _worded(unit, content.title, language)
    child(unit, "url", content.launch)
    return document(root)


def _worded(parent: Element, title: str, language: str) -> None:
    for tag, text in {"title": title, "description": settings().subject or title}.items():
        child(child(parent, tag), "langstring", text, lang=language)
