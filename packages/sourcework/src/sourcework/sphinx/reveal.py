"""Sphinx extension: what waits in a page for the answer to an item.

    :::{after} bell/choice-1
    :::

    Prose, cells, tables, figures, folds, headings with what is below them.

    :::{after-end}
    :::

What stands between the two is a fold that names the item, or the note. In a page with scripts it
opens for good when the item is answered, or read past (`widgets/reveal.mjs`); the script is loaded
by the pages that have such a fold, or an excerpt that is sealed. The two are marks, and not a box,
because cells stand in no box of MyST's. Headings inside are in no list of sections, nor in the
search's.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.logging import getLogger
from sphinx.util.typing import ExtensionMetadata

from ..display import is_note, question_of, render
from ..errors import DataError
from ..widgets.bundling import script

__all__ = ["after", "setup"]

_LOGGER = getLogger(__name__)
_SCRIPT = "reveal.js"


class after(nodes.General, nodes.Element):  # type: ignore[misc]
    """What waits for the item or the note `item`, which a sentence calls `question`."""


class _mark(nodes.Invisible, nodes.Element):  # type: ignore[misc]
    """Where a span begins, which then has an `item`, or ends."""


class After(SphinxDirective):
    """Mark where begins what waits for the item or the note with this id."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Leave a mark."""
        if self.content:
            cure = "close it at once, and write {after-end} behind what waits"
            raise self.error(f"{{after}} is a mark and holds nothing; {cure}")
        try:
            question = question_of(self.arguments[0])
        except DataError as error:
            raise self.error(str(error)) from error
        mark = _mark(item=self.arguments[0], question=question)
        self.set_source_info(mark)
        return [mark]


class AfterEnd(SphinxDirective):
    """Mark where ends what waits."""

    def run(self) -> list[nodes.Node]:
        """Leave a mark."""
        mark = _mark()
        self.set_source_info(mark)
        return [mark]


class Wrap(SphinxTransform):
    """Wrap what stands between two marks, before the sections of the page are listed."""

    default_priority = 300

    def apply(self, **_: Any) -> None:
        """Walk the page; of two spans one may stand within the other."""
        begun: list[_mark] = []
        for mark in list(self.document.findall(_mark)):
            if "item" in mark:
                begun.append(mark)
            elif begun:
                _wrap(begun.pop(), mark)
            else:
                _warn(mark, "nothing begins that {after-end} could end; write {after} before it")
        for mark in begun:
            _warn(mark, "what waits does not end; write {after-end} behind it")
        for mark in list(self.document.findall(_mark)):
            mark.parent.remove(mark)


def _warn(mark: _mark, told: str) -> None:
    _LOGGER.warning(told, location=mark, type="after")


def _wrap(begin: _mark, end: _mark) -> None:
    """Wrap what stands between two marks: a part of one section, or whole sections."""
    first, last = _outermost(begin), end
    while last.parent is not first.parent and _is_last(last):
        last = last.parent
    home = first.parent
    if last.parent is not home:
        cure = "begin and end it in one section, or at the ends of sections"
        _warn(begin, f"what waits runs into the middle of a section; {cure}")
        return
    start = home.index(first) + 1
    content = home.children[start : home.index(last) + (last is not end)]
    box = after("", item=begin["item"], question=begin["question"])
    box.source, box.line = begin.source, begin.line
    for node in content:
        home.remove(node)
    box += content
    home.insert(start, box)


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


def _visit(writer: Any, node: after) -> None:
    waits = f"After you have {'written' if is_note(node['item']) else 'answered'}"
    values = {"item": node["item"], "question": node["question"], "waits": waits}
    writer.body.append(render("after.html", **values))


def _depart(writer: Any, _node: after) -> None:
    writer.body.append("</div></details>\n")


def _pass(_writer: Any, _node: after) -> None:
    """Write in other formats what waits as if it did not."""


def _serve(app: Sphinx) -> None:
    """Write the script where Sphinx takes static files from."""
    folder = Path(app.doctreedir) / "reveal"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _SCRIPT).write_text(script("reveal"), encoding="utf-8")
    app.config.html_static_path.append(str(folder))


def _load(
    app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Load the script on a page where something waits."""
    if "data-after=" in str(context.get("body", "")):
        app.add_js_file(_SCRIPT, loading_method="defer")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.add_node(after, html=(_visit, _depart), text=(_pass, _pass), latex=(_pass, _pass))
    app.add_directive("after", After)
    app.add_directive("after-end", AfterEnd)
    app.add_transform(Wrap)
    app.connect("builder-inited", _serve)
    app.connect("html-page-context", _load)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
