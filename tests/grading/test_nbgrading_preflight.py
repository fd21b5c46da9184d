"""Every file is looked at before nbgrader sees it: put right, or put aside, and said which."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from counted import CHOICES, ESSAY, NUMBER, RIGHT, answered, as_file, find, load, write_assignment

from sourcework.assignments.definition import Assignment
from sourcework.grading.reports.problems import Unreadable
from sourcework.nbgrading.preflight import Checked, Checker

Change = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="module")
def assignment(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return load(write_assignment(tmp_path_factory.mktemp("assignments")))


@pytest.fixture
def content(assignment: Assignment) -> dict[str, Any]:
    return answered(assignment, RIGHT, "Because he was rude.")


def check(assignment: Assignment, content: dict[str, Any]) -> Checked:
    return Checker(assignment).check(as_file(content))


def ids(checked: Checked) -> list[str]:
    return [each["id"] for each in json.loads(checked.notebook)["cells"]]


def refused(assignment: Assignment, data: bytes) -> str:
    with pytest.raises(Unreadable) as error:
        Checker(assignment).check(data)
    assert error.value.cure
    return error.value.problem


def test_an_honest_notebook_is_ok_and_comes_out_as_it_was(
    assignment: Assignment, content: dict[str, Any]
) -> None:
    checked = check(assignment, content)
    assert (checked.status, checked.notes, checked.lost) == ("ok", (), ())
    assert json.loads(checked.notebook) == content
    assert checked.written == {ESSAY: "Because he was rude."}


def strip(content: dict[str, Any]) -> None:
    for cell in content["cells"]:
        cell["metadata"] = {}
        cell.pop("id")


def split(content: dict[str, Any]) -> None:
    """Divide an answer's cell as JupyterLab does: both pieces keep the metadata."""
    cell = find(content, "answer-counted-number-1")
    again = copy.deepcopy(cell) | {"id": "another", "source": "answer_number_1 = 12"}
    content["cells"].insert(content["cells"].index(cell) + 1, again)


def copy_test(content: dict[str, Any]) -> None:
    content["cells"].append(copy.deepcopy(find(content, "test-counted-number-1")))


def change_test(content: dict[str, Any]) -> None:
    find(content, "test-counted-number-1")["source"] = "2.0"


def more_points(content: dict[str, Any]) -> None:
    find(content, "test-counted-number-1")["metadata"]["nbgrader"]["points"] = 100


def delete_test(content: dict[str, Any]) -> None:
    content["cells"].remove(find(content, "test-counted-number-1"))


def as_markdown(content: dict[str, Any]) -> None:
    cell = find(content, "answer-counted-number-1")
    cell["cell_type"] = "markdown"
    del cell["outputs"], cell["execution_count"]


def other_kernel(content: dict[str, Any]) -> None:
    content["metadata"]["kernelspec"]["name"] = "ir"


def old_edition(content: dict[str, Any]) -> None:
    content["metadata"]["dossier"]["version"] = "00000000"


REPAIRED: dict[str, tuple[Change, str]] = {
    "metadata stripped": (strip, "had lost what nbgrader knows them by"),
    "answer divided": (split, "answer-counted-number-1 was there 2 times"),
    "test copied": (copy_test, "test-counted-number-1 was there 2 times"),
    "test changed": (change_test, "test-counted-number-1 had been changed"),
    "test deleted": (delete_test, "test-counted-number-1 was missing"),
    "cell type changed": (as_markdown, "had become markdown"),
    "wrong kernel": (other_kernel, "its kernel was called 'ir'"),
    "other edition": (old_edition, "another edition of the questions"),
}


@pytest.mark.parametrize(("change", "note"), REPAIRED.values(), ids=list(REPAIRED))
def test_what_can_be_put_right_is_put_right(
    assignment: Assignment, content: dict[str, Any], change: Change, note: str
) -> None:
    honest = json.loads(check(assignment, content).notebook)
    change(content)
    checked = check(assignment, content)
    assert checked.status == "repaired"
    assert note in "; ".join(checked.notes)
    assert checked.lost == ()
    own = [each["id"] for each in honest["cells"]]
    assert [each for each in ids(checked) if not each.startswith("own-")] == own
    again = {each["id"]: each for each in json.loads(checked.notebook)["cells"]}
    for cell in honest["cells"]:
        assert again[cell["id"]] == cell


