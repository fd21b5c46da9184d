"""Pages that commands write for teachers and authors: one file each, which asks for nothing."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from classes import write_assignment
from pages import opened
from playwright.sync_api import Browser, Page, expect
from runs import grade
from test_axe import AXE, in_both_schemes
from test_likeness import changed, class_of, composed
from test_volunteers import file_of, given_by

from sourcework.__main__ import main

PAGES = ("likeness", "items")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reports")
    texts = {f"Student {number}": composed(number) for number in range(4)}
    texts["王 伟"] = texts["Student 1"]
    texts["Ольга Иванова"] = " ".join(changed(random.Random(7), texts["Student 2"].split(), 0.2))
    done = grade(
        write_assignment(folder, due=False), class_of(texts, folder), "--likeness", out=folder / "g"
    )
    given = folder / "given"
    given.mkdir()
    for number in range(12):
        text = file_of(given_by(random.Random(number)), number)
        (given / f"{number}.json").write_text(text, encoding="utf-8")
    assert main(["items", str(given), "--out", str(folder / "i")]) == 0
    return {"likeness": done.out / "likeness.html", "items": folder / "i/items.html"}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [320, 1280])
def test_a_report_fits_and_axe_finds_nothing(
    name: str, width: int, reports: dict[str, Path], browser: Browser
) -> None:
    size = {"width": width, "height": 800}
    page, wrong = opened(browser, reports[name].as_uri(), viewport=size, color_scheme="light")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(AXE)
    found = in_both_schemes(page)
    page.context.close()
    assert found == []
    assert wrong == []


def test_from_the_table_of_pairs_one_comes_to_a_pair_and_back(
    reports: dict[str, Path], browser: Browser
) -> None:
    page, wrong = opened(browser, reports["likeness"].as_uri())
    link = page.get_by_role("link", name="Pair 2")
    assert box_height(page, "th a") >= 44
    link.press("Enter")
    expect(page.locator("#pair-2")).to_be_in_viewport()
    expect(page.locator("#pair-2 h4").nth(0)).to_be_visible()
    page.locator("#pair-2").get_by_role("link", name="Back to the table").press("Enter")
    expect(page.get_by_role("table")).to_be_in_viewport()
    page.context.close()
    assert wrong == []


def box_height(page: Page, selector: str) -> float:
    """Return the height of the lowest of these."""
    heights: list[float] = page.locator(selector).evaluate_all(
        "all => all.map(each => each.getBoundingClientRect().height)"
    )
    return min(heights)
