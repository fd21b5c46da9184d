"""Figures in the page: its typeface fits into them, and they take its colours, on paper too."""

from __future__ import annotations

from itertools import product

import pytest
from pages import on_paper, opened
from playwright.sync_api import Browser

from sourcework.drawing import ROLES

# A page of each figure of the book, and of the engine's.
FIGURES = {
    "people": {"timeline"},
    "poison": {"days", "chain-poison"},
    "epilogue": {"tellings", "chain-oath"},
    "eavesdropping": {"politburo", "chain-eavesdropping"},
    "georgia": {"ways", "georgia-lines", "chain-georgia"},
    "testament": {"delay", "dictations", "chain-testament"},
}
NAMES = """() => [...document.querySelectorAll(".dossier-figure")].map((each) => each.id)"""

# Words that leave their sheet, or touch other words; the browser rounds a box up to whole pixels.
WRONG = """() => [...document.querySelectorAll(".dossier-plate svg")].flatMap((svg) => {
    const { width, height } = svg.viewBox.baseVal;
    const words = [...svg.querySelectorAll("text")]
        .map((each) => [each.textContent, each.getBBox()]);
    const out = words.filter(([, { x, y, width: wide, height: tall }]) =>
        x < -1.5 || y < -1.5 || x + wide > width + 1.5 || y + tall > height + 1.5);
    const common = (a, b, side, size) =>
        Math.min(a[side] + a[size], b[side] + b[size]) - Math.max(a[side], b[side]);
    const touching = words.flatMap(([one, a], place) => words.slice(place + 1)
        .filter(([, b]) => common(a, b, "x", "width") > 1 && common(a, b, "y", "height") > 4)
        .map(([other]) => `${one} | ${other}`));
    return [...out.map(([each]) => each), ...touching];
})"""

COLOURS = """() => {
    const style = getComputedStyle(document.querySelector(".dossier-figure"));
    return Object.fromEntries([...document.querySelectorAll(".dossier-plate [style]")]
        .flatMap((each) => [...each.getAttribute("style").matchAll(/--figure-(\\w+)/g)])
        .map(([name, role]) => [role, style.getPropertyValue(name).trim()]));
}"""


@pytest.mark.parametrize("name", FIGURES)
def test_no_words_of_a_figure_leave_its_sheet_or_touch(
    browser: Browser, served: str, name: str
) -> None:
    page, wrong = opened(browser, f"{served}/book/{name}.html")
    found: dict[tuple[int, str], list[str]] = {}
    for width, media in product((320, 1280), ("screen", "print")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(media=media)
        assert {each.removeprefix("figure-") for each in page.evaluate(NAMES)} == FIGURES[name]
        found[width, media] = page.evaluate(WRONG)
    page.context.close()
    assert not {where: words for where, words in found.items() if words}
    assert not wrong


def test_a_figure_is_light_on_paper_also_from_the_dark(browser: Browser, served: str) -> None:
    page, _ = opened(browser, f"{served}/book/people.html", color_scheme="dark")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    on_screen = page.evaluate(COLOURS)
    assert {"ink", "rule", "paper", "wash", "red", "violet", "green"} <= set(on_screen)
    assert [role for role, colour in on_screen.items() if colour == ROLES[role]] == []
    on_paper(page)
    printed = page.evaluate(COLOURS)
    own = {"ink": "#000", "faint": "#333", "rule": "#777", "paper": "#fff", "wash": "#ddd"}
    assert printed == {role: own.get(role, ROLES[role]) for role in on_screen}
    page.context.close()
