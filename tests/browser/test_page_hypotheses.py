"""Rival hypotheses in the page: judging, leaving out, and the same sums as Python."""

from __future__ import annotations

import json
import re

import pytest
from contents import ROOT
from pages import opened
from playwright.sync_api import Browser, Locator, Page, expect
from widgets import save, stored, widget

from sourcework.widgets.hypotheses import Hypotheses
from sourcework.widgets.widget_base import module

PAGE = "poison"


def judge(view: Locator, hypothesis: str, word: str) -> None:
    group = view.get_by_role("group", name=re.compile(f"^{hypothesis} "))
    group.get_by_role("radio", name=word, exact=True).click()


def use(view: Locator) -> None:
    """Judge two pieces, choose a prior and a rule, and leave one piece out."""
    judge(view, "H4", "very unexpected")
    view.get_by_role("button", name="Next piece of evidence").click()
    view.get_by_role("button", name="Next piece of evidence").click()
    judge(view, "H1", "unexpected")
    judge(view, "H3", "very expected")
    view.get_by_label("H2 before the evidence").select_option(label="more likely")
    view.get_by_label("Rule").select_option("strong")
    view.get_by_role("checkbox", name="Evidence 1, ").uncheck()


def test_words_become_shares_and_the_same_as_in_python(page: Page) -> None:
    view = widget(page, "hypotheses")
    expect(view.locator(".hypotheses-share")).to_contain_text(["20 %"] * 5)
    use(view)
    python = Hypotheses("poison")
    python.work = stored(page, "poison/hypotheses")
    shares = python.posterior["posterior"]
    said = ", ".join(f"H{n} {share:.0%}".replace("%", " %") for n, share in enumerate(shares, 1))
    expect(view.get_by_role("status")).to_contain_text(said)
    assert save(page, view).equals(python.value)
    assert [len(python.value), int((~python.value["included"]).sum())] == [45, 5]


def test_the_page_says_which_piece_weighs_most_and_what_depends(page: Page) -> None:
    view = widget(page, "hypotheses")
    weight, shared = view.locator(".hypotheses-weight"), view.locator(".hypotheses-shared")
    expect(weight).to_contain_text("No piece weighs anything yet")
    judge(view, "H4", "unexpected")
    view.get_by_role("button", name="Next piece of evidence").click()
    judge(view, "H3", "very unexpected")
    expect(weight).to_contain_text("evidence 2 (The memo has Lenin demand) weighs most")
    expect(shared).to_contain_text("1 and 2 go back to Stalin")
    view.get_by_role("checkbox", name="Evidence 2, ").uncheck()
    expect(weight).to_contain_text("evidence 1 (The memo goes round) weighs most")
    expect(shared).not_to_contain_text("go back to")
    expect(view.get_by_role("row", name="Open evidence 2")).to_contain_text("left out")


def test_everything_works_by_keyboard_and_focus_stays(page: Page) -> None:
    view = widget(page, "hypotheses")
    view.get_by_role("button", name="Open evidence 3").focus()
    page.keyboard.press("Enter")
    expect(view.locator(".hypotheses-evidence")).to_be_focused()
    expect(view.locator(".hypotheses-evidence")).to_contain_text("3 of 9")
    page.keyboard.press("Tab")  # the source
    page.keyboard.press("Tab")  # H1
    page.keyboard.press("ArrowRight")
    chosen = view.get_by_role("group", name=re.compile("^H1 ")).get_by_role(
        "radio", name="expected", exact=True
    )
    expect(chosen).to_be_focused()
    expect(chosen).to_be_checked()
    expect(view.get_by_role("status")).to_contain_text("Evidence 3 is expected if H1 is true.")
    forth = view.get_by_role("button", name="Next piece of evidence")
    forth.focus()
    for _ in range(8):
        page.keyboard.press("Enter")
    expect(forth).to_be_focused()
    expect(view.locator(".hypotheses-count")).to_have_text("9 of 9")
    title = Hypotheses("poison").data["evidence"][8]["title"]
    expect(view.get_by_role("status")).to_have_text(f"Evidence 9 of 9: {title}.")
    pieces = view.get_by_label("Piece of evidence", exact=True)
    pieces.select_option(label="2. The memo has Lenin demand")
    expect(view.get_by_role("status")).to_have_text("Evidence 2 of 9: The memo has Lenin demand.")
    box = view.get_by_role("checkbox", name="Evidence 3, ")
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_focused()
    expect(view.get_by_role("status")).to_contain_text("Evidence 3 is left out. Shares: H1 20 %")


def test_a_record_of_eight_pieces_stands_beside_the_ninth(page: Page) -> None:
    view = widget(page, "hypotheses")
    judge(view, "H4", "very unexpected")
    for _ in range(7):
        view.get_by_role("button", name="Next piece of evidence").click()
        judge(view, "H3", "expected")
    work = stored(page, "poison/hypotheses")
    assert len(work["cells"]) == 8
    shares = view.locator(".hypotheses-share").all_inner_texts()
    page.reload()
    view = widget(page, "hypotheses")
    expect(view.locator(".hypotheses-share")).to_have_text(shares)
    row = view.get_by_role("row", name="Open evidence 9")
    expect(row.locator(".hypotheses-cell")).to_have_text(["open"] * 5)
    expect(row).to_contain_text("no bar moves")
    judge(view, "H4", "very unexpected")
    assert stored(page, "poison/hypotheses")["cells"].keys() >= work["cells"].keys()


def test_the_module_computes_the_vectors(browser: Browser, served: str) -> None:
    vectors = json.loads((ROOT / "tests/vectors/posterior.json").read_text(encoding="utf-8"))
    page, _ = opened(browser, f"{served}/book/poison.html")
    computed = page.evaluate(
        """async ([text, vectors]) => {
            const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
            const { posterior } = await import(url);
            return vectors.map(({ prior, rows }) => posterior(prior, rows));
        }""",
        [module("hypotheses"), vectors],
    )
    page.context.close()
    for vector, shares in zip(vectors, computed, strict=True):
        assert shares == pytest.approx(vector["shares"], abs=1e-12), vector["case"]


def test_on_a_phone_one_piece_at_a_time_and_no_sideways_scroll(
    browser: Browser, served: str
) -> None:
    size = {"width": 320, "height": 700}
    page, wrong = opened(browser, f"{served}/book/poison.html", viewport=size)
    view = widget(page, "hypotheses")
    use(view)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    expect(view.locator("td.hypotheses-cell").first).to_be_hidden()
    for control in view.locator("button, select, label:has(input)").all():
        box = control.bounding_box()
        assert box, control
        assert box["height"] >= 44, control
        assert box["width"] >= 44, control
    page.context.close()
    assert not wrong


def test_on_paper_all_words_stand_in_the_table(page: Page) -> None:
    use(widget(page, "hypotheses"))
    page.emulate_media(media="print")
    view = widget(page, "hypotheses")
    row = view.locator("tr", has_text="The doctors’ record")
    expect(row.get_by_text("very expected")).to_be_visible()
    expect(view.locator(".hypotheses-judge")).to_be_hidden()
    expect(view.locator(".hypotheses-share").first).to_be_visible()
