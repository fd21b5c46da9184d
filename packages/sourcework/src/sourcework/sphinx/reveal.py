"""Sphinx extension: what waits in a page for the answer to an item.

What stands between `{after}` and `{after-end}` (`spans.py`) is a fold that names the item, the note
or the slips. In a page with scripts it opens for good when the item is answered, or read past
(`widgets/reveal.mjs`). Headings inside are in no list of sections, nor in the search's.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from ..display import doing_of, question_of, render
from ..errors import DataError
from .spans import SpanDirective, add_span

__all__ = ["after", "setup"]


class after(nodes.General, nodes.Element):  # type: ignore[misc]
    """What waits for the item, the note or the slips `item`, which a sentence calls `question`."""


class After(SpanDirective):
    """Mark where begins what waits for the item, the note or the slips with this id."""

    required_arguments = 1

    def box(self) -> nodes.Element:
        """Return what waits, empty."""
        try:
            question = question_of(self.arguments[0])
        except DataError as error:
            raise self.error(str(error)) from error
        return after("", item=self.arguments[0], question=question)


def _visit(writer: Any, node: after) -> None:
    waits = f"After you have {doing_of(node['item'])[0]}"
    values = {"item": node["item"], "question": node["question"], "waits": waits}
    writer.body.append(render("after.html", **values))


def _depart(writer: Any, _node: after) -> None:
    writer.body.append("</div></details>\n")


def _pass(_writer: Any, _node: after) -> None:
    """Write in other formats what waits as if it did not."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.add_node(after, html=(_visit, _depart), text=(_pass, _pass), latex=(_pass, _pass))
    app.setup_extension("sourcework.sphinx.spans")
    add_span(app, "after", After)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
