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


NAMES = {"stalin": "Stalin", "trotsky": "Trotsky", "both": "both of them", "none": "nobody"}


def clause(view: Locator, number: int) -> Locator:
    return view.locator(".pen-part").nth(number - 1)


def _mark(view: Locator, number: int, tray: int, pen: str) -> None:
    """Take a clause and press a pen; without one, press again that which it has."""
    clause(view, number).locator("input").press("Space")
    pens = view.locator(".pen-tray").nth(tray)
    found = (
        pens.get_by_role("button", name=pen, exact=True)
        if pen
        else pens.get_by_role("button", pressed=True)
    )
    found.click()


def code(view: Locator, number: int, what: str) -> None:
    _mark(view, number, 1, what)


def about(view: Locator, number: int, whom: str) -> None:
    _mark(view, number, 0, NAMES.get(whom, ""))


def reason(view: Locator, number: int) -> Locator:
    return view.locator(".annotator-reasons li", has_text=f"Clause {number}. ")


def test_the_book_argues_only_about_what_the_reader_has_coded(page: Page) -> None:
    view = widget(page, "annotator")
    view.get_by_label("beside the book’s").check()
    expect(reason(view, 13)).to_have_count(0)
    code(view, 13, "criticism")
    same = reason(view, 13)
    expect(same).to_contain_text("= the same code as yours: criticism, about Stalin.")
    expect(same).to_be_hidden()
    view.get_by_text("Where the codes agree: 1").click()
    expect(same).to_be_visible()
    code(view, 14, "fact")
    expect(reason(view, 14)).to_contain_text("≠ different from yours: criticism")
    expect(clause(view, 14)).to_contain_text("[fact ≠ the book: criticism · Stalin]")
    expect(view.get_by_role("status")).to_contain_text("agree on the code of 1 of 2 clauses")
    code(view, 14, "")
    expect(view.get_by_role("status")).to_contain_text(
        "Clause 14: no mark. 1 of 19 clauses is coded. "
        "You and the book agree on the code of the one clause that both have coded."
    )


def test_the_same_as_yours_is_said_of_code_and_person_together(page: Page) -> None:
    view = widget(page, "annotator")
    view.get_by_label("beside the book’s").check()
    status = view.get_by_role("status")
    view.get_by_label("As a form").check()  # where a list may be emptied of its own
    what_it_does = view.get_by_label("What clause 13 does", exact=True)
    whom_it_is_about = view.get_by_label("about whom clause 13 is", exact=True)
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
        what_it_does.select_option(what)
        whom_it_is_about.select_option(whom)
        expect(view.locator(".annotator-other").nth(12)).to_contain_text(said)
        expect(reason(view, 13)).to_contain_text(said)
        expect(status).to_contain_text("on the code of the one clause")
        expect(status).to_contain_text(agreed)
        assert bool(agreed) == ("person" in status.inner_text())
    view.get_by_label("As a form").uncheck()
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
    expect(reason(view, 7)).to_have_text(
        "Clause 7. ≠ the same code, another person: praise, about Stalin."
    )
    assert balance(view, "Stalin") == [
        "You, of Stalin: criticism −0, praise +0",
        "The second reader, of Stalin: criticism −0, praise +1",
    ]
    assert balance(view, "Trotsky")[1] == ("The second reader, of Trotsky: criticism −0, praise +0")


def balance(view: Locator, person: str) -> list[str]:
    """Return what is counted for a person, as it is read, without the signs that are drawn."""
    rows = view.locator(".annotator-balance > div", has_text=person).locator("li")
    read = """rows => rows.map((row) => [...row.children]
        .filter((each) => !each.matches(".annotator-blame, .annotator-praise"))
        .map((each) => each.textContent).join(""))"""
    found: list[str] = rows.evaluate_all(read)
    return found


def test_whom_a_clause_is_about_is_said(page: Page) -> None:
    view = widget(page, "annotator")
    about(view, 3, "stalin")
    expect(view.get_by_role("status")).to_contain_text("Clause 3: Stalin.")
    about(view, 3, "")
    expect(view.get_by_role("status")).to_contain_text("Clause 3: no mark.")


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
    expect(view.locator(".annotator-praise", has_text="+")).to_have_count(1)
    assert balance(view, "Trotsky") == ["You, of Trotsky: criticism −0, praise +1"]
    assert balance(view, "Stalin") == ["You, of Stalin: criticism −0, praise +0"]


def test_nineteen_clauses_take_nineteen_taps_and_whom_they_are_about_is_kept_in_hand(
    page: Page,
) -> None:
    view = widget(page, "annotator")
    clause(view, 1).click()
    view.get_by_role("button", name="Stalin", exact=True).click()
    for number in range(1, 20):
        expect(view.locator(".pen-place")).to_have_text(f"Clause {number} of 19")
        view.get_by_role("button", name="criticism", exact=True).click()
    work = stored(page, KEY)
    assert set(work["codes"].values()) == {"criticism"}
    assert set(work["about"].values()) == {"stalin"}
    assert len(work["codes"]) == len(work["about"]) == 19
    expect(view.get_by_role("status")).to_contain_text("All 19 clauses are coded.")


def test_the_columns_line_up_whatever_the_number(page: Page) -> None:
    view = widget(page, "annotator")
    view.get_by_label("As a form").check()
    lists = view.locator("li select")
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
    clause(view, 1).locator("input").focus()
    for key in ("s", "p", "ArrowRight", "t", "c"):
        page.keyboard.press(key)
    work = stored(page, KEY)
    assert list(work["codes"].values()) == ["praise", "criticism"]
    assert list(work["about"].values()) == ["stalin", "trotsky"]
    expect(clause(view, 4).locator("input")).to_be_focused()


def test_lists_by_keyboard_with_focus_kept(page: Page) -> None:
    view = widget(page, "annotator")
    view.get_by_label("As a form").check()
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
