"""Runs of `sourcework grade`, and what they wrote."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from sourcework.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = os.environ | {"BOOK_FOLDER": str(ROOT)}


@dataclass(frozen=True)
class Done:
    """What a run wrote.

    Attributes
    ----------
    results
        By student the row of `results.csv`.
    problems
        The rows of `problems.csv`.
    """

    code: int
    out: Path
    results: dict[str, dict[str, str]]
    problems: list[dict[str, str]]

    def total(self, student: str) -> float | None:
        """Return a student's total; None for a blank."""
        cell = self.results[student]["total"]
        return float(cell) if cell else None

    def told(self, file: str) -> list[str]:
        """Return what is told of a file, and whether its student was graded."""
        return [
            f"{row['problem']} [{row['graded']}]"
            for row in self.problems
            if row["file"] == file or row["file"].startswith(f"{file}/")
        ]


def rows(path: Path) -> list[dict[str, str]]:
    """Read a table that the grader wrote."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        divider = max(",;\t", key=file.readline().count)
        file.seek(0)
        return list(csv.DictReader(file, delimiter=divider))


def grade(assignment: Path, submissions: Path, *options: str, out: Path | None = None) -> Done:
    """Grade within this process."""
    out = out or submissions.with_name(f"{submissions.stem}-out")
    code = main(["grade", str(assignment), str(submissions), "--out", str(out), *options])
    return done(code, out)


def done(code: int, out: Path) -> Done:
    """Read what a run wrote."""
    results = out / "results.csv"
    problems = out / "problems.csv"
    return Done(
        code,
        out,
        {row["student"]: row for row in rows(results)} if results.exists() else {},
        rows(problems) if problems.exists() else [],
    )


def command(assignment: Path, submissions: Path, out: Path) -> list[str]:
    """Return the command line of a run in a process of its own."""
    python = [sys.executable, "-m", "sourcework", "grade"]
    return [*python, str(assignment), str(submissions), "--out", str(out)]


def start(*words: str, **options: object) -> subprocess.Popen[str]:
    """Start a process."""
    return subprocess.Popen(
        words,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,  # type: ignore[call-overload]
    )
