"""What only one of several workers of a test run may do at a time."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from contents import ROOT


@contextmanager
def turn(name: str) -> Iterator[None]:
    """Wait until no other worker is within the turn of this name."""
    folder = ROOT / "_build/turns"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / name).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
