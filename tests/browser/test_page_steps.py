"""A main chapter in steps, walked on a phone: what is next, what is found, and the way back."""

from __future__ import annotations

from pages import opened
from playwright.sync_api import Browser, Page, expect
from questions import answer, check, question

from sourcework.item_bank import load_items

PHONE = {"width": 390, "height": 844}
FIRST = ["poison/estimate-1", "poison/choices-1", "poison/because"]  # of the first step
STEPS = 8
MOST = 79  # tab stops of a step
ALIVE = ".live-widget-view > *, [data-usable].dossier-widget"
STOPS = """() => {
const all = document.querySelectorAll(
  "main :is(a[href], button, input, select, textarea, summary, [tabindex='0'])");
const shown = [...all].filter((each) => !each.disabled && each.tabIndex >= 0
  && each.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }));
return shown.filter((each) => each.type !== "radio"
  || shown.find((other) => other.name === each.name) === each).length;
}"""


def do(page: Page, name: str) -> None:
    """Do what the button leads to, which must be this."""
    page.get_by_role("button", name="Next to do").click()
    place = page.locator("live-widget:focus")
    expect(place.locator(f"[data-key='{name}']")).to_have_count(1)
    expect(place).to_be_in_viewport()
    item = load_items().get(name)
    if item is None:
        place.get_by_role("textbox").fill("What I think now.")
        page.keyboard.press("Tab")
        return
    view = question(page, name)
    answer(view, item, item.full(item.rule()) if item.scored else 50)
    check(view)


def test_a_reader_walks_into_poison_on_a_phone_and_comes_back(
    browser: Browser, served: str
) -> None:
    address = f"{served}/book/poison.html"
    page, wrong = opened(browser, address, steps=True, viewport=PHONE, has_touch=True)
    where, found = page.locator(".step-where"), page.locator("#before-you-read > .step-found")
    expect(where).to_have_text(f"Step 1 of {STEPS} · 45 min left")
    expect(page.locator("#poison-narrator")).to_be_in_viewport()  # something to look at, at once
    for name in FIRST:
        expect(found).not_to_have_attribute("open", "")
        do(page, name)
    expect(found).to_have_attribute("open", "")
    expect(where).to_have_text(f"Step 1 of {STEPS} · 41 min left")
    page.get_by_role("button", name="Next to do").click()
    expect(page.get_by_role("heading", name="Whose words are these?")).to_be_in_viewport()
    expect(page.locator("#before-you-read")).to_be_hidden()
    do(page, "poison/line")
    page.wait_for_timeout(1000)  # what is written is kept
    page.goto(address)
    back = page.get_by_role("link", name="Go on where you were: Whose words are these?")
    expect(back).to_be_in_viewport()
    back.click()
    expect(where).to_have_text(f"Step 2 of {STEPS} · 41 min left")
    expect(page.locator("#poison-session")).to_be_visible()
    assert wrong == []
    page.context.close()


def test_a_step_of_a_main_chapter_has_fewer_than_eighty_tab_stops(
    browser: Browser, served: str
) -> None:
    for chapter in ("poison", "eavesdropping"):
        address = f"{served}/book/{chapter}.html"
        page, wrong = opened(browser, address, steps=True, viewport=PHONE, has_touch=True)
        anchors = page.locator("section:has(> .step-head)").evaluate_all(
            "all => all.map(({ id }) => id)"
        )
        assert len(anchors) == STEPS
        page.evaluate(
            "document.querySelectorAll('[data-after]').forEach((fold) => fold.open = true)"
        )
        for anchor in anchors:
            page.evaluate("anchor => location.hash = anchor", anchor)
            for widget in page.locator(f"[id='{anchor}'] live-widget:not(.deeper *)").all():
                if widget.is_visible():
                    widget.scroll_into_view_if_needed()
                    widget.locator(ALIVE).first.wait_for()
            assert page.evaluate(STOPS) <= MOST, anchor
        assert wrong == []
        page.context.close()
