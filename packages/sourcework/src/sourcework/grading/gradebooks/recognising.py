"""Recognition of a gradebook: its LMS, what parts its cells, where its header is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ...errors import DataError
from .books import BOOKS, Book, listed
from .delimited_text import EncodedText, TableRow, open_source

# In this order: each asks for what those after it do not have.
# isort: off
from .canvas import Canvas as Canvas
from .brightspace import Brightspace as Brightspace
from .blackboard import Blackboard as Blackboard
from .moodle import Moodle as Moodle
# isort: on

__all__ = ["Table", "recognise"]

_DELIMITERS = (",", ";", "\t")
_FIRST = 20  # rows among which the header is looked for
_SEP = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
_COURSE = re.compile(r".* \(Real\)|Last downloaded from this course", re.IGNORECASE)


@dataclass(frozen=True)
class Table:
    """A gradebook that is recognised.

    Attributes
    ----------
    source
        The file and its encoding.
    delimiter
        What parts its cells.
    head
        How many rows come before the header.
    book
        What the LMS's format says of it.
    """

    source: EncodedText
    delimiter: str
    head: int
    book: Book

    def records(self) -> Iterator[tuple[bool, TableRow]]:
        """Read all rows; with each, whether it comes after the header."""
        for place, record in enumerate(self.source.records(self.delimiter)):
            yield place > self.head, record


def recognise(path: Path) -> Table:
    """Recognise a gradebook.

    Raises
    ------
    DataError
        If it cannot be read or is of no LMS that is known.
    """
    source = open_source(path)
    declared = _declared(source)
    found: list[tuple[int, Table]] = []
    faults: list[DataError] = []
    first: list[str] = []
    for delimiter in [declared] if declared else _DELIMITERS:
        try:
            rows = [each.values() for each in islice(source.records(delimiter), _FIRST)]
        except DataError as fault:
            faults.append(fault)
            continue
        said = next((row for row in rows if any(cell.strip() for cell in row)), [])
        first = max(first, said, key=len)
        for kind in BOOKS:
            if known := kind.recognise(path, rows):
                head, book = known
                found.append((len(book.header), Table(source, delimiter, head, book)))
                break
    if found:
        return max(found, key=lambda each: each[0])[1]
    if faults:
        raise faults[0]
    if any(map(_COURSE.fullmatch, first)):
        problem = "it looks like an export of Moodle's course gradebook"
        cure = "open the assignment instead and download its grading worksheet"
        raise DataError(path, "header", problem, cure)
    problem = f"it is no gradebook that is known; its first row has: {listed(first)}"
    known_by = "; ".join(f"{each.label} {each.known_by}" for each in BOOKS)
    cure = f"export it from the LMS, with English headers ({known_by})"
    raise DataError(path, "header", problem, cure)


def _declared(source: EncodedText) -> str:
    """Return the delimiter that a spreadsheet wrote into the first line, if it did."""
    for record in source.records("\n"):
        match = _SEP.fullmatch(record.cells[0])
        return match[1] if match else ""
    return ""
