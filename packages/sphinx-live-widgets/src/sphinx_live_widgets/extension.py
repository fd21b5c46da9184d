"""Extension: mount points in pages, and the modules and states that the widgets there need.

Each anywidget that a notebook shows becomes a `<live-widget>` element around its fallback (the
output's `text/html`); the script `host.js` gives it a model and renders it when it comes near. What
the widget is made of is written once per site, the states of a page once per page, under names that
are their contents' digests. The README says more.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.logging import getLogger
from sphinx.util.typing import ExtensionMetadata

from . import HOST_SCRIPT, PAGE, __version__, controls
from .defaults import defaults_of
from .elsewhere import addresses, one_of_each_host
from .models import State
from .mounting import MountWidgets, Notebook, mark, notebooks, pages_in, pages_of
from .sharing import share
from .states import Asset, Page, collect

__all__ = ["setup"]

_LOGGER = getLogger(__name__)


@dataclass
class _Read:
    """A source file as it was read: all its saved models, and those that it shows."""

    states: dict[str, State]
    shown: list[str]


def _read(env: BuildEnvironment) -> dict[str, _Read]:
    """Return what was read and waits for its defaults, by source file."""
    found: dict[str, _Read] = env.__dict__.setdefault("live_widgets_read", {})
    return found


def _keep(app: Sphinx, document: nodes.document) -> None:
    """Keep what the page's widgets may need."""
    name = app.env.docname
    states = controls.saved_states(controls.scripts(app.env, name))
    shown = mark(document, name)
    _read(app.env)[name] = _Read(states, shown)


def _collect(app: Sphinx, env: BuildEnvironment) -> None:
    """Share out the widgets of the pages that were read, and ask for all defaults at once."""
    read = _read(env)
    models = (saved for each in read.values() for saved in each.states.values())
    classes = {saved["state"].get("_anywidget_id", "") for saved in models}
    defaults = defaults_of(classes)
    local = controls.local_scripts(app)
    for name, each in sorted(read.items()):
        notebooks(env)[name] = _notebook(env, name, each, defaults, local)
    _name_hosts(app, sorted(read))
    read.clear()


def _notebook(
    env: BuildEnvironment,
    name: str,
    read: _Read,
    defaults: dict[str, State],
    local: Path | None,
) -> Notebook:
    given = controls.scripts(env, name)
    scripted = local is not None or any(key.startswith("ipywidgets_") for key in given)
    shares = share(read.states, read.shown, scripted)
    names = {model: f"{name}/{number}" for number, model in enumerate(shares.controlled, start=1)}
    kept = {model: read.states[model] for model in shares.controlled}
    controls.keep(given, kept, names, local is not None)
    return Notebook(
        page=collect(read.states, shares.hosted, defaults),
        states=read.states if shares.composed else {},
        composed=set(shares.composed),
        controls={model: names[model] for model in shares.controls},
        modules={str(saved.get("model_module")) for saved in kept.values()},
    )


def _name_hosts(app: Sphinx, names: Iterable[str]) -> None:
    """Warn of the addresses that the widgets of some pages will ask, each module once."""
    env, local = app.env, controls.local_scripts(app)
    seen: set[Asset] = set()
    for name in names:
        notebook = notebooks(env)[name]
        scripts = controls.elsewhere(controls.scripts(env, name), notebook.modules, local)
        if notebook.controls and scripts:
            _warn(name, scripts, "the scripts of plain ipywidgets come from there")
        for asset in notebook.page.assets:
            code = f"{asset.module}\n{_addressed(asset.style)}"
            if asset not in seen and (found := one_of_each_host(addresses(code))):
                _warn(name, found, "a widget's code names it")
            seen.add(asset)


def _addressed(style: str) -> str:
    return f'@import "{style}"' if style.startswith(("http://", "https://")) else style


def _warn(name: str, found: list[str], why: str) -> None:
    said = f"a reader's browser may ask another host ({why}): {', '.join(found)}"
    _LOGGER.warning(said, location=name, type="live_widgets", subtype="elsewhere")


