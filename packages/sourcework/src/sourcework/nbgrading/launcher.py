"""Starts a kernel in its sandbox: what a kernelspec calls, with a plan and a connection file.

It runs by its path and needs the standard library alone, so that a kernel starts quickly. The
connection file is handed over as an open file and never as a folder: Jupyter may keep it in a
folder in which everything else lies, too.
"""

from __future__ import annotations

import ctypes
import json
import os
import platform
import sys
from pathlib import Path

CONNECTION = "/run/connection.json"


def main(arguments: list[str]) -> None:
    """Become the sandbox.

    Parameters
    ----------
    arguments
        The plan's path (JSON: `sandbox`, `limits`, `python`, each a list of words), the connection
        file's, and what Jupyter adds for the kernel.
    """
    plan_path, connection, *more = arguments
    plan = json.loads(Path(plan_path).read_text(encoding="utf-8"))
    handle = os.open(connection, os.O_RDONLY)
    os.set_inheritable(handle, True)
    words = [*plan["sandbox"], "--perms", "0444", "--ro-bind-data", str(handle), CONNECTION]
    words += ["--remount-ro", "/", "--", *plan["limits"]]
    words += [*plan["python"], "-f", CONNECTION, *more]
    _leave_keyring()
    os.execv(words[0], words)


def _leave_keyring() -> None:
    """Begin a keyring anew: that of the session would be every kernel's, whoever it belongs to."""
    keyctl, join = {"x86_64": 250, "aarch64": 219}.get(platform.machine()), 1
    if keyctl:
        ctypes.CDLL(None).syscall(keyctl, join, None)


if __name__ == "__main__":
    main(sys.argv[1:])
