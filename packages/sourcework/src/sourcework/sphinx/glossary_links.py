"""Link what the glossary explains where a page first mentions it, and have the entry opened there.

A mention stands in running prose: not in a heading, a link, a table, code, a quotation or what a
cell shows. Words in italics are titles, unless they are a term and nothing more; words in bold are
left as they are, and so is a span of the class `unlinked`. A mention in a fold, in what waits for
an answer, in what a step has found or in what is deeper counts if there is none outside. The page
of the glossary is the one that the settings name; without it nothing is linked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.typing import ExtensionMetadata

from ..glossary import Entry, entries
from ..settings import settings
from ..typography import typeset
from .front_door import cover
from .peek import CLASS, offer
from .reveal import after
from .steps import deeper, found

__all__ = ["FirstMentions", "Forms", "glossary_page", "setup"]

_APART = (  # what is no running prose, though paragraphs may stand in it
    *(nodes.table, nodes.block_quote, nodes.footnote, nodes.citation, nodes.topic, nodes.figure),
    *(nodes.literal_block, nodes.system_message, cover),
)
_UNTOUCHED = (nodes.reference, nodes.literal, nodes.math, nodes.strong, nodes.raw, nodes.title)
_CLOSED = (after, deeper, found)
_UNLINKED = "unlinked"
_CELL = "cell"
_QUOTED = re.compile(r"“[^”]*”|„[^“”]*[“”]|«[^»]*»|\"[^\"]*\"")
_FOLD = re.compile(r"<(/?)details\b", re.IGNORECASE)
_MORE = "To the glossary"


class Forms:
    """The words that stand for entries, the longest first where two begin alike.

    Parameters
    ----------
    known
        Entries by their fragment identifiers.
    """

    def __init__(self, known: dict[str, Entry]) -> None:
        self._anchors: dict[str, str] = {}
        self._terms: set[str] = set()
        for anchor, entry in known.items():
            for form in map(_plain, entry.forms):
                self._anchors.setdefault(form, anchor)
                if entry.kind == "term":
                    self._terms.add(form)
        longest = sorted(self._anchors, key=len, reverse=True)
        words = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in longest)
        self._pattern = re.compile(rf"(?<![\w-])(?:{words})(?![\w-])" if words else r"(?!)")

    def found(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield where a text mentions an entry: begin, end, and the entry's fragment identifier."""
        for each in self._pattern.finditer(text):
            yield each.start(), each.end(), self._anchors[_plain(each[0])]

    def is_term(self, text: str) -> bool:
        """Say whether a text is a term and nothing more."""
        return _plain(text) in self._terms


def _plain(words: str) -> str:
    return " ".join(str(typeset(words)).split())


class FirstMentions(SphinxPostTransform):
    """Link the first mention of each entry in a page."""

    default_priority = 30  # when citations and references are links
    formats = ("html",)

    def run(self, **_: object) -> None:
        """Walk the page, first what is seen at once."""
        page, here = glossary_page(self.env), self.env.docname
        if page in ("", here):
            return
        address = self.app.builder.get_relative_uri(here, page)
        forms, seen = Forms(entries()), set[str]()
        paragraphs = list(_paragraphs(self.document))
        for folded in (False, True):
            for paragraph, within in paragraphs:
                if within == folded:
                    _link(paragraph, forms, address, seen)


def glossary_page(env: BuildEnvironment) -> str:
    """Return the page of the glossary; nothing where the book has none."""
    name = settings().pages.glossary
    found = (page for page in sorted(env.found_docs) if page.rpartition("/")[2] == name)
    return next(found, "")


def _paragraphs(document: nodes.document) -> Iterator[tuple[nodes.paragraph, bool]]:
    """Yield the paragraphs of running prose, and whether they stand in a fold."""
    depth = 0
    for node in document.findall(lambda each: isinstance(each, nodes.raw | nodes.paragraph)):
        if isinstance(node, nodes.raw):
            depth += sum(-1 if tag[1] else 1 for tag in _FOLD.finditer(node.astext()))
        elif not any(_is_apart(each) for each in _above(node)):
            yield node, depth > 0 or any(isinstance(each, _CLOSED) for each in _above(node))


def _above(node: nodes.Node) -> Iterator[nodes.Node]:
    while node.parent is not None:
        node = node.parent
        yield node


def _is_apart(node: nodes.Node) -> bool:
    return isinstance(node, _APART) or (
        isinstance(node, nodes.container) and _CELL in node["classes"]
    )


def _link(paragraph: nodes.paragraph, forms: Forms, address: str, seen: set[str]) -> None:
    """Link what a paragraph is the first to mention, outside its quotations."""
    _join_texts(paragraph)
    texts = list(paragraph.findall(nodes.Text))
    quoted = [each.span() for each in _QUOTED.finditer("".join(map(str, texts)))]
    start = 0
    for text in texts:
        begin, start = start, start + len(text)
        if not _may_link(text, paragraph, forms):
            continue
        free = (
            (first, last, anchor)
            for first, last, anchor in forms.found(str(text))
            if not any(a < begin + last and begin + first < b for a, b in quoted)
        )
        if pieces := list(_pieces(str(text), free, address, seen)):
            text.parent.replace(text, pieces)


def _join_texts(paragraph: nodes.paragraph) -> None:
    """Make one text of those that a line break has parted."""
    for box in {text.parent for text in paragraph.findall(nodes.Text)}:
        joined: list[nodes.Node] = []
        for each in box.children:
            if joined and isinstance(each, nodes.Text) and isinstance(joined[-1], nodes.Text):
                joined[-1] = nodes.Text(f"{joined[-1]}{each}")
            else:
                joined.append(each)
        if len(joined) < len(box.children):
            box.children = []
            box.extend(joined)


def _may_link(text: nodes.Text, paragraph: nodes.paragraph, forms: Forms) -> bool:
    for each in _above(text):
        if each is paragraph:
            return True
        if isinstance(each, nodes.emphasis) and not forms.is_term(each.astext()):
            return False
        if isinstance(each, _UNTOUCHED) or _UNLINKED in getattr(each, "attributes", {}).get(
            "classes", ()
        ):
            return False
    return False


def _pieces(
    text: str, found: Iterable[tuple[int, int, str]], address: str, seen: set[str]
) -> Iterator[nodes.Node]:
    """Yield a text in pieces, its first mentions as links; nothing if it has none."""
    end = 0
    for first, last, anchor in found:
        if anchor in seen:
            continue
        seen.add(anchor)
        if first > end:
            yield nodes.Text(text[end:first])
        place = f"{address}#{anchor}"
        words = text[first:last]
        yield nodes.reference("", words, refuri=place, internal=True, classes=[CLASS])
        end = last
    if 0 < end < len(text):
        yield nodes.Text(text[end:])


def _offer(app: Sphinx) -> None:
    """Have the entries opened in place."""
    if page := settings().pages.glossary:
        told = {
            anchor: (entry.title, escape(str(typeset(entry.meaning)), quote=False))
            for anchor, entry in entries().items()
        }
        offer(app, page, _MORE, told)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.setup_extension("sourcework.sphinx.peek")
    app.add_post_transform(FirstMentions)
    app.connect("builder-inited", _offer)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
