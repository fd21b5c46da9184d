"""Gradebooks for tests: the samples, others at random, and what was filled into them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sourcework.grading.gradebooks import EnteredMark, Filled, StudentRow, fill

SAMPLES = Path(__file__).parent / "samples" / "gradebooks"
TITLE = "Who says so? Criticism of one page"
POINTS = 30


@dataclass
class Finder:
    """Gives marks by the first id of a row, and remembers the rows that it was asked for."""

    marks: dict[str, EnteredMark]
    rows: list[StudentRow] = field(default_factory=list)

    def __call__(self, row: StudentRow) -> EnteredMark | None:
        self.rows.append(row)
        return self.marks.get(row.ids[0])


def everybody(points: float | None, feedback: str = "") -> Callable[[StudentRow], EnteredMark]:
    return lambda row: EnteredMark(points, feedback)


def nobody(row: StudentRow) -> None:
    return None


def encoding_of(path: Path) -> str:
    return "utf-16" if path.read_bytes().startswith(b"\xff\xfe") else "utf-8-sig"


def cells(path: Path, delimiter: str = ",", encoding: str = "") -> list[list[str]]:
    """Return what another reader of such files finds in one."""
    text = path.read_bytes().decode(encoding or encoding_of(path))
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def written(folder: Path, text: str, name: str = "book.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def filled(
    path: Path,
    find: Callable[[StudentRow], EnteredMark | None],
    name: str = "out.csv",
    **more: object,
) -> tuple[Filled, Path]:
    """Fill a gradebook into a new file beside it."""
    out = path.with_name(name)
    arguments = {"title": TITLE, "points": POINTS, **more}
    return fill(path, out, find, **arguments), out  # type: ignore[arg-type]
