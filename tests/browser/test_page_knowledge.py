"""Who could know what, in the page: strings and scissors, the form, the order, the papers' days."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from contents import ROOT
from pages import opened, reload_with, until
from playwright.sync_api import Browser, Locator, Page, expect
from questions import RECORD
from widgets import peg, save, stored, widget

from local.widgets.knowledge import Knowledge
from sourcework.widgets.widget_base import module

KEY = "poison/knowledge"
PAGE = "poison"
OPTIONS = {"reduced_motion": "reduce"}
PAGE_STRINGS = ["lenin stalin", "stalin trotsky", "trotsky narrator", "narrator page"]
WITHOUT_STALIN = (
    "By the papers, without the word of Joseph Stalin 2 of 9 statements are left: "
    "Maria Ulyanova; Lidia Fotieva."
)


def fallen(view: Locator) -> list[str]:
    found: list[str] = view.locator(".peg[data-lost]").evaluate_all(
        "all => all.map((each) => each.dataset.peg)"
    )
    return found


def tied(view: Locator) -> list[str]:
    """Return who told and who heard, of all strings that are drawn and tied."""
    found: list[str] = view.locator(".string:not(.refused)").evaluate_all(
        "all => all.map((each) => each.dataset.string)"
    )
    return found


def step_to(there: Locator, key: str) -> None:
    """Press a key until something has the focus."""
    for _ in range(12):
        there.page.keyboard.press(key)
        if there.evaluate("there => there === document.activeElement"):
            return
    raise AssertionError(f"{key} does not lead there")


def tying(page: Page) -> Locator:
    """Return the widget when the reader's own strings are to be tied."""
    view = widget(page, "knowledge")
    view.get_by_role("button", name="Tie your own").click()
    return view


def older(page: Page, work: dict[str, Any]) -> Locator:
    """Return the widget in the page of a reader whose record has this work."""
    record = {
        "format": 1,
        "items": {},
        "widgets": {KEY: {"saved": "2026-01-01T00:00:00.000Z", "work": work}},
    }
    reload_with(page, {RECORD: json.dumps(record)})
    return widget(page, "knowledge")


def test_the_order_by_keyboard_and_by_mouse(page: Page) -> None:
    view = widget(page, "knowledge")
    first = view.get_by_role("button", name="Move Lenin adds a postscript")
    first.focus()
    page.keyboard.press("ArrowUp")
    expect(first).to_be_focused()
    view.get_by_role("button", name="Lenin’s request for poison reaches Stalin: earlier").click()
    view.get_by_role("button", name="Lenin’s request for poison reaches Stalin: earlier").click()
    view.get_by_role("button", name="Lenin breaks with Stalin, or threatens to: later").click()
    expect(view.get_by_role("status")).to_contain_text(
        re.compile(
            r"or threatens to is now number \d of 4\. \d of the 5 pairs that the page’s words"
        )
    )
    python = Knowledge()
    python.work = stored(page, KEY)
    right, decided = python.order().attrs["pairs"]
    expect(view.get_by_text(f"{right} of the {decided} pairs").first).to_be_visible()


def test_the_dates_slide_from_the_page_to_the_papers(page: Page) -> None:
    view = widget(page, "knowledge")
    view.get_by_role("button", name="Lay the papers").click()
    expect(view.locator(".knowledge-track")).to_be_focused()
    expect(view.get_by_role("status")).to_contain_text("17 March 1923")
    lane = view.locator(".knowledge-lane").nth(1)
    until(
        page,
        "lane => lane.children[1].offsetLeft > lane.offsetWidth * 0.8",
        arg=lane.element_handle(),
    )
    assert lane.evaluate("lane => lane.children[0].offsetLeft < lane.offsetWidth * 0.5")


