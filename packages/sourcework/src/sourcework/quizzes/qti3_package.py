"""QTI 3.0: the package of QTI 2.1 in the words of 3.0.

The items are the same trees. Names of QTI are written with hyphens and `qti-` before them, those of
HTML stay, and what is told or noted stands in a body of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from ..items import Item
from .qti_package import Version, package
from .report import Written
from .xml import Element, child, start

__all__ = ["write"]

_NAMESPACE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
_HTML = frozenset({"blockquote", "br", "em", "li", "p", "strong", "ul"})
_WITH_BODY = frozenset({"modalFeedback", "rubricBlock"})
_NEW = {"rubricBlock": {"use": "scoring"}}
_CAPITAL = re.compile("[A-Z]")


def write(items: Sequence[Item], title: str) -> Written:
    """Write items as a package: `imsmanifest.xml`, `test.xml`, and `items/chapter-kind-n.xml`."""
    return package(items, title, _VERSION)


def _reworded(root: Element) -> Element:
    made = start(_NAMESPACE, _tag(root), None, **_attributes(root))
    _fill(made, root)
    return made


def _fill(made: Element, element: Element) -> None:
    """Give an element of 3.0 what the one of 2.1 has in it."""
    made.text = element.text
    holder = child(made, "qti-content-body") if _name(element) in _WITH_BODY else made
    for each in element:
        inside = child(holder, _tag(each), **_attributes(each))
        _fill(inside, each)
        inside.tail = each.tail


def _tag(element: Element) -> str:
    name = _name(element)
    return name if name in _HTML else f"qti-{_hyphened(name)}"


def _attributes(element: Element) -> dict[str, str]:
    own = {_hyphened(str(name)): str(value) for name, value in element.attrib.items()}
    return own | _NEW.get(_name(element), {})


def _name(element: Element) -> str:
    return etree.QName(element).localname


def _hyphened(name: str) -> str:
    return _CAPITAL.sub(lambda found: f"-{found[0].lower()}", name)


_VERSION = Version(
    namespace="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    schema="QTI Package",
    schema_version="3.0.0",
    resources="xmlv3p0",
    worded=_reworded,
)
