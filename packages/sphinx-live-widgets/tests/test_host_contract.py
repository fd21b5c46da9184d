"""The host of widgets, in a throw-away book: the contract, failures, laziness, what is written."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from host_books import jupyter_book
from host_pages import opened, until, view
from host_servers import serving
from sphinx_live_widgets.csp import policy


@pytest.fixture(params=["http", "file"])
def page(
    request: pytest.FixtureRequest, browser: Browser, book: Path, address: str
) -> Iterator[Page]:
    root = address if request.param == "http" else book.as_uri()
    page, _ = opened(browser, f"{root}/index.html")
    yield page
    page.context.close()


def test_views_of_a_model_share_its_state_and_models_of_a_class_do_not(page: Page) -> None:
    first, other, again = (view(page, index) for index in range(3))
    first.get_by_role("button").click()
    expect(first).to_have_text("count 4")
    expect(again).to_have_text("count 4")
    expect(other.get_by_role("button")).to_have_text("other <b>count</b> </script> 0")
    log = page.evaluate("counterLog")
    assert (log.count("initialize"), log.count("render")) == (2, 3)
    modules = page.locator("script[src*=module-]")
    files = modules.evaluate_all("scripts => scripts.map(each => each.src)")
    assert len(files) == len(set(files))


def test_clean_up_runs_once_for_each_view_that_leaves(page: Page) -> None:
    expect(view(page, 2)).to_be_visible()
    page.evaluate("document.querySelector('live-widget').remove()")
    assert page.evaluate("counterLog.filter(each => each === 'render cleaned').length") == 1
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: false}))")
    until(page, "counterLog.filter(each => each === 'initialize cleaned').length === 2")
    assert page.evaluate("counterLog.filter(each => each === 'render cleaned').length") == 3


ANSWERS = {
    "early": 0,
    "set": ["n 1", "any"],
    "several": ["a or b", "a or b", "any"],
    "equal": [],
    "deep": ["any"],
    "thrown": ["n 2", "last", "any"],
    "off": ["n 3", "any"],
    "all_off": [],
    "saved": "undefined",
    "defaults": [{"kept": True}, True],
    "unknown": "undefined",
    "binary": [True, 0, 255, 7],
    "nested": [5],
    "child": [9, "count"],
    "slider": 4,
    "exports": "good day",
    "host_model": "day",
    "composed": "a good day",
    "unknown_model": "this page has no model none",
    "signal": True,
}


def test_the_contract_of_the_model(page: Page) -> None:
    page.locator("live-widget").nth(3).scroll_into_view_if_needed()
    assert json.loads(page.locator("#answers").inner_text()) == ANSWERS


@pytest.mark.parametrize(
    ("index", "about", "reason"),
    [
        (4, "module", "Unexpected token"),
        (5, "initialize", "no start"),
        (6, "render", "no picture"),
        (7, "host", "widgets.invalid, which did not answer"),
    ],
)
def test_a_widget_that_throws_says_so_in_its_place_and_keeps_its_content(
    page: Page, index: int, about: str, reason: str
) -> None:
    failed = page.locator("live-widget").nth(index)
    failed.scroll_into_view_if_needed()
    message = failed.get_by_role("status")
    expect(message).to_contain_text("This widget could not start")
    expect(message).to_contain_text(reason)
    expect(failed.get_by_text(f"What {about} was about.")).to_be_visible()
    expect(view(page, 0)).to_have_text("count 3")


@pytest.mark.parametrize(("ask", "answer"), [("send", "answered"), ("invoke", "KernelError")])
def test_what_needs_python_is_explained_and_does_no_harm(page: Page, ask: str, answer: str) -> None:
    asker = page.locator("live-widget").nth(8)
    asker.scroll_into_view_if_needed()
    asker.get_by_role("button", name=ask).click()
    expect(asker.locator("em")).to_have_text(answer)
    expect(asker.get_by_role("status")).to_contain_text("needs Python")


def test_a_plain_ipywidget_has_its_content_a_sentence_and_a_link(page: Page) -> None:
    plain = page.locator(".live-widget-plain")
    expect(plain).to_contain_text("IntSlider(value=7")
    expect(plain).to_contain_text("This control needs Python")
    link = plain.get_by_role("link")
    assert link.get_attribute("href") == "https://hub.example.org/lab/tree/index.md"


def test_a_widget_far_below_costs_nothing_until_it_comes_near(browser: Browser, book: Path) -> None:
    page, _ = opened(browser, f"{book.as_uri()}/index.html", at_rest=True)
    expect(view(page, 0)).to_have_text("count 3")
    assert view(page, -1).count() == 0
    page.locator("live-widget").last.scroll_into_view_if_needed()
    expect(view(page, -1)).to_have_text("a good night")
    page.context.close()


@pytest.mark.parametrize("shows", ["something", "nothing"])
def test_in_the_lower_half_of_the_window_what_shows_something_waits_for_the_reader(
    browser: Browser, address: str, shows: str
) -> None:
    def emptied(route: Route) -> None:
        text = route.fetch().text()
        if shows == "nothing":
            text = re.sub(
                r"(<live-widget[^>]*>).*?(?=</live-widget>)", r"\1", text, count=1, flags=re.S
            )
        route.fulfill(body=text, content_type="text/html")

    page, _ = opened(browser, f"{address}/index.html", at_rest=True)
    place = page.locator("live-widget").first.bounding_box()
    assert place
    page.set_viewport_size({"width": 1000, "height": int(1.7 * place["y"])})
    page.route("**/index.html", emptied)
    page.reload(wait_until="networkidle")
    if shows == "something":
        assert page.locator("script[src*=module-]").count() == 0
        page.mouse.move(5, 5)
    expect(view(page, 0)).to_have_text("count 3")
    page.context.close()


@pytest.mark.parametrize("sign", ["scroll", "focus"])
def test_what_can_be_used_as_it_is_waits_for_the_reader_and_goes_on_in_place(
    browser: Browser, address: str, sign: str
) -> None:
    page, _ = opened(browser, f"{address}/field.html", at_rest=True)
    page.wait_for_load_state("networkidle")
    field = page.get_by_role("textbox", name="Field")
    expect(field).to_be_in_viewport()
    assert page.locator("script[src*=module-]").count() == 0
    field.evaluate("field => { field.value = 'early'; }")
    if sign == "scroll":
        page.evaluate("dispatchEvent(new Event('scroll'))")
    else:
        field.focus()
    expect(field).to_have_attribute("title", "alive with early")
    expect(field).to_be_visible()
    page.context.close()


def test_the_first_widget_does_not_wait_for_the_states_of_the_others(
    browser: Browser, address: str
) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{address}/index.html", wait_until="commit")
    states = page.locator("script[data-states]").get_attribute("data-states") or ""
    _, others = states.split()
    page.route(f"**/{others}", lambda route: route.abort())
    page.reload()
    page.mouse.move(1, 1)
    expect(view(page, 0)).to_have_text("count 3")
    expect(view(page, 2)).to_have_text("count 3")
    other = page.locator("live-widget").nth(1)
    expect(other.get_by_role("status")).to_contain_text("its file could not be loaded")
    page.context.close()


@pytest.mark.parametrize("saving", [False, True])
def test_the_first_page_has_loaded_what_most_pages_need_but_for_who_saves_data(
    browser: Browser, address: str, saving: bool
) -> None:
    page = browser.new_context().new_page()
    page.add_init_script(
        f"navigator.connection.__defineGetter__('saveData', () => {json.dumps(saving)})"
    )
    page.goto(f"{address}/index.html", wait_until="networkidle")
    ahead = page.locator("link[rel=prefetch]")
    if not saving:  # they come when the browser has time
        ahead.nth(1).wait_for(state="attached")
    ahead = ahead.evaluate_all("links => links.map(link => link.href)")
    page.goto(f"{address}/second.html", wait_until="networkidle")
    loaded = page.evaluate("performance.getEntriesByType('resource').map(each => each.name)")
    needed = {name for name in loaded if "host.js" in name or "module-" in name}
    assert len(needed) == 2
    assert set(ahead) == (set() if saving else needed)
    page.context.close()


def test_without_javascript_the_fallback_stands(browser: Browser, book: Path) -> None:
    page, _ = opened(browser, f"{book.as_uri()}/index.html", java_script_enabled=False)
    expect(page.get_by_text("What render was about.")).to_be_visible()
    page.context.close()


def test_a_module_is_written_once_and_loaded_once(
    browser: Browser, book: Path, address: str
) -> None:
    written = [path.read_text(encoding="utf-8") for path in book.rglob("module-*.js")]
    assert sum("counterLog" in text for text in written) == 1
    assert len(written) == 9
    for name in ("index", "second"):
        html = (book / f"{name}.html").read_text(encoding="utf-8")
        assert "counterLog" not in html
        assert "application/vnd.jupyter" not in html
    page, _ = opened(browser, f"{address}/second.html")
    expect(view(page, 0)).to_have_text("count 3")
    loaded = page.evaluate("performance.getEntriesByType('resource').map(each => each.name)")
    assert sum("module-" in name for name in loaded) == 1
    page.context.close()


def test_a_page_holds_only_what_differs_from_the_defaults(book: Path) -> None:
    html = (book / "second.html").read_text(encoding="utf-8")
    (name,) = re.findall(r'data-states="([^"]+)"', html)
    script = (book / "_static/live-widgets" / name).read_text(encoding="utf-8")
    (model,) = json.loads(script.removeprefix("liveWidgets.restore(").removesuffix(");\n")).values()
    assert model["state"] == {"value": 3}


def test_a_module_that_no_page_uses_any_more_is_removed(book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "book"
    shutil.copytree(book.parents[1], folder)
    text = (folder / "samples.py").read_text(encoding="utf-8")
    (folder / "samples.py").write_text(text.replace("a good ", "a fine "), encoding="utf-8")
    index = folder / "index.md"
    index.write_text(index.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    before = {path.name for path in book.rglob("module-*.js")}
    after = {path.name for path in jupyter_book(folder, "--warningiserror").rglob("module-*.js")}
    assert len(after) == len(before)
    assert len(after - before) == 1


def test_widgets_work_under_the_strictest_policy(browser: Browser, book: Path) -> None:
    with serving(book, policy(book)) as address:
        page, wrong = opened(browser, f"{address}/second.html")
        page.get_by_role("button", name="count 3").click()
        expect(view(page, 0)).to_have_text("count 4")
        page.context.close()
    assert not [each for each in wrong if "[PST]: " not in each]  # the stock theme talks
