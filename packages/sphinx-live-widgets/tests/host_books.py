"""Throw-away books for tests: written, built by a command as an author's, and their folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCES = HERE.parent / "src"

_HEAD = """---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {display_name: Python 3, language: python, name: python3}
---
"""


def chapter(title: str, *cells: str) -> str:
    """Return a notebook in MyST's Markdown with one code cell for each text."""
    code = "\n\n".join(f"```{{code-cell}} ipython3\n{cell}\n```" for cell in cells)
    return f"{_HEAD}# {title}\n\n{code}\n"


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write files by name into a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def run(command: list[str], folder: Path) -> str:
    """Run a build in `folder`, whose modules it can import, and return what it said."""
    path = os.pathsep.join([str(SOURCES), str(folder), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": path.rstrip(os.pathsep)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout + done.stderr


def jupyter_book(folder: Path, *flags: str) -> Path:
    """Build a Jupyter Book and return the folder of its pages."""
    command = str(Path(sys.executable).with_name("jupyter-book"))
    run([command, "build", ".", *flags], folder)
    return folder / "_build/html"


def sphinx(folder: Path, builder: str = "html", *flags: str) -> tuple[Path, str]:
    """Build a plain Sphinx project; return the folder of its pages and what the build said."""
    pages = folder / "_build" / builder
    said = run([sys.executable, "-m", "sphinx", "-b", builder, *flags, ".", str(pages)], folder)
    return pages, said
