"""The outputs of a page that are widgets, and what stands in their place in the built page."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from .content import Composer, raw
from .models import State
from .states import Page, ViewReference

__all__ = ["MountWidgets", "Notebook", "mark", "notebooks", "pages_in", "pages_of"]

_VIEW = "application/vnd.jupyter.widget-view+json"
_PAGE = "live_widgets_page"  # on a node: the source file that it comes from
_HIDDEN = "<p>What stands here can be seen only when the widget runs.</p>"


@dataclass
class Notebook:
    """What one source file shows.

    The host's part of it, the models whose content stands in the page, with all states, the names
    of controls by model, and the modules in which these live.
    """

    page: Page = field(default_factory=Page)
    states: dict[str, State] = field(default_factory=dict)
    composed: set[str] = field(default_factory=set)
    controls: dict[str, str] = field(default_factory=dict)
    modules: set[str] = field(default_factory=set)


def notebooks(env: BuildEnvironment) -> dict[str, Notebook]:
    """Return what was collected, by source file; Sphinx keeps it between builds."""
    found: dict[str, Notebook] = env.__dict__.setdefault("live_widgets", {})
    return found


def _bundles(document: nodes.document) -> list[nodes.container]:
    """Return the outputs of a page that are widgets."""
    return [
        node
        for node in document.findall(nodes.container)
        if node.get("nb_element") == "mime_bundle" and _output(node, _VIEW)
    ]


def _model_id(bundle: nodes.container) -> str:
    """Return the id of the model that an output shows."""
    script = _output(bundle, _VIEW)[0].astext()
    view = json.loads(script[script.index(">") + 1 : script.rindex("<")])
    return str(view["model_id"])


def mark(document: nodes.document, docname: str) -> list[str]:
    """Note in each widget of a page where it comes from, and return the ids of its models."""
    found = _bundles(document)
    for bundle in found:
        bundle[_PAGE] = docname  # a builder may join pages
    return [_model_id(bundle) for bundle in found]


def pages_in(document: nodes.document) -> list[str]:
    """Return the source files whose widgets are in a written page, in order."""
    found = (node.get(_PAGE) for node in document.findall(nodes.raw))
    return list(dict.fromkeys(name for name in found if name))


def pages_of(env: BuildEnvironment, sources: Iterable[str], inside: str) -> dict[str, Page]:
    """Return the host's part of each source file that the written page `inside` is made of."""
    found: dict[str, Page] = {}
    parts = 0
    for source in sources:
        page = notebooks(env).get(source, Notebook()).page
        prefix = "" if source == inside else f"{source}/"
        found[source] = page.joined(prefix, parts) if prefix or parts else page
        parts += len(page.parts)
    return found


class MountWidgets(SphinxPostTransform):
    """Replace the outputs that are widgets; must run before myst-nb chooses among their forms."""

    default_priority = 3

    def run(self, **_: Any) -> None:
        """Walk the page's outputs."""
        in_html = self.app.builder.format == "html"
        found = _bundles(self.document)
        sources = dict.fromkeys(str(bundle.get(_PAGE, self.env.docname)) for bundle in found)
        pages = pages_of(self.env, sources, self.env.docname)
        mount = _Mount(sum(len(page.parts) for page in pages.values()) - 1)
        for bundle in found:
            source = str(bundle.get(_PAGE, self.env.docname))
            place = _Place(self, bundle, source, pages[source], mount, in_html)
            if in_html or place.is_content:
                made = place.made()
                for node in made:
                    if isinstance(node, nodes.raw):
                        node[_PAGE] = source
                bundle.replace_self(made)

    def excuse(self, docname: str) -> str:
        """Return the sentence under a widget that cannot work here, with a link where it can."""
        said = "This control needs Python, which does not run in this page."
        launch = self.config.live_widgets_launch
        if not launch:
            return f"<p>{said}</p>"
        url = html.escape(_address(launch, str(self.env.doc2path(docname, base=False))))
        return f'<p>{said} <a href="{url}">Open the chapter where Python runs.</a></p>'


@dataclass
class _Mount:
    """The places of views in a page, which say no more than the host could not guess.

    Attributes
    ----------
    last
        The number of the last file of states, which the host takes for what a view needs.
    placed
        How many there are; the host takes the number of a place for the name of its model.
    """

    last: int
    placed: int = 0

    def place(self, shown: ViewReference, fallback: list[nodes.Node]) -> list[nodes.Node]:
        """Return the place of one more view, around its fallback."""
        self.placed += 1
        name = html.escape(shown.name)
        names = f' data-model="{name}"' if name != str(self.placed) else ""
        names += f' data-part="{shown.part}"' if shown.part != self.last else ""
        opening = f'<live-widget data-module="{shown.digest}"{names}>'
        inside = f'{opening}<div class="live-widget-fallback">'
        return [raw(inside), *(fallback or [raw(_HIDDEN)]), raw("</div></live-widget>")]


class _Place:
    """One output, and what stands for it."""

    def __init__(
        self,
        transform: MountWidgets,
        bundle: nodes.container,
        source: str,
        page: Page,
        mount: _Mount,
        in_html: bool,
    ) -> None:
        self.mount = mount
        self.excuse: Callable[[str], str] = transform.excuse
        self.bundle = bundle
        self.source = source
        self.in_html = in_html
        self.model = _model_id(bundle)
        self.notebook = notebooks(transform.env).get(source, Notebook())
        self.shown = page.shown

    @property
    def is_content(self) -> bool:
        return self.model in self.notebook.composed

    def made(self) -> list[nodes.Node]:
        fallback = _output(self.bundle, "text/html")
        if self.is_content:
            return self._content()
        if control := self.notebook.controls.get(self.model):
            return self._control(control, fallback or _output(self.bundle, "text/plain"))
        if shown := self.shown.get(self.model):
            return self.mount.place(shown, fallback)
        inside = fallback or _output(self.bundle, "text/plain")
        return [raw('<div class="live-widget-plain">'), *inside, raw(f"{self._excuse()}</div>")]

    def _excuse(self) -> str:
        return self.excuse(self.source)

    def _content(self) -> list[nodes.Node]:
        def mount(model: str) -> list[nodes.Node]:
            shown = self.shown.get(model)
            return self.mount.place(shown, []) if shown and self.in_html else []

        composer = Composer(self.notebook.states, self.in_html, mount)
        made = list(composer.made(self.model))
        if not self.in_html:
            return made
        closing = "</div>" if composer.whole else f"{self._excuse()}</div>"
        return [raw('<div class="live-widget-plain">'), *made, raw(closing)]

    def _control(self, name: str, inside: list[nodes.Node]) -> list[nodes.Node]:
        view = json.dumps({"version_major": 2, "version_minor": 0, "model_id": name})
        said = "<p>This control comes alive when its scripts have come.</p></div>"
        return [
            raw('<div class="live-widget-plain"><div class="live-widget-late">'),
            *inside,
            raw(f'{said}<script type="{_VIEW}">{view}</script></div>'),
        ]


def _output(bundle: nodes.container, mime_type: str) -> list[nodes.Node]:
    found = (child for child in bundle.children if child.get("mime_type") == mime_type)
    return list(getattr(next(found, None), "children", []))


def _address(launch: str, path: str) -> str:
    """Return where a chapter runs: its path is written as the place in the address asks."""
    before, mark, after = launch.partition("?")
    once = quote(path)
    return before.replace("{path}", once) + mark + after.replace("{path}", quote(once))
