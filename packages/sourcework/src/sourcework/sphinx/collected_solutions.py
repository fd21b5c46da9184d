"""Sphinx extension: gather on one page what another page folds away.

    ```{folds} bell
    ```

shows what stands in every `<details>` of `bell.md` beside it, in order, each under the heading
of its section and its own summary, unfolded. So what a chapter asks to guess first is written
once, in the chapter.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from bs4 import BeautifulSoup
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.logging import getLogger
from sphinx.util.typing import ExtensionMetadata

_LOGGER = getLogger(__name__)
_NOTE_AGAIN = "dossier-note-again"
_OPENING, _CLOSING = "<details>", "</details>"


class folds(nodes.General, nodes.Element):  # type: ignore[misc]
    """The place for what a page folds away."""


class Folds(SphinxDirective):
    """Leave a place for what the page with this name, relative to this one, folds away."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make the place, and have this page read again whenever the other one changes."""
        page = posixpath.join(posixpath.dirname(self.env.docname), self.arguments[0])
        if page not in self.env.found_docs:
            raise self.error(f'there is no page "{page}"; name one that lies beside this one')
        self.env.note_dependency(self.env.doc2path(page))
        return [folds("", page=page)]


def gather(app: Sphinx, doctree: nodes.document, name: str) -> None:
    """Fill the places of a page."""
    for place in list(doctree.findall(folds)):
        page = place["page"]
        whole = app.env.get_and_resolve_doctree(page, app.builder)
        address = app.builder.get_relative_uri(name, page)
        places = enumerate(_found(whole), start=1)
        place.replace_self([_section(fold, f"{page}-fold-{n}", address) for n, fold in places])


def _found(doctree: nodes.document) -> Iterator[tuple[str, list[nodes.Node]]]:
    """Yield the heading and the content of every fold."""
    for start in doctree.findall(nodes.raw):
        text = start.astext()
        if not text.startswith(_OPENING) or _CLOSING in text or start.parent is None:
            continue
        after = start.parent.children[start.parent.index(start) + 1 :]
        ends = (n for n, node in enumerate(after) if node.astext().strip() == _CLOSING)
        title = start.parent.next_node(nodes.title)
        summary = BeautifulSoup(text, "html.parser").get_text().strip()
        end = next(ends, None)
        if end is None:
            told = "the fold does not end; write %s on a line of its own"
            _LOGGER.warning(told, _CLOSING, location=start)
            continue
        content = [node for node in after[:end] if not _is_note(node)]
        yield f"{title.astext() if title else ''} {summary}", content


def _is_note(node: nodes.Node) -> bool:
    """Say whether a cell shows a reader's own words again, which a key does not have."""
    return any(_NOTE_AGAIN in raw.astext() for raw in node.findall(nodes.raw))


def _section(fold: tuple[str, list[nodes.Node]], name: str, address: str) -> nodes.section:
    heading, content = fold
    section = nodes.section("", nodes.title("", heading), ids=[nodes.make_id(name)])
    section += [node.deepcopy() for node in content]
    for element in section.findall(nodes.Element):
        if element is not section:
            element["ids"] = []
        if "refid" in element:
            element["refuri"] = f"{address}#{element.attributes.pop('refid')}"
    return section


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.add_node(folds)
    app.add_directive("folds", Folds)
    app.connect("doctree-resolved", gather)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
