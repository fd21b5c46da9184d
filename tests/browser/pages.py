"""How tests open a page: with an ear for everything that goes wrong."""

from __future__ import annotations

import re
from datetime import datetime
from time import monotonic

from playwright.sync_api import Browser, BrowserContext, Error, Page

PATIENCE = 60_000  # milliseconds: a busy machine takes its time
# A reader who has chosen whole chapters, once, and may choose again.
CHOOSE_WHOLE = """{
const key = "stalin-versus-lenin.whole";
try { localStorage.getItem(key) ?? localStorage.setItem(key, "yes"); }
catch { /* nothing is kept there */ }
}"""


def patient(browser: Browser, *, steps: bool = False, **options: object) -> BrowserContext:
    """Return a new context whose pages wait as long for things as a busy machine may take.

    Its reader has chosen to see chapters whole, unless a test is of `steps`.
    """
    context = browser.new_context(**options)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    if not steps:
        context.add_init_script(CHOOSE_WHOLE)
    return context


def opened(
    browser: Browser,
    url: str,
    now: datetime | None = None,
    *,
    steps: bool = False,
    at_rest: bool = False,
    **options: object,
) -> tuple[Page, list[str]]:
    """Open `url`; return the page and all that went wrong: messages, failures, foreign requests.

    With `now`, it is always then; with `steps`, chapters stand in steps. Its reader has pressed a
    key that does nothing and moved, so that all of it is laid out at once and all scripts are
    there, unless a test is of one who is `at_rest`.
    """
    page = patient(browser, steps=steps, **options).new_page()
    wrong: list[str] = []
    if now:
        page.clock.set_fixed_time(now)

    page.on("console", lambda message: wrong.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on(
        "requestfailed",
        lambda request: (
            None  # the page was left while it loaded
            if request.failure == "net::ERR_ABORTED"
            else wrong.append(f"failed: {request.url}")
        ),
    )
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
    moves = not at_rest and options.get("java_script_enabled", True)
    if moves:
        page.keyboard.press("Shift")
    page.wait_for_selector("html:not([data-fresh])", state="attached")  # all of it is laid out
    if moves:
        page.mouse.move(0, 0)
        page.wait_for_selector("script[type=later]", state="detached")
    return page, wrong


def reload_with(page: Page, stored: dict[str, str]) -> None:
    """Put texts into the storage of a page, as if they had been kept before, and load it anew.

    A page from the disk may come alive in another process, and what was written just before it left
    may reach that one late or never: then it is written again.
    """
    for _ in range(5):
        page.evaluate(
            "all => Object.entries(all).forEach(([key, text]) => localStorage.setItem(key, text))",
            stored,
        )
        page.reload()
        if page.evaluate("keys => keys.every((key) => localStorage.getItem(key))", list(stored)):
            return
    raise AssertionError(f"not in storage after five loads: {', '.join(stored)}")


def goto_with(page: Page, url: str, *kept: str) -> None:
    """Go to another page of the disk, again until it sees what the one before has just kept."""
    for _ in range(5):
        page.goto(url)
        found = page.evaluate("() => Object.values(localStorage).join()")
        if all(each in found for each in kept):
            return
    raise AssertionError(f"not in storage after five loads: {', '.join(kept)}")


def on_paper(page: Page, **media: object) -> None:
    """Show a page as it prints, after its browser has said that it will."""
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print", **media)  # type: ignore[arg-type]


# What a page has promised and never says, as it may while a worker takes over, is asked for again.
_SOON = """async (given) => {
    const found = (%s);
    const late = new Promise((resolve) => setTimeout(resolve, 5000, false));
    return Boolean(await Promise.race([typeof found === "function" ? found(given) : found, late]));
}"""


def until(page: Page, expression: str, *, arg: object = None, timeout: float = PATIENCE) -> None:
    """Wait until an expression, or a function of `arg`, is true in a page.

    Playwright's own way has the page evaluate text, which the policy of the book's pages forbids.
    A page that leads elsewhere meanwhile is asked again where it has come to.
    """

    def holds() -> bool:
        try:
            return bool(page.evaluate(_SOON % expression, arg))
        except Error as error:
            if "navigation" in str(error) or "context" in str(error):
                return False
            raise

    end = monotonic() + timeout / 1000
    while not holds():
        assert monotonic() < end, f"in {timeout / 1000:.0f} s not true: {expression}"
        page.wait_for_timeout(50)
