"""Copies of this book's source to build: as it is, as stock Jupyter Book would, and longer."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from .books import stock_scripts

__all__ = ["CHAPTERS", "build", "chapters", "copy", "environment", "grow", "make_stock"]

_ROOT = Path(__file__).resolve().parents[1]
_BUILT_FROM = (
    *("assignments", "book", "docs", "packages", "seeds"),
    *("_config.yml", "_toc.yml", "Makefile"),
)
_LABEL = re.compile(r"^\([\w-]+\)=\n", re.MULTILINE)
CHAPTERS = ("prologue", "testament", "poison", "georgia", "eavesdropping", "epilogue")

# What `jupyter-book create` writes, with this book's title, contents, bibliography and syntax.
_STOCK = {
    "title": "Stalin versus Lenin, 1922–1924",
    "author": "The authors of Stalin versus Lenin",
    "only_build_toc_files": True,
    "exclude_patterns": ["_build", ".*"],
    "execute": {"execute_notebooks": "cache", "timeout": 120},
    "bibtex_bibfiles": ["book/references.bib"],
    "parse": {
        "myst_enable_extensions": [
            *("colon_fence", "deflist", "smartquotes", "attrs_inline", "attrs_block")
        ]
    },
    "html": {"use_issues_button": True, "use_repository_button": True},
    "repository": {"url": "https://github.com/executablebooks/jupyter-book"},
}


def copy(folder: Path) -> Path:
    """Copy what the book is built from, and return the folder."""
    folder.mkdir(parents=True)
    for name in _BUILT_FROM:
        here = _ROOT / name
        if here.is_dir():
            shutil.copytree(here, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(here, folder / name)
    for name in ("requirements.txt", "constraints.txt"):
        shutil.copy2(_ROOT / name, folder / name)
    return folder


def make_stock(folder: Path) -> Path:
    """Have a copy built as Jupyter Book comes, with the widgets' scripts served from the book."""
    static = folder / "stock"
    scripts = stock_scripts(static / "cdn")
    config = _STOCK | {
        "sphinx": {"config": {"nb_ipywidgets_js": scripts, "html_static_path": ["stock"]}}
    }
    text = yaml.safe_dump(config, allow_unicode=True)
    (folder / "_config.yml").write_text(text, encoding="utf-8")
    return folder


def grow(folder: Path, times: int) -> Path:
    """Add copies of the six chapters until there are `times` as many.

    A copy has the same cells, so its notebook runs once for all copies; labels stay with the first.
    """
    toc = folder / "_toc.yml"
    contents = yaml.safe_load(toc.read_text(encoding="utf-8"))
    for number, name in ((n, name) for n in range(2, times + 1) for name in CHAPTERS):
        text = (folder / f"book/{name}.md").read_text(encoding="utf-8")
        added = f"{name}-{number:03}"
        (folder / f"book/{added}.md").write_text(_LABEL.sub("", text), encoding="utf-8")
        contents["parts"][0]["chapters"].append({"file": f"book/{added}"})
    toc.write_text(yaml.safe_dump(contents, allow_unicode=True), encoding="utf-8")
    return folder


def chapters(folder: Path) -> int:
    """Return the number of chapters in a copy's contents."""
    contents = yaml.safe_load((folder / "_toc.yml").read_text(encoding="utf-8"))
    return len(contents["parts"][0]["chapters"])


def environment(folder: Path) -> Path:
    """Make an environment with what builds the book and no more, as a reader's is."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    install: list[str | Path] = [folder / "bin/python", "-m", "pip", "install", "--quiet"]
    # From here, since what lies in packages/ is named by its path.
    subprocess.run([*install, "-r", "requirements.txt"], cwd=_ROOT, check=True)
    (folder / "book").touch()  # the Makefile's stamp
    return folder


def build(folder: Path, venv: Path, *, ours: bool) -> Path:
    """Build a copy with `make book`, or as Jupyter Book comes, and return the folder of its pages.

    Stock Jupyter Book does not know two of the book's own words, `folds` and `archive`, and warns.
    """
    stock: list[str | Path] = [venv / "bin/jupyter-book", "build", "."]
    command: list[str | Path] = ["make", "book", f"VENV={venv}"] if ours else stock
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(
            f"{folder.name} does not build:\n{done.stdout[-2000:]}{done.stderr[-3000:]}"
        )
    return folder / "_build/html"
