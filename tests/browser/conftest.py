"""The book served over http and from the disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pages import opened
from playwright.sync_api import Browser, Page
from servers import serving

DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def served(built: Path) -> Iterator[str]:
    with serving(built) as address:
        yield address


@pytest.fixture(params=["http", "file"])
def root(request: pytest.FixtureRequest, served: str, built: Path) -> str:
    return served if request.param == "http" else built.as_uri()


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser, built: Path) -> Iterator[Page]:
    """Open the page that the test's module names as `PAGE`; nothing may go wrong in it.

    It is opened from the disk, where a page may do least; `test_widgets.py` and `test_memory.py`
    see that it does the same from a server. `OPTIONS`, if the module has it, says how its reader's
    browser is different.
    """
    options = {"viewport": DESK, **getattr(request.module, "OPTIONS", {})}
    page, wrong = opened(browser, f"{built.as_uri()}/book/{request.module.PAGE}.html", **options)
    yield page
    page.context.close()
    assert not wrong
