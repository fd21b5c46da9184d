"""Plain ipywidgets that only show something, as content of a page: they need no script for that.

Texts (`HTML`, `Label`), what an `Output` caught, and boxes of these and of anywidgets. Other
controls in such a box are named with their value.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser

from docutils import nodes
from markdown_it import MarkdownIt

from .models import State, children, is_anywidget, layout, named

__all__ = ["BOXES", "PLAIN", "Composer", "raw", "views_in"]

PLAIN = {"HTML", "HTMLMath", "Label", "Output"}
BOXES = {
    "Box": "flex",
    "HBox": "flex",
    "VBox": "flex; flex-direction: column",
    "GridBox": "grid",
}
_VIEW = "application/vnd.jupyter.widget-view+json"
_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")


def views_in(saved: State) -> list[str]:
    """Return the ids of the models that an `Output` shows."""
    outputs = saved["state"].get("outputs", []) if named(saved) == "Output" else []
    views = (output.get("data", {}).get(_VIEW) for output in outputs)
    return [view["model_id"] for view in views if view]


def raw(text: str) -> nodes.raw:
    """Return markup as a node."""
    return nodes.raw(text=text, format="html")


class Composer:
    """Makes nodes of content, for pages of HTML or for other formats.

    Parameters
    ----------
    states
        The saved models of a page, by id.
    in_html
        Whether the nodes are for a page of HTML.
    mount
        Gives the nodes for an anywidget, by its id.
    """

    def __init__(
        self,
        states: dict[str, State],
        in_html: bool,
        mount: Callable[[str], list[nodes.Node]],
    ) -> None:
        self.states = states
        self.in_html = in_html
        self.mount = mount
        self.whole = True  # until something is met that only its name and value stand for

    def made(self, model: str) -> Iterator[nodes.Node]:
        """Yield what a model shows, and what it holds shows."""
        saved = self.states.get(model)
        if not saved:
            return
        name = named(saved)
        if is_anywidget(saved):
            yield from self.mount(model)
        elif name in BOXES:
            held = [node for child in children(saved) for node in self.made(child)]
            yield from self._wrapped(held, {"display": BOXES[name]} | layout(self.states, model))
        elif name == "Output":
            yield from self._outputs(saved["state"].get("outputs", []))
        elif name == "Label":
            yield from self._markup(html.escape(_value(saved)), saved)
        elif name in PLAIN:
            yield from self._markup(_value(saved), saved)
        else:
            self.whole = False
            words = f"{saved['state'].get('description', '')} {_value(saved)}".strip()
            yield from self._markup(html.escape(words), None) if words else ()

    def _wrapped(self, inside: list[nodes.Node], style: dict[str, str]) -> list[nodes.Node]:
        if not self.in_html:
            return inside
        css = html.escape("; ".join(f"{name}: {value}" for name, value in style.items()))
        return [raw(f'<div class="live-widget-box" style="{css}">'), *inside, raw("</div>")]

    def _markup(self, markup: str, saved: State | None) -> Iterator[nodes.Node]:
        described = html.escape(str(saved["state"].get("description") or "")) if saved else ""
        whole = f"{described} {markup}".strip()
        if self.in_html:
            yield raw(f'<div class="live-widget-content">{whole}</div>')
        else:
            yield from (nodes.paragraph(text=text) for text in _texts(whole))

    def _outputs(self, outputs: Iterable[State]) -> Iterator[nodes.Node]:
        for output in outputs:
            kind = output.get("output_type")
            if kind == "stream":
                yield _printed(_joined(output["text"]), "stream")
            elif kind == "error":
                yield _printed(_joined(output.get("traceback", []), "\n"), "traceback")
            else:
                yield from self._shown(output.get("data", {}))

    def _shown(self, data: State) -> Iterator[nodes.Node]:
        """Yield the richest of an output's forms that can stand in the page."""
        view = data.get(_VIEW, {}).get("model_id")
        if view in self.states and (made := list(self.made(view))):
            yield from made
        elif "text/html" in data or "image/svg+xml" in data:
            yield from self._markup(_joined(data.get("text/html", data.get("image/svg+xml"))), None)
        elif "text/markdown" in data:
            yield from self._markup(MarkdownIt().render(_joined(data["text/markdown"])), None)
        elif self.in_html and (image := next((n for n in data if n.startswith("image/")), None)):
            code = "".join(_joined(data[image]).split())
            alternative = html.escape(_joined(data.get("text/plain", "")))
            yield raw(f'<img src="data:{image};base64,{code}" alt="{alternative}">')
        elif "text/plain" in data:
            yield _printed(_joined(data["text/plain"]), "text_plain")


def _value(saved: State) -> str:
    value = saved["state"].get("value")
    return "" if value is None else str(value)


def _joined(text: object, between: str = "") -> str:
    return between.join(map(str, text)) if isinstance(text, list) else str(text)


def _printed(text: str, kind: str) -> nodes.literal_block:
    plain = _ESCAPES.sub("", text)
    return nodes.literal_block(plain, plain, language="none", classes=["output", kind])


class _Words(HTMLParser):
    """Collects the texts of markup, one for each block."""

    _INLINE = frozenset(("a", "b", "cite", "code", "em", "i", "mark", "small", "span", "strong"))

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks = [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self._INLINE:
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        self.handle_starttag(tag, [])

    def handle_data(self, data: str) -> None:
        self.blocks[-1] += data


def _texts(markup: str) -> list[str]:
    words = _Words()
    words.feed(markup)
    words.close()
    return [" ".join(block.split()) for block in words.blocks if block.strip()]
