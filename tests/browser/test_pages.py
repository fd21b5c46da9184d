"""Every page in a real browser: silent, self-contained, and as wide as a phone.

From a disk they are opened as the archive has them: `tests/publish/test_archive.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from contents import PAGES
from pages import opened
from playwright.sync_api import Browser, expect
from servers import serving

from sphinx_live_widgets.csp import policy

PHONE = {"width": 390, "height": 800}


@pytest.fixture(scope="module")
def strict(built: Path) -> Iterator[str]:
    """Serve the book under the strictest policy that it can have."""
    with serving(built, policy(built)) as address:
        yield address


@pytest.mark.parametrize("name", PAGES)
def test_under_the_strictest_policy_a_page_is_as_silent_and_fits_a_phone(
    browser: Browser, strict: str, name: str
) -> None:
    page, wrong = opened(browser, f"{strict}/{name}.html", viewport=PHONE)
    page.wait_for_load_state("networkidle")
    for width in (PHONE["width"], 320):
        page.set_viewport_size(PHONE | {"width": width})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width
    page.context.close()
    assert not wrong


def test_an_excerpt_opens_its_provenance_by_keyboard(browser: Browser, served: str) -> None:
    page, _ = opened(browser, f"{served}/book/testament.html#testament-postscript")
    summary = page.locator("#testament-postscript summary")
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("#testament-postscript .dossier-chain").is_visible()
    page.context.close()


def test_without_javascript_a_page_is_whole(browser: Browser, built: Path) -> None:
    url = f"{built.as_uri()}/book/testament.html"
    page, wrong = opened(browser, url, java_script_enabled=False)
    assert "is too rude" in page.locator("#testament-postscript").inner_text()
    page.context.close()
    assert not wrong


@pytest.mark.parametrize("scripts", [True, False])
def test_our_own_view_waits_for_the_reader_and_is_on_paper(
    browser: Browser, served: str, scripts: bool
) -> None:
    address = f"{served}/book/testament.html"
    page, _ = opened(browser, address, java_script_enabled=scripts)
    view = page.get_by_text("A sheet of the shorthand would")
    expect(view).to_be_hidden()
    page.get_by_text("What would change our own mind?").press("Enter")  # a click may miss it
    expect(view).to_be_visible()
    page.get_by_text("What would change our own mind?").press("Enter")  # a click may miss it
    page.emulate_media(media="print")
    expect(view).to_be_visible()
    page.context.close()


def test_a_phone_shows_the_tables_as_cards_with_their_headings(
    browser: Browser, served: str
) -> None:
    page, _ = opened(browser, f"{served}/book/people.html", viewport=PHONE)
    cells = page.locator(".dossier-listing tbody tr").first.locator("td")
    labels = cells.evaluate_all(
        "cells => cells.map(cell => getComputedStyle(cell, '::before').content)"
    )
    page.context.close()
    said = [label.replace('" "', "").strip('"') for label in labels]
    assert said == ["none", "What happened: ", "How sure: ", "Who says so: "]


def test_a_table_on_several_claims_says_each_of_them_once(browser: Browser, served: str) -> None:
    page, _ = opened(browser, f"{served}/book/eavesdropping.html")
    table = page.get_by_role("table", name="The evidence on 2 claims")
    heads = table.get_by_role("rowheader").all_inner_texts()
    columns = table.get_by_role("columnheader").all_inner_texts()
    page.context.close()
    assert heads == ["The device helped Stalin to win.", "Bazhanov is a reliable witness."]
    assert columns == ["For or against", "Evidence", "Kind", "Where"]


def test_a_day_in_a_table_stands_on_one_line(browser: Browser, served: str) -> None:
    page, _ = opened(browser, f"{served}/book/data-lab.html", viewport=PHONE)
    days = page.locator(".dataframe td").filter(has_text=re.compile(r"^\d{4}-\d\d-\d\d$"))
    lines = days.evaluate_all(
        """cells => cells.map(cell => {
          const words = document.createRange();
          words.selectNodeContents(cell);
          return words.getClientRects().length;
        })"""
    )
    page.context.close()
    assert lines
    assert set(lines) == {1}