def test_the_trees_the_papers_and_a_word_struck_out(page: Page) -> None:
    view = widget(page, "knowledge")
    view.get_by_label("As a form").check()
    for name, informant in (("Leon Trotsky", "stalin"), ("Joseph Stalin", "krupskaya")):
        view.get_by_label(f"From whom did {name}").select_option(informant)
    view.get_by_role("button", name="Open the papers").click()
    expect(view.locator(".knowledge-trees").last).to_be_focused()
    expect(view.get_by_text("Of 8 people the papers show").first).to_contain_text("same for 2")
    expect(view.get_by_role("columnheader")).to_have_count(len(Knowledge().data["days"]))
    view.get_by_label("Strike out the word of").select_option("stalin")
    expect(view.get_by_role("status")).to_have_text(
        "The word of Joseph Stalin is struck out. "
        "By the papers, without the word of Joseph Stalin 2 of 9 statements are left: "
        "Maria Ulyanova; Lidia Fotieva."
    )
    python = Knowledge()
    python.work = stored(page, KEY)
    assert save(page, view).fillna("").astype({"told": str}).equals(python.value)


def test_who_has_died_knows_no_more(page: Page) -> None:
    view = widget(page, "knowledge")
    view.get_by_label("As a form").check()
    view.get_by_role("button", name="Open the papers").click()
    days = [day["date"] for day in Knowledge().data["days"]]
    grid = view.get_by_role("table", name="first says so")
    row = grid.get_by_role("row").filter(has_text="Nadezhda Krupskaya").locator("td")
    signs = dict(zip(days, row.locator("span:first-child").all_inner_texts(), strict=True))
    assert signs["1923-03-17"] == "○"
    knows = [day for day, sign in signs.items() if sign == "–"]
    assert knows == [day for day in days if "1923-03-17" < day < "1939-02-27"] != []


def test_one_begins_with_the_scissors(page: Page) -> None:
    view = widget(page, "knowledge")
    expect(view.get_by_role("button", name="Scissors")).to_have_attribute("aria-pressed", "true")
    expect(view.locator(".peg:visible")).to_have_count(5)
    assert tied(view) == PAGE_STRINGS
    peg(view, "trotsky").click()
    expect(view.get_by_role("status")).to_have_text(
        "By line 22, without the word of Leon Trotsky 1 of 4 statements is left: Joseph Stalin."
    )
    assert fallen(view) == ["trotsky", "narrator", "page"]
    for person, name in (
        ("stalin", "Joseph Stalin (17 March 1923) from Vladimir Lenin an undated"),
        ("trotsky", "Leon Trotsky (13 October 1939) from Joseph Stalin (cut off) an"),
        ("narrator", "The unnamed narrator (1960) from Leon Trotsky (fallen) a handbook"),
    ):
        expect(peg(view, person)).to_have_accessible_name(re.compile(f"^{re.escape(name)}"))
    peg(view, "stalin").click()
    expect(view.locator(".string-said")).to_have_text(
        "By line 22, without the word of Joseph Stalin none of 4 statements is left."
    )
    view.get_by_role("button", name="Undo").click()
    assert fallen(view) == ["trotsky", "narrator", "page"]
    peg(view, "trotsky").click()
    expect(view.get_by_role("status")).to_have_text("Leon Trotsky is tied in again.")
    assert fallen(view) == []
    assert "struck" not in stored(page, KEY)
    assert not Knowledge().value["reader"].any()


def test_two_taps_tie_a_string(page: Page) -> None:
    view = tying(page)
    expect(view.locator(".peg:visible")).to_have_count(11)
    expect(peg(view, "lenin")).to_be_focused()
    peg(view, "krupskaya").click()
    expect(peg(view, "krupskaya")).to_have_attribute("aria-pressed", "true")
    expect(view.locator(".string-said")).to_contain_text("Who heard it from there?")
    peg(view, "stalin").click()
    expect(view.get_by_role("status")).to_contain_text(
        "Joseph Stalin had it from Nadezhda Krupskaya, by 17 March 1923 at the latest."
    )
    expect(peg(view, "krupskaya")).to_have_attribute("aria-pressed", "false")
    assert tied(view) == ["krupskaya stalin"]
    assert stored(page, KEY)["had"]["stalin"] == "krupskaya"
    for _ in range(2):
        peg(view, "krupskaya").click()
        peg(view, "stalin").click()
    assert tied(view) == ["krupskaya stalin"]
    view.get_by_role("button", name="Undo").click()
    view.get_by_role("button", name="Undo").click()
    view.get_by_role("button", name="Undo").click()
    assert tied(view) == []
    expect(view.get_by_role("button", name="Undo")).to_be_disabled()
    expect(view.get_by_role("button", name="Show the papers")).to_be_hidden()


