"""Document as received (the seed), its lines, its checksum."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .errors import DataError
from .files import read_text
from .paths import SEEDS
from .settings import settings

__all__ = ["Seed", "load_seed"]


@dataclass(frozen=True)
class Seed:
    """The document's lines, in order and without their line ends.

    Attributes
    ----------
    path
        The file that was read.
    lines
        One string per line of the file; line numbers start at 1, as in an editor.
    """

    path: Path
    lines: tuple[str, ...]

    def line(self, number: int) -> str:
        """Return line `number` (1-based); raise `IndexError` outside the document."""
        if not 1 <= number <= len(self.lines):
            raise IndexError(f"the seed has lines 1 to {len(self.lines)}, not {number}")
        return self.lines[number - 1]

    @property
    def substantive(self) -> tuple[int, ...]:
        """The numbers of the lines that are not blank."""
        return tuple(n for n, text in enumerate(self.lines, start=1) if text.strip())


@cache
def load_seed(folder: Path = SEEDS) -> Seed:
    """Read the seed from `folder` after comparing it with `SHA256SUMS` there.

    Raises
    ------
    DataError
        If the file is missing, not UTF-8, or a byte of it differs from the document as received.
    """
    path = folder / settings().document
    if not path.is_file():
        cure = "put the document there under this name, or correct `document` in sourcework.yml"
        raise DataError(path, "whole file", "the seed is missing", cure)
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    expected = _checksum(path)
    if found != expected:
        raise _altered(path, content, found, expected)
    return Seed(path, tuple(read_text(path).split("\n")))


def _altered(path: Path, content: bytes, found: str, expected: str) -> DataError:
    problem = f"its SHA-256 is {found[:12]}…, SHA256SUMS says {expected[:12]}…"
    cure = (
        "the seed is never edited: restore it from the copy that you received, or in a clone with"
        " `git checkout -- seeds`"
    )
    if hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest() == expected:
        problem += "; only its line ends were changed (CRLF), as Git for Windows does to every file"
        cure = (
            "in a clone, commit what is yours; then `git rm -r -q --cached .` and"
            " `git reset -q --hard` write every file anew. Elsewhere, unpack the book again"
        )
    return DataError(path, "whole file", problem, cure)


def _checksum(document: Path) -> str:
    sums = document.with_name("SHA256SUMS")
    if sums.is_file():
        for line in read_text(sums).splitlines():
            checksum, _, name = line.partition("  ")
            if name == document.name:
                return checksum
    cure = f"restore it, or run in seeds/: sha256sum {document.name} > SHA256SUMS"
    raise DataError(sums, "whole file", f"no checksum of {document.name}", cure)
