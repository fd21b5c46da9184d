"""What is made of an assignment: the same questions everywhere, and keys only where they belong."""

from __future__ import annotations

import ast
import json
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from contents import ROOT

from sourcework.__main__ import main
from sourcework.assignments.definition import Assignment, assignment_names, load_assignment
from sourcework.assignments.presentation import asked
from sourcework.assignments.solutions import load_solution
from sourcework.editions.build import build
from sourcework.editions.notebook import notebook
from sourcework.editions.page import notebook_name, page
from sourcework.editions.paper import paragraphs, worksheet
from sourcework.typography import typeset

NAMES = assignment_names()
EACH = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(params=NAMES)
def assignment(request: pytest.FixtureRequest) -> Assignment:
    return load_assignment(request.param)


def secrets(assignment: Assignment) -> list[str]:
    """Return what is said in feedback, models and notes of graded items."""
    solution = load_solution(assignment)
    told = [
        each.feedback
        for item in solution.items.values()
        if item.mode == "graded"
        for each in item.feedbacks().values()
    ]
    return told + [text for notes in solution.notes.values() for text in notes.texts]


def plain(text: str) -> str:
    """Return the words alone, so that neither markup nor line ends hide any."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text).split())


@EACH
def test_page_and_notebook_in_the_book_are_those_of_the_assignment(name: str) -> None:
    found = load_assignment(name)
    cure = f"run: sourcework assignment build {name} --book book"
    written = (ROOT / "book" / f"{name}.md").read_text(encoding="utf-8")
    assert written == page(found), cure
    beside = (ROOT / "book" / notebook_name(found)).read_text(encoding="utf-8")
    assert beside == notebook(found), cure


def test_students_get_no_word_of_the_keys(assignment: Assignment, tmp_path: Path) -> None:
    written = build(assignment, tmp_path)
    students = [path for path in written if path.parent.name == "students"]
    assert len(students) == (2 if assignment.code else 3)
    handed_out = {path: plain(path.read_text(encoding="utf-8")) for path in students}
    handed_out[Path("page")] = plain(page(assignment))
    for secret in secrets(assignment):
        for path, text in handed_out.items():
            assert plain(secret) not in text, path


def test_the_instructors_edition_says_all_of_the_keys(
    assignment: Assignment, tmp_path: Path
) -> None:
    build(assignment, tmp_path)
    path = tmp_path / "instructor" / f"{assignment.name}-instructor.html"
    text = plain(BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").get_text())
    for secret in secrets(assignment):
        assert plain(secret) in text


def test_the_instructors_letters_are_those_of_the_worksheet(
    assignment: Assignment, tmp_path: Path
) -> None:
    build(assignment, tmp_path)
    path = tmp_path / "instructor" / f"{assignment.name}-instructor.html"
    key = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    paper = BeautifulSoup(worksheet(assignment), "html.parser")
    orders = {n: i for n, i in load_solution(assignment).items.items() if i.kind == "order"}
    assert orders
    for name, item in orders.items():
        anchor = f"#question-{name.replace('/', '-')}"
        printed = [
            li.get_text(strip=True)
            for li in paper.select(f"{anchor} ol.dossier-question-options li")
        ]
        said = key.select_one(f"{anchor} .instructor-key strong").get_text()  # type: ignore[union-attr]
        rank = item.rule()["places"]
        places = {typeset(option.text): rank[option.id] for option in item.options}  # type: ignore[union-attr]
        letters = [group.split(" or ") for group in said.split(", ")]
        found = [[places[printed[ord(each) - ord("A")]] for each in group] for group in letters]
        assert found == [[place] * len(group) for place, group in enumerate(letters, 1)]


def test_without_keys_there_is_no_instructors_edition(tmp_path: Path) -> None:
    source = ROOT / "assignments" / NAMES[0]
    public = tmp_path / NAMES[0]
    public.mkdir()
    for file in ("assignment.yml", "questions.yml"):
        (public / file).write_bytes((source / file).read_bytes())
    written = build(load_assignment(public), tmp_path / "out")
    assert {path.parent.name for path in written} == {"students"}


def test_every_edition_asks_every_question(assignment: Assignment) -> None:
    notes = json.loads(notebook(assignment))
    marked = [cell["metadata"].get("dossier", {}).get("item") for cell in notes["cells"]]
    assert [item for item in marked if item] == list(assignment.questions)
    paper = BeautifulSoup(worksheet(assignment), "html.parser")
    anchors = [section["id"] for section in paper.select("section.dossier-question")]
    shown = [asked(assignment, question) for question in assignment.questions.values()]
    assert anchors == [each["anchor"] for each in shown]
    source = page(assignment)
    for item in assignment.questions:
        assert source.count(f'ask("{assignment.name}", "{item}")') == 1


def test_answers_in_the_notebook_are_literals_that_answer_nothing(assignment: Assignment) -> None:
    for cell in json.loads(notebook(assignment))["cells"]:
        item = cell["metadata"].get("dossier", {}).get("item")
        if not item:
            continue
        assert f"# answer to {item}" in cell["source"].splitlines()[0]
        last = ast.parse(cell["source"]).body[-1]
        assert isinstance(last, ast.Assign)
        value = ast.literal_eval(last.value)
        left = value.values() if isinstance(value, dict) else [(value or "").strip() or None]
        assert set(left) == {None}


def test_the_order_of_options_follows_from_the_ids_alone(assignment: Assignment) -> None:
    for question in assignment.questions.values():
        if question.kind != "mark":
            turned = replace(question, options=question.options[::-1])
            same = asked(assignment, question)["options"] == asked(assignment, turned)["options"]
            assert same, question.id


def test_editions_load_nothing(assignment: Assignment, tmp_path: Path) -> None:
    for path in build(assignment, tmp_path):
        if path.suffix != ".html":
            continue
        found = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        assert not found.select("[src], link, iframe, object")
        assert "url(" not in "".join(style.text for style in found.select("style"))


def test_markdown_is_text_and_links_are_words() -> None:
    html = paragraphs("Read [the chapter](poison.md), **now** <script>alert(1)</script>.")
    assert "<strong>now</strong>" in html
    assert '<span class="edition-link">the chapter</span>' in html
    assert "<script" not in html


def test_the_command_names_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assignment", "build", "riddles"]) == 1
    said = capsys.readouterr().err
    assert "no such assignment" in said
    assert NAMES[0] in said


def test_the_command_lists_assignments(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assignment", "list"]) == 0
    assert [line.partition(":")[0] for line in capsys.readouterr().out.splitlines()] == NAMES
