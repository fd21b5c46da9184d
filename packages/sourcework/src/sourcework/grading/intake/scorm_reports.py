"""Report of a SCORM activity: in it stand the answers files that a package handed to its platform.

`widgets/scorm/handing_in.mjs` packs an answers file, cuts it into pieces and gives each to the
platform as the answer to a question. A report that has a row for each attempt and answers in its
cells, divided by tabs or commas, has them all. This is how Moodle writes its report *Interactions*
as a text (`mod/scorm/report/interactions`): full name, what else names a student, attempt, when it
was begun and last seen, score, and then the answers. Headers are in the language of whoever
downloads it, so everything is found by what stands in the cells.
"""

from __future__ import annotations

import base64
import csv
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from ..reports.problems import Unreadable

__all__ = ["PIECE", "HandedIn", "is_report", "read_report"]

PIECE = re.compile(r"a1\.(?P<number>[0-9]{1,4})\.(?P<count>[0-9]{1,4})\.(?P<data>[A-Za-z0-9+/=]*)")
_SIGN = re.compile(rb"\ba\x00?1\x00?\.\x00?1\x00?\.\x00?[1-9]")  # in UTF-16 as well
_UNUSED = re.compile("-?")
_LARGEST = 8 << 20  # bytes of an answers file
_LONGEST_CELL = 1 << 20
_NAMELESS = "without a name"
_CUTOFF = "its answers are not all in the report"
_AGAIN = "have it handed in again, or ask for the file that the student saved"


class HandedIn:
    """One attempt of a student in a report.

    Attributes
    ----------
    name
        The student's, with what else the report has of him or her where two are called so.
    attempt
        Which one it is, as the report counts them.
    """

    def __init__(self, name: str, attempt: int, pieces: Sequence[re.Match[str]]) -> None:
        self.name, self.attempt = name, attempt
        self._pieces = pieces

    def read(self) -> bytes:
        """Return the answers file.

        Raises
        ------
        Unreadable
            If pieces are missing, or do not fit.
        """
        pieces = {int(each["number"]): each["data"] for each in self._pieces}
        count = max(int(each["count"]) for each in self._pieces)
        if sorted(pieces) != list(range(1, count + 1)):
            raise Unreadable(f"{_CUTOFF}: {len(pieces)} of {count} pieces", _AGAIN)
        try:
            packed = base64.b64decode("".join(pieces[each] for each in sorted(pieces)))
            return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, _LARGEST)
        except (ValueError, zlib.error) as error:
            raise Unreadable("its answers are damaged in the report", _AGAIN) from error


def is_report(data: bytes) -> bool:
    """Say whether a file has pieces of answers files in it, and is no zip."""
    return not data.startswith(b"PK") and _SIGN.search(data) is not None


def read_report(data: bytes) -> Iterator[HandedIn]:
    """Give the attempts in a report that were handed in, in its order."""
    rows = [row for row in _rows(_decoded(data))[1:] if row]
    at = _attempt_column(rows)
    known = defaultdict(set)
    for row in rows:
        known[row[0]].add(tuple(row[1:at]))
    seen: Counter[str] = Counter()
    for row in rows:
        found = [piece for cell in row if (piece := PIECE.fullmatch(cell.strip()))]
        pieces = [piece for piece in found if piece["count"] != "0"]
        if not pieces:
            continue
        more = " ".join(each for each in row[1:at] if each)
        name = row[0].strip() or more or _NAMELESS
        if len(known[row[0]]) > 1 and more:
            name = f"{name} ({more})"
        seen[name] += 1
        yield HandedIn(name, seen[name], pieces)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    return data.decode("utf-8-sig", errors="replace")


def _rows(text: str) -> list[list[str]]:
    head = text.partition("\n")[0]
    delimiter = max("\t,;", key=head.count)
    csv.field_size_limit(_LONGEST_CELL)
    return list(csv.reader(text.splitlines(), delimiter=delimiter))


def _attempt_column(rows: Sequence[Sequence[str]]) -> int:
    """Return where the number of the attempt stands: before a day, behind all that names who."""
    for at in range(1, min(map(len, rows), default=0) - 1):
        told = [row for row in rows if not _UNUSED.fullmatch(row[at].strip())]
        if told and all(row[at].isdecimal() and not row[at + 1].isdecimal() for row in told):
            return at
    return 1
