"""Delimited text, read cell by cell and written again byte for byte.

A cell is kept as it stands in the file, with its quotation marks, so that only what is filled
changes. The grammar is that of RFC 4180 as spreadsheets write it: a cell that begins with a
quotation mark ends with the next one that is not doubled, and may hold delimiters and line ends;
what stands between the closing mark and the delimiter belongs to it; elsewhere a quotation mark
means itself. A line ends with LF, CRLF or CR, each record with its own.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ...errors import DataError

__all__ = ["EncodedText", "TableRow", "open_source", "worded"]

MOST = 16 * 2**20  # characters of one record; a worksheet of Moodle holds whole essays in a cell
_BLOCK = 2**20
_CLOSING = re.compile(r'[^"]*+(?:""[^"]*+)*+"')
_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_EXPORT = "export the gradebook again as CSV, and do not save it with a spreadsheet"
_OTHERS = {
    b"PK\x03\x04": "an Excel workbook or a zip, although a gradebook is text",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook, although a gradebook is text",
    b"%PDF": "a PDF, although a gradebook is text",
    b"<": "a web page (of the sign-in, perhaps), although a gradebook is a table",
}
_GUESSED = (
    "The file is not UTF-8. It was read as Windows-1252 and is written so again; if letters with "
    "accents look wrong here or in the LMS, export it anew in UTF-8."
)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of the file.

    Attributes
    ----------
    number
        The line on which it begins, 1-based.
    cells
        As they stand in the file, with their quotation marks.
    end
        How its line ends; empty at the end of a file that lacks one.
    """

    number: int
    cells: list[str]
    end: str

    def value(self, index: int) -> str:
        """Return what a cell says; of a cell that the row lacks, nothing."""
        if index >= len(self.cells):
            return ""
        return _said(self.cells[index])

    def values(self) -> list[str]:
        """Return what all cells say."""
        return [_said(cell) for cell in self.cells]

    def blank(self) -> bool:
        """Whether no cell says anything."""
        return not any(_said(cell).strip() for cell in self.cells)

    def text(self, delimiter: str) -> str:
        """Return the row as it is written."""
        return delimiter.join(self.cells) + self.end


@dataclass(frozen=True)
class EncodedText:
    """A text file whose encoding is known.

    Attributes
    ----------
    path
        The file.
    encoding
        Of every character after the mark.
    mark
        The byte order mark, as a character, or nothing.
    notes
        What was guessed, for people.
    """

    path: Path
    encoding: str
    mark: str
    notes: tuple[str, ...] = ()

    def holds(self, text: str) -> bool:
        """Whether the encoding has all characters of a text."""
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True

    def records(self, delimiter: str) -> Iterator[TableRow]:
        """Read the rows one by one.

        Raises
        ------
        DataError
            Where a cell is never closed, a row is enormous, or the text has NUL characters.
        """
        cells: list[str] = []
        parts: list[str] = []  # of a cell whose quotation mark is not closed yet
        began, held = 1, 0
        for number, line in self._lines():
            body = line.rstrip("\r\n")
            end = line[len(body) :]
            if not parts:
                cells, began, start = [], number, 0
                if '"' not in body:
                    yield TableRow(number, body.split(delimiter), end)
                    continue
            else:
                closed = _CLOSING.match(body)
                if not closed:
                    parts.append(line)
                    held += len(line)
                    if held > MOST:
                        raise self._unclosed(began)
                    continue
                stop = body.find(delimiter, closed.end())
                parts.append(body if stop < 0 else body[:stop])
                cells.append("".join(parts))
                parts = []
                if stop < 0:
                    yield TableRow(began, cells, end)
                    continue
                start = stop + 1
            opened = _split(body, start, delimiter, cells)
            if opened is None:
                yield TableRow(began, cells, end)
            else:
                parts = [line[opened:]]
                held = sum(map(len, cells)) + len(parts[0])
        if parts:
            raise self._unclosed(began)

    def _lines(self) -> Iterator[tuple[int, str]]:
        with _readable(self.path), self.path.open(encoding=self.encoding, newline="") as file:
            file.read(len(self.mark))
            number = 0
            while line := file.readline(MOST + 1):
                number += 1
                place = f"line {number}"
                if len(line) > MOST:
                    problem = f"it is longer than {MOST:,} characters"
                    raise DataError(self.path, place, problem, _EXPORT)
                if "\0" in line:
                    problem = "it has NUL characters: the file is damaged, or UTF-16 without a mark"
                    raise DataError(self.path, place, problem, _EXPORT)
                yield number, line

    def _unclosed(self, began: int) -> DataError:
        problem = "a quotation mark opens a cell that is not closed: the file is cut off or damaged"
        return DataError(self.path, f"row of line {began}", problem, _EXPORT)


