"""Tests of the glossary: what is linked on a page, and how an entry opens in place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from engine_book import Copy

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect
# By page the words that are linked, in order, and where they lead.
LINKED = {
    "bell": [
        ("Packet", "term-packet"),
        ("Anne-Marie O’Dowd", "person-odowd"),
        ("gauge", "term-gauge"),
        ("flood bell", "term-flood-bell"),
        ("Łucja Żak", "person-zak"),
    ],
    "ledger": [("Łucja Żak", "person-zak"), ("gauge", "term-gauge")],
    "glossary": [],
    "people": [],
}
GAUGE = "on which one reads how high the river stands"
PHONE = {"width": 390, "height": 844}


def article(html: Path, page: str) -> Any:
    soup = BeautifulSoup((html / f"{page}.html").read_text(encoding="utf-8"), "lxml")
    return soup.find("article")


@pytest.mark.parametrize("page", LINKED)
def test_the_first_mention_in_running_prose_is_linked_and_no_other(page: str, html: Path) -> None:
    links = article(html, page).find_all("a", class_="peek")
    found = [
        (re.sub(r"\s+", " ", link.get_text()), link["href"].partition("#")[2]) for link in links
    ]
    assert found == LINKED[page]
    assert all(link["href"].startswith("glossary.html#") for link in links)


def test_a_fold_is_linked_only_where_nothing_outside_of_it_is(html: Path) -> None:
    (fold,) = (
        each for each in article(html, "bell").find_all("details") if "Guess" in each.get_text()
    )
    assert "gauge" in fold.get_text()
    assert [link.get_text() for link in fold.find_all("a", class_="peek")] == ["Łucja Żak"]


def test_what_waits_for_an_answer_is_a_fold_too(html: Path) -> None:
    waiting = article(html, "ledger").select("details.dossier-after")
    linked = [link.get_text() for box in waiting for link in box.select("a.peek")]
    assert linked == ["Łucja Żak"]
    assert "gauge" in " ".join(box.get_text() for box in waiting)


def test_only_pages_with_something_to_open_load_the_script(html: Path) -> None:
    loading = {
        file.stem for file in html.glob("*.html") if "peek.js" in file.read_text(encoding="utf-8")
    }
    opening = '.peek, .dossier-line, a[href*="sources.html#"], a[href*="sheet.html#"]'
    linking = {
        file.stem
        for file in html.glob("*.html")
        if file.stem != "sources" and article(html, file.stem).select(opening)
    }
    assert loading == linking
    assert loading >= {"bell"}
    assert loading < {file.stem for file in html.glob("*.html")}


def test_what_became_of_somebody_is_not_told(html: Path) -> None:
    told = (html.parent / "_static/peek/glossary.js").read_text(encoding="utf-8")
    assert "Schoolmistress" in told
    assert "could order the bell" not in told, "the term says something else than the role"
    assert "boatyard" not in told
    assert "Brandt" not in told, "who only wrote about it was not there"


def test_what_opens_is_kept_for_reading_without_a_network(html: Path) -> None:
    kept = (html.parent / "sw.js").read_text(encoding="utf-8")
    assert '"_static/peek/glossary.js"' in kept
    assert '"_static/peek.js"' in kept


@pytest.fixture
def bell(page: Any, html: Path) -> Iterator[Any]:
    """Open the chapter from the disk."""
    page.goto((html / "bell.html").as_uri())
    page.wait_for_selector("html:not([data-fresh])", state="attached")
    return page


# What the window shows of widgets lives, so that nothing moves any more.
LIVES = """() => [...document.querySelectorAll("live-widget")].every((place) => {
    const { top, bottom } = place.getBoundingClientRect();
    return bottom < 0 || top > innerHeight || place.querySelector(".dossier-widget");
})"""


@pytest.fixture
def still(bell: Any) -> Any:
    """Give the chapter to one who has come with a mouse."""
    bell.mouse.move(3, 3)
    gauge(bell).scroll_into_view_if_needed()
    bell.wait_for_function(LIVES)
    return bell


def gauge(page: Any) -> Any:
    return page.get_by_role("button", name="gauge", exact=True)


def card(page: Any) -> Any:
    return page.get_by_role("dialog", name="gauge")


def test_a_click_opens_the_entry_and_another_closes_it(bell: Any) -> None:
    gauge(bell).click()
    expect(card(bell)).to_contain_text(GAUGE)
    expect(card(bell)).to_be_focused()
    expect(gauge(bell)).to_have_attribute("aria-expanded", "true")
    expect(card(bell).get_by_role("link", name="To the glossary")).to_have_attribute(
        "href", re.compile(r"glossary\.html#term-gauge$")
    )
    gauge(bell).click()
    expect(card(bell)).to_be_hidden()
    expect(gauge(bell)).to_have_attribute("aria-expanded", "false")


def test_a_second_entry_takes_the_place_of_the_first(bell: Any) -> None:
    gauge(bell).click()
    expect(card(bell)).to_be_visible()
    bell.get_by_role("button", name="Packet", exact=True).click()
    expect(bell.get_by_role("dialog", name="Packet")).to_contain_text("The town’s newspaper.")
    expect(card(bell)).to_be_hidden()
    expect(gauge(bell)).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("key", ["Enter", " "])
def test_keys_open_it_escape_closes_it_and_the_focus_returns(bell: Any, key: str) -> None:
    gauge(bell).focus()
    before = bell.evaluate("scrollY")
    bell.keyboard.press(key)
    expect(card(bell)).to_be_focused()
    bell.keyboard.press("Tab")
    expect(card(bell).get_by_role("link")).to_be_focused()
    bell.keyboard.press("Escape")
    expect(card(bell)).to_be_hidden()
    expect(gauge(bell)).to_be_focused()
    assert abs(bell.evaluate("scrollY") - before) < 2, "a space does not move the page"


def test_the_focus_goes_to_a_link_that_a_press_did_not_focus(bell: Any) -> None:
    gauge(bell).dispatch_event("click")  # as where a click on a link leaves the focus alone
    expect(card(bell)).to_be_focused()
    bell.keyboard.press("Escape")
    expect(gauge(bell)).to_be_focused()


def test_who_goes_on_by_the_keyboard_leaves_it_behind(bell: Any) -> None:
    gauge(bell).press("Enter")
    expect(card(bell)).to_be_focused()
    for _ in range(3):  # the link, the button, what follows in the text
        bell.keyboard.press("Tab")
    expect(card(bell)).to_be_hidden()
    assert bell.evaluate("document.activeElement.tagName") != "BODY"


def test_the_button_closes_it(bell: Any) -> None:
    gauge(bell).press("Enter")
    card(bell).get_by_role("button", name="Close").click()
    expect(card(bell)).to_be_hidden()
    expect(gauge(bell)).to_be_focused()


def test_a_mouse_that_stays_opens_it_can_enter_it_and_closes_it_by_leaving(still: Any) -> None:
    gauge(still).hover()
    expect(card(still)).to_contain_text(GAUGE)
    expect(card(still)).not_to_be_focused()
    card(still).get_by_text(GAUGE).hover()
    still.wait_for_timeout(800)
    expect(card(still)).to_be_visible()
    still.mouse.move(3, 3)
    expect(card(still)).to_be_hidden()


def test_what_a_mouse_has_opened_closes_by_escape_where_the_mouse_is(still: Any) -> None:
    gauge(still).hover()
    expect(card(still)).to_be_visible()
    still.keyboard.press("Escape")
    expect(card(still)).to_be_hidden()


def test_what_a_mouse_has_opened_stays_after_a_click(still: Any) -> None:
    gauge(still).hover()
    expect(card(still)).to_be_visible()
    gauge(still).click()
    still.mouse.move(3, 3)
    still.wait_for_timeout(800)
    expect(card(still)).to_be_focused()


def test_a_tap_opens_it_within_the_screen_and_a_tap_beside_it_closes_it(
    browser: Any, html: Path
) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto((html / "bell.html").as_uri())
    gauge(page).tap()
    expect(card(page)).to_contain_text(GAUGE)
    box = card(page).bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    for name in ("To the glossary", "Close"):
        target = card(page).get_by_text(name).bounding_box()
        assert target["height"] >= 44
    page.touchscreen.tap(5, box["y"] - 100)
    expect(card(page)).to_be_hidden()
    context.close()


def test_a_browser_without_popovers_has_a_dialog(browser: Any, html: Path) -> None:
    context = browser.new_context()
    context.add_init_script("delete HTMLElement.prototype.showPopover")
    page = context.new_page()
    page.goto((html / "bell.html").as_uri())
    gauge(page).press("Enter")
    expect(card(page)).to_contain_text(GAUGE)
    assert page.evaluate("document.querySelector('.peek-card').localName") == "dialog"
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()
    expect(gauge(page)).to_be_focused()
    context.close()


def test_where_the_entries_do_not_come_the_link_leads_on(browser: Any, html: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/peek/glossary.js*", lambda route: route.abort())
    page.goto((html / "bell.html").as_uri())
    gauge(page).click()
    page.wait_for_url("**/glossary.html#term-gauge")
    context.close()


def test_without_javascript_it_is_a_link_and_on_paper_text(browser: Any, html: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((html / "bell.html").as_uri())
    link = page.get_by_role("link", name="gauge", exact=True)
    page.emulate_media(media="print")
    line = link.evaluate("link => getComputedStyle(link).textDecorationLine")
    assert line == "none"
    page.emulate_media(media="screen")
    link.click()
    page.wait_for_url("**/glossary.html#term-gauge")
    expect(page.locator("#term-gauge")).to_contain_text(GAUGE)
    context.close()


def test_without_a_page_for_it_nothing_is_linked(tmp_path: Path) -> None:
    bare = Copy(tmp_path / "bare")
    for page in ("glossary: glossary", "sheet: sheet", "sources: sources"):
        bare.replace("sourcework.yml", f"  {page}\n", "")
    bare.build()
    html = bare.folder / "_build/html/book"
    assert article(html, "bell").find_all("a", class_="peek") == []
    assert "peek.js" not in (html / "bell.html").read_text(encoding="utf-8")
