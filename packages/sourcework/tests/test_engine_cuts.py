"""Tests of cuts: readers mark words of excerpts in a note, by hand, finger or key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from engine_book import Copy
from test_engine_kind_scripts import SHOW

expect = pytest.importorskip("playwright.sync_api").expect
NOTES = "book/exercises/notes.yml"
TASK = "  task: Who could have seen the ledger, and *from where*?\n"
FIELDS = """  excerpts: [ledger/bridge, ledger/sold]
  pens: {act: an act, thing: a thing, hearsay: hearsay}
"""


def with_pens(folder: Path, fields: str = FIELDS) -> Copy:
    """Return a copy of the book with a note on words of two excerpts."""
    copy = Copy(folder / "quillhaven")
    copy.replace(NOTES, TASK, f"{TASK}{fields}")
    return copy


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return the script of such a note, its style, its data, and what paper has."""
    copy = with_pens(tmp_path_factory.mktemp("cuts"))
    answer: dict[str, Any] = copy.ask("engine_widget.py", ["note", "ledger/room"])
    return answer


def opened(page: Any, told: dict[str, Any], work: dict[str, Any] | None = None) -> Any:
    page.add_style_tag(content=told["style"])
    page.evaluate(SHOW, [told["text"], told["data"], work or {}])
    return page


@pytest.fixture
def view(page: Any, told: dict[str, Any]) -> Any:
    """Return the page with the note in it, and nothing marked."""
    return opened(page, told)


def word(view: Any, words: str, number: int = 0) -> Any:
    """Return a word, whatever is said of it to those who hear it."""
    return view.locator("[role=option]").filter(has_text=words).nth(number)


def pen(view: Any, words: str) -> Any:
    return view.get_by_role("button", name=words, exact=True)


def work(view: Any) -> Any:
    return view.evaluate("work()")


def quotes(view: Any) -> list[tuple[str, str]]:
    return [(mark["pen"], mark["quote"]) for mark in work(view).get("marks", [])]


def test_a_tap_on_the_first_word_and_one_on_the_last_take_what_is_between(view: Any) -> None:
    word(view, "two").click()
    expect(view.locator(".pen-place")).to_have_text("“two”")
    word(view, "lamp").click()
    expect(view.locator(".pen-place")).to_have_text("“two oars and a lamp”")
    pen(view, "a thing").click()
    assert quotes(view) == [("thing", "two oars and a lamp")]
    assert work(view)["text"] == "a thing: “two oars and a lamp”"
    expect(view.get_by_role("status")).to_have_text("“two oars and a lamp”: a thing.")
    expect(word(view, "lamp")).to_have_accessible_name("lamp (a thing)")


def select(view: Any, first: str, last: str) -> None:
    """Draw the mouse over the words from the first to the last."""
    start, end = word(view, first).bounding_box(), word(view, last).bounding_box()
    view.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    view.mouse.down()
    view.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=6)
    view.mouse.up()


def test_words_that_are_selected_are_taken_whole(view: Any) -> None:
    select(view, "oars", "lamp")
    pen(view, "a thing").click()
    assert quotes(view) == [("thing", "oars and a lamp")]


def test_arrows_take_words_and_letters_mark_them(view: Any) -> None:
    words = view.get_by_role("listbox")
    words.focus()
    view.keyboard.press("End")
    view.keyboard.press("Home")
    view.keyboard.press("ArrowRight")
    for _ in range(2):
        view.keyboard.press("Shift+ArrowRight")
    taken = view.locator("[aria-selected=true]")
    expect(taken).to_have_count(3)
    expect(words).to_have_attribute("aria-activedescendant", str(taken.last.get_attribute("id")))
    view.keyboard.press(pen(view, "hearsay").get_attribute("aria-keyshortcuts"))
    ((name, quote),) = quotes(view)
    assert name == "hearsay"
    assert len(quote.split()) == 3
    view.keyboard.press("ArrowLeft")
    view.keyboard.press("Delete")
    assert work(view) == {}
    view.keyboard.press("Control+z")
    assert quotes(view) == [(name, quote)]
    expect(words).to_be_focused()


