"""The transmission chain in the page."""

from __future__ import annotations

import json

import pytest
from contents import ROOT
from pages import opened
from playwright.sync_api import Browser, Locator, Page, expect
from widgets import save, stored, widget

from sourcework.widgets.chain import Chain
from sourcework.widgets.widget_base import module

KEY = "eavesdropping/chain"
PAGE = "eavesdropping"


def judge(view: Locator, *words: str) -> None:
    lists = view.locator("ol").first.get_by_label("It was handed on as it came:")
    for number, word in enumerate(words):
        lists.nth(number).select_option(word)


def test_the_words_become_the_same_table_as_in_python(page: Page) -> None:
    view = widget(page, "chain")
    expect(view.locator(".chain-end")).to_have_text(
        "7 of 7 links are undecided, and so is what arrives."
    )
    judge(view, "3", "1", "4", "3", "4", "4", "4")
    view.get_by_label("somebody who saw it too").check()
    view.get_by_label("What the second witness says is right:").select_option("2")
    python = Chain("eavesdropping")
    python.work = stored(page, KEY)
    left, both = python.value["left"].iloc[-1], python.second.loc[0, "left"]
    expect(view.get_by_role("status")).to_contain_text(f"{left * 100:.0f} in 100 of the story")
    expect(view.get_by_role("status")).to_contain_text(f"witness it is {both * 100:.0f} in 100")
    saved = save(page, view).fillna({"word": ""})
    assert saved[["link", "year", "word"]].equals(python.value[["link", "year", "word"]])
    for column in ("reliability", "left"):
        assert list(saved[column]) == pytest.approx(list(python.value[column]), nan_ok=True)


def test_a_dependent_witness_adds_nothing_and_the_page_says_why(page: Page) -> None:
    view = widget(page, "chain")
    judge(view, *"4444444")
    alone = view.locator(".chain-end").inner_text()
    view.get_by_label("somebody who had it from this chain").check()
    expect(view.locator(".chain-end")).to_contain_text(f"{alone} A second witness who depends")
    expect(view.locator(".chain-reason")).to_contain_text("the same witness, only louder")


def test_the_band_narrows_where_the_reader_doubts(page: Page) -> None:
    view = widget(page, "chain")
    judge(view, *"5515555")
    widths = view.locator(".chain-place polygon").evaluate_all(
        """shapes => shapes.map(({ points }) =>
            Math.round(Math.abs(points.getItem(2).x - points.getItem(3).x)))"""
    )
    assert widths == [92, 92, 92, 23, 23, 23, 23, 23, 23]


def test_the_band_keeps_its_width_where_the_reader_has_not_decided(page: Page) -> None:
    view = widget(page, "chain")
    judge(view, "2", "", "5")
    widths = view.locator(".chain-band polygon").evaluate_all(
        "shapes => shapes.map(({ points }) => points.getItem(1).x - points.getItem(0).x)"
    )
    assert [round(width) for width in widths[:3]] == [92, 92, 92]  # what bears on it, a gap, a link
    assert {round(width) for width in widths[3:]} == {46}


def test_what_changes_no_result_is_said_too(page: Page) -> None:
    view = widget(page, "chain")
    status = view.get_by_role("status")
    for number, word in (("4", "very likely"), ("2", "even")):
        judge(view, number)
        expect(status).to_contain_text(f"Link 2, Bazhanov, 9 August 1923: {word}. 6 of 7 links are")
    view.get_by_label("somebody who saw it too").check()
    expect(status).to_contain_text("The second witness: somebody who saw it too. 6 of 7")
    view.get_by_label("What the second witness says is right:").select_option("5")
    expect(status).to_contain_text("What the second witness says is right: certain. 6 of 7")
    view.get_by_label("who made it").check()
    expect(status).to_have_text("The retellings now show who made it.")


def test_a_detail_of_the_retellings_is_followed(page: Page) -> None:
    view = widget(page, "chain")
    view.get_by_label("who made it").check()
    told = view.locator(".chain-drift li")
    expect(told.nth(1)).to_contain_text("does not say (silent)")
    expect(told.nth(2)).to_contain_text("(changed)")


def test_by_keyboard_with_focus_kept(page: Page) -> None:
    view = widget(page, "chain")
    first = view.locator("ol select").first
    first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    expect(view.get_by_text("Left after this link: 50 in 100.")).to_be_visible()
    view.locator("ol summary").first.focus()
    page.keyboard.press("Enter")
    expect(view.get_by_text("What there was to see").first).to_be_visible()


def test_the_module_computes_the_vectors(browser: Browser, served: str) -> None:
    vectors = json.loads((ROOT / "tests/vectors/left_after.json").read_text(encoding="utf-8"))
    page, _ = opened(browser, f"{served}/book/eavesdropping.html")
    computed = page.evaluate(
        """async ([text, vectors]) => {
            const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
            const { leftAfter } = await import(url);
            return vectors.map(({ reliabilities }) => leftAfter(reliabilities));
        }""",
        [module("chain"), vectors],
    )
    page.context.close()
    assert computed == [vector["left"] for vector in vectors]
