"""Cache invalidation: a notebook runs again when anything that it reads has changed.

Jupyter's cache compares a notebook's own cells and nothing else, so a page would keep the output of
data and code that are gone. This extension fingerprints the book's data (`notebook_inputs`) and the
package; when the fingerprint differs from that of the last build, it empties the cache and has
every page read again. Sphinx copies static files only when it writes a page, so when one of these
has changed, or what pages are made with, every page is read again too, but no notebook run. A stale
page is a wrong page.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

_PACKAGE = Path(__file__).resolve().parents[1]
_LOOKS = ("sphinx", "theme", "publish")  # parts of the package that no notebook reads
INPUTS = [
    *("assignments", "book/data", "book/exercises", "book/local", "book/references.bib"),
    *("seeds", "sourcework.yml"),
]
_LEFT_OVERS = {"__pycache__", ".ipynb_checkpoints"}


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    for child in sorted(path.rglob("*")):
        if child.is_file() and not _LEFT_OVERS.intersection(child.parts):
            yield child


def fingerprint(root: Path, inputs: list[str]) -> str:
    """Return a digest of the names and contents of all files under `inputs`, relative to `root`.

    An input may lie outside, as the static files of an extension do that is installed elsewhere;
    its files are called by their places in it.
    """
    digest = hashlib.sha256()
    for name in inputs:
        top = root / name
        shown = top.relative_to(root) if top.is_relative_to(root) else Path(top.name)
        for file in _files(top):
            digest.update(f"{(shown / file.relative_to(top)).as_posix()}\0".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _code() -> list[str]:
    """Return the parts of the package that a notebook may read."""
    return [str(each) for each in sorted(_PACKAGE.iterdir()) if each.name not in _LOOKS]


def forget_stale_outputs(app: Sphinx, config: Config) -> None:
    """Empty the cache of executed notebooks if it was made from other inputs than today's."""
    os.environ["DOSSIER_BOOK"] = "1"  # kernels inherit it: outputs may link the book's stylesheet
    config.freshness_fingerprint = fingerprint(
        Path(app.srcdir), [*config.notebook_inputs, *_code()]
    )
    cache = Path(config.nb_execution_cache_path or Path(app.outdir).parent / ".jupyter_cache")
    seal = cache / "freshness"
    if seal.is_file() and seal.read_text(encoding="ascii") == config.freshness_fingerprint:
        return
    shutil.rmtree(cache, ignore_errors=True)
    cache.mkdir(parents=True)
    seal.write_text(config.freshness_fingerprint, encoding="ascii")


def reread_all(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Name every page as outdated if inputs, static files or looks changed since they were read."""
    looks = [*app.config.html_static_path, *(str(_PACKAGE / each) for each in _LOOKS)]
    static = fingerprint(Path(app.srcdir), looks)
    read_with = (app.config.freshness_fingerprint, static)
    if getattr(env, "freshness_fingerprint", None) == read_with:
        return []
    env.freshness_fingerprint = read_with  # type: ignore[attr-defined]
    return list(env.found_docs)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.add_config_value("notebook_inputs", INPUTS, "", types=frozenset({list}))
    app.add_config_value("freshness_fingerprint", "", "", types=frozenset({str}))
    app.connect("config-inited", forget_stale_outputs)
    app.connect("env-get-outdated", reread_all)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
