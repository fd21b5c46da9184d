"""Item statistics: against numpy and pandas, against published values, and what teachers see."""

from __future__ import annotations

import csv
import gc
import io
import random
import re
import weakref
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from playwright.sync_api import Browser
from test_axe import AXE, violations
from test_feedback import HOSTILE
from witness_case import FAIR, GOOD, MIXED, RIGHT, case, result_of, simulated

from sourcework.assignments.definition import Assignment
from sourcework.grading.marking.results import Result
from sourcework.grading.marking.totals import earned, standing
from sourcework.grading.reports import plots
from sourcework.grading.reports.class_report import ItemReport, Report
from sourcework.grading.reports.reliability import Moments, alpha_of, interval
from sourcework.grading.reports.statistics import GROUP, ItemStatistics

Matrix = np.ndarray[Any, np.dtype[np.float64]]

matrices = st.tuples(st.integers(3, 40), st.integers(2, 8)).flatmap(
    lambda shape: arrays(float, shape, elements=st.integers(0, 12).map(lambda n: n / 4))
)


def gathered(matrix: Matrix, worth: float = 3.0) -> Moments:
    moments = Moments([worth] * matrix.shape[1])
    for row in matrix:
        moments.add(list(row))
    return moments


def alpha_by_hand(matrix: Matrix) -> float | None:
    varying = matrix[:, matrix.var(axis=0) > 1e-12]
    k, total = varying.shape[1], varying.sum(axis=1).var(ddof=1)
    if k < 2 or total <= 1e-12:
        return None
    return float(k / (k - 1) * (1 - varying.var(axis=0, ddof=1).sum() / total))


@given(matrices)
def test_moments_are_those_of_numpy(matrix: Matrix) -> None:
    moments = gathered(matrix)
    assert moments.mean == pytest.approx(matrix.mean(axis=0))
    assert moments.covariance == pytest.approx(np.cov(matrix, rowvar=False), abs=1e-9)
    assert moments.deviation == pytest.approx(matrix.sum(axis=1).std(ddof=1), abs=1e-7)


@given(matrices)
def test_alpha_and_item_rest_are_those_of_the_definition(matrix: Matrix) -> None:
    moments = gathered(matrix)
    assert moments.alpha() == pytest.approx(alpha_by_hand(matrix))
    for index in range(matrix.shape[1]):
        others = np.delete(matrix, index, axis=1)
        assert moments.alpha(without=index) == pytest.approx(alpha_by_hand(others))
        rest = others.sum(axis=1)
        if matrix[:, index].std() < 1e-9 or rest.std() < 1e-9:
            assert moments.rest(index) is None
        else:
            direct = np.corrcoef(matrix[:, index], rest)[0, 1]
            assert moments.rest(index) == pytest.approx(direct, abs=1e-9)


def test_small_differences_of_large_numbers_are_kept() -> None:
    small = np.random.default_rng(7).normal(size=(500, 4))
    moments = gathered(small + 1e9, worth=2e9)
    assert moments.covariance == pytest.approx(np.cov(small, rowvar=False), rel=1e-6, abs=1e-6)


def test_alpha_is_that_of_a_published_example() -> None:
    """The example of StatsBase.jl's documentation, `cronbachalpha`."""
    covariance = np.full((4, 4), 6.0)
    np.fill_diagonal(covariance, [10, 11, 12, 13])
    assert alpha_of(covariance) == pytest.approx(0.8136, abs=5e-5)
    dropped = [np.delete(np.delete(covariance, i, 0), i, 1) for i in range(4)]
    published = [0.7500, 0.7606, 0.7714, 0.7826]
    assert [alpha_of(each) for each in dropped] == pytest.approx(published, abs=5e-5)


@pytest.mark.parametrize(
    ("alpha", "items", "students", "low", "high"),
    [
        (0.85, 7, 89, 0.7971254, 0.8931436),  # statpsych, ci.cronbach
        (0.913, 20, 873, 0.9044024, 0.9211588),  # MRC CBU statistics wiki, feldt1.return
    ],
)
def test_the_interval_is_near_the_exact_one_of_feldt(
    alpha: float, items: int, students: int, low: float, high: float
) -> None:
    assert interval(alpha, items, students) == pytest.approx((low, high), abs=2e-3)


@given(st.floats(-2, 0.999), st.integers(2, 40), st.integers(3, 2000))
def test_the_interval_is_in_order_and_below_one(alpha: float, items: int, students: int) -> None:
    low, high = interval(alpha, items, students)
    assert low < high <= 1


