"""What is there and cannot be read: it is never worth nothing before a person has looked."""

from __future__ import annotations

import json
import zipfile
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from classes import ESSAY, GOOD, IDS, answers, code, notebook_of, write_assignment
from runs import Done, grade, rows
from test_marksheet import fill

from sourcework.assignments.definition import load_assignment
from sourcework.editions.notebook import handed_out
from sourcework.editions.notebook import notebook as edition
from sourcework.grading.intake.reading import read

CHOICE, NUMBER = "thirty/choice-1", "thirty/number-1"
TEXT = "Stalin wrote that she said the wish aloud, and the verb decides."


def own(item: str, source: str, kind: str = "code") -> dict[str, Any]:
    return code(source, {"dossier": {"item": item}}) | {"cell_type": kind}


def notebook(*cells: dict[str, Any]) -> bytes:
    """Return a notebook in which all is right that these cells do not answer."""
    named = {cell["metadata"]["dossier"]["item"] for cell in cells if "dossier" in cell["metadata"]}
    right = {name: each for name, each in GOOD.items() if name not in named}
    return notebook_of([*(own(n, f"answer = {each!r}") for n, each in right.items()), *cells])


def in_edition(assignment: Path, place: str) -> bytes:
    """Return the notebook that students get, answered, with the essay written somewhere else."""
    whole = json.loads(edition(load_assignment(str(assignment))))
    cells: list[dict[str, Any]] = []
    for cell in whole["cells"]:
        item = cell["metadata"].get("dossier", {}).get("item")
        if item in GOOD:
            cell["source"] = f"answer = {GOOD[item]!r}"
        if item == ESSAY and place == "under the question":
            cells[-1]["source"] += f"\n\n{TEXT}"
        if item != ESSAY or place != "in place of the cell":
            cells.append(cell)
        if item == ESSAY and place != "under the question":
            cells.append({"cell_type": "markdown", "metadata": {}, "source": TEXT})
    whole["cells"] = cells
    return json.dumps(whole).encode()


def odd_answers(item: str, value: Any) -> bytes:
    return answers(GOOD | {item: value})


def broken_entry(item: str, work: Any = None) -> bytes:
    file = json.loads(answers(GOOD))
    record = json.loads(file["payload"])
    record["items"][item] = {"work": TEXT if work is None else work}
    return json.dumps(file | {"payload": json.dumps(record)}).encode()


# What is handed in, and a word of it that the marker reads.
UNREAD: dict[str, tuple[bytes, str, str]] = {
    "a quotation mark within": (notebook(own(ESSAY, f'answer = "{TEXT} "so"."')), ESSAY, TEXT),
    "several lines": (notebook(own(ESSAY, f'answer = "{TEXT}\nMore."')), ESSAY, TEXT),
    "put together from names": (notebook(own(ESSAY, f'a = "{TEXT}"\nanswer = a')), ESSAY, TEXT),
    "a text with fields": (notebook(own(ESSAY, f'answer = f"{TEXT} {{1}}"')), ESSAY, TEXT),
    "bytes": (notebook(own(ESSAY, f'answer = b"{TEXT}"')), ESSAY, TEXT),
    "a list": (notebook(own(ESSAY, f'answer = ["{TEXT}"]')), ESSAY, TEXT),
    "on a condition": (notebook(own(ESSAY, f'if True:\n    answer = "{TEXT}"')), ESSAY, TEXT),
    "another name": (notebook(own(ESSAY, f'text = "{TEXT}"')), ESSAY, TEXT),
    "a magic": (notebook(own(ESSAY, f"%%markdown\n{TEXT}")), ESSAY, TEXT),
    "a text without signs": (notebook(own(ESSAY, TEXT)), ESSAY, TEXT),
    "comments": (notebook(own(ESSAY, f'# {TEXT}\nanswer = """\n\n"""')), ESSAY, TEXT),
    "no end": (notebook(own(ESSAY, f'answer = """\n{TEXT}', "raw")), ESSAY, TEXT),
    "too long a cell": (notebook(own(ESSAY, f'answer = "{TEXT * 2000}"')), ESSAY, TEXT),
    "a later cell": (
        notebook(own(ESSAY, 'answer = "Old."'), own(ESSAY, f'answer = "{TEXT}')),
        ESSAY,
        TEXT,
    ),
    "too long a text": (odd_answers(ESSAY, TEXT * 2000), ESSAY, TEXT),
    "a number for a text": (odd_answers(ESSAY, 12), ESSAY, "12"),
    "rows for a text": (odd_answers(ESSAY, {"a": TEXT}), ESSAY, TEXT),
    "an entry of another form": (broken_entry(ESSAY), ESSAY, TEXT),
    "a choice that is no Python": (notebook(own(CHOICE, 'answer = "a')), CHOICE, 'answer = "a'),
    "a choice by another name": (notebook(own(CHOICE, 'mine = "a"')), CHOICE, "mine"),
    "a choice in a text": (notebook(own(CHOICE, "It is a.", "markdown")), CHOICE, "It is a."),
    "a number in words": (notebook(own(NUMBER, 'answer = "a dozen"')), NUMBER, "a dozen"),
    "a number that is none for certain": (odd_answers(NUMBER, "12,000"), NUMBER, "12,000"),
    "a calculation": (notebook(own(NUMBER, "answer = 6 + 6")), NUMBER, "6 + 6"),
}


