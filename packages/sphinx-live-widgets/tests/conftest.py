"""A real browser, and the book of this folder in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from host_books import HERE, jupyter_book
from host_servers import serving

expect.set_options(timeout=60_000)  # a busy machine takes its time
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def _system() -> str | None:
    """Return the system's Chromium, the quickest first; without one Playwright takes its own."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    started = playwright.chromium.launch(executable_path=_system(), args=_FLAGS)
    yield started
    started.close()


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the Jupyter Book of this folder and return the folder of its pages."""
    folder = tmp_path_factory.mktemp("host") / "book"
    shutil.copytree(HERE / "book", folder)
    return jupyter_book(folder, "--warningiserror")


@pytest.fixture(scope="session")
def address(book: Path) -> Iterator[str]:
    with serving(book) as address:
        yield address
