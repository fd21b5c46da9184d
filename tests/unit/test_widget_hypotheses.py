"""Rival hypotheses: the arithmetic, the frames, and content that comes from the tables."""

from __future__ import annotations

import json
from typing import Any

import pytest
from contents import ROOT
from hypothesis import given
from hypothesis import strategies as st

from sourcework import tables
from sourcework.widgets.hypotheses import Hypotheses, posterior
from sourcework.widgets.widget_base import typeset

VECTORS = json.loads((ROOT / "tests/vectors/posterior.json").read_text(encoding="utf-8"))
LIKELIHOODS = st.lists(st.floats(0.02, 0.98), min_size=3, max_size=3)
PRIOR = [1.0, 2.0, 0.5]
CELL = ("poison/claim-4/e2", "poison/truly")


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["case"])
def test_the_posterior_of_the_vectors(vector: dict[str, Any]) -> None:
    assert posterior(vector["prior"], vector["rows"]) == pytest.approx(vector["shares"])


@given(st.lists(LIKELIHOODS, max_size=8), st.randoms())
def test_the_order_of_the_evidence_does_not_matter(rows: list[list[float]], random: Any) -> None:
    shuffled = random.sample(rows, len(rows))
    assert posterior(PRIOR, shuffled) == pytest.approx(posterior(PRIOR, rows))


@given(st.lists(LIKELIHOODS, max_size=8), st.floats(0.02, 0.98))
def test_a_piece_that_is_equally_expected_changes_nothing(
    rows: list[list[float]], same: float
) -> None:
    assert posterior(PRIOR, [*rows, [same] * 3]) == pytest.approx(posterior(PRIOR, rows))


@given(st.lists(LIKELIHOODS, max_size=8))
def test_shares_add_up_to_one(rows: list[list[float]]) -> None:
    assert sum(posterior(PRIOR, rows)) == pytest.approx(1)


def test_before_any_work_all_is_open_and_equal() -> None:
    widget = Hypotheses("poison")
    assert len(widget.value) == 9 * 5
    assert set(widget.value["expected"]) == {"open"}
    assert set(widget.value["prior_word"]) == {"like the others"}
    assert widget.value["included"].all()
    assert [str(kind) for kind in widget.value.dtypes[["likelihood", "included"]]] == [
        "float64",
        "bool",
    ]
    assert widget.posterior["posterior"].tolist() == pytest.approx([0.2] * 5)


def test_work_moves_value_and_posterior() -> None:
    widget = Hypotheses("poison")
    widget.work = {
        "cells": {CELL[0]: {CELL[1]: 1}},
        "prior": {"poison/invented": 4},
        "rule": "strong",
    }
    cell = widget.value.set_index(["evidence", "hypothesis"]).loc[CELL]
    assert (cell["expected"], cell["likelihood"]) == ("very unexpected", 0.02)
    priors = widget.value.set_index("hypothesis")["prior_word"]
    assert set(priors["poison/invented"]) == {"more likely"}
    # Weights 1, 1, 1, 2, 1; the first is multiplied by .02, the others by .5.
    shares = [weight / 2.52 for weight in (0.02, 0.5, 0.5, 1.0, 0.5)]
    assert widget.posterior["posterior"].tolist() == pytest.approx(shares)
    widget.work = {**widget.work, "left_out": [CELL[0]]}
    assert widget.value.groupby("evidence")["included"].all().sum() == 8
    assert widget.posterior["posterior"].tolist() == pytest.approx([1 / 6] * 3 + [2 / 6, 1 / 6])


def test_a_record_of_the_eight_pieces_of_before_gives_the_shares_that_it_gave() -> None:
    widget = Hypotheses("poison")
    eight = tables.weighings().query("chapter == 'poison' and position <= 8").index
    steps = [1, 2, 3, 4, 5]
    widget.work = {
        "cells": {
            piece: {
                one["id"]: steps[(n + m) % 5] for m, one in enumerate(widget.data["hypotheses"])
            }
            for n, piece in enumerate(eight)
        },
        "prior": {"poison/suited": 4},
        "left_out": [eight[3]],
    }
    rows = [
        list(piece["likelihood"])
        for name, piece in widget.value.groupby("evidence", sort=False)
        if name in eight and name != eight[3]
    ]
    assert len(rows) == 7
    expected = posterior([1, 2, 1, 1, 1], rows)
    assert widget.posterior["posterior"].tolist() == pytest.approx(expected)
    ninth = widget.value[~widget.value["evidence"].isin(eight)]
    assert list(ninth["expected"]) == ["open"] * 5
    assert "8 of 9 pieces of evidence are judged" in widget.summary().sentences[0]


