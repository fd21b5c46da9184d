"""Copies of the book of these tests, and the engine run on them in processes of its own.

The engine finds its book where Python is started, so no test imports it: each starts a command, or
a script of these tests, in the folder of a copy. The processes are forks of one that has loaded
what they all load; how a process begins, `test_engine_authoring.py` sees.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

__all__ = ["BOOK", "HERE", "OTHER_BOOK", "PACKAGES", "Copy", "begun", "built_once"]
__all__ += ["environment", "forked", "having_run", "pages"]

T = TypeVar("T")

HERE = Path(__file__).resolve().parent
BOOK = HERE / "book"
PACKAGES = HERE.parents[1]
# Names, years and questions of the book beside which the engine grew up; written in halves, so that
# this file does not have them.
_ITS_WORDS = ("Len-in", "Stal-in", "Trot-sk", "Krup-sk", "Testa-ment(?!s)", "Polit-buro", "poi-son")
_ITS_WORDS += ("Geor-gian", "Bazh-anov", "eaves-drop", "twel-ve.days", r"\b19-2[1234]\b")
OTHER_BOOK = re.compile("|".join(_ITS_WORDS).replace("-", ""), re.IGNORECASE)
_SOURCES = (PACKAGES / "sourcework/src", PACKAGES / "sphinx-live-widgets/src")
_JUPYTER_BOOK = Path(sys.executable).with_name("jupyter-book")
# What the workers of a run share: the conftest names it.
SHARED = Path()
_NOW = str(int(time.time()))  # all builds of a run are of one day
_OURS = ("BOOK_", "DOSSIER_", "SOURCE", "PYTHON")  # what a run of other tests may have set


class Copy:
    """Copy of the book, which a test may change."""

    def __init__(self, folder: Path, *, built: bool = False) -> None:
        """Copy the book as it is, or with the pages that were built of it, once for all workers."""
        self.folder = folder
        unread = ("__pycache__",) if built else ("__pycache__", "_build")
        source = _as_it_is() if built else BOOK
        shutil.copytree(source, folder, ignore=shutil.ignore_patterns(*unread))

    def replace(self, file: str, old: str, new: str) -> None:
        """Put `new` in the place of `old`, once; `old` must be there."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}: nothing is changed"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def call(self, *command: str | Path, alone: bool = False) -> subprocess.CompletedProcess[str]:
        """Run Python in the folder of the copy, with the engine of this repository.

        Where it matters what is loaded, it runs `alone`, and not in a fork.
        """
        return (begun if alone else forked)(self.folder, environment(), *command)

    def run(self, *command: str | Path, alone: bool = False) -> str:
        """Run Python as `call` does; it must succeed. Return what it printed."""
        done = self.call(*command, alone=alone)
        assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-5000:]
        return done.stdout

    def build(self, *, anew: bool = False) -> None:
        """Build the book, with every warning an error; `anew`, with cells of its own.

        Otherwise those run for which the engine finds that the copy is not the book as it is.
        """
        if not anew:
            cells = "_build/.jupyter_cache"
            shutil.copytree(_as_it_is() / cells, self.folder / cells, dirs_exist_ok=True)
        self.run(_JUPYTER_BOOK, "build", ".", "--warningiserror", "--keep-going")

    def ask(self, script: str, question: object, *, alone: bool = False) -> Any:
        """Run a script of these tests, and exchange JSON with it through files."""
        asked, told = self.folder / "asked.json", self.folder / "told.json"
        asked.write_text(json.dumps(question, ensure_ascii=False), encoding="utf-8")
        self.run(HERE / script, asked, told, alone=alone)
        return json.loads(told.read_text(encoding="utf-8"))


def built_once(name: str, build: Callable[[Path], object]) -> Path:
    """Build a book in a folder of this name, if no worker has; return the folder."""
    folder = SHARED / name
    with _turn(name):
        if not folder.is_dir():
            try:
                build(folder)
            except BaseException:
                shutil.rmtree(folder)
                raise
    return folder


def _as_it_is() -> Path:
    return built_once("as-it-is", lambda folder: Copy(folder).build(anew=True))


@contextmanager
def _turn(name: str) -> Iterator[None]:
    """Wait until no other worker is within the turn of this name."""
    with (SHARED / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def having_run(folder: Path, name: str, build: Callable[[], T]) -> T:
    """Build a book of the same data in `folder`; what its cells show is kept for all, by a name.

    In the first that is built, on whichever worker, all cells run. In the others, those run for
    which the engine finds that the book differs.
    """
    kept, cells = SHARED / name, folder / "_build/.jupyter_cache"
    with _turn(name):
        if not kept.is_dir():
            done = build()
            if cells.is_dir():
                shutil.copytree(cells, kept)
            return done
    if not cells.is_dir():
        shutil.copytree(kept, cells)
    return build()


def begun(
    folder: Path, variables: Mapping[str, str], *command: str | Path
) -> subprocess.CompletedProcess[str]:
    """Run Python as `forked` does, in a process that begins with it."""
    return subprocess.run(
        [sys.executable, "-B", *map(str, command)],
        cwd=folder,
        env=variables,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def forked(
    folder: Path, variables: Mapping[str, str], *command: str | Path
) -> subprocess.CompletedProcess[str]:
    """Run Python, with `-m`, `-c` or a script, in a folder, with these variables and no others."""
    with tempfile.TemporaryDirectory() as told:
        out, err = Path(told, "out"), Path(told, "err")
        asked = [str(folder), dict(variables), str(out), str(err), *map(str, command)]
        server = _server()
        assert server.stdin
        assert server.stdout
        print(json.dumps(asked), file=server.stdin, flush=True)
        code = int(server.stdout.readline())
        texts = [file.read_text(encoding="utf-8") for file in (out, err)]
    return subprocess.CompletedProcess(command, code, *texts)


@cache
def _server() -> subprocess.Popen[str]:
    """Start what runs Python in forks; it ends with the tests."""
    command = [sys.executable, "-B", HERE / "engine_forks.py"]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment())


def environment() -> dict[str, str]:
    """Return the variables of a process that knows no other book and no other engine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    path = os.pathsep.join([str(Path(sys.executable).parent), kept.get("PATH", "")])
    sources = os.pathsep.join(map(str, _SOURCES))
    ours = {"PYTHONPATH": sources, "PYTHONUTF8": "1", "SOURCE_DATE_EPOCH": _NOW}
    return kept | {"PATH": path} | ours


def pages() -> list[str]:
    """Return the names of the pages, as the contents of the book list them."""
    toc = (BOOK / "_toc.yml").read_text(encoding="utf-8").split()
    return [each.removeprefix("book/") for each in toc if each.startswith("book/")]
