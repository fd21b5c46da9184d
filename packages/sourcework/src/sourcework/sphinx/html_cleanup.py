"""Write the text of a page without what nobody needs.

The names that Sphinx gives to every link and box, and which no style of this book mentions, are
left out, and so are the boxes around a citation, around the words of a link, and around code that
has no colour of its own. A table stands in a box of its own, which scrolls. A picture whose file
says how large it is says so too, so that nothing moves when it comes, and comes when a reader is
near. A table of pandas keeps its rows and loses its own style, and its days are marked, because a
browser would break them at their hyphens.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import imagesize
from docutils import nodes
from lxml import html
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator

_UNSTYLED = {
    *("align-default", "container", "docutils", "external", "internal", "reference", "simple"),
}
_NAMELESS = {"bibtex-citation", "std"}  # boxes of citations, and of links to pages and sections
_OF_PANDAS = "<style scoped>"
_TABLE = re.compile(r"<(/?)table\b[^>]*>", re.IGNORECASE)
_CELL = {"cell", "cell_output"}
_OUTPUT = {"output", "text_html"}
_TASK = re.compile(r"\[([ xX])\]\s+")
_BOX = '<input type="checkbox" disabled{} aria-label="{}"> '
_SCROLLING = '<div class="wide" tabindex="0" role="region" aria-label="Table">'
_LONG = 28  # letters of code that a phone has room for in a line
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# Names, marks and blanks, which have the colour of all code.
_UNCOLOURED = re.compile(r'<span class="(?:n|nn|p|w)">([^<]*)</span>')


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
        if tagname == "code" and any(len(word) > _LONG for word in node.astext().split()):
            lower["class"] += " long"
        if tagname == "img" and "measures" in node:
            lower |= dict(zip(("width", "height"), node["measures"], strict=True))
        if lower.get("role") == "heading":
            lower.setdefault("aria-level", "2")
        return str(super().starttag(node, tagname, suffix, empty, **lower))

    def visit_literal_block(self, node: nodes.Element) -> None:
        """Write code without naming what has no colour of its own."""
        try:
            super().visit_literal_block(node)
        finally:  # it ends by skipping what is inside
            self.body[-1] = _UNCOLOURED.sub(r"\1", self.body[-1])

    def visit_table(self, node: nodes.Element) -> None:
        """Begin a table and the box around it."""
        self.body.append('<div class="table-box">')
        super().visit_table(node)

    def depart_table(self, node: nodes.Element) -> None:
        """End a table and its box."""
        super().depart_table(node)
        self.body.append("</div>\n")


class Plain(SphinxPostTransform):
    """Take out of a page what its readers never see, and say of its pictures how large they are."""

    default_priority = 20  # when the citations have become links
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Walk the page."""
        for link in self.document.findall(nodes.reference):
            if "#ref-" in link.get("refuri", ""):  # its title is the whole entry
                link.attributes.pop("reftitle", None)
        for span in list(self.document.findall(nodes.inline)):
            if _NAMELESS & set(span["classes"]):
                span.parent.replace(span, span.children)
        for box in self.document.findall(nodes.container):
            box["classes"] = [name for name in box["classes"] if not name.startswith("tag_")]
        for picture in self.document.findall(nodes.image):
            measure(picture, Path(self.app.srcdir))
            picture.setdefault("alt", "")  # else it is the path of the file
        for raw in self.document.findall(nodes.raw):
            if _OF_PANDAS in raw.astext():
                raw.children = [nodes.Text(plain_table(raw.astext()))]
            if set(raw["classes"]) >= _OUTPUT and scrolls(raw.astext()):
                raw["classes"].append("wide")
        for item in self.document.findall(nodes.list_item):
            mark_task(item)
        box_tables([raw for raw in self.document.findall(nodes.raw) if _is_written(raw)])


def mark_task(item: nodes.list_item) -> None:
    """Write what stands in brackets before a task as a box, with a label of no language.

    The extension of MyST cannot, since MyST-NB reads the cells of a page with it and breaks off.
    """
    paragraph = item.children[0] if item.children else None
    words = paragraph.children[0] if paragraph is not None and paragraph.children else None
    if not isinstance(paragraph, nodes.paragraph) or not isinstance(words, nodes.Text):
        return
    if found := _TASK.match(words):
        box = _BOX.format("", "☐") if found[1] == " " else _BOX.format(" checked", "☑")
        paragraph.replace(
            words, [nodes.raw("", box, format="html"), nodes.Text(words[found.end() :])]
        )
        item.parent["classes"] = ["tasks"]


def scrolls(shown: str) -> bool:
    """Say whether what a cell shows is a table, or has one that is no part of a widget."""
    if not _TABLE.search(shown):
        return False
    found = html.fragment_fromstring(shown, create_parent="div")
    widget = found.xpath(".//*[contains(@class, 'dossier')]")
    return bool(found.xpath("table | div/table") or (found.xpath(".//table") and not widget))


def _is_written(raw: nodes.raw) -> bool:
    """Say whether this is HTML that an author wrote; a cell's output has its own box."""
    above = raw.parent
    while above is not None:
        if isinstance(above, nodes.container) and (
            "nb_element" in above or _CELL & set(above["classes"])
        ):
            return False
        above = above.parent
    return "html" in raw.get("format", "").split()


def box_tables(raws: list[nodes.raw]) -> None:
    """Put each table of a page's HTML into a box that scrolls.

    Markdown cuts HTML where a line is blank, so that a table may go on in the next piece.
    """
    depth, texts = 0, []
    for raw in raws:
        text, parts, end = raw.astext(), [], 0
        for tag in _TABLE.finditer(text):
            begins, ends = not tag[1] and depth == 0, bool(tag[1]) and depth == 1
            depth += -1 if tag[1] else 1
            parts += [text[end : tag.start()], _SCROLLING * begins, tag[0], "</div>" * ends]
            end = tag.end()
        texts.append("".join((*parts, text[end:])))
    if depth == 0:  # else a table is not closed, and no box can be
        for raw, text in zip(raws, texts, strict=True):
            raw.children = [nodes.Text(text)]


def measure(picture: nodes.image, folder: Path) -> None:
    """Say of a picture how large it is, unless its author has given a height, and have it wait."""
    width, height = imagesize.get(folder / picture["uri"])  # -1 for what it cannot tell
    if width > 0 and height > 0 and "height" not in picture:
        picture["measures"] = round(width), round(height)
        picture.setdefault("loading", "lazy")


def plain_table(text: str) -> str:
    """Return what a cell shows of pandas without its own style and with its days marked."""
    shown = html.fragment_fromstring(text, create_parent="div")
    for style in shown.xpath(".//style[@scoped]"):
        style.drop_tree()
    for row in shown.xpath(".//tr[@style='text-align: right;']"):
        del row.attrib["style"]
    for cell in shown.xpath(".//table[contains(@class, 'dataframe')]//td"):
        if _DAY.fullmatch(cell.text or ""):
            cell.set("class", "day")
    shown_text: str = html.tostring(shown, encoding="unicode")
    return shown_text.removeprefix("<div>").removesuffix("</div>")


def _mark_tasks_here(_app: Sphinx, config: Config) -> None:
    """Leave task lists to `mark_task`."""
    if "myst_enable_extensions" in config:
        found = config.myst_enable_extensions
        config.myst_enable_extensions = [each for each in found if each != "tasklist"]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    for builder in ("html", "dirhtml", "singlehtml"):
        app.set_translator(builder, PlainTranslator)
    app.connect("config-inited", _mark_tasks_here, priority=100)
    app.add_post_transform(Plain)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
