"""The data lab in a browser, with no Python: what it shows, what it folds away, its drawings."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

PAGE = "data-lab"


def test_every_blank_has_a_hint_and_every_solution_is_folded_away(page: Page) -> None:
    hints = page.locator(".dossier-check-blank")
    expect(hints).to_have_count(11)
    for hint in hints.all():
        expect(hint).to_be_visible()
        expect(hint).to_contain_text("Look next:")
    solved = page.locator(".dossier-check-right")
    expect(solved).to_have_count(11)
    for solution in solved.all():
        expect(solution).to_be_hidden()
    page.get_by_text("The blank filled in").first.click()
    expect(solved.first).to_be_visible()
    expect(page.locator("article")).not_to_contain_text("Traceback")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_drawing_stands_on_the_ground_of_the_page(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    expect(page.locator("html")).to_have_attribute("data-theme", scheme)
    drawing = page.locator("article img").first
    drawing.scroll_into_view_if_needed()
    box = drawing.bounding_box()
    assert box
    clip = {**box, "width": box["width"] + 20}
    picture = Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB")  # type: ignore[arg-type]
    within, beside = picture.getpixel((2, 2)), picture.getpixel((picture.width - 5, 2))
    assert within == beside
