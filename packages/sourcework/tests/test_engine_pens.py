"""Tests of pens: passages are marked in their text, by hand, finger or key, or in a form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from engine_book import Copy
from test_engine_kind_scripts import SHOW

expect = pytest.importorskip("playwright.sync_api").expect
RECORD = "quillhaven-bell"
ITEM = "bell/mark-1"
PENS = ["an act with its hour", "a judgement on a connection", "a paper that is missing"]
KEY = {"nine": "act", "stood": "judgement", "minute": "silence"}


@pytest.fixture
def view(page: Any, html: Path) -> Any:
    """Return the question, alive, for one who has never been in the book."""
    page.goto(f"{html.as_uri()}/bell.html")
    page.evaluate("localStorage.clear()")
    page.reload()
    place = page.locator("live-widget", has=page.locator("#question-bell-mark-1"))
    place.scroll_into_view_if_needed()
    question = place.locator(".dossier-widget")
    question.locator(".pens").wait_for()
    return question


def part(view: Any, name: str) -> Any:
    return view.locator(f".pen-part[data-part={name}]")


def pen(view: Any, words: str) -> Any:
    return view.get_by_role("button", name=words, exact=True)


def response(view: Any) -> Any:
    record = json.loads(view.page.evaluate(f"localStorage.getItem('{RECORD}') ?? '{{}}'"))
    return record.get("items", {}).get(ITEM, {}).get("work", {}).get("response")


def test_each_tap_marks_a_passage_and_takes_the_next(view: Any) -> None:
    part(view, "nine").click()
    for number, words in enumerate(PENS, 1):
        expect(view.locator(".pen-place")).to_have_text(f"Passage {number} of 3")
        pen(view, words).click()
    for (name, _), words in zip(KEY.items(), PENS, strict=True):
        expect(part(view, name)).to_contain_text(f"[{words}]")
    assert response(view) == KEY
    view.get_by_role("button", name="Check").click()
    expect(view.get_by_role("status")).to_contain_text("Right: 3 of 3 points.")


def test_letters_mark_and_arrows_go_on(view: Any, page: Any) -> None:
    part(view, "nine").locator("input").focus()
    letters = [pen(view, words).get_attribute("aria-keyshortcuts") for words in PENS]
    assert len(set(letters)) == 3
    for letter in letters:
        page.keyboard.press(letter)
    assert response(view) == KEY
    expect(part(view, "minute").locator("input")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Delete")
    assert response(view) == {name: KEY[name] for name in ("nine", "minute")}
    page.keyboard.press("Control+z")
    assert response(view) == KEY


def test_what_was_done_is_undone_step_by_step(view: Any) -> None:
    back = view.get_by_role("button", name="Undo")
    expect(back).to_be_disabled()
    part(view, "stood").click()
    pen(view, PENS[0]).click()
    part(view, "stood").click()
    pen(view, PENS[1]).click()
    assert response(view) == {"stood": "judgement"}
    back.click()
    assert response(view) == {"stood": "act"}
    expect(view.get_by_role("status")).to_have_text(f"Undone. Passage 2: {PENS[0]}.")
    back.click()
    assert response(view) == {}
    expect(back).to_be_disabled()


def test_the_same_pen_again_rubs_out(view: Any) -> None:
    part(view, "stood").click()
    pen(view, PENS[1]).click()
    part(view, "stood").click()
    expect(pen(view, PENS[1])).to_have_attribute("aria-pressed", "true")
    pen(view, PENS[1]).click()
    assert response(view) == {}
    expect(part(view, "stood")).not_to_contain_text("[")


def test_whoever_checks_too_early_is_led_to_what_is_open(view: Any) -> None:
    part(view, "nine").click()
    pen(view, PENS[0]).click()
    part(view, "minute").click()
    pen(view, PENS[2]).click()
    view.get_by_role("button", name="Check").click()
    expect(view.get_by_role("status")).to_have_text(
        "Tag every passage first. Still open: Passage 2"
    )
    expect(part(view, "stood").locator("input")).to_be_focused()


def test_remarks_stand_below_the_text_each_with_its_passage(view: Any) -> None:
    part(view, "nine").click()
    for words in (PENS[0], PENS[0], PENS[2]):
        pen(view, words).click()
    view.get_by_role("button", name="Check").click()
    row = view.locator(".exercise-rows > li").nth(1)
    expect(row).to_contain_text("stood in no connection")
    expect(row).to_contain_text("Nobody can see that from a window.")
    expect(view.get_by_role("combobox")).to_have_count(0)


def test_what_was_right_stays_when_one_tries_again(view: Any) -> None:
    part(view, "nine").click()
    for _ in KEY:
        pen(view, PENS[0]).click()
    view.get_by_role("button", name="Check").click()
    expect(view.locator(".exercise-mark[data-mark=right]")).to_have_count(1)
    expect(view.locator(".exercise-mark[data-mark=open]")).to_have_count(2)
    view.get_by_role("button", name="Try again").click()
    assert response(view) == {"nine": "act"}
    expect(part(view, "nine")).to_contain_text(f"[{PENS[0]}]")
    expect(part(view, "stood").locator("input")).to_be_focused()


def test_a_reader_who_wants_lists_has_them_here_and_in_the_next_question(
    view: Any, page: Any
) -> None:
    part(view, "nine").click()
    pen(view, PENS[0]).click()
    view.get_by_label("As a form").check()
    expect(view.locator(".pens")).to_be_hidden()
    first = view.get_by_role("combobox").first
    expect(first).to_have_value("act")
    view.get_by_role("combobox").nth(1).select_option("judgement")
    page.reload()
    view.scroll_into_view_if_needed()
    expect(view.get_by_role("combobox")).to_have_count(3)
    view.get_by_label("As a form").uncheck()
    expect(part(view, "stood")).to_contain_text(f"[{PENS[1]}]")


def test_pens_stay_in_sight_on_a_telephone_and_are_large(browser: Any, html: Path) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(f"{html.as_uri()}/bell.html")
    view = page.locator("live-widget", has=page.locator("#question-bell-mark-1"))
    view.scroll_into_view_if_needed()
    part(view, "nine").tap()
    for words in PENS:
        button = pen(view, words)
        expect(button).to_be_in_viewport(ratio=1)
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 44
        button.tap()
    expect(part(view, "minute")).to_be_in_viewport(ratio=1)
    assert response(view) == KEY
    context.close()


def test_the_text_is_heard_with_its_marks(view: Any) -> None:
    part(view, "nine").click()
    pen(view, PENS[0]).click()
    radios = view.get_by_role("radio")
    expect(radios).to_have_count(3)
    expect(radios.first).to_have_accessible_name(f"given the order at nine [{PENS[0]}]")


BANK = "book/exercises/ledger.yml"
MATCH = "ledger/match-1"
PIECES = {
    "ring": ('text: "\\"Then you ring it\\""', "Then you ring it"),
    "oars": ("text: Two oars and a lamp", "two oars and a lamp"),
    "silence": ("text: That the ferryman never spoke in public", "never spoke of the night"),
}


def with_pieces(folder: Path, **others: str) -> Copy:
    """Return a copy of the book whose match has the pieces of its rows, or others."""
    copy = Copy(folder / "quillhaven")
    for row, (text, piece) in PIECES.items():
        if words := others.get(row, piece):
            copy.replace(BANK, text, f"{text}\n    piece: {words}")
    return copy


@pytest.fixture(scope="module")
def matched(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return the script, its style, and what a page shows of a match whose rows have pieces."""
    copy = with_pieces(tmp_path_factory.mktemp("pieces"))
    told: dict[str, Any] = copy.ask("engine_shown.py", [MATCH])
    return told