@pytest.mark.parametrize(
    "work",
    [
        {"cells": {"gone/claim-1/e1": {"poison/truly": 1}}, "left_out": ["gone/claim-1/e1"]},
        {"cells": {CELL[0]: {"gone/one": 1, CELL[1]: 9}}, "prior": {"gone/one": 5}},
        {"cells": 5, "prior": [3], "left_out": 7, "rule": ["mild"]},
        {"cells": {CELL[0]: "open"}, "prior": {"poison/truly": True}, "rule": "none"},
    ],
)
def test_work_that_is_stale_or_spoiled_counts_as_none(work: dict[str, Any]) -> None:
    widget = Hypotheses("poison")
    before, shares = widget.value.copy(), widget.posterior.copy()
    widget.work = work
    assert widget.value.equals(before)
    assert widget.posterior.equals(shares)


def test_content_comes_from_the_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    spoiled = {name: getattr(tables, name)() for name in ("hypotheses", "evidence", "scales")}
    spoiled["hypotheses"].loc["poison/truly", "holders"] = "A <new> holder."
    spoiled["evidence"].loc["poison/claim-4/e2", "evidence"] = "Another record."
    spoiled["scales"].loc["expectation/middle/3", "value"] = 0.4
    for name, frame in spoiled.items():
        monkeypatch.setattr(tables, name, frame.copy)
    widget = Hypotheses("poison")
    assert "A &lt;new&gt; holder." in widget.fallback()
    assert "Another record." in widget.fallback()
    assert "A <new> holder." in json.dumps(widget.data)
    assert set(widget.value["likelihood"]) == {0.4}


def test_the_fallback_has_hypotheses_evidence_and_rule() -> None:
    hypotheses = tables.hypotheses()
    for chapter, own in hypotheses.groupby("chapter"):
        html = Hypotheses(str(chapter)).fallback()
        for column in ("hypothesis", "excludes", "explains", "holders"):
            for words in own[column]:
                assert typeset(words) in html
        for piece in tables.weighings().query("chapter == @chapter").index:
            assert typeset(tables.evidence().loc[piece, "evidence"]) in html
        assert "very unexpected" in html
    assert "Trotsky, who had it from Stalin" in Hypotheses("poison").fallback()


def test_a_chapter_has_as_many_hypotheses_and_pieces_as_its_tables_give_it() -> None:
    georgia = Hypotheses.for_key("georgia/hypotheses")
    assert len(georgia.value) == 8 * 3
    assert set(georgia.value["hypothesis"]) == {
        "georgia/policy",
        "georgia/persons",
        "georgia/power",
    }
    assert "testament/claim-3/e1" in set(georgia.value["evidence"])


def test_a_brief_one_is_a_grid_on_paper() -> None:
    html = Hypotheses("georgia", brief=True).fallback()
    assert html.count("<td") == 8 * 4
    assert html.count("The blow") == 1
    assert typeset(tables.evidence().loc["testament/claim-3/e1", "evidence"]) not in html
    assert Hypotheses("georgia", brief=True).data == Hypotheses("georgia").data


def test_a_classmates_table_moves_nothing_of_ones_own() -> None:
    widget = Hypotheses("poison")
    widget.work = {"cells": {CELL[0]: {CELL[1]: 1}}}
    before, shares = widget.value.copy(), widget.posterior.copy()
    widget.work = {**widget.work, "second": {"cells": {CELL[0]: {CELL[1]: 5}}, "rule": "mild"}}
    assert widget.value.equals(before)
    assert widget.posterior.equals(shares)


def test_a_record_of_fewer_pieces_than_there_are_now_goes_on_working() -> None:
    widget = Hypotheses("poison")
    pieces = list(dict.fromkeys(widget.value["evidence"]))
    widget.work = {"cells": {piece: {CELL[1]: 4} for piece in pieces[:-1]}, "left_out": pieces[:1]}
    last = widget.value[widget.value["evidence"] == pieces[-1]]
    assert set(last["expected"]) == {"open"}
    assert last["included"].all()