def run(assignment: Path, tmp_path: Path, data: bytes) -> Done:
    place = tmp_path / "class"
    place.mkdir(exist_ok=True)
    ending = "ipynb" if b'"cells"' in data[:200] else "json"
    (place / f"ann_1_2_a.{ending}").write_bytes(data)
    book = tmp_path / "grades.csv"
    book.write_text(
        "Student,ID,SIS User ID,SIS Login ID,Section,Thirty questions (9)\n"
        'Points Possible,,,,,40\n"Weber, Ann",1,a,ann,X,\n',
        encoding="utf-8",
    )
    return grade(assignment, place, "--gradebook", str(book))


def entered(done: Done) -> str:
    return rows(done.out / "grades.csv")[1]["Thirty questions (9)"]


@pytest.mark.parametrize("case", UNREAD)
def test_what_is_there_and_unreadable_is_marked_by_a_person(
    case: str, with_essay: Path, tmp_path: Path
) -> None:
    data, item, shown = UNREAD[case]
    first = run(with_essay, tmp_path, data)
    assert (first.total("1"), entered(first), first.results["1"][item]) == (None, "", "")
    assert any(f"{item}: " in row["problem"] and row["graded"] == "yes" for row in first.problems)
    sheet = rows(first.out / "marking.csv")
    assert {row["item"] for row in sheet} == {item}
    page = (first.out / "essays-1.html").read_text(encoding="utf-8")
    assert {row["text"].partition("#")[0] for row in sheet} == {"essays-1.html"}
    assert "could not read this answer" in page
    assert shown in page.replace("&#34;", '"')
    feedback = zipfile.ZipFile(first.out / "feedback-1.zip")
    assert "Not marked yet" in feedback.read(feedback.namelist()[0]).decode()
    fill(first.out / "marking.csv", {("1", row["criterion"]): "4" for row in sheet})
    second = run(with_essay, tmp_path, data)
    total = 30 + 10 if item == ESSAY else 30
    assert (second.total("1"), entered(second)) == (total, str(total))


# What is handed in for all but the essay, which stands elsewhere in the notebook.
ESSAYS = {
    "another name below": [own(ESSAY, f'answer = """\n\n"""\nessay = "{TEXT}"')],
    "no name below": [own(ESSAY, f'answer = ""\n"""{TEXT}"""')],
    "printed": [own(ESSAY, f'answer = ""\nprint("{TEXT}")')],
    "a comment behind": [own(ESSAY, f'answer = ""  # {TEXT}')],
    "a cell divided in two": [own(ESSAY, 'answer = ""'), own(ESSAY, f'essay = "{TEXT}"')],
    "a cell divided the other way": [own(ESSAY, f'essay = "{TEXT}"'), own(ESSAY, "answer = None")],
}


@pytest.mark.parametrize("case", ESSAYS)
def test_an_essay_beside_an_empty_answer_goes_to_the_marker(
    case: str, with_essay: Path, tmp_path: Path
) -> None:
    assert_essay_is_to_mark(run(with_essay, tmp_path, notebook(*ESSAYS[case])))


