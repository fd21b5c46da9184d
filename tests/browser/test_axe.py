"""Every page with all of it open and alive: words are apart, and axe sees nothing wrong.

axe looks for WCAG 2.2 A and AA, in every state of a page's questions.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from contents import PAGES, ROOT
from pages import opened
from playwright.sync_api import Browser, Locator, Page
from questions import answer, check, mistaken, question
from rules import key_of

from sourcework.item_bank import load_items
from sourcework.items import Item

AXE = (ROOT / "tests/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
WCAG = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
EXERCISES = "section.exercise"
PEEKS = {
    "a mention": "a.peek[href*='glossary.html']",
    "a line": ".dossier-line > a.peek",
    "a work": "a[data-peek^='sources#']",
}
QUOTED = ".exercise-words a[data-peek]"
WAITING = "details[data-after]:not([open])"
# Widgets that are far from what is seen come alive when one comes near.
ALIVE = """async () => {
    const moment = () => new Promise((resolve) => setTimeout(resolve, 20));
    const late = Date.now() + 60_000;
    for (const place of document.querySelectorAll("live-widget")) {
        place.scrollIntoView({ behavior: "instant", block: "center" });
        while (!place.querySelector(".dossier-widget")) {
            if (Date.now() > late) throw new Error(`not alive: ${place.outerHTML.slice(0, 200)}`);
            await moment();
        }
    }
}"""
# Takes away what is neither within these elements nor around them, once it was looked at.
ALONE = """(within) => {
    const kept = new Set();
    for (const part of document.querySelectorAll(within)) {
        for (const each of [part, ...part.querySelectorAll("*")]) kept.add(each);
        for (let up = part; up; up = up.parentElement) kept.add(up);
    }
    for (const each of document.body.querySelectorAll("*")) if (!kept.has(each)) each.remove();
}"""
ALL = "(within) => [...document.querySelectorAll(within)]"
# One of all that look alike: written in the same colours, on and among the same.
DISTINCT = """(within) => {
    const looks = new Map([[null, ""]]);
    const look = (each) => {
        if (!looks.has(each)) {
            const style = getComputedStyle(each);
            const { color, fill, backgroundColor, backgroundImage, opacity, position } = style;
            const { filter, mixBlendMode, textDecorationLine } = style;
            const own = [color, fill, backgroundColor, backgroundImage, opacity, position];
            own.push(filter, mixBlendMode, textDecorationLine);
            const around = look(each.parentElement);
            looks.set(each, around.endsWith(`/${own}`) ? around : `${around}/${own}`);
        }
        return looks.get(each);
    };
    const speaks = (each) => each.matches("a, button, input, select, textarea, summary")
        || [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const found = new Map();
    for (const part of document.querySelectorAll(within)) {
        for (const each of [part, ...part.querySelectorAll("*")]) {
            if (!speaks(each) || !each.checkVisibility({ visibilityProperty: true })) continue;
            const { width, height } = each.getBoundingClientRect();
            const { fontSize, fontWeight, clipPath } = getComputedStyle(each);
            const size = [fontSize, fontWeight, clipPath, Math.min(width, height) > 2];
            const kind = `${each.matches("a")} ${size} ${look(each)}`;
            if (!found.has(kind)) found.set(kind, each);
        }
    }
    return [...found.values()];
}"""
GLUED = r"""() => {
    const blocks = `address article aside blockquote br button caption dd details div dl dt
        fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr img input label legend
        li live-widget main math nav ol option p pre section select summary svg table tbody td
        text th thead title desc tr ul .prev-next>a`.replace(/\s+/g, ",");
    const glued = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ALL);
    let [before, block] = ["", null];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.nodeType === Node.ELEMENT_NODE && node.matches(blocks)) before = "";
        if (node.nodeType !== Node.TEXT_NODE || !node.data) continue;
        if (node.parentElement.closest("script, style, pre, math")) continue;
        const seam = `${before.slice(-20)}|${node.data.slice(0, 20)}`;
        const here = node.parentElement.closest(blocks);
        if (here === block && /[\p{L}\p{N}]\|[\p{L}\p{N}]/u.test(seam)) glued.push(seam);
        [before, block] = [node.data, here];
    }
    return glued;
}"""


def violations(
    page: Page, rules: object = WCAG, within: str = "html", chosen: str = ALL
) -> list[str]:
    """Run axe on what is chosen within a page or a part of it; say which rule, where and why.

    At the top nothing lies beneath the bar, where axe would find a control too small.
    """
    page.evaluate("scrollTo(0, 0)")
    found: dict[str, Any] = page.evaluate(
        f"""([rules, within]) => axe.run(
            {{ include: ({chosen})(within) }},
            {{ runOnly: rules, resultTypes: ["violations"] }},
        )""",
        [rules, within],
    )
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


def items_of(name: str) -> list[Item]:
    return [item for item in load_items().values() if name == f"book/{item.chapter}"]


def in_both_schemes(page: Page, within: str = "html") -> list[str]:
    """Say what is wrong in the light, and of each thing that looks different, in the dark.

    What lies over what is seen in the light; in the dark only colours are others.
    """
    found = violations(page, within=within)
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {each}" for each in violations(page, COLOURS, within, DISTINCT)]
    page.emulate_media(color_scheme="light")
    return found


def opened_in_place(page: Page, link: Locator) -> list[str]:
    """Say what is wrong with what a link opens."""
    link.press("Enter")
    page.locator(".peek-card").wait_for()
    found = in_both_schemes(page, ".peek-card")
    page.keyboard.press("Escape")
    return found


def layered(page: Page) -> dict[str, list[str]]:
    """Say what is wrong with the whole document under each of its layers, all laid open."""
    page.get_by_role("checkbox", name="Show all of it now").check()
    page.get_by_role("button", name="Line 14", exact=True).press("Enter")
    found = {}
    for radio in page.locator(".sheet-tools input").all():
        radio.check()
        found[f"layer {radio.get_attribute('value')}"] = in_both_schemes(page, ".sheet")
    return found


@pytest.fixture(scope="module", params=[*PAGES, "offline", "search"])
def name(request: pytest.FixtureRequest) -> str:
    named: str = request.param
    return named


@pytest.fixture(scope="module")
def page(browser: Browser, served: str, name: str) -> Iterator[Page]:
    """Open each page once."""
    page, _ = opened(
        browser, f"{served}/{name}.html", color_scheme="light", reduced_motion="reduce"
    )
    page.evaluate(AXE)
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def whole(page: Page) -> Page:
    """Unfold all of the page and let every widget come alive."""
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    page.evaluate(ALIVE)
    return page


def test_axe_finds_nothing_while_something_waits(page: Page) -> None:
    """Before the page is unfolded, which the tests below do; they look at all else, too."""
    if page.locator(WAITING).count():
        assert not in_both_schemes(page, WAITING)


def test_no_two_words_run_together(whole: Page) -> None:
    """They are apart for search, copies and assistive technology, as the eye sees them."""
    assert whole.evaluate(GLUED) == []


def test_axe_finds_nothing(whole: Page, name: str) -> None:
    page = whole
    states = {"at first": in_both_schemes(page)}
    links = {what: page.locator(each).filter(visible=True) for what, each in PEEKS.items()}
    found = {what: link.first for what, link in links.items() if link.count()}
    if name not in ("book/page", "search"):  # where more is done with the page
        for link in found.values():
            link.evaluate("link => { link.dataset.kept = ''; }")
        page.evaluate(ALONE, f"{EXERCISES}, [data-kept]")
    for what, link in found.items():
        states[f"{what} opened"] = opened_in_place(page, link)
    if name == "book/page":
        states |= layered(page)
    for item in items_of(name):
        view = question(page, item.id)
        answer(view, item, mistaken(item) if item.scored else key_of(item.rule()))
        check(view)
    if items_of(name):
        states["checked"] = in_both_schemes(page, EXERCISES)
        if (quoted := page.locator(QUOTED).filter(visible=True)).count():
            states["quoted words opened"] = opened_in_place(page, quoted.first)
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
    assert not {state: found for state, found in states.items() if found}
