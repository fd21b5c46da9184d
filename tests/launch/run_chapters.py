"""Run every chapter from start to end; for an environment without the packages of the tests.

usage: python run_chapters.py CLONE [together]

Each chapter runs in a kernel of its own that starts in `book/`, as JupyterLab starts it, unless all
are to run together alone. Then all run once more, one behind the other, in a kernel that starts in
the root of the clone. What came of it is written to standard output, a line of JSON for each.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import jupytext
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from traitlets.config import Config


async def run(
    name: str, notebook: nbformat.NotebookNode, folder: Path, room: asyncio.Semaphore
) -> None:
    """Run a notebook and print its name, how many cells ran, and the error if there was one."""
    error = ""
    async with room:
        # Kernels that start side by side may be given the same port, but not the same folder.
        with TemporaryDirectory() as sockets:
            config = Config({"KernelManager": {"transport": "ipc", "ip": f"{sockets}/kernel"}})
            where = {"metadata": {"path": str(folder)}}
            client = NotebookClient(notebook, timeout=120, resources=where, config=config)
            try:
                await client.async_execute()
            except CellExecutionError as raised:
                error = str(raised)
    ran = sum(bool(cell.get("execution_count")) for cell in notebook.cells)
    print(json.dumps({"name": name, "ran": ran, "error": error}), flush=True)


async def run_all(clone: Path, *, apart: bool) -> None:
    """Run the notebooks side by side, one a core."""
    room = asyncio.Semaphore(os.cpu_count() or 1)
    chapters = {
        path.stem: jupytext.read(path)
        for path in sorted((clone / "book").glob("*.md"))
        if "\nkernelspec:" in path.read_text(encoding="utf-8")
    }
    joined = nbformat.v4.new_notebook(metadata=next(iter(chapters.values())).metadata)
    joined.cells = [cell.copy() for each in chapters.values() for cell in each.cells]
    runs = [("from the root", joined, clone)]
    runs += [(name, each, clone / "book") for name, each in chapters.items() if apart]
    await asyncio.gather(*(run(*each, room) for each in runs))


asyncio.run(run_all(Path(sys.argv[1]).resolve(), apart="together" not in sys.argv[2:]))
