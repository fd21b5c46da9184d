"""Students' notebooks are run where they can do no harm, and one cannot spoil another's marks."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from counted import CHOICES, ESSAY, NUMBER, POINTS, RUNS, load, write_assignment
from runs import ENVIRONMENT

from sourcework.__main__ import main
from sourcework.assignments.definition import Assignment
from sourcework.assignments.solutions import load_solution
from sourcework.grading.reports.problems import Stopped
from sourcework.grading.store.spreadsheets import read_cells
from sourcework.nbgrading import batch, sandbox, selftest, spy_cells
from sourcework.nbgrading.notebook_run import NotebookJob, run
from sourcework.nbgrading.sandbox import LIMITS, check_bubblewrap
from sourcework.nbgrading.spy_cells import ATTEMPTS


def _why_not() -> str:
    if find_spec("nbgrader") is None:
        return "nbgrader is not installed: pip install -r requirements-grading.txt"
    try:
        check_bubblewrap()
    except Stopped as error:
        return str(error)
    return ""


WHY_NOT = _why_not()
pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "all is there")
SHORT = replace(LIMITS, cell=15, whole=120)


@dataclass(frozen=True)
class Graded:
    out: Path
    said: str
    points: dict[str, dict[str, float | None]]
    problems: dict[str, dict[str, str]]


def table(path: Path) -> Iterator[dict[str, str]]:
    head, *rows = read_cells(path)
    for row in rows:
        yield dict(zip(head, row, strict=True))


def scores(out: Path) -> Iterator[dict[str, str]]:
    return table(out / "scores.csv")


def hand_in(assignment: Assignment, folder: Path, students: list[str]) -> Path:
    for student in students:
        own = folder / "class" / student
        own.mkdir(parents=True)
        (own / "counted.ipynb").write_bytes(RUNS[student](assignment))
    return folder / "class"


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    folder = tmp_path_factory.mktemp("graded")
    assignment = load(write_assignment(folder))
    submissions = hand_in(assignment, folder, list(RUNS))
    (submissions / "damaged").mkdir()
    (submissions / "damaged/counted.ipynb").write_bytes(b'{"cells": [')
    said: list[str] = []
    job = NotebookJob(assignment, load_solution(assignment), submissions, folder / "out", 2, SHORT)
    run(job, said.append)
    points: dict[str, dict[str, float | None]] = {}
    for row in scores(folder / "out"):
        own = points.setdefault(row["student_id"], {})
        own[row["item"]] = float(row["points"]) if row["points"] else None
    problems = {row["student"]: row for row in table(folder / "out/problems.csv")}
    return Graded(folder / "out", "\n".join(said), points, problems)


@pytest.fixture
def brief_spy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the spy try a few things only, where a test is about something else."""
    few = ("read the keys", "write outside", "stop another student's kernel")
    for module in (selftest, spy_cells):
        monkeypatch.setattr(module, "ATTEMPTS", {name: ATTEMPTS[name] for name in few})


def test_what_is_to_be_loaded_once_for_all_is_there() -> None:
    assert [name for name in batch._LOADED if find_spec(name) is None] == []


def test_the_spy_gets_nowhere(graded: Graded) -> None:
    report = (graded.out / "escape-test.txt").read_text(encoding="utf-8")
    assert report.count("  stopped  ") == len(ATTEMPTS) + 1
    assert "ESCAPED" not in report
    assert report.strip() in graded.said


EARNED = {
    "right": (2, 4),
    "partial": (2, 2),
    "wrong": (0, 0),
    "blank": (0, 0),
    "deleted": (None, 4),
    "syntax": (0, 4),
    "module": (0, 4),
    "loop": (0, 4),
    "flood": (2, 4),
    "equal": (0, 4),
    "patches": (0, 4),
    "peeks": (0, 4),
    "forges": (0, 4),
    "base": (0, 4),
    "quits": (None, None),
    "sockets": (None, None),
    "damaged": (None, None),
}


@pytest.mark.parametrize(("student", "earned"), EARNED.items())
def test_everybody_gets_what_he_earned_and_nobody_a_zero_for_what_was_not_graded(
    graded: Graded, student: str, earned: tuple[float | None, float | None]
) -> None:
    own = graded.points[student]
    assert (own[NUMBER], own[CHOICES]) == earned
    assert own[ESSAY] is None


