"""Run the notebooks that have changed before the pages are read, several at once.

MyST-NB runs each notebook when it reads its page, one after the other, and most of that time is
the start of a kernel. This extension fills the cache that MyST-NB then finds. A notebook that fails
here is left to MyST-NB, which runs it again and says what is wrong and where.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn, JupyterCacheAbstract
from jupyter_cache.executors.utils import ExecutionResult, single_nb_execution
from myst_nb.core.read import create_nb_reader
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.logging import getLogger
from sphinx.util.typing import ExtensionMetadata

_LOGGER = getLogger(__name__)


def _notebooks(env: BuildEnvironment, pages: Iterable[str]) -> Iterator[tuple[Path, NotebookNode]]:
    """Yield the pages that are notebooks, as MyST-NB reads them."""
    for page in pages:
        path = Path(env.doc2path(page))
        text = path.read_text(encoding="utf-8")
        reader = create_nb_reader(str(path), env.myst_config, env.mystnb_config, text)
        if reader:
            yield path, reader.read(text)


def _is_new(cache: JupyterCacheAbstract, notebook: NotebookNode) -> bool:
    try:
        cache.match_cache_notebook(notebook)
    except KeyError:
        return True
    return False


def _key(cache: JupyterCacheAbstract, notebook: NotebookNode) -> str:
    """Return what the cache tells notebooks apart by: pages with the same cells run once."""
    _, digest = cache.create_hashed_notebook(notebook)
    return str(digest)


def run_ahead(app: Sphinx, env: BuildEnvironment, pages: list[str]) -> None:
    """Run the notebooks among `pages` that the cache does not have, and keep the results there."""
    config = env.mystnb_config
    if config.execution_mode != "cache":
        return
    cache = get_cache(config.execution_cache_path)
    different = {_key(cache, one): (path, one) for path, one in _notebooks(env, pages)}
    new = [(path, one) for path, one in different.values() if _is_new(cache, one)]
    if not new:
        return

    def run(each: tuple[Path, NotebookNode]) -> ExecutionResult | None:
        path, notebook = each
        try:
            return single_nb_execution(
                notebook,
                cwd=str(path.parent),
                timeout=config.execution_timeout,
                allow_errors=config.execution_allow_errors,
                extra_arguments=["--IPKernelApp.log_level=40"],  # no warning of plain text
                shutdown_kernel="immediate",  # no notebook has anything left to do
            )
        except RuntimeError:
            # The kernel died. One that starts beside others may find its port taken by then.
            return None

    _LOGGER.info("running the notebooks that changed: %d", len(new))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for (path, _), result in zip(new, pool.map(run, new), strict=True):
            if result and not result.err:
                _keep(cache, path, result)


def _keep(cache: JupyterCacheAbstract, path: Path, result: ExecutionResult) -> None:
    bundle = CacheBundleIn(result.nb, str(path), data={"execution_seconds": result.time})
    cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    logging.getLogger("traitlets").setLevel(logging.WARNING)  # names each kernel that it starts
    app.connect("env-before-read-docs", run_ahead)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
