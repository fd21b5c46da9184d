"""Sphinx extension: gather on one page what another page folds away.

    ```{folds} bell
    ```

shows what stands in every `<details>` of `bell.md` beside it, in order, each under the heading
of its section and its own summary, unfolded, and with them what waits in the page for an answer and
what its steps have found. So what a chapter asks to guess first is written once, in the chapter.
Questions that wait are not repeated: the key has them. Of an excerpt that is sealed it says whose
words it holds.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.logging import getLogger
from sphinx.util.typing import ExtensionMetadata

from .reveal import after
from .steps import FOUND, deeper, found

_LOGGER = getLogger(__name__)
_NOTE_AGAIN = "dossier-note-again"
_OPENING, _CLOSING = "<details>", "</details>"
_SEALED = "dossier-sealed"
_WIDGETS = ("<live-widget", "</live-widget", "dossier-question", "dossier-note")


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
        sections = [_section(fold, f"{page}-fold-{n}", address) for n, fold in places]
        place.replace_self([*_sealed(whole), *sections])


def _found(doctree: nodes.document) -> Iterator[tuple[str, list[nodes.Node]]]:
    """Yield the heading and the content of every fold, of what waits, and of what is found."""
    for start in doctree.findall(lambda node: isinstance(node, (nodes.raw, after, found))):
        above = _heading(start)
        if isinstance(start, after):
            yield f"{above} After {start['question']}", _plain(start.deepcopy())
        elif isinstance(start, found):
            yield f"{above} {FOUND}", start.children
        elif _begins(start):
            end = _end(start)
            if end is None:
                told = "the fold does not end; write %s on a line of its own"
                _LOGGER.warning(told, _CLOSING, location=start)
                continue
            summary = BeautifulSoup(start.astext(), "html.parser").get_text().strip()
            content = [node for node in _behind(start)[:end] if not _is_note(node)]
            yield f"{above} {summary}", content


def _is_note(node: nodes.Node) -> bool:
    """Say whether a cell shows a reader's own words again, which a key does not have."""
    return any(_NOTE_AGAIN in raw.astext() for raw in node.findall(nodes.raw))


def _is_widget(node: nodes.Node) -> bool:
    """Say whether a cell asks something, or is alive in the page."""
    return any(sign in node.astext() for sign in _WIDGETS)


def _heading(node: nodes.Node) -> str:
    """Return the title of the section in which a node stands."""
    while node.parent and not isinstance(node.parent, nodes.section):
        node = node.parent
    title = node.parent.next_node(nodes.title) if node.parent else None
    return title.astext() if title else ""


def _begins(node: nodes.Node) -> bool:
    """Say whether a fold begins here that has its end elsewhere."""
    text = node.astext()
    return isinstance(node, nodes.raw) and text.startswith(_OPENING) and _CLOSING not in text


def _behind(start: nodes.Node) -> list[nodes.Node]:
    siblings: list[nodes.Node] = start.parent.children
    return siblings[siblings.index(start) + 1 :]


def _end(start: nodes.Node) -> int | None:
    """Return how far behind its beginning a fold ends; None if it does not."""
    ends = (n for n, node in enumerate(_behind(start)) if node.astext().strip() == _CLOSING)
    return next(ends, None)


def _plain(box: after) -> list[nodes.Node]:
    """Return what waits without the questions in it, and without what has a place of its own."""
    for start in [node for node in box.findall(nodes.raw) if _begins(node)]:
        for node in _behind(start)[: (_end(start) or 0) + 1]:
            start.parent.remove(node)
        start.parent.remove(start)
    for inner in [node for node in box.findall(after) if node is not box]:
        inner.parent.remove(inner)
    for raw in [node for node in box.findall(nodes.raw) if _is_widget(node)]:
        raw.parent.remove(raw)
    return [node for node in box.children if not _is_note(node)]


def _sealed(doctree: nodes.document) -> Iterator[nodes.paragraph]:
    """Yield a line on each excerpt that is sealed: its neutral title, and whose words it holds."""
    for raw in doctree.findall(nodes.raw):
        text = raw.astext()
        for one in (
            BeautifulSoup(text, "html.parser").select(f".{_SEALED}") if _SEALED in text else ()
        ):
            neutral, who = one.select_one(".dossier-title > span"), one.select_one(".dossier-who")
            if neutral and who:
                words = re.sub(r"\s+", " ", who.get_text()).strip()
                line = nodes.strong("", f"{neutral.get_text()}:"), nodes.Text(f" {words}.")
                yield nodes.paragraph("", "", *line)


def _section(fold: tuple[str, list[nodes.Node]], name: str, address: str) -> nodes.section:
    heading, content = fold
    section = nodes.section("", nodes.title("", heading), ids=[nodes.make_id(name)])
    section += [node.deepcopy() for node in content]
    for box in list(section.findall(deeper)):
        box.replace_self([nodes.rubric("", box["title"]), *box.children])
    for title in list(section.findall(nodes.title)):
        if title.parent is not section:  # no section of the key, nor a result of a search
            title.replace_self(nodes.rubric("", title.astext()))
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