def open_source(path: Path) -> EncodedText:
    """Find out how a file is encoded.

    UTF-8, with or without a mark, and UTF-16 with one; anything else is taken for Windows-1252, and
    the notes say so.

    Raises
    ------
    DataError
        If the file is missing, may not be read, is empty, no text, or in an encoding that cannot be
        known.
    """
    with _readable(path):
        return _known(path)


def _known(path: Path) -> EncodedText:
    if not path.is_file():
        problem = "it is a folder" if path.is_dir() else "it is missing"
        raise DataError(path, "whole file", problem, "name the gradebook that the LMS exported")
    with path.open("rb") as file:
        head = file.read(512)
    if not head.strip():
        raise DataError(path, "whole file", "it is empty", "export the gradebook again")
    for beginning, problem in _OTHERS.items():
        if head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(beginning):
            raise DataError(path, "whole file", f"it is {problem}", _EXPORT)
    for mark, encoding in _MARKS.items():
        if head.startswith(mark):
            if not _decodes(path, encoding):
                problem = f"its first bytes say {encoding.upper()}, and the rest is not"
                raise DataError(path, "whole file", problem, _EXPORT)
            return EncodedText(path, encoding, "\ufeff")
    if _decodes(path, "utf-8"):
        return EncodedText(path, "utf-8", "")
    if _decodes(path, "cp1252"):
        return EncodedText(path, "cp1252", "", (_GUESSED,))
    problem = "its encoding is neither UTF-8 nor UTF-16 with a mark nor Windows-1252"
    raise DataError(path, "whole file", problem, "export the gradebook again, in UTF-8")


def worded(text: str, old: str, delimiter: str) -> str:
    """Return the cell that says `text`, quoted if the cell `old` was or if it must be."""
    if old.startswith('"') or any(each in text for each in (delimiter, '"', "\r", "\n")):
        return '"' + text.replace('"', '""') + '"'
    return text


@contextlib.contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Make what keeps a file from being read an error that names it."""
    try:
        yield
    except OSError as error:
        problem = f"it cannot be read ({error.strerror})"
        cure = "close it in other programs, and see that you may read it"
        raise DataError(path, "whole file", problem, cure) from error


def _said(cell: str) -> str:
    if not cell.startswith('"'):
        return cell
    closed = _CLOSING.match(cell, 1)
    if not closed:
        return cell
    return cell[1 : closed.end() - 1].replace('""', '"') + cell[closed.end() :]


def _split(body: str, start: int, delimiter: str, cells: list[str]) -> int | None:
    """Add the cells from `start` on; return where one begins that this line does not close."""
    while True:
        after = start
        if body.startswith('"', start):
            closed = _CLOSING.match(body, start + 1)
            if not closed:
                return start
            after = closed.end()
        elif '"' not in body[start:]:
            cells.extend(body[start:].split(delimiter))
            return None
        stop = body.find(delimiter, after)
        if stop < 0:
            cells.append(body[start:])
            return None
        cells.append(body[start:stop])
        start = stop + 1


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while block := file.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
