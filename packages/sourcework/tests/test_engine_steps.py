"""Tests of a chapter in steps: one at a time, what is done and left, links, paper, no script."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from engine_book import Copy
from engine_steps import BELL, FOUND, RECORD, STEPS, TOLD, in_steps

playwright = pytest.importorskip("playwright.sync_api")
ALL = list(STEPS)


@pytest.fixture
def chapter(stepped: Path) -> Path:
    """Return the page of the chapter in steps."""
    return stepped / "bell.html"


def opened(page: Any, chapter: Path, fragment: str = "") -> Any:
    page.goto(f"{chapter.as_uri()}{fragment}")
    page.locator(".step-bar").wait_for()
    return page


def shown(page: Any) -> list[str]:
    """Return the headings of the steps that a reader sees."""
    return [
        heading.inner_text().removesuffix("#").strip()
        for heading in page.locator("section:has(> .step-head) > h2").all()
        if heading.evaluate("each => each.checkVisibility({ contentVisibilityAuto: true })")
    ]


def steps_of(page: Any) -> Any:
    record = json.loads(page.evaluate(f"localStorage.getItem('{RECORD}') ?? '{{}}'"))
    return record.get("widgets", {}).get("bell/steps", {}).get("work")


def where(page: Any) -> str:
    return str(page.locator(".step-where").inner_text())


def keep(page: Any, **parts: dict[str, Any]) -> None:
    """Put work into the record, as if it had been done before."""
    record = {"format": 1, "widgets": {}, "items": {}}
    for part, works in parts.items():
        saved = "2026-01-01T00:00:00.000Z"
        record[part] = {name: {"saved": saved, "work": work} for name, work in works.items()}
    page.evaluate(
        "([name, text]) => localStorage.setItem(name, text)", [RECORD, json.dumps(record)]
    )


def attempted(*names: str) -> dict[str, Any]:
    attempt = {"at": "2026-01-01T00:00:00.000Z", "response": 1, "words": "", "credit": 1}
    return {f"bell/{name}": {"attempts": [{**attempt, "digest": "0"}]} for name in names}


def test_a_reader_goes_on_and_back_step_by_step(page: Any, chapter: Path) -> None:
    opened(page, chapter)
    assert shown(page) == ALL[:1]
    assert page.get_by_text("Who says so?").is_visible()
    assert where(page) == "Step 1 of 3 · 10 min left"
    assert steps_of(page) is None, "to look at a page leaves no trace"
    page.get_by_role("link", name="Next, 4 min").press("Enter")
    assert shown(page) == ["Place it"]
    assert not page.get_by_text("Who says so?").is_visible()
    assert page.evaluate("document.activeElement.tagName + location.hash") == "H2#place-it"
    current = page.locator("#page-toc [aria-current]")
    assert current.get_attribute("href") == "#place-it"
    page.get_by_role("link", name="Back").click()
    assert shown(page) == ALL[:1]
    page.go_back()
    page.locator("#place-it > h2").wait_for()
    assert shown(page) == ["Place it"]
    assert steps_of(page)["passed"].keys() == {"read-closely-the-gauge"}


@pytest.mark.parametrize("target", ["question-bell-short-1", "weigh-it"])
def test_a_link_opens_the_step_that_it_leads_into(page: Any, chapter: Path, target: str) -> None:
    opened(page, chapter, f"#{target}")
    assert shown(page) == ["Weigh it"]
    top = "id => document.getElementById(id).getBoundingClientRect().top < innerHeight"
    page.wait_for_function(top, arg=target)
    page.evaluate("location.hash = 'question-bell-number-1'")
    page.locator("#place-it > h2").wait_for()
    assert shown(page) == ["Place it"]


def test_the_search_of_the_browser_opens_a_step(page: Any, chapter: Path) -> None:
    opened(page, chapter)
    assert page.locator("#weigh-it").get_attribute("hidden") == "until-found"
    page.locator("#weigh-it").dispatch_event("beforematch")
    assert shown(page) == ["Weigh it"]


def test_a_step_is_done_when_all_that_it_asks_is_done(page: Any, chapter: Path) -> None:
    opened(page, chapter)
    keep(page, items=attempted("number-1"), widgets={"bell/guess": {"text": "a foot"}})
    opened(page, chapter, "#place-it")
    assert where(page) == "Step 2 of 3 · 10 min left"
    assert not page.get_by_text(FOUND).is_visible()
    keep(page, items=attempted("number-1", "order-1"), widgets={"bell/guess": {"read": "2026"}})
    page.reload()
    page.get_by_text(FOUND).wait_for()
    assert where(page) == "Step 2 of 3 · 6 min left"
    assert page.locator(".step-ticks > .done.here").count() == 1
    assert page.locator("#page-toc a[href='#place-it']").inner_text().endswith("✓ done")


def test_a_question_in_a_deeper_part_need_not_be_done(page: Any, chapter: Path) -> None:
    opened(page, chapter)
    points = {"river": 40, "late": 40, "ferry": 20}
    widgets = {"bell/causes-after": {"points": points}, "bell/claim-2/slips": {"seen": "2031"}}
    keep(page, items=attempted("short-1"), widgets=widgets)
    opened(page, chapter, "#weigh-it")
    page.get_by_text("Neither claim is proved.").wait_for()
    assert where(page) == "Step 3 of 3 · 9 min left"
    assert page.locator("#weigh-it > .deeper:not([open]) [data-key='bell/estimate-2']").count() == 1
    opened(page, chapter, "#question-bell-estimate-2")
    page.locator("#weigh-it > .deeper[open]").wait_for()


def test_deeper_parts_of_whole_sections_may_follow_each_other(page: Any, chapter: Path) -> None:
    opened(page, chapter, "#place-it")
    folds = page.locator("#place-it > .deeper")
    assert [fold.locator("h3").count() for fold in folds.all()] == [1, 1]
    found = page.locator("#place-it > .step-found")
    assert found.locator("xpath=preceding-sibling::details[1]").inner_text() == "Who read it"


def test_the_bar_moves_nothing_when_it_comes(page: Any, chapter: Path) -> None:
    opened(page, chapter)
    places = """() => [...document.querySelectorAll("h1 ~ p, section:has(> .step-head) > h2")]
        .slice(0, 2).map((each) => each.getBoundingClientRect().y)"""
    after = page.evaluate(places)
    page.evaluate("""document.querySelector(".step-bar").remove();
        delete document.documentElement.dataset.steps;""")
    assert page.evaluate(places) == pytest.approx(after, abs=1)


def test_a_reader_who_comes_back_goes_on_where_he_was(page: Any, chapter: Path) -> None:
    opened(page, chapter)
    page.get_by_role("link", name="Next, 4 min").press("Enter")  # a click may miss what moves
    page.get_by_role("link", name="Next, 1 min").press("Enter")
    there = "([record, key]) => (localStorage.getItem(record) ?? '').includes(key)"
    page.wait_for_function(there, arg=[RECORD, "weigh-it"])
    opened(page, chapter)
    assert shown(page) == ALL[:1]
    page.get_by_role("link", name="Go on where you were: Weigh it").click()
    assert shown(page) == ["Weigh it"]
    assert page.locator(".step-resume").count() == 0


def test_one_switch_shows_the_whole_chapter(page: Any, chapter: Path) -> None:
    opened(page, chapter)
    switch = page.get_by_role("button", name="Whole chapter")
    switch.press("Enter")
    assert shown(page) == ALL
    assert where(page) == "0 of 3 steps done · 10 min left"
    opened(page, chapter)
    assert shown(page) == ALL
    assert switch.get_attribute("aria-pressed") == "true"
    switch.click()
    assert shown(page) == ALL[:1]


def test_on_a_phone_the_bar_of_the_whole_chapter_has_two_lines(page: Any, chapter: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, chapter)
    page.get_by_role("button", name="Whole chapter").click()
    assert page.locator(".step-where").bounding_box()["height"] < 24
    tops = page.locator(".step-bar button").evaluate_all("all => all.map((one) => one.offsetTop)")
    assert len(tops) == 2
    assert len(set(tops)) == 1


def test_a_button_leads_to_what_is_next_to_do(page: Any, chapter: Path) -> None:
    opened(page, chapter)
    keep(page, items=attempted("estimate-1", "choice-1", "mark-1"))
    opened(page, chapter)
    button = page.get_by_role("button", name="Next to do")
    button.click()
    assert page.locator(":focus #note-bell-causes, :focus[data-key='bell/causes']").count() == 1
    points = {"river": 40, "late": 40, "ferry": 20}
    done = attempted("estimate-1", "choice-1", "mark-1")
    keep(page, items=done, widgets={"bell/causes": {"points": points}})
    opened(page, chapter)
    button.click()
    assert shown(page) == ["Place it"]


def test_the_button_leads_to_what_a_written_note_has_earned(page: Any, chapter: Path) -> None:
    opened(page, chapter)
    done = attempted("number-1", "order-1")
    keep(page, items=done, widgets={"bell/guess": {"text": "a foot"}})
    opened(page, chapter, "#place-it")
    page.reload()
    told = page.get_by_text(TOLD)
    assert not told.is_visible()
    button = page.get_by_role("button", name="Next to do")
    button.press("Enter")
    told.wait_for()
    assert page.locator(":focus").filter(has=told).count() == 1
    button.press("Enter")
    assert shown(page) == ["Weigh it"]


def test_the_last_step_leads_to_the_next_page_and_no_other_does(page: Any, chapter: Path) -> None:
    opened(page, chapter)
    assert not page.locator(".prev-next").is_visible()
    assert page.get_by_role("link", name="The ledger").locator("visible=true").count() == 1
    opened(page, chapter, "#weigh-it")
    onward = page.locator("#weigh-it > .step-foot").get_by_role("link", name="Next The ledger")
    onward.press("Enter")
    page.wait_for_url("**/ledger.html")


@pytest.mark.parametrize("height", [256, 640])
def test_at_320_pixels_the_bar_covers_no_heading_that_one_comes_to(
    page: Any, chapter: Path, height: int
) -> None:
    page.set_viewport_size({"width": 320, "height": height})
    opened(page, chapter, "#weigh-it")
    apart = """() => {
        const bar = document.querySelector(".step-bar").getBoundingClientRect();
        const heading = document.querySelector("#weigh-it > h2").getBoundingClientRect();
        return bar.bottom <= heading.top && heading.bottom <= innerHeight && bar.height <= 75;
    }"""
    page.wait_for_function(apart)
    page.evaluate("scrollBy(0, 600)")
    sticks = page.locator(".step-bar").evaluate("bar => bar.getBoundingClientRect().bottom > 0")
    assert sticks == (height > 400)


def test_without_a_script_the_chapter_is_whole(chapter: Path, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(chapter.as_uri())
    assert shown(page) == ALL
    assert page.get_by_text("Step 2 of 3 · 4 minutes").is_visible()
    assert not page.get_by_text(FOUND).is_visible()
    page.get_by_text("What you have found").nth(1).click()
    assert page.get_by_text(FOUND).is_visible()
    assert page.get_by_text("What to know of the bell’s <lines>").is_visible()
    context.close()


def test_paper_has_the_whole_chapter_and_what_is_deeper(page: Any, chapter: Path) -> None:
    opened(page, chapter)
    page.emulate_media(media="print")
    assert shown(page) == ALL
    assert not page.locator(".step-bar").is_visible()
    assert not page.locator(".step-foot").first.is_visible()
    assert page.locator(".deeper table").first.is_visible()
    assert not page.get_by_text(FOUND).is_visible()


def test_what_is_found_waits_for_its_own_step_and_tells_nothing_of_a_later_one(
    tmp_path: Path,
) -> None:
    copy = in_steps(Copy(tmp_path / "quillhaven"))
    copy.replace(BELL, FOUND, "It was 90 minutes.")
    copy.run("-m", "sourcework", "check")
    copy.replace(BELL, STEPS["Read closely: the gauge"][1], "It was 90 minutes.")
    done = copy.call("-m", "sourcework", "check")
    assert 'what is found in a step: "90 minutes" tells what "bell/number-1" asks' in done.stderr


def test_a_key_has_what_is_found_and_what_is_deeper(chapter: Path) -> None:
    key = (chapter.parent / "answers.html").read_text(encoding="utf-8")
    for heading, (_, told) in STEPS.items():
        assert f">{heading} What you have found<" in key
        assert told in key


WRONG = {
    "{reading-step} 5": ("{reading-step} five", '"five" are no minutes; write a number'),
    f"{FOUND}\n:::\n": (
        f"{FOUND}\n:::\n\n:::{{reading-step}} 3\nMore.\n:::\n",
        "this step is no section; write {reading-step} once, below a second-level heading",
    ),
    "Neither claim is proved.\n": ("", "does not say what is found in the step"),
    ":::{deeper-end}\n:::\n": ("", "what {deeper} begins does not end; write {deeper-end} behind"),
    "## Weigh it": ("## Weigh it", "a section without a step in a page that has steps"),
}


def test_a_build_says_what_is_wrong_with_steps(tmp_path: Path) -> None:
    copy = in_steps(Copy(tmp_path / "quillhaven"))
    for old, (new, _) in WRONG.items():
        copy.replace(BELL, old, new)
    copy.replace("_config.yml", "execute_notebooks: cache", "execute_notebooks: 'off'")
    done = copy.call(Path(sys.executable).with_name("jupyter-book"), "build", ".", "--keep-going")
    said = done.stdout + done.stderr
    assert [told for _, told in WRONG.values() if told not in said] == [], said[-5000:]
