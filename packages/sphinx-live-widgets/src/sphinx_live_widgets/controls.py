"""Jupyter's own scripts for plain ipywidgets: the pages that keep them, and what these need there.

myst-nb gives every page with a widget the scripts that `nb_ipywidgets_js` names, and the states of
all models in it. Only pages with controls keep both, the states without what others show. With
`live_widgets_scripts`, a folder, the book serves those scripts itself.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ConfigError

from .models import REFERENCE, State

__all__ = [
    "Scripts",
    "elsewhere",
    "keep",
    "local_scripts",
    "saved_states",
    "scripts",
    "serve_scripts",
]

Scripts = dict[str, tuple[str | None, dict[str, str]]]

_STATES = "ipywidgets_state"
_NAMES = ("require.js", "embed-amd.js")
_JUPYTERS = {f"@jupyter-widgets/{name}" for name in ("base", "controls", "output")}
_CDN = "https://cdn.jsdelivr.net/npm/"  # where Jupyter's scripts look for what they do not have
_HERE = Path(__file__).with_name("scripts") / "here.js"
_FOLDER = "live-widgets/scripts"
_CURE = (
    "live_widgets_scripts: there is no {name} in {folder}; "
    "take it from the npm package {package} and put it there"
)


def scripts(env: Any, docname: str) -> Scripts:
    """Return myst-nb's scripts for a page, by its own names for them."""
    found: Scripts = getattr(env, "nb_metadata", {}).get(docname, {}).get("js_files", {})
    return found


def saved_states(given: Scripts) -> dict[str, State]:
    """Take the states of all models out of a page's scripts."""
    if _STATES not in given:
        return {}
    states: dict[str, State] = json.loads(given.pop(_STATES)[1]["body"])["state"]
    return states


def local_scripts(app: Sphinx) -> Path | None:
    """Return the folder of scripts that the book serves, if its author has one.

    Raises
    ------
    ConfigError
        If one of the two scripts is not in it.
    """
    if not app.config.live_widgets_scripts:
        return None
    folder = Path(app.confdir, app.config.live_widgets_scripts)
    for name, package in zip(_NAMES, ("requirejs", "@jupyter-widgets/html-manager"), strict=True):
        if not (folder / name).is_file():
            raise ConfigError(_CURE.format(name=name, folder=folder, package=package))
    return folder


def keep(
    given: Scripts, states: Mapping[str, State], names: Mapping[str, str], local: bool
) -> None:
    """Put the scripts and states of controls among a page's scripts; without states, neither."""
    loaded = {key: given.pop(key) for key in list(given) if key.startswith("ipywidgets_")}
    if not states:
        return
    if local:
        files = (_NAMES[0], "here.js", _NAMES[1])
        loaded = {f"ipywidgets_{n}": (f"{_FOLDER}/{name}", {}) for n, name in enumerate(files)}
    whole = {"version_major": 2, "version_minor": 0, "state": dict(states)}
    body = REFERENCE.sub(
        lambda found: found[0].replace(found[1], names.get(found[1], found[1])),
        json.dumps(whole | {"state": {names[model]: saved for model, saved in states.items()}}),
    )
    kind = "application/vnd.jupyter.widget-state+json"
    given[_STATES] = (None, {"type": kind, "body": body.replace("<", "\\u003c")})
    given.update(loaded)


def elsewhere(given: Scripts, modules: set[str], folder: Path | None) -> list[str]:
    """Return the addresses of other hosts that a page's scripts for controls come from.

    Those of other packages' widgets do, unless a script of that name is in the author's `folder`.
    """
    found = [uri for uri, _ in given.values() if uri and "//" in uri]
    files = folder.rglob("*.js") if folder else ()
    own = {path.relative_to(str(folder)).with_suffix("").as_posix() for path in files}
    own |= {"anywidget"} if folder else set()
    return found + [f"{_CDN}{module}" for module in sorted(modules - _JUPYTERS - own)]


def serve_scripts(app: Sphinx) -> None:
    """Copy the folder of scripts into the book, with anywidget's own for boxes that hold one."""
    source = local_scripts(app)
    if not source:
        return
    target = Path(app.outdir) / "_static" / _FOLDER
    target.mkdir(parents=True, exist_ok=True)
    shutil.copytree(source, target, dirs_exist_ok=True)
    shutil.copy(_HERE, target)
    package = find_spec("anywidget")
    for folder in package.submodule_search_locations or [] if package else []:
        if (script := Path(folder) / "nbextension/index.js").is_file():
            shutil.copy(script, target / "anywidget.js")
