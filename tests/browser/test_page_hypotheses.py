"""Rival hypotheses in the page: judging, leaving out, and the same sums as Python."""

from __future__ import annotations

import json
import re

import pytest
from contents import ROOT
from pages import on_paper, opened
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect
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


def lying(view: Locator, place: str = ".hypotheses-foot") -> list[int]:
    """Return how many dots lie, or are on their way, in each column."""
    counts: list[int] = view.locator(f"{place} .dots").evaluate(
        """each => {
            const columns = [...each.querySelectorAll(".dots-columns > div")].map(() => 0);
            for (const dot of each.querySelectorAll("svg > circle")) {
                const [across] = dot.style.transform.match(/[0-9.]+/);
                columns[Math.floor(across / 12)] += 1;
            }
            return columns;
        }"""
    )
    return counts


def table_file(text: str) -> FilePayload:
    return {"name": "table.csv", "mimeType": "text/csv", "buffer": text.encode()}


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
    expect(weight).to_contain_text("By your words no piece weighs anything")
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
    expect(row).to_contain_text("no dot moves")
    judge(view, "H4", "very unexpected")
    assert stored(page, "poison/hypotheses")["cells"].keys() >= work["cells"].keys()


def test_a_hundred_dots_go_where_the_words_send_them(page: Page) -> None:
    view = widget(page, "hypotheses")
    assert lying(view) == [20] * 5
    line = view.locator(".hypotheses-foot > p")
    judge(view, "H4", "very unexpected")
    expect(line).to_have_text("16 dots go to H1 (4), H2 (4), H3 (4) and H5 (4): 16 from H4.")
    assert lying(view) == [24, 24, 24, 4, 24]
    for one in ("H1", "H2", "H3", "H5"):
        judge(view, one, "very unexpected")
    assert lying(view) == [20] * 5
    assert len(view.locator(".hypotheses-foot .dots-rings circle").all()) == 100
    view.get_by_label("Rule").select_option("mild")
    expect(line).to_have_text("No dot moves.")


def test_the_dots_are_in_sight_on_a_phone_while_a_word_is_chosen(
    browser: Browser, served: str
) -> None:
    size = {"width": 390, "height": 844}
    page, wrong = opened(browser, f"{served}/book/poison.html", viewport=size)
    view = widget(page, "hypotheses")
    foot = view.locator(".hypotheses-foot")
    for control in (
        view.get_by_label("H1 before the evidence"),
        view.get_by_role("radio").first,
        view.get_by_role("radio").last,
        view.get_by_role("checkbox").last,
        view.get_by_label("Rule"),
    ):
        control.focus()
        expect(control).to_be_in_viewport()
        expect(foot).to_be_in_viewport(ratio=1)
        above, below = control.bounding_box(), foot.bounding_box()
        assert above
        assert below
        assert above["y"] + above["height"] <= below["y"], control
    page.context.close()
    assert not wrong


def test_the_weight_of_a_piece_is_taken_away_as_long_as_one_is_there(page: Page) -> None:
    view = widget(page, "hypotheses")
    judge(view, "H4", "very unexpected")
    with_it, without = [24, 24, 24, 4, 24], [20] * 5
    row = view.get_by_role("row", name="Open evidence 1")
    line = view.locator(".hypotheses-foot > p")
    row.hover()
    assert lying(view) == without
    expect(line).to_have_text("Without evidence 1, The memo goes round: H4 5 % → 20 %.")
    view.get_by_role("row", name="Open evidence 2").hover()
    assert lying(view) == with_it
    expect(line).to_contain_text("no dot moves")
    view.locator(".hypotheses-weight").hover()
    box = view.get_by_role("checkbox", name="Evidence 1, ")
    view.get_by_role("button", name="Open evidence 1").focus()
    page.keyboard.press("Tab")
    expect(box).to_be_focused()
    expect(box).to_have_accessible_description("H4 rises by 15 points")
    assert lying(view) == without
    page.keyboard.press("Space")
    assert stored(page, "poison/hypotheses")["left_out"] == ["poison/claim-5/e3"]
    assert lying(view) == without
    page.keyboard.press("Space")
    assert lying(view) == with_it
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert lying(view) == without
    assert stored(page, "poison/hypotheses").keys() == {"cells"}