@given(matrices)
def test_quartiles_and_histogram_are_those_of_the_totals(matrix: Matrix) -> None:
    moments, totals = gathered(matrix), matrix.sum(axis=1)
    for share in (0.25, 0.5, 0.75):
        exact = np.quantile(totals, share, method="inverted_cdf")
        assert moments.quantile(share) == pytest.approx(exact, abs=moments.possible / 2000 + 1e-9)
    assert sum(moments.histogram()) == len(matrix)


def report_of(results: list[Result], assignment: Assignment | None = None) -> Report:
    own, solution = case()
    statistics = ItemStatistics(assignment or own, solution)
    for result in results:
        statistics.add(result)
    ranked = sorted(results, key=lambda each: standing(own, each).points)
    if size := round(GROUP * len(ranked)):
        statistics.groups(ranked[:size], ranked[-size:])
    return statistics.finish()


def frame_of(results: list[Result]) -> pd.DataFrame:
    """Return points, a row for each student, NaN where an essay is not marked."""
    assignment, _ = case()
    asked = [each for each in assignment.questions.values() if assignment.worth(each)]
    rows = [{each.id: earned(assignment, r, each) for each in asked} for r in results]
    return pd.DataFrame(rows, dtype=float)


def item_of(report: Report, name: str) -> ItemReport:
    return next(item for item in report.items if item.question.id == name)


@settings(max_examples=15, deadline=None)
@given(st.integers(12, 60), st.integers(0, 10_000), st.sampled_from([0.0, 0.6, 1.0]))
def test_a_class_is_described_as_pandas_would(students: int, seed: int, marked: float) -> None:
    assignment, _ = case()
    results = simulated(students, seed, marked)
    report, points = report_of(results), frame_of(results)
    worth = {each: assignment.worth(assignment.questions[each]) for each in points}
    complete = points.dropna()
    test = points if len(complete) == students else points[[c for c in points if "short" not in c]]
    totals = test.sum(axis=1)
    assert report.mean == pytest.approx(totals.mean())
    assert report.deviation == pytest.approx(totals.std())
    assert report.alpha == pytest.approx(alpha_by_hand(test.to_numpy()))
    ranked = sorted(range(students), key=lambda n: standing(assignment, results[n]).points)
    size = round(GROUP * students)
    for item in report.items:
        name = item.question.id
        answers = [r for r in results if r.responses.get(name) is not None]
        assert (item.answered, item.omitted) == (len(answers), students - len(answers))
        if not item.worth:
            continue
        share = points[name] / worth[name]
        assert item.students == share.notna().sum()
        assert item.difficulty == pytest.approx(share.mean()) if item.students else True
        low, high = share.iloc[ranked[:size]].mean(), share.iloc[ranked[-size:]].mean()
        if item.discrimination is not None:
            assert item.discrimination == pytest.approx(high - low)
        among = test if name in test else complete
        rest = among.drop(columns=name).sum(axis=1)
        if len(among) < 10 or among[name].std() < 1e-9 or rest.std() < 1e-9:
            assert item.rest is None
        else:
            assert item.rest == pytest.approx(among[name].corr(rest), abs=1e-9)


def test_options_are_counted_with_what_their_choosers_earned_elsewhere() -> None:
    assignment, _ = case()
    results = simulated(80, 3)
    points = frame_of(results)[[c for c in frame_of(results) if "short" not in c]]
    worth = sum(assignment.worth(assignment.questions[c]) for c in points) - 2
    elsewhere = points.drop(columns="witness/choice-1").sum(axis=1) / worth
    chosen = pd.Series([r.responses.get("witness/choice-1") for r in results])
    for line in item_of(report_of(results), "witness/choice-1").lines:
        assert line.count == (chosen == line.id).sum()
        assert line.rest == pytest.approx(elsewhere[chosen == line.id].mean())
        assert line.right == (line.id == "remove")


def test_rows_and_criteria_have_their_own_share() -> None:
    results = [result_of(RIGHT, {"witness/short-1": GOOD})] * 3
    results += [result_of(MIXED, {"witness/short-1": FAIR})]
    report = report_of(results)
    match = item_of(report, "witness/match-1")
    assert [line.share for line in match.lines] == [1, 0.75, 1]
    assert match.lines[1].often == "Lenin (1)"
    order = item_of(report, "witness/order-1")
    assert [line.share for line in order.lines] == [0.875, 0.875, 1]
    number = item_of(report, "witness/number-1")
    assert [line.count for line in number.lines] == [3, 1, 0]
    essay = item_of(report, "witness/short-1")
    assert [line.share for line in essay.lines] == [14 / 16, 9 / 16]


