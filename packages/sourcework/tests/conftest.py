"""Fixtures of the engine's tests: the book as it is, the same book built, and a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import engine_book
import engine_steps
import pytest
from engine_book import Copy

_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session", autouse=True)
def shared(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Name the folder that all workers of the run have."""
    own = tmp_path_factory.getbasetemp()
    engine_book.SHARED = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """Copy the book; nothing may change in it but what commands write."""
    return Copy(tmp_path_factory.mktemp("as-it-is") / "quillhaven")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """Copy the book with its pages, which were built with every warning an error."""
    return Copy(tmp_path_factory.mktemp("built") / "quillhaven", built=True)


@pytest.fixture(scope="session")
def html(built: Copy) -> Path:
    """Return the folder of the built pages."""
    return built.folder / "_build/html/book"


@pytest.fixture(scope="session")
def stepped() -> Path:
    """Return the pages of the book with a chapter in steps and a first page that leads there."""
    return engine_book.built_once("stepped", engine_steps.build) / "_build/html/book"


@pytest.fixture(scope="session")
def printed(built: Copy) -> Any:
    """Print the book as one PDF and return it; without a browser its tests are skipped."""
    pypdf = pytest.importorskip("pypdf")
    done = built.call("-m", "sourcework.publish.pdf")
    if "no Chromium to print with" in done.stderr:
        pytest.skip("there is no browser to print with")
    assert done.returncode == 0, done.stderr
    return pypdf.PdfReader(built.folder / "_build/quillhaven-bell.pdf")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Start a browser; where there is none, its tests are skipped."""
    playwright = pytest.importorskip("playwright.sync_api")
    system = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    with playwright.sync_playwright() as started:
        try:
            found = started.chromium.launch(executable_path=system, args=_FLAGS)
        except playwright.Error as error:
            pytest.skip(f"there is no browser here: {error}")
        yield found
        found.close()


@contextmanager
def _opened(browser: Any, **options: Any) -> Iterator[Any]:
    context = browser.new_context(**options)
    context.set_default_timeout(60_000)
    page, said = context.new_page(), []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text))
    yield page
    context.close()
    assert said == []


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """Open a page that nobody has used before; it may not complain of anything."""
    with _opened(browser) as page:
        yield page


@pytest.fixture
def phone(browser: Any) -> Iterator[Any]:
    """Open such a page on a phone."""
    with _opened(browser, viewport={"width": 390, "height": 844}, has_touch=True) as page:
        yield page
