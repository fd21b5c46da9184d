"""A real JupyterLab with a kernel, and notebooks in it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from benchmarks.labs import copy_source, isolated, make_image, run_lab
from contents import ROOT
from notebooks import Notebook
from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Start the tests' own JupyterLab on a folder; give its address and the folder."""
    folder = tmp_path_factory.mktemp("lab")
    places = (ROOT / "book", ROOT / "packages/sphinx-live-widgets/tests/book")  # as in a chapter
    path = os.pathsep.join(map(str, places))
    flags = ["--LabApp.news_url=", "--ServerApp.disable_check_xsrf=True"]
    variables = os.environ | {"PYTHONPATH": path}
    with run_lab(Path(sys.executable), folder, folder / ".home", variables, flags) as started:
        yield started.address, folder


@pytest.fixture(scope="session")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the book's source as a clone has it: nothing built, nothing installed."""
    return copy_source(tmp_path_factory.mktemp("clone") / "name")


@pytest.fixture(scope="session")
def image(clone: Path, pytestconfig: pytest.Config) -> Path:
    """Make the environment of `.binder/` and nothing else; give its Python."""
    assert pytestconfig.cache
    return make_image(pytestconfig.cache.mkdir("image"), clone, lent=True)


@pytest.fixture(scope="session")
def student(image: Path, clone: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start JupyterLab as Binder does, in the root of a clone; give its address."""
    home = tmp_path_factory.mktemp("home")
    with run_lab(image, clone, home, isolated(image.parents[1])) as started:
        yield started.address


@pytest.fixture(scope="session")
def opened(browser: Browser, lab: tuple[str, Path]) -> Iterator[Notebook]:
    """Open a notebook in the tests' own JupyterLab; it waits for cells."""
    address, folder = lab
    made = nbformat.v4.new_notebook()
    made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(made, folder / "opened.ipynb")
    page = browser.new_context(viewport={"width": 1200, "height": 1600}).new_page()
    yield Notebook.open(page, f"{address}/lab/tree/opened.ipynb?reset")
    page.context.close()


@pytest.fixture
def notebook(opened: Notebook) -> Callable[..., Notebook]:
    """Give a function that writes these cells, and no other, into the open notebook."""

    def write(*cells: str) -> Notebook:
        opened.write(cells)
        return opened

    return write