def assert_essay_is_to_mark(done: Done, text: str = TEXT) -> None:
    assert (done.total("1"), entered(done)) == (None, "")
    assert [row["item"] for row in rows(done.out / "marking.csv")] == [ESSAY, ESSAY]
    assert text in (done.out / "essays-1.html").read_text(encoding="utf-8")
    assert any(ESSAY in row["problem"] for row in done.problems)


CELLS: dict[str, tuple[str, int, dict[str, Any]]] = {
    # what is changed: (source of the answer's own cell, place of a cell after it, that cell)
    "a new cell of code": ("", 1, code(f'answer = """{TEXT}"""', {})),
    "a new cell of code without a name": ("", 1, code(f'"""{TEXT}"""', {})),
    "a new cell of comments": ("", 1, code(f"# {TEXT}", {})),
    "at the beginning of the notebook": ("", -1000, {"cell_type": "markdown", "source": TEXT}),
    "under another question": ("", -4, {"cell_type": "markdown", "source": TEXT}),
}


@pytest.mark.parametrize("case", CELLS)
def test_an_essay_in_another_cell_goes_to_the_marker(
    case: str, with_essay: Path, tmp_path: Path
) -> None:
    source, place, cell = CELLS[case]
    assert_essay_is_to_mark(run(with_essay, tmp_path, changed(with_essay, source, place, cell)))


def changed(assignment: Path, source: str, place: int, cell: dict[str, Any]) -> bytes:
    """Return the notebook that students get, answered, with a cell beside that of the essay."""
    whole = json.loads(edition(load_assignment(str(assignment))))
    at = 0
    for number, each in enumerate(whole["cells"]):
        item = each["metadata"].get("dossier", {}).get("item")
        if item in GOOD:
            each["source"] = f"answer = {GOOD[item]!r}"
        elif item == ESSAY:
            at, each["source"] = number, source or each["source"]
    whole["cells"].insert(max(at + place, 0), {"metadata": {}} | cell)
    return json.dumps(whole).encode()


def test_an_answer_cell_without_all_that_it_is_known_by(with_essay: Path, tmp_path: Path) -> None:
    whole = json.loads(changed(with_essay, "", 1, code("", {})))
    kept = [
        code(f'answer = "{TEXT}"', {})
        if cell["metadata"].get("dossier", {}).get("item") == ESSAY
        else cell
        for cell in whole["cells"]
    ]
    whole["cells"] = kept
    assert_essay_is_to_mark(run(with_essay, tmp_path, json.dumps(whole).encode()))


def test_a_text_beside_an_answer_is_shown_below_it(with_essay: Path, tmp_path: Path) -> None:
    cell = {"cell_type": "markdown", "source": TEXT}
    done = run(with_essay, tmp_path, changed(with_essay, 'answer = "See below."', 1, cell))
    assert done.total("1") is None
    page = (done.out / "essays-1.html").read_text(encoding="utf-8")
    assert page.index("See below.") < page.index("[In another cell of the notebook:]")
    assert TEXT in page


@pytest.mark.parametrize(
    ("source", "cell"),
    [
        ("answer = None", {"cell_type": "markdown", "source": "My answer is a"}),
        ("answer = None", code('answer = "a"', {})),
        ("answer = None  # a", code("", {})),
        ('answer = None\nmine = "a"', code("", {})),
    ],
)
def test_a_choice_beside_its_cell_goes_to_the_marker(
    source: str, cell: dict[str, Any], thirty: Path, tmp_path: Path
) -> None:
    whole = json.loads(edition(load_assignment(str(thirty))))
    for number, each in reversed(list(enumerate(whole["cells"]))):
        item = each["metadata"].get("dossier", {}).get("item")
        if item in GOOD:
            each["source"] = source if item == CHOICE else f"answer = {GOOD[item]!r}"
        if item == CHOICE:
            whole["cells"].insert(number + 1, {"metadata": {}} | cell)
    done = run(thirty, tmp_path, json.dumps(whole).encode())
    assert (done.total("1"), len(done.problems)) == (None, 1)
    assert [row["item"] for row in rows(done.out / "marking.csv")] == [CHOICE]


