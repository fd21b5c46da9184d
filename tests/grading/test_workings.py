"""What students did in the widgets: read with care, laid out in words, and never in the way."""

from __future__ import annotations

import html
import json
import re
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from classes import ESSAY, GOOD, IDS, answers, notebook, write_assignment
from hypothesis import given, settings
from hypothesis import strategies as st
from runs import Done, command, grade, rows, start
from test_reading import JSON, assert_plain

from local.widgets.knowledge import Knowledge
from sourcework.grading.intake.reading import read
from sourcework.grading.reports.widget_reports import WidgetReports
from sourcework.settings import settings as book_settings
from sourcework.widgets.summary import WidgetSummary

KEYS = tuple(book_settings().widgets)
KNOWLEDGE, CHAIN = "poison/knowledge", "eavesdropping/chain"
TEXT = "The verb decides, says the essay."
HAD = {"had": {"stalin": "krupskaya", "trotsky": "stalin"}}
RAISES = {"had": {"stalin": "nobody"}}  # what a widget with a fault of its own cannot read

# case: (widget, work, what is shown of it)
CASES: dict[str, tuple[str, dict[str, Any], list[str]]] = {
    "strings to one head": (
        "prologue/tellers",
        {"tied": {"prologue/yellow-eyes": "A", "prologue/cook": "A", "prologue/nobody": "B"}},
        ["2 strings, tied to 1 head."],
    ),
    "no string": ("prologue/tellers", {"tied": {}}, ["No string is tied."]),
    "one clause coded": (
        "testament/annotator",
        {"codes": {"testament/two-leaders/1": "praise"}, "about": {}},
        ["1 of 19 clauses is coded", "Beside the book: the same code in 0 of 1 clause", "– fact"],
    ),
    "about somebody": (
        "testament/annotator",
        {"about": {"testament/two-leaders/3": "stalin"}},
        ["1 of 19 clauses is coded", "an enormous power in his hands; – Stalin fact, about Stal"],
    ),
    "beside a second reader": (
        "testament/annotator",
        {
            "codes": {"testament/two-leaders/1": "fact", "testament/two-leaders/2": "fact"},
            "second": {"testament/two-leaders/1": "fact", "testament/two-leaders/2": "praise"},
        },
        ["Beside a second reader: the same code in 1 of 2 clauses; kappa 0.00."],
    ),
    "looked at the clauses": ("testament/annotator", {"notes": True}, ["No clause is coded."]),
    "an order": (
        "poison/knowledge",
        {"order": ["break", "postscript", "request", "report"]},
        [
            "Of 5 pairs of events that the page decides, 3 stand as the page has them.",
            "1. Lenin breaks with Stalin, or threatens to. “Several days after making",
            "3. Lenin’s request for poison reaches Stalin. “A mere month before” (line 26) 17",
        ],
    ),
    "an order of things that are not there": (
        "poison/knowledge",
        {"order": ["nobody"]},
        ["The four events were left in the order in which they were shown."],
    ),
    "informants": (
        "poison/knowledge",
        HAD,
        [
            "left in the order in which they were shown",
            "The papers were not looked at.",
            "Joseph Stalin Nadezhda Krupskaya 17 March 1923",
            "Leon Trotsky Joseph Stalin 13 October 1939",
            "Who had it from whom (10 rows)",
        ],
    ),
    "the papers seen, and a word struck out": (
        "poison/knowledge",
        HAD | {"seen": True, "struck": "trotsky"},
        [
            "Had it from, by the papers",
            "Maria Ulyanova – no paper shows July 1926",
            "The word of Leon Trotsky is struck out; with it goes that of the unnamed narrator",
        ],
    ),
    "nothing said": ("poison/knowledge", {"placed": True}, ["Of nobody is it said"]),
    "judgements": (
        "poison/hypotheses",
        {
            "cells": {"poison/claim-5/e3": {"poison/truly": 5}},
            "prior": {"poison/suited": 4},
            "rule": "mild",
            "left_out": ["poison/claim-5/e3"],
        },
        [
            "1 of 9 pieces of evidence is judged; numbers by the mild rule.",
            "1. The memo goes round (left out) very expected open open open open",
            "H2: Lenin asked, and Stalin reported what suited him more likely 33 %",
        ],
    ),
    "nothing judged": ("poison/hypotheses", {"rule": "strong"}, ["Nothing is judged"]),
    "pieces": (
        "georgia/sequence",
        {"order": ["invasion"], "opened": ["stalin-letter"]},
        [
            "1 of 18 pieces is opened.",
            "1. Lenin agrees to send troops, on conditions, against the government of Georgia."
            " not opened – –",
            "in defence of his plan for the republics. 22 September 1922 – against",
        ],
    ),
    "opened and not moved": (
        "georgia/sequence",
        {"opened": ["stalin-letter"]},
        ["They are left in the order of the page."],
    ),
    "no piece touched": ("georgia/sequence", {"view": "plan"}, ["none is moved, and none opened"]),
    "links": (
        "eavesdropping/chain",
        {"links": {"eavesdropping-02": 4}, "second": "independent", "other": 2},
        [
            "1 of 7 links is judged.",
            "A second witness: somebody who saw it too (even); with both, – is left.",
            "very likely 90 %",
            "The Kremlin exchange, 1922",
            "hands nothing on",
        ],
    ),
    "no link": ("eavesdropping/chain", {"detail": "device"}, ["No link is judged."]),
}