def _often_needed(env: BuildEnvironment) -> list[str]:
    """Return what most of the pages with widgets load: the host, modules, and what a book adds."""
    pages = [each.page for each in notebooks(env).values() if each.page.shown]
    uses = Counter(asset.filename for page in pages for asset in page.assets)
    often = sorted(name for name, count in uses.items() if 2 * count > len(pages))
    beside = [f"../{name}" for name in env.config.live_widgets_prefetch]
    return [*beside, _host(), *often] if pages else []


def _update(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Have the first page written again when what it loads for the others has changed."""
    _collect(app, env)
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
    sources = pages_in(doctree) if doctree is not None else []
    pages = [page for page in pages_of(app.env, sources, pagename).values() if page.shown]
    if pages:
        for page in pages:
            _write_files(app, page)
        states = " ".join(filename for page in pages for filename in page.filenames)
        # Async, so that it waits for no script of the theme.
        context["body"] += f'<script async src="{folder}{_host()}" data-states="{states}"></script>'
    if pages or any(notebooks(app.env)[name].controls for name in sources):
        app.add_css_file("live-widgets/host.css")
    _add_scripts(app, pagename, sources)


def _add_scripts(app: Sphinx, pagename: str, sources: list[str]) -> None:
    """Add the scripts of joined pages, each once; myst-nb adds those of the page itself."""
    added = {uri for uri, _ in controls.scripts(app.env, pagename).values() if uri}
    for name in sources:
        for uri, attributes in controls.scripts(app.env, name).values():
            if name != pagename and uri not in added:
                app.add_js_file(uri, **attributes)  # type: ignore[arg-type]
                added.update([uri] if uri else [])


def _write_files(app: Sphinx, page: Page) -> None:
    folder = Path(app.outdir) / "_static" / "live-widgets"
    folder.mkdir(parents=True, exist_ok=True)
    for filename, script in page.files().items():
        _write_whole(folder / filename, script)


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
    notebooks(env).pop(docname, None)
    _read(env).pop(docname, None)


def _merge(
    _app: Sphinx, env: BuildEnvironment, docnames: Iterable[str], other: BuildEnvironment
) -> None:
    read = _read(other)
    _read(env).update({name: read[name] for name in docnames if name in read})


def _remove_unused(app: Sphinx, exception: Exception | None) -> None:
    """Delete the modules and states that no page of this build uses any more."""
    folder = Path(app.outdir) / "_static" / "live-widgets"
    if exception or not folder.is_dir() or app.builder.format != "html":
        return
    used: set[str] = set()
    for name in notebooks(app.env):
        for inside in _inside(app, name):
            used |= pages_of(app.env, [name], inside)[name].files().keys()
    for path in folder.glob("*-*.js"):
        if path.name not in used:
            path.unlink()


def _inside(app: Sphinx, name: str) -> set[str]:
    """Return the written pages that a source file can be in."""
    return {name, app.config.root_doc} if app.builder.name == "singlehtml" else {name}


def _serve_host(app: Sphinx) -> None:
    app.config.html_static_path.append(str(PAGE))


def _serve_scripts(app: Sphinx, exception: Exception | None) -> None:
    if not exception and app.builder.format == "html":
        controls.serve_scripts(app)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.add_config_value("live_widgets_launch", "", "env", types=frozenset({str}))
    app.add_config_value("live_widgets_scripts", "", "env", types=frozenset({str}))
    app.add_config_value("live_widgets_prefetch", [], "", types=frozenset({list}))
    app.add_post_transform(MountWidgets)
    app.connect("builder-inited", _serve_host)
    app.connect("doctree-read", _keep)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    app.connect("env-updated", _update)
    app.connect("html-page-context", _write_page)
    app.connect("build-finished", _serve_scripts)
    app.connect("build-finished", _remove_unused)
    return {
        "version": __version__,
        "env_version": 3,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
