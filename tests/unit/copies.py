"""A copy of the repository's data that a test may spoil."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Copy:
    """The book with its data, bibliography, seed and pages in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in (
            "assignments",
            "packages/sourcework/src/sourcework",
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
        return subprocess.run(
            [sys.executable, "-B", *arguments],
            cwd=self.folder / "book",
            capture_output=True,
            text=True,
            check=False,
        )
