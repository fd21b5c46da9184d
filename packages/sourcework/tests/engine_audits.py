"""Script of the engine's tests: audits of many copies of the book, each in a fork of this process.

What every audit needs is loaded once; the engine is loaded in the fork, where its book is.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from pathlib import Path

import anywidget  # noqa: F401
import frictionless  # noqa: F401
import jsonschema  # noqa: F401
import pandas  # noqa: F401
import pybtex.database  # noqa: F401
import pydantic  # noqa: F401


def audited(folder: str) -> tuple[int, str]:
    """Return the code with which the command ends in `folder`, and what it says there."""
    os.chdir(folder)
    from sourcework.__main__ import main

    with contextlib.redirect_stderr(io.StringIO()) as told:
        code = main(["audit"])
    return code, told.getvalue()


def forked(folder: str) -> tuple[int, str]:
    """Return what `audited` returns in a process of its own."""
    receiving, sending = os.pipe()
    child = os.fork()
    if not child:
        os.close(receiving)
        with os.fdopen(sending, "w", encoding="utf-8") as out:
            json.dump(audited(folder), out)
        os._exit(0)
    os.close(sending)
    with os.fdopen(receiving, encoding="utf-8") as told:
        text = told.read()
    os.waitpid(child, 0)
    assert text, f"the audit of {folder} broke off"
    code, said = json.loads(text)
    return code, said


if __name__ == "__main__":
    asked, answer = map(Path, sys.argv[1:])
    folders = json.loads(asked.read_text(encoding="utf-8"))
    answer.write_text(json.dumps([forked(folder) for folder in folders]), encoding="utf-8")
