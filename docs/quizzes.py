"""Write the tables of docs/lms.md: what becomes of the bank on each platform (`make pictures`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from sourcework.item_bank import load_items
from sourcework.items import KINDS
from sourcework.quizzes import FORMATS, write
from sourcework.quizzes.report import Translation

from .between import put_between

__all__ = ["PAGE", "main", "tables"]

PAGE = Path(__file__).with_name("lms.md")
_BEGIN, _END = "<!-- counted by docs/quizzes.py -->\n", "<!-- end of the counted -->\n"
_GENERAL = {  # what is said of one item, for all items
    r"\b1st, .*": "1st, 2nd, …",
    r"^\d+ ": "",
    r"[\d.]+ of the points for “[^”]+”": "a share of the points for another option",
    r"1/\d+": "1/n",
}

Reports = dict[str, list[Translation]]


def main() -> None:
    """Put the tables into the page, between its two comments."""
    put_between(PAGE, _BEGIN, _END, tables())


def tables() -> str:
    """Return the tables as Markdown: by kind and format, lost everywhere, lost in each format."""
    items = list(load_items().values())
    reports = {name: write(name, items, "Quiz").report for name in FORMATS}
    parts = [_by_kind(reports), _everywhere(reports)]
    parts += [f"### {FORMATS[name].title}\n\n{_lost(name, reports)}" for name in FORMATS]
    return "\n" + "\n\n".join(parts) + "\n\n"


def _by_kind(reports: Reports) -> str:
    rows = [[f"`{kind}`", *(_ways(report, kind) for report in reports.values())] for kind in KINDS]
    return _table(["Kind", *(each.title for each in FORMATS.values())], rows)


def _ways(report: list[Translation], kind: str) -> str:
    counts = Counter(_general(row.written) for row in report if row.kind == kind)
    return "<br>".join(f"{count} {way}" for way, count in counts.items())


def _everywhere(reports: Reports) -> str:
    counts = Counter(what for lost in _common(reports).values() for what in lost)
    rows = [[what, counts[what]] for what in sorted(counts)]
    return _table(["Lost on every platform", "Items"], rows)


def _lost(name: str, reports: Reports) -> str:
    common = _common(reports)
    counts: Counter[tuple[str, str]] = Counter()
    for row in reports[name]:
        for what in {_general(each) for each in row.lost} - common[row.item]:
            counts[row.kind, what] += 1
    told: dict[str, list[str]] = {}
    for kind, what in sorted(counts, key=lambda each: (list(KINDS).index(each[0]), each[1])):
        told.setdefault(what, []).append(f"{counts[kind, what]} `{kind}`")
    return _table(
        ["Lost or changed", "In"], [[what, ", ".join(kinds)] for what, kinds in told.items()]
    )


def _common(reports: Reports) -> dict[str, set[str]]:
    """Return for each item what is lost of it on every platform."""
    lost: dict[str, set[str]] = {}
    for report in reports.values():
        for row in report:
            general = {_general(each) for each in row.lost}
            lost[row.item] = lost.get(row.item, general) & general
    return lost


def _general(said: str) -> str:
    for pattern, instead in _GENERAL.items():
        said = re.sub(pattern, instead, said)
    return said


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    cells = [[str(cell) for cell in row] for row in rows]
    rules = ["---:" if cell.isdigit() else "---" for cell in cells[0]]
    return "\n".join(f"| {' | '.join(row)} |" for row in [list(columns), rules, *cells])


if __name__ == "__main__":
    main()
