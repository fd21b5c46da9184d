"""Process that runs Python in copies of the book, each time in a fork of itself.

What every run loads is loaded once; the engine is loaded in the fork, where its book is. It reads a
run from each line it gets: the folder, the variables, two files for what is printed, and Python's
arguments. It answers with the code with which the run ended.
"""

from __future__ import annotations

import gc
import json
import os
import runpy
import sys
from importlib import import_module
from pathlib import Path

import frictionless
import pybtex.database
import sphinx.application

_LOADED = ("anywidget", "bs4", "jsonschema", "jupyter_book.sphinx", "lxml.etree", "myst_nb.sphinx_")
_LOADED += ("pandas", "pydantic", "sphinx_comments", "sphinx_external_toc", "sphinx_live_widgets")
_LOADED += ("sphinx_multitoc_numbering", "sphinxcontrib.bibtex", "sqlalchemy.dialects.sqlite")


def load() -> None:
    """Load what checks, commands and builds have in common."""
    for name in (*_LOADED, *sphinx.application.builtin_extensions):
        import_module(name)
    assert frictionless.system.plugins
    pybtex.database.parse_string("@misc{work, title = {Work}}", "bibtex")
    gc.freeze()


def next_run() -> list[str]:
    """Wait for a run, fork, and return its arguments in the fork; at the end of all return none."""
    for line in sys.stdin:
        folder, variables, out, err, *arguments = json.loads(line)
        if not os.fork():
            os.chdir(folder)
            os.environ.clear()
            os.environ.update(variables)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            for number, path in ((1, out), (2, err)):
                os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
            sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
            return arguments
        _, status = os.wait()
        print(os.waitstatus_to_exitcode(status), flush=True)
    return []


if __name__ == "__main__":
    load()
    match next_run():
        case ["-m", module, *rest]:
            sys.argv, sys.path[0] = [module, *rest], str(Path.cwd())
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        case ["-c", code, *rest]:
            sys.argv, sys.path[0] = ["-c", *rest], ""
            exec(code, {"__name__": "__main__"})
        case [script, *rest]:
            sys.argv, sys.path[0] = [script, *rest], str(Path(script).parent)
            runpy.run_path(script, run_name="__main__")
