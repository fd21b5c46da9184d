"""Files are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

__all__ = ["PART", "atomically", "write_atomically"]

PART = ".part"  # how a file ends that is still being written; a killed run may leave one


@contextlib.contextmanager
def atomically(path: Path) -> Iterator[BinaryIO]:
    """Give a file that takes the place of `path` when all is written, and vanishes if not.

    Raises
    ------
    OSError
        If the folder cannot be written to or the disk is full; `path` is then as it was.
    """
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=PART)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(beside).unlink()
        raise


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` to `path`, whole or not at all."""
    with atomically(path) as file:
        file.write(data)
