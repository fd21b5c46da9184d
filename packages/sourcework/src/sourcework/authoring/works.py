"""The table of works: written from the bibliography, in which alone they are typed."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from ..bibliography import FIELDS, TABLE, typed_twice, works_table
from ..errors import DataError
from ..files import read_text, write_atomically
from ..paths import BIBLIOGRAPHY

__all__ = ["moved", "write_works"]


def write_works() -> list[Path]:
    """Write `sources.csv`; return the files that are written.

    Of an older book, whose table was typed beside the bibliography, what only the table says is
    moved into the entries first.

    Raises
    ------
    DataError
        If the bibliography cannot be read, or an older table has a work that it has not.
    """
    written = [TABLE]
    if typed_twice():
        text = moved(read_text(TABLE), read_text(BIBLIOGRAPHY))
        write_atomically(BIBLIOGRAPHY, text.encode())
        written.insert(0, BIBLIOGRAPHY)
    write_atomically(TABLE, works_table().encode())
    return written


def moved(table: str, bibliography: str) -> str:
    """Return the bibliography with what only the rows of a table say of its works."""
    for row in csv.DictReader(io.StringIO(table)):
        start = re.search(rf"^@\w+\{{{re.escape(row['id'])},", bibliography, re.MULTILINE)
        if not start:
            cure = "add it there, or take out the row"
            raise DataError(TABLE, f'row "{row["id"]}"', "is not in references.bib", cure)
        end = _end(bibliography, start.start())
        entry = bibliography[start.start() : end].rstrip().rstrip(",")
        fields = {field: row.get(column) for field, column in FIELDS.items()}
        if re.search(rf"^\s*year\s*=\s*\W*{re.escape(row['date'])}\W*$", entry, re.MULTILINE):
            fields.pop("origdate", None)
        added = "".join(f",\n  {field} = {{{value}}}" for field, value in fields.items() if value)
        bibliography = f"{bibliography[: start.start()]}{entry}{added}\n{bibliography[end:]}"
    return bibliography


def _end(text: str, start: int) -> int:
    """Return the place of the brace that closes an entry."""
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] == "{") - (text[place] == "}")
        if text[place] == "}" and not depth:
            return place
    return len(text)