def test_every_student_is_there(graded: Graded) -> None:
    assert set(graded.points) == set(EARNED) == {*RUNS, "damaged"}


@pytest.mark.parametrize(
    ("student", "status", "said"),
    [
        ("right", "ok", ""),
        ("loop", "ok", "counted/number-1 took longer than 15 seconds"),
        ("module", "ok", "counted/number-1: ModuleNotFoundError"),
        ("equal", "ok", "counted/number-1: TypeError"),
        ("deleted", "repaired", "answer-counted-number-1 is missing"),
        ("quits", "not graded", "its code ended the kernel"),
        ("sockets", "not graded", "into the folder of the sockets"),
        ("damaged", "quarantined", "cut off"),
    ],
)
def test_what_went_wrong_is_said(graded: Graded, student: str, status: str, said: str) -> None:
    row = graded.problems[student]
    assert row["status"] == status
    assert said in row["what"]


def test_feedback_has_no_hidden_tests_no_key_and_no_marks_scheme(graded: Graded) -> None:
    pages = {path.stem: path.read_text(encoding="utf-8") for path in graded.out.glob("feedback/*")}
    graded_all = {name for name, (_, second) in EARNED.items() if second is not None}
    assert set(pages) == graded_all
    for student, page in pages.items():
        if student == "peeks":  # its own code has these words
            continue
        for secret in ("HIDDEN TESTS", "MARK SCHEME", "MARKER", "MODEL ANSWER", "3 * 4"):
            assert secret not in page
    assert "Because he was rude." in pages["right"]


def test_feedback_runs_nothing_and_asks_nothing(graded: Graded) -> None:
    for path in graded.out.glob("feedback/*"):
        page = path.read_text(encoding="utf-8")
        assert "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\"" in page
        assert re.search(r"<script|<link|<iframe", page) is None
        assert re.search(r'(?:src|href)="(?!data:)', page) is None
    assert "counted/number-1</strong>: 2 of 2" in (graded.out / "feedback/right.html").read_text()


_DIES_ONCE = """#!/bin/bash
if [[ " $* " == *" ipykernel_launcher "* ]]; then
  echo >> {count}
  if [[ $(wc -l < {count}) == 3 ]]; then exit 1; fi
fi
exec {real} "${{@/#$0/{real}}}"
"""


