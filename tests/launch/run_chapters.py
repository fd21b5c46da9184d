"""Run every chapter from start to end; for an environment without the packages of the tests.

usage: python run_chapters.py CLONE apart|together

All run in one kernel, one behind the other. *Apart* it starts in `book/`, as JupyterLab starts it,
and has forgotten before each chapter every name, the book and the engine: a chapter must import
what it uses. *Together* it starts in the root of the clone and forgets nothing. What came of it is
written to standard output, a line of JSON for each chapter.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient

FORGET = """\
(lambda known: [known.pop(name) for name in list(known)
    if name.partition(".")[0] in ("sourcework", "dossier", "local")])(__import__("sys").modules)
%reset -f
"""


def run_all(clone: Path, *, apart: bool) -> None:
    """Run the chapters and print of each its name, how many cells ran, and the first error."""
    chapters = {
        path.stem: jupytext.read(path)
        for path in sorted((clone / "book").glob("*.md"))
        if "\nkernelspec:" in path.read_text(encoding="utf-8")
    }
    before = [FORGET] if apart else []
    runs = {
        name: [*map(nbformat.v4.new_code_cell, before), *chapter.cells]
        for name, chapter in chapters.items()
    }
    joined = nbformat.v4.new_notebook(
        metadata=next(iter(chapters.values())).metadata,
        cells=[cell for cells in runs.values() for cell in cells],
    )
    where = {"metadata": {"path": str(clone / "book" if apart else clone)}}
    NotebookClient(joined, timeout=120, resources=where, allow_errors=True).execute()
    for name, cells in runs.items():
        ran = sum(bool(cell.get("execution_count")) for cell in cells) - len(before)
        outputs = [each for cell in cells for each in cell.get("outputs", [])]
        wrong = ["\n".join(each.traceback) for each in outputs if each.output_type == "error"]
        print(json.dumps({"name": name, "ran": ran, "error": "".join(wrong[:1])}))


run_all(Path(sys.argv[1]).resolve(), apart=sys.argv[2] == "apart")
