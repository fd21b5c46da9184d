"""The transmission chain in the page."""

from __future__ import annotations

import json

import pytest
from contents import ROOT
from pages import opened
from playwright.sync_api import Browser, Locator, Page, expect
from widgets import save, stored, widget

from sourcework.excerpts import load_excerpts
from sourcework.typography import typeset
from sourcework.widgets.chain import Chain
from sourcework.widgets.widget_base import module

KEY = "eavesdropping/chain"
PAGE = "eavesdropping"


def reading(name: str) -> str:
    return str(typeset(load_excerpts()[name].reading))


def judge(view: Locator, *words: str) -> None:
    lists = view.locator("ol").first.get_by_label("It was handed on as it came:")
    for number, word in enumerate(words):
        lists.nth(number).select_option(word)


def test_the_words_become_the_same_table_as_in_python(page: Page) -> None:
    view = widget(page, "chain")
    expect(view.locator(".chain-end")).to_have_text(
        "7 of 7 links are undecided, and so is what arrives."
    )
    judge(view, "3", "1", "4", "3", "4", "4", "4")
    view.get_by_label("somebody who saw it too").check()
    view.get_by_label("What the second witness says is right:").select_option("2")
    python = Chain("eavesdropping")
    python.work = stored(page, KEY)
    left, both = python.value["left"].iloc[-1], python.second.loc[0, "left"]
    expect(view.get_by_role("status")).to_contain_text(f"{left * 100:.0f} in 100 of the story")
    expect(view.get_by_role("status")).to_contain_text(f"witness it is {both * 100:.0f} in 100")
    saved = save(page, view).fillna({"word": ""})
    assert saved[["link", "year", "word"]].equals(python.value[["link", "year", "word"]])
    for column in ("reliability", "left"):
        assert list(saved[column]) == pytest.approx(list(python.value[column]), nan_ok=True)


def test_a_dependent_witness_adds_nothing_and_the_page_says_why(page: Page) -> None:
    view = widget(page, "chain")
    judge(view, *"4444444")
    alone = view.locator(".chain-end").inner_text()
    view.get_by_label("somebody who had it from this chain").check()
    expect(view.locator(".chain-end")).to_contain_text(f"{alone} A second witness who depends")
    expect(view.locator(".chain-reason")).to_contain_text("the same witness, only louder")


def below(view: Locator) -> list[int]:
    """Return how wide the band leaves each link, in hundredths."""
    widths: list[int] = view.locator(".chain-slope polygon").evaluate_all(
        "shapes => shapes.map(({ points }) => Math.round(points.getItem(2).x))"
    )
    return widths


def test_the_band_narrows_where_the_reader_doubts(page: Page) -> None:
    view = widget(page, "chain")
    judge(view, *"5515555")
    assert below(view) == [100, 100, 100, 25, 25, 25, 25, 25, 25]


def test_a_link_that_is_undecided_takes_nothing_and_leaves_the_rest_dashed(page: Page) -> None:
    view = widget(page, "chain")
    judge(view, "2", "", "2", "5")
    assert below(view) == [100, 50, 50, 25, 25, 25, 25, 25, 25]
    dashed = view.locator(".chain-slope svg").evaluate_all(
        "all => all.map(each => each.classList.contains('chain-undecided'))"
    )
    assert dashed == [False] * 2 + [True] * 7


def test_the_edge_is_dragged_to_a_word(page: Page) -> None:
    view = widget(page, "chain")
    edges = view.get_by_role("slider")
    expect(edges).to_have_count(7)
    first = edges.first
    expect(first).to_have_attribute("aria-valuetext", "undecided")
    drag(page, first, 0.55)
    expect(first).to_have_attribute("aria-valuetext", "even; 50 in 100 left")
    expect(view.locator("ol select").first).to_have_value("2")
    expect(view.get_by_text("Left after this link: 50 in 100.").first).to_be_visible()
    drag(page, edges.nth(1), 0.48)  # of the whole, and half of it is left
    assert stored(page, KEY)["links"] == {"eavesdropping-02": 2, "eavesdropping-03": 5}
    drag(page, first, 0.05)
    assert stored(page, KEY)["links"]["eavesdropping-02"] == 1
    assert below(view)[1:3] == [25, 25]


def drag(page: Page, edge: Locator, share: float) -> None:
    """Take the edge of the band to a share of the whole width."""
    edge.scroll_into_view_if_needed()
    box, place = edge.bounding_box(), edge.locator("..").bounding_box()
    assert box
    assert place
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.mouse.down()
    page.mouse.move(place["x"] + place["width"] * share, middle, steps=4)
    page.mouse.up()


