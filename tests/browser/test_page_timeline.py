"""The time line in the page: filters, pins, the same table as in Python."""

from __future__ import annotations

import json

from contents import ROOT
from pages import opened
from playwright.sync_api import Browser, Page, expect
from widgets import save, stored, widget

from sourcework.widgets.timeline import TimeLine
from sourcework.widgets.widget_base import module

KEY = "people/timeline"
PAGE = "people"


def test_filters_make_the_same_table_as_python(page: Page) -> None:
    view = widget(page, "timeline")
    view.get_by_label("the succession").uncheck()
    view.get_by_label("When").select_option("1922")
    view.get_by_label("Who was in it").select_option("lenin")
    python = TimeLine()
    python.work = stored(page, KEY)
    shown = view.locator(".timeline-events > li:not([hidden])")
    expect(shown).to_have_count(len(python.value))
    expect(view.get_by_role("status")).to_contain_text(f"{len(python.value)} of ")
    assert save(page, view).astype({"date": str}).equals(python.value)


def test_one_event_is_counted_as_one(page: Page) -> None:
    view = widget(page, "timeline")
    view.get_by_label("When").select_option("1921")
    view.get_by_label("Who was in it").select_option("ulyanova")
    expect(view.get_by_role("status")).to_have_text(
        f"1 of {len(TimeLine().data['events'])} events is shown."
    )


def test_pins_are_counted_by_keyboard_and_focus_stays(page: Page) -> None:
    view = widget(page, "timeline")
    view.get_by_label("When").select_option("1923-03")
    for title in ("Pin Lenin threatens Stalin", "Pin The request for cyanide"):
        pin = view.get_by_role("button", name=title)
        pin.focus()
        page.keyboard.press("Enter")
        expect(pin).to_be_focused()
        expect(pin).to_have_attribute("aria-pressed", "true")
    expect(view.get_by_role("status")).to_contain_text("to The request for cyanide: 12 days.")
    expect(view.locator(".timeline-days")).to_have_text("12 days")


def test_uncertain_dates_give_a_range(page: Page) -> None:
    view = widget(page, "timeline")
    view.get_by_role("button", name="Pin Ordzhonikidze strikes").click()
    view.get_by_role("button", name="Pin Dzerzhinsky reports").click()
    expect(view.locator(".timeline-days")).to_have_text(
        "between 12 and 41 days: the dates say no more"
    )


def test_nothing_left_is_said_with_the_cure(page: Page) -> None:
    view = widget(page, "timeline")
    view.get_by_label("When").select_option("later")
    view.get_by_label("Who was in it").select_option("kabakhidze")
    expect(view.get_by_role("status")).to_contain_text("No event fits. Choose other themes")


def test_the_module_computes_the_vectors(browser: Browser, served: str) -> None:
    vectors = json.loads((ROOT / "tests/vectors/days_between.json").read_text(encoding="utf-8"))
    page, _ = opened(browser, f"{served}/book/people.html")
    computed = page.evaluate(
        """async ([text, vectors]) => {
            const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
            const { daysBetween } = await import(url);
            return vectors.map(({ one, other }) => daysBetween(one, other));
        }""",
        [module("timeline"), vectors],
    )
    page.context.close()
    assert computed == [vector["days"] for vector in vectors]
