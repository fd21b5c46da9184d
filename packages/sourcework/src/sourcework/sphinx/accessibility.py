"""Write two things as assistive technology understands them.

A bibliography is a list of works (docutils gives its parts roles that contradict each other), and a
fold of the notebook is called what it shows (myst-nb gives every fold the same name).
"""

from __future__ import annotations

from html import escape

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator


def _begin_work(self: HTML5Translator, node: nodes.citation) -> None:
    if not isinstance(node.previous_sibling(), nodes.citation):
        self.body.append('<ul class="citation-list">\n')
    self.body.append(self.starttag(node, "li", CLASS="citation"))


def _end_work(self: HTML5Translator, node: nodes.citation) -> None:
    self.body.append("</li>\n")
    if not isinstance(node.next_node(descend=False, siblings=True), nodes.citation):
        self.body.append("</ul>\n")


def _begin_fold(self: HTML5Translator, node: HideCodeCellNode) -> None:
    summary = f"<summary>{escape(node['prompt_show'])}</summary>"
    self.body.append(f'<details class="cell-fold">{summary}\n')


def _end_fold(self: HTML5Translator, node: HideCodeCellNode) -> None:
    self.body.append("</details>\n")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension; it must come after myst-nb."""
    app.add_node(nodes.citation, override=True, html=(_begin_work, _end_work))
    app.add_node(HideCodeCellNode, override=True, html=(_begin_fold, _end_fold))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