def test_the_edge_goes_by_keys_and_back_to_undecided(page: Page) -> None:
    view = widget(page, "chain")
    edge = view.get_by_role("slider", name="The edge of the band: link 2, Bazhanov, 9 August 1923")
    edge.focus()
    for key, words in (
        ("ArrowRight", "certain; 100 in 100 left"),
        ("ArrowLeft", "very likely; 90 in 100 left"),
        ("Home", "unlikely; 25 in 100 left"),
        ("ArrowDown", "unlikely; 25 in 100 left"),
        ("ArrowUp", "even; 50 in 100 left"),
        ("Delete", "undecided"),
    ):
        page.keyboard.press(key)
        expect(edge).to_have_attribute("aria-valuetext", words)
        expect(edge).to_be_focused()
    expect(view.get_by_role("status")).to_contain_text("Link 2, Bazhanov, 9 August 1923: undecided")
    assert stored(page, KEY)["links"] == {}


def test_the_words_of_the_story_stand_where_they_were_told_and_changed(page: Page) -> None:
    view = widget(page, "chain")
    told = view.locator(".chain-told")
    expect(told).to_have_count(3)
    first, others, last = (told.nth(number) for number in range(3))
    expect(first.locator("del")).to_have_count(0)
    expect(others.locator("ins")).to_have_text(["1922", "technicians from the Baltic"])
    expect(others.locator("del").first).to_have_text("after 9 August 1923")
    expect(last.get_by_text("not a word of who made it")).to_be_visible()
    last.locator("summary").click()
    expect(last.locator("blockquote")).to_have_text(reading("eavesdropping/claim"))


def test_what_arrives_stays_in_sight_on_a_phone(browser: Browser, served: str) -> None:
    size = {"width": 390, "height": 844}
    page, wrong = opened(browser, f"{served}/book/eavesdropping.html", viewport=size)
    view = widget(page, "chain")
    edge = view.get_by_role("slider").nth(3)
    edge.evaluate("each => each.scrollIntoView({ block: 'center', behavior: 'instant' })")
    expect(view.locator(".chain-end")).to_be_in_viewport(ratio=1)
    edge.focus()
    page.keyboard.press("ArrowLeft")
    expect(view.locator(".chain-end")).to_contain_text("6 of 7 links are undecided")
    page.context.close()
    assert not wrong


def test_what_changes_no_result_is_said_too(page: Page) -> None:
    view = widget(page, "chain")
    status = view.get_by_role("status")
    for number, word in (("4", "very likely"), ("2", "even")):
        judge(view, number)
        expect(status).to_contain_text(f"Link 2, Bazhanov, 9 August 1923: {word}. 6 of 7 links are")
    view.get_by_label("somebody who saw it too").check()
    expect(status).to_contain_text("The second witness: somebody who saw it too. 6 of 7")
    view.get_by_label("What the second witness says is right:").select_option("5")
    expect(status).to_contain_text("What the second witness says is right: certain. 6 of 7")
    view.get_by_label("who made it").check()
    expect(status).to_have_text("The retellings now show who made it.")


def test_a_detail_of_the_retellings_is_followed(page: Page) -> None:
    view = widget(page, "chain")
    view.get_by_label("who made it").check()
    told = view.locator(".chain-drift li")
    expect(told.nth(1)).to_contain_text("does not say (silent)")
    expect(told.nth(2)).to_contain_text("(changed)")


def test_by_keyboard_with_focus_kept(page: Page) -> None:
    view = widget(page, "chain")
    first = view.locator("ol select").first
    first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    expect(view.get_by_text("Left after this link: 50 in 100.")).to_be_visible()
    view.locator("ol summary").first.focus()
    page.keyboard.press("Enter")
    expect(view.get_by_text("What there was to see").first).to_be_visible()


def test_the_module_computes_the_vectors(browser: Browser, served: str) -> None:
    vectors = json.loads((ROOT / "tests/vectors/left_after.json").read_text(encoding="utf-8"))
    page, _ = opened(browser, f"{served}/book/eavesdropping.html")
    computed = page.evaluate(
        """async ([text, vectors]) => {
            const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
            const { leftAfter } = await import(url);
            return vectors.map(({ reliabilities }) => leftAfter(reliabilities));
        }""",
        [module("chain"), vectors],
    )
    page.context.close()
    assert computed == [vector["left"] for vector in vectors]
