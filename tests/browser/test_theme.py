"""The frame of the page: what a reader of the book theme is used to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from contents import PAGES, ROOT
from pages import opened, until
from playwright.sync_api import Browser, Page, expect

from sourcework.item_bank import load_items

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1440, "height": 900}
ELSEWHERE = r"::-moz-|::-webkit-details-marker"  # what only other browsers know
STYLES = sorted(
    path.relative_to(ROOT).as_posix()
    for part in ("packages/*/src", "book")
    for folder in ROOT.glob(part)
    for path in folder.rglob("*.css")
)


@pytest.fixture(params=["phone", "desk"])
def page(
    request: pytest.FixtureRequest, browser: Browser, built: Path, served: str
) -> Iterator[Page]:
    """Open a chapter on a phone from the disk, and on a desk from a server."""
    phone = request.param == "phone"
    root, size = (built.as_uri(), PHONE) if phone else (served, DESK)
    page, wrong = opened(browser, f"{root}/book/poison.html", viewport=size)
    yield page
    page.context.close()
    assert not wrong


def on_phone(page: Page) -> bool:
    return page.viewport_size == PHONE


def test_the_list_of_pages_leads_on(page: Page) -> None:
    page.wait_for_load_state("networkidle")  # who leaves earlier breaks off what is under way
    nav = page.get_by_role("navigation", name="The book")
    if on_phone(page):
        expect(nav).to_be_hidden()
        page.get_by_role("button", name="Contents").press("Enter")
    expect(nav.locator("[href='#']")).to_have_text("The poison episode")
    nav.get_by_role("link", name="The Georgian affair").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("The Georgian affair")


def test_the_drawer_closes_by_its_button_and_by_escape(browser: Browser, served: str) -> None:
    page, _ = opened(
        browser, f"{served}/book/poison.html", viewport=PHONE, java_script_enabled=False
    )
    nav, opener = page.locator("#site-nav"), page.get_by_role("button", name="Contents")
    opener.press("Enter")
    page.keyboard.press("Escape")
    expect(nav).to_be_hidden()
    opener.click()
    nav.get_by_role("button", name="Close").click()
    expect(nav).to_be_hidden()
    page.context.close()


def test_the_list_of_sections_leads_to_a_section_and_gets_out_of_the_way(page: Page) -> None:
    sections = page.get_by_role("navigation", name="On this page")
    if on_phone(page):
        page.get_by_role("button", name="On this page").click()
    sections.get_by_role("link", name="Read closely").click()
    expect(page.get_by_role("heading", name="Read closely")).to_be_in_viewport()
    if on_phone(page):
        expect(sections).to_be_hidden()
    current = page.locator("#page-toc [aria-current]")
    expect(current).to_have_count(1)


def test_the_section_that_one_reads_stays_in_view_in_the_list(browser: Browser, root: str) -> None:
    page, _ = opened(browser, f"{root}/book/georgia.html", viewport={"width": 1280, "height": 500})
    for name in ("what-we-can-say", "before-you-read"):
        page.locator(f"#{name} > h2").scroll_into_view_if_needed()
        page.evaluate("scrollBy(0, 100)")
        current = page.locator("#page-toc [aria-current]")
        expect(current).to_be_in_viewport(ratio=1)
    page.context.close()


def test_colours_follow_the_system_until_the_reader_chooses(browser: Browser, root: str) -> None:
    page, _ = opened(browser, f"{root}/book/poison.html", color_scheme="dark")
    html, button = page.locator("html"), page.get_by_role("button", name="Colours")
    page.emulate_media(color_scheme="dark")  # a busy browser may have begun without
    expect(html).to_have_attribute("data-theme", "dark")
    page.emulate_media(color_scheme="light")
    expect(html).to_have_attribute("data-theme", "light")
    for name, theme in (("light", "light"), ("dark", "dark")):
        button.click()
        expect(button).to_have_accessible_name(f"Colours: {name}")
        expect(html).to_have_attribute("data-theme", theme)

    def is_kept() -> bool:
        page.reload()  # the browser may read what is kept before what was just written has come
        return html.get_attribute("data-mode") == "dark"

    assert any(is_kept() for _ in range(5))
    expect(html).to_have_attribute("data-theme", "dark")
    expect(button).to_have_accessible_name("Colours: dark")
    button.click()
    expect(button).to_have_accessible_name("Colours: as the system has them")
    page.context.close()


def test_the_keys_of_the_search_find_the_field_and_the_field_finds_words(page: Page) -> None:
    page.wait_for_load_state("networkidle")  # who leaves earlier breaks off what is under way
    loads: list[str] = []
    page.on("response", lambda answer: loads.append(answer.url))
    page.keyboard.press("Control+k")
    field = page.locator("#site-nav [name=q]")
    expect(field).to_be_focused()
    field.fill("cyanide")
    field.press("Enter")
    first = page.locator("#search-results li a").first
    expect(first).to_be_visible()
    expect(page.locator("#search-results")).to_contain_text("The poison episode")


def test_the_index_is_loaded_for_a_search_only(browser: Browser, served: str) -> None:
    page, _ = opened(browser, f"{served}/search.html")
    names = "performance.getEntriesByType('resource').map(each => each.name)"
    assert not [name for name in page.evaluate(names) if "searchindex" in name]
    page.goto(f"{served}/search.html?q=cyanide")
    page.locator("#search-results li").first.wait_for()
    assert [name for name in page.evaluate(names) if "searchindex" in name]
    page.context.close()


ASKING = {f"book/{item.chapter}" for item in load_items().values()}
MARKED = """[...CSS.highlights.get("found") ?? []].map((range) =>
    range.startContainer.data.slice(range.startOffset, range.endOffset).toLowerCase())"""


@pytest.mark.parametrize("words", ["1923", "Foerster 1923", "cyanide"])
def test_words_and_years_are_found_aloud_and_marked_where_they_are(
    browser: Browser, served: str, words: str
) -> None:
    page, heard = opened(browser, f"{served}/search.html?q={words}")
    said = page.locator("#search-results").get_by_role("status")
    expect(said).to_contain_text("Pages with all these words")
    page.wait_for_load_state("networkidle")  # who leaves earlier breaks off what is under way
    page.locator("#search-results").get_by_role("link", name="The poison episode").first.click()
    page.wait_for_url("**/poison.html*")
    until(page, "CSS.highlights.has('found')")
    assert set(page.evaluate(MARKED)) == {word.lower() for word in words.split()}
    page.wait_for_load_state("networkidle")
    page.reload()
    assert page.evaluate(MARKED) == []
    assert not heard
    page.context.close()


def test_pages_that_fit_alike_come_in_the_order_of_the_book(browser: Browser, root: str) -> None:
    page, _ = opened(browser, f"{root}/search.html?q=1923")
    page.get_by_text("Pages with all these words").wait_for()
    found = page.locator("#search-results li > a").evaluate_all(
        "links => links.map(link => new URL(link.href).pathname.split('/').pop())"
    )
    order = [f"{name.rpartition('/')[2]}.html" for name in PAGES]
    assert len(found) > 10
    assert found == sorted(found, key=order.index)
    page.context.close()


@pytest.mark.parametrize("words", ["1066", "constructor", "__proto__", "poison constructor"])
def test_what_is_not_there_is_said_to_be_not_there(
    browser: Browser, served: str, words: str
) -> None:
    page, heard = opened(browser, f"{served}/search.html?q={words}")
    said = page.locator("#search-results").get_by_role("status")
    expect(said).to_contain_text("Nothing in the book has all these words")
    page.context.close()
    assert not heard


def test_where_nothing_may_be_stored_the_search_finds_words(browser: Browser, served: str) -> None:
    page, heard = opened(browser, f"{served}/search.html")
    page.context.add_init_script(
        "Object.defineProperty(window, 'localStorage', "
        "{get() { throw new Error('forbidden') }, configurable: true})"
    )
    page.goto(f"{served}/search.html?q=cyanide")
    expect(page.locator("#search-results li a").first).to_be_visible()
    assert not heard
    page.context.close()


def test_after_a_search_keys_do_what_they_do_elsewhere(browser: Browser, served: str) -> None:
    page, _ = opened(browser, f"{served}/search.html?q=cyanide", viewport=PHONE)
    page.locator("#search-results").get_by_role("link", name="The poison episode").first.click()
    until(page, "CSS.highlights.has('found')")
    page.keyboard.press("/")
    expect(page.locator("[name=q]").first).not_to_be_focused()
    page.get_by_role("button", name="Contents").click()
    page.locator("#site-nav a").first.focus()
    page.keyboard.press("Escape")
    expect(page.locator("#site-nav")).to_be_hidden()
    page.context.close()


def test_a_field_that_the_browser_fills_in_is_no_key(browser: Browser, served: str) -> None:
    page, heard = opened(browser, f"{served}/book/index.html")
    page.evaluate("document.dispatchEvent(new Event('keydown'))")
    assert not heard
    page.context.close()


def test_the_page_can_be_downloaded_and_printed(page: Page) -> None:
    page.evaluate("print = () => { document.title = 'printed' }")
    opener = page.get_by_role("button", name="Download this page")
    opener.click()
    source = page.get_by_role("link", name="Download source file")
    assert str(source.get_attribute("href")).endswith("_sources/book/poison.md")
    page.get_by_role("button", name="Print to PDF").click()
    expect(page).to_have_title("printed")


def test_full_screen_comes_and_goes(browser: Browser, served: str) -> None:
    page, _ = opened(browser, f"{served}/book/poison.html", viewport=DESK)
    button = page.get_by_role("button", name="Fullscreen mode")
    for full in (True, False):
        button.click()
        until(page, f"Boolean(document.fullscreenElement) === {json.dumps(full)}")
    page.context.close()


def test_the_first_stop_skips_to_the_text(page: Page) -> None:
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Skip to the text")
    expect(link).to_be_focused()
    link.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()


def test_every_control_of_the_frame_is_large_enough_for_a_finger(page: Page) -> None:
    controls = page.locator(".bd-header :is(a, button):visible").all()
    sizes = [box for control in controls if (box := control.bounding_box())]
    assert len(sizes) > 3
    for box in sizes:
        assert box["width"] >= 44
        assert box["height"] >= 44 or box["width"] > 100


def test_for_a_finger_every_line_of_the_lists_is_large_enough(
    browser: Browser, served: str
) -> None:
    page, _ = opened(browser, f"{served}/book/poison.html", viewport=DESK, has_touch=True)
    assert page.evaluate("matchMedia('(pointer: coarse)').matches")
    lines = page.locator(":is(#site-nav, #page-toc) li a:visible").all()
    heights = [box["height"] for line in lines if (box := line.bounding_box())]
    assert len(heights) > 30
    assert min(heights) >= 44
    page.goto(f"{served}/search.html?q=cyanide")
    page.get_by_text("Pages with all these words").wait_for()
    found = [link.bounding_box() for link in page.locator("#search-results li > a").all()]
    assert found
    assert all(box and box["height"] >= 44 for box in found)
    page.context.close()


def test_beside_a_bar_that_takes_room_the_header_of_a_small_phone_fits(
    browser: Browser, served: str
) -> None:
    """As at 400 % where the bar for scrolling has a place of its own, and a page can be run."""
    small = {"width": 308, "height": 256}
    page, _ = opened(browser, f"{served}/book/poison.html", viewport=small)
    page.evaluate("""() => {
        const opener = document.querySelector(".header-tools button");
        opener.before(opener.cloneNode(true));
    }""")
    assert page.evaluate("document.documentElement.scrollWidth") <= small["width"]
    page.context.close()


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_where_colours_are_forced_a_figure_keeps_its_own_ground(
    browser: Browser, served: str, mode: str
) -> None:
    page, _ = opened(
        browser, f"{served}/book/poison.html", color_scheme="dark", forced_colors="active"
    )
    page.evaluate("(mode) => { document.documentElement.dataset.theme = mode }", mode)
    ground, paper = page.locator(".dossier-figure").first.evaluate("""(figure) => {
        const probe = figure.appendChild(document.createElement("i"));
        probe.style.color = "var(--figure-paper)";
        return [getComputedStyle(figure).backgroundColor, getComputedStyle(probe).color];
    }""")
    assert ground == paper
    page.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_it_is(built: Path, name: str) -> None:
    soup = BeautifulSoup((built / f"{name}.html").read_text(encoding="utf-8"), "lxml")
    meta = {str(tag["name"]): str(tag["content"]) for tag in soup.select("meta[name]")}
    about = json.loads(soup.select("script[type='application/ld+json']")[0].text)
    assert 50 < len(meta["description"]) <= 165
    assert meta["citation_title"] == meta["DC.title"] == about["name"]
    assert {"citation_author", "citation_publication_date", "citation_language"} <= meta.keys()
    assert meta.get("citation_book_title", about["name"]) == "Stalin versus Lenin, 1922–1924"
    assert about["@type"] in {"Course", "LearningResource"}
    assert ("learningResourceType" in about) == (name == "book/index" or name in ASKING)
    assert about["license"].startswith("https://creativecommons.org/")
    assert soup.title is not None
    assert "Stalin versus Lenin" in soup.title.text


@pytest.mark.parametrize("name", ["search", "offline"])
def test_a_page_of_the_machinery_is_nothing_to_cite(built: Path, name: str) -> None:
    soup = BeautifulSoup((built / f"{name}.html").read_text(encoding="utf-8"), "lxml")
    names = {str(tag["name"]) for tag in soup.select("meta[name]")}
    assert not [each for each in names if each.startswith(("citation_", "DC."))]
    assert not soup.select("script[type='application/ld+json'], link[rel=canonical]")


def selectors(style: str) -> list[str]:
    """Return the selectors of a stylesheet, each by itself and with its strings empty."""
    plain = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    plain = re.sub(r"@keyframes[^{]*\{(?:[^{}]*\{[^{}]*\})*", "", re.sub(r'"[^"]*"', '""', plain))
    found: list[str] = []
    for rule in map(str.strip, re.findall(r"([^{};]+)\{", plain)):
        begun = ""
        for piece in () if rule.startswith("@") else rule.split(","):
            begun += piece
            if begun.count("(") > begun.count(")"):
                begun += ","  # one within brackets
            else:
                found.append(begun.strip())
                begun = ""
    return found


@pytest.mark.parametrize("name", STYLES)
def test_no_rule_is_dropped_for_its_selector(blank: Page, name: str) -> None:
    """One `:has` within another, say, would make a browser drop the rule, and tell nobody."""
    found = selectors((ROOT / name).read_text(encoding="utf-8"))
    assert found
    ours = [each for each in found if not re.search(ELSEWHERE, each)]
    assert (
        blank.evaluate("all => all.filter((each) => !CSS.supports(`selector(${each})`))", ours)
        == []
    )


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    """Open an empty page."""
    page = browser.new_page()
    yield page
    page.close()
