"""Tests of the sheet: the whole document, its layers, what waits, keys, no script, paper."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from engine_book import BOOK, Copy

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect
RECORD = "quillhaven-bell"
LEDGER = ("ledger/choices-1", "ledger/match-1", "ledger/number-1")
BRIDGE = ["Żak", "Żak, from memory", "Żak", "Саттаров, as Żak remembered", "Żak"]
PHONE = {"width": 390, "height": 844}


def opened(page: Any, html: Path, *passed: str, fragment: str = "") -> Any:
    """Open the sheet in a browser whose reader has read past some questions."""
    address = (html / "sheet.html").as_uri()
    page.goto(address)
    read = {name: {"work": {"read": "2026-11-30T10:00:00Z"}} for name in passed}
    page.evaluate(
        "([key, text]) => { localStorage.clear(); localStorage.setItem(key, text); }",
        [RECORD, json.dumps({"format": 1, "items": read})],
    )
    page.goto("about:blank")
    page.goto(f"{address}{fragment}")
    page.locator(".sheet[data-live]").wait_for(state="attached")
    return page


def tags(page: Any) -> list[str]:
    found: list[str] = page.locator(".sheet-lines .sheet-tag").all_inner_texts()
    return found


def layer(page: Any, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).check()


def number(page: Any, line: int) -> Any:
    return page.get_by_role("button", name=f"Line {line}", exact=True)


def told(page: Any, line: int) -> Any:
    return page.get_by_role("group", name=f"What is known of line {line}")


def test_the_sheet_has_every_word_of_the_document_with_its_line_numbers(html: Path) -> None:
    seed = (BOOK / "seeds/quillhaven.txt").read_text(encoding="utf-8").split("\n")
    page = BeautifulSoup((html / "sheet.html").read_text(encoding="utf-8"), "lxml")
    shown = {
        line["id"]: " ".join(line.select_one(".sheet-words").get_text().split())
        for line in page.select(".sheet-line")
    }
    assert shown == {f"line-{at}": text for at, text in enumerate(seed, start=1) if text.strip()}


def test_it_starts_plain_and_says_where_to_go_on(page: Any, html: Path) -> None:
    opened(page, html)
    expect(page.get_by_role("radio", name="Plain")).to_be_checked()
    expect(page.locator(".sheet-status")).to_contain_text("None of 10 passages have their colour")
    expect(page.locator(".sheet-status a")).to_have_attribute("href", "bell.html")
    for name in ("Voice", "Time", "Standing", "Chapter", "Slips"):
        layer(page, name)
        assert tags(page) == []
        assert page.locator(".sheet [data-on]").count() == 0


def test_a_passage_takes_its_colour_when_what_it_waits_for_is_passed(page: Any, html: Path) -> None:
    opened(page, html, "ledger/match-1")
    expect(page.get_by_role("radio", name="Voice")).to_be_checked()
    assert tags(page)[:5] == BRIDGE
    assert page.locator("#line-15 [data-on]").count() == 5
    assert page.locator(":is(#line-1, #line-5, #line-7) [data-on]").count() == 0
    expect(page.locator(".sheet-legend")).to_contain_text("words out of somebody’s memory")


def test_what_a_layer_says_is_heard_where_it_stands_and_once(page: Any, html: Path) -> None:
    opened(page, html, "ledger/match-1")
    words = page.locator("#line-15 .sheet-words")
    heard = words.aria_snapshot()
    for name in dict.fromkeys(BRIDGE):
        assert len(re.findall(rf"{name} ?: ", heard)) == BRIDGE.count(name), heard
    layer(page, "Plain")
    assert "Żak" not in words.aria_snapshot()


def test_standing_and_slips_wait_for_the_whole_chapter(page: Any, html: Path) -> None:
    opened(page, html, "ledger/match-1", "ledger/choices-1")
    for name in ("Standing", "Slips"):
        layer(page, name)
        assert tags(page) == []
    opened(page, html, *LEDGER)
    layer(page, "Standing")
    shown = page.locator(".sheet-lines .sheet-tag")
    expect(shown.nth(2)).to_have_text("documented", timeout=60_000)
    assert tags(page)[:3] == ["documented", "reported", "documented"]
    layer(page, "Slips")
    expect(shown).to_have_text(["1", "1 note"], timeout=60_000)
    expect(page.locator("#line-13 .sheet-notes")).to_contain_text("a stray space before a colon")
    assert page.locator("#line-7 .sheet-notes").count() == 0


def test_what_is_answered_in_another_window_colours_the_sheet(page: Any, html: Path) -> None:
    opened(page, html)
    layer(page, "Voice")
    entry = {"items": {"ledger/match-1": {"work": {"read": "2026-11-30T10:00:00Z"}}}}
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [RECORD, json.dumps(entry)])
    page.evaluate("dispatchEvent(new StorageEvent('storage'))")
    assert page.locator("#line-15 [data-on]").count() == 5


def test_all_of_it_can_be_laid_open_and_no_layer_is_told_by_colour_alone(
    page: Any, html: Path
) -> None:
    opened(page, html)
    page.get_by_role("checkbox", name="Show all of it now").check()
    for name in ("Voice", "Time", "Standing", "Chapter", "Slips"):
        layer(page, name)
        assert tags(page), name
        styles = page.locator(".sheet-legend .sheet-sample").evaluate_all(
            "all => all.map((each) => { const s = getComputedStyle(each);"
            " return `${s.textDecorationLine} ${s.textDecorationStyle}`; })"
        )
        labels = page.locator(".sheet-legend li").all_inner_texts()
        assert len(labels) == len(set(labels)) == len(styles)
        assert name == "Time" or len(styles) == len(set(styles)), name
    layer(page, "Time")
    assert tags(page)[:3] == ["1999", "the 1990s", "the 1990s"]
    assert page.evaluate(f"localStorage.getItem('{RECORD}')") == '{"format": 1, "items": {}}'


def test_arrows_go_from_line_to_line_and_enter_opens_what_is_known(page: Any, html: Path) -> None:
    opened(page, html, "ledger/match-1")
    number(page, 1).focus()
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    expect(number(page, 5)).to_be_focused()
    page.keyboard.press("End")
    expect(number(page, 21)).to_be_focused()
    page.keyboard.press("Enter")
    expect(number(page, 21)).to_have_attribute("aria-expanded", "true")
    expect(told(page, 21)).to_contain_text("waits for your work in The page")
    assert "The date at the foot" not in told(page, 21).inner_text()
    expect(told(page, 21).get_by_role("link", name="Line 21")).to_have_attribute(
        "href", "page.html#page-printed"
    )
    page.keyboard.press("Escape")
    expect(told(page, 21)).to_have_count(0)
    expect(number(page, 21)).to_be_focused()
    number(page, 15).press("Enter")
    expect(told(page, 15)).to_contain_text("Żak on the bridge")
    expect(told(page, 15)).to_contain_text("7 June 1958")
    assert "She was seventeen" not in told(page, 15).inner_text()


def test_a_tap_on_the_words_opens_them_and_another_closes_them(browser: Any, html: Path) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = opened(context.new_page(), html, *LEDGER)
    words = page.locator("#line-15 [data-v]").first
    words.tap()
    expect(told(page, 15)).to_contain_text("She was seventeen")
    words.tap()
    expect(told(page, 15)).to_have_count(0)
    box = number(page, 15).bounding_box()
    assert box["width"] >= 44
    assert box["height"] >= 44
    for radio in page.locator(".sheet-tools span").all():
        assert radio.bounding_box()["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    context.close()


def test_the_layer_is_remembered_and_a_line_has_an_address(page: Any, html: Path) -> None:
    opened(page, html, *LEDGER)
    layer(page, "Chapter")
    page.goto("about:blank")
    page.goto(f"{(html / 'sheet.html').as_uri()}#line-19")
    expect(page.get_by_role("radio", name="Chapter")).to_be_checked()
    expect(page.locator("#line-19")).to_be_in_viewport()


def test_the_list_says_what_the_sheet_shows(page: Any, html: Path) -> None:
    opened(page, html, "ledger/match-1")
    page.get_by_text("As a list, passage by passage").click()
    rows = page.locator(".sheet-all .sheet-list > li")
    assert rows.count() == 10
    expect(rows.filter(has_text="Line 15")).to_contain_text("Łucja Żak, 7 June 1958")
    expect(rows.filter(has_text="Line 19")).to_contain_text("waits for your work")


def test_a_passage_that_tells_nothing_yet_is_one_line_of_the_list(page: Any, html: Path) -> None:
    opened(page, html)
    page.get_by_text("As a list, passage by passage").click()
    row = page.locator(".sheet-all .sheet-list > li").filter(has_text="Line 19")
    expect(row.get_by_text("waits for your work in The ledger.")).to_be_visible()
    lines = "row => Math.round(row.clientHeight / parseFloat(getComputedStyle(row).lineHeight))"
    assert row.evaluate(lines) == 1


def test_without_javascript_the_sheet_is_plain_and_the_list_a_fold(
    browser: Any, html: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((html / "sheet.html").as_uri())
    expect(page.locator("#line-15")).to_contain_text("They have not rung the bell")
    fold = page.get_by_text("It tells what the chapters ask")
    note = page.get_by_text("She was seventeen in the night of the flood")
    expect(note).to_be_hidden()
    fold.click()
    expect(note).to_be_visible()
    page.get_by_role("link", name="Line 15").first.click()
    page.wait_for_url("**#line-15")
    context.close()


def test_paper_has_the_sheet_with_the_legend_of_its_layer(page: Any, html: Path) -> None:
    opened(page, html, *LEDGER)
    page.emulate_media(media="print")
    expect(page.locator(".sheet-legend")).to_be_visible()
    expect(page.locator(".sheet-by-hand")).to_be_hidden()
    expect(page.locator(".sheet-all")).to_be_hidden()
    expect(page.locator(".sheet-tools")).to_be_hidden()
    page.emulate_media(media="screen")
    layer(page, "Plain")
    page.emulate_media(media="print")
    expect(page.locator(".sheet-by-hand")).to_be_visible()


def test_only_its_page_loads_the_script(html: Path) -> None:
    loading = [
        file.stem
        for file in html.glob("*.html")
        if "document_sheet.js" in file.read_text(encoding="utf-8")
    ]
    assert loading == ["sheet"]
    assert '"_static/document_sheet.js"' in (html.parent / "sw.js").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("sourcework.yml", "  sheet: sheet\n", "", 'write "sheet: sheet" under pages'),
        ("sourcework.yml", "  sheet: sheet\n", "  sheet: shet\n", 'write "sheet"'),
        ("book/sheet.md", ":::{document-sheet}\n:::\n", "Nothing.\n", "write :::{document-sheet}"),
    ],
)
def test_a_sheet_that_is_lost_is_a_fault(
    file: str, old: str, new: str, said: str, tmp_path: Path
) -> None:
    copy = Copy(tmp_path / "copy")
    copy.replace(file, old, new)
    done = copy.call("-m", "sourcework", "check")
    assert done.returncode != 0
    assert said in done.stdout + done.stderr


MOVED = """globalThis.moved = 0;
new PerformanceObserver((list) => {
    for (const { value } of list.getEntries()) globalThis.moved += value;
}).observe({ type: "layout-shift", buffered: true });"""


@pytest.mark.parametrize("width", [390, 1280])
def test_no_line_moves_when_the_layers_come(browser: Any, html: Path, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    page.add_init_script(MOVED)
    page.goto((html / "sheet.html").as_uri())
    page.locator(".sheet[data-live]").wait_for(state="attached")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    assert page.evaluate("moved") < 0.05
    context.close()


def test_room_for_layers_that_do_not_come_is_given_back(browser: Any, html: Path) -> None:
    page = browser.new_page()
    page.route("**/document_sheet.js*", lambda route: route.abort())
    page.goto((html / "sheet.html").as_uri())
    room = "getComputedStyle(document.querySelector('.sheet'), '::before').blockSize"
    assert page.evaluate(room) != "0px"
    page.evaluate("document.getAnimations({ subtree: true }).forEach((each) => each.finish())")
    assert page.evaluate(room) == "0px"
    page.close()
