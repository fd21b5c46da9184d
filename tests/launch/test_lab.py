"""In a real JupyterLab: widgets and Python hear of each other, and the form grades a class."""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from classes import GOOD, answers, handed_in, write_assignment, write_zip
from contents import ROOT
from notebooks import Notebook
from playwright.sync_api import Locator, expect

from sourcework.assignments.definition import load_assignment
from sourcework.assignments.solutions import load_solution
from sourcework.grading import grading_widget


@dataclass(frozen=True)
class Case:
    """A widget, what a student does in it, and the other way round."""

    name: str
    made: str
    use: Callable[[Locator], object]
    asked: str
    answer: str
    assigned: str
    shown: Callable[[Locator], Locator]


CASES = [
    Case(
        "an item with one answer",
        "from sourcework import exercise\nw = exercise('poison/choice-4')",
        lambda view: (
            view.locator("input[value=probably]").check(),
            view.get_by_role("button", name="Check").click(),
        ),
        "print(w.response, w.score, len(w.value))",
        "probably 0.5 1",
        "w.work = {'response': 'open'}",
        lambda view: view.locator("label:has(input[value=open]:checked)"),
    ),
    Case(
        "an item in order",
        "from sourcework import exercise\nw = exercise('testament/order-1')",
        lambda view: view.get_by_role("button", name="later").first.click(),
        "print(len(w.response), w.score is not None)",
        "7 True",
        "w.work = {'response': ['letter', *[n for n in w.response if n != 'letter']]}",
        lambda view: view.locator("li[data-id=letter]:first-child"),
    ),
    Case(
        "an item in words",
        "from sourcework import exercise\nw = exercise('poison/short-1')",
        lambda view: (
            view.get_by_role("textbox").fill("A dated note."),
            view.get_by_role("button", name="Compare").click(),
        ),
        "print(w.response, w.score)",
        "A dated note. None",
        "w.work = {**w.work, 'self': {w.data['remarks'][0]['id']: True}}",
        lambda view: view.locator(".exercise-remarks label:has(:checked)"),
    ),
    Case(
        "people",
        "from sourcework.widgets.people import People\nw = People()",
        lambda view: view.get_by_label("Call Leon Trotsky").check(),
        "print(list(w.value.query('marked')['person']))",
        "['trotsky']",
        "w.work = {'year': 1950}",
        lambda view: view.locator(".people-year").get_by_text("1950"),
    ),
    Case(
        "knowledge",
        "from local.widgets.knowledge import Knowledge\nw = Knowledge()",
        lambda view: (
            view.get_by_role("button", name="Tie your own").click(),
            view.locator("[data-peg=stalin]").click(),
            view.locator("[data-peg=trotsky]").click(),
        ),
        "print(w.value.set_index('person')['reader']['trotsky'])",
        "stalin",
        "w.work = {'placed': True}",
        lambda view: view.get_by_text("the papers: 17 March 1923"),
    ),
    Case(
        "timeline",
        "from sourcework.widgets.timeline import TimeLine\nw = TimeLine()",
        lambda view: view.get_by_label("When").select_option("1923-03"),
        "print(len(w.value), w.value['date'].min())",
        "1923-03",
        "w.work = {'pinned': ['1923-03-17-poison-request']}",
        lambda view: view.locator(".timeline-pins").get_by_text("The request for cyanide"),
    ),
    Case(
        "sequence",
        "from local.widgets.sequence import Sequence\nw = Sequence()",
        lambda view: (
            view.locator("li", has_text="telegram").get_by_role("button", name="Open").click()
        ),
        "print(list(w.value.query('opened')['fragment']))",
        "['telegram']",
        "w.work = {'opened': ['plenum']}",
        lambda view: view.locator("li").get_by_text("31 March 1923."),
    ),
    Case(
        "annotator",
        "from local.widgets.annotator import Annotator\nw = Annotator()",
        lambda view: view.get_by_role("button", name="warning", exact=True).click(),
        "print(list(w.value['code'])[0])",
        "warning",
        "w.work = {'codes': {'testament/split/1': 'praise'}}",
        lambda view: view.locator(".pen-part", has_text="[praise]"),
    ),
    Case(
        "chain",
        "from sourcework.widgets.chain import Chain\nw = Chain('eavesdropping')",
        lambda view: view.locator("ol select").first.select_option("3"),
        "print(list(w.value['word'])[1], list(w.value['left'])[1])",
        "likely 0.75",
        "w.work = {'links': {'eavesdropping-02': 2}}",
        lambda view: view.get_by_text("Left after this link: 50 in 100.").first,
    ),
    Case(
        "hypotheses",
        "from sourcework.widgets.hypotheses import Hypotheses\nw = Hypotheses('poison')",
        lambda view: view.get_by_label("H2 before the evidence").select_option(label="more likely"),
        "print(w.posterior['prior_word'][1])",
        "more likely",
        "w.work = {'rule': 'strong'}",
        lambda view: view.locator("select:has(option[value=strong]:checked)"),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_view_and_python_hear_of_each_other(
    notebook: Callable[..., Notebook], case: Case
) -> None:
    book = notebook(f"{case.made}\nw", case.asked, case.assigned)
    view = book.run(0)
    case.use(view)
    expect(book.run(1)).to_contain_text(case.answer)
    book.run(2)
    expect(case.shown(view)).to_be_visible()


def test_no_class_of_ours_is_one_of_ipywidgets() -> None:
    """JupyterLab has its style for those, which hides the focus and cuts long labels."""
    shared = Path(sys.prefix) / "share/jupyter/labextensions/@jupyter-widgets/jupyterlab-manager"
    theirs = {
        name
        for path in (shared / "static").glob("*.js")
        for name in re.findall(r"\.(widget-[a-z-]+)", path.read_text(encoding="utf-8"))
    }
    ours = {
        name
        for path in (ROOT / "packages/sourcework/src/sourcework/widgets").rglob("*.*")
        if path.suffix in (".mjs", ".css")
        for name in re.findall(r"\bwidget-[a-z-]+", path.read_text(encoding="utf-8"))
    }
    assert {"widget-dropdown", "widget-box"} <= theirs
    assert "widget-body" in ours
    assert not ours & theirs


def test_a_class_is_graded_by_the_form(notebook: Callable[..., Notebook], tmp_path: Path) -> None:
    folder = write_assignment(tmp_path, essay=False)
    write_zip(handed_in(40), tmp_path / "class.zip")
    noise = tmp_path / "class.zip"
    with zipfile.ZipFile(noise, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("zoe_9_9_large.png", b"\x89PNG" + bytes(2 * grading_widget._PIECE))
    book = notebook(
        "from sourcework.grading.grading_widget import grading_desk\n"
        f"w = grading_desk({str(folder)!r})\nw",
        "print(len(w.value), list(w._desk.folder.rglob('*.zip')))",
    )
    form = book.run(0).locator(".desk")
    form.get_by_label("The zip with the class’s work").set_input_files(noise)
    expect(form.get_by_role("status")).to_have_text("class.zip is here.")
    form.get_by_text("More", exact=True).click()
    form.get_by_role("checkbox", name="Compare written answers with each other").check()
    form.get_by_role("button", name="Grade", exact=True).click()
    expect(form.get_by_role("status")).to_contain_text("Done.")
    expect(form.locator(".desk-told")).to_contain_text("41 students: 40 graded, 1 left blank")
    with book.page.expect_download() as download:
        form.get_by_role("link", name="Save the results: class-graded.zip").click()
    download.value.save_as(tmp_path / "results.zip")
    with zipfile.ZipFile(tmp_path / "results.zip") as results:
        assert results.testzip() is None
        names = ("results.csv", "feedback-1.zip", "likeness.html")
        assert {f"class-graded/{each}" for each in names} <= set(results.namelist())
    form.get_by_role("button", name="Delete all files here").click()
    expect(form.get_by_role("status")).to_have_text("All files are deleted here.")
    expect(form.get_by_role("link", name="Save the results")).to_have_count(0)
    expect(book.run(1)).to_have_text("0 []")


def test_what_is_wrong_is_said_in_the_form(
    notebook: Callable[..., Notebook], tmp_path: Path
) -> None:
    folder = write_assignment(tmp_path, essay=False)
    book = notebook(
        f"from sourcework.grading.grading_widget import grading_desk\ngrading_desk({str(folder)!r})"
    )
    form = book.run(0).locator(".desk")
    form.get_by_role("button", name="Grade", exact=True).click()
    expect(form.locator(".desk-told")).to_have_text("Choose the zip with the class's work first.")
    (tmp_path / "class.zip").write_bytes(b"no zip")
    form.get_by_label("The zip with the class’s work").set_input_files(tmp_path / "class.zip")
    form.get_by_role("button", name="Grade", exact=True).click()
    expect(form.locator(".desk-told")).to_contain_text("class.zip: ")
    expect(form.get_by_role("status")).to_have_text("Nothing was graded.")


def test_the_columns_of_a_list_are_chosen_from_its_own_headings(
    notebook: Callable[..., Notebook], tmp_path: Path
) -> None:
    folder = write_assignment(tmp_path, essay=False)
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        archive.writestr("Zoë Sample.json", answers(GOOD))
    (tmp_path / "pupils.csv").write_text(
        "No;Last;First;Points\n1;Sample;Zoë;\n2;Example;Ben;\n", encoding="utf-8"
    )
    book = notebook(
        f"from sourcework.grading.grading_widget import grading_desk\ngrading_desk({str(folder)!r})"
    )
    form = book.run(0).locator(".desk")
    expect(form.get_by_text("Columns of the gradebook")).to_be_hidden()
    form.get_by_label("The zip with the class’s work").set_input_files(tmp_path / "class.zip")
    expect(form.get_by_role("status")).to_have_text("class.zip is here.")
    form.get_by_label("The gradebook").set_input_files(tmp_path / "pupils.csv")
    expect(form.get_by_role("status")).to_contain_text("It is of no platform")
    form.get_by_label("The column that takes the points").select_option("Points")
    form.get_by_label("The column that says who").select_option("Last")
    form.get_by_label("A second one").select_option("First")
    form.get_by_role("button", name="Grade", exact=True).click()
    expect(form.get_by_role("status")).to_contain_text("Done.")
    expect(form.locator(".desk-told")).to_contain_text("(list, column Points): 1 entered")
    with book.page.expect_download() as download:
        form.get_by_role("link", name="Save the results: class-graded.zip").click()
    download.value.save_as(tmp_path / "results.zip")
    with zipfile.ZipFile(tmp_path / "results.zip") as results:
        filled = results.read("class-graded/pupils.csv").decode()
    assert filled == "No;Last;First;Points\n1;Sample;Zoë;30\n2;Example;Ben;\n"
    form.get_by_role("button", name="Delete all files here").click()
    expect(form.get_by_text("Columns of the gradebook")).to_be_hidden()


def test_a_question_is_written_by_the_form_and_is_kept_for_the_next_form(
    notebook: Callable[..., Notebook], tmp_path: Path
) -> None:
    folder = tmp_path / "mine"
    made = (
        "from sourcework.authoring.question_widget import question_desk\n"
        f"w = question_desk({str(folder)!r})\nw"
    )
    book = notebook(made, "print(len(w.value), list(w.value['field']))", made)
    shown = book.run(0)
    form = shown.locator(".question-desk")
    expect(shown).to_contain_text("Write a question")
    form.get_by_label("Title").fill("Verbs")
    form.get_by_label("What it trains").select_option("close-1")
    form.get_by_label("How hard it is").select_option("1")
    form.get_by_label("Passages: add one").select_option("poison/bridge")
    form.get_by_label("Question", exact=True).fill("What does he say?")
    for number in (1, 2):
        answer = form.get_by_role("group", name=f"Answer {number}", exact=True)
        answer.get_by_label("Text").fill(f"Answer {number}")
        answer.get_by_label("Remark").fill("The verb decides.")
        answer.get_by_label("Words that decide").fill(form.locator("blockquote").inner_text()[:20])
    form.get_by_label("This is right: Answer 2").check()
    check = form.locator(".question-check > summary")
    expect(check).to_have_text("The check: 1 to mend")
    expect(book.run(1)).to_have_text("1 ['points']")
    again = book.run(2).locator(".question-desk")
    expect(again.get_by_label("Question", exact=True)).to_have_value("What does he say?")
    again.get_by_label("Points").fill("1")
    expect(again.locator(".question-check > summary")).to_have_text("The check: nothing is wrong")
    again.get_by_role("button", name="Save the question").click()
    expect(again.locator("> .widget-status")).to_have_text(
        "Saved as verbs/choice-1: Verbs (1 point)."
    )
    assert load_solution(load_assignment(folder / "verbs")).items["verbs/choice-1"].points == 1