@pytest.fixture
def sorting(page: Any, matched: dict[str, Any]) -> Any:
    """Return the page with the match in it."""
    page.add_style_tag(content=matched["style"])
    page.evaluate(SHOW, [matched["text"], matched["items"][MATCH], {}])
    return page


def test_rows_that_have_pieces_are_given_their_target_in_the_text(sorting: Any) -> None:
    expect(sorting.locator(".pen-title")).to_have_count(3)
    for name, words in (("ring", "Łucja Żak’s"), ("oars", "the bill of sale’s")):
        part(sorting, name).click()
        pen(sorting, words).click()
    sorting.get_by_role("button", name="Check").click()
    expect(sorting.get_by_role("status")).to_contain_text("Still open: Piece")
    expect(part(sorting, "silence").locator("input")).to_be_focused()
    pen(sorting, "Anne-Marie O’Dowd’s").click()
    assert sorting.evaluate("work().response") == {
        "ring": "zak",
        "oars": "bill",
        "silence": "odowd",
    }
    sorting.get_by_role("button", name="Check").click()
    expect(sorting.get_by_role("status")).to_contain_text("2 of 3 rows")
    told = sorting.locator(".exercise-rows > li", has_text="That the ferryman never spoke")
    expect(told).to_contain_text("Nobody is named, so it is the chronicler’s.")


def test_the_lists_of_such_a_match_follow_its_text(sorting: Any) -> None:
    sorting.get_by_label("As a form").check()
    order = sorting.locator(".pen-part").evaluate_all("all => all.map((one) => one.dataset.part)")
    lists = sorting.get_by_role("combobox")
    expect(lists).to_have_count(3)
    lists.first.select_option("narrator")
    assert sorting.evaluate("work().response") == {order[0]: "narrator"}
    sorting.get_by_label("As a form").uncheck()
    expect(part(sorting, order[0])).to_contain_text("[the chronicler’s]")


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        ({"oars": ""}, "only ring, silence has a piece; give every row one, or none"),
        ({"oars": "three oars"}, "'three oars' is not in the excerpts; copy words that are there"),
        ({"oars": "the"}, "times; copy words that are there once"),
        ({"silence": "ring it"}, 'the pieces of "ring" and "silence" overlap; give each words'),
    ],
)
def test_a_wrong_piece_is_told_with_its_cure(
    pieces: dict[str, str], said: str, tmp_path: Path
) -> None:
    done = with_pieces(tmp_path, **pieces).call("-m", "sourcework", "check")
    assert done.returncode
    assert f'item "{MATCH}"' in done.stderr + done.stdout
    assert said in done.stderr + done.stdout


def test_the_pieces_of_a_mark_are_its_options(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "quillhaven")
    text = "text: given the order at nine"
    copy.replace("book/exercises/bell.yml", text, f"{text}\n    piece: at nine")
    done = copy.call("-m", "sourcework", "check")
    assert "the options of a mark are its pieces; take piece out" in done.stderr + done.stdout