def test_a_divided_answer_runs_as_it_ran_at_home(
    assignment: Assignment, content: dict[str, Any]
) -> None:
    split(content)
    cells = json.loads(check(assignment, content).notebook)["cells"]
    place = [each["id"] for each in cells].index("answer-counted-number-1")
    assert cells[place + 1]["source"] == "answer_number_1 = 12"
    assert cells[place + 1]["metadata"] == {}
    assert cells[place + 2]["id"] == "test-counted-number-1"


def test_points_are_those_of_the_assignment(
    assignment: Assignment, content: dict[str, Any]
) -> None:
    more_points(content)
    cells = json.loads(check(assignment, content).notebook)["cells"]
    cell = next(each for each in cells if each["id"] == "test-counted-number-1")
    assert cell["metadata"]["nbgrader"]["points"] == 2


def test_a_deleted_answer_is_lost_and_not_wrong(
    assignment: Assignment, content: dict[str, Any]
) -> None:
    content["cells"].remove(find(content, "answer-counted-number-1"))
    checked = check(assignment, content)
    assert checked.lost == (NUMBER,)
    assert "is missing, and its answer with it" in "; ".join(checked.notes)
    assert ids(checked).index("answer-counted-number-1") < ids(checked).index(
        "test-counted-number-1"
    )


TEXT = "Because the letter says that he was rude, and it was dictated in January."
ASIDE_TEXT = {"cell_type": "markdown", "metadata": {}, "source": TEXT}
ASIDE_CODE = {"cell_type": "code", "metadata": {}, "source": f'essay = """{TEXT}"""'}


def below(content: dict[str, Any]) -> None:
    content["cells"].append(dict(ASIDE_TEXT))


def on_top(content: dict[str, Any]) -> None:
    content["cells"].insert(0, dict(ASIDE_TEXT))


def under_the_question(content: dict[str, Any]) -> None:
    find(content, "question-counted-short-1")["source"] += f"\n\n{TEXT}"


def in_code(content: dict[str, Any]) -> None:
    content["cells"].append(dict(ASIDE_CODE))


def under_another_question(content: dict[str, Any]) -> None:
    find(content, "question-counted-number-1")["source"] += f"\n\n{TEXT}"


ASIDE_BY = [below, on_top, under_the_question, in_code, under_another_question]


@pytest.mark.parametrize("change", ASIDE_BY)
def test_an_essay_in_another_cell_is_taken_along(assignment: Assignment, change: Change) -> None:
    content = answered(assignment, RIGHT, "")
    assert check(assignment, content).written == {}
    change(content)
    checked = check(assignment, content)
    assert TEXT in checked.written[ESSAY]
    assert checked.status == "repaired"
    assert f"a text for {ESSAY} stands in another cell" in "; ".join(checked.notes)


def test_a_text_beside_an_essay_is_shown_below_it(
    assignment: Assignment, content: dict[str, Any]
) -> None:
    below(content)
    text = check(assignment, content).written[ESSAY]
    assert text.startswith("Because he was rude.\n\n[In another cell")
    assert text.endswith(TEXT)


def test_fifty_megabytes_of_output_are_left_out(
    assignment: Assignment, content: dict[str, Any]
) -> None:
    text = "x" * (50 << 20)
    find(content, "setup")["outputs"] = [{"output_type": "stream", "name": "stdout", "text": text}]
    checked = check(assignment, content)
    assert checked.status == "ok"
    assert len(checked.notebook) < 100_000


def test_cells_of_ones_own_stay_where_they_are(
    assignment: Assignment, content: dict[str, Any]
) -> None:
    own = {"cell_type": "code", "metadata": {"tags": ["mine"]}, "source": ["a = 1\n", "a"]}
    content["cells"].insert(3, own)
    cell = json.loads(check(assignment, content).notebook)["cells"][3]
    assert (cell["source"], cell["metadata"]) == ("a = 1\na", {})