@pytest.fixture(scope="module")
def widgets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write an assignment with an essay and all widgets."""
    return write_assignment(tmp_path_factory.mktemp("assignments"), widgets=KEYS)


@pytest.fixture(scope="module")
def workings() -> WidgetReports:
    return WidgetReports(KEYS)


def handed(place: Path, works: dict[str, dict[str, Any]], **texts: str) -> Path:
    """Write a class of students called by their ids, with work in the widgets and with texts."""
    place.mkdir()
    for number, (student, own) in enumerate(works.items()):
        given = GOOD | ({ESSAY: texts[student]} if student in texts else {})
        data = answers(given, attempt=f"{number:032x}", works=own)
        (place / f"{student}.json").write_bytes(data)
    return place


def page(done: Done, part: int = 1) -> str:
    return (done.out / f"essays-{part}.html").read_text(encoding="utf-8")


def plain(page: str) -> str:
    """Return what a page says below its rubric, without markup."""
    text = re.sub(r"<[^>]*>", " ", page.partition("<h2>Answers</h2>")[2])
    return " ".join(html.unescape(text).split())


@pytest.mark.parametrize("case", CASES)
def test_the_work_in_a_widget_is_laid_out_in_words(
    case: str, widgets: Path, tmp_path: Path
) -> None:
    key, work, shown = CASES[case]
    done = grade(widgets, handed(tmp_path / "class", {"ann": {key: work}}))
    text = plain(page(done))
    assert [each for each in shown if each not in text] == [], text
    assert [each["problem"] for each in done.problems] == []
    assert not re.search(r"\b(nan|NaT|None|True|False)\b|e\d+\b|\d{4}-\d\d", text), text


def test_the_work_stands_before_the_text_and_nobody_is_left_out(
    widgets: Path, with_essay: Path, tmp_path: Path
) -> None:
    works = {"ann": {KNOWLEDGE: HAD}, "ben": {CHAIN: {"second": "dependent"}}, "cleo": {}}
    place = handed(tmp_path / "class", works | {"dan": {}}, ann=TEXT, cleo=TEXT)
    (place / "eve.ipynb").write_bytes(notebook(GOOD))
    done = grade(widgets, place)
    text = plain(page(done))
    heads = [
        "ann (ann), in",
        f"ann (ann), {ESSAY}",
        "ben (ben), in",
        "cleo (cleo), in",
        "dan (dan)",
    ]
    assert sorted(heads, key=text.index) == heads
    own = dict(zip(works, re.split(r"\w+ \(\w+\), in the widgets", text)[1:], strict=False))
    assert "Nothing in the file from: Who told us?; The annotator" in own["ann"]
    assert "The file that counts holds no text." in own["ben"]
    assert "holds no work from any of the widgets." in own["cleo"]
    assert text.count("holds no work from any of the widgets, and no text.") == 2
    before = rows(done.out / "marking.csv")
    assert before == rows(grade(with_essay, place, out=tmp_path / "other").out / "marking.csv")


def test_widgets_of_other_chapters_are_nobody_s_business(tmp_path: Path) -> None:
    assignment = write_assignment(tmp_path, essay=False, widgets=[KNOWLEDGE])
    works = {"ann": {KNOWLEDGE: HAD, CHAIN: {"second": "dependent"}}, "ben": {CHAIN: RAISES}}
    done = grade(assignment, handed(tmp_path / "class", works))
    text = page(done)
    assert "Work in the widgets: Thirty questions" in text
    assert "A chain" not in text
    assert text.count("holds no work from the widget.") == 1
    assert not (done.out / "marking.csv").exists()
    assert done.problems == []


def test_without_widgets_none_is_loaded_and_nothing_is_said(
    with_essay: Path, tmp_path: Path
) -> None:
    place = handed(tmp_path / "class", {"ann": {KNOWLEDGE: HAD}}, ann=TEXT)
    words = command(with_essay, place, tmp_path / "out")[3:]
    script = (
        "import sys; from sourcework.__main__ import main; code = main(sys.argv[1:]); "
        "sys.exit(code or 'sourcework.widgets.knowledge' in sys.modules)"
    )
    run = start(sys.executable, "-c", script, *words)
    said, _ = run.communicate(timeout=300)
    assert run.returncode == 0, said
    assert "widget" not in (tmp_path / "out/essays-1.html").read_text(encoding="utf-8")


def test_what_a_widget_cannot_read_is_told_and_the_next_is_laid_out(
    widgets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = Knowledge.frame

    def faulty(widget: Knowledge) -> pd.DataFrame:
        if widget.work == RAISES:
            raise TypeError
        return frame(widget)

    monkeypatch.setattr(Knowledge, "frame", faulty)
    works = {
        "ann": {KNOWLEDGE: HAD},
        "ben": {KNOWLEDGE: RAISES, CHAIN: {"links": {"eavesdropping-02": 4}}},
        "cleo": {KNOWLEDGE: RAISES},
        "dan": {KNOWLEDGE: HAD},
    }
    done = grade(widgets, handed(tmp_path / "class", works))
    told = f"{KNOWLEDGE}: the work in the widget cannot be laid out (TypeError) [yes]"
    assert [done.told(f"{each}.json") for each in works] == [[], [told], [told], []]
    own = re.split(r"\w+ \(\w+\), in the widgets", plain(page(done)))[1:]
    assert ["What was done here cannot be laid out" in each for each in own] == [0, 1, 1, 0]
    assert ["Nadezhda Krupskaya 17 March 1923" in each for each in own] == [1, 0, 0, 1]
    assert "1 of 7 links is judged" in own[1]
    assert [done.results[each]["total"] for each in works] == ["30"] * 4, "no essay, no points"


DEEP: Any = {}
for _ in range(200):
    DEEP = {"a": DEEP}
UNFIT: dict[str, tuple[Any, str]] = {
    "a list": ([1], "it is no JSON object"),
    "a text": ("<b>", "it is no JSON object"),
    "nothing": (None, "it is no JSON object"),
    "deep": (DEEP, "it is nested deeper than any such work is"),
    "large": ({"codes": {str(n): "praise" for n in range(9_000)}}, "more than 20,000 characters"),
    "a long text": ({"struck": "x" * 30_000}, "more than 20,000 characters"),
    "no number": ({"prior": {"a": float("nan")}}, "a number in it is out of all bounds"),
}


@pytest.mark.parametrize("case", UNFIT)
def test_what_can_be_no_work_is_left_out_and_told(case: str, widgets: Path, tmp_path: Path) -> None:
    work, why = UNFIT[case]
    done = grade(widgets, handed(tmp_path / "class", {"ann": {KNOWLEDGE: work}, "ben": {}}))
    (told,) = done.told("ann.json")
    assert told.startswith(f"{KNOWLEDGE}: the work in the widget is left out: ")
    assert why in told
    assert "no work from any of the widgets" in plain(page(done))
    assert done.total("ann") == 30


def test_widgets_that_are_no_object_are_told(widgets: Path, tmp_path: Path) -> None:
    place = tmp_path / "class"
    place.mkdir()
    file = json.loads(answers(GOOD))
    file["payload"] = json.dumps(json.loads(file["payload"]) | {"widgets": [3]})
    (place / "ann.json").write_text(json.dumps(file))
    done = grade(widgets, place)
    assert len([each for each in done.told("ann.json") if "is left out" in each]) == len(KEYS)
    assert done.total("ann") == 30


def test_a_hundred_students_are_on_a_page(widgets: Path, tmp_path: Path) -> None:
    works: dict[str, dict[str, Any]] = {f"s{n:03}": {} for n in range(101)}
    done = grade(widgets, handed(tmp_path / "class", works, s100=TEXT))
    assert [page(done, part).count("<article") for part in (1, 2)] == [100, 2]
    assert {row["text"] for row in rows(done.out / "marking.csv")} == {"essays-2.html#a1"}


IDS_KNOWN = (
    "lenin stalin trotsky request invasion eavesdropping-02 poison/truly poison/claim-5/e3 "
    "testament/two-leaders/1 praise independent mild"
)
FIELDS = (
    "codes about second beside notes order placed seen had struck prior cells left_out rule opened "
    "view links other detail"
)
NAMES = st.sampled_from(IDS_KNOWN.split())
VALUES = JSON | NAMES | st.integers(0, 6)
INSIDE = VALUES | st.lists(VALUES, max_size=4) | st.dictionaries(NAMES, VALUES, max_size=4)
WORK = st.dictionaries(
    st.sampled_from(FIELDS.split()), INSIDE | st.dictionaries(NAMES, INSIDE, max_size=3), max_size=6
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), WORK | JSON, max_size=5))
def test_any_work_is_laid_out_or_told_of(workings: WidgetReports, works: dict[str, Any]) -> None:
    reading = read("x.json", answers(GOOD, works=works), IDS, KEYS)
    assert_plain(reading)
    json.dumps(reading.works, allow_nan=False, ensure_ascii=False).encode()
    left_out = [odd for odd in reading.oddities if "is left out" in odd.problem]
    empty = [key for key, work in works.items() if work == {}]
    assert len(reading.works) + len(left_out) + len(empty) == len(works)
    for each in workings.report(reading.works):
        assert (each.summary is None) == bool(each.fault)
        if each.summary:
            assert_laid_out(each.summary)
    assert len(workings.lacking(reading.works)) == len(KEYS) - len(reading.works)


def assert_laid_out(layout: WidgetSummary) -> None:
    """Every row is as wide as its head, and every cell a short text."""
    assert layout.sentences
    for table in layout.tables:
        assert {len(row) for row in table.rows} == {len(table.columns)}
        for cell in (cell for row in table.rows for cell in row):
            assert isinstance(cell, str)
            assert 0 < len(cell) < 600
