"""Export report: what became of each item in a platform's format, to read before importing."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

__all__ = ["Translation", "Written", "as_csv", "as_markdown", "by_kind"]

_COLUMNS = ("format", "item", "kind", "written as", "lost or changed")


@dataclass(frozen=True)
class Translation:
    """What became of one item.

    Attributes
    ----------
    item, kind
        The item's id and kind.
    written
        The question type that it is there, and how it got there.
    lost
        What the book does with it and the platform does not, a phrase each; empty if nothing.
    """

    item: str
    kind: str
    written: str
    lost: tuple[str, ...] = ()


@dataclass(frozen=True)
class Written:
    """A file for a platform: its bytes, what its name ends with (`.xml`), and the report."""

    data: bytes
    suffix: str
    report: list[Translation]


def as_csv(reports: dict[str, list[Translation]]) -> str:
    """Return reports, by format, as CSV with a row per item."""
    target = io.StringIO()
    csv.writer(target, lineterminator="\n").writerows([_COLUMNS, *_rows(reports)])
    return target.getvalue()


def as_markdown(reports: dict[str, list[Translation]]) -> str:
    """Return reports, by format, as a Markdown table with a row per item."""
    lines = [_COLUMNS, ("---",) * len(_COLUMNS), *_rows(reports)]
    return "".join(f"| {' | '.join(_cell(cell) for cell in line)} |\n" for line in lines)


def by_kind(report: list[Translation]) -> Iterator[tuple[str, int, list[str], list[str]]]:
    """Yield for each kind how many items it has, what they are there, and what is lost of them."""
    for kind in dict.fromkeys(row.kind for row in report):
        rows = [row for row in report if row.kind == kind]
        lost = Counter(what for row in rows for what in row.lost)
        told = [what if n == len(rows) else f"{what} (of {n})" for what, n in lost.items()]
        yield kind, len(rows), list(dict.fromkeys(row.written for row in rows)), told


def _rows(reports: dict[str, list[Translation]]) -> Iterable[tuple[str, ...]]:
    for name, report in reports.items():
        for row in report:
            yield name, row.item, row.kind, row.written, "; ".join(row.lost)


def _cell(text: str) -> str:
    return text.replace("|", "\\|") or "–"
