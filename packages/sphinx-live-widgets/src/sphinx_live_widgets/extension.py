"""Extension: mount points in pages, and the modules and states that the widgets there need.

Each anywidget that a notebook
shows becomes a `<live-widget>` element around its fallback (the output's `text/html`); the script
`host.js` gives it a model and renders it when it comes near. What the widget is made of is written
once per site, the states of a page once per page, under names that are their contents' digests.
The README says more.
"""

from __future__ import annotations

import hashlib
import html
import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.logging import getLogger
from sphinx.util.typing import ExtensionMetadata

from . import HOST_SCRIPT, PAGE
from .states import Page, Shown, collect

__all__ = ["setup"]

_VIEW = "application/vnd.jupyter.widget-view+json"
_LOGGER = getLogger(__name__)


def _bundles(document: nodes.document) -> list[nodes.container]:
    """Return the outputs of a page that are widgets."""
    return [
        node
        for node in document.findall(nodes.container)
        if node.get("nb_element") == "mime_bundle" and _output(node, _VIEW)
    ]


def _collect(app: Sphinx, document: nodes.document) -> None:
    """Keep what the page's widgets need, and let go of myst-nb's script with the whole state."""
    name = app.env.docname
    scripts = getattr(app.env, "nb_metadata", {}).get(name, {}).get("js_files", {})
    if "ipywidgets_state" not in scripts:
        return
    states = json.loads(scripts.pop("ipywidgets_state")[1]["body"])["state"]
    shown = [_model_id(bundle) for bundle in _bundles(document)]
    page = collect(states, [model for model in shown if model in states])
    for refusal in page.refused:
        _LOGGER.warning(refusal, location=name, type="live_widgets")
    _pages(app.env)[name] = page


def _pages(env: BuildEnvironment) -> dict[str, Page]:
    """Return what was collected, by page; Sphinx keeps it between builds."""
    pages: dict[str, Page] = env.__dict__.setdefault("live_widgets", {})
    return pages


class MountWidgets(SphinxPostTransform):
    """Replace the outputs that are widgets by mount points; must run before myst-nb chooses."""

    default_priority = 3
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Walk the page's outputs."""
        shown = _pages(self.env).get(self.env.docname, Page()).shown
        for bundle in _bundles(self.document):
            bundle.replace_self(self._mounted(bundle, shown.get(_model_id(bundle))))

    def _mounted(self, bundle: nodes.container, shown: Shown | None) -> list[nodes.Node]:
        fallback = _output(bundle, "text/html")
        if shown:
            names = f'data-model="{shown.name}" data-module="{shown.digest}"'
            names += f' data-part="{shown.part}"' if shown.part else ""
            opening = f'<live-widget {names}><div class="live-widget-fallback">'
            inside = fallback or [
                _raw("<p>What stands here can be seen only when the widget runs.</p>")
            ]
            return [_raw(opening), *inside, _raw("</div></live-widget>")]
        inside = fallback or _output(bundle, "text/plain")
        return [_raw('<div class="live-widget-plain">'), *inside, _raw(f"{self._excuse()}</div>")]

    def _excuse(self) -> str:
        """Return the sentence under a widget that cannot work here, with a link where it can."""
        said = "This control needs Python, which does not run in this page."
        launch = self.config.live_widgets_launch
        if not launch:
            return f"<p>{said}</p>"
        url = html.escape(launch.format(path=self.env.doc2path(self.env.docname, base=False)))
        return f'<p>{said} <a href="{url}">Open the chapter where Python runs.</a></p>'


def _output(bundle: nodes.container, mime_type: str) -> list[nodes.Node]:
    found = (child for child in bundle.children if child.get("mime_type") == mime_type)
    return list(getattr(next(found, None), "children", []))


def _model_id(bundle: nodes.container) -> str:
    script = _output(bundle, _VIEW)[0].astext()
    view = json.loads(script[script.index(">") + 1 : script.rindex("<")])
    model: str = view["model_id"]
    return model


def _raw(text: str) -> nodes.raw:
    return nodes.raw(text=text, format="html")


def _often_needed(env: BuildEnvironment) -> list[str]:
    """Return what most of the pages with widgets load: the host, and modules."""
    pages = [page for page in _pages(env).values() if page.shown]
    uses = Counter(asset.filename for page in pages for asset in page.assets)
    often = sorted(name for name, count in uses.items() if 2 * count > len(pages))
    return [_host(), *often] if pages else []


def _note_often_needed(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Have the first page written again when what it loads for the others has changed."""
    before, now = getattr(env, "live_widgets_often", []), _often_needed(env)
    env.live_widgets_often = now  # type: ignore[attr-defined]
    return [app.config.root_doc] if before != now else []


def _write_page(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Give a page with widgets the host, and write the states and modules that it needs."""
    folder = context["pathto"]("_static/live-widgets/", resource=True)
    if pagename == app.config.root_doc and (often := _often_needed(app.env)):
        files = " ".join(often)
        context["body"] += f'<script async src="{folder}prefetch.js" data-files="{files}"></script>'
    page = _pages(app.env).get(pagename)
    if doctree is not None and page and page.shown:
        _write_files(app, page)
        states = " ".join(page.filenames)
        # Async, so that it waits for no script of the theme.
        context["body"] += f'<script async src="{folder}{_host()}" data-states="{states}"></script>'


def _write_files(app: Sphinx, page: Page) -> None:
    folder = Path(app.outdir) / "_static" / "live-widgets"
    folder.mkdir(parents=True, exist_ok=True)
    for filename, script in page.files().items():
        _write_whole(folder / filename, script)
    app.add_css_file("live-widgets/host.css")


@cache
def _host() -> str:
    """Return the host's name, with a digest, so that a browser does not keep an older one."""
    host = HOST_SCRIPT.read_bytes()
    return f"host.js?v={hashlib.sha256(host).hexdigest()[:8]}"


def _write_whole(path: Path, text: str) -> None:
    if not path.exists():
        beside = path.with_suffix(".part")
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)


def _purge(_app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _pages(env).pop(docname, None)


def _merge(
    _app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment
) -> None:
    _pages(env).update({name: _pages(other)[name] for name in docnames & _pages(other).keys()})


def _remove_unused(app: Sphinx, exception: Exception | None) -> None:
    """Delete the modules and states that no page of this build uses any more."""
    folder = Path(app.outdir) / "_static" / "live-widgets"
    if exception or not folder.is_dir():
        return
    pages = _pages(app.env).values()
    used = {filename for page in pages for filename in page.files()}
    for path in folder.glob("*-*.js"):
        if path.name not in used:
            path.unlink()


def _serve_host(app: Sphinx) -> None:
    app.config.html_static_path.append(str(PAGE))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.add_config_value("live_widgets_launch", "", "env", types=frozenset({str}))
    app.add_post_transform(MountWidgets)
    app.connect("builder-inited", _serve_host)
    app.connect("doctree-read", _collect)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    app.connect("env-updated", _note_often_needed)
    app.connect("html-page-context", _write_page)
    app.connect("build-finished", _remove_unused)
    return {
        "version": "1",
        "env_version": 2,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
