"""Tables as spreadsheets keep them: what we write is harmless, what they write is understood.

A cell that begins like a formula would be run by the spreadsheet that opens it, and what students
call themselves is in these tables. Such a cell gets an apostrophe in front, which is taken off
again when the table is read.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from pathlib import Path

__all__ = ["guarded", "number", "printable", "read_cells", "unguarded", "write_cells"]

_BEGINS = r"[\s\ufeff]*[=+\-@＝＋－＠\t\r]"  # the wide signs are some spreadsheets' too
_FORMULA = re.compile(_BEGINS)
_GUARDED = re.compile(f"'{_BEGINS}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 32_000  # characters; a spreadsheet takes 32,767 in a cell
_CENT = Decimal("0.01")
_HALVES_UP = Context(prec=400, rounding=ROUND_HALF_UP)  # as many digits as a float can have


def printable(text: str) -> str:
    """Return a text that every file and terminal takes: composed, without control characters."""
    return _CONTROL.sub("\ufffd", unicodedata.normalize("NFC", text))


def guarded(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    text = printable(text)[:_LONGEST]
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """Return what was written into a cell before it was guarded."""
    return cell[1:] if _GUARDED.match(cell) else cell


def number(value: float | None) -> str:
    """Return a number with two decimals at most, a half rounded up, or an empty cell."""
    if value is None:
        return ""
    cents = Decimal(str(value)).quantize(_CENT, context=_HALVES_UP)
    return f"{cents:f}".rstrip("0").rstrip(".")


def write_cells(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table of texts as CSV: UTF-8 with a mark that spreadsheets know it by."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([guarded(column) for column in columns])
        for row in rows:
            writer.writerow([cell if _is_number(cell) else guarded(cell) for cell in row])


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", cell) is not None


def read_cells(path: Path) -> Iterator[list[str]]:
    """Read a table that a spreadsheet may have saved anew, row by row.

    Commas, semicolons or tabs divide it; it is UTF-8, UTF-16 with its mark, or else Windows-1252.

    Raises
    ------
    OSError
        If it cannot be opened.
    csv.Error
        If a cell is longer than any should be.
    """
    with path.open(encoding=_encoding(path), errors="replace", newline="") as file:
        head = file.readline()
        divider = max(",;\t", key=head.count)
        file.seek(0)
        for row in csv.reader(file, delimiter=divider):
            yield [unguarded(cell) for cell in row]


def _encoding(path: Path) -> str:
    """Find out how a table is written, without holding all of it."""
    with path.open("rb") as file:
        if file.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            return "utf-16"
    try:
        with path.open(encoding="utf-8-sig") as text:
            while text.read(1 << 16):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"
