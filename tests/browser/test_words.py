"""Words that the eye sees apart are apart for search, copies and assistive technology too."""

from __future__ import annotations

import re

import pytest
from contents import PAGES
from pages import opened
from playwright.sync_api import Browser, expect

_GLUED = r"""() => {
    const blocks = `address article aside blockquote br button caption dd details div dl dt
        fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr img input label legend
        li live-widget main math nav ol option p pre section select summary svg table tbody td
        text th thead title desc tr ul .prev-next>a`.replace(/\s+/g, ",");
    const glued = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ALL);
    let [before, block] = ["", null];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.nodeType === Node.ELEMENT_NODE && node.matches(blocks)) before = "";
        if (node.nodeType !== Node.TEXT_NODE || !node.data) continue;
        if (node.parentElement.closest("script, style, pre, math")) continue;
        const seam = `${before.slice(-20)}|${node.data.slice(0, 20)}`;
        const here = node.parentElement.closest(blocks);
        if (here === block && /[\p{L}\p{N}]\|[\p{L}\p{N}]/u.test(seam)) glued.push(seam);
        [before, block] = [node.data, here];
    }
    return glued;
}"""


@pytest.mark.parametrize("name", PAGES)
def test_no_two_words_run_together(browser: Browser, served: str, name: str) -> None:
    page, _ = opened(browser, f"{served}/{name}.html", reduced_motion="reduce")
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    for place in page.locator("live-widget").all():
        place.scroll_into_view_if_needed()
        expect(place.locator(".dossier-widget").first).to_be_attached()
    assert page.evaluate(_GLUED) == []
    page.context.close()


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
