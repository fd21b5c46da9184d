"""Anywidgets that their authors made for a notebook with a kernel, in a book that has none."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from host_books import HERE, chapter, sphinx, write
from host_pages import opened, until
from host_servers import serving
from sphinx_live_widgets.states import restored

CONF = """
extensions = ["myst_nb", "sphinx_live_widgets"]
nb_execution_mode = "force"
exclude_patterns = ["_build"]
live_widgets_launch = "https://hub.example.org/lab/tree/{path}"
"""
FIRST = "import ipywidgets\nfrom host_samples import *\n"
LOST = "https://lost.invalid/data.json"
CELLS = {
    "no default": "BadDefault(value=4)",
    "nought": "Flag(value=0)",
    "prototype": "Echo(value={'__proto__': 1})",
    "left": "left, right, far = Echo(value=1), Echo(value=50), Echo(value=70)\n"
    "ipywidgets.jslink((left, 'value'), (right, 'value'))\n"
    "ipywidgets.jsdlink((right, 'value'), (far, 'value'))\nleft",
    "right": "right",
    "far": "far",
    "begin": "begin, hidden, end = Echo(value=8), ipywidgets.IntSlider(), Echo(value=0)\n"
    "ipywidgets.jslink((begin, 'value'), (hidden, 'value'))\n"
    "ipywidgets.jslink((hidden, 'value'), (end, 'value'))\nbegin",
    "end": "end",
    "views": "Viewer(child=Echo(value=9))",
    "ready": "made('export default { render({ model, el }) {"
    ' el.textContent = "drawn"; model.send({ ready: true }); el.append(" whole"); } }\')',
    "late": "made('export default { render({ el }) {"
    ' el.append(document.createElement("div"));'
    " setTimeout(() => { throw new Error(\"came late\"); }); } }', 'What late was about.')",
    "rejected": "made('export default { render() {"
    f" fetch(\"{LOST}\"); }} }}', 'What rejected was about.')",
    "event": "made('export default { async render() {"
    " throw new Event(\"error\"); } }', 'What event was about.')",
    "waits": "made('export default { render({ el }) {"
    " globalThis.come = () => el.append(\"has come\"); } }', 'What waits was about.')",
    "styled": "made('export default { render({ el }) { el.textContent = \"bare\"; } }',"
    " style='https://lost.invalid/style.css')",
    "remote": "made('https://lost.invalid/module.js', 'What remote was about.')",
    "shadow": "made('export default { render({ el }) {"
    ' const root = document.createElement("div"); el.append(root);'
    ' root.attachShadow({ mode: "open" }).innerHTML = "<b>in the shadow</b>"; } }\','
    " 'No shadow.')",
}
PLACES = {name: number for number, name in enumerate(CELLS)}
FOREIGN = chapter("Foreign", *(f"{FIRST}{cell}" for cell in CELLS.values()))
SECOND = chapter("Second", f"{FIRST}Echo(value=30)", "ipywidgets.HTML('<i>second text</i>')")
ODD = "a b & c#d é"
PAGES = {
    "conf.py": CONF,
    "index.md": f"{FOREIGN}\n```{{toctree}}\nsecond\n{ODD}\n```\n",
    "second.md": SECOND,
    f"{ODD}.md": chapter("Odd", "import ipywidgets\nipywidgets.Text('a word')"),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Build the book as one command of an author's; give its folder and what the build said."""
    folder = write(tmp_path_factory.mktemp("foreign"), PAGES)
    shutil.copy(HERE / "host_samples.py", folder)
    _, said = sphinx(folder)
    return folder, said


@pytest.fixture(scope="module")
def page(browser: Browser, built: tuple[Path, str]) -> Iterator[Page]:
    """Open the page once for all: each test looks at widgets of its own."""
    with serving(built[0] / "_build/html") as address:
        page, _ = opened(browser, f"{address}/index.html")
        yield page
        page.context.close()


@pytest.fixture
def place(page: Page, request: pytest.FixtureRequest) -> Locator:
    found = page.locator("live-widget").nth(PLACES[request.param])
    found.scroll_into_view_if_needed()
    return found


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("no default", "echo 4"),
        ("nought", "echo 0"),
        ("prototype", 'echo {"__proto__":1} its own'),
        ("views", "echo 41"),
        ("styled", "bare"),
    ],
    indirect=["place"],
)
def test_what_was_saved_is_what_is_shown(place: Locator, text: str) -> None:
    expect(place.locator(".live-widget-view")).to_have_text(text)


def test_what_a_page_hands_to_the_host_can_be_read(built: tuple[Path, str]) -> None:
    scripts = sorted((built[0] / "_build/html/_static/live-widgets").glob("states-*.js"))
    values = [
        state["state"].get("value")
        for script in scripts
        for state in restored(script.read_text(encoding="utf-8")).values()
    ]
    assert {"__proto__": 1} in values
    assert {50, 70, 30} <= {each for each in values if isinstance(each, int)}


