"""Questions of strength in the page: sentences on one scale, from the least to the most."""

from __future__ import annotations

from pages import patient
from playwright.sync_api import Browser, Page, expect

from sourcework.item_bank import load_items
from sourcework.items.choice import Choice

PAGE = "georgia"
ITEM = "georgia/choice-4"
FILLED = """each => [...each.querySelectorAll(':scope > div')].map((row) => {
    const { backgroundColor, borderTopColor } = getComputedStyle(row, '::after');
    return backgroundColor === borderTopColor;
})"""
ANCHOR = f"#question-{ITEM.replace('/', '-')}"


def scaled(name: str) -> Choice:
    item = load_items()[name]
    assert isinstance(item, Choice)
    return item


def test_sentences_stand_in_the_order_of_the_scale_and_the_rail_fills_as_far_as_one_goes(
    page: Page,
) -> None:
    item = scaled(ITEM)
    assert item.scale
    page.locator(ANCHOR).evaluate(
        "each => { for (let fold = each.closest('details'); fold; fold = fold.parentElement"
        ".closest('details')) fold.open = true; each.scrollIntoView(); }"
    )
    scale = page.locator(f"section{ANCHOR} [data-scale]")
    scale.wait_for()
    radios = scale.get_by_role("radio")
    values = radios.evaluate_all("all => all.map((each) => each.value)")
    assert values == list(item.scale.order)
    ends = scale.locator(".exercise-end")
    assert ends.all_inner_texts() == [item.scale.low, item.scale.high]
    assert scale.evaluate(FILLED) == [False] * 5
    radios.first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(radios.nth(2)).to_be_checked()
    assert scale.evaluate(FILLED) == [True, True, True, False, False]


def test_without_scripts_the_sentences_stand_in_the_same_order(
    browser: Browser, page: Page
) -> None:
    bare = patient(browser, java_script_enabled=False).new_page()
    bare.goto(page.url)
    item = scaled(ITEM)
    assert item.scale
    texts = bare.locator(f"{ANCHOR} .dossier-question-options > li").all_inner_texts()
    assert [text.strip() for text in texts] == [item.text_of(each) for each in item.scale.order]
    bare.context.close()