def test_the_order_of_students_does_not_matter() -> None:
    results = simulated(40, 5)
    one = report_of(results)
    random.Random(1).shuffle(results)
    other = report_of(results)
    assert one.alpha == pytest.approx(other.alpha)
    assert [i.rest for i in one.items] == pytest.approx([i.rest for i in other.items])
    assert one.histogram == other.histogram


def test_no_result_is_kept() -> None:
    statistics = ItemStatistics(*case())
    results = simulated(5)
    seen = [weakref.ref(each) for each in results]
    for _ in range(5):
        statistics.add(results.pop())
    gc.collect()
    assert [each() for each in seen] == [None] * 5


def test_groups_may_come_one_by_one() -> None:
    def stream(results: list[Result]) -> Iterator[Result]:
        yield from results

    statistics = ItemStatistics(*case())
    statistics.add(result_of(RIGHT))
    statistics.add(result_of({}))
    statistics.groups(stream([result_of({})]), stream([result_of(RIGHT)]))
    assert item_of(statistics.finish(), "witness/choice-1").discrimination == 1


def without_essays(count: int) -> Assignment:
    assignment, _ = case()
    asked = list(assignment.questions.items())[:count]
    return replace(assignment, questions=dict(asked))


def test_small_classes_are_warned_and_tiny_ones_get_no_correlation() -> None:
    small, tiny = report_of(simulated(20)), report_of(simulated(9))
    assert "mostly chance" in " ".join(small.warnings)
    assert small.alpha is not None
    assert "too few for correlations" in " ".join(tiny.warnings)
    assert (tiny.alpha, tiny.interval, tiny.error) == (None, None, None)
    assert [item.rest for item in tiny.items] == [None] * len(tiny.items)
    assert not report_of(simulated(30)).warnings


def test_two_questions_have_no_alpha() -> None:
    report = report_of(simulated(40), without_essays(2))
    assert report.alpha is None
    assert "fewer than three questions" in " ".join(report.warnings)
    assert report_of(simulated(40), without_essays(3)).alpha is not None


def test_open_essays_are_left_out_of_the_test_and_said_to_be() -> None:
    report = report_of(simulated(40, marked=0.5))
    assert (report.possible, report.counted) == (16, 7)
    assert "Written answers are left out" in " ".join(report.warnings)
    assert report_of(simulated(40)).possible == 40


def test_a_question_that_goes_against_the_rest_is_called_one() -> None:
    good, bad = RIGHT | {"witness/choice-1": "expel"}, MIXED | {"witness/choice-1": "remove"}
    item = item_of(report_of([result_of(good)] * 20 + [result_of(bad)] * 20), "witness/choice-1")
    assert item.rest is not None
    assert item.rest < -0.9
    assert item.discrimination == -1
    warnings = " ".join(item.warnings)
    assert "Check the key first" in warnings
    assert "better elsewhere than who chose the key: To expel Stalin" in warnings


def test_a_question_that_tells_nobody_apart_is_called_one() -> None:
    answers = [RIGHT | {"witness/number-1": n} for n in (11, 12)] * 10
    everybody = item_of(report_of([result_of(each) for each in answers]), "witness/choice-1")
    assert everybody.rest is None
    assert "Everybody earned all its points" in everybody.warnings[0]
    assert "Nobody chose this distractor: To expel Stalin from the party." in everybody.warnings
    nobody = item_of(report_of([result_of({})] * 10), "witness/choice-1")
    assert "Nobody earned a point" in " ".join(nobody.warnings)
    assert "10 of 10 left it out" in " ".join(nobody.warnings)


@pytest.mark.parametrize("response", HOSTILE.values(), ids=HOSTILE)
def test_bad_answers_are_counted_as_none(response: Any) -> None:
    assignment, _ = case()
    report = report_of([result_of(dict.fromkeys(assignment.questions, response))] * 3)
    counted = {item.question.kind for item in report.items if item.answered}
    assert counted <= {"short", "number"}
    assert "onerror" not in report.html()


def test_a_table_has_a_row_for_each_question() -> None:
    assignment, _ = case()
    rows = list(csv.DictReader(io.StringIO(report_of(simulated(40)).csv())))
    assert [row["item"] for row in rows] == list(assignment.questions)
    assert all(0 <= float(row["difficulty"]) <= 1 for row in rows if row["difficulty"])


