"""A copy of the repository's data that a test may spoil."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Copy:
    """The book with its data, bibliography, seed and pages in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in (
            "assignments",
            "book/data",
            "book/local",
            "book/exercises",
            "book/_static",
            "seeds",
        ):
            ignore = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, folder / name, ignore=ignore)
        for name in ("_config.yml", "_toc.yml", "sourcework.yml"):
            shutil.copy(ROOT / name, folder)
        for pattern in ("references.bib", "*.md", "*.ipynb"):
            for file in (ROOT / "book").glob(pattern):
                shutil.copy(file, folder / "book")

    def replace(self, file: str, old: str, new: str) -> None:
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}: the test spoils nothing"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def audit(self) -> subprocess.CompletedProcess[str]:
        return self.run("-m", "sourcework", "audit")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Python, with `-m` or `-c`, in the folder of the book."""
        out, err = self.folder / "out.txt", self.folder / "err.txt"
        for file in (out, err):
            file.unlink(missing_ok=True)
        asked = json.dumps([str(self.folder / "book"), str(out), str(err), *arguments])
        server = _server()
        assert server.stdin
        assert server.stdout
        print(asked, file=server.stdin, flush=True)
        code = int(server.stdout.readline())
        texts = [file.read_text(encoding="utf-8") for file in (out, err)]
        return subprocess.CompletedProcess(arguments, code, *texts)


@cache
def _server() -> subprocess.Popen[str]:
    """Start what runs Python in copies; it ends with the tests."""
    command = [sys.executable, "-B", Path(__file__).with_name("forks.py")]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
