"""Tests of the notes: what a reader writes is kept, shown again, exported, and never HTML."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from engine_book import Copy

NOTES = "book/exercises/notes.yml"
TO_THE_NOTE = "document.getElementById('note-bell-guess').scrollIntoView()"
RECORD = "localStorage.getItem('quillhaven-bell')"
PHONE = {"width": 390, "height": 844}
WORDS = "A foot an hour.\nOr <b>two</b> & more?"
IN_A_NOTEBOOK = """
import json
from sourcework import note, note_again, shares
from sourcework.widgets.record import Record

field = note("bell/guess")
again, anew = note_again("bell/guess"), note("bell/guess")
empty = len(field.value)
field.work = {"text": "A foot."}
record = Record()
record.work = {"widgets": {
    "bell/guess": {"work": {"text": "One foot"}}, "ledger/room": {"work": {"text": ["no", "text"]}},
    "bell/gone": {"work": {"text": "of an edition before"}}, "ledger/chain": "damaged",
}}
first, then = shares("bell/causes"), shares("bell/causes-after")
first.work = {"points": {"river": 60, "bell": 30, "ferry": 10}, "sure": 70}
unsound = shares("bell/causes-after")
unsound.work = {"points": {"river": 60, "bell": 60, "ferry": -20}, "sure": True}
print(json.dumps([
    first.points, first.sure, first.text, then.earlier == first.work, list(first.value["points"]),
    unsound.points, unsound.text,
]))
print(json.dumps([
    empty, field.text, again.text, anew.text, field.value.to_dict("records"),
    record.notes[["note", "chapter", "text"]].to_dict("records"), note("ledger/room").text,
]))
"""

# case: (file, what stands there, what is put there; what must be said of place, fault and cure)
SPOILED: dict[str, tuple[str, str, str, list[str]]] = {
    "an id that is taken": (
        NOTES,
        "- id: ledger/room",
        "- id: bell/guess\n  task: Again\n- id: ledger/room",
        ['line 6, note "bell/guess", field id: the id is taken already; give every note'],
    ),
    "the id of an item": (
        NOTES,
        "- id: ledger/room",
        "- id: ledger/short-1",
        ['field id: "ledger/short-1" is no id of a note; write chapter/name in small letters'],
    ),
    "the key of a widget": (
        NOTES,
        "- id: ledger/room",
        "- id: ledger/chain",
        ['note "ledger/chain", field id: a widget of sourcework.yml has this key', "of its own"],
    ),
    "no task": (
        NOTES,
        "  task: Your guess, before you open the fold, in feet an hour\n",
        "",
        [f'{NOTES}, line 3, note "bell/guess", field task: Field required; see the fields'],
    ),
    "a note that its page does not show": (
        "book/ledger.md",
        'note("ledger/room")',
        "1",
        [
            f'{NOTES}, note "ledger/room": book/ledger.md does not show it, and the reader',
            'write note("ledger/room") there in a cell',
        ],
    ),
    "a note that is asked for twice": (
        "book/bell.md",
        'note_again("bell/guess")',
        'note("bell/guess")',
        ['note "bell/guess": it is asked for twice', 'write note_again("bell/guess") where'],
    ),
    "a note that nobody wrote": (
        "book/bell.md",
        'note_again("bell/guess")',
        'note_again("bell/gues")',
        ['note_again: there is no note "bell/gues"; write one that is there, as bell/guess'],
    ),
    "a chapter that is not there": (
        NOTES,
        "- id: ledger/room",
        "- id: ledgers/room",
        ['note "ledgers/room": there is no page "ledgers"; write "ledger", or add the page'],
    ),
    "two causes": (
        NOTES,
        "between: {river: the river, bell: the late bell, ferry: the ferry}",
        "between: {river: the river, bell: the late bell}",
        ['note "bell/causes"', "between has 2 causes; name three, or none"],
    ),
    "an earlier note of other causes": (
        NOTES,
        "before: bell/causes",
        "before: bell/guess",
        ['field before: there is no note "bell/guess" above it with the same causes; name one'],
    ),
    "no list": (NOTES, "notes:", "tasks:", ["line 1: there is no list of notes; begin with"]),
}


@pytest.mark.parametrize("case", SPOILED)
def test_a_fault_of_a_note_is_told_with_place_and_cure(case: str, tmp_path: Path) -> None:
    copy = Copy(tmp_path / "quillhaven")
    file, old, new, told = SPOILED[case]
    copy.replace(file, old, new)
    done = copy.call("-m", "sourcework", "check")
    assert done.returncode
    for each in told:
        assert each in done.stdout + done.stderr


def test_a_note_is_a_value_of_python(book: Copy) -> None:
    points, words = map(json.loads, book.run("-c", IN_A_NOTEBOOK).splitlines())
    shared = {"river": 60, "bell": 30, "ferry": 10}
    told = "the river 60, the late bell 30, the ferry 10; 70 % sure"
    assert points == [shared, 70, told, True, [60, 30, 10], {}, ""]
    empty, own, again, anew, value, record, open_one = words
    assert empty == 0
    assert [own, again, anew] == ["A foot."] * 3
    assert value == [{"note": "bell/guess", "text": "A foot."}]
    assert record == [{"note": "bell/guess", "chapter": "bell", "text": "One foot"}]
    assert open_one == ""


def test_a_book_may_have_no_notes(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "quillhaven")
    (copy.folder / NOTES).unlink()
    done = copy.call("-c", "from sourcework.notes import load_notes; print(load_notes())")
    assert done.stdout.strip() == "{}", done.stderr


def test_the_page_has_the_task_and_lines_for_paper(html: Path) -> None:
    text = (html / "bell.html").read_text(encoding="utf-8")
    assert "note-bell-guess" in text
    assert "Your guess, before you open the fold" in text
    assert text.count("<span></span><span></span></div>") >= 1
    assert "Compare it with what you wrote" in text


def filled(page: Any, html: Path, words: str) -> Any:
    """Open the page, write into the first note, and wait until it is kept."""
    page.goto((html / "bell.html").as_uri())
    field = page.get_by_role("textbox", name="Your guess, before you open the fold")
    page.evaluate(TO_THE_NOTE)
    field.fill(words)
    page.wait_for_function(
        """() => JSON.parse(localStorage.getItem("quillhaven-bell") ?? "{}")
        .widgets?.["bell/guess"]?.work.text !== undefined"""
    )
    return field


def test_what_is_written_is_kept_shown_again_and_no_html(html: Path, page: Any) -> None:
    filled(page, html, WORDS)
    page.get_by_text("How fast did the river rise?").click()
    again = page.locator(".note-words")
    again.wait_for()
    assert again.inner_text() == WORDS
    assert page.locator(".note-words b").count() == 0
    page.reload()
    page.evaluate(TO_THE_NOTE)
    page.wait_for_function('() => document.querySelector(".note-writing")?.value')
    assert page.locator(".note-writing").input_value() == WORDS


def test_what_is_written_before_the_module_is_there_is_kept(html: Path, page: Any) -> None:
    page.goto((html / "bell.html").as_uri())
    field = page.get_by_role("textbox", name="Your guess, before you open the fold")
    assert page.locator("#note-bell-guess").get_attribute("class") == "dossier-note note-box"
    field.evaluate("field => { field.value = 'A foot.'; }")
    page.evaluate(TO_THE_NOTE)
    page.get_by_text("Kept in your record.").wait_for()
    page.goto((html / "bell.html").as_uri())  # who wrote before need not move to see it
    page.wait_for_function("() => document.querySelector('.note-writing').value === 'A foot.'")


def test_without_javascript_a_note_has_lines_and_no_field(html: Path, browser: Any) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto((html / "bell.html").as_uri())
    note = page.locator("#note-bell-guess")
    assert not note.locator(".note-writing").is_visible()
    assert note.locator(".dossier-room").is_visible()
    page.context.close()


def test_what_is_not_written_yet_is_said_with_a_way_back(html: Path, page: Any) -> None:
    page.goto((html / "bell.html").as_uri())
    page.get_by_text("How fast did the river rise?").click()
    page.get_by_text("You wrote nothing yet.").wait_for()
    assert (
        page.get_by_role("link", name="Write it first")
        .get_attribute("href")
        .endswith("#note-bell-guess")
    )


def test_what_is_written_stands_in_the_record_and_in_its_file(
    html: Path, page: Any, browser: Any, tmp_path: Path
) -> None:
    filled(page, html, WORDS)
    page.goto((html / "record.html").as_uri())
    page.get_by_text("The bell: 1 written").click()
    assert page.locator(".sheet-own").inner_text().split() == WORDS.split()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my answers to a file").click()
    download.value.save_as(tmp_path / "answers.json")
    payload = json.loads((tmp_path / "answers.json").read_text(encoding="utf-8"))["payload"]
    assert json.loads(payload)["widgets"]["bell/guess"]["work"] == {"text": WORDS}
    other = browser.new_context().new_page()
    other.goto((html / "record.html").as_uri())
    other.get_by_label("Open an answers file").set_input_files(tmp_path / "answers.json")
    other.get_by_role("button", name="Join them with my record").click()
    other.get_by_text("The bell: 1 written").wait_for()
    other.context.close()


def shared(page: Any, html: Path, name: str) -> Any:
    """Open the page at a triangle."""
    page.goto((html / "bell.html").as_uri())
    page.evaluate(f"document.getElementById('note-{name}').scrollIntoView()")
    return page.locator(f"#note-{name}:has(svg)")


def values(triangle: Any) -> list[str]:
    """Return what stands in the fields for the three causes."""
    found: list[str] = triangle.locator("input").evaluate_all("all => all.map((one) => one.value)")
    return found[:3]


def test_numbers_stay_as_they_are_written_until_they_are_a_hundred(html: Path, page: Any) -> None:
    triangle = shared(page, html, "bell-causes")
    for name, number, expected, told in (
        ("The river", "45", ["45", "", ""], "55 points are left"),
        ("The late bell", "40", ["45", "40", ""], "15 points are left"),
        ("The ferry", "130", ["45", "40", "100"], "85 points too many"),
        ("The ferry", "14", ["45", "40", "14"], "1 point is left"),
        ("The ferry", "", ["45", "40", ""], "15 points are left"),
        ("The ferry", "15", ["45", "40", "15"], "The river 45, the late bell 40, the ferry 15."),
    ):
        field = triangle.get_by_label(name)
        field.fill(number)
        field.press("Tab")
        assert values(triangle) == expected, (name, number)
        assert told in triangle.get_by_role("status").inner_text(), (name, number)
    page.wait_for_function(f"() => {RECORD}?.includes('\"ferry\":15')")
    again = shared(page, html, "bell-causes-after")
    again.get_by_text("Before: the river 45, the late bell 40, the ferry 15.").wait_for()
    assert again.locator(".shares-before circle").count() == 1


def test_numbers_that_are_no_hundred_yet_are_kept(html: Path, page: Any) -> None:
    triangle = shared(page, html, "bell-causes")
    triangle.get_by_label("The late bell").fill("40")
    triangle.get_by_label("The late bell").press("Enter")
    page.wait_for_function(f"() => {RECORD}?.includes('\"bell\":40')")
    triangle = shared(page, html, "bell-causes")
    triangle.get_by_text("60 points are left").wait_for()
    assert values(triangle) == ["", "40", ""]
    page.goto((html / "record.html").as_uri())
    page.get_by_text("What have you written?").wait_for()
    assert page.get_by_text("The bell: 1 written").count() == 0


def test_points_are_shared_out_by_a_dragged_point(html: Path, page: Any) -> None:
    triangle = shared(page, html, "bell-causes")
    grip, field = triangle.locator(".shares-grip"), triangle.locator(".shares-field")
    assert grip.bounding_box()["width"] >= 44
    box = field.bounding_box()
    triangle.locator(".shares-point").hover()
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] - 40, steps=5)
    page.mouse.up()
    assert values(triangle) == ["100", "0", "0"]
    page.goto((html / "record.html").as_uri())
    page.get_by_text("The bell: 1 written").click()
    page.get_by_text("the river 100, the late bell 0, the ferry 0").wait_for()


@pytest.mark.parametrize(("aside", "down"), [(0, -60), (0, 60), (40, 40), (-30, -60), (40, 10)])
def test_a_finger_drags_the_point_whichever_way_it_goes(
    aside: int, down: int, html: Path, browser: Any
) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    triangle = shared(page, html, "bell-causes")
    box = triangle.locator(".shares-point").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    before = page.evaluate("scrollY")
    finger = context.new_cdp_session(page)
    for kind, part in [("touchStart", 0), *(("touchMove", n / 8) for n in range(1, 9))]:
        at = {"x": x + aside * part, "y": y + down * part}
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [at]})
        page.wait_for_timeout(16)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    triangle.get_by_role("status").filter(has_text="The river").wait_for(timeout=2000)
    assert sum(map(int, values(triangle))) == 100
    assert page.evaluate("scrollY") == before
    context.close()


def test_a_finger_beside_the_triangle_scrolls_the_page(html: Path, browser: Any) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    triangle = shared(page, html, "bell-causes")
    before = page.evaluate("scrollY")
    box = triangle.locator(".shares-drawing").bounding_box()
    finger = context.new_cdp_session(page)
    for kind, part in [("touchStart", 0), *(("touchMove", n / 8) for n in range(1, 9))]:
        at = {"x": box["x"] + 20, "y": box["y"] + 90 - 60 * part}
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [at]})
        page.wait_for_timeout(16)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function("(before) => scrollY > before", arg=before)
    assert values(triangle) == ["", "", ""]
    context.close()


def test_the_number_of_an_emendation_is_not_drawn_as_a_note(html: Path, page: Any) -> None:
    page.goto((html / "ledger.html").as_uri())
    number = page.locator(".dossier-mended sup").first
    drawn = number.evaluate(
        """(sup) => {
          const style = getComputedStyle(sup);
          return [style.borderInlineStartWidth, parseFloat(style.paddingInlineStart) < 4];
        }"""
    )
    assert drawn == ["0px", True]


def test_a_note_that_is_emptied_is_no_note(html: Path, page: Any) -> None:
    field = filled(page, html, WORDS)
    field.fill("  ")
    page.wait_for_function(
        """() => !JSON.parse(localStorage.getItem("quillhaven-bell"))
        .widgets["bell/guess"].work.text"""
    )
    page.goto((html / "record.html").as_uri())
    page.get_by_text("What have you written?").wait_for()
    assert page.get_by_text("The bell: 1 written").count() == 0


def test_a_damaged_note_of_a_file_is_no_words(html: Path, page: Any) -> None:
    page.goto((html / "bell.html").as_uri())
    entry = {"saved": "no day", "work": {"text": {"toString": "<img>"}}}
    kept = json.dumps({"format": 1, "widgets": {"bell/guess": entry}})
    page.evaluate("(kept) => localStorage.setItem('quillhaven-bell', kept)", kept)
    page.reload()
    page.evaluate(TO_THE_NOTE)
    field = page.get_by_role("textbox", name="Your guess, before you open the fold")
    assert field.input_value() == ""
    page.goto((html / "record.html").as_uri())
    page.get_by_text("What have you written?").wait_for()
    assert page.get_by_text("1 written").count() == 0


def test_a_field_of_one_line_is_high_enough_for_a_finger(html: Path, page: Any) -> None:
    filled(page, html, "raise")
    field = page.locator(".note-writing").first
    field.evaluate("field => field.style.setProperty('--lines', 1)")
    assert field.bounding_box()["height"] >= 44


@pytest.mark.parametrize("media", ["screen", "print"])
def test_a_note_fits_a_narrow_screen_and_paper(media: str, html: Path, page: Any) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    filled(page, html, "x" * 200 + "\nand more")
    page.emulate_media(media=media)
    fits = "() => document.documentElement.scrollWidth <= innerWidth"
    assert page.evaluate(fits)
    printed = page.locator(".note-paper").first
    assert printed.is_visible() is (media == "print")
    assert page.locator(".note-writing").first.is_visible() is (media == "screen")
