"""Files are written whole or not at all, and read as UTF-8."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from .errors import DataError

__all__ = ["PART", "atomically", "read_text", "write_atomically", "write_together"]

PART = ".part"  # how a file ends that is still being written; a killed run may leave one


def read_text(path: Path) -> str:
    """Return what a file says, without a byte order mark; raise `DataError` if it is not UTF-8."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataError(path, f"line {line}", "it is not UTF-8", "save it as UTF-8") from error


@contextlib.contextmanager
def atomically(path: Path) -> Iterator[BinaryIO]:
    """Give a file that takes the place of `path` when all is written, and vanishes if not.

    Who may read it is what the umask says, as of any file.

    Raises
    ------
    OSError
        If the folder cannot be written to or the disk is full; `path` is then as it was.
    """
    beside = path.with_name(f".{secrets.token_hex(8)}{PART}")
    file = beside.open("xb")
    try:
        with file:
            yield file
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` to `path`, whole or not at all."""
    with atomically(path) as file:
        file.write(data)


def write_together(files: dict[Path, bytes]) -> None:
    """Write several files, all of them or none.

    Raises
    ------
    OSError
        If a folder cannot be written to or the disk is full; the files are then as they were.
    """
    with contextlib.ExitStack() as parts:
        done: list[tuple[Path, bytes | None]] = []
        beside = {path: path.with_name(f".{secrets.token_hex(8)}{PART}") for path in files}
        for part in beside.values():
            parts.callback(part.unlink, missing_ok=True)
        for path, data in files.items():
            beside[path].write_bytes(data)
        try:
            for path, part in beside.items():
                before = path.read_bytes() if path.is_file() else None
                part.replace(path)
                done.append((path, before))
        except OSError:
            for path, before in done:
                path.unlink() if before is None else path.write_bytes(before)
            raise
