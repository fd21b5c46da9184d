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


def slug(title: str) -> str:
    """Return a title as an id: its letters and digits in any script, small, with hyphens between.

    Examples
    --------
    >>> slug("Введение: 1864?")
    'введение-1864'
    """
    letters = unicodedata.normalize("NFC", title).casefold()
    return "-".join(re.findall(r"[^\W_]+", letters))


class NameHeadings(SphinxTransform):
    """Give sections whose ids are numbers ids of their words; must run before they are listed."""

    default_priority = 300

    def apply(self, **_: Any) -> None:
        """Walk the sections of a page."""
        for section in self.document.findall(nodes.section):
            title = section.next_node(nodes.title)
            if not title or nodes.make_id(title.astext()):
                continue
            if section["ids"] and _NUMBERED.fullmatch(section["ids"][0]):
                self._rename(section, slug(title.astext()))

    def _rename(self, section: nodes.section, wanted: str) -> None:
        old, new, number = section["ids"][0], wanted, 2
        while new in self.document.ids:
            new, number = f"{wanted}-{number}", number + 1
        if not wanted:
            return
        section["ids"][0] = new
        self.document.ids[new] = self.document.ids.pop(old, section)
        for name, known in self.document.nameids.items():
            if known == old:
                self.document.nameids[name] = new
        for link in self.document.findall(nodes.reference):
            if link.get("refid") == old:
                link["refid"] = new
        # By these MyST finds headings, of this page and from others.
        for slugs in (
            getattr(self.document, "myst_slugs", {}),
            self.env.metadata[self.env.docname].get("myst_slugs", {}),
        ):
            for name, (line, known, text) in slugs.items():
                if known == old:
                    slugs[name] = (line, new, text)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the transform."""
    app.add_transform(NameHeadings)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
