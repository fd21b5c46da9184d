"""nbgrader's notebook of an assignment: what students get has no key in it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from counted import CHOICES, NUMBER, RIGHT, answered, as_file, load, write_assignment

from sourcework.__main__ import main
from sourcework.assignments.definition import Assignment, load_assignment
from sourcework.assignments.solutions import load_solution
from sourcework.nbgrading.answer_literals import plain, points
from sourcework.nbgrading.source import (
    SourceCell,
    SourceSolutions,
    cells,
    load_key,
    notebook,
    read_marker,
    without_hidden,
)

SECRETS = [
    "BEGIN SOLUTION",
    "HIDDEN TESTS",
    "MARK SCHEME",
    "A MODEL ANSWER",
    "A MARKER'S NOTE",
    "3 * 4",
]


@pytest.fixture(scope="module")
def assignment(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return load(write_assignment(tmp_path_factory.mktemp("assignments")))


@pytest.fixture(scope="module")
def key(assignment: Assignment) -> SourceSolutions:
    return load_key(assignment, load_solution(assignment))


def by_id(found: dict[str, Any]) -> dict[str, str]:
    return {cell["id"]: cell["source"] for cell in found["cells"]}


def test_the_source_has_solutions_tests_and_a_mark_scheme(
    assignment: Assignment, key: SourceSolutions
) -> None:
    text = json.dumps(notebook(assignment, key))
    assert [secret for secret in SECRETS if secret not in text] == []


def test_what_students_get_has_none_of_them(assignment: Assignment) -> None:
    text = json.dumps(notebook(assignment))
    assert [secret for secret in SECRETS if secret in text] == []


def test_source_and_release_have_the_same_cells(
    assignment: Assignment, key: SourceSolutions
) -> None:
    def about(cell: SourceCell) -> tuple[str, str, str, float]:
        return cell.id, cell.kind, cell.role, cell.points

    assert list(map(about, cells(assignment, key))) == list(map(about, cells(assignment)))


@pytest.mark.parametrize("name", ["how-late", "twelve-days"])
def test_ids_are_what_notebooks_and_nbgrader_allow(name: str) -> None:
    ids = [cell.id for cell in cells(load_assignment(name))]
    assert len(set(ids)) == len(ids)
    assert [each for each in ids if not re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", each)] == []


def test_the_same_assignment_gives_the_same_notebook(
    assignment: Assignment, key: SourceSolutions
) -> None:
    assert notebook(assignment, key) == notebook(assignment, key)


def test_code_in_the_text_can_be_run(assignment: Assignment) -> None:
    assert [c.source for c in cells(assignment) if c.kind == "code" and c.role == "text"][1] == (
        "limit = 12"
    )


def test_a_solution_is_the_code_of_the_keys_or_the_key(
    assignment: Assignment, key: SourceSolutions
) -> None:
    sources = by_id(notebook(assignment, key))
    assert "answer = 3 * 4\nanswer_number_1 = answer" in sources["answer-counted-number-1"]
    assert "answer_choices_1 = ['a', 'b']" in sources["answer-counted-choices-1"]


def test_hidden_parts_are_taken_out_whole(assignment: Assignment, key: SourceSolutions) -> None:
    released = by_id(notebook(assignment))
    for name, source in by_id(notebook(assignment, key)).items():
        if name.startswith(("test-", "question-")):
            assert without_hidden(source) == released[name]


@pytest.mark.parametrize(
    ("source", "known"),
    [
        ("# answer to counted/number-1: a number\n1", ("answer", "counted/number-1")),
        ("# test of counted/number-1\nshow()", ("test", "counted/number-1")),
        ("# work for counted/short-1", ("work", "counted/short-1")),
        ("<!-- answer to counted/short-1 -->\nText.", ("written", "counted/short-1")),
        ("x = 1  # answer to counted/number-1", ("", "")),
        ("", ("", "")),
    ],
)
def test_cells_are_known_by_their_first_line(source: str, known: tuple[str, str]) -> None:
    assert read_marker(source) == known


def test_answers_become_plain_values() -> None:
    import numpy as np
    import pandas as pd

    assert plain(np.float64(2.5)) == 2.5
    assert plain(pd.Index(["a", "b"])) == ["a", "b"]
    assert plain(pd.Series({"a": "x"})) == {"a": "x"}
    assert plain(pd.Series([1, 2])) == [1, 2]
    assert plain({"b", "a"}) == ["a", "b"]
    assert plain(("a", np.str_("b"))) == ["a", "b"]
    assert plain(float("nan")) is None


class Equal(int):
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = int.__hash__


@pytest.mark.parametrize("answer", [Equal(3), print, object(), [Equal(3)]])
def test_what_only_looks_like_an_answer_is_refused(answer: object) -> None:
    with pytest.raises(TypeError, match="an answer is"):
        plain(answer)


def test_points_follow_the_rules_of_scoring(key: SourceSolutions) -> None:
    rule = json.dumps(key.solution.items[CHOICES].rule())
    assert points(rule, ["a"], 4.0) == 2.0
    assert points(rule, None, 4.0) == 0.0


def test_importing_dossier_needs_no_nbgrader() -> None:
    code = (
        "import sys, sourcework.__main__; print(any(m.startswith('nbgrader') for m in sys.modules))"
    )
    said = subprocess.run([sys.executable, "-c", code], env=_path(), capture_output=True, text=True)
    assert said.stdout == "False\n", said.stderr


def _path() -> dict[str, str]:
    return os.environ | {"BOOK_FOLDER": str(Path(__file__).resolve().parents[2])}


def test_nbgrader_makes_the_same_release_and_grades_by_parts(
    assignment: Assignment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By nbgrader alone, without our sandbox, as a teacher may use it who trusts a class."""
    pytest.importorskip("nbgrader", reason="nbgrader is not installed")
    course = tmp_path / "course"
    assert main(["nbgrade", "source", str(assignment.folder), "--out", str(course)]) == 0
    assert "what students get" in capsys.readouterr().out
    released = json.loads((course / "release/counted/counted.ipynb").read_text(encoding="utf-8"))
    made = {cell["id"]: "".join(cell["source"]) for cell in released["cells"]}
    assert made == by_id(notebook(assignment))
    work = {
        "right": RIGHT,
        "half": RIGHT | {"choices_1": '["a"]'},
        "blank": {},
    }
    for student, code in work.items():
        own = course / "submitted" / student / "counted"
        own.mkdir(parents=True)
        (own / "counted.ipynb").write_bytes(as_file(answered(assignment, code)))
    bin_folder = Path(sys.executable).parent
    environment = _path() | {"PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}"}
    for words in (["autograde", "counted"], ["export", "--to", "grades.csv"]):
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", *words],
            cwd=course,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
    rows = (course / "grades.csv").read_text(encoding="utf-8").splitlines()
    head = rows[0].split(",")
    found = {
        row["student_id"]: float(row["score"])
        for row in (dict(zip(head, r.split(","), strict=True)) for r in rows[1:])
    }
    assert found == {"right": 6.0, "half": 4.0, "blank": 0.0}
    assert {NUMBER, CHOICES} <= set(assignment.questions)