def test_a_kernel_that_dies_before_its_first_cell_is_started_again(tmp_path: Path) -> None:
    folder = write_assignment(tmp_path)
    submissions = hand_in(load(folder), tmp_path, ["right"])
    fake, count = tmp_path / "bin" / "bwrap", tmp_path / "count"
    fake.parent.mkdir()
    real = str(shutil.which("bwrap")).replace("/", r"\/")
    text = _DIES_ONCE.format(count=count, real=real)
    fake.write_text(text.replace(f"exec {real}", f"exec {shutil.which('bwrap')}"))
    fake.chmod(0o755)
    count.touch()
    words = [sys.executable, "-m", "sourcework", "nbgrade", "run", str(folder), str(submissions)]
    path = os.pathsep.join([str(fake.parent), os.environ["PATH"]])
    done = (
        subprocess.run(  # in a process of its own: kernels have the path of the one they began in
            [*words, "--out", str(tmp_path / "out"), "--jobs", "1"],
            env=ENVIRONMENT | {"PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
    )
    assert done.returncode == 0, done.stderr
    points = {row["item"]: row["points"] for row in scores(tmp_path / "out")}
    assert (points[NUMBER], points[CHOICES]) == ("2", "4")
    assert count.read_text().count("\n") == 4  # of the instructor, the spy, twice the student


def test_what_a_notebook_puts_out_is_kept_within_bounds(graded: Graded) -> None:
    assert (graded.out / "feedback/flood.html").stat().st_size < 3 << 20


def test_answers_go_on_to_the_grader(graded: Graded, tmp_path: Path) -> None:
    folder = graded.out.parent / "counted"
    words = ["grade", str(folder), str(graded.out / "answers"), "--out", str(tmp_path / "out")]
    assert main(words) == 0
    rows = {row["student"]: row for row in table(tmp_path / "out/results.csv")}
    assert not {"deleted", "quits", "damaged"} & set(rows)
    for student in ("right", "partial", "wrong"):
        own = graded.points[student]
        for item in POINTS:
            assert float(rows[student][item]) == own[item]


def test_nothing_is_left_running_or_lying_about(graded: Graded) -> None:
    del graded
    until = time.monotonic() + 60
    while time.monotonic() < until:
        commands = [
            path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()
        ]
        if not any(b"ipykernel_launcher\0-f\0/run/connection.json" in each for each in commands):
            return
        time.sleep(0.2)
    pytest.fail("a kernel runs on")


@pytest.mark.usefixtures("brief_spy")
def test_a_run_that_is_broken_off_keeps_what_it_graded_and_the_next_begins_anew(
    tmp_path: Path,
) -> None:
    assignment = load(write_assignment(tmp_path))
    submissions, out = tmp_path / "class", tmp_path / "out"
    for student in ("an\x1b[2J\rna", "weber"):
        (submissions / student).mkdir(parents=True)
        (submissions / student / "counted.ipynb").write_bytes(RUNS["right"](assignment))
    job = NotebookJob(assignment, load_solution(assignment), submissions, out, 1, SHORT)
    said: list[str] = []

    def hear(line: str) -> None:
        said.append(line)
        if line.startswith("1 of "):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(job, hear)
    assert said[-1] == "1 of 2: an\ufffd[2J na: graded"
    points = {(row["student_id"][:2], row["item"]): row["points"] for row in scores(out)}
    assert (points["an", NUMBER], points["we", NUMBER]) == ("2", "")
    (first,) = (out / "answers").iterdir()
    problems = {row["student"][:2]: row for row in table(out / "problems.csv")}
    assert problems["an"]["status"] == "ok"
    assert problems["we"]["what"] == "the run was broken off before it was graded"

    next(submissions.glob("an*/*")).write_bytes(b"cut off")
    run(job, said.append)
    assert said[-1] == "1 of 1: weber: graded"
    assert [path.name for path in out.glob("answers/*")] == ["weber.json"]
    assert [path.name for path in out.glob("feedback/*")] == ["weber.html"]
    assert not first.exists()


def test_who_breaks_a_run_off_is_told_what_it_keeps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_assignment(tmp_path)
    submissions = hand_in(load(folder), tmp_path, ["right"])

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sourcework.nbgrading.notebook_run.run", interrupted)
    out = tmp_path / "out"
    assert main(["nbgrade", "run", str(folder), str(submissions), "--out", str(out)]) == 130
    assert f"broken off; {out} has what was graded" in capsys.readouterr().err


@pytest.mark.usefixtures("brief_spy")
def test_a_key_that_can_be_reached_stops_the_run(tmp_path: Path) -> None:
    """The assignment lies where Python does, which a student's code can read."""
    within = Path(sys.prefix) / f"assignment-{os.getpid()}"
    try:
        assignment = load(write_assignment(within))
        submissions = hand_in(assignment, tmp_path, ["right"])
        job = NotebookJob(
            assignment, load_solution(assignment), submissions, tmp_path / "out", 2, SHORT
        )
        with pytest.raises(Stopped, match=r"does not hold.*read the keys"):
            run(job, lambda _: None)
    finally:
        shutil.rmtree(within)
    assert "ESCAPED  read the keys" in (tmp_path / "out/escape-test.txt").read_text()
    assert not (tmp_path / "out/scores.csv").exists()


@pytest.mark.usefixtures("brief_spy")
def test_a_solution_that_does_not_earn_all_points_stops_the_run(tmp_path: Path) -> None:
    assignment = load(write_assignment(tmp_path, code="import not_there\nanswer = 12\n"))
    submissions = hand_in(assignment, tmp_path, ["right"])
    job = NotebookJob(
        assignment, load_solution(assignment), submissions, tmp_path / "out", 2, SHORT
    )
    with pytest.raises(Stopped, match=r"counted/number-1: 0 of 2 \(ModuleNotFoundError\)"):
        run(job, lambda _: None)
    assert not (tmp_path / "out/scores.csv").exists()


def test_without_bubblewrap_nothing_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_assignment(tmp_path)
    submissions = hand_in(load(folder), tmp_path, ["right"])
    monkeypatch.setattr(sandbox.shutil, "which", lambda _: None)
    out = tmp_path / "out"
    assert main(["nbgrade", "run", str(folder), str(submissions), "--out", str(out)]) == 1
    assert "bubblewrap (bwrap) is not installed" in capsys.readouterr().err
    assert not out.exists()
