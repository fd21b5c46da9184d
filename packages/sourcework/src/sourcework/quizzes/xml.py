"""XML documents and zip files, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from lxml import etree
from markupsafe import Markup

__all__ = ["Element", "child", "document", "html_elements", "packed", "start", "verbatim"]

Element = etree._Element
_START_OF_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_READABLE_FILE = 0o100644 << 16
_UNIX = 3


def start(
    namespace: str, tag: str, more: dict[str, str] | None = None, **attributes: str
) -> Element:
    """Return the root of a document whose elements are of one namespace, and `more` by prefix."""
    prefixes: Any = {None: namespace, **(more or {})}  # the stubs know none without a prefix
    return etree.Element(etree.QName(namespace, tag), attributes, nsmap=prefixes)


def child(parent: Element, tag: str, text: str | None = None, /, **attributes: str) -> Element:
    """Append an element to `parent`, in its namespace, and return it."""
    namespace = etree.QName(parent).namespace
    made = etree.SubElement(parent, etree.QName(namespace, tag), attributes)
    made.text = None if text is None else str(text)
    return made


def verbatim(parent: Element, tag: str, text: str, /) -> None:
    """Append an element to `parent`, whose text stands in CDATA sections and so has no entities."""
    escaped = child(parent, tag, text)  # refuses characters that no XML can hold
    inside = text.replace("]]>", "]]]]><![CDATA[>")
    source = f"<{tag}><![CDATA[{inside}]]></{tag}>"
    if text:
        parent.replace(escaped, etree.fromstring(source, etree.XMLParser(strip_cdata=False)))


def document(root: Element) -> bytes:
    """Return a whole document as UTF-8."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def html_elements(markup: Markup, namespace: str) -> list[Element]:
    """Return HTML, which is XML here, as elements of `namespace`; it must stand in elements."""
    source = f'<div xmlns="{namespace}">{markup}</div>'
    return list(etree.fromstring(source.encode()))


def packed(files: dict[str, bytes]) -> bytes:
    """Return a zip file with these files, in this order, all of one fixed time."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _START_OF_ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _READABLE_FILE
            entry.create_system = _UNIX
            archive.writestr(entry, data)
    return target.getvalue()
