"""Gradebooks at random: nothing but the points of the right students ever changes."""

from __future__ import annotations

import tempfile
import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from gradebook_files import POINTS, SAMPLES, TITLE, Finder, cells, everybody, filled, nobody
from hypothesis import given, settings
from hypothesis import strategies as st

from sourcework.errors import DataError
from sourcework.grading.gradebooks import EnteredMark, detect
from sourcework.grading.gradebooks.numbers import number, worded_number

HEADERS = {
    "canvas": (["Student", "ID", "SIS Login ID", "Section", "Notes"], [f"{TITLE} (7)"]),
    "brightspace": (
        ["Last Name", "OrgDefinedId", "First Name", "Note", "Quiz Points Grade"],
        [f"{TITLE} Points Grade <Numeric MaxPoints:30>", "End-of-Line Indicator"],
    ),
    "blackboard": (
        ["Last Name", "Username", "First Name", "Availability", "Last Access"],
        [f"{TITLE} [Total Pts: 30 Score] |5"],
    ),
}
LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
CELL = st.one_of(
    st.text(LETTERS, max_size=12),
    st.text(st.sampled_from('",;\t\r\n\ufeff =+-@#|x0é王🌻'), max_size=8),
    st.sampled_from(["", "  ", "EX", "-", "7,5", "7.5", "=1+1", '="007"', "3E+5"]),
)
PIECES = [b"", b'"', b",", b";", b"\t", b"\n", b"\r", b"(", b")", b"|", b"#", b"30", b"-", b"\0"]
MAXIMA = st.sampled_from([30, 30, 12])
FORMS = st.tuples(
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.booleans(),
)


def quoted(text: str, delimiter: str, always: bool) -> str:
    must = any(each in text for each in (delimiter, '"', "\r", "\n"))
    return '"' + text.replace('"', '""') + '"' if always or must else text


@st.composite
def gradebooks(draw: st.DrawFn) -> tuple[str, bytes, str, list[list[str]]]:
    """Draw a gradebook with students 1, 2, 3 …: its LMS, content, delimiter and rows."""
    platform = draw(st.sampled_from(sorted(HEADERS)))
    delimiter, end, encoding, always = draw(FORMS)
    before, after = HEADERS[platform]
    rows = [before + after]
    for place in range(draw(st.integers(0, 5))):
        row = [draw(CELL) for _ in rows[0]]
        row[0], row[1] = "x" + row[0].replace("Points Possible", ""), str(place + 1)
        row[len(before)] = draw(st.sampled_from(["", "", "7.25", "absent"]))
        rows.append(row)
    text = end.join(delimiter.join(quoted(c, delimiter, always) for c in row) for row in rows)
    return platform, (text + end).encode(encoding), delimiter, rows


@given(gradebooks(), st.dictionaries(st.integers(1, 5), st.floats(0, POINTS), max_size=5))
@settings(deadline=None, max_examples=300)
def test_every_cell_but_the_filled_ones_reads_the_same(
    book: tuple[str, bytes, str, list[list[str]]], points: dict[int, float]
) -> None:
    platform, content, delimiter, rows = book
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.csv"
        path.write_bytes(content)
        assert detect(path) == platform
        find = Finder({str(place): EnteredMark(each) for place, each in points.items()})
        result, out = filled(path, find)
        assert [row.ids[0] for row in find.rows] == [row[1] for row in rows[1:]]
        place = len(HEADERS[platform][0])
        expected = [list(row) for row in rows]
        for student, each in points.items():
            if student < len(rows) and rows[student][place] == "":
                expected[student][place] = None  # type: ignore[call-overload]
                said = cells(out, delimiter)[student][place]
                assert number(said) == pytest.approx(each, abs=0.0051)
        there = [
            [None if other is None else cell for cell, other in zip(row, others, strict=True)]
            for row, others in zip(cells(out, delimiter), expected, strict=True)
        ]
        assert there == expected
        again, twice = filled(out, find, "twice.csv")
        assert twice.read_bytes() == out.read_bytes()
        assert (again.entered, again.kept) == (result.entered, result.kept)


@given(gradebooks())
@settings(deadline=None, max_examples=200)
def test_filled_with_nothing_a_gradebook_is_the_same_to_the_byte(
    book: tuple[str, bytes, str, list[list[str]]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.csv"
        path.write_bytes(book[1])
        _, out = filled(path, nobody)
        assert out.read_bytes() == book[1]


@given(st.floats(0, 1e6), st.booleans())
def test_what_is_written_of_points_is_what_is_read(points: float, comma: bool) -> None:
    text = worded_number(points, comma=comma)
    assert number(text) == pytest.approx(points, abs=0.0051)
    assert len(text.replace(",", ".").partition(".")[2]) <= 2
    assert worded_number(number(text) or 0, comma=comma) == text


def students(count: int) -> Iterator[Sequence[str]]:
    for place in range(count):
        yield f'"Doe {place}, Ann"', str(place + 1), f"ann{place}", '"History, A"', "", ""


def test_memory_does_not_grow_with_the_class(tmp_path: Path) -> None:
    peaks = []
    for count in (1000, 30_000):
        path = tmp_path / f"{count}.csv"
        with path.open("w", encoding="utf-8") as file:
            file.write(f"Student,ID,SIS Login ID,Section,{TITLE} (7),Quiz (8)\n")
            file.writelines(",".join(row) + "\n" for row in students(count))
        tracemalloc.start()
        result, _ = filled(path, everybody(3))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert result.entered == count
    # Eight bytes for each id, and as many again while they are sorted.
    assert peaks[1] - peaks[0] < 30_000 * 2 * 8 * 4


@given(st.data())
@settings(deadline=None, max_examples=300)
def test_a_damaged_gradebook_is_refused_or_filled_and_never_anything_else(
    data: st.DataObject,
) -> None:
    path = data.draw(st.sampled_from(sorted(SAMPLES.iterdir())))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        begin = data.draw(st.integers(0, len(content)))
        end = begin + data.draw(st.sampled_from([0, 0, 1, 2, 30, 10_000]))
        piece = data.draw(st.one_of(st.sampled_from(PIECES), st.binary(max_size=3)))
        content[begin:end] = piece
    with tempfile.TemporaryDirectory() as folder:
        damaged = Path(folder) / "book.csv"
        damaged.write_bytes(bytes(content))
        try:
            result, out = filled(damaged, everybody(7.5, "A line."), points=data.draw(MAXIMA))
        except DataError:
            assert [each.name for each in Path(folder).iterdir()] == ["book.csv"]
        else:
            assert result.students == result.entered + result.kept + result.untouched
            _, same = filled(damaged, nobody, "same.csv", points=data.draw(MAXIMA), scale=True)
            assert same.read_bytes() == bytes(content)
            assert out.exists()
