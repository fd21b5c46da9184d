"""What it takes to run the notebooks of a class that codes, beside reading its answers."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent

__all__ = ["NAME", "Coded", "run_notebooks"]

NAME = "how-late"
_ENOUGH = "the instructor's own solution earns all points"


@dataclass(frozen=True)
class Coded:
    """A class that was graded by running its notebooks.

    Attributes
    ----------
    files
        How many notebooks, all of them graded.
    jobs
        How many ran at once.
    before
        Seconds that the look at the files, the escape test and the instructor's solution took.
    seconds
        Seconds of the notebooks themselves.
    reading
        Seconds that `sourcework grade` took for the same answers, read from files, all in all.
    """

    files: int
    jobs: int
    before: float
    seconds: float
    reading: float

    @property
    def rate(self) -> float:
        """Files a minute, without what comes before the first."""
        return self.files / self.seconds * 60


def run_notebooks(count: int = 40, jobs: int | None = None) -> Coded:
    """Make `count` notebooks of the book's assignment that is done in code, and grade them.

    Each of them loads the tables and calculates every answer, as the instructor's solution does;
    one answer in five is left out.

    Raises
    ------
    Stopped
        If nbgrader or bubblewrap cannot be used.
    """
    from sourcework.assignments.definition import load_assignment
    from sourcework.assignments.solutions import load_solution
    from sourcework.nbgrading.notebook_run import NotebookJob, run

    assignment = load_assignment(NAME)
    solution = load_solution(assignment)
    at_once = jobs or os.cpu_count() or 1
    moments: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _hand_in(root / "class", count)
        began = time.monotonic()
        job = NotebookJob(assignment, solution, root / "class", root / "out", at_once)

        def note(line: str) -> None:
            moments.setdefault(line, time.monotonic())

        summary = run(job, note)
        ended = time.monotonic()
        reading = _read(root / "out/answers", root / "graded")
    if summary.graded != count:
        raise AssertionError(f"{summary.graded} of {count} notebooks were graded")
    started = moments[_ENOUGH]
    return Coded(count, at_once, started - began, ended - started, reading)


def _read(answers: Path, out: Path) -> float:
    """Grade what the notebooks answered without running anything, in a process of its own."""
    command = [sys.executable, "-m", "sourcework", "grade", NAME, str(answers), "--out", str(out)]
    environment = os.environ | {"BOOK_FOLDER": str(ROOT)}
    began = time.monotonic()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    return time.monotonic() - began


def _hand_in(folder: Path, count: int) -> None:
    from sourcework.assignments.definition import load_assignment
    from sourcework.assignments.solutions import load_solution
    from sourcework.nbgrading.source import cells, load_key, notebook

    assignment = load_assignment(NAME)
    key = load_key(assignment, load_solution(assignment))
    solved = {cell.id: cell.source for cell in cells(assignment, key) if cell.role == "answer"}
    chance = random.Random(NAME)
    for number in range(1, count + 1):
        content: dict[str, Any] = notebook(assignment)
        for cell in content["cells"]:
            if cell["id"] in solved and chance.random() < 0.8:
                lines = solved[cell["id"]].splitlines()
                cell["source"] = "\n".join(line for line in lines if " SOLUTION" not in line)
        own = folder / f"student-{number:03}"
        own.mkdir(parents=True)
        text = json.dumps(content, ensure_ascii=False)
        (own / f"{NAME}.ipynb").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    print(run_notebooks(*(int(word) for word in sys.argv[1:])))
