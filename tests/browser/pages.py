"""How tests open a page: with an ear for everything that goes wrong."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page


def opened(browser: Browser, url: str, **options: object) -> tuple[Page, list[str]]:
    """Open `url`; return the page and all that went wrong: messages, failures, foreign requests."""
    page = browser.new_context(**options).new_page()  # type: ignore[arg-type]
    wrong: list[str] = []

    page.on("console", lambda message: wrong.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}"))
    here = re.match(r"https?://[^/]+|.*/_build/html|file://.*/", url)
    assert here, f"{url} is no page"
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((here[0], "data:", "blob:"))
            else wrong.append(request.url)
        ),
    )
    page.on("response", lambda answer: wrong.append(answer.url) if answer.status >= 400 else None)
    page.goto(url, wait_until="load")
    page.wait_for_selector("html:not([data-fresh])", state="attached")  # all of it is laid out
    return page, wrong
