"""Tests of the sheet of lives: the line of a year is dragged, and a list says the same."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from engine_alive import come_alive

expect = pytest.importorskip("playwright.sync_api").expect


def alive(page: Any, html: Path) -> Any:
    """Return the people for one who has never been in the book."""
    view = come_alive(page, html / "people.html", "Those who took part", ".people")
    expect(view.locator(".lives-row").first).to_be_visible()
    return view


@pytest.fixture
def view(page: Any, html: Path) -> Any:
    return alive(page, html)


def rows(view: Any) -> list[list[str]]:
    texts: list[list[str]] = view.locator(".lives-row").evaluate_all(
        """all => all.filter((each) => !each.hidden)
            .map((each) => [".lives-name", ".lives-age"]
                .map((part) => each.querySelector(part).textContent))"""
    )
    return texts


def slider(view: Any) -> Any:
    return view.get_by_role("slider", name="The year")


def test_those_who_died_first_stand_at_the_top_and_each_has_an_age(view: Any) -> None:
    assert rows(view) == [
        ["Tobias Pryce-Hallam", "57"],
        ["Anne-Marie O’Dowd", "46"],
        ["Łucja Żak", "18"],
        ["Ибрагим Саттаров", "?"],
    ]


def test_keys_move_the_year_and_it_says_who_is_left(view: Any, page: Any) -> None:
    slider(view).focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    assert rows(view)[0] == ["Tobias Pryce-Hallam", "dies"]
    expect(view.locator(".people-summary")).to_have_text(
        "In 1911: 2 of the 4 shown could still be asked; for 1 we have no date of death. "
        "They are 22 to 50 years old. In this year dies Tobias Pryce-Hallam."
    )
    page.keyboard.press("PageUp")
    assert int(slider(view).input_value()) > 1915
    page.keyboard.press("End")
    expect(slider(view)).to_have_value("1999")
    assert [age for _, age in rows(view)] == ["† 1911", "† 1934", "† 1971", "?"]
    page.keyboard.press("Home")
    expect(slider(view)).to_have_value("1907")


def test_the_line_is_dragged_through_the_lives(view: Any, page: Any) -> None:
    line, picture = view.locator(".lives-line"), view.locator(".lives-rows")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    x = line.bounding_box()["x"]
    page.mouse.move(x, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(x + 80, box["y"] + 20, steps=5)
    assert line.bounding_box()["x"] == pytest.approx(x + 80, abs=4)
    expect(view.locator(".people-year")).to_have_text(slider(view).input_value())
    page.mouse.move(x + 4000, box["y"] + 20)
    page.mouse.up()
    expect(slider(view)).to_have_value("1999")
    page.mouse.move(x, box["y"] + 10)
    expect(slider(view)).to_have_value("1999")


def test_the_thumb_of_the_slider_stands_on_the_line(view: Any, page: Any) -> None:
    slider(view).focus()
    page.keyboard.press("End")
    track, line = slider(view).bounding_box(), view.locator(".lives-line").bounding_box()
    rem = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    assert line["x"] == pytest.approx(track["x"] + track["width"] - 0.75 * rem, abs=1.5)
    page.keyboard.press("Home")
    line = view.locator(".lives-line").bounding_box()
    assert line["x"] == pytest.approx(track["x"] + 0.75 * rem, abs=1.5)


def test_a_fall_of_the_count_is_as_deep_as_many_die(view: Any) -> None:
    heights = view.locator(".lives-fall").evaluate(
        "path => path.getAttribute('d').slice(1).split('L').map((at) => at.split(' ').map(Number))"
    )
    falls = {
        round(x + 1850): round(low - high)
        for (_, high), (x, low) in pairwise(heights)
        if low > high
    }
    assert falls == {1911: 30, 1934: 30, 1971: 30}


def test_who_is_pressed_on_the_sheet_is_shown_in_the_list_and_the_other_way_round(
    view: Any, page: Any
) -> None:
    view.locator(".lives-row", has_text="Żak").click()
    chosen = view.locator("li[data-chosen]")
    expect(chosen).to_have_count(1)
    expect(chosen).to_contain_text("Łucja Żak")
    expect(slider(view)).to_have_value("1907")
    view.get_by_label("Call Anne-Marie").focus()
    expect(view.locator(".lives-row[data-chosen]")).to_contain_text("Anne-Marie O’Dowd")
    page.keyboard.press("Space")
    expect(view.locator(".lives-row[data-called]")).to_contain_text("Anne-Marie O’Dowd")


def test_filters_leave_out_lives_and_their_part_of_the_count(view: Any) -> None:
    view.get_by_label("How they died").select_option("natural")
    assert len(rows(view)) == 3
    expect(view.locator(".lives-most")).to_have_text("alive, of 3")
    view.get_by_label("How they died").select_option("unknown")
    assert rows(view) == [["Ибрагим Саттаров", "?"]]


def test_a_finger_drags_the_line_and_all_of_it_is_on_one_screen(browser: Any, html: Path) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    view = alive(page, html)
    view.locator(".lives-rows").scroll_into_view_if_needed()
    box = view.locator(".lives-rows").bounding_box()
    x, y = view.locator(".lives-line").bounding_box()["x"], box["y"] + 20
    touch = context.new_cdp_session(page)
    for kind, by in [("touchStart", 0), *(("touchMove", by) for by in range(0, 90, 10))]:
        touch.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x + by, "y": y}]}
        )
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert int(slider(view).input_value()) > 1930
    assert slider(view).bounding_box()["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    context.close()
