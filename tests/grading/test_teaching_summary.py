"""What the teachers' page quotes is what the program says to a class of thirty."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from contents import ROOT
from runs import rows
from twelve import NAME, write_class

from sourcework.__main__ import main

PAGE = (ROOT / "book/grading-work.md").read_text(encoding="utf-8")
QUOTED = re.search(r"^```text\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[1]  # type: ignore[index]


def test_the_summary_is_quoted_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    submissions, gradebook = write_class(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(["grade", NAME, submissions.name, "--gradebook", gradebook.name]) == 0
    assert capsys.readouterr().out.replace(f"{tmp_path}/", "") == QUOTED


def test_the_rows_of_the_marking_sheet_are_shown_as_they_are(tmp_path: Path) -> None:
    submissions, gradebook = write_class(tmp_path)
    assert main(["grade", NAME, str(submissions), "--gradebook", str(gradebook)]) == 0
    sheet = rows(tmp_path / "submissions-graded/marking.csv")
    shown = (ROOT / "book/marking-work.md").read_text(encoding="utf-8")
    table = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in shown.splitlines()
        if line.startswith("|") and "---" not in line
    ]
    columns = table[0]
    assert set(columns) < set(sheet[0])
    own = [row for row in sheet if row["name"] == table[1][columns.index("name")]]
    given = [row | dict.fromkeys(("level", "comment"), "") for row in own]
    blank = [
        dict(zip(columns, row, strict=True)) | {"level": "", "comment": ""} for row in table[1:]
    ]
    assert [{name: row[name] for name in columns} for row in given] == blank
