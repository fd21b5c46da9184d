"""Write the tables of docs/gradebooks.md, gradebooks before and after: `make pictures`."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sourcework.grading.gradebooks import EnteredMark, StudentRow, fill

from .between import put_between

__all__ = ["PAGE", "main", "tables"]

PAGE = Path(__file__).with_name("gradebooks.md")
_SAMPLES = Path(__file__).resolve().parents[1] / "tests" / "grading" / "samples" / "gradebooks"
_BEGIN, _END = "<!-- filled by docs/gradebooks.py -->\n", "<!-- end of the filled -->\n"
_TITLE, _POINTS = "Who says so? Criticism of one page", 30
_REMARK = "See the page of feedback in your folder."
# What a run has for the students in turn, and how it is told.
_RUN: list[tuple[EnteredMark | None, str]] = [
    (EnteredMark(24.5, _REMARK), "24.5"),
    (EnteredMark(None), "an essay not marked yet"),
    (EnteredMark(18, _REMARK), "18"),
    (EnteredMark(26, _REMARK), "26"),
    (EnteredMark(30, _REMARK), "30"),
    (None, "nothing handed in"),
    (EnteredMark(9.25, _REMARK), "9.25"),
    (EnteredMark(0, _REMARK), "0"),
]
_SHOWN = {  # a sample: its heading, its delimiter, and where it has id, name, and comment
    "canvas.csv": ("Canvas", ",", 1, 0, None),
    "canvas-semicolon.csv": ("Canvas, with semicolons and a decimal comma", ";", 1, 0, None),
    "moodle.csv": ("Moodle, in English", ",", 0, 1, 11),
    "moodle-de.csv": ("Moodle, in German", ",", 0, 1, 9),
    "brightspace.csv": ("Brightspace", ",", 0, 2, None),
    "blackboard.xls": ("Blackboard, with tabs in UTF-16", "\t", 2, 0, None),
}


def main() -> None:
    """Put the tables into the page, between its two comments."""
    put_between(PAGE, _BEGIN, _END, tables())


def tables() -> str:
    """Return, as Markdown, what each sample has before and after, and what is noted."""
    with tempfile.TemporaryDirectory() as folder:
        return "\n" + "\n".join(_section(name, Path(folder)) for name in _SHOWN) + "\n"


def _section(name: str, folder: Path) -> str:
    heading, delimiter, key, who, comment = _SHOWN[name]
    path, out = _SAMPLES / name, folder / name
    runs = iter(_RUN)
    told: dict[int, str] = {}

    def find(row: StudentRow) -> EnteredMark | None:
        mark, told[row.number] = next(runs, (None, "nothing handed in"))
        return mark

    filled = fill(path, out, find, title=_TITLE, points=_POINTS)
    old, new = _rows(path, delimiter), _rows(out, delimiter)
    header = next(row for row in old.values() if filled.column in row)
    places = [header.index(filled.column), *([] if comment is None else [comment])]
    names = ["Line", header[key], header[who], "The run has", "before", "after"]
    names += [] if comment is None else ["comment before", "after"]
    lines = [names, ["---"] * len(names)]
    for number, row in old.items():
        if row is header:
            continue
        changes = [cell for at in places for cell in _change(row[at], new[number][at])]
        lines.append([str(number), row[key], row[who], told.get(number, ""), *changes])
    counts = (
        f"{filled.students} students: {filled.entered} entered, {filled.kept} kept, "
        f"{filled.untouched} untouched."
    )
    notes = "".join(f"\n- {_escaped(note)}" for note in filled.notes)
    table = "\n".join(f"| {' | '.join(map(_escaped, line))} |" for line in lines)
    return f"### {heading}\n\nColumn `{filled.column}`\n\n{table}\n\n{counts}\n{notes}\n"


def _rows(path: Path, delimiter: str) -> dict[int, list[str]]:
    """Return the rows of a file by the line on which each begins."""
    encoding = "utf-16" if path.suffix == ".xls" else "utf-8-sig"
    text = io.StringIO(path.read_bytes().decode(encoding), newline="")
    return dict(_numbered(csv.reader(text, delimiter=delimiter)))


def _numbered(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    begins = 1
    for row in reader:
        yield begins, row
        begins = reader.line_num + 1  # type: ignore[attr-defined]


def _change(old: str, new: str) -> tuple[str, str]:
    return old, new if new == old else f"**{new}**"


def _escaped(text: str) -> str:
    return text.strip().replace("|", "\\|").replace("_", "\\_").replace("\n", " ")


if __name__ == "__main__":
    main()
