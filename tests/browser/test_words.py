"""Words that the eye sees apart are apart in what a search finds; in pages, `test_axe.py` looks."""

from __future__ import annotations

import re

from pages import opened
from playwright.sync_api import Browser, expect


def test_a_summary_of_the_search_keeps_cells_and_headings_apart(
    browser: Browser, served: str
) -> None:
    page, _ = opened(browser, f"{served}/search.html?q=krupskaya")
    found = page.locator("#search-results li")
    expect(page.locator(".search-summary")).to_contain_text("Pages with all these words")
    expect(found.locator("p.context").first).to_be_visible()
    expect(found.locator("p.context")).to_have_count(found.count())
    glued = re.compile(r"[a-z]{2}(?:[A-Z][a-z]|\d{2})|\d[A-Z][a-z]|[a-z][.:!?][A-Z][a-z]")
    assert not [text for text in found.locator("p.context").all_inner_texts() if glued.search(text)]
    page.context.close()
