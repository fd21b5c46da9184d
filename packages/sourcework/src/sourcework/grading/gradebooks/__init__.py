"""The gradebook that a teacher exported from an LMS: recognised, and one column of it filled.

`delimited_text` reads and writes the text, `books` is what all gradebooks have in common, and each
LMS has a module: `canvas`, `moodle`, `brightspace`, `blackboard`, `moodle_course`, and
`class_sheet` for what names people by name and address alone; `own_list` is whatever a teacher
names the columns of. `recognising` tells them apart,
`surveys` reads a file once for what must be known before, `naming` says what people are called in
it, and `filling` writes the new one.
"""

from __future__ import annotations

from pathlib import Path

from .books import NamedColumns
from .filling import fill
from .marks import EnteredMark, Filled, StudentRow
from .naming import people
from .recognising import recognise

__all__ = ["EnteredMark", "Filled", "NamedColumns", "StudentRow", "detect", "fill", "people"]


def detect(path: Path) -> str:
    """Return whose gradebook a file is, by the name of its module, as `canvas` or `moodle`.

    Raises
    ------
    DataError
        If it cannot be read, or is of no LMS that is known.
    """
    return recognise(path).book.platform
