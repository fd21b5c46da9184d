"""A JupyterLab as Binder and a hub start it: the environment of `.binder/`, and the book's source.

The tests of `tests/launch`, the bench `launch` and the pictures of `docs/launch` all run this.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
import venv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import unquote
from urllib.request import urlopen

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name
from playwright.sync_api import Page

__all__ = [
    "ROOT",
    "Lab",
    "code_cells",
    "copy_source",
    "find_notebook",
    "install",
    "isolated",
    "lend",
    "make_image",
    "open_notebook",
    "run_cells",
    "run_lab",
]

ROOT = Path(__file__).resolve().parents[1]
_PACKAGES = sysconfig.get_path("purelib")
_INTERPRETER = re.compile(rb"/[^\n\"']*/bin/python[\d.]*")  # in the first lines of a program
_NOT_SOURCE = ("_build", ".venv*", "node_modules", ".git", "__pycache__", ".*_cache", ".hypothesis")

# What a page says of the notebook in it; JupyterLab need not draw all of its cells.
_READY = """(path) => {
  const { context, sessionContext } = window.jupyterapp?.shell.currentWidget ?? {};
  return context?.isReady && context.path.endsWith(path) && sessionContext?.session?.kernel;
}"""
_CELLS = """() => [...jupyterapp.shell.currentWidget.content.model.cells]
  .map((cell) => cell.toJSON())
  .filter((cell) => cell.cell_type === "code" && String(cell.source).trim())"""
_LOOPBACK = ("--ServerApp.ip=127.0.0.1", "--IdentityProvider.token=", "--no-browser")


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: its address, without a slash at the end, and its process."""

    address: str
    process: subprocess.Popen[bytes]


def install(folder: Path, *requirements: Path, lent: bool = False) -> Path:
    """Make an environment of these files of requirements in `folder`; return its Python.

    One that was finished there before is taken as it is.

    Parameters
    ----------
    lent
        Whether it begins with what `lend` gives. pip sees that all is there in its version, and
        installs the rest, which Python then compiles when it is used.
    """
    python, finished = folder / "bin/python", folder / "finished"
    if not finished.exists():
        venv.create(folder, clear=True, with_pip=not lent)
        if lent:
            lend(folder, *requirements)
        pip: list[str | Path] = [
            python,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ]
        pip += ["--no-compile"] if lent else []
        files = [argument for file in requirements for argument in ("-r", file)]
        done = subprocess.run(
            [*pip, *files],
            cwd=requirements[0].parent,  # what lies in packages/ is named by its path from there
            env=isolated(folder),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(
                f"pip cannot install {', '.join(map(str, requirements))}: {done.stderr}"
            )
        finished.touch()
    return python


def lend(folder: Path, *requirements: Path) -> None:
    """Link into an environment what pip unpacked and compiled for this one.

    That is pip itself, what the files of requirements pin if it is here in that version, and what
    these need; nothing that nobody asks for.
    """
    lines = [line for file in requirements for line in file.read_text("utf-8").splitlines()]
    named = [line.partition("#")[0] for line in lines if line[:1].isalnum()]
    waiting = [("pip", ""), *((line, "") for line in named)]
    pins = {canonicalize_name(each.name): each.specifier for each in map(Requirement, named)}
    here = {canonicalize_name(each.name): each for each in distributions(path=[_PACKAGES])}
    lent: set[tuple[NormalizedName, str]] = set()
    while waiting:
        line, extra = waiting.pop()
        asked = Requirement(line)
        if asked.marker and not asked.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(asked.name)
        found = here.get(name)
        if found and found.version in pins.get(name, asked.specifier):
            for each in {"", *asked.extras}:
                if (name, each) not in lent:
                    lent.add((name, each))
                    waiting += [(need, each) for need in found.requires or ()]
    for name in {name for name, _ in lent}:
        _link(here[name], folder)


def _link(found: Distribution, folder: Path) -> None:
    """Link the files of a distribution into an environment, and have its programs run there."""
    here = Path(sys.prefix)
    for file in found.files or ():
        source = Path(os.path.normpath(str(found.locate_file(file))))
        target = folder / source.relative_to(here)
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.parent == folder / "bin":
            shutil.copy(source, target)
            program = source.read_bytes()
            if program.startswith(b"#!") and (named := _INTERPRETER.search(program)):
                target.write_bytes(program.replace(named[0], bytes(folder / "bin/python"), 1))
        elif not target.exists():
            try:
                target.hardlink_to(source)
            except OSError:  # on another disk
                shutil.copy2(source, target)


def make_image(shelf: Path, source: Path, *, lent: bool = False) -> Path:
    """Make what repo2docker makes of `.binder/` of `source`, without the container.

    Parameters
    ----------
    shelf
        Where the environment is kept, by the digest of `.binder/`; one of another digest goes.
    lent
        See `install`.

    Returns
    -------
    Path
        The environment's Python.
    """
    digest = hashlib.sha256(sys.version.encode())
    for file in sorted((source / ".binder").iterdir()):
        digest.update(file.name.encode() + file.read_bytes())
    folder = shelf / digest.hexdigest()[:16]
    for other in set(shelf.glob("*")) - {folder}:
        shutil.rmtree(other)
    python = install(folder, source / ".binder/requirements.txt", lent=lent)
    environment = isolated(folder) | {"NB_PYTHON_PREFIX": str(folder)}
    subprocess.run(["./.binder/postBuild"], cwd=source, env=environment, check=True)
    return python


def copy_source(folder: Path) -> Path:
    """Copy the book as a clone has it, without what was built, into `folder`."""
    return Path(shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*_NOT_SOURCE)))


