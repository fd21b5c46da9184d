"""Who could know what, in the page: the order, the slide to the papers, the two trees."""

from __future__ import annotations

import json
import re

from contents import ROOT
from pages import opened, until
from playwright.sync_api import Browser, Page, expect
from widgets import save, stored, widget

from local.widgets.knowledge import Knowledge
from sourcework.widgets.widget_base import module

KEY = "poison/knowledge"
PAGE = "poison"
OPTIONS = {"reduced_motion": "reduce"}


def test_the_order_by_keyboard_and_by_mouse(page: Page) -> None:
    view = widget(page, "knowledge")
    first = view.get_by_role("button", name="Move Lenin adds a postscript")
    first.focus()
    page.keyboard.press("ArrowUp")
    expect(first).to_be_focused()
    view.get_by_role("button", name="Lenin’s request for poison reaches Stalin: earlier").click()
    view.get_by_role("button", name="Lenin’s request for poison reaches Stalin: earlier").click()
    view.get_by_role("button", name="Lenin breaks with Stalin, or threatens to: later").click()
    expect(view.get_by_role("status")).to_contain_text(
        re.compile(
            r"or threatens to is now number \d of 4\. \d of the 5 pairs that the page’s words"
        )
    )
    python = Knowledge()
    python.work = stored(page, KEY)
    right, decided = python.order().attrs["pairs"]
    expect(view.get_by_text(f"{right} of the {decided} pairs").first).to_be_visible()


def test_the_dates_slide_from_the_page_to_the_papers(page: Page) -> None:
    view = widget(page, "knowledge")
    view.get_by_role("button", name="Lay the papers").click()
    expect(view.locator(".knowledge-track")).to_be_focused()
    expect(view.get_by_role("status")).to_contain_text("17 March 1923")
    lane = view.locator(".knowledge-lane").nth(1)
    until(
        page,
        "lane => lane.children[1].offsetLeft > lane.offsetWidth * 0.8",
        arg=lane.element_handle(),
    )
    assert lane.evaluate("lane => lane.children[0].offsetLeft < lane.offsetWidth * 0.5")


def test_the_trees_the_papers_and_a_word_struck_out(page: Page) -> None:
    view = widget(page, "knowledge")
    for name, informant in (("Leon Trotsky", "stalin"), ("Joseph Stalin", "krupskaya")):
        view.get_by_label(f"From whom did {name}").select_option(informant)
    view.get_by_role("button", name="Open the papers").click()
    expect(view.locator(".knowledge-trees")).to_be_focused()
    expect(view.get_by_text("Of 8 people the papers show").first).to_contain_text("same for 2")
    expect(view.get_by_role("columnheader")).to_have_count(len(Knowledge().data["days"]))
    view.get_by_label("Strike out the word of").select_option("stalin")
    expect(view.get_by_role("status")).to_have_text(
        "The word of Joseph Stalin is struck out. "
        "By the papers, without the word of Joseph Stalin 2 of 9 statements are left: "
        "Maria Ulyanova; Lidia Fotieva."
    )
    python = Knowledge()
    python.work = stored(page, KEY)
    assert save(page, view).fillna("").astype({"told": str}).equals(python.value)


def test_who_has_died_knows_no_more(page: Page) -> None:
    view = widget(page, "knowledge")
    view.get_by_role("button", name="Open the papers").click()
    days = [day["date"] for day in Knowledge().data["days"]]
    row = view.locator(".knowledge-grid tr", has_text="Nadezhda Krupskaya").locator("td")
    signs = dict(zip(days, row.locator("span:first-child").all_inner_texts(), strict=True))
    assert signs["1923-03-17"] == "○"
    knows = [day for day, sign in signs.items() if sign == "–"]
    assert knows == [day for day in days if "1923-03-17" < day < "1939-02-27"] != []


def test_a_circle_of_informants_is_named(page: Page) -> None:
    view = widget(page, "knowledge")
    view.get_by_label("From whom did Leon Trotsky").select_option("narrator")
    view.get_by_label("From whom did the unnamed narrator").select_option("trotsky")
    expect(view.get_by_role("status")).to_have_text(
        "The unnamed narrator had it from Leon Trotsky."
    )
    expect(view.get_by_text("These lead back to themselves")).to_contain_text("Leon Trotsky")


def test_the_module_computes_the_vectors(browser: Browser, served: str) -> None:
    vectors = json.loads((ROOT / "tests/vectors/lost_without.json").read_text(encoding="utf-8"))
    page, _ = opened(browser, f"{served}/book/poison.html")
    computed = page.evaluate(
        """async ([text, vectors]) => {
            const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
            const { lostWithout } = await import(url);
            return vectors.map(({ struck, informants }) => lostWithout(struck, informants));
        }""",
        [module("knowledge", ROOT / "book/local/widgets"), vectors],
    )
    page.context.close()
    assert computed == [vector["lost"] for vector in vectors]
