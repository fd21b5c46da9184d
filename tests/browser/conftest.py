"""The book served over http and from the disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pages import CHOOSE_WHOLE, opened
from playwright.sync_api import Browser, Page
from questions import RECORD
from servers import serving

DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def served(built: Path) -> Iterator[str]:
    with serving(built) as address:
        yield address


@pytest.fixture(params=["http", "file"])
def root(request: pytest.FixtureRequest, served: str, built: Path) -> str:
    return served if request.param == "http" else built.as_uri()


# Once, at the start of a document: what the page before wrote when it was left goes, too. Its
# address says so, for what a page puts into storage last the next may see a document too late.
FORGET = f"""if (location.search === "?forget") {{
    history.replaceState(null, "", location.pathname);
    sessionStorage.clear();
    localStorage.clear();
    indexedDB.deleteDatabase("{RECORD}");
    {CHOOSE_WHOLE}
}}"""


@pytest.fixture(scope="module")
def visit(
    request: pytest.FixtureRequest, browser: Browser, built: Path
) -> Iterator[tuple[Page, list[str]]]:
    """Open the page that the test's module names as `PAGE`; say what goes wrong in it.

    It is opened from the disk, where a page may do least; `test_widgets.py` and `test_memory.py`
    see that it does the same from a server. `OPTIONS`, if the module has it, says how its reader's
    browser is different.
    """
    options = {"viewport": DESK, **getattr(request.module, "OPTIONS", {})}
    page, wrong = opened(browser, f"{built.as_uri()}/book/{request.module.PAGE}.html", **options)
    page.add_init_script(FORGET)
    yield page, wrong
    page.context.close()


@pytest.fixture
def page(
    visit: tuple[Page, list[str]], built: Path, request: pytest.FixtureRequest
) -> Iterator[Page]:
    """Give the page of `visit` to one who has never been in it; nothing may go wrong.

    Loaded again by the browser that has it, it takes a third of what it takes in a new one.
    """
    page, wrong = visit
    address = f"{built.as_uri()}/book/{request.module.PAGE}.html"
    if page.url.partition("#")[0] != address:  # a test has followed a link
        page.goto(address)
    page.emulate_media(media="null", color_scheme="null")
    page.evaluate("history.replaceState(null, '', `${location.pathname}?forget`)")
    page.evaluate("history.scrollRestoration = 'manual'")
    page.reload()
    page.wait_for_selector("html:not([data-fresh])", state="attached")
    page.mouse.move(0, 0)
    yield page
    said = list(wrong)
    wrong.clear()
    assert not said
