"""The book, built once for all tests that look at it, and a real browser."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from contents import ROOT
from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright
from standstill import pytest_runtest_call  # noqa: F401
from turns import turn

_HERE = Path(__file__).parent
os.environ.setdefault("BOOK_FOLDER", str(ROOT))  # wherever a test starts a notebook or a command
expect.set_options(timeout=60_000)  # a busy machine takes its time
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


# Where a file takes long though its tests are few, it must not begin last, when nobody else works.
_LONGEST_FIRST = ("launch", "engines", "publish", "browser", "content", "grading", "unit")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the folders of long files begin; whole files go to workers in this order."""
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    within = item.path.is_relative_to(_HERE)
    folder = item.path.relative_to(_HERE).parts[0] if within else ""
    return _LONGEST_FIRST.index(folder) if folder in _LONGEST_FIRST else len(_LONGEST_FIRST)


@pytest.fixture(scope="session")
def built(testrun_uid: str) -> Path:
    """Build the book with the README's command, once in a run; return the folder of its pages."""
    with turn("book"):
        run = ROOT / "_build/turns/built"
        if not run.is_file() or run.read_text() != testrun_uid:
            done = subprocess.run(
                ["make", "book"], cwd=ROOT, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-5000:]
            run.write_text(testrun_uid)
    return ROOT / "_build/html"


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
def start(playwright: Playwright) -> Callable[..., Browser]:
    """Give a function that starts a browser with more flags."""
    return lambda *flags: playwright.chromium.launch(
        executable_path=_system(), args=[*_FLAGS, *flags]
    )


@pytest.fixture
def restart(playwright: Playwright, tmp_path: Path) -> Callable[[], BrowserContext]:
    """Give a function that starts a browser of its own with the same profile each time."""
    return lambda: playwright.chromium.launch_persistent_context(
        tmp_path / "profile", executable_path=_system(), args=_FLAGS
    )
