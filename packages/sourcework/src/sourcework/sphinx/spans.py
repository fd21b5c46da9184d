"""Spans of a page: what stands between two marks, prose and cells alike, is wrapped in one node.

    :::{after} bell/choice-1
    :::

    Prose, cells, tables, figures, folds, headings with what is below them.

    :::{after-end}
    :::

The two directives are marks, and not a box, because cells stand in no box of MyST's. Of two spans
one may stand within the other.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.logging import getLogger
from sphinx.util.typing import ExtensionMetadata

__all__ = ["SpanDirective", "add_span", "setup"]

_LOGGER = getLogger(__name__)


class _mark(nodes.Invisible, nodes.Element):  # type: ignore[misc]
    """Where a span of a `kind` ends, or where one begins that a `box` will wrap."""

    box: nodes.Element | None = None


class SpanDirective(SphinxDirective):
    """Mark where a span begins; a subclass says in which node it is wrapped."""

    has_content = True

    def box(self) -> nodes.Element:
        """Return the empty node that will hold the span."""
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        """Leave a mark."""
        if self.content:
            cure = f"close it at once, and write {{{self.name}-end}} behind what it is to hold"
            raise self.error(f"{{{self.name}}} is a mark and holds nothing; {cure}")
        mark = _mark(kind=self.name)
        mark.box = self.box()
        self.set_source_info(mark)
        return [mark]


class _SpanEnd(SphinxDirective):
    """Mark where a span ends."""

    def run(self) -> list[nodes.Node]:
        """Leave a mark."""
        mark = _mark(kind=self.name.removesuffix("-end"))
        self.set_source_info(mark)
        return [mark]


class _WrapSpans(SphinxTransform):
    """Wrap what stands between two marks, before the sections of the page are listed."""

    default_priority = 300

    def apply(self, **_: Any) -> None:
        """Walk the page."""
        begun: list[_mark] = []
        for mark in list(self.document.findall(_mark)):
            kind = mark["kind"]
            if mark.box is not None:
                begun.append(mark)
            elif begun and begun[-1]["kind"] == kind:
                _wrap(begun.pop(), mark)
            else:
                cure = f"write {{{kind}}} before it"
                _warn(mark, f"nothing begins that {{{kind}-end}} could end; {cure}")
        for mark in begun:
            kind = mark["kind"]
            _warn(mark, f"what {{{kind}}} begins does not end; write {{{kind}-end}} behind it")
        for mark in list(self.document.findall(_mark)):
            mark.parent.remove(mark)


def _warn(mark: _mark, told: str) -> None:
    _LOGGER.warning(told, location=mark, type=mark["kind"])


def _wrap(begin: _mark, end: _mark) -> None:
    """Wrap what stands between two marks: a part of one section, or whole sections."""
    box = begin.box
    assert box is not None, "a mark that begins nothing"
    first, last = _outermost(begin), end
    while last.parent is not first.parent and _is_last(last):
        last = last.parent
    home = first.parent
    if last.parent is not home:
        cure = "begin and end it in one section, or at the ends of sections"
        _warn(begin, f"what {{{begin['kind']}}} begins runs into the middle of a section; {cure}")
        return
    start = home.index(first) + 1
    content = home.children[start : home.index(last) + (last is not end)]
    behind = _marks_behind(end) if last is not end else []
    box.source, box.line = begin.source, begin.line
    for node in content:
        home.remove(node)
    box += content
    home.insert(start, box)
    for mark in behind:
        mark.parent.remove(mark)
    home[start + 1 : start + 1] = behind


def _marks_behind(end: _mark) -> list[_mark]:
    """Return the marks that stand behind the end of a span, in a section that goes into its box."""
    section = end.parent
    behind = section.children[section.index(end) + 1 :]
    return [each for each in behind if isinstance(each, _mark)]


def _outermost(node: nodes.Element) -> nodes.Element:
    """Return the largest section that ends with a node, or the node."""
    while _is_last(node):
        node = node.parent
    return node


def _is_last(node: nodes.Element) -> bool:
    """Say whether nothing comes behind a node in its section."""
    section = node.parent
    if not isinstance(section, nodes.section):
        return False
    behind = section.children[section.index(node) + 1 :]
    return all(isinstance(each, (nodes.comment, nodes.target, _mark)) for each in behind)


def add_span(app: Sphinx, name: str, directive: type[SpanDirective]) -> None:
    """Register the mark `name`, and the one with `-end` that ends its spans."""
    app.add_directive(name, directive)
    app.add_directive(f"{name}-end", _SpanEnd)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.add_transform(_WrapSpans)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
