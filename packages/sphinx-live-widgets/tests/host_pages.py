"""How tests open a page: with an ear for everything that goes wrong."""

from __future__ import annotations

import re
from time import monotonic

from playwright.sync_api import Browser, Locator, Page

TALL = {"width": 1000, "height": 900}


def opened(
    browser: Browser, url: str, *, at_rest: bool = False, **options: object
) -> tuple[Page, list[str]]:
    """Open `url`; return the page and all that went wrong: messages, failures, foreign requests.

    Its reader has moved, unless a test is of one who is `at_rest`.
    """
    page = browser.new_context(**{"viewport": TALL, **options}).new_page()  # type: ignore[arg-type]
    wrong: list[str] = []

    page.on("console", lambda message: wrong.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}"))
    here = re.match(r"https?://[^/]+|file://.*/", url)
    assert here, f"{url} is no page"
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((here[0], "data:", "blob:"))
            else wrong.append(f"foreign: {request.url}")
        ),
    )
    page.on("response", lambda answer: wrong.append(answer.url) if answer.status >= 400 else None)
    page.goto(url, wait_until="load")
    if not at_rest:
        page.mouse.move(1, 1)
    return page, wrong


def until(page: Page, expression: str, *, timeout: float = 30) -> None:
    """Wait until an expression is true in a page, however strict its policy is."""
    end = monotonic() + timeout
    while not page.evaluate(expression):
        assert monotonic() < end, f"in {timeout:.0f} s not true: {expression}"
        page.wait_for_timeout(50)


def view(page: Page, index: int) -> Locator:
    """Return what the widget with this number shows once it lives."""
    return page.locator("live-widget").nth(index).locator(".live-widget-view")
