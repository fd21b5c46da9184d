"""Tests of bins: rows of a match are laid into their bins, by hand, finger or key, or in a form."""

from __future__ import annotations

from typing import Any

import pytest
from engine_book import Copy
from test_engine_kind_scripts import SHOW

expect = pytest.importorskip("playwright.sync_api").expect
MATCH = "ledger/match-1"
PHONE = {"width": 390, "height": 844}
UNCOVERED = """one => {
  const { left, top, bottom } = one.getBoundingClientRect();
  const found = [top + 2, bottom - 2].map((y) => document.elementFromPoint(left + 20, y));
  return found.every((each) => one.contains(each));
}"""
KEY = {"ring": "zak", "oars": "bill", "silence": "narrator"}


@pytest.fixture(scope="module")
def told(book: Copy) -> dict[str, Any]:
    """Return the script, its style, and what a page shows of the match."""
    found: dict[str, Any] = book.ask("engine_shown.py", [MATCH])
    return found


@pytest.fixture
def ask(told: dict[str, Any]) -> Any:
    """Return what shows the match on a page, and gives the page."""

    def shown(page: Any, data: dict[str, Any] | None = None) -> Any:
        page.emulate_media(reduced_motion="reduce")
        page.add_style_tag(content=told["style"])
        page.evaluate(SHOW, [told["text"], data or told["items"][MATCH], {}])
        page.locator(".bins").wait_for()
        return page

    return shown


@pytest.fixture
def view(page: Any, ask: Any) -> Any:
    return ask(page)


def slip(view: Any, name: str) -> Any:
    return view.locator(f"[data-slip={name}] > .bin-slip")


def bar(view: Any, name: str) -> Any:
    return view.locator(f".bin-bar[value={name}]")


def inside(view: Any, name: str) -> list[str]:
    """Return which slips lie in a bin."""
    found: list[str] = bar(view, name).evaluate(
        "bar => [...bar.nextElementSibling.children].map(({ dataset }) => dataset.slip)"
    )
    return found


def response(view: Any) -> Any:
    return view.evaluate("work().response")


def loose(view: Any) -> list[str]:
    slips = view.locator(".bin-slips").first.locator("[data-slip]")
    found: list[str] = slips.evaluate_all("all => all.map(({ dataset }) => dataset.slip)")
    return found


def check(view: Any) -> None:
    view.get_by_role("button", name="Check").click()


def test_a_tap_takes_a_slip_the_next_lays_it_and_another_comes_to_hand(view: Any) -> None:
    order = loose(view)
    slip(view, order[0]).click()
    for name in order:
        expect(slip(view, name)).to_have_attribute("aria-pressed", "true")
        bar(view, KEY[name]).click()
        assert inside(view, KEY[name]) == [name]
        told = view.get_by_role("status")
        expect(told).to_contain_text("All are laid." if name == order[-1] else "In hand: ")
    assert response(view) == KEY
    expect(view.locator(".bin-place")).to_have_text("All are laid")
    check(view)
    expect(view.get_by_role("status")).to_contain_text("Right: 3 of 3 points.")


def test_what_to_do_is_not_cut_off_in_a_narrow_box(page: Any, ask: Any) -> None:
    page.set_viewport_size({"width": 240, "height": 700})
    place = ask(page).locator(".bin-place")
    expect(place).to_have_text("3 to lay: press a slip, then its bin")
    assert place.evaluate("({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth")


def test_a_press_on_the_slip_that_came_to_hand_leaves_it_there(view: Any) -> None:
    first, second, _ = loose(view)
    slip(view, first).click()
    bar(view, KEY[first]).click()
    slip(view, second).click()
    bar(view, KEY[second]).click()
    assert response(view) == {name: KEY[name] for name in (first, second)}


