"""Every kind of item in a page: answer, check, see why, try again, reveal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from contents import ROOT
from hypothesis import HealthCheck, Phase, given, settings
from pages import on_paper, opened, reload_with
from playwright.sync_api import Browser, Locator, Page, expect
from questions import RECORD, answer, check, kept, mistaken, question, settled, too_small
from rules import key_of, rules_and_responses

from sourcework.item_bank import load_items
from sourcework.items import Item, Short
from sourcework.scoring import answered, credit, feedback_for
from sourcework.typography import typeset
from sourcework.widgets.widget_base import module

ITEMS = load_items()
POISON = [item for item in ITEMS.values() if item.chapter == "poison"]
OPEN = list({i.kind: i for i in POISON if i.scored and not i.predict}.values())
PREDICTIONS = [item for item in POISON if item.predict]
ALL_KINDS = list({item.kind: item for item in POISON}.values())
BEFORE, AFTER, SHORT = (ITEMS[f"poison/{n}"] for n in ("estimate-1", "estimate-2", "short-1"))
PAGE = "poison"
OPTIONS = {"reduced_motion": "reduce"}
LINK = re.compile(r"^\w+\.html#[\w-]+:~:text=.+")


def by_id(item: Item) -> str:
    return item.id


def remarks(view: Locator) -> str:
    return " ".join(view.locator(".exercise-remark").all_text_contents())


def said(item: Item, name: str, response: Any = None) -> str:
    """Return the longest stretch without emphasis of what is told of an option, or of a choice."""
    told = item.feedbacks()[name]
    if item.kind in ("match", "mark"):
        told = told.chosen.get(response[name], told)  # type: ignore[union-attr]
    return max(typeset(told.feedback).split("*"), key=len).strip()


@pytest.mark.parametrize("item", OPEN, ids=by_id)
def test_a_mistake_is_met_with_the_words_that_decide(page: Page, item: Item) -> None:
    view = question(page, item.id)
    response = mistaken(item)
    answer(view, item, response)
    check(view)
    share = credit(item.rule(), response)
    begin = "Partly right: " if share else "Not yet: "
    expect(view.get_by_role("status")).to_contain_text(begin)
    called = feedback_for(item.rule(), response)
    expect(view.locator(".exercise-remark")).to_have_count(len(called))
    assert all(said(item, name, response) in remarks(view) for name in called)
    expect(view.locator(".exercise-words a").first).to_have_attribute("href", LINK)
    (attempt,) = kept(page, item.id)["attempts"]
    assert settled(item, attempt["response"]) == settled(item, response)
    assert attempt["credit"] == pytest.approx(share)
    assert attempt["digest"] == item.digest
    assert attempt.get("confidence") == (80 if item.confidence else None)


@pytest.mark.parametrize("item", OPEN, ids=by_id)
def test_one_tries_again_until_it_is_right(page: Page, item: Item) -> None:
    view = question(page, item.id)
    answer(view, item, mistaken(item))
    check(view)
    view.get_by_role("button", name="Try again").click()
    expect(view.locator(".exercise-remark")).to_have_count(0)
    answer(view, item, key_of(item.rule()))
    check(view)
    points = f"Right: {item.points} of {item.points} point"
    expect(view.get_by_role("status")).to_contain_text(points)
    page.reload()
    view = question(page, item.id)
    expect(view.get_by_role("status")).to_contain_text(points)
    assert [each["credit"] == 1 for each in kept(page, item.id)["attempts"]] == [False, True]


TYPED = {
    "12": (12, ""),
    "7,5": (7.5, "Taken as 7.5."),
    "7.5": (7.5, ""),
    "1.234": (1.234, "Taken as 1.234."),
    "-12.500 witnesses": (-12.5, "Taken as -12.5."),
    "-12.345": (-12.345, "Taken as -12.345."),
    "0.125": (0.125, ""),
    "1234.567": (1234.567, ""),
    " 7,50 ": (7.5, "Taken as 7.5."),
    ",5": (0.5, "Taken as 0.5."),
    "0,125": (0.125, "Taken as 0.125."),
    "\u22124": (-4, "Taken as -4."),
    "\u2013 4": (-4, "Taken as -4."),
    "+4": (4, "Taken as 4."),
    "1\u2009234": (1234, "Taken as 1234."),
    "1\u202f234,5": (1234.5, "Taken as 1234.5."),
    "1,234.5": (1234.5, "Taken as 1234.5."),
    "1.234,5": (1234.5, "Taken as 1234.5."),
    "1,234,567": (1234567, "Taken as 1234567."),
    "12’345": (12345, "Taken as 12345."),
    "12 witnesses": (12, "Taken as 12."),
    "1e3": (1000, "Taken as 1000."),
    "1,234": (None, "1,234 can mean 1234 or 1.234: write the one you mean."),
    "1 2345": (None, "is not a number"),
    "12 34": (None, "is not a number"),
    "1,2,3": (None, "is not a number"),
    "12 weeks": (None, "is not a number"),
    "seven": (None, "“seven” is not a number. Write figures, such as 12 or 7.5."),
    "1e999": (None, "is not a number"),
    "-": (None, "is not a number"),
    "": (None, ""),
}


def test_a_number_is_taken_as_people_type_it(page: Page) -> None:
    item = next(item for item in POISON if item.kind == "number")
    view = question(page, item.id)
    box, taken = view.get_by_role("textbox"), view.locator(".exercise-taken")
    for typed, (value, said) in TYPED.items():
        box.fill("")
        box.press_sequentially(typed)
        box.blur()
        assert kept(page, item.id).get("response") == value, typed
        expect(taken).to_have_text(re.compile(re.escape(said) or "^$"))
        expect(box).to_have_attribute("aria-invalid", "true" if said and value is None else "false")


def test_what_a_number_is_taken_for_is_heard_when_it_is_written_and_not_at_every_key(
    page: Page,
) -> None:
    item = next(item for item in POISON if item.kind == "number")
    view = question(page, item.id)
    box, taken = view.get_by_role("textbox"), view.locator(".exercise-taken")
    heard = view.locator(".exercise-line :is([aria-live=polite], [role=status])")
    for typed, seen in (
        ("1", ""),
        ("1,", ""),
        ("1,2", "Taken as 1.2."),
        ("1,2x", "is not a number"),
    ):
        box.fill("")
        box.press_sequentially(typed)
        expect(taken).to_have_text(re.compile(re.escape(seen) or "^$"))
        expect(heard).to_be_empty()
    box.blur()
    expect(heard).to_contain_text("is not a number")
    box.press("End")
    box.press("Backspace")
    expect(heard).to_be_empty()
    box.blur()
    expect(heard).to_have_text("Taken as 1.2.")


def test_what_is_no_number_is_not_lost(page: Page) -> None:
    item = next(item for item in POISON if item.kind == "number")
    view = question(page, item.id)
    view.get_by_role("textbox").fill("about seven")
    check(view)
    expect(view.get_by_role("status")).to_have_text("Write a number first, in figures.")
    expect(view.get_by_role("textbox")).to_be_focused()
    page.reload()
    view = question(page, item.id)
    box, taken = view.get_by_role("textbox"), view.locator(".exercise-taken")
    expect(box).to_have_value("about seven")
    expect(taken).to_contain_text("“about seven” is not a number.")
    expect(box).to_have_accessible_description(re.compile("is not a number"))
    box.fill("7")
    expect(taken).to_be_empty()
    work = kept(page, item.id)
    assert (work["response"], work.get("typed")) == (7, None)


def test_a_number_kept_by_an_earlier_edition_stands_in_its_field(page: Page) -> None:
    item = next(item for item in POISON if item.kind == "number")
    entry = {"at": "2026-01-01T00:00:00.000Z", "work": {"response": 7.5}}
    record = {"version": 1, "items": {item.id: entry}, "widgets": {}}
    reload_with(page, {RECORD: json.dumps(record)})
    expect(question(page, item.id).get_by_role("textbox")).to_have_value("7.5")


@pytest.mark.parametrize("item", OPEN, ids=by_id)
def test_the_answer_is_shown_on_request_with_every_remark(page: Page, item: Item) -> None:
    view = question(page, item.id)
    answer(view, item, mistaken(item))
    check(view)
    view.get_by_role("button", name="Show the answer").click()
    expect(view.get_by_role("status")).to_contain_text("The answer is shown.")
    page.reload()
    view = question(page, item.id)
    names = [name for name in item.feedbacks() if name != "otherwise"]
    expect(view.locator(".exercise-remark")).to_have_count(len(names))
    assert all(said(item, name, mistaken(item)) in remarks(view) for name in names)
    told_apart = view.locator(".exercise-mark, .exercise-about")
    expect(told_apart.filter(has_text=re.compile("answer|right")).first).to_be_visible()


@pytest.mark.parametrize("item", PREDICTIONS, ids=by_id)
def test_a_prediction_is_committed_once_and_meets_the_papers(page: Page, item: Item) -> None:
    view = question(page, item.id)
    expect(view.locator(".exercise-reveal")).to_have_count(0)
    answer(view, item, mistaken(item))
    view.get_by_role("button", name="Commit my answer").click()
    expect(view.locator(".exercise-reveal")).to_contain_text("What the papers have")
    for control in view.locator(".exercise-controls :is(input, select, button)").all():
        expect(control).to_be_disabled()
    for name in ("Commit", "Try again", "Show"):
        expect(view.get_by_role("button", name=name)).to_have_count(0)
    page.reload()
    view = question(page, item.id)
    assert item.reveal
    expect(view.locator(".exercise-reveal")).to_contain_text(
        typeset(item.reveal.text).split("*")[0]
    )
    expect(view.locator(".exercise-reveal li")).to_have_count(len(item.reveal.events))
    assert len(kept(page, item.id)["attempts"]) == 1


def test_passages_are_told_apart_in_their_text_and_in_a_form(page: Page) -> None:
    item = next(item for item in OPEN if item.kind == "mark")
    view = question(page, item.id)
    passages = [option.text for option in item.options]  # type: ignore[union-attr]
    expect(view.locator(".pen-words")).to_have_text(passages)
    for words in passages:
        expect(view.get_by_role("radio", name=words, exact=True)).to_have_count(1)
    answer(view, item, mistaken(item))
    check(view)
    (attempt,) = kept(page, item.id)["attempts"]
    assert attempt["words"].startswith(f"“{passages[0]}”: ")
    view.get_by_label("As a form").check()
    expect(view.locator("label q")).to_have_text(passages)
    for n, words in enumerate(passages, 1):
        expect(view.locator("blockquote mark").nth(n - 1)).to_contain_text(
            f"(passage {n}) {words} (end of passage {n})"
        )
        expect(view.get_by_role("combobox", name=f"Passage {n}. {words}")).to_be_visible()


def test_an_opinion_comes_back_at_the_end(page: Page) -> None:
    first = question(page, BEFORE.id)
    first.locator(".exercise-check").press("Enter")  # let go over the slider
    expect(first.get_by_role("status")).to_contain_text("Set the slider first.")
    expect(first.get_by_role("slider")).to_have_attribute("data-unset", "")
    answer(first, BEFORE, 80)
    check(first)
    expect(first.get_by_role("status")).to_have_text("Kept: 80 %.")
    assert said(BEFORE, feedback_for(BEFORE.rule(), 80)[0]) in remarks(first)
    last = question(page, AFTER.id)
    answer(last, AFTER, 45)
    check(last)
    expect(last.get_by_role("status")).to_have_text("Kept: 45 %. Before the chapter you said 80 %.")
    assert kept(page, AFTER.id)["attempts"][0]["credit"] is None


def test_a_written_answer_is_judged_by_its_writer(page: Page) -> None:
    view = question(page, SHORT.id)
    check(view)
    expect(view.get_by_role("status")).to_have_text("Write an answer first.")
    answer(view, SHORT, "A dated note of Krupskaya's <b>own</b>.")
    check(view)
    expect(view.get_by_text("A model answer", exact=True)).to_be_visible()
    boxes = view.locator(".exercise-remarks input")
    expect(boxes).to_have_count(len(SHORT.feedbacks()))
    boxes.first.check()
    expect(view.get_by_role("status")).to_have_text(
        f"You found 1 of {len(SHORT.feedbacks())} in your answer."
    )
    expect(boxes.first).to_be_focused()
    page.reload()
    view = question(page, SHORT.id)
    expect(view.get_by_role("textbox")).to_have_value("A dated note of Krupskaya's <b>own</b>.")
    expect(view.locator(".exercise-remarks input").first).to_be_checked()


def test_composed_answers_are_seen_only_after_the_model_and_stay_open(page: Page) -> None:
    view = question(page, SHORT.id)
    assert isinstance(SHORT, Short)
    title = "Answers at three levels, composed for this book"
    expect(view.get_by_text(title)).to_have_count(0)
    answer(view, SHORT, "A dated note.")
    expect(view.get_by_text(title)).to_have_count(0)
    check(view)
    fold = view.locator(".exercise-samples")
    expect(fold.get_by_text(SHORT.samples[0].level)).to_be_hidden()
    fold.get_by_text(title).focus()
    page.keyboard.press("Enter")
    for sample in SHORT.samples:
        expect(fold.get_by_text(sample.level, exact=True)).to_be_visible()
        expect(fold.get_by_text(typeset(sample.answer))).to_be_visible()
    view.locator(".exercise-remarks input").first.check()
    expect(fold.get_by_text(SHORT.samples[0].level, exact=True)).to_be_visible()


def test_a_draft_survives_without_being_checked(page: Page) -> None:
    view = question(page, SHORT.id)
    view.get_by_role("textbox").press_sequentially("Half a sentence")
    page.reload()
    view = question(page, SHORT.id)
    expect(view.get_by_role("textbox")).to_have_value("Half a sentence")
    assert "attempts" not in kept(page, SHORT.id)


@pytest.mark.parametrize("item", [i for i in OPEN if i.kind != "order"], ids=by_id)
def test_without_an_answer_one_is_told_what_is_missing(page: Page, item: Item) -> None:
    view = question(page, item.id)
    check(view)
    expect(view.get_by_role("status")).to_contain_text("first.")
    assert view.evaluate("view => view.contains(document.activeElement)")
    assert not kept(page, item.id).get("attempts")


def test_how_sure_one_is_need_not_be_said(page: Page) -> None:
    item = next(item for item in POISON if item.confidence and item.kind == "choice")
    view = question(page, item.id)
    view.locator(".exercise-ticks input").first.check()
    check(view)
    expect(view.get_by_role("status")).to_contain_text("point")
    (attempt,) = kept(page, item.id)["attempts"]
    assert "confidence" not in attempt


def test_changing_an_answer_takes_its_remarks_away_and_back(page: Page) -> None:
    item = next(item for item in OPEN if item.kind == "choice")
    view = question(page, item.id)
    answer(view, item, mistaken(item))
    check(view)
    expect(view.locator(".exercise-remark")).to_have_count(1)
    answer(view, item, key_of(item.rule()))
    expect(view.locator(".exercise-remark")).to_have_count(0)
    expect(view.get_by_role("status")).to_be_empty()
    answer(view, item, mistaken(item))
    expect(view.locator(".exercise-remark")).to_have_count(1)
    assert len(kept(page, item.id)["attempts"]) == 1


def test_the_link_of_a_remark_opens_the_words_and_leads_on_to_the_excerpt(page: Page) -> None:
    item = next(item for item in OPEN if item.kind == "choice")
    view = question(page, item.id)
    answer(view, item, mistaken(item))
    check(view)
    link = view.locator(".exercise-words a").first
    anchor = (link.get_attribute("href") or "").partition("#")[2].partition(":~:")[0]
    quote = view.locator(".exercise-words q").first.inner_text()
    link.click()
    expect(page.locator(".peek-card mark")).to_have_text(quote)
    page.get_by_role("link", name="Go to it").click()
    expect(page.locator(f"[id={anchor}]")).to_be_in_viewport()


@pytest.mark.parametrize("item", ALL_KINDS, ids=by_id)
def test_a_question_is_answered_by_keyboard_alone(page: Page, item: Item) -> None:
    view = question(page, item.id)
    view.locator(".exercise-controls").locator("input, select, button, textarea").first.focus()
    press = page.keyboard.press
    match item.kind:
        case "choice" | "choices":
            press("Space")
        case "order":
            press("ArrowDown")
        case "match" | "mark":
            in_bins = item.kind == "match" and not item.lines()
            pen = view.locator(".bin-bar" if in_bins else ".pen-tray button").first
            letter = pen.get_attribute("aria-keyshortcuts")
            view.locator(".bin-slip" if in_bins else ".pens input").first.focus()
            for _ in item.options:  # type: ignore[union-attr]
                press(letter or "")
        case "number":
            page.keyboard.type("30")
        case "short":
            page.keyboard.type("By keyboard.")
        case "estimate":
            press("ArrowRight")
    if item.confidence:
        tab_to(page, view, "How sure")
        press("ArrowRight")
    tab_to(page, view, "exercise-check")
    press("Enter")
    expect(view.get_by_role("status")).not_to_be_empty()
    assert view.evaluate("view => view.contains(document.activeElement)")
    (attempt,) = kept(page, item.id)["attempts"]
    assert answered(item.rule(), attempt["response"])


def tab_to(page: Page, view: Locator, what: str) -> None:
    """Press Tab until the focus is on the check button or among the levels of confidence."""
    for _ in range(40):
        page.keyboard.press("Tab")
        here = "document.activeElement"
        if page.evaluate(
            f"what => {here}.classList.contains(what)"
            f"|| ({here}.closest('.exercise-sure')?.textContent ?? '').startsWith(what)",
            what,
        ):
            return
    raise AssertionError(f"the focus never came to {what}")


@pytest.fixture(scope="module")
def phone(browser: Browser, served: str) -> Iterator[Page]:
    """Open the chapter on a small phone, to look at."""
    size = {"width": 320, "height": 700}
    page, _ = opened(browser, f"{served}/book/poison.html", viewport=size, has_touch=True)
    yield page
    page.context.close()


@pytest.mark.parametrize("item", ALL_KINDS, ids=by_id)
def test_on_a_small_phone_nothing_is_cut_off_and_fingers_hit(phone: Page, item: Item) -> None:
    view = question(phone, item.id)
    controls = view.locator("button, select, summary, label:has(input), textarea")
    assert too_small(controls) == []
    ends = controls.evaluate_all("all => all.map(each => each.getBoundingClientRect().right)")
    assert ends
    assert max(ends) <= 320
    assert phone.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.fixture(scope="module")
def plain(browser: Browser, built: Path) -> Iterator[Page]:
    """Open the chapter where no script runs."""
    page, _ = opened(browser, f"{built.as_uri()}/book/poison.html", java_script_enabled=False)
    yield page
    page.context.close()


@pytest.mark.parametrize("item", ALL_KINDS, ids=by_id)
def test_without_javascript_the_question_is_whole(plain: Page, item: Item) -> None:
    paper = plain.locator(f"#question-{item.id.replace('/', '-')}")
    expect(paper.locator(".dossier-question-stem")).to_be_visible()
    expect(paper).to_have_css("border-block-start-style", "solid")
    link = paper.locator(".dossier-question-key a")
    expect(link).to_have_attribute("href", f"answers.html#answer-{item.id.replace('/', '-')}")


def test_in_print_every_question_is_whole(page: Page) -> None:
    views = [question(page, item.id) for item in ALL_KINDS]
    on_paper(page)
    for view in views:
        paper = page.locator("live-widget", has=view).locator(".dossier-question-stem")
        expect(paper).to_be_visible()
        expect(view.locator(".exercise-tools")).to_be_hidden()


COMPUTE = """async ([text, cases]) => {
    const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    const { answered, credit, feedbackFor } = await import(url);
    return cases.map(([rule, response]) =>
        [answered(rule, response), credit(rule, response), feedbackFor(rule, response)]);
}"""


@pytest.fixture(scope="module")
def blank(browser: Browser, served: str) -> Iterator[Page]:
    # A page with widgets: the policy of any other lets no module come from memory.
    page, _ = opened(browser, f"{served}/book/prologue.html")
    yield page
    page.context.close()


def test_javascript_scores_the_vectors(blank: Page) -> None:
    vectors = json.loads((ROOT / "tests/vectors/scoring.json").read_text(encoding="utf-8"))
    cases = [[vector["rule"], vector["response"]] for vector in vectors]
    computed = blank.evaluate(COMPUTE, [module("cut_scoring", ROOT / "tests/vectors"), cases])
    for vector, (_, share, names) in zip(vectors, computed, strict=True):
        assert share == pytest.approx(vector["credit"]), vector["case"]
        assert names == vector["told"], vector["case"]


@settings(
    max_examples=100,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(case=rules_and_responses())
def test_javascript_scores_as_python_does(blank: Page, case: tuple[dict[str, Any], Any]) -> None:
    rule, response = case
    cases = [[rule, response], [rule, key_of(rule)]]
    own = rule["kind"] == "mark"
    text = module("cut_scoring", ROOT / "tests/vectors") if own else module("scoring")
    computed = blank.evaluate(COMPUTE, [text, cases])
    for (_, given_response), (is_answer, share, names) in zip(cases, computed, strict=True):
        assert is_answer == answered(rule, given_response)
        assert share == pytest.approx(credit(rule, given_response))
        assert names == feedback_for(rule, given_response)
