"""Manifest of SCORM 2004, 4th edition, by its Content Aggregation Model of 2009."""

from __future__ import annotations

from lxml import etree

from ..quizzes.xml import document, start
from .manifests import describe
from .packages import Content

__all__ = ["manifest"]

_PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
_ADL = "http://www.adlnet.org/xsd/adlcp_v1p3"
_SEQUENCING = "http://www.imsglobal.org/xsd/imsss"


def manifest(content: Content) -> bytes:
    """Return `imsmanifest.xml`; whether it is done and how well, the page says, and nobody else."""
    prefixes = {"adlcp": _ADL, "imsss": _SEQUENCING}
    about = {"identifier": content.identifier, "version": "1.0"}
    root = start(_PACKAGE, "manifest", prefixes, **about)
    item, resource = describe(root, "2004 4th Edition", content)
    sequencing = etree.SubElement(item, f"{{{_SEQUENCING}}}sequencing")
    said = {"completionSetByContent": "true", "objectiveSetByContent": "true"}
    etree.SubElement(sequencing, f"{{{_SEQUENCING}}}deliveryControls", said)
    resource.set(f"{{{_ADL}}}scormType", "sco")
    return document(root)
