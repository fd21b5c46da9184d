"""What holds of every widget: memory, starting again, paper, phones, no JavaScript, no Python."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from pages import on_paper, opened
from playwright.sync_api import Browser, Locator, expect
from questions import too_small
from widgets import stored, widget


@dataclass(frozen=True)
class Case:
    """A widget, where it is, one thing that a reader does there, and what says so afterwards."""

    page: str
    name: str
    key: str
    use: Callable[[Locator], object]
    shown: Callable[[Locator], Locator]
    fallback: str


CASES = [
    Case(
        "people",
        "people",
        "people/people",
        lambda view: view.get_by_label("Call Leon Trotsky").check(),
        lambda view: view.locator("li:has(input:checked)", has_text="Leon Trotsky"),
        "Expelled from the party in 1927, deported in 1929, killed in Mexico.",
    ),
    Case(
        "poison",
        "knowledge",
        "poison/knowledge",
        lambda view: view.get_by_role("button", name="Lay the papers").click(),
        lambda view: view.get_by_text("the papers: 17 March 1923"),
        "a talk with a writer, off the record",
    ),
    Case(
        "people",
        "timeline",
        "people/timeline",
        lambda view: view.get_by_role("button", name="Pin The request for cyanide").click(),
        lambda view: view.locator(".timeline-pins").get_by_text("The request for cyanide"),
        "The Red Army enters Tiflis and a Soviet Georgia is proclaimed.",
    ),
    Case(
        "georgia",
        "sequence",
        "georgia/sequence",
        lambda view: (
            view.locator("li", has_text="telegram").get_by_role("button", name="Open").click()
        ),
        lambda view: view.locator("li").get_by_text("21 October 1922."),
        "The committee in Tiflis votes on how to be joined to Russia.",
    ),
    Case(
        "testament",
        "annotator",
        "testament/annotator",
        lambda view: view.get_by_role("button", name="warning", exact=True).click(),
        lambda view: view.locator(".pen-part", has_text="[warning]"),
        "The plainest judgement of all",
    ),
    Case(
        "eavesdropping",
        "chain",
        "eavesdropping/chain",
        lambda view: view.locator("ol select").first.select_option("3"),
        lambda view: view.get_by_text("Left after this link: 75 in 100.").first,
        "One look. What the thing was for he inferred.",
    ),
    Case(
        "poison",
        "hypotheses",
        "poison/hypotheses",
        lambda view: view.get_by_label("Rule").select_option("strong"),
        lambda view: view.locator("select:has(option[value=strong]:checked)"),
        "Krupskaya spoke for a man who could no longer speak",
    ),
]
EVERY = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])


# On a disk they do the same: the tests of each, `test_page_*.py`, have opened it there.
@pytest.mark.parametrize(
    ("case", "root"),
    [*((case, "http") for case in CASES), (CASES[0], "file")],
    ids=[*(f"http-{case.name}" for case in CASES), f"file-{CASES[0].name}"],
    indirect=["root"],
)
def test_a_reload_keeps_the_work_and_start_again_can_be_undone(
    browser: Browser, root: str, case: Case
) -> None:
    page, wrong = opened(browser, f"{root}/book/{case.page}.html")
    case.use(widget(page, case.name))
    work = stored(page, case.key)
    page.reload()
    view = widget(page, case.name)
    expect(case.shown(view)).to_be_visible()
    for _ in range(2):
        view.get_by_role("button", name="Start again").click()
        expect(case.shown(view)).to_have_count(0)
        expect(view.get_by_role("status")).to_contain_text("Your work is cleared.")
        view.get_by_role("button", name="Bring my work back").click()
        expect(case.shown(view)).to_be_visible()
        expect(view.get_by_role("status")).to_contain_text("Your work is back.")
    assert stored(page, case.key) == work
    page.context.close()
    assert not wrong


@EVERY
def test_it_says_nothing_unasked_and_its_words_are_well_made(
    browser: Browser, served: str, case: Case
) -> None:
    page, _ = opened(browser, f"{served}/book/{case.page}.html")
    view = widget(page, case.name)
    expect(view.get_by_role("status")).to_be_empty()
    names = view.locator("button, summary, select").evaluate_all(
        """all => all.map((each) =>
            (each.ariaLabel ?? each.labels?.[0]?.textContent ?? each.textContent).trim())"""
    )
    assert all(names)
    assert sorted(names) == sorted(set(names))
    words = view.evaluate(
        """view => {
            const own = view.cloneNode(true);
            const quoted = own.querySelectorAll("blockquote, .pen-text");  // of the document
            quoted.forEach(each => each.remove());
            return [own, ...own.querySelectorAll("[aria-label]")]
                .map(each => each.ariaLabel ?? each.textContent).join(" ");
        }"""
    )
    assert "'" not in words
    page.context.close()


@pytest.mark.parametrize(
    ("page", "name", "use", "said", "result"),
    [
        (
            "people",
            "people",
            lambda view: view.get_by_label("Call Leon Trotsky").check(),
            "You call Leon Trotsky.",
            ".people-summary",
        ),
        (
            "poison",
            "knowledge",
            lambda view: view.get_by_label("Lenin adds a postscript").nth(1).click(),
            "Lenin adds a postscript against Stalin to his Testament is now number 1 of 4.",
            ".knowledge-score",
        ),
        (
            "georgia",
            "sequence",
            lambda view: view.get_by_label("Lenin agrees to send").nth(1).click(),
            "Lenin agrees to send troops, on conditions, against the government of Georgia"
            " is now number 2 of 18.",
            ".sequence-score",
        ),
        (
            "testament",
            "annotator",
            lambda view: view.get_by_label("beside the book’s").check(),
            "Your coding stands beside the book’s. 0 of 19 clauses are coded.",
            ".annotator-agreement",
        ),
        (
            "eavesdropping",
            "chain",
            lambda view: view.locator("ol select").first.select_option("3"),
            "Link 2, Bazhanov, 9 August 1923: likely.",
            ".chain-end",
        ),
    ],
    ids=["people", "knowledge", "sequence", "annotator", "chain"],
)
def test_a_result_is_heard_after_what_changed_and_seen_once(
    browser: Browser,
    served: str,
    page: str,
    name: str,
    use: Callable[[Locator], object],
    said: str,
    result: str,
) -> None:
    tab, _ = opened(browser, f"{served}/book/{page}.html")
    view = widget(tab, name)
    use(view)
    shown = view.locator(result).first
    expect(shown).to_be_visible()
    expect(view.get_by_role("status")).to_have_text(f"{said} {shown.inner_text()}")
    heard = view.get_by_role("status").locator("span")
    expect(heard).to_have_text(shown.inner_text())
    box = heard.bounding_box()
    assert box
    assert box["width"] <= 1
    tab.context.close()


@EVERY
def test_a_small_phone_shows_it_whole_with_targets_for_fingers_and_paper_the_work_alone(
    browser: Browser, served: str, case: Case
) -> None:
    size = {"width": 320, "height": 700}
    page, _ = opened(browser, f"{served}/book/{case.page}.html", viewport=size)
    view = widget(page, case.name)
    case.use(view)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert too_small(view.locator("button, select, summary, label:has(input)")) == []
    on_paper(page)
    expect(case.shown(view)).to_be_visible()
    expect(view.locator(".widget-tools")).to_be_hidden()
    page.context.close()


@EVERY
def test_without_javascript_there_is_the_same_content(
    browser: Browser, built: Path, case: Case
) -> None:
    url = f"{built.as_uri()}/book/{case.page}.html"
    page, _ = opened(browser, url, java_script_enabled=False)
    expect(page.locator("live-widget").get_by_text(case.fallback).first).to_be_attached()
    page.context.close()


# Of a record that is damaged as a whole no widget gets anything: one is enough.
WHOLE = {"cut off": "{", "a list": "[]"}
PARTS = {
    "work as a list": '{"format": 1, "widgets": {"KEY": {"work": [1]}}}',
    "parts of the wrong kind": (
        '{"widgets": {"KEY": {"work": {"links": 3, "second": {}, "cells": "x", "rule": []}}}}'
    ),
}


@pytest.mark.parametrize(
    ("case", "record"),
    [
        pytest.param(case, record, id=f"{case.name}-{name}")
        for case in CASES
        for name, record in (WHOLE | PARTS if case is CASES[0] else PARTS).items()
    ],
)
def test_a_damaged_record_does_not_stop_it(
    browser: Browser, served: str, case: Case, record: str
) -> None:
    entry = {"name": "stalin-versus-lenin", "value": record.replace("KEY", case.key)}
    storage = {"origins": [{"origin": served, "localStorage": [entry]}]}
    page, wrong = opened(browser, f"{served}/book/{case.page}.html", storage_state=storage)
    view = widget(page, case.name)
    case.use(view)
    expect(case.shown(view)).to_be_visible()
    page.context.close()
    assert not wrong
