"""The gradebook that a teacher exported from an LMS: recognised, and one column of it filled.

`delimited_text` reads and writes the text, `books` is what all gradebooks have in common, and each
LMS has a module: `canvas`, `moodle`, `brightspace`, `blackboard`. `recognising` tells them apart,
`surveys` reads a file once for what must be known before, `naming` says what people are called in
it, and `filling` writes the new one.
"""

from __future__ import annotations

from pathlib import Path

from .filling import fill
from .marks import EnteredMark, Filled, StudentRow
from .naming import people
from .recognising import recognise

__all__ = ["EnteredMark", "Filled", "StudentRow", "detect", "fill", "people"]


def detect(path: Path) -> str:
    """Return whose gradebook a file is: `canvas`, `moodle`, `brightspace` or `blackboard`.

    Raises
    ------
    DataError
        If it cannot be read, or is of no LMS that is known.
    """
    return recognise(path).book.platform
