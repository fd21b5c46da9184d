"""The people in the page: the year, the filters, the same table as in Python."""

from __future__ import annotations

import json

import pytest
from contents import ROOT
from pages import opened
from playwright.sync_api import Browser, Page, expect
from widgets import save, stored, widget

from sourcework.widgets.people import People
from sourcework.widgets.widget_base import module

KEY = "people/people"
PAGE = "people"


def test_the_reader_makes_the_same_table_as_python(page: Page) -> None:
    view = widget(page, "people")
    view.get_by_label("Where they appear").select_option("poison")
    view.get_by_label("How they died").select_option("natural")
    view.get_by_label("Call Nadezhda Krupskaya").check()
    view.get_by_label("How far I trust what Nadezhda Krupskaya").select_option("4")
    expect(view.get_by_role("status")).to_contain_text(
        "How far you trust Nadezhda Krupskaya: very likely. In 1923: "
    )
    expect(view.get_by_role("status")).to_contain_text("old. Of your own witnesses: 1 of 1.")
    python = People()
    python.work = stored(page, KEY)
    expect(view.locator("li:not([hidden])")).to_have_count(len(python.value))
    assert save(page, view).fillna("").equals(python.value)


def test_the_year_by_keyboard_says_who_is_left(page: Page) -> None:
    view = widget(page, "people")
    slider = view.get_by_role("slider", name="The year")
    slider.focus()
    for _ in range(16):
        page.keyboard.press("ArrowRight")
    expect(view.locator(".people-year")).to_have_text("1939")
    krupskaya = view.locator("li", has_text="Nadezhda Krupskaya")
    expect(krupskaya).to_contain_text("dies in this year")
    expect(view.get_by_role("status")).to_contain_text("In 1939:")
    view.get_by_label("Go to a year").select_option(label="1956: Kommunist prints the texts")
    expect(view.locator(".people-year")).to_have_text("1956")


def test_the_word_of_trust_stands_level_with_the_call(page: Page) -> None:
    view = widget(page, "people")
    call = view.get_by_label("Call Leon Trotsky")
    call.check()
    trust = view.get_by_label("How far I trust what Leon Trotsky").bounding_box()
    button = call.locator("..").bounding_box()
    assert trust
    assert button
    assert trust["y"] == pytest.approx(button["y"], abs=1)


def test_nobody_left_is_said_with_the_cure(page: Page) -> None:
    view = widget(page, "people")
    view.get_by_label("Where they appear").select_option("eavesdropping")
    view.get_by_label("How they died").select_option("unknown")
    expect(view.get_by_role("status")).to_contain_text("Nobody fits. Choose another chapter")


def test_the_module_computes_the_vectors(browser: Browser, served: str) -> None:
    vectors = json.loads((ROOT / "tests/vectors/alive.json").read_text(encoding="utf-8"))
    page, _ = opened(browser, f"{served}/book/people.html")
    computed = page.evaluate(
        """async ([text, vectors]) => {
            const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
            const { alive } = await import(url);
            return vectors.map(({ died, year }) => alive(died, year));
        }""",
        [module("people"), vectors],
    )
    page.context.close()
    assert computed == [vector["alive"] for vector in vectors]