def test_linked_widgets_follow_each_other(page: Page) -> None:
    left, right, far = (
        page.locator("live-widget").nth(PLACES[name]).get_by_role("button")
        for name in ("left", "right", "far")
    )
    left.click()
    for each in (left, right, far):
        expect(each).to_have_text("echo 2")
    far.click()
    expect(far).to_have_text("echo 3")
    right.click()
    expect(left).to_have_text("echo 3")
    expect(far).to_have_text("echo 3")
    far.click()
    expect(far).to_have_text("echo 4")
    expect(left).to_have_text("echo 3")


def test_a_link_goes_through_a_control_that_is_not_shown(page: Page) -> None:
    begin, end = (
        page.locator("live-widget").nth(PLACES[name]).get_by_role("button")
        for name in ("begin", "end")
    )
    begin.scroll_into_view_if_needed()
    expect(begin).to_have_text("echo 8")
    expect(end).to_have_text("echo 8")
    end.click()
    expect(begin).to_have_text("echo 9")


@pytest.mark.parametrize("place", ["ready"], indirect=True)
def test_a_message_to_python_takes_nothing_away(place: Locator) -> None:
    expect(place.locator(".live-widget-view")).to_have_text("drawn whole")
    expect(place.get_by_role("status")).to_contain_text("needs Python")


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("late", "came late"),
        ("rejected", "its code asks lost.invalid, which did not answer"),
        ("event", "something that it loads did not come"),
        ("remote", "its code comes from lost.invalid, which did not answer"),
    ],
    indirect=["place"],
)
def test_whatever_fails_leaves_its_content_and_the_reason(
    place: Locator, reason: str, request: pytest.FixtureRequest
) -> None:
    name = request.node.callspec.params["place"]
    expect(place.get_by_role("status")).to_contain_text(f"could not start ({reason})")
    expect(place.get_by_text(f"What {name} was about.")).to_be_visible()


@pytest.mark.parametrize("place", ["waits"], indirect=True)
def test_the_content_stands_until_the_widget_shows_something(page: Page, place: Locator) -> None:
    content = place.get_by_text("What waits was about.")
    expect(place.locator(".live-widget-view")).to_be_attached()
    expect(content).to_be_visible()
    until(page, "typeof come === 'function'")
    page.evaluate("come()")
    expect(content).to_be_hidden()
    expect(place.locator(".live-widget-view")).to_have_text("has come")


@pytest.mark.parametrize("place", ["shadow"], indirect=True)
def test_what_is_shown_in_a_shadow_counts(place: Locator) -> None:
    expect(place.locator("b")).to_be_visible()
    expect(place.get_by_text("No shadow.")).to_be_hidden()


def test_the_build_names_the_addresses_that_will_be_asked(built: tuple[Path, str]) -> None:
    warned = re.findall(r"(\w+)\.md: WARNING: .* may ask another host \(.*\): (.*)", built[1])
    foreign = {address for _, found in warned for address in found.split(", ")}
    lost = {each for each in foreign if "lost.invalid" in each}
    assert lost == {
        f"https://lost.invalid/{name}" for name in ("data.json", "style.css", "module.js")
    }
    assert [each for each in foreign if "cdn.jsdelivr.net" in each], "the scripts of one control"


def test_the_way_to_python_is_written_as_an_address(tmp_path: Path) -> None:
    conf = f"{CONF}nb_ipywidgets_js = {{}}\n"
    files = {"index.md": f"# Index\n```{{toctree}}\n{ODD}\n```\n", f"{ODD}.md": PAGES[f"{ODD}.md"]}
    pages, _ = sphinx(write(tmp_path, files | {"conf.py": conf}))
    page = (pages / f"{ODD}.html").read_text(encoding="utf-8")
    assert "https://hub.example.org/lab/tree/a%20b%20%26%20c%23d%20%C3%A9.md" in page
    behind = "https://mybinder.example.org/v2/gh/a/b/HEAD?urlpath=lab/tree/{path}"
    write(tmp_path, {"conf.py": conf.replace(CONF.split('"')[-2], behind)})
    pages, _ = sphinx(tmp_path)
    page = (pages / f"{ODD}.html").read_text(encoding="utf-8")
    assert "?urlpath=lab/tree/a%2520b%2520%2526%2520c%2523d%2520%25C3%25A9.md" in page


@pytest.mark.parametrize(
    ("builder", "name"), [("dirhtml", "second/"), ("singlehtml", "index.html")]
)
def test_widgets_live_however_pages_are_cut(
    browser: Browser, built: tuple[Path, str], builder: str, name: str
) -> None:
    pages, _ = sphinx(built[0], builder, "-d", "_build/html/.doctrees")
    with serving(pages) as address:
        page, _ = opened(browser, f"{address}/{name}")
        last = page.locator("live-widget").last
        last.scroll_into_view_if_needed()
        expect(last.get_by_role("button")).to_have_text("echo 30")
        expect(page.locator("i", has_text="second text")).to_be_visible()
        if builder == "singlehtml":
            first = page.locator("live-widget").first
            first.scroll_into_view_if_needed()
            expect(first.get_by_role("button")).to_have_text("echo 4")
        page.context.close()
