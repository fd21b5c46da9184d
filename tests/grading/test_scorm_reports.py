"""Reports of SCORM activities: whose answers are in them, and what is missing."""

from __future__ import annotations

import base64
import csv
import io
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from sourcework.grading.intake.archives import entries
from sourcework.grading.intake.scorm_reports import HandedIn, is_report, read_report
from sourcework.grading.reports.problems import Stopped, Unreadable

FILE = b'{"format": "x", "payload": "a text that is long enough to be cut into a few pieces"}'
DAY = "Monday, 30 November 2026, 9:24 PM"
HEAD = ["Name", "Email address", "ID number", "Attempt", "Started on", "Last accessed on", "Score"]


def pieces(file: bytes, size: int = 40) -> list[str]:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = base64.b64encode(packer.compress(file) + packer.flush()).decode()
    cut = [packed[at : at + size] for at in range(0, len(packed), size)]
    return [f"a1.{number}.{len(cut)}.{data}" for number, data in enumerate(cut, start=1)]


def row(name: str, mail: str, attempt: str, answers: Sequence[str]) -> list[str]:
    begun = DAY if attempt != "-" else "-"
    return [name, mail, "10", attempt, begun, begun, "0", "completed", "b", "", *answers]


def report(*rows: list[str], delimiter: str = "\t", encoding: str = "utf-8") -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow([*HEAD, "Night watch", "Response 0", "Response 1", "Response 2"])
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def found(data: bytes) -> list[tuple[str, int]]:
    assert is_report(data)
    return [(each.name, each.attempt) for each in read_report(data)]


@pytest.mark.parametrize("delimiter", ["\t", ",", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_whoever_handed_in_is_in_it(delimiter: str, encoding: str) -> None:
    data = report(
        row("Żak, Łucja", "z@x", "1", pieces(FILE)),
        row("Nobody", "n@x", "-", []),
        row("Only Began", "o@x", "1", []),
        delimiter=delimiter,
        encoding=encoding,
    )
    assert found(data) == [("Żak, Łucja", 1)]
    assert [each.read() for each in read_report(data)] == [FILE]


def test_two_attempts_are_one_students_and_two_of_one_name_are_two() -> None:
    answers = pieces(FILE)
    data = report(
        row("Anna Weber", "a@x", "1", answers),
        row("Anna Weber", "a@x", "2", answers),
        row("Ben Sato", "b@x", "1", answers),
        row("Ben Sato", "c@x", "1", answers),
    )
    assert found(data) == [
        ("Anna Weber", 1),
        ("Anna Weber", 2),
        ("Ben Sato (b@x 10)", 1),
        ("Ben Sato (c@x 10)", 1),
    ]


def test_what_was_blanked_after_a_shorter_file_is_passed_over() -> None:
    data = report(row("Anna Weber", "a@x", "1", [*pieces(FILE), "a1.0.0."]))
    assert [each.read() for each in read_report(data)] == [FILE]


@pytest.mark.parametrize("answers", [pieces(FILE)[1:], pieces(FILE)[:-1]])
def test_a_piece_that_is_missing_is_missed(answers: list[str]) -> None:
    (one,) = read_report(report(row("Anna Weber", "a@x", "1", answers)))
    with pytest.raises(Unreadable, match="not all in the report"):
        one.read()


def test_what_is_damaged_is_told() -> None:
    damaged = [pieces(FILE)[0][:20] + "////" + pieces(FILE)[0][24:], *pieces(FILE)[1:]]
    (one,) = read_report(report(row("Anna Weber", "a@x", "1", damaged)))
    with pytest.raises(Unreadable, match="damaged"):
        one.read()
    assert isinstance(one, HandedIn)


def test_a_report_is_given_as_the_files_in_it(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(report(row("Weber/Sato", "a@x", "1", pieces(FILE))))
    assert [(each.path, each.read()) for each in entries(path)] == [
        ("Weber Sato/handed-in-1.json", FILE)
    ]


def test_another_file_is_no_report(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(report(row("Only Began", "o@x", "1", [])))
    with pytest.raises(Stopped, match="it is no zip"):
        list(entries(path))


@pytest.mark.parametrize("name", ["report.xlsx", "scorm night-watch.ODS"])
def test_a_report_in_a_spreadsheet_is_asked_for_as_text(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("content.xml", "<table/>")
    with pytest.raises(Stopped, match=r"it is a spreadsheet; .* in text format"):
        list(entries(path))
