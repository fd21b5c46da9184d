"""Throw-away books whose pages differ in nothing but their widgets and the route to them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from myst_nb.core.config import ipywidgets_js_factory

__all__ = ["build", "packages", "page_name", "stock_scripts", "write_pages"]

_HERE = Path(__file__).resolve().parent
_NPM = _HERE / "node_modules"
_REQUIREJS = "requirejs"
_MANAGER = "@jupyter-widgets/html-manager"
_CDN = "cdn"

_HEAD = """\
---
orphan: true
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {display_name: Python 3, language: python, name: python3}
---
# A page of widgets

```{code-cell} ipython3
:tags: [remove-input]
from sourcework.widgets.chain import Chain
```
"""
_WIDGET = """
```{{code-cell}} ipython3
:tags: [remove-input]
widget = Chain("eavesdropping")
widget.key = "bench/{number}"
widget
```
"""


def page_name(widgets: int) -> str:
    """Return the name of the page with so many widgets; all are of one length."""
    return f"page-{widgets:03}"


def write_pages(source: Path, counts: Iterable[int]) -> None:
    """Write one page for each number of widgets."""
    source.mkdir()
    (source / "index.md").write_text("# Widgets\n", encoding="utf-8")
    for count in counts:
        widgets = "".join(_WIDGET.format(number=number) for number in range(count))
        (source / f"{page_name(count)}.md").write_text(_HEAD + widgets, encoding="utf-8")


def build(source: Path, book: Path, *, ours: bool) -> Path:
    """Build the pages under `source` by our route or by myst-nb's own, and return their folder.

    The notebooks run once: a second book takes the outputs of the first from the cache.
    """
    static = book / "static"
    static.mkdir(parents=True)
    settings = {
        "extensions": ["myst_nb", *(["sphinx_live_widgets"] if ours else [])],
        "html_theme": "sphinx_book_theme",
        "html_context": {"default_mode": "auto"},
        "html_static_path": [str(static)],
        "nb_execution_mode": "cache",
        "nb_execution_cache_path": str(source.with_name("cache")),
        "nb_execution_raise_on_error": True,
        "nb_execution_timeout": 300,
        "nb_ipywidgets_js": {} if ours else stock_scripts(static / _CDN),
    }
    lines = [f"{name} = {value!r}\n" for name, value in settings.items()]
    (book / "conf.py").write_text("".join(lines), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "-c", book, source, book / "html"],
        env=os.environ | {"BOOK_FOLDER": str(_HERE.parent), "DOSSIER_BOOK": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the throw-away book does not build:\n{done.stderr[-3000:]}")
    return book / "html"


def packages() -> dict[str, str]:
    """Return the npm packages that myst-nb loads by default, with the versions that it names."""
    addresses = " ".join(ipywidgets_js_factory())
    patterns = {_REQUIREJS: r"require\.js/([\d.]+)/", _MANAGER: r"html-manager@([\d.]+)/"}
    found = {name: re.search(pattern, addresses) for name, pattern in patterns.items()}
    return {name: match[1] if match else "unknown" for name, match in found.items()}


def stock_scripts(cdn: Path) -> dict[str, dict[str, str]]:
    """Fill a folder with what myst-nb loads from elsewhere, and return the setting that uses it.

    The folder must be `cdn` in the static files; it is laid out as the public one is, since
    html-manager makes up addresses in it.
    """
    wanted = packages()
    for name, version in wanted.items():
        manifest = (_NPM / name / "package.json").read_text(encoding="utf-8")
        if f'"version": "{version}"' not in manifest:
            raise RuntimeError(f"benchmarks/package.json: myst-nb loads {name} {version}; pin it")
    require = f"{_REQUIREJS}@{wanted[_REQUIREJS]}/require.min.js"
    manager = f"{_MANAGER}@{wanted[_MANAGER]}/dist"
    anywidget = Path(sys.prefix, "share/jupyter/nbextensions/anywidget/index.js")
    _minify(cdn / require)
    shutil.copytree(_NPM / _MANAGER / "dist", cdn / manager)
    module = cdn / f"anywidget@{_module_version()}/dist/index.js"
    module.parent.mkdir(parents=True)
    shutil.copy(anywidget, module)
    return {
        f"{_CDN}/{require}": {},
        f"{_CDN}/{manager}/embed-amd.js": {"data-jupyter-widgets-cdn": f"_static/{_CDN}/"},
    }


def _minify(target: Path) -> None:
    """Make the small require.js that myst-nb loads from the package, which has only the large."""
    program = _NPM / _REQUIREJS / "bin/r.js"
    options = ["name=requireLib", "paths.requireLib=require", f"out={target}", "logLevel=3"]
    command: list[str | Path] = ["node", program, "-o", f"baseUrl={_NPM / _REQUIREJS}", *options]
    subprocess.run(command, check=True)


def _module_version() -> str:
    """Return the range of versions that a page asks the public store of anywidget for."""
    import anywidget

    version: str = anywidget.AnyWidget.class_traits()["_model_module_version"].default_value
    return version
