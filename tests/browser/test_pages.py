"""Every page in a real browser: silent, self-contained, light, and as wide as a phone.

From a disk they are opened as the archive has them: `tests/publish/test_archive.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from benchmarks.servers import Server, serving
from contents import PAGES
from pages import on_paper, opened, patient, until
from playwright.sync_api import Browser, Page, Route, expect

from sphinx_live_widgets.csp import policy

PHONE = {"width": 390, "height": 800}
# As a reader opens what is deeper, one fold after the other.
GO_DEEPER = "for (const fold of document.querySelectorAll('.deeper')) fold.open = true"


KIBIBYTE = 1024
# All questions, to review; maps, cuts and lines.
LIMITS = {"book/record": 45, "book/georgia": 48, "book/testament": 45}
FIRST_LOAD = 71.5  # kibibytes that the heaviest chapter had before it had steps, pens and drawings
FRONT = "book/index"  # it loads what most pages need, too
SECOND = "book/georgia"
PRINTED = "book/answers"  # the key is for printing; a chapter has its own answers too
IDLE = {"/sw.js": "// keeps nothing\n"}  # what a server sends must be seen


@dataclass(frozen=True)
class Visit:
    """A page that was opened, all that went wrong in it, and what it loaded, by path."""

    page: Page
    wrong: list[str]
    loaded: dict[str, int]


@pytest.fixture(scope="module")
def strict(built: Path) -> Iterator[Server]:
    """Serve the book under the strictest policy that it can have."""
    with serving(built, policy(built), IDLE) as server:
        yield server


def taken(server: Server) -> dict[str, int]:
    """Return what a server has sent since it was last asked, by path."""
    sent = {each.path: each.size for each in server.sent}
    server.sent.clear()
    return sent


@pytest.fixture(scope="module")
def both(browser: Browser, strict: Server) -> tuple[dict[str, int], dict[str, int]]:
    """Return what a reader's first page loads, and what the second does."""
    page, _ = opened(browser, f"{strict.address}/book/index.html", at_rest=True, viewport=PHONE)
    page.wait_for_load_state("networkidle")
    first = taken(strict)
    page.goto(f"{strict.address}/{SECOND}.html", wait_until="networkidle")
    page.context.close()
    return first, taken(strict)


@pytest.fixture(scope="module", params=PAGES)
def name(request: pytest.FixtureRequest) -> str:
    named: str = request.param
    return named


@pytest.fixture(scope="module")
def visit(
    browser: Browser, strict: Server, both: tuple[dict[str, int], dict[str, int]], name: str
) -> Iterator[Visit]:
    """Open each page once, on a phone that has never seen the book."""
    taken(strict)
    url = f"{strict.address}/{name}.html"
    page, wrong = opened(browser, url, at_rest=True, viewport=PHONE)
    page.wait_for_load_state("networkidle")
    yield Visit(page, wrong, taken(strict))
    page.context.close()


def test_under_the_strictest_policy_a_page_is_as_silent_and_fits_a_phone(visit: Visit) -> None:
    for width in (PHONE["width"], 320):
        visit.page.set_viewport_size(PHONE | {"width": width})
        assert visit.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width
    assert not visit.wrong


def test_a_page_is_light_and_lighter_where_it_is_the_second(
    visit: Visit, both: tuple[dict[str, int], dict[str, int]], name: str
) -> None:
    (first, second), whole, own = both, visit.loaded, f"/{name}.html"
    new = {path: size for path, size in whole.items() if path not in first}
    if name == SECOND:
        assert second == new
    if name not in (PRINTED, FRONT):
        assert sum(whole.values()) <= FIRST_LOAD * KIBIBYTE, whole
    if name != PRINTED:
        assert sum((new | {own: whole[own]}).values()) <= LIMITS.get(name, 43) * KIBIBYTE, new
        assert len([path for path in new if not path.endswith(".svg")]) <= 6, new
        text = {path: size for path, size in (first | new).items() if not path.endswith(".svg")}
        assert sum(text.values()) <= 150 * KIBIBYTE, text


@pytest.mark.parametrize("comes", [True, False], ids=["comes", "fails"])
def test_a_link_that_is_pressed_before_its_script_is_there_is_no_lost_press(
    browser: Browser, served: str, comes: bool
) -> None:
    page = patient(browser, viewport=PHONE).new_page()
    held: list[Route] = []
    page.route("**/peek.js*", lambda route: held.append(route))
    page.goto(f"{served}/{SECOND}.html")
    asked = page.url
    page.locator(".bd-article a[href*='glossary.html#']").filter(visible=True).first.click()
    expect(page.locator("script[src*='peek.js']:not([type])")).to_have_count(1)
    until(page, "() => document.readyState === 'complete'")
    assert page.url == asked
    for route in held:
        route.continue_() if comes else route.abort()
    if comes:
        expect(page.locator(".peek-card")).to_be_visible()
        assert page.url == asked
    else:
        expect(page).to_have_url(re.compile("glossary.html#"))
    page.context.close()


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
    page.evaluate(GO_DEEPER)
    view = page.get_by_text("A sheet of the shorthand would")
    expect(view).to_be_hidden()
    page.get_by_text("What would change our own mind?").press("Enter")  # a click may miss it
    expect(view).to_be_visible()
    page.get_by_text("What would change our own mind?").press("Enter")  # a click may miss it
    on_paper(page)
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
    page.evaluate(GO_DEEPER)
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
