"""Run the notebooks that have changed before the pages are read, several at once.

MyST-NB runs each notebook when it reads its page, one after the other, and most of that time is
the start of a kernel. This extension fills the cache that MyST-NB then finds. A notebook that fails
here is left to MyST-NB, which runs it again and says what is wrong and where. So is every page for
which MyST-NB would not look into this cache, by what the configuration or the page itself says.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn, JupyterCacheAbstract
from jupyter_cache.executors.utils import ExecutionResult, single_nb_execution
from jupyter_client.kernelspec import KernelSpecManager
from myst_nb.core.config import NbParserConfig
from myst_nb.core.nb_to_tokens import nb_node_to_dict
from myst_nb.core.read import create_nb_reader
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.logging import getLogger
from sphinx.util.typing import ExtensionMetadata

_LOGGER = getLogger(__name__)


@dataclass(frozen=True)
class _Page:
    path: Path
    notebook: NotebookNode
    config: NbParserConfig

    @property
    def kernel(self) -> str:
        return str(self.notebook.metadata.get("kernelspec", {}).get("name", "python3"))


def _notebooks(env: BuildEnvironment, pages: Iterable[str]) -> Iterator[_Page]:
    """Yield the pages that MyST-NB would run and keep in the book's cache, as it reads them."""
    book: NbParserConfig = env.__dict__["mystnb_config"]
    for name in pages:
        path = Path(env.doc2path(name))
        text = path.read_text(encoding="utf-8")
        reader = create_nb_reader(str(path), env.__dict__["myst_config"], book, text)
        if reader:
            notebook = reader.read(text)
            page = _Page(path, notebook, _config(book, notebook))
            _rename_kernel(page)
            if _wanted(page, book):
                yield page


def _config(book: NbParserConfig, notebook: NotebookNode) -> NbParserConfig:
    """Return the configuration with what a page says of itself."""
    own = nb_node_to_dict(notebook.metadata.get(book.metadata_key, {}))
    own.pop("output_folder", None)
    try:
        return book.copy(**own)
    except Exception:  # MyST-NB warns, whatever it is, and takes the book's
        return book


def _rename_kernel(page: _Page) -> None:
    for pattern, alias in page.config.kernel_rgx_aliases.items():
        if "kernelspec" in page.notebook.metadata and re.fullmatch(pattern, page.kernel):
            page.notebook.metadata["kernelspec"]["name"] = alias
            return


def _wanted(page: _Page, book: NbParserConfig) -> bool:
    config, path = page.config, PurePosixPath(page.path.as_posix())
    return (
        config.execution_mode == "cache"
        and config.execution_cache_path == book.execution_cache_path
        and not config.execution_in_temp
        and not any(path.match(pattern) for pattern in config.execution_excludepatterns)
    )


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
    config = env.__dict__["mystnb_config"]
    if config.execution_mode != "cache":
        return
    cache = get_cache(config.execution_cache_path)
    different = {_key(cache, page.notebook): page for page in _notebooks(env, pages)}
    new = [page for page in different.values() if _is_new(cache, page.notebook)]
    if not new:
        return
    _find_kernels(app, new)

    def run(page: _Page) -> ExecutionResult | None:
        try:
            return single_nb_execution(
                page.notebook,
                cwd=str(page.path.parent),
                timeout=page.config.execution_timeout,
                allow_errors=page.config.execution_allow_errors,
                extra_arguments=["--IPKernelApp.log_level=40"],  # no warning of plain text
                shutdown_kernel="immediate",  # no notebook has anything left to do
            )
        except RuntimeError:
            # The kernel died. One that starts beside others may find its port taken by then.
            return None

    _LOGGER.info("running the notebooks that changed: %d", len(new))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for page, result in zip(new, pool.map(run, new), strict=True):
            if result and not result.err:
                _keep(cache, page.path, result)


def _find_kernels(app: Sphinx, pages: list[_Page]) -> None:
    """Raise an error that names the pages whose kernels this machine does not have."""
    known = set(KernelSpecManager().find_kernel_specs())
    unknown = [page for page in pages if page.kernel not in known]
    if unknown:
        raise ExtensionError("\n".join(_complaint(app, page, known) for page in unknown))


def _complaint(app: Sphinx, page: _Page, known: set[str]) -> str:
    name = page.path.relative_to(app.srcdir).as_posix()
    return (
        f'{name}, kernelspec: there is no kernel "{page.kernel}" here, only {", ".join(known)};'
        " write the name of one of these, or, if the page is to keep the outputs that it has, add"
        ' `mystnb: {execution_mode: "off"}` to its metadata.'
    )


def _keep(cache: JupyterCacheAbstract, path: Path, result: ExecutionResult) -> None:
    bundle = CacheBundleIn(result.nb, str(path), data={"execution_seconds": result.time})
    cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    logging.getLogger("traitlets").setLevel(logging.WARNING)  # names each kernel that it starts
    app.connect("env-before-read-docs", run_ahead)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
