"""Heading ids: a heading in any script has its own words for an address, and not a number.

Docutils makes ids of Latin letters alone, so that headings in other scripts are `id1`, `id2`, …,
and move when one is put before them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.typing import ExtensionMetadata

__all__ = ["setup", "slug"]

_NUMBERED = re.compile(r"(id|section-)\d+")
_NOTES = (nodes.footnote, nodes.citation)


def slug(title: str) -> str:
    """Return a title as an id: its letters and digits in any script, small, with hyphens between.

    Examples
    --------
    >>> slug("Введение: 1864?")
    'введение-1864'
    """
    letters = unicodedata.normalize("NFC", title).casefold()
    return "-".join("".join(each if _is_letter(each) else " " for each in letters).split())


def _is_letter(sign: str) -> bool:
    """Say whether a sign is a letter, a digit, or a mark on one, as vowels are in many scripts."""
    return unicodedata.category(sign)[0] in "LMN"


class NameHeadings(SphinxTransform):
    """Give ids of words to sections and labels with numbers; must run before they are listed."""

    default_priority = 300

    def apply(self, **_: Any) -> None:
        """Walk the sections of a page."""
        for label, known in list(self.document.nameids.items()):
            explicit = self.document.nametypes.get(label) and not label.isascii()
            note = isinstance(self.document.ids.get(known), _NOTES)
            if known and explicit and not note and _NUMBERED.fullmatch(known):
                self._rename(known, slug(label))
        for section in self.document.findall(nodes.section):
            title = section.next_node(nodes.title)
            numbers = [each for each in section["ids"] if _NUMBERED.fullmatch(each)]
            if title and numbers and not nodes.make_id(title.astext()):
                self._rename(numbers[0], slug(title.astext()))

    def _rename(self, old: str, wanted: str) -> None:
        new, number = wanted, 2
        while new in self.document.ids:
            new, number = f"{wanted}-{number}", number + 1
        if not wanted:
            return
        self.document.ids[new] = self.document.ids.pop(old)
        for node in self.document.findall(nodes.Element):
            if old in node.get("ids", ()):
                node["ids"] = [new if each == old else each for each in node["ids"]]
            if node.get("refid") == old:
                node["refid"] = new
        for name, known in self.document.nameids.items():
            if known == old:
                self.document.nameids[name] = new
        # By these MyST finds headings, of this page and from others.
        for slugs in (
            getattr(self.document, "myst_slugs", {}),
            self.env.metadata[self.env.docname].get("myst_slugs", {}),
        ):
            for name, (line, known, text) in list(slugs.items()):
                if known == old:
                    slugs[name] = (line, new, text)
                    slugs.setdefault(new, slugs[name])  # MyST's own has no vowels in some scripts


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the transform."""
    app.add_transform(NameHeadings)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