def isolated(environment: Path) -> dict[str, str]:
    """Return the variables of a process that knows this Python environment and no other."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
    for name in ("PYTHONPATH", "VIRTUAL_ENV", "NB_PYTHON_PREFIX"):
        kept.pop(name, None)
    return kept | {"PATH": os.pathsep.join([str(environment / "bin"), os.environ["PATH"]])}


@contextlib.contextmanager
def run_lab(
    python: Path, root: Path, home: Path, variables: Mapping[str, str], flags: Sequence[str] = ()
) -> Iterator[Lab]:
    """Run JupyterLab on the folder `root`, on this machine only, until the block ends.

    What it keeps of its user goes to `home`. With `--expose-app-in-browser` a page can be asked
    what it shows.
    """
    home.mkdir(parents=True, exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command: list[str | Path] = [
        python,
        "-m",
        "jupyterlab",
        *_LOOPBACK,
        "--allow-root",
        "--expose-app-in-browser",
    ]
    server = subprocess.Popen(
        [*command, f"--ServerApp.root_dir={root}", f"--port={port}", *flags],
        cwd=root,
        env=dict(variables) | {"HOME": str(home)},
        stderr=(home / "log").open("w"),
    )
    address = f"http://127.0.0.1:{port}"
    try:
        if not _answers(address, server):
            raise RuntimeError((home / "log").read_text(encoding="utf-8"))
        yield Lab(address, server)
    finally:
        server.terminate()
        server.wait()


def _answers(address: str, server: subprocess.Popen[bytes]) -> bool:
    """Wait until the server answers; say whether it did before it ended."""
    while server.poll() is None:
        with contextlib.suppress(URLError), urlopen(f"{address}/api/status"):
            return True
        time.sleep(0.1)
    return False


def open_notebook(page: Page, address: str) -> None:
    """Go to `address` and wait until the notebook that it names is there, with a kernel."""
    page.goto(address)
    path = unquote(address).partition("lab/tree/")[2].partition("?")[0].partition("&")[0]
    find_notebook(page, path)


def find_notebook(page: Page, path: str) -> None:
    """Wait until the notebook at `path`, to which a page is on its way, is there, with a kernel."""
    page.wait_for_function(_READY, arg=path)
    page.evaluate("jupyterapp.shell.currentWidget.sessionContext.session.kernel.info")


def run_cells(page: Page) -> None:
    """Have all cells run, by the menu; do not wait for them."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def code_cells(page: Page, patience: float = 120_000) -> list[dict[str, Any]]:
    """Wait, so many milliseconds at most, until the last cell has run; return all as JSON."""
    page.wait_for_function(f"({_CELLS})().at(-1)?.execution_count", timeout=patience)
    cells: list[dict[str, Any]] = page.evaluate(_CELLS)
    return cells
