"""Manifest of SCORM 1.2, by its Content Aggregation Model of 2001."""

from __future__ import annotations

from ..quizzes.xml import document, start
from .manifests import describe
from .packages import Content

__all__ = ["manifest"]

_PACKAGE = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
_ADL = "http://www.adlnet.org/xsd/adlcp_rootv1p2"


def manifest(content: Content) -> bytes:
    """Return `imsmanifest.xml`."""
    about = {"identifier": content.identifier, "version": "1.0"}
    root = start(_PACKAGE, "manifest", {"adlcp": _ADL}, **about)
    _, resource = describe(root, "1.2", content)
    resource.set(f"{{{_ADL}}}scormtype", "sco")
    return document(root)