def test_a_spreadsheet_calculates_no_text() -> None:
    assignment, _ = case()
    stems = {
        name: replace(question, stem=f"{sign}cmd|' /C calc'!A0")
        for sign, (name, question) in zip("=+-@＝", assignment.questions.items(), strict=False)
    }
    changed = replace(assignment, questions=assignment.questions | stems)
    bad, good = MIXED | {"witness/choice-1": "remove"}, RIGHT | {"witness/choice-1": "expel"}
    results = [result_of(good)] * 10 + [result_of(bad)] * 10
    rows = list(csv.DictReader(io.StringIO(report_of(results, changed).csv())))
    assert all(row["stem"][0] == "'" for row in rows[:5])
    assert float(rows[0]["item_rest"]) < 0  # a negative number stays one


@pytest.mark.parametrize("students", [0, 1, 2, 12, 40])
def test_a_class_of_any_size_has_a_page(students: int) -> None:
    html = report_of(simulated(students, marked=0.5)).html()
    tree = BeautifulSoup(html, "html.parser")
    assert html.startswith("<!doctype html>")
    assert not tree.find_all(["script", "link", "img", "iframe"])
    assert not re.search(r"url\(|@import|https?:|nan", html)
    assert len(html.encode()) < 60_000
    assert len(tree.find_all("svg")) == (2 if students else 0)


def test_figures_say_what_they_show() -> None:
    report = report_of(simulated(40))
    tree = BeautifulSoup(report.html(), "html.parser")
    for svg in tree.find_all("svg"):
        named = [tree.find(id=name) for name in str(svg["aria-labelledby"]).split()]
        assert [each.name for each in named if each] == ["title", "desc"]
    histogram, items = (svg.desc.get_text() for svg in tree.find_all("svg"))
    assert histogram.count(": ") == 10
    for item in report.items:
        if item.worth:
            assert f"question {item.number}: {item.difficulty:.0%}".replace("%", " %") in items


def drawn(svg: str, tag: str) -> list[dict[str, float]]:
    """Return the places and measures of what is drawn with a tag."""
    found = BeautifulSoup(svg, "html.parser").find_all(tag)
    keys = ("x", "y", "width", "height", "cx", "cy")
    return [{key: float(str(each[key])) for key in keys if key in each.attrs} for each in found]


def test_the_histogram_has_a_bar_for_each_tenth_as_high_as_its_students_are_many() -> None:
    svg = plots.histogram([0, 1, 4, 2, 0, 0, 0, 0, 0, 0], possible=20, median=5)
    bars = [bar for bar in drawn(svg, "rect") if bar["y"] + bar["height"] == 150]
    assert [bar["height"] for bar in bars] == [31, 124, 62]  # none for nobody
    assert [bar["x"] for bar in bars] == [45.5, 79.5, 113.5]
    (median,) = re.findall(r'd="M(\S+) 12L', plots.histogram([1, 2], possible=20, median=5))
    assert float(median) == 10 + 340 * 5 / 20


def test_the_figure_of_items_has_shares_and_correlations_in_their_places() -> None:
    rows = [(1, 0.9, 0.5), (2, 0.5, 0.1), (3, 0.0, -0.2), (4, None, None)]
    svg = plots.items(rows)
    assert [bar["width"] for bar in drawn(svg, "rect")] == [117, 65, 0]
    hollow, full = sorted(drawn(svg, "circle"), key=lambda dot: dot["cx"])
    zero, one = 190 + 130 * 0.4 / 1.4, 320
    assert full["cx"] == pytest.approx(zero + 0.5 * (one - zero), abs=0.1)
    assert hollow["cx"] == pytest.approx(zero + 0.1 * (one - zero), abs=0.1)
    assert (full["cy"], hollow["cy"]) == (43.5, 70.5)
    (cross,) = re.findall(r'd="M(\S+) [^"]*z"', svg)
    assert float(cross) == pytest.approx(zero - 0.2 * (one - zero), abs=0.1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("students", [0, 12, 64])
def test_axe_finds_nothing_in_statistics(
    browser: Browser, tmp_path: Path, students: int, scheme: str
) -> None:
    file = tmp_path / "statistics.html"
    file.write_text(report_of(simulated(students, marked=0.7)).html(), encoding="utf-8")
    view = browser.new_page(color_scheme=scheme, viewport={"width": 320, "height": 640})
    asked: list[str] = []
    view.on("request", lambda request: asked.append(request.url))
    view.goto(file.as_uri())
    assert view.evaluate("document.documentElement.scrollWidth") == 320
    assert asked == [file.as_uri()]
    view.evaluate(AXE)
    found = violations(view)
    view.close()
    assert not found
