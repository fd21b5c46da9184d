"""A real JupyterLab with a kernel, and notebooks in it."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import nbformat
import pytest
from contents import ROOT
from notebooks import Notebook
from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Start JupyterLab on a folder; give its address and the folder."""
    folder = tmp_path_factory.mktemp("lab")
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        *(f"--ServerApp.root_dir={folder}", "--IdentityProvider.token="),
        *("--expose-app-in-browser", "--LabApp.news_url=", "--ServerApp.disable_check_xsrf=True"),
    ]
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(ROOT / "book"), str(ROOT / "tests/browser/host_book")]),
        "JUPYTER_CONFIG_DIR": str(folder / ".config"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / ".settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / ".workspaces"),
    }
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [*command, f"--port={port}"], env=environment, stderr=(folder / "log").open("w")
    )
    address = f"http://127.0.0.1:{port}"
    assert answers(address, server), (folder / "log").read_text(encoding="utf-8")
    yield address, folder
    server.terminate()
    server.wait()


def answers(address: str, server: subprocess.Popen[bytes]) -> bool:
    """Wait until the server answers; say whether it did before it ended."""
    while server.poll() is None:
        with contextlib.suppress(URLError), urlopen(f"{address}/api/status"):
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def notebook(
    browser: Browser, lab: tuple[str, Path], tmp_path: Path
) -> Iterator[Callable[..., Notebook]]:
    """Give a function that opens a notebook of these cells and waits for its kernel."""
    address, folder = lab
    opened: list[Page] = []

    def open_notebook(*cells: str) -> Notebook:
        name = f"{tmp_path.name}.ipynb"
        made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(made, folder / name)
        page = browser.new_context(viewport={"width": 1200, "height": 1600}).new_page()
        opened.append(page)
        page.goto(f"{address}/lab/tree/{name}?reset")
        page.wait_for_function(
            "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel"
        )
        page.evaluate("jupyterapp.shell.currentWidget.sessionContext.session.kernel.info")
        return Notebook(page)

    yield open_notebook
    for page in opened:
        page.context.close()
