"""What axe sees of WCAG 2.2 A and AA: every page, in every state of its questions."""

from __future__ import annotations

from typing import Any

import pytest
from contents import PAGES, ROOT
from pages import opened
from playwright.sync_api import Browser, Page
from questions import answer, check, mistaken, question
from rules import key_of

from sourcework.item_bank import load_items
from sourcework.items import Item

AXE = (ROOT / "tests/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
WCAG = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
EXERCISES = "section.exercise"


def violations(page: Page, rules: object = WCAG, within: str = "html") -> list[str]:
    """Run axe on the page or a part of it; say of each violation which rule, where and why.

    At the top nothing lies beneath the bar, where axe would find a control too small.
    """
    page.evaluate("scrollTo(0, 0)")
    found: dict[str, Any] = page.evaluate(
        """([rules, within]) =>
            axe.run({ include: [[within]] }, { runOnly: rules, resultTypes: ["violations"] })""",
        [rules, within],
    )
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


def all_alive(page: Page) -> None:
    """Let every widget of the page come alive."""
    for place in page.locator("live-widget").all():
        place.scroll_into_view_if_needed()
        place.locator(".dossier-widget").first.wait_for()


def items_of(name: str) -> list[Item]:
    return [item for item in load_items().values() if name == f"book/{item.chapter}"]


def in_both_schemes(page: Page, within: str = "html") -> list[str]:
    """Say what is wrong in the light, and of what depends on colours, in the dark."""
    found = violations(page, within=within)
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {each}" for each in violations(page, COLOURS, within)]
    page.emulate_media(color_scheme="light")
    return found


@pytest.mark.parametrize("name", [*PAGES, "offline", "search"])
def test_axe_finds_nothing(browser: Browser, served: str, name: str) -> None:
    page, _ = opened(
        browser, f"{served}/{name}.html", color_scheme="light", reduced_motion="reduce"
    )
    page.evaluate(AXE)
    shut = page.locator("details[data-after]:not([open])").count()
    states = {"what waits is closed": in_both_schemes(page) if shut else []}
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    all_alive(page)
    states["at first"] = in_both_schemes(page)
    if (mentions := page.locator("a.peek")).count():
        mentions.first.press("Enter")
        page.locator(".peek-card").wait_for()
        states["a mention opened"] = in_both_schemes(page, ".peek-card")
        page.keyboard.press("Escape")
    for item in items_of(name):
        view = question(page, item.id)
        answer(view, item, mistaken(item) if item.scored else key_of(item.rule()))
        check(view)
    states["checked"] = in_both_schemes(page, EXERCISES) if items_of(name) else []
    if name == "search":
        page.get_by_role("searchbox").last.fill("1923")
        page.get_by_role("searchbox").last.press("Enter")
        page.get_by_text("Pages with all these words").wait_for()
        page.evaluate(AXE)
        states["found"] = in_both_schemes(page)
    show = page.get_by_role("button", name="Show the answer")
    while show.count():
        show.first.click()
    states["shown"] = in_both_schemes(page, EXERCISES) if items_of(name) else []
    page.context.close()
    assert not {state: found for state, found in states.items() if found}
