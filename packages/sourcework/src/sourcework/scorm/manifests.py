"""Manifest of a package, as far as the editions of SCORM agree: one organisation with one item."""

from __future__ import annotations

from ..quizzes.xml import Element, child
from .packages import Content

__all__ = ["describe"]


def describe(root: Element, version: str, content: Content) -> tuple[Element, Element]:
    """Fill a manifest; return the item that is opened, and the resource with all files of it."""
    metadata = child(root, "metadata")
    child(metadata, "schema", "ADL SCORM")
    child(metadata, "schemaversion", version)
    organisations = child(root, "organizations", default="organization")
    organisation = child(organisations, "organization", identifier="organization")
    child(organisation, "title", content.organisation)
    item = child(organisation, "item", identifier="item", identifierref="page", isvisible="true")
    child(item, "title", content.title)
    about = {"identifier": "page", "type": "webcontent", "href": content.launch}
    resource = child(child(root, "resources"), "resource", **about)
    for name in content.files:
        child(resource, "file", href=name)
    return item, resource