@pytest.mark.parametrize(
    ("teller", "hearer", "why"),
    [
        (
            "narrator",
            "trotsky",
            "That string would run back in time. Leon Trotsky spoke of it on 13 October 1939, "
            "and we have no word of the unnamed narrator before 1960.",
        ),
        (
            "trotsky",
            "krupskaya",
            "That string would run back in time. Nadezhda Krupskaya died on 27 February 1939, "
            "and we have no word of Leon Trotsky before 13 October 1939.",
        ),
        ("stalin", "lenin", "No string ends at Vladimir Lenin: the wish is said to be his own."),
        (
            "stalin",
            "krupskaya",
            "That string would close a ring: on your strings Joseph Stalin had it from Nadezhda "
            "Krupskaya. Take that string off first.",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(
    page: Page, teller: str, hearer: str, why: str
) -> None:
    view = tying(page)
    peg(view, "krupskaya").click()
    peg(view, "stalin").click()
    peg(view, teller).click()
    peg(view, hearer).click()
    expect(view.get_by_role("status")).to_have_text(why)
    expect(view.locator(".string.refused")).to_have_count(1)
    expect(peg(view, teller)).to_have_attribute("aria-pressed", "true")
    assert stored(page, KEY)["had"][hearer] == ""
    peg(view, teller).press("Escape")
    expect(view.locator(".string.refused")).to_have_count(0)
    if hearer == "lenin":
        return
    view.get_by_label("As a form").check()
    names = {person["id"]: person["name"] for person in Knowledge().data["people"]}
    choice = view.get_by_label(f"From whom did {names[hearer]} have it?")
    choice.select_option(teller)
    expect(view.get_by_role("status")).to_have_text(why)
    expect(choice).to_have_value("")


def test_all_by_keys(page: Page) -> None:
    view = widget(page, "knowledge")
    peg(view, "lenin").focus()
    press = page.keyboard.press
    press("ArrowDown")
    expect(peg(view, "stalin")).to_be_focused()
    press("Enter")
    assert fallen(view) == ["stalin", "trotsky", "narrator", "page"]
    step_to(view.get_by_role("button", name="Tie your own"), "Tab")
    press("Enter")
    expect(peg(view, "stalin")).to_be_focused()
    press("Enter")
    press("End")
    expect(peg(view, "page")).to_be_focused()
    press("Escape")
    expect(peg(view, "stalin")).to_have_attribute("aria-pressed", "false")
    for hearer in ("trotsky", "volkogonov"):
        peg(view, "stalin").focus()
        press("Space")
        step_to(peg(view, hearer), "ArrowDown")
        press("Enter")
    assert tied(view) == ["stalin trotsky", "stalin volkogonov"]
    press("Home")
    press("ArrowDown")
    press("ArrowDown")
    press("Delete")
    expect(view.get_by_role("status")).to_have_text(
        "By your own tree, without the word of Joseph Stalin 6 of 9 statements are left: "
        "Grigory Zinoviev and Lev Kamenev; Mikhail Tomsky; Maria Ulyanova; the unnamed narrator; "
        "Lidia Fotieva; the web page."
    )
    press("Delete")
    expect(view.get_by_role("status")).to_have_text("Joseph Stalin is tied in again.")


def test_the_papers_lie_beside_the_readers_strings(page: Page) -> None:
    view = tying(page)
    for teller, hearer in (("lenin", "stalin"), ("stalin", "trotsky")):
        peg(view, teller).click()
        peg(view, hearer).click()
    peg(view, "narrator").click()
    view.get_by_role("button", name="Show the papers").click()
    expect(view.get_by_label("the papers", exact=True)).to_be_focused()
    expect(view.locator(".peg[aria-pressed=true]")).to_have_count(0)
    expect(peg(view, "stalin")).to_contain_text("from Nadezhda Krupskaya, you: Vladimir Lenin")
    expect(peg(view, "trotsky")).to_contain_text("from Joseph Stalin, 21 March 1923, as yours")
    expect(view.locator(".string.faint")).to_have_count(1)
    expect(view.get_by_text("you named the same for 1").first).to_be_visible()
    peg(view, "volkogonov").click()
    expect(view.locator(".string-said")).to_contain_text("He had the archive open before him")
    expect(view.locator(".string-said a")).to_have_attribute("href", re.compile("volkogonov1994"))
    peg(view, "stalin").press("Delete")
    expect(view.get_by_role("status")).to_have_text(WITHOUT_STALIN)
    view.get_by_text("The same in words").click()
    expect(view.get_by_text("The papers’ tree").first).to_be_visible()


@pytest.mark.parametrize("width", [320, 390])
def test_effect_and_cause_are_on_one_screen_of_a_phone(
    browser: Browser, served: str, width: int
) -> None:
    size = {"width": width, "height": 844}
    page, wrong = opened(
        browser,
        f"{served}/book/poison.html",
        viewport=size,
        has_touch=True,
        reduced_motion="reduce",
    )
    view = tying(page)
    for teller, hearer in (("krupskaya", "stalin"), ("stalin", "page")):
        for each in (teller, hearer):
            peg(view, each).scroll_into_view_if_needed()
            peg(view, each).tap()
    said = view.locator(".string-said")
    expect(said).to_contain_text("The web page had it from Joseph Stalin")
    boxes = [each.bounding_box() for each in (peg(view, "page"), view.locator(".string-desk"))]
    assert all(box and box["y"] >= 0 and box["y"] + box["height"] <= 845 for box in boxes)
    small = view.locator(".strings, .string-desk").evaluate_all(
        """all => all.flatMap((each) => [...each.querySelectorAll("button")])
        .map((each) => [each.offsetWidth, each.offsetHeight, each.scrollWidth > each.clientWidth])
        .filter(([wide, high, over]) => wide && (wide < 44 || high < 44 || over))"""
    )
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()
    assert not wrong


def test_a_circle_in_older_work_is_named(page: Page) -> None:
    view = older(page, {"had": {"trotsky": "narrator", "narrator": "trotsky"}})
    view.get_by_label("As a form").check()
    expect(view.get_by_text("These lead back to themselves").last).to_contain_text("Leon Trotsky")


def test_older_work_opens_with_its_strings(page: Page) -> None:
    work = {
        "order": ["break", "postscript", "report", "request"],
        "placed": True,
        "had": {"stalin": "krupskaya", "trotsky": "stalin"},
        "seen": True,
        "struck": "stalin",
    }
    view = older(page, work)
    expect(view.get_by_label("the papers", exact=True)).to_be_checked()
    expect(view.locator(".string-said")).to_have_text(WITHOUT_STALIN)
    assert fallen(view) == [
        "stalin",
        "zinoviev-kamenev",
        "tomsky",
        "trotsky",
        "narrator",
        "volkogonov",
        "page",
    ]
    view.get_by_label("yours", exact=True).check()
    expect(peg(view, "trotsky")).to_contain_text("from Joseph Stalin")
    python = Knowledge()
    python.work = stored(page, KEY)
    assert save(page, view).fillna("").astype({"told": str}).equals(python.value)
    assert {**work, "shows": "own"} == python.work


def test_the_module_computes_the_vectors(browser: Browser, served: str) -> None:
    vectors = json.loads((ROOT / "tests/vectors/lost_without.json").read_text(encoding="utf-8"))
    page, _ = opened(browser, f"{served}/book/poison.html")
    computed = page.evaluate(
        """async ([text, vectors]) => {
            const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
            const { lostWithout } = await import(url);
            return vectors.map(({ struck, informants }) => lostWithout(struck, informants));
        }""",
        [module("knowledge", ROOT / "book/local/widgets"), vectors],
    )
    page.context.close()
    assert computed == [vector["lost"] for vector in vectors]