def test_a_finger_drags_a_slip_by_its_grip_into_a_bin(browser: Any, ask: Any) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    view = ask(context.new_page())
    finger = context.new_cdp_session(view)
    (name, *_) = loose(view)

    def middle(one: Any) -> tuple[float, float]:
        box = one.bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    grip = slip(view, name).locator(".bin-grip")
    assert grip.bounding_box()["width"] >= 44
    (x, y), (right, down) = middle(grip), middle(bar(view, "bill"))
    for part in range(9):
        at = {"x": x + (right - x) * part / 8, "y": y + (down - y) * part / 8}
        kind = "touchMove" if part else "touchStart"
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [at]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(bar(view, "bill").locator("+ ul > [data-slip]")).to_have_attribute("data-slip", name)
    context.close()


def test_a_bin_in_hand_takes_every_slip_that_is_pressed(view: Any) -> None:
    bar(view, "zak").click()
    slip(view, "oars").click()
    slip(view, "ring").click()
    assert response(view) == {"oars": "zak", "ring": "zak"}
    slip(view, "oars").click()
    assert response(view) == {"ring": "zak"}
    view.keyboard.press("Escape")
    expect(bar(view, "zak")).to_have_attribute("aria-pressed", "false")


def test_keys_alone_lay_carry_and_take_back(view: Any) -> None:
    order = loose(view)
    slip(view, order[0]).focus()
    for name in order:
        expect(slip(view, name)).to_be_focused()
        view.keyboard.press(bar(view, KEY[name]).get_attribute("aria-keyshortcuts"))
    assert response(view) == KEY
    names = view.locator(".bin-bar").evaluate_all("all => all.map(({ value }) => value)")
    slip(view, "ring").focus()
    at = names.index("zak")
    key, other = ("ArrowRight", at + 1) if at < len(names) - 1 else ("ArrowLeft", at - 1)
    view.keyboard.press(key)
    assert response(view)["ring"] == names[other]
    expect(slip(view, "ring")).to_be_focused()
    view.keyboard.press("Delete")
    assert "ring" not in response(view)
    view.keyboard.press("Control+z")
    view.keyboard.press("Control+z")
    assert response(view) == KEY


def test_all_of_it_is_one_stop_of_the_tab_key(view: Any) -> None:
    buttons = view.locator(".bins").locator(".bin-slip, .bin-bar")
    assert buttons.evaluate_all("all => all.map(({ tabIndex }) => tabIndex).sort()") == (
        [-1] * (buttons.count() - 1) + [0]
    )
    slip(view, loose(view)[0]).focus()
    view.keyboard.press("End")
    expect(view.locator(".bin-bar").last).to_be_focused()
    view.keyboard.press("ArrowUp")
    expect(view.locator(".bin-bar").nth(-2)).to_be_focused()


def test_what_was_done_is_undone_step_by_step(view: Any) -> None:
    back = view.get_by_role("button", name="Undo")
    expect(back).to_be_disabled()
    for name in ("bill", "zak"):
        slip(view, "oars").click()
        bar(view, name).click()
        view.keyboard.press("Escape")
    assert response(view) == {"oars": "zak"}
    back.click()
    assert response(view) == {"oars": "bill"}
    expect(view.get_by_role("status")).to_have_text(
        "Undone. Two oars and a lamp: the bill of sale’s. 2 to lay."
    )
    back.click()
    assert response(view) == {}
    expect(back).to_be_disabled()
    expect(slip(view, "oars")).to_be_focused()


def drag(view: Any, grip: Any, to: Any) -> None:
    """Drag something to another by the mouse."""
    start, end = grip.bounding_box(), to.bounding_box()
    view.mouse.move(start["x"] + 10, start["y"] + 10)
    view.mouse.down()
    view.mouse.move(start["x"] + 30, start["y"] + 30)
    view.mouse.move(end["x"] + 40, end["y"] + end["height"] / 2)
    view.mouse.up()


def test_a_slip_is_dragged_into_a_bin_and_out_again(view: Any) -> None:
    drag(view, slip(view, "ring"), bar(view, "zak"))
    assert response(view) == {"ring": "zak"}
    assert inside(view, "zak") == ["ring"]
    drag(view, slip(view, "oars"), slip(view, "ring"))
    assert response(view) == {"ring": "zak", "oars": "zak"}
    drag(view, slip(view, "ring"), slip(view, "silence"))
    assert response(view) == {"oars": "zak"}
    expect(view.locator(".bins")).not_to_have_attribute("data-held", "")