def test_what_was_handed_out_is_nobody_s_text(tmp_path: Path) -> None:
    own_name = load_assignment("how-late")
    data = edition(own_name).encode()
    found = read("a.ipynb", data, own_name.questions, (), partial(handed_out, own_name))
    assert (found.unread, found.oddities) == ({}, ())


MISTYPED = {
    "a list for a choice": (CHOICE, ["a"]),
    "a row for a choice": (CHOICE, {"a": "one"}),
    "a choice for several": ("thirty/choices-1", "a"),
    "several in one text": ("thirty/choices-1", "a, b"),
    "pairs for several": ("thirty/choices-1", {"a": "b"}),
    "a list for a number": (NUMBER, ["12"]),
    "a list for pairs": ("thirty/match-1", ["one", "two", "one"]),
    "a list for marks": ("thirty/mark-1", ["one", "two", "one"]),
    "an order in one text": ("thirty/order-1", "abc"),
    "pairs for an order": ("thirty/order-1", {"a": "1", "b": "2", "c": "3"}),
}


@pytest.mark.parametrize("case", MISTYPED)
@pytest.mark.parametrize("form", ["notebook", "answers"])
def test_an_answer_of_another_type_is_marked_by_a_person(
    case: str, form: str, thirty: Path, tmp_path: Path
) -> None:
    item, value = MISTYPED[case]
    data = notebook(own(item, f"answer = {value!r}"))
    done = run(thirty, tmp_path, data if form == "notebook" else odd_answers(item, value))
    assert done.total("1") is None
    assert [row["item"] for row in rows(done.out / "marking.csv")] == [item]
    assert [row["problem"].partition(":")[0] for row in done.problems] == [item]


SPELT: dict[str, tuple[str, Any, float, bool]] = {
    # how it is written: (item, answer, points of all, whether anything is told)
    "capitals": (CHOICE, "A", 30, False),
    "a space": (CHOICE, " a", 30, False),
    "several in capitals": ("thirty/choices-1", ["A ", "b"], 30, False),
    "one of several twice": ("thirty/choices-1", ["a", "b", "A"], 30, False),
    "an order in capitals": ("thirty/order-1", ["A", "B", "C"], 30, False),
    "pairs in capitals": ("thirty/match-1", {"a": "One", "B": "two", "c": "one "}, 30, False),
    "a row that is none": (
        "thirty/match-1",
        {"a": "one", "b": "two", "c": "onne"},
        29 + 2 / 3,
        True,
    ),
    "an option that is none": ("thirty/choices-1", ["a", "b", "z"], 30, True),
    "rows that are all none": ("thirty/match-1", {"a": "x"}, 29, True),
    "an order of too few": ("thirty/order-1", ["a", "b"], 29, True),
}


@pytest.mark.parametrize("case", SPELT)
def test_capitals_and_spaces_lose_nothing_nor_one_row_the_others(
    case: str, thirty: Path, tmp_path: Path
) -> None:
    item, value, points, told = SPELT[case]
    done = run(thirty, tmp_path, odd_answers(item, value))
    assert done.total("1") == pytest.approx(points, abs=0.01)
    assert ("answers that the questions do not have" in str(done.problems)) == told


@pytest.mark.parametrize(
    "work",
    [
        {"text": TEXT},
        {"response": None, "attempts": {"0": {"response": TEXT}}},
        {"attempts": [TEXT]},
        {"typed": TEXT},
    ],
)
def test_work_in_another_form_than_the_book_s_is_unread(
    work: dict[str, Any], with_essay: Path, tmp_path: Path
) -> None:
    assert_essay_is_to_mark(run(with_essay, tmp_path, broken_entry(ESSAY, work)))


def test_what_was_only_looked_at_is_no_answer(with_essay: Path, tmp_path: Path) -> None:
    data = broken_entry(ESSAY, {"open": True, "revealed": "2026-11-30T10:00:00Z", "attempts": []})
    assert run(with_essay, tmp_path, data).total("1") == 30


