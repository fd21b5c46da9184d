"""JupyterLite with the book's notebooks, in a folder of the built book."""

from __future__ import annotations

import html
import json
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

from ...identity import book_title
from ...paths import DATA
from ...settings import settings
from .chapter_notebooks import NotebookPage, chapters, write_notebooks
from .distribution import Distribution, assemble
from .lite_errors import LiteError
from .manifest import Manifest
from .own import own_wheels
from .sources import FileSource

__all__ = ["Site", "build"]

_HERE = Path(__file__).resolve().parent
_SETTINGS = {
    "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false"},
}
_KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
_BUILD = {
    "apps": ["lab", "notebooks"],
    "no_sourcemaps": True,
    "no_unused_shared_packages": True,
    "ignore_sys_prefix": ["federated_extensions"],
}
# Not all that are installed: Jupytext is there to make notebooks, and its part for JupyterLab needs
# a server.
_EXTENSIONS = (
    "@jupyterlite/pyodide-kernel-extension",
    "@jupyter-widgets/jupyterlab-manager",
    "anywidget",
)
# What a notebook loads of JupyterLab, in bytes; a test holds it against what is really loaded.
_APPLICATION = 8_600_000


@dataclass(frozen=True)
class Site:
    """What was built: the folder, what is in it for Python, and the size of all in bytes."""

    folder: Path
    distribution: Distribution
    size: int


def build(
    root: Path,
    book: Path,
    tools: Path,
    manifest: Manifest,
    sources: list[FileSource],
    partial: bool,
) -> Site:
    """Add `lite/` to a built book; what was there before goes only when all is done.

    Parameters
    ----------
    root
        The clone.
    book
        The folder of the built book.
    tools
        The environment with JupyterLite and Jupytext.
    partial
        See `assemble`.

    Raises
    ------
    LiteError
        If there is no book, something is missing, or a tool fails.
    """
    if not (book / "index.html").is_file():
        raise LiteError(f"{book}: no book here; build it first, with `make book`")
    for name in ("jupytext", "jupyter-lite"):
        _program(tools, name)
    with tempfile.TemporaryDirectory(dir=book.parent, prefix="lite-") as name:
        work = Path(name)
        lite, site = work / "lite", work / "site"
        for folder in ("static/pyodide", "files/data"):
            (lite / folder).mkdir(parents=True)
        own = own_wheels(root)
        python = lite / "static/pyodide"
        distribution = assemble(python, manifest, sources, own, partial)
        pages = list(chapters(root))
        write_notebooks(pages, lite / "files", tools / "bin/jupytext", _warning(distribution))
        for table in filter(Path.is_file, DATA.iterdir()):
            shutil.copy(table, lite / "files/data")
        _write_settings(lite, tools)
        _run(tools, ["jupyter-lite", "build", "--lite-dir", lite, "--output-dir", site], lite)
        _add_icons(site)
        _write_entrance(site, pages, distribution)
        size = sum(file.stat().st_size for file in (site).rglob("*") if file.is_file())
        _replace(site, book / "lite", work / "before")
    return Site(book / "lite", distribution, size)


def _config() -> dict[str, Any]:
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": book_title(),
            "exposeAppInBrowser": True,
            # Nothing is asked of PyPI: the book asks no other host for anything.
            "litePluginSettings": {_KERNEL: {"disablePyPIFallback": True}},
        },
    }


def _write_settings(lite: Path, tools: Path) -> None:
    installed = (tools / "share/jupyter/labextensions").resolve()
    extensions = [str(installed / name) for name in _EXTENSIONS]
    files: dict[str, dict[str, Any]] = {
        "overrides.json": _SETTINGS,
        "jupyter-lite.json": _config(),
        "jupyter_lite_config.json": {
            "LiteBuildConfig": _BUILD | {"federated_extensions": extensions}
        },
    }
    for name, content in files.items():
        (lite / name).write_text(json.dumps(content), encoding="utf-8")


def _add_icons(site: Path) -> None:
    """Name an icon in every page; without one, browsers ask for a file that is not there."""
    for page in site.rglob("*.html"):
        up = "../" * len(page.relative_to(site).parents)
        icon = f'<link rel="icon" href="{up}_static/favicon.svg" />'
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace("<head>", f"<head>{icon}", 1), encoding="utf-8")


def _run(tools: Path, command: list[str | Path], folder: Path) -> None:
    environment = os.environ | {"PATH": f"{tools / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    command = [_program(tools, str(command[0])), *command[1:]]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = (done.stdout + done.stderr)[-3000:]
        raise LiteError(f"{' '.join(map(str, command[:3]))} failed:\n{said}")


def _program(tools: Path, name: str) -> Path:
    program = tools / "bin" / name
    if not program.exists():
        raise LiteError(f"{program} is missing; `make lite` sets up what is needed")
    return program


def _replace(new: Path, place: Path, before: Path) -> None:
    if place.exists():
        place.rename(before)
    new.rename(place)


def _warning(distribution: Distribution) -> str:
    if not distribution.missing:
        return ""
    names = ", ".join(distribution.missing)
    return (
        f"**This copy of the notebooks is not complete.** It was built without {names}. "
        "Cells that plot stop with an error where matplotlib is missing."
    )


def _write_entrance(site: Path, pages: list[NotebookPage], distribution: Distribution) -> None:
    """Write `run.html`, which says what will be loaded before it is."""
    python = sum(distribution.sizes.values())
    plan = {
        "pages": {page.notebook: page.title for page in pages},
        "files": {f"static/pyodide/{name}": size for name, size in distribution.sizes.items()},
    }
    links = "\n".join(
        f'<li><a href="run.html?path={page.notebook}">{html.escape(page.title)}</a></li>'
        for page in pages
    )
    missing = html.escape(_warning(distribution).replace("*", ""))
    text = Template((_HERE / "page/run.html").read_text(encoding="utf-8")).substitute(
        book=html.escape(settings().title),
        size=f"{(python + _APPLICATION) / 1e6:.0f}",
        python=f"{python / 1e6:.0f}",
        rest=f"{_APPLICATION / 1e6:.0f}",
        version=distribution.version,
        missing=f'<p class="missing">{missing}</p>' if missing else "",
        links=links,
        plan=json.dumps(plan).replace("<", "\\u003c"),
    )
    (site / "run.html").write_text(text, encoding="utf-8")
    for name in ("run.css", "run.mjs"):
        shutil.copy(_HERE / "page" / name, site)