def test_mark_and_remark_stand_at_the_slip_and_what_was_right_stays(view: Any) -> None:
    bar(view, "zak").click()
    for name in KEY:
        slip(view, name).click()
    check(view)
    expect(view.locator("[data-slip=ring] .exercise-mark")).to_have_attribute("data-mark", "right")
    told = view.locator("[data-slip=oars]")
    expect(told).to_contain_text("not this one")
    expect(told).to_contain_text("A list made for another purpose.")
    expect(slip(view, "oars")).to_have_accessible_description("not this one")
    view.get_by_role("button", name="Try again").click()
    assert response(view) == {"ring": "zak"}
    expect(view.locator("[data-slip=ring]")).to_contain_text("right")
    expect(slip(view, loose(view)[0])).to_be_focused()


def test_whoever_checks_too_early_is_led_to_what_is_open(view: Any) -> None:
    first, *others = loose(view)
    slip(view, first).focus()
    view.keyboard.press("ArrowRight")
    check(view)
    expect(view.get_by_role("status")).to_contain_text("Still open: ")
    expect(slip(view, others[0])).to_be_focused()


def test_a_slip_is_heard_with_its_bin(view: Any) -> None:
    expect(slip(view, "oars")).to_have_accessible_name("Two oars and a lamp")
    bar(view, "bill").click()
    slip(view, "oars").click()
    expect(slip(view, "oars")).to_have_accessible_name(
        "Two oars and a lamp (laid: the bill of sale’s)"
    )
    expect(bar(view, "bill")).to_have_accessible_name("the bill of sale’s 1 in it")
    expect(view.get_by_role("list", name="the bill of sale’s")).to_have_count(1)


def test_a_reader_who_wants_lists_has_them_with_what_was_told(view: Any) -> None:
    bar(view, "zak").click()
    for name in KEY:
        slip(view, name).click()
    check(view)
    view.get_by_label("As a form").check()
    expect(view.locator(".bins")).to_be_hidden()
    lists = view.get_by_role("combobox")
    expect(lists).to_have_count(3)
    row = view.locator(".exercise-rows > li", has_text="Two oars")
    expect(row).to_contain_text("A list made for another purpose.")
    row.get_by_role("combobox").select_option("bill")
    assert response(view)["oars"] == "bill"
    view.get_by_label("As a form").uncheck()
    assert inside(view, "bill") == ["oars"]


def test_a_graded_match_is_laid_without_a_key(page: Any, told: dict[str, Any], ask: Any) -> None:
    data = told["items"][MATCH] | {"rule": None, "remarks": [], "reveal": None}
    view = ask(page, data)
    slip(view, "ring").click()
    bar(view, "odowd").click()
    assert response(view) == {"ring": "odowd"}
    expect(view.get_by_role("button", name="Check")).to_be_hidden()


def test_the_bins_are_in_sight_on_a_telephone_while_a_slip_is_in_hand(
    phone: Any, ask: Any, told: dict[str, Any]
) -> None:
    many = {"options": [{"id": f"n{n}", "text": "A slip of many words. " * 5} for n in range(12)]}
    view = ask(phone, told["items"][MATCH] | many | {"rule": None})
    low = slip(view, "n6")
    low.evaluate("low => scrollBy(0, low.getBoundingClientRect().bottom - innerHeight)")
    low.tap()
    assert low.evaluate(UNCOVERED)
    slip(view, "n0").locator(".bin-grip").tap()
    for number in range(12):
        expect(slip(view, f"n{number}")).to_be_in_viewport(ratio=1)
        for each in view.locator(".bin-bar").all():
            expect(each).to_be_in_viewport(ratio=1)
            assert each.bounding_box()["height"] >= 44
        view.locator(".bin-bar").nth(number % 4).tap()
    assert len(response(view)) == 12
    for name in ("n11", "n0", "n6"):
        slip(view, name).tap()
        for each in (slip(view, name), *view.locator(".bin-bar").all()):
            assert each.evaluate(UNCOVERED), name