def test_what_earns_nothing_is_not_sent_to_a_sheet_that_has_no_row_for_it(tmp_path: Path) -> None:
    assignment = write_assignment(tmp_path / "own")
    for name, part in {"questions": "rubric", "keys": "notes"}.items():
        path = assignment / f"{name}.yml"
        content = json.loads(path.read_text(encoding="utf-8"))
        for each in content[name]:
            if each["id"] == ESSAY:
                del each[part]
        path.write_text(json.dumps(content), encoding="utf-8")
    done = run(assignment, tmp_path, notebook(own(ESSAY, f'answer = "{TEXT}')))
    assert (done.total("1"), not (done.out / "marking.csv").exists()) == (30, True)
    assert "it earns no points; read it in essays-1.html" in str(done.problems)
    assert TEXT in (done.out / "essays-1.html").read_text(encoding="utf-8")


READ = {
    "the cell made a text": own(ESSAY, f"# answer to {ESSAY}: your text\n{TEXT}", "markdown"),
    "the text alone": own(ESSAY, TEXT, "markdown"),
    "a raw cell": own(ESSAY, TEXT, "raw"),
    "code in a cell of text": own(ESSAY, f'answer = """\n{TEXT}\n"""', "markdown"),
    "a heading": own(ESSAY, f"# {TEXT}", "markdown"),
    "without its metadata": {
        "cell_type": "markdown",
        "metadata": {},
        "source": f"# answer to {ESSAY}: your text\n\n{TEXT}",
    },
    "a mark of byte order": own(ESSAY, f'\ufeffanswer = "{TEXT}"'),
    "below a magic": code(f'%%time\n# answer to {ESSAY}\nanswer = "{TEXT}"', {}),
}


@pytest.mark.parametrize("case", READ)
def test_a_text_in_the_answers_own_cell_is_the_answer(
    case: str, with_essay: Path, tmp_path: Path
) -> None:
    done = run(with_essay, tmp_path, notebook(READ[case]))
    assert done.problems == []
    assert {row["item"] for row in rows(done.out / "marking.csv")} == {ESSAY}
    page = (done.out / "essays-1.html").read_text(encoding="utf-8")
    assert TEXT in page
    assert "could not read" not in page
    assert "answer to" not in page


@pytest.mark.parametrize("place", ["under the question", "below the cell", "in place of the cell"])
def test_a_text_elsewhere_in_the_notebook_is_shown_to_the_marker(
    place: str, with_essay: Path, tmp_path: Path
) -> None:
    done = run(with_essay, tmp_path, in_edition(with_essay, place))
    assert done.total("1") is None
    assert [row["item"] for row in rows(done.out / "marking.csv")] == [ESSAY, ESSAY]
    assert TEXT in (done.out / "essays-1.html").read_text(encoding="utf-8")
    assert f"{ESSAY}: there is a text in another cell than the one for the answer" in str(
        done.problems
    )


@pytest.mark.parametrize(
    "data",
    [
        answers(GOOD),
        notebook(own(ESSAY, f'# answer to {ESSAY}: so\nanswer = """\n\n"""')),
        notebook(own(ESSAY, "answer = None"), own(ESSAY, "print(answer)")),
        notebook(own(ESSAY, "", "markdown")),
    ],
)
def test_who_wrote_nothing_has_a_total(data: bytes, with_essay: Path, tmp_path: Path) -> None:
    done = run(with_essay, tmp_path, data)
    assert (done.total("1"), entered(done), done.problems) == (30, "30", [])


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), (" 12 ", 12), ("12.0", 12), ("12,0", 12), ("+12", 12), ("12.5", 12.5)],
)
def test_a_number_in_quotation_marks_is_a_number(
    text: str, value: float, thirty: Path, tmp_path: Path
) -> None:
    for data in (notebook(own(NUMBER, f"answer = {text!r}")), odd_answers(NUMBER, text)):
        done = run(thirty, tmp_path, data)
        assert (done.total("1"), done.problems) == (30 if value == 12 else 29, [])


def test_an_answer_that_is_read_and_wrong_is_wrong(thirty: Path, tmp_path: Path) -> None:
    done = run(thirty, tmp_path, odd_answers(CHOICE, "z"))
    assert done.total("1") == 29
    assert "answers that the questions do not have" in str(done.problems)


def test_nothing_but_what_is_unreadable_is_still_somebodys_work(
    thirty: Path, tmp_path: Path
) -> None:
    data = notebook_of([own(name, 'answer = "a') for name in IDS])
    done = run(thirty, tmp_path, data)
    assert done.total("1") is None
    assert len(rows(done.out / "marking.csv")) == 30
