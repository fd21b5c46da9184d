"""Grammars of XML formats, a line an element, for schemas that may not be passed on.

`name: attribute optional? | children` with the children as a regular expression of their names;
`#` before it admits text. Written by hand from the formats' own schemas and readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

_FOLDER = Path(__file__).with_name("grammars")
_XML = "{http://www.w3.org/XML/1998/namespace}"


def faults(root: etree._Element, grammar: str) -> list[str]:
    """Say of every element what the grammar does not admit."""
    rules = dict(_rules((_FOLDER / f"{grammar}.txt").read_text(encoding="utf-8")))
    return [fault for element in root.iter() for fault in _faults(element, rules)]


def _rules(text: str) -> Iterator[tuple[str, tuple[set[str], set[str], bool, re.Pattern[str]]]]:
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        head, _, content = line.partition("|")
        name, _, attributes = head.partition(":")
        listed = attributes.split()
        needed = {each for each in listed if not each.endswith("?")}
        known = {each.rstrip("?") for each in listed}
        content = content.strip()
        names = re.sub(r"\w+", r"(?:\g<0> )", content.lstrip("#"))
        pattern = re.compile(names.replace(") (", ")(").replace(" (?:", "(?:") or "")
        yield name.strip(), (needed, known, content.startswith("#"), pattern)


def _faults(
    element: etree._Element, rules: dict[str, tuple[set[str], set[str], bool, re.Pattern[str]]]
) -> Iterator[str]:
    name = etree.QName(element).localname
    if name not in rules:
        yield f"{name}: no such element"
        return
    needed, known, text, pattern = rules[name]
    there = {str(each) for each in element.attrib}
    if not needed <= there <= known:
        yield f"{name}: attributes {sorted(there)}"
    children = "".join(f"{etree.QName(each).localname} " for each in element)
    if not pattern.fullmatch(children):
        yield f"{name}: children {children!r}"
    loose = [element.text, *(each.tail for each in element)]
    if not text and any(each and each.strip() for each in loose):
        yield f"{name}: text {loose}"
