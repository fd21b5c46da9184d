"""Tables as spreadsheets keep them: what we write is harmless, what they write is understood.

A cell that begins like a formula would be run by the spreadsheet that opens it, and what students
call themselves is in these tables. Such a cell gets an apostrophe in front, which is taken off
again when the table is read. So does what would begin a cell if the table were opened with another
delimiter than it was written with.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from pathlib import Path

__all__ = ["DELIMITERS", "Typed", "guarded", "number", "printable", "read_cells", "unguarded"]
__all__ += ["write_cells"]

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}
_BEGINS = r"[\s\ufeff\"']*[=+\-@＝＋－＠\t\r]"  # the wide signs are some spreadsheets' too
_BLANK = r"[^\S\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]"
_INSIDE = rf"(?:{_BLANK}|[\ufeff\"'])*[=+\-@＝＋－＠]"
_FORMULA = re.compile(f"^(?={_BEGINS})|(?<=[,;|\t\r\n])(?={_INSIDE})")
_GUARDED = re.compile(f"^'(?={_BEGINS})|(?<=[,;|\t\r\n])'(?={_INSIDE})")
_BEGUN = re.compile(f"^(?={_BEGINS})")
_GUARDED_LINE = re.compile(f"^'(?={_BEGINS})|(?<=[\r\n])'(?={_INSIDE})")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 32_000  # characters; a spreadsheet takes 32,767 in a cell
_CENT = Decimal("0.01")
_HALVES_UP = Context(prec=400, rounding=ROUND_HALF_UP)  # as many digits as a float can have


def printable(text: str) -> str:
    """Return a text that every file and terminal takes: composed, without control characters."""
    return _CONTROL.sub("\ufffd", unicodedata.normalize("NFC", text))


def guarded(text: str) -> str:
    """Return a cell in which no spreadsheet finds a formula, by whatever it divides a line."""
    return _FORMULA.sub("'", printable(text)[:_LONGEST])


def unguarded(cell: str) -> str:
    """Return what was written into a cell before it was guarded."""
    return _GUARDED.sub("", cell)


class Typed(str):
    """What a teacher typed into a cell: it is written as it was, but that no formula begins it.

    Lists in a comment may have dashes, and nobody else's words are in it.
    """

    @classmethod
    def read(cls, cell: str) -> Typed:
        """Return what was typed, without the apostrophes before signs at the beginning of lines."""
        return cls(_GUARDED_LINE.sub("", cell))


def number(value: float | None) -> str:
    """Return a number with two decimals at most, a half rounded up, or an empty cell."""
    if value is None:
        return ""
    cents = Decimal(str(value)).quantize(_CENT, context=_HALVES_UP)
    return f"{cents:f}".rstrip("0").rstrip(".")


def write_cells(
    path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]], delimiter: str = ","
) -> None:
    """Write a table of texts as CSV: UTF-8 with a mark that spreadsheets know it by."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow([guarded(column) for column in columns])
        for row in rows:
            writer.writerow([_written(cell) for cell in row])


def _written(cell: str) -> str:
    if isinstance(cell, Typed):
        return _BEGUN.sub("'", printable(cell)[:_LONGEST])
    return cell if _is_number(cell) else guarded(cell)


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", cell) is not None


def read_cells(path: Path, *, typed: bool = False) -> Iterator[list[str]]:
    """Read a table that a spreadsheet may have saved anew, row by row.

    Commas, semicolons or tabs divide it; it is UTF-8, UTF-16 with its mark, or else Windows-1252.

    Parameters
    ----------
    typed
        Whether cells are given as they stand there, with all apostrophes.

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
            yield row if typed else [unguarded(cell) for cell in row]


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
