"""Tests of the hundred dots: of two hypotheses as of many, moved and given back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

expect = pytest.importorskip("playwright.sync_api").expect
RECORD = "quillhaven-bell"


@pytest.fixture
def view(page: Any, html: Path) -> Any:
    """Return the hypotheses of the bell, alive."""
    page.add_init_script(f"localStorage.setItem('{RECORD}.whole', 'yes')")
    page.goto(f"{html.as_uri()}/bell.html")
    page.wait_for_selector("html:not([data-fresh])", state="attached")
    rivals = page.get_by_text("Rival hypotheses, no two of which can be true together")
    page.locator("live-widget", has=rivals).evaluate("each => each.scrollIntoView()")
    found = page.locator(".dossier-widget", has=page.locator(".hypotheses"))
    found.wait_for()
    return found


def lying(view: Any) -> list[int]:
    counts: list[int] = view.locator(".hypotheses-foot svg").evaluate(
        """each => {
            const columns = [0, 0];
            for (const dot of each.querySelectorAll(":scope > circle")) {
                const [across] = dot.style.transform.match(/[0-9.]+/);
                columns[Math.floor(across / 12)] += 1;
            }
            return columns;
        }"""
    )
    return counts


def test_two_hypotheses_share_a_hundred_dots(view: Any) -> None:
    assert lying(view) == [50, 50]
    group = view.get_by_role("group", name="H1 ")
    group.get_by_role("radio", name="very expected", exact=True).check()
    assert lying(view) == [64, 36]
    line = view.locator(".hypotheses-foot > p")
    expect(line).to_have_text("14 dots go to H1: 14 from H2.")
    view.get_by_role("row", name="Open evidence 1").hover()
    assert lying(view) == [50, 50]
    view.locator(".hypotheses-weight").hover()
    assert lying(view) == [64, 36]
    expect(line).to_have_text("Evidence 1 has its weight again.")


def test_the_picture_is_no_wider_than_two_columns_need(view: Any) -> None:
    box = view.locator(".hypotheses-foot .dots").bounding_box()
    assert box["height"] < 150
