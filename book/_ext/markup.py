"""Write the text of a page without what only the parent themes or nobody needs.

The names that Sphinx gives to every link and box, and which no style of this book mentions, are
left out. A picture says how large it is, so that nothing moves when it comes, and comes when a
reader is near. A table of pandas keeps its rows and loses its own style, and its days are marked,
because a browser would break them at their hyphens.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from docutils import nodes
from lxml import html
from PIL import Image
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator

_UNSTYLED = {"container", "docutils", "external", "internal", "reference", "simple"}
_OF_PANDAS = "<style scoped>"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class PlainTranslator(HTML5Translator):
    """Write tags with the classes that a style names, and pictures with their measures."""

    def starttag(
        self, node: Any, tagname: str, suffix: str = "\n", empty: bool = False, **attributes: Any
    ) -> str:
        """Return the tag that begins an element."""
        lower = {name.lower(): value for name, value in attributes.items()}
        lower["class"] = " ".join(
            name for name in lower.get("class", "").split() if name not in _UNSTYLED
        )
        if tagname == "img" and "measures" in node:
            lower |= dict(zip(("width", "height"), node["measures"], strict=True))
        return str(super().starttag(node, tagname, suffix, empty, **lower))


class Plain(SphinxPostTransform):
    """Take out of a page what its readers never see, and say of its pictures how large they are."""

    default_priority = 20  # when the citations have become links
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Walk the page."""
        for link in self.document.findall(nodes.reference):
            if "#ref-" in link.get("refuri", ""):
                link.attributes.pop(
                    "reftitle", None
                )  # the whole entry, where only a mouse finds it
        for span in list(self.document.findall(nodes.inline)):
            if "bibtex-protected" in span["classes"]:
                span.replace_self(span.children)
            elif "bibtex-citation" in span["classes"]:
                span["ids"] = []
        for box in self.document.findall(nodes.container):
            box["classes"] = [name for name in box["classes"] if not name.startswith("tag_")]
        for picture in self.document.findall(nodes.image):
            if measures := _measures(Path(self.app.srcdir) / picture["uri"]):
                picture["measures"] = measures
                picture["loading"] = "lazy"
        for raw in self.document.findall(nodes.raw):
            if _OF_PANDAS in raw.astext():
                raw.children = [nodes.Text(plain_table(raw.astext()))]


def plain_table(text: str) -> str:
    """Return a table of pandas without its own style and with its days marked."""
    table = html.fragment_fromstring(text.strip())
    for style in table.xpath(".//style"):
        style.drop_tree()
    for row in table.xpath(".//tr[@style]"):
        del row.attrib["style"]
    for cell in table.iter("td"):
        if _DAY.fullmatch(cell.text or ""):
            cell.set("class", "day")
    return html.tostring(table, encoding="unicode")


def _measures(path: Path) -> tuple[int, int] | None:
    """Return width and height in pixels of CSS; None if there is no file or it does not say."""
    if not path.is_file():
        return None
    if path.suffix == ".svg":
        drawing = ElementTree.parse(path).getroot()
        width, height = (drawing.get(side, "") for side in ("width", "height"))
        return (_pixels(width), _pixels(height)) if width.endswith("pt") else None
    with Image.open(path) as picture:
        return picture.size


def _pixels(points: str) -> int:
    return round(float(points.removesuffix("pt")) * 4 / 3)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.set_translator("html", PlainTranslator)
    app.add_post_transform(Plain)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