def test_arrows_go_from_row_to_row(view: Any) -> None:
    view.set_viewport_size({"width": 390, "height": 844})
    words = view.get_by_role("listbox")
    words.focus()
    here = """list => document.getElementById(list.getAttribute("aria-activedescendant"))
      .getBoundingClientRect().top"""
    tops = [words.evaluate(here)]
    for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
        view.keyboard.press(key)
        tops.append(words.evaluate(here))
    assert tops[0] < tops[1] < tops[2]
    assert tops[3] == tops[1]


def test_what_is_typed_follows_what_is_marked(view: Any) -> None:
    field = view.get_by_role("textbox")
    field.fill("Who counted them?")
    word(view, "two").click()
    pen(view, "a thing").click()
    assert work(view)["text"] == "a thing: “two”\n\nWho counted them?"
    expect(field).to_have_value("Who counted them?")
    word(view, "lamp").click()
    pen(view, "an act").click()
    whole = "an act: “lamp”\na thing: “two”\n\nWho counted them?"
    assert work(view)["text"] == whole
    expect(view.locator(".note-paper")).to_have_text(whole, use_inner_text=False)
    field.fill("")
    field.blur()
    assert work(view)["text"] == "an act: “lamp”\na thing: “two”"


def test_the_same_pen_rubs_out_and_another_takes_its_place(view: Any) -> None:
    for first, second, left in (
        ("a thing", "a thing", []),
        ("a thing", "hearsay", [("hearsay", "two oars")]),
    ):
        word(view, "two").click()
        word(view, "oars").click()
        pen(view, first).click()
        word(view, "oars").click()
        expect(pen(view, first)).to_have_attribute("aria-pressed", "true")
        pen(view, second).click()
        assert quotes(view) == left
    word(view, "oars").click()
    pen(view, "hearsay").click()
    assert work(view) == {}


def test_a_new_cut_takes_the_place_of_what_it_touches(view: Any) -> None:
    select(view, "oars", "lamp")
    pen(view, "a thing").click()
    select(view, "two", "oars")
    pen(view, "an act").click()
    assert quotes(view) == [("act", "two oars")]
    view.get_by_role("button", name="Undo").click()
    assert quotes(view) == [("thing", "oars and a lamp")]


def test_a_pen_without_words_says_what_to_do(view: Any) -> None:
    pen(view, "hearsay").click()
    expect(view.get_by_role("status")).to_contain_text("Take words first")
    assert work(view) == {}


def test_an_older_note_stays_the_reader_s_text(page: Any, told: dict[str, Any]) -> None:
    view = opened(page, told, {"text": "a thing: nothing\nat all"})
    expect(view.get_by_role("textbox")).to_have_value("a thing: nothing\nat all")
    word(view, "two").click()
    pen(view, "a thing").click()
    assert work(view)["text"] == "a thing: “two”\n\na thing: nothing\nat all"


def test_marks_are_found_again_where_the_text_has_moved(page: Any, told: dict[str, Any]) -> None:
    place = {"start": 3, "end": 7, "before": "two ", "after": " and"}
    mark = place | {"pen": "thing", "quote": "oars"}
    work = {"text": "a thing: “oars”\n\nand more", "marks": [mark, {"pen": "gone", "quote": 1}]}
    view = opened(page, told, work)
    expect(word(view, "oars")).to_have_accessible_name("oars (a thing)")
    expect(view.get_by_role("textbox")).to_have_value("and more")


def test_whoever_wants_forms_has_the_field_alone(view: Any, told: dict[str, Any]) -> None:
    view.get_by_label("As a form").check()
    expect(view.get_by_role("listbox")).to_be_hidden()
    expect(view.get_by_role("textbox")).to_be_visible()
    assert "<span></span>" in told["fallback"]


