"""A pipe or a file that is not UTF-8, as on Windows, ends no command and spoils no output."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import benchmarks.__main__ as benches
import pytest
from copies import ROOT

COMMANDS = {
    "quizzes": ("lms", "moodle", "--out", "m.xml", "--items", "poison/choice-1"),
    "lists": ("assignment", "list"),
    "editions": ("assignment", "build", "twelve-days"),
    "schema": ("schema",),
}


def run(folder: Path, *words: str, encoding: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "sourcework", *words],
        cwd=folder,
        env={"BOOK_FOLDER": str(ROOT), "PYTHONIOENCODING": encoding, "PATH": "/usr/bin"},
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_no_encoding_of_the_output_ends_a_command(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = run(tmp_path, *words, encoding="ascii")
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_sign_that_the_output_lacks_is_printed_by_its_number(tmp_path: Path) -> None:
    done = run(tmp_path, "lms", "moodle", "--out", "\u10d2.xml", encoding="cp1252")
    assert done.returncode == 0
    assert b"\\u10d2.xml" in done.stdout


def test_the_schema_is_the_same_in_every_encoding(tmp_path: Path) -> None:
    one, other = (run(tmp_path, "schema", encoding=each).stdout for each in ("utf-8", "cp1252"))
    assert json.loads(one.decode("utf-8")) == json.loads(other.decode("utf-8"))


def test_no_encoding_ends_a_bench(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(benches, "BENCHES", {"one": lambda: None})
    monkeypatch.setattr(benches, "write", lambda *_: "1 \u2192 2")
    monkeypatch.setattr(sys, "argv", ["benchmarks", "one"])
    monkeypatch.setattr(sys, "stdout", shown)
    benches.main()
    shown.flush()
    assert shown.buffer.getvalue() == b"1 \\u2192 2\n"  # type: ignore[attr-defined]
