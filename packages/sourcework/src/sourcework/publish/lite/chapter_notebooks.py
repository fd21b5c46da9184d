"""Chapters as notebooks, for a JupyterLab that knows no MyST.

Jupytext makes notebooks of the pages. What only Sphinx understands is then said in plain Markdown:
citations by the works' names, boxes as block quotations, links to pages as links to notebooks. What
is closed in a page, as what waits for an answer, is folded away.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ...bibliography import load_bibliography
from ...display import question_of
from ...toc import listed, source
from ..notebook_folds import fold
from .lite_errors import LiteError

__all__ = ["NotebookPage", "chapters", "plain", "write_notebooks"]

_HEADER = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_CITATION = re.compile(r"\{cite(:t)?\}`([^`]+)`")
_FILE = re.compile(r"\{download\}`([^<`]+?) <([^>`]+)>`")
_ROLE = re.compile(r"\{[\w:-]+\}(`[^`]+`)")
_BOX = re.compile(
    r"^(:{3,})\{[\w-]+\} *([^\n]*)\n(?::[\w-]+:[^\n]*\n)*(.*?)^\1$\n?", re.MULTILINE | re.DOTALL
)
_DIRECTIVE = re.compile(r"^(`{3,})\{[\w-]+\}.*?^\1$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([\w-]+)\.md(#[^)]*)?\)")
# The name of the kernel in JupyterLite; with another, a reader would have to choose one first.
_KERNEL = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
_LEFT_TO_THE_BOOK = "*This part is in the book alone.*"


@dataclass(frozen=True)
class NotebookPage:
    """A page that has cells: its name, its title, its source or the notebook made to run for it."""

    name: str
    title: str
    source: Path

    @property
    def notebook(self) -> str:
        """The name of the notebook."""
        return f"{self.name}.ipynb"


def chapters(root: Path) -> Iterator[NotebookPage]:
    """Give the pages of a book that are notebooks in Markdown, in the book's order."""
    for page in listed(root):
        path = source(root, page)
        text = path.read_text(encoding="utf-8")
        header, title = _HEADER.match(text), _TITLE.search(text)
        about = yaml.safe_load(header[1]) if header else {}
        if title and "kernelspec" in about:
            path = path.with_name(about.get("notebook", path.name))
            yield NotebookPage(path.stem, title[1], path)


def write_notebooks(
    pages: list[NotebookPage], folder: Path, jupytext: Path, missing: str = ""
) -> None:
    """Write a notebook for each page.

    Parameters
    ----------
    jupytext
        The program of this name.
    missing
        A warning that each notebook begins with.

    Raises
    ------
    LiteError
        If Jupytext finds fault with a page.
    """
    ready = [page for page in pages if page.source.suffix == ".ipynb"]
    for page in ready:
        _take(page.source, folder / page.notebook, missing)
    copies = [Path(shutil.copy(page.source, folder)) for page in pages if page not in ready]
    command: list[str | Path] = [jupytext, "--quiet", "--to", "ipynb", *copies]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise LiteError(f"Jupytext cannot make notebooks of the pages:\n{done.stderr}")
    names = {page.name for page in pages}
    for copy in copies:
        copy.unlink()
        path = copy.with_suffix(".ipynb")
        notebook = json.loads(path.read_text(encoding="utf-8"))
        _simplify(notebook, names, missing)
        path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1), encoding="utf-8")


def _simplify(notebook: dict[str, Any], names: set[str], missing: str) -> None:
    fold(notebook["cells"], question_of)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            text = plain("".join(cell["source"]), names)
            cell["source"] = text.splitlines(keepends=True)
    notebook["metadata"] = {}
    _prepare(notebook, missing)


def _take(made: Path, target: Path, missing: str) -> None:
    """Take a notebook that is made to run as it is; what its metadata say of it stays."""
    notebook = json.loads(made.read_text(encoding="utf-8"))
    _prepare(notebook, missing)
    target.write_text(json.dumps(notebook, ensure_ascii=False, indent=1), encoding="utf-8")


def _prepare(notebook: dict[str, Any], missing: str) -> None:
    if missing:
        warning = {"cell_type": "markdown", "id": "missing", "metadata": {}, "source": [missing]}
        notebook["cells"].insert(0, warning)
    notebook["metadata"] |= {"kernelspec": _KERNEL, "language_info": {"name": "python"}}


def plain(text: str, notebooks: set[str]) -> str:
    """Return MyST as Markdown that JupyterLab shows; `notebooks` are the pages that it can open."""
    text = _BOX.sub(_quotation, text)
    text = _DIRECTIVE.sub(_LEFT_TO_THE_BOOK, text)
    text = _CITATION.sub(_cited, text)
    text = _FILE.sub(r"[\1](\2)", text)
    text = _ROLE.sub(r"\1", text)
    return _LINK.sub(
        lambda link: f"]({link[1]}.ipynb{link[2] or ''})" if link[1] in notebooks else link[0], text
    )


def _cited(role: re.Match[str]) -> str:
    works = load_bibliography()
    labels = "; ".join(works[key.strip()].label for key in role[2].split(","))
    return labels if role[1] else f"({labels})"


def _quotation(box: re.Match[str]) -> str:
    inside = _BOX.sub(_quotation, box[3]).strip().splitlines()
    lines = [*([f"**{box[2]}**", ""] if box[2] else []), *inside]
    return "".join(f"> {line}".rstrip() + "\n" for line in lines)
