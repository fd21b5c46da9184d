"""The frame of the page: what a reader of the book theme is used to, and what it may weigh."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.servers import serving as compressing
from bs4 import BeautifulSoup
from contents import PAGES
from pages import opened
from playwright.sync_api import Browser, Page, Response, expect

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1440, "height": 900}
KIBIBYTE = 1024


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def page(request: pytest.FixtureRequest, browser: Browser, root: str) -> Iterator[Page]:
    page, wrong = opened(browser, f"{root}/book/poison.html", viewport=request.param)
    yield page
    page.context.close()
    assert not wrong


def on_phone(page: Page) -> bool:
    return page.viewport_size == PHONE


def test_the_list_of_pages_leads_on(page: Page) -> None:
    nav = page.get_by_role("navigation", name="The book")
    if on_phone(page):
        expect(nav).to_be_hidden()
        page.get_by_role("button", name="Contents").press("Enter")
    expect(nav.locator("[href='#']")).to_have_text("The poison episode")
    nav.get_by_role("link", name="The Georgian affair").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("The Georgian affair")


def test_the_drawer_closes_by_its_button_and_by_escape(browser: Browser, root: str) -> None:
    page, _ = opened(browser, f"{root}/book/poison.html", viewport=PHONE, java_script_enabled=False)
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


def test_colours_follow_the_system_until_the_reader_chooses(browser: Browser, root: str) -> None:
    page, _ = opened(browser, f"{root}/book/poison.html", color_scheme="dark")
    html, button = page.locator("html"), page.get_by_role("button", name="Colours")
    expect(html).to_have_attribute("data-theme", "dark")
    page.emulate_media(color_scheme="light")
    expect(html).to_have_attribute("data-theme", "light")
    for name, theme in (("light", "light"), ("dark", "dark")):
        button.click()
        expect(button).to_have_accessible_name(f"Colours: {name}")
        expect(html).to_have_attribute("data-theme", theme)
    page.reload()
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
        page.wait_for_function(f"Boolean(document.fullscreenElement) === {json.dumps(full)}")
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


@pytest.mark.parametrize("name", [*PAGES, "search"])
def test_a_page_says_what_it_is(built: Path, name: str) -> None:
    soup = BeautifulSoup((built / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
    meta = {str(tag["name"]): str(tag["content"]) for tag in soup.select("meta[name]")}
    about = json.loads(soup.select("script[type='application/ld+json']")[0].text)
    assert 50 < len(meta["description"]) <= 165
    assert meta["citation_title"] == meta["DC.title"] == about["name"]
    assert {"citation_author", "citation_publication_date", "citation_language"} <= meta.keys()
    assert about["@type"] in {"Course", "LearningResource"}
    assert about["license"].startswith("https://creativecommons.org/")
    assert soup.title is not None
    assert "Stalin versus Lenin" in soup.title.text


def weigh(page: Page, url: str) -> dict[str, int]:
    """Open `url` and return what it loads before the reader scrolls: gzip bytes by address."""
    sizes: dict[str, int] = {}

    def weigh_one(answer: Response) -> None:
        if answer.request.resource_type != "image" or not answer.url.endswith(".svg"):
            sizes[answer.url.partition("?")[0]] = len(gzip.compress(answer.body(), 6))

    page.on("response", weigh_one)
    page.goto(url, wait_until="networkidle")
    page.remove_listener("response", weigh_one)
    return sizes


# The key of the whole book is for printing; the answers of a chapter stand in the chapter too.
@pytest.mark.parametrize("name", [page for page in PAGES if page != "book/answers"])
def test_a_page_is_light(browser: Browser, served: str, name: str) -> None:
    page = browser.new_context(viewport=PHONE).new_page()
    first = weigh(page, f"{served}/book/index.html")
    second = weigh(page, f"{served}/{name}.html")
    page.context.close()
    html = second[f"{served}/{name}.html"]
    assert html <= 40 * KIBIBYTE
    assert sum((first | second).values()) <= 150 * KIBIBYTE
    new = {url: size for url, size in second.items() if url not in first}
    assert len(new) <= 6, new


@pytest.mark.parametrize("name", [page for page in PAGES if page != "book/answers"])
def test_a_second_page_is_lighter(browser: Browser, built: Path, name: str) -> None:
    with compressing(built) as server:
        page = browser.new_context(viewport=PHONE, service_workers="block").new_page()
        page.goto(f"{server.address}/book/index.html", wait_until="networkidle")
        server.sent.clear()
        page.goto(f"{server.address}/{name}.html", wait_until="networkidle")
        sizes = {each.path: each.size for each in server.sent}
        page.context.close()
    assert sum(sizes.values()) <= 40 * KIBIBYTE, sizes