def test_a_classmates_table_stands_beside_ones_own(page: Page) -> None:
    view = widget(page, "hypotheses")
    use(view)
    shares = [
        share.partition(",")[0] for share in view.locator(".hypotheses-share").all_inner_texts()
    ]
    theirs, dots = stored(page, "poison/hypotheses"), lying(view)
    table = save(page, view).to_csv(index=False)
    view.get_by_role("button", name="Start again").click()
    judge(view, "H1", "expected")
    own = stored(page, "poison/hypotheses")
    both = view.locator(".hypotheses-both")
    expect(both).to_be_hidden()
    view.get_by_label("A table that a classmate saved here").set_input_files(table_file(table))
    expect(view.get_by_role("status")).to_contain_text("Your classmate’s table is open. Shares: H1")
    expect(both.locator("tbody td:last-child")).to_have_text(shares)
    assert lying(view, ".hypotheses-both") == dots
    expect(both).to_contain_text("Left out by your classmate: evidence 1.")
    expect(both).to_contain_text("Your classmate counts by the rule strong, you by middle.")
    first = both.locator("li").first
    expect(first).to_contain_text("If H4 is true, it is open to you, and very unexpected")
    work = stored(page, "poison/hypotheses")
    assert work.pop("second") == theirs
    assert work == own
    first.get_by_role("button").click()
    expect(view.locator(".hypotheses-evidence")).to_be_focused()
    expect(view.locator(".hypotheses-evidence")).to_contain_text("1 of 9")
    both.get_by_role("button", name="Put the table away").click()
    expect(both).to_be_hidden()
    assert stored(page, "poison/hypotheses") == own


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("clause,code\n1,praise\n", "has no column “evidence”"),
        ("evidence,hypothesis,expected\npoison/gone,poison/truly,open\n", "Line 2 of this file"),
        ("evidence,hypothesis,expected\n", "In this table all is open"),
    ],
)
def test_a_file_that_is_none_of_this_widgets_is_not_taken_over(
    page: Page, text: str, fault: str
) -> None:
    view = widget(page, "hypotheses")
    judge(view, "H1", "expected")
    own = stored(page, "poison/hypotheses")
    view.get_by_label("A table that a classmate saved here").set_input_files(table_file(text))
    expect(view.get_by_role("status")).to_contain_text(fault)
    assert stored(page, "poison/hypotheses") == own


def test_a_table_of_an_edition_without_the_words_before_opens(page: Page) -> None:
    view = widget(page, "hypotheses")
    rows = "evidence,hypothesis,expected,likelihood,included\n"
    rows += "poison/claim-4/e2,poison/truly,very unexpected,0.1,True\n"
    view.get_by_label("A table that a classmate saved here").set_input_files(table_file(rows))
    expect(view.locator(".hypotheses-both tbody td:last-child")).to_have_text(
        ["5 %", "24 %", "24 %", "24 %", "24 %"]
    )


def test_with_less_motion_the_dots_lie_there_at_once(page: Page) -> None:
    view = widget(page, "hypotheses")
    dot = view.locator(".hypotheses-foot svg > circle").first
    expect(dot).to_have_css("transition-duration", "0.6s")
    page.emulate_media(reduced_motion="reduce")
    expect(dot).to_have_css("transition-duration", "0s")
    page.emulate_media(reduced_motion="no-preference")


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
    for control in view.locator(":is(button, select, label:has(input)):visible").all():
        box = control.bounding_box()
        assert box, control
        assert box["height"] >= 44, control
        assert box["width"] >= 44, control
    page.context.close()
    assert not wrong


def test_on_paper_all_words_stand_in_the_table(page: Page) -> None:
    use(widget(page, "hypotheses"))
    on_paper(page)
    view = widget(page, "hypotheses")
    row = view.locator("tr", has_text="The doctors’ record")
    expect(row.get_by_text("very expected")).to_be_visible()
    expect(view.locator(".hypotheses-judge")).to_be_hidden()
    expect(view.locator(".hypotheses-share").first).to_be_visible()
