"""Copies of the book of these tests, and the engine run on them in processes of its own.

The engine finds its book where Python is started, so no test imports it: each starts a command, or
a script of these tests, in the folder of a copy.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

__all__ = ["BOOK", "HERE", "OTHER_BOOK", "PACKAGES", "Copy", "environment", "pages"]

HERE = Path(__file__).resolve().parent
BOOK = HERE / "book"
PACKAGES = HERE.parents[1]
# Names, years and questions of the book beside which the engine grew up; written in halves, so that
# this file does not have them.
_ITS_WORDS = ("Len-in", "Stal-in", "Trot-sk", "Krup-sk", "Testa-ment(?!s)", "Polit-buro", "poi-son")
_ITS_WORDS += ("Geor-gian", "Bazh-anov", "eaves-drop", "twel-ve.days", r"\b19-2[1234]\b")
OTHER_BOOK = re.compile("|".join(_ITS_WORDS).replace("-", ""), re.IGNORECASE)
_SOURCES = (PACKAGES / "sourcework/src", PACKAGES / "sphinx-live-widgets/src")
_NOW = str(int(time.time()))  # all builds of a run are of one day
_OURS = ("BOOK_", "DOSSIER_", "SOURCE", "PYTHON")  # what a run of other tests may have set


class Copy:
    """Copy of the book, which a test may change."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(BOOK, folder, ignore=shutil.ignore_patterns("__pycache__", "_build"))

    def replace(self, file: str, old: str, new: str) -> None:
        """Put `new` in the place of `old`, once; `old` must be there."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}: nothing is changed"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def call(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run Python in the folder of the copy, with the engine of this repository."""
        return subprocess.run(
            [sys.executable, "-B", *map(str, command)],
            cwd=self.folder,
            env=environment(),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    def run(self, *command: str | Path) -> str:
        """Run Python as `call` does; it must succeed. Return what it printed."""
        done = self.call(*command)
        assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-5000:]
        return done.stdout

    def build(self) -> None:
        """Build the book, with every warning an error."""
        command = Path(sys.executable).with_name("jupyter-book")
        self.run(command, "build", ".", "--warningiserror", "--keep-going")

    def ask(self, script: str, question: object) -> Any:
        """Run a script of these tests, and exchange JSON with it through files."""
        asked, told = self.folder / "asked.json", self.folder / "told.json"
        asked.write_text(json.dumps(question, ensure_ascii=False), encoding="utf-8")
        self.run(HERE / script, asked, told)
        return json.loads(told.read_text(encoding="utf-8"))


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
