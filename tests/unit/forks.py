"""Process that runs Python in copies of the book, each time in a fork of itself.

What every run loads is loaded once; the engine is loaded in the fork, where its book is. It reads a
run from each line it gets: the folder, two files for what is printed, and Python's arguments. It
answers with the code with which the run ended.
"""

from __future__ import annotations

import gc
import json
import os
import runpy
import sys

import anywidget  # noqa: F401
import frictionless
import jsonschema  # noqa: F401
import pandas  # noqa: F401
import pybtex.database
import pydantic  # noqa: F401


def next_run() -> list[str]:
    """Wait for a run, fork, and return its arguments in the fork; at the end of all return none."""
    assert frictionless.system.plugins
    pybtex.database.parse_string("@misc{work, title = {Work}}", "bibtex")
    gc.freeze()
    for line in sys.stdin:
        folder, out, err, *arguments = json.loads(line)
        if not os.fork():
            os.chdir(folder)
            sys.path.insert(0, folder)
            for number, path in ((1, out), (2, err)):
                os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), number)
            return arguments
        _, status = os.wait()
        print(os.waitstatus_to_exitcode(status), flush=True)
    return []


if __name__ == "__main__":
    match next_run():
        case ["-m", module, *rest]:
            sys.argv = [module, *rest]
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        case ["-c", code]:
            exec(code, {"__name__": "__main__"})
