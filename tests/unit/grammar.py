r"""Grammars of XML formats, a line an element, for schemas that may not be passed on.

`name: attribute optional? typed=kind | children` with the children as a regular expression of their
names; `#` before it admits text, `#=kind` text of a kind. An element without content has none: not
even white space. `parent/name` is for elements of that name in that place; the longest such counts.
`@ kind pattern` says what values of a kind look like; a kind that is nowhere said is the one value.
Of the kind `id` no two values of a document are the same, and of `idref` each is one of those.
`{namespace}` on a line is that of the elements below it. Written by hand from the formats' own
schemas and readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

_FOLDER = Path(__file__).with_name("grammars")


@dataclass(frozen=True)
class _Rule:
    """What an element may have: attributes with the kinds of their values, text, children."""

    needed: set[str]
    kinds: dict[str, str]
    text: bool
    text_kind: str
    empty: bool
    children: re.Pattern[str]


@dataclass(frozen=True)
class _Grammar:
    rules: dict[str, _Rule] = field(default_factory=dict)  # by name, with the namespace before it
    kinds: dict[str, str] = field(default_factory=dict)


def faults(root: etree._Element, grammar: str) -> list[str]:
    """Say of every element what the grammar does not admit."""
    read = _read((_FOLDER / f"{grammar}.txt").read_text(encoding="utf-8"))
    own = [fault for element in root.iter() for fault in _faults(element, read)]
    return [*own, *_names(root, read)]


def _read(text: str) -> _Grammar:
    grammar, namespace = _Grammar(), ""
    for line in text.splitlines():
        if line.startswith("{"):
            namespace = line.strip()
        elif line.startswith("@"):
            _, kind, pattern = line.split(maxsplit=2)
            grammar.kinds[kind] = pattern
        elif not line.startswith("#"):
            name, rule = _rule(line)
            grammar.rules[namespace + name] = rule
    return grammar


def _rule(line: str) -> tuple[str, _Rule]:
    head, _, content = line.partition("|")
    name, _, attributes = head.partition(":")
    listed = attributes.split()
    needed = {each.partition("=")[0] for each in listed if not each.endswith("?")}
    typed = [each.rstrip("?").partition("=") for each in listed]
    content = content.strip()
    text, kind, listing = re.fullmatch(r"(#?)(?:=(\S+))?(.*)", content).groups(default="")
    names = re.sub(r"[\w-]+", r"(?:\g<0> )", listing)
    children = re.compile(names.replace(") (", ")(").replace(" (?:", "(?:") or "")
    kinds = {attribute: kind for attribute, _, kind in typed}
    return name.strip(), _Rule(needed, kinds, bool(text), kind, not content, children)


def _faults(element: etree._Element, grammar: _Grammar) -> Iterator[str]:
    name = etree.QName(element).localname
    rule = _rule_of(element, grammar)
    if rule is None:
        yield f"{name}: no such element"
        return
    there = {str(each): str(value) for each, value in element.attrib.items()}
    if not rule.needed <= set(there) <= set(rule.kinds):
        yield f"{name}: attributes {sorted(there)}"
    for attribute, value in there.items():
        kind = rule.kinds.get(attribute)
        if kind and not _is_of(kind, value, grammar):
            yield f"{name}: {attribute} {value!r}"
    if rule.text_kind and not _is_of(rule.text_kind, element.text or "", grammar):
        yield f"{name}: text {element.text!r}"
    children = "".join(f"{etree.QName(each).localname} " for each in element)
    if not rule.children.fullmatch(children):
        yield f"{name}: children {children!r}"
    loose = [element.text, *(each.tail for each in element)]
    if not rule.text and any(each and (rule.empty or each.strip()) for each in loose):
        yield f"{name}: text {loose}"


def _rule_of(element: etree._Element, grammar: _Grammar) -> _Rule | None:
    """Return the rule of an element's place: of the longest end of its path that has one."""
    name = etree.QName(element)
    line = reversed([element, *element.iterancestors()])
    path = [etree.QName(each).localname for each in line]
    namespace = f"{{{name.namespace}}}" if name.namespace else ""
    ends = (namespace + "/".join(path[at:]) for at in range(len(path)))
    return next((grammar.rules[end] for end in ends if end in grammar.rules), None)


def _is_of(kind: str, value: str, grammar: _Grammar) -> bool:
    pattern = grammar.kinds.get(kind, re.escape(kind))
    return re.fullmatch(pattern, value, re.ASCII) is not None


def _names(root: etree._Element, grammar: _Grammar) -> Iterator[str]:
    """Say which name stands twice, and which one is nobody's."""
    ids = _of_kind("id", root, grammar)
    yield from (f"{name}: the id stands twice" for name in sorted(set(ids)) if ids.count(name) > 1)
    strangers = set(_of_kind("idref", root, grammar)) - set(ids)
    yield from (f"{name}: nothing has the id" for name in sorted(strangers))


def _of_kind(kind: str, root: etree._Element, grammar: _Grammar) -> list[str]:
    return [
        str(value)
        for element in root.iter()
        if (rule := _rule_of(element, grammar))
        for attribute, value in element.attrib.items()
        if rule.kinds.get(str(attribute)) == kind
    ]
