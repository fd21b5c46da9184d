"""Readers with an empty cache open a page and wait for its widgets."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from .servers import Sent

__all__ = ["READERS", "Reader", "Visit", "chromium", "read_to_the_end", "visit"]

_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
_PATIENCE = 180_000  # milliseconds

# Asked in every frame: is there a control of a widget that is enabled and has a place in the page?
_WATCH = """
const CONTROLS = ".dossier-widget :is(button, input, select, textarea):enabled";
globalThis.benchUsable = (root) =>
  [...root.querySelectorAll(CONTROLS)].some((each) => each.checkVisibility());
const look = () => {
  if (benchUsable(document)) globalThis.benchFirst = performance.now();
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
_FIRST_TEXT = 'performance.getEntriesByName("first-contentful-paint")[0].startTime'
# The last widget, as a reader reaches it who jumps to the end of the page.
_JUMP = """() => new Promise((done) => {
  const last = [...document.querySelectorAll(".cell_output")].at(-1);
  const start = performance.now();
  last.scrollIntoView();
  const look = () => {
    if (benchUsable(last)) done(performance.now() - start);
    else requestAnimationFrame(look);
  };
  look();
})"""

# One screen further down; true at the end.
_SCROLL = """() => new Promise((done) => {
  scrollBy(0, innerHeight);
  const isEnd = () => scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
  requestAnimationFrame(() => requestAnimationFrame(() => done(isEnd())));
})"""


@dataclass(frozen=True)
class Reader:
    """Who reads: on what screen, behind what line, with how slow a processor.

    Attributes
    ----------
    bandwidth
        Bits a second, 0 for no limit.
    delay
        Milliseconds between a request and its answer.
    slowdown
        How many times slower than this machine.
    """

    name: str
    viewport: ViewportSize
    bandwidth: int = 0
    delay: int = 0
    slowdown: int = 1


READERS = (
    Reader("this machine", {"width": 1280, "height": 800}),
    Reader("slow phone", {"width": 412, "height": 915}, 1_600_000, 150, 4),
)


@dataclass(frozen=True)
class Visit:
    """Milliseconds to the first text, to the first usable widget, from a jump to the last one."""

    text: float
    first: float
    last: float


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium, or Playwright's own."""
    names = ("chromium", "chromium-browser", "google-chrome")
    system = next((path for name in names if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system, args=_FLAGS)
        yield browser
        browser.close()


def visit(browser: Browser, url: str, reader: Reader, *, widgets: bool = True) -> Visit | None:
    """Open `url` with an empty cache, wait until the page is at rest, and return the times.

    A page without widgets has none.
    """
    context = browser.new_context(viewport=reader.viewport, bypass_csp=True)
    context.set_default_timeout(_PATIENCE)
    page = context.new_page()
    try:
        _slow_down(page, reader)
        page.add_init_script(_WATCH)
        page.goto(url, wait_until="load")
        if widgets:
            page.wait_for_function("globalThis.benchFirst")
        page.wait_for_load_state("networkidle")
        if not widgets:
            return None
        text, first = page.evaluate(f"[{_FIRST_TEXT}, benchFirst]")
        return Visit(text, first, page.evaluate(_JUMP))
    finally:
        context.close()


def _slow_down(page: Page, reader: Reader) -> None:
    session = page.context.new_cdp_session(page)
    if reader.bandwidth:
        rate = reader.bandwidth / 8
        session.send("Network.enable")
        session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": reader.delay,
                "downloadThroughput": rate,
                "uploadThroughput": rate,
            },
        )
    session.send("Emulation.setCPUThrottlingRate", {"rate": reader.slowdown})


def read_to_the_end(
    browser: Browser, url: str, viewport: ViewportSize, sent: list[Sent], after: str = ""
) -> tuple[list[Sent], list[Sent]]:
    """Open `url`, after another page if one is given, and read to its end.

    Returns
    -------
    tuple
        What the server sent until the page was at rest, and until its end was read.
    """
    context = browser.new_context(viewport=viewport, service_workers="block")
    context.set_default_timeout(_PATIENCE)
    page = context.new_page()
    try:
        if after:
            page.goto(after, wait_until="networkidle")
        sent.clear()
        page.goto(url, wait_until="networkidle")
        first = _wanted(sent)
        while not page.evaluate(_SCROLL):
            page.wait_for_load_state("networkidle")
        page.wait_for_load_state("networkidle")
        return first, _wanted(sent)
    finally:
        context.close()


def _wanted(sent: list[Sent]) -> list[Sent]:
    return [each for each in sent if each.path != "/favicon.ico"]
