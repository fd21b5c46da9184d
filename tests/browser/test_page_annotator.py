"""The annotator in the page: coding, the book's reasons, a second reader's file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from contents import ROOT
from pages import opened
from playwright.sync_api import Browser, Locator, Page, expect
from widgets import save, stored, widget

from local.widgets.annotator import Annotator
from sourcework.widgets.widget_base import module

KEY = "testament/annotator"
PAGE = "testament"


def code(view: Locator, number: int, what: str) -> None:
    view.get_by_label(f"What clause {number} does", exact=True).select_option(what)


def about(view: Locator, number: int, whom: str) -> None:
    view.get_by_label(f"about whom clause {number} is", exact=True).select_option(whom)


def test_the_book_argues_only_about_what_the_reader_has_coded(page: Page) -> None:
    view = widget(page, "annotator")
    view.get_by_label("beside the book’s").check()
    reasons = view.locator(".annotator-other")
    expect(reasons.nth(12)).to_be_hidden()
    code(view, 13, "criticism")
    expect(reasons.nth(12)).to_contain_text("= the same code as yours: criticism, about Stalin.")
    code(view, 14, "fact")
    expect(reasons.nth(13)).to_contain_text("≠ different from yours: criticism")
    expect(view.get_by_role("status")).to_contain_text("agree on the code of 1 of 2 clauses")
    code(view, 14, "")
    expect(view.get_by_role("status")).to_contain_text(
        "Clause 14 is no longer coded. 1 of 19 clauses is coded. "
        "You and the book agree on the code of the one clause that both have coded."
    )


def test_the_same_as_yours_is_said_of_code_and_person_together(page: Page) -> None:
    view = widget(page, "annotator")
    view.get_by_label("beside the book’s").check()
    reason, status = view.locator(".annotator-other").nth(12), view.get_by_role("status")
    for what, whom, said, agreed in (
        ("criticism", "", "= the same code as yours: criticism, about Stalin.", ""),
        (
            "criticism",
            "stalin",
            "= the same as yours: criticism, about Stalin.",
            "You agree on the person, too.",
        ),
        (
            "criticism",
            "both",
            "≠ the same code, another person: criticism, about St",
            "You differ on the person.",
        ),
        (
            "fact",
            "stalin",
            "≠ different from yours: criticism, about Stalin.",
            "You agree on the person, too.",
        ),
    ):
        code(view, 13, what)
        about(view, 13, whom)
        expect(reason).to_contain_text(said)
        expect(status).to_contain_text("on the code of the one clause")
        expect(status).to_contain_text(agreed)
        assert bool(agreed) == ("person" in status.inner_text())
    code(view, 7, "praise")
    about(view, 7, "trotsky")
    expect(status).to_contain_text("On the person you agree in 2 of the 2 clauses where both name")
    about(view, 7, "stalin")
    expect(status).to_contain_text("On the person you agree in 1 of the 2 clauses where both name")


def test_a_second_reader_has_persons_too(page: Page, tmp_path: Path) -> None:
    view = widget(page, "annotator")
    other = Annotator()
    seventh = other.data["clauses"][6]["id"]
    other.work = {"codes": {seventh: "praise"}, "about": {seventh: "stalin"}}
    table = tmp_path / "second.csv"
    other.value.to_csv(table, index=False)
    code(view, 7, "praise")
    about(view, 7, "trotsky")
    view.get_by_label("beside a second reader’s").check()
    view.locator("input[type=file]").set_input_files(table)
    expect(view.locator(".annotator-other").nth(6)).to_have_text(
        "≠ the same code, another person: praise, about Stalin."
    )
    balance = view.locator(".annotator-balance")
    expect(balance).to_contain_text("Stalin · The second reader: praise 1")
    expect(balance).to_contain_text("Trotsky · The second reader: praise 0")


def test_whom_a_clause_is_about_is_said(page: Page) -> None:
    view = widget(page, "annotator")
    about(view, 3, "stalin")
    expect(view.get_by_role("status")).to_contain_text("Clause 3 is about Stalin.")
    about(view, 3, "")
    expect(view.get_by_role("status")).to_contain_text("Whom clause 3 is about is open again.")


def test_the_table_and_kappa_are_those_of_python(page: Page) -> None:
    view = widget(page, "annotator")
    for number, what in enumerate(["fact", "warning", "warning", "praise", "fact", "praise"], 1):
        code(view, number, what)
    about(view, 1, "both")
    view.get_by_label("beside the book’s").check()
    python = Annotator()
    python.work = stored(page, KEY)
    value = python.agreement.loc[0, "kappa"]
    expect(view.get_by_role("status")).to_contain_text(
        f"Cohen’s κ of the codes is {value:.2f} over these 6 clauses, persons left aside: "
    )
    assert save(page, view).fillna("").equals(python.value)


def test_the_balance_counts_praise_and_blame_by_person(page: Page) -> None:
    view = widget(page, "annotator")
    code(view, 7, "praise")
    about(view, 7, "trotsky")
    balance = view.locator(".annotator-balance")
    expect(balance).to_contain_text("Trotsky · You: praise 1 + criticism 0")
    expect(balance).to_contain_text("Stalin · You: praise 0  criticism 0")


def test_the_columns_line_up_whatever_the_number(page: Page) -> None:
    lists = widget(page, "annotator").locator("li select")
    across = lists.evaluate_all("all => all.map(each => each.getBoundingClientRect().x)")
    assert len(set(across[::2])) == len(set(across[1::2])) == 1


def test_a_second_reader_comes_from_a_saved_table(page: Page, tmp_path: Path) -> None:
    view = widget(page, "annotator")
    other = Annotator()
    other.work = {"codes": {"testament/split/1": "warning", "testament/split/2": "warning"}}
    table = tmp_path / "second.csv"
    other.value.to_csv(table, index=False)
    code(view, 10, "warning")
    view.get_by_label("beside a second reader’s").check()
    expect(view.get_by_role("status")).to_contain_text("No second reader yet")
    view.locator("input[type=file]").set_input_files(table)
    expect(view.get_by_role("status")).to_contain_text(
        "the second reader agree on the code of the one clause"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "no column “clause”"),
        ("clause,code\nnothing,fact\n", "Line 2 of this file"),
        ("clause,code\ntestament/split/1,<b>\n", "(“testament/split/1”, “<b>”)"),
        ("clause,code\ntestament/split/1,\n", "no codes yet"),
        ("clause,about,code\ntestament/split/1,lenin,fact\n", "split/1”, “fact”, “lenin”)"),
        ("", "no column “clause”"),
    ],
)
def test_a_bad_file_is_told_what_is_wrong_and_changes_nothing(
    page: Page, tmp_path: Path, text: str, said: str
) -> None:
    view = widget(page, "annotator")
    view.get_by_label("beside a second reader’s").check()
    before = stored(page, KEY)
    table = tmp_path / "second.csv"
    table.write_text(text, encoding="utf-8")
    view.locator("input[type=file]").set_input_files(table)
    expect(view.get_by_role("status")).to_contain_text(said)
    assert stored(page, KEY) == before


def test_by_keyboard_with_focus_kept(page: Page) -> None:
    view = widget(page, "annotator")
    first = view.get_by_label("What clause 1 does", exact=True)
    first.focus()
    page.keyboard.press("ArrowDown")
    expect(first).to_have_value("praise")
    expect(first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(view.get_by_label("about whom clause 1 is")).to_have_value("stalin")


def test_the_module_computes_the_vectors(browser: Browser, served: str) -> None:
    vectors = json.loads((ROOT / "tests/vectors/kappa.json").read_text(encoding="utf-8"))
    page, _ = opened(browser, f"{served}/book/testament.html")
    computed = page.evaluate(
        """async ([text, vectors]) => {
            const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
            const { kappa } = await import(url);
            return vectors.map(({ one, other }) => kappa(one, other));
        }""",
        [module("annotator", ROOT / "book/local/widgets"), vectors],
    )
    page.context.close()
    assert computed == [vector["kappa"] for vector in vectors]
