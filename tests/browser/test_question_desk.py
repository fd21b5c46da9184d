"""The form in which a teacher writes a question, in a browser: its Python is that of the tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from benchmarks.forms import show_form
from contents import ROOT
from pages import patient
from playwright.sync_api import Browser, Locator, Page, expect

from sourcework.assignments.definition import load_assignment
from sourcework.assignments.solutions import load_solution
from sourcework.authoring.question_widget import QuestionDesk

AXE = (ROOT / "tests/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
DARK = """:root { color-scheme: dark; --pst-color-text-base: #ece8df;
  --pst-color-text-muted: #bdb7a9; --figure-paper: #1b1a17; --figure-wash: #2b2924;
  --figure-rule: #8b8575; --figure-red: #f0998a; --pst-color-primary: #86c3ee; }"""
LINE = "poison/bridge"

Open = Callable[..., Locator]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "my-assignments"


@pytest.fixture
def show(browser: Browser, folder: Path) -> Iterator[Open]:
    """Give a function that opens the form in a new page; nothing may go wrong in any of them."""
    wrong: list[str] = []
    contexts = []

    def shown(width: int = 1280, style: str = "", **options: Any) -> Locator:
        page = patient(browser, viewport={"width": width, "height": 900}, **options).new_page()
        contexts.append(page.context)
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        form = show_form(page, QuestionDesk(folder), style)
        expect(form.locator(".question-check summary")).to_contain_text("The check: ")
        return form

    yield shown
    for context in contexts:
        context.close()
    assert wrong == []


def checked(form: Locator, words: str) -> None:
    expect(form.locator(".question-check > summary")).to_have_text(f"The check: {words}")


def said(form: Locator) -> Locator:
    return form.locator("> .widget-status")


def write(form: Locator, *, right: bool = True) -> None:
    """Write a question with two answers, all of it but perhaps which one is right."""
    form.get_by_label("Title").fill("Verbs of saying")
    form.get_by_label("What it trains").select_option("close-1")
    form.get_by_label("How hard it is").select_option("1")
    form.get_by_label("Passages: add one").select_option(LINE)
    form.get_by_label("Question", exact=True).fill("What does he say?")
    passage = form.locator("blockquote").inner_text()
    for number, text in enumerate(("All of it", "None of it"), 1):
        answer = form.get_by_role("group", name=f"Answer {number}", exact=True)
        answer.get_by_label("Text").fill(text)
        answer.get_by_label("Remark").fill("It tempts; the verb decides.")
        answer.get_by_label("Words that decide").fill(passage[:20])
    form.get_by_label("Points").fill("1")
    if right:
        form.get_by_label("This is right: Answer 1").check()
        checked(form, "nothing is wrong")


def test_a_question_is_written_seen_saved_and_graded(show: Open, folder: Path) -> None:
    form = show()
    write(form)
    stage = form.locator(".question-stage")
    expect(stage.get_by_text("What does he say?")).to_be_visible()
    expect(stage.get_by_role("button", name="Check")).to_have_count(0)
    form.get_by_label("with its key and remarks").check()
    stage.get_by_label("None of it").check()
    stage.get_by_role("button", name="Check").click()
    expect(stage.get_by_role("status")).to_contain_text("Not yet: 0 of 1 point.")
    expect(stage.get_by_text("the verb decides")).to_be_visible()
    form.get_by_role("button", name="Save the question").click()
    expect(said(form)).to_have_text("Saved as verbs-of-saying/choice-1: Verbs of saying (1 point).")
    assignment = load_assignment(folder / "verbs-of-saying")
    (item,) = load_solution(assignment).items.values()
    assert item.described(item.full(item.rule())) == ("All of it", "", True)
    form.get_by_text("Hand it out, and make variants").click()
    form.get_by_role("button", name="Make the files to hand out").click()
    expect(form.locator(".question-told")).to_contain_text("verbs-of-saying-instructor.html")
    form.get_by_label("Secret word").fill("river")
    form.get_by_label("How many").fill("2")
    form.get_by_role("button", name="Make variants").click()
    expect(said(form)).to_have_text("The variants are written.")
    assert len(list((folder / "variants").iterdir())) == 2


def test_what_is_wrong_is_said_at_its_field_once_it_was_left(show: Open, folder: Path) -> None:
    form = show()
    text = form.get_by_label("Question", exact=True)
    expect(form.locator(".question-fault:visible")).to_have_count(0)
    text.focus()
    text.press("Tab")
    expect(form.get_by_text("Question: it is empty; write something.")).to_have_count(2)
    expect(text).to_have_attribute("aria-invalid", "true")
    expect(text).to_have_accessible_description("Question: it is empty; write something.")
    text.fill("What does he say?")
    expect(text).not_to_have_attribute("aria-invalid", "true")
    assert not list(folder.rglob("*.yml"))


def test_saving_too_early_writes_nothing_and_leads_to_the_first_fault(
    show: Open, folder: Path
) -> None:
    form = show()
    write(form, right=False)
    checked(form, "1 to mend")
    form.get_by_role("button", name="Save the question").click()
    told = "Answers: no answer is marked as the right one; mark one."
    expect(said(form)).to_have_text(f"Nothing is written: 1 to mend. {told}")
    expect(form.get_by_label("This is right: Answer 1")).to_be_focused()
    assert [path.name for path in folder.iterdir()] == ["draft.json"]
    form.get_by_role("button", name=told).focus()
    form.get_by_role("button", name=told).press("Enter")
    expect(form.get_by_label("This is right: Answer 1")).to_be_focused()


def test_what_was_written_is_there_when_python_begins_anew(show: Open, folder: Path) -> None:
    write(show())
    form = show()
    expect(form.get_by_label("Title")).to_have_value("Verbs of saying")
    expect(form.get_by_label("Question", exact=True)).to_have_value("What does he say?")
    expect(form.get_by_label("This is right: Answer 1")).to_be_checked()


def test_a_question_is_replaced_only_after_a_yes(show: Open, folder: Path) -> None:
    form = show()
    write(form)
    form.get_by_role("button", name="Save the question").click()
    expect(said(form)).to_contain_text("Saved as")
    form.get_by_label("Question", exact=True).fill("And now?")
    form.get_by_role("button", name="Save the question").press("Enter")
    no = form.get_by_role("button", name="Leave all as it is")
    expect(no).to_be_focused()
    no.press("Enter")
    expect(said(form)).to_have_text("Nothing is written.")
    expect(form.get_by_role("button", name="Save the question")).to_be_focused()
    questions = folder / "verbs-of-saying/questions.yml"
    assert "What does he say?" in questions.read_text(encoding="utf-8")
    form.get_by_role("button", name="Save the question").press("Enter")
    form.get_by_role("button", name="Replace what is there").press("Enter")
    expect(said(form)).to_contain_text("Saved as verbs-of-saying/choice-1")
    assert "And now?" in questions.read_text(encoding="utf-8")


def test_another_question_goes_into_the_same_assignment_and_the_first_is_opened(
    show: Open, folder: Path
) -> None:
    form = show()
    write(form)
    form.get_by_role("button", name="Save the question").click()
    expect(said(form)).to_contain_text("Saved as")
    form.get_by_role("button", name="Begin another question").click()
    expect(form.get_by_label("Question", exact=True)).to_have_value("")
    expect(form.get_by_label("Question", exact=True)).to_be_focused()
    form.get_by_role("button", name="Bring back what was there").click()
    expect(form.get_by_label("Question", exact=True)).to_have_value("What does he say?")
    form.get_by_role("button", name="Begin another question").click()
    form.get_by_text("Questions in it: 1").click()
    form.get_by_role("button", name="Open verbs-of-saying/choice-1").click()
    expect(form.get_by_label("Question", exact=True)).to_have_value("What does he say?")
    expect(form.get_by_label("This is right: Answer 1")).to_be_checked()


def test_rows_are_added_moved_and_taken_away_by_keyboard(show: Open) -> None:
    form = show()
    form.get_by_label("Kind of question").select_option(label="put in order")
    for number, text in enumerate(("first", "second"), 1):
        form.get_by_label(f"Text, Entry {number}").fill(text)
    form.get_by_role("button", name="Add another entry").press("Enter")
    expect(form.get_by_label("Text, Entry 3")).to_be_focused()
    form.page.keyboard.type("third")
    form.get_by_role("button", name="Move Entry 3 up").press("Enter")
    assert [form.get_by_label(f"Text, Entry {n}").input_value() for n in (1, 2, 3)] == [
        "first",
        "third",
        "second",
    ]
    form.get_by_role("button", name="Remove Entry 1").press("Enter")
    expect(said(form)).to_contain_text("Entry 1 is removed.")
    expect(form.get_by_label("Text, Entry 1")).to_have_value("third")
    form.get_by_role("button", name="Bring back what was there").press("Enter")
    expect(form.get_by_label("Text, Entry 1")).to_have_value("first")


def test_rows_are_given_to_places_under_the_names_that_these_have(show: Open) -> None:
    form = show()
    form.get_by_label("Kind of question").select_option(label="match")
    form.get_by_label("Text, Place 1").fill("Lenin")
    given = form.get_by_label("Belongs to, Row 1")
    given.select_option(label="Lenin")
    form.get_by_label("Text, Place 1").fill("Stalin")
    expect(given.locator("option:checked")).to_have_text("Stalin")


@pytest.mark.parametrize(("width", "style"), [(320, DARK), (1280, "")], ids=["narrow", "wide"])
def test_axe_sees_nothing_wrong_in_any_kind(show: Open, width: int, style: str) -> None:
    form = show(width, style)
    page: Page = form.page
    page.evaluate(AXE)
    for kind in form.get_by_label("Kind of question").locator("option").all_text_contents():
        form.get_by_label("Kind of question").select_option(label=kind)
        form.get_by_role("button", name="Save the question").click()
        expect(said(form)).to_contain_text("Nothing is written")
        found = page.evaluate("axe.run(document.querySelector('.question-desk'))")
        assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        small = form.locator("button, select, textarea, summary, input[type=text]").evaluate_all(
            """all => all.filter((each) => each.checkVisibility())
              .filter((each) => each.getBoundingClientRect().height < 44
                && !each.closest(".question-stage")).map((each) => each.outerHTML)"""
        )
        assert small == []


def test_what_she_writes_is_text_and_never_markup(show: Open) -> None:
    form = show()
    write(form)
    form.get_by_label("Question", exact=True).fill("<img src=x onerror=alert(1)> *so*")
    expect(form.locator(".question-stage")).to_contain_text("<img src=x onerror=alert(1)> so")
    expect(form.locator("img")).to_have_count(0)


def test_the_built_page_has_no_form_and_nobodys_draft(built: Path) -> None:
    text = (built / "book/writing-questions.html").read_text(encoding="utf-8")
    assert "one answer or more" in text
    assert "live-widget" not in text