def of_form(number: int) -> bytes:
    return json.dumps({"nbformat": number, "worksheets": [{"cells": []}], "cells": []}).encode()


ASIDE = {
    "empty": (b"", "empty"),
    "noughts": (b"\0" * 2000, "empty"),
    "no JSON": (b"%PDF-1.7", "cut off, or no notebook"),
    "not UTF-8": ('{"cells": "ö"}'.encode("latin-1"), "not UTF-8"),
    "nested 200,000 deep": (b"[" * 200_000 + b"]" * 200_000, "nested deeper"),
    "nested 500 deep": (
        b'{"nbformat": 4, "cells": [], "metadata": ' + b"[" * 500 + b"]" * 500 + b"}",
        "nested deeper",
    ),
    "a list": (b"[]", "no notebook"),
    "a number of 10,000 digits": (b'{"nbformat": ' + b"4" * 10_000 + b"}", "cut off"),
    "form 3": (of_form(3), "the form 3 of notebooks"),
    "form 5": (of_form(5), "no notebook"),
    "cells that are none": (b'{"nbformat": 4, "cells": [1, 2]}', "its cell 1 is none"),
    "a source that is none": (
        b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": {"a": 1}}]}',
        "its cell 1 is none",
    ),
    "too many cells": (
        json.dumps({"nbformat": 4, "cells": [{}] * 3000}).encode(),
        "more than 2,000 cells",
    ),
    "a cell that is too long": (
        json.dumps(
            {"nbformat": 4, "cells": [{"cell_type": "code", "source": "x" * 600_000}]}
        ).encode(),
        "longer than",
    ),
    "another notebook": (
        json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": "1"}]}).encode(),
        "none of its cells can be known",
    ),
    "another assignment": (
        json.dumps(
            {"nbformat": 4, "cells": [], "metadata": {"dossier": {"assignment": "other"}}}
        ).encode(),
        "of another assignment, other",
    ),
}


@pytest.mark.parametrize(("data", "problem"), ASIDE.values(), ids=list(ASIDE))
def test_what_cannot_be_put_right_is_put_aside(
    assignment: Assignment, data: bytes, problem: str
) -> None:
    assert problem in refused(assignment, data)


def test_a_notebook_that_is_cut_off_is_put_aside(
    assignment: Assignment, content: dict[str, Any]
) -> None:
    data = as_file(content)
    assert "cut off" in refused(assignment, data[: len(data) // 2])


def test_two_different_essays_are_put_aside(
    assignment: Assignment, content: dict[str, Any]
) -> None:
    again = copy.deepcopy(find(content, "written-counted-short-1"))
    content["cells"].append(again | {"source": "Another."})
    assert "twice, with different texts" in refused(assignment, as_file(content))


def test_other_encodings_are_read(assignment: Assignment, content: dict[str, Any]) -> None:
    text = as_file(content).decode()
    for encoding in ("utf-16", "utf-8-sig"):
        checked = Checker(assignment).check(text.encode(encoding))
        assert checked.status == "repaired"
        assert json.loads(checked.notebook) == content


def test_half_a_character_does_no_harm(assignment: Assignment, content: dict[str, Any]) -> None:
    find(content, "answer-counted-number-1")["source"] += "  # \ud83d"
    data = json.dumps(content).encode()
    assert json.loads(Checker(assignment).check(data).notebook)


def test_every_item_is_known(assignment: Assignment) -> None:
    assert set(assignment.questions) == {NUMBER, CHOICES, ESSAY}


@pytest.mark.parametrize("name", ["how-late"])
def test_the_books_own_notebook_passes(name: str) -> None:
    from sourcework.assignments.definition import load_assignment

    own = load_assignment(name)
    checked = Checker(own).check(as_file(answered(own, {})))
    assert checked.status == "ok"


def test_the_checker_reads_nothing_but_what_it_is_given(
    assignment: Assignment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    content = answered(assignment, {"number_1": "open('made', 'w') and 12"})
    check(assignment, content)
    assert list(tmp_path.iterdir()) == []
