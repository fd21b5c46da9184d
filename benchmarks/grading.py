"""What it takes to grade a class: files a minute, memory, and how both grow."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from .nbgrading import Coded, run_notebooks
from .report import Report, Table, machine

__all__ = ["run"]

ROOT = Path(__file__).resolve().parent.parent
SIZES = (100, 1_000, 10_000, 100_000)
FORMS = ("folder", "zip")
BAD = 0.03
# Between the bench and the grader stands a small process: a child begins with the memory of its
# parent, and the bench has much in its own.
_WATCH = """
import resource, subprocess, sys, time
began = time.monotonic()
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss)
"""
_ENVIRONMENT = os.environ | {"PYTHONPATH": f"{ROOT / 'book'}{os.pathsep}{ROOT / 'tests/grading'}"}
_MEBIBYTE = 2**20

METHOD = (
    "A class is made by `tests/grading/classes.py`: each student hands in answers to thirty "
    "questions, three in ten as a notebook, under the names that Canvas gives. Three in a hundred "
    "files are bad: empty, cut off, nested 200,000 deep, pictures, of another assignment. "
    "`sourcework grade` runs in a process of its own, once, and writes all that it writes: "
    "results, a page of feedback for every student, statistics, problems.",
    "After every run the bench compares: each good file has the points that its student earned, "
    "each bad one is a blank, and is listed. A difference stops the bench.",
    "Seconds are those of a clock, from the start of Python to its end; *processor* is what the "
    "process used of it, and other work on the machine does not count there. Files a minute are "
    "by the clock, and then by the processor alone. Memory is the most that the process held at "
    "once (resident), in MiB of 2²⁰ bytes; Python with the libraries that the book needs is "
    "{floor:.0f} of them, as a class of none shows.",
    "Beside it, notebooks of *How late did we know?* that calculate their answers: nbgrader runs "
    "them, one for each core, and `sourcework grade` reads what they answered. For so few files "
    "most of its time is the start of Python.",
    "By a profile of 2,000 files a page of feedback takes two thirds of the time; reading and "
    "marking a file takes an eighth.",
)


@dataclass(frozen=True)
class Graded:
    """One run.

    Attributes
    ----------
    seconds, processor
        By the clock, and of the processor.
    memory
        Bytes at most.
    good, bad
        Files that were graded, and files that were listed.
    """

    form: str
    files: int
    good: int
    bad: int
    seconds: float
    processor: float
    memory: int


def run() -> Report:
    """Grade classes of several sizes, as folders and as zips."""
    stamp = machine(("pandas", "Jinja2", "pydantic"))
    floor = _empty()
    runs = [_grade(form, size) for size in SIZES for form in FORMS]
    coded = run_notebooks()
    return Report(
        "What grading a class takes",
        stamp,
        [each.format(floor=floor / _MEBIBYTE) for each in METHOD],
        [_table(runs), _beside(coded)],
        {"floor": floor, "runs": [asdict(each) for each in runs], "coded": asdict(coded)},
    )


def _table(runs: list[Graded]) -> Table:
    rows = [
        [
            f"{each.files:,}",
            each.form,
            f"{each.seconds:,.1f}",
            f"{each.processor:,.1f}",
            f"{each.files / each.seconds * 60:,.0f}",
            f"{each.files / each.processor * 60:,.0f}",
            f"{each.memory / _MEBIBYTE:,.0f}",
            f"{each.good:,}",
            f"{each.bad:,}",
        ]
        for each in runs
    ]
    columns = [
        "Files",
        "Handed out as",
        "Seconds",
        "Processor, s",
        "Files a minute",
        "A minute of processor",
        "Memory, MiB",
        "Graded",
        "Listed",
    ]
    return Table("How it grows", columns, rows)


def _beside(coded: Coded) -> Table:
    rows = (
        ("nbgrader, in a sandbox", coded.before, coded.seconds),
        ("`sourcework grade`", 0.0, coded.reading),
    )
    cells = [
        [name, str(coded.files), f"{before:.1f}", f"{took:.1f}", f"{coded.files / took * 60:,.0f}"]
        for name, before, took in rows
    ]
    columns = ["Graded by", "Files", "Before the first, s", "Seconds", "Files a minute"]
    return Table("The same answers, run and read", columns, cells)


def _empty() -> int:
    """Return the memory of a run that has nothing to grade."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _make(root, "folder", 0)
        (root / "class").mkdir()
        return _run(root, root / "class")[2]


def _grade(form: str, size: int) -> Graded:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _make(root, form, size)
        submissions = root / ("class.zip" if form == "zip" else "class")
        seconds, processor, memory = _run(root, submissions)
        good, bad = _compare(root)
    return Graded(form, size, good, bad, seconds, processor, memory)


def _make(root: Path, form: str, size: int) -> None:
    maker = [sys.executable, str(ROOT / "tests/grading/classes.py"), str(root), form]
    subprocess.run([*maker, str(size), str(BAD)], env=_ENVIRONMENT, check=True)


def _run(root: Path, submissions: Path) -> tuple[float, float, int]:
    """Grade in a process of its own: seconds by the clock and of the processor, bytes at most."""
    watch = [sys.executable, "-c", _WATCH]
    grade = [sys.executable, "-m", "sourcework", "grade", str(root / "thirty"), str(submissions)]
    done = subprocess.run(
        [*watch, *grade, "--out", str(root / "out")],
        env=_ENVIRONMENT,
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, processor, memory = map(float, done.stdout.split())
    return seconds, processor, round(memory) * 1024


def _compare(root: Path) -> tuple[int, int]:
    """Compare what was written with what is true; return how many were graded and listed."""
    totals = {row["student"]: row["total"] for row in _rows(root / "out/results.csv")}
    problems = _rows(root / "out/problems.csv")
    listed = {row["file"] for row in problems if row["graded"] == "no"}
    truth = list(_rows(root / "truth.csv"))
    for row in truth:
        if totals[row["student"]] != row["right"]:
            raise AssertionError(f"{row['path']}: {totals[row['student']]}, not {row['right']}")
        if (row["path"] in listed) == bool(row["right"]):
            raise AssertionError(f"{row['path']}: listed, or not, otherwise than it should be")
    return sum(bool(row["right"]) for row in truth), len(listed)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)
