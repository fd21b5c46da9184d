"""Give the layout the list of the book's pages, and the list of a page's sections, as data.

Sphinx would copy, resolve and parse the whole contents for every page, which
in a long book is most of the time of a build. Here they are read once; `navigation.html` writes
them. When the list of pages has changed all pages are written anew, since it stands on each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.adapters.toctree import document_toc
from sphinx.util.tags import Tags
from sphinx.util.typing import ExtensionMetadata


@dataclass(frozen=True)
class NavigationEntry:
    """A line of a list: what it says, where it leads, and the lines below it.

    The target is the name of a page, an address elsewhere, or a section of the page with its `#`.
    """

    title: str
    target: str
    below: tuple[NavigationEntry, ...] = ()

    def holds(self, page: str) -> bool:
        """Say whether this is the entry of a page, or one below is."""
        return self.target == page or any(each.holds(page) for each in self.below)


@dataclass(frozen=True)
class NavigationPart:
    """A part of the book: its caption, empty if it has none, and its pages.

    Attributes
    ----------
    folded
        Whether its pages stand in the list behind its caption: those of every part that has one do,
        but for the first, which is what readers come for.
    """

    caption: str
    pages: tuple[NavigationEntry, ...]
    folded: bool = False

    def holds(self, page: str) -> bool:
        """Say whether a page is one of its pages."""
        return any(each.holds(page) for each in self.pages)


def parts(env: BuildEnvironment) -> list[NavigationPart]:
    """Return the parts of the book in their order, after its first page."""
    root = env.config.root_doc
    first = NavigationPart("", (NavigationEntry(env.titles[root].astext(), root),))
    found, captions = [first], 0
    for tree in _trees(env, root):
        caption = tree["caption"] or ""
        captions += bool(caption)
        folded = bool(caption) and captions > 1
        found.append(NavigationPart(caption, tuple(_pages(env, tree)), folded))
    return found


def sections(env: BuildEnvironment, page: str, tags: Tags) -> tuple[NavigationEntry, ...]:
    """Return what stands below a page's title, or all titles of a page that has several."""
    titles = tuple(_sections(document_toc(env, page, tags).children))
    return titles[0].below if len(titles) == 1 else titles


def _trees(env: BuildEnvironment, page: str) -> Iterator[addnodes.toctree]:
    found: Iterator[addnodes.toctree] = env.tocs[page].findall(addnodes.toctree)
    return found


def _pages(env: BuildEnvironment, tree: addnodes.toctree) -> Iterator[NavigationEntry]:
    for title, target in tree["entries"]:
        if target not in env.titles:
            yield NavigationEntry(title or target, target)
        else:
            below = (entry for each in _trees(env, target) for entry in _pages(env, each))
            number = env.toc_secnumbers.get(target, {}).get("")
            text = title or env.titles[target].astext()
            yield NavigationEntry(_numbered(number, text), target, tuple(below))


def _sections(items: Iterable[nodes.Node]) -> Iterator[NavigationEntry]:
    """Read the items of a list in which Sphinx keeps the headings of a page."""
    for item in items:
        if isinstance(item, nodes.list_item):
            heading, *lists = item.children
            link = heading.next_node(nodes.reference)
            below = (entry for each in lists for entry in _sections(each.children))
            title = _numbered(link.get("secnumber"), link.astext())
            yield NavigationEntry(title, link["refuri"], tuple(below))


def _numbered(number: Iterable[int] | None, title: str) -> str:
    """Put the number of a chapter or section, if the contents give numbers, before its title."""
    return f"{'.'.join(map(str, number))}. {title}" if number else title


def read(_app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Read the list of pages; return the pages to be written anew, all or none."""
    before = getattr(env, "book_parts", None)
    env.book_parts = parts(env)  # type: ignore[attr-defined]
    return [] if env.book_parts == before else sorted(env.found_docs)  # type: ignore[attr-defined]


def give(app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Give both lists to the layout."""
    context["book_parts"] = app.env.book_parts  # type: ignore[attr-defined]
    context["page_sections"] = sections(app.env, page, app.tags)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.connect("env-updated", read)
    app.connect("html-page-context", give)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