def test_a_finger_marks_words_on_a_telephone(browser: Any, told: dict[str, Any]) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    view = opened(context.new_page(), told)
    word(view, "two").tap()
    word(view, "lamp").tap()
    button = pen(view, "a thing")
    expect(button).to_be_in_viewport(ratio=1)
    box = button.bounding_box()
    assert min(box["width"], box["height"]) >= 44
    button.tap()
    assert quotes(view) == [("thing", "two oars and a lamp")]
    assert view.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ("  pens: {act: an act}\n", "excerpts and pens go together; name both, or neither"),
        ("  excerpts: [ledger/sold]\n", "excerpts and pens go together; name both, or neither"),
        (
            "  excerpts: [ledger/gone]\n  pens: {act: an act}\n",
            'there is no excerpt "ledger/gone"; name one of excerpts.yml',
        ),
        (
            "  excerpts: [ledger/sold]\n  pens: {act: an act}\n  choices: [one, two]\n",
            "pens are of a note in words; take out choices or between",
        ),
    ],
)
def test_a_fault_of_pens_is_told_with_its_cure(fields: str, said: str, tmp_path: Path) -> None:
    done = with_pens(tmp_path, fields).call("-m", "sourcework", "check")
    assert done.returncode
    assert f'{NOTES}, line 6, note "ledger/room"' in done.stdout + done.stderr
    assert said in done.stdout + done.stderr


MARK = "bell/mark-1"


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what a page shows of a mark whose passages readers cut themselves."""
    copy = Copy(tmp_path_factory.mktemp("mark") / "quillhaven")
    copy.replace("book/exercises/bell.yml", "  kind: mark\n", "  kind: mark\n  cuts: reader\n")
    answer: dict[str, Any] = copy.ask("engine_widget.py", ["exercise", MARK])
    return answer


@pytest.fixture
def finding(page: Any, cut: dict[str, Any]) -> Any:
    """Return the page with the question in it."""
    return opened(page, cut)


def mark(view: Any, first: str, last: str, words: str) -> None:
    word(view, first).click()
    word(view, last).click()
    pen(view, words).click()


def test_whoever_finds_a_passage_need_not_hit_it_to_the_word(
    finding: Any, cut: dict[str, Any]
) -> None:
    expect(finding.locator(".cut-how")).to_contain_text("Find 3 passages")
    expect(finding.locator(".cut-how")).to_contain_text("if more than half of its words")
    mark(finding, "order", "nine", "an act with its hour")
    mark(finding, "stood", "connection", "a judgement on a connection")
    mark(finding, "minute", "found", "a paper that is missing")
    finding.get_by_role("button", name="Check").click()
    expect(finding.get_by_role("status")).to_have_text("Right: 3 of 3 points.")
    (attempt,) = work(finding)["attempts"]
    assert set(attempt["response"].values()) == {"act", "judgement", "silence"}
    assert not set(attempt["response"]) & set(cut["data"]["rule"]["pairs"])
    assert attempt["words"].count("“") == 3


def test_what_is_not_found_is_told_below_the_text(finding: Any) -> None:
    finding.get_by_role("button", name="Check").click()
    expect(finding.get_by_role("status")).to_have_text(
        "Tag every passage first. Still open: 3 passages"
    )
    mark(finding, "stood", "connection", "an act with its hour")
    mark(finding, "minute", "found", "a paper that is missing")
    finding.get_by_role("button", name="Check").click()
    expect(finding.get_by_role("status")).to_contain_text("1 of 3 passages, 1 of 3 points")
    rows = finding.locator(".exercise-rows > li")
    expect(rows.nth(0)).to_contain_text("not marked so, or not found")
    expect(rows.nth(0)).to_contain_text("It could be held against a clock.")
    expect(rows.nth(2)).to_contain_text("right")
    finding.get_by_role("button", name="Try again").click()
    assert work(finding)["response"] == {"minute": "silence"}
    finding.get_by_role("button", name="Show the answer").wait_for(state="hidden")


def test_a_form_names_the_passages(finding: Any) -> None:
    mark(finding, "stood", "connection", "an act with its hour")
    finding.get_by_label("As a form").check()
    lists = finding.get_by_role("combobox")
    expect(lists).to_have_count(3)
    expect(lists.nth(1)).to_have_value("act")
    for row, target in enumerate(("act", "judgement", "silence")):
        lists.nth(row).select_option(target)
    finding.get_by_role("button", name="Check").click()
    expect(finding.get_by_role("status")).to_have_text("Right: 3 of 3 points.")


def test_what_is_graded_has_its_passages(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "quillhaven")
    fields = "  kind: mark\n  mode: graded\n  cuts: reader\n"
    copy.replace("book/exercises/bell.yml", "  kind: mark\n", fields)
    done = copy.call("-m", "sourcework", "check")
    assert (
        "what is graded is published with its passages; take cuts out" in done.stdout + done.stderr
    )
