"""Scoring: the vectors that JavaScript passes too, and what holds of every rule."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from contents import ROOT
from hypothesis import given
from hypothesis import strategies as st
from rules import key_of, rules_and_responses

from sourcework.item_bank import load_items
from sourcework.scoring import answered, credit, feedback_for, score

VECTORS = json.loads((ROOT / "tests/vectors/scoring.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["case"] for vector in VECTORS])
def test_vectors(vector: dict[str, Any]) -> None:
    assert credit(vector["rule"], vector["response"]) == pytest.approx(vector["credit"])
    assert feedback_for(vector["rule"], vector["response"]) == vector["told"]


@pytest.mark.parametrize("kind", ["number", "estimate"])
@pytest.mark.parametrize("response", [10**400, -(10**400), float("inf"), float("nan")])
def test_what_no_float_can_hold_is_no_answer(kind: str, response: float) -> None:
    rule = {"kind": kind, "values": [["key", 72, 0]], "bands": [["all", 100]]}
    assert not answered(rule, response)
    assert credit(rule, response) is None
    assert feedback_for(rule, response) == []


@given(rules_and_responses(), st.integers(1, 10))
def test_a_score_lies_between_nothing_and_the_points(
    case: tuple[dict[str, Any], Any], points: int
) -> None:
    rule, response = case
    earned = score(rule, response, points)
    assert earned is None or 0 <= earned <= points
    assert (earned is None) >= (not answered(rule, response))


@given(rules_and_responses())
def test_the_key_scores_full(case: tuple[dict[str, Any], Any]) -> None:
    rule, _ = case
    assert credit(rule, key_of(rule)) in (1, None)
    assert (credit(rule, key_of(rule)) is None) == (rule["kind"] in ("short", "estimate"))


@given(rules_and_responses(), st.randoms(use_true_random=False))
def test_a_permutation_of_options_changes_no_score(
    case: tuple[dict[str, Any], Any], chance: random.Random
) -> None:
    rule, response = case
    turned = {name: permuted(part, chance) for name, part in rule.items()}
    if rule["kind"] in ("number", "estimate"):
        turned = rule  # the order of values and bands is part of the rule
    ticked = permuted(response, chance) if rule["kind"] in ("choices", "match") else response
    assert credit(turned, ticked) == credit(rule, response)
    assert sorted(feedback_for(turned, ticked)) == sorted(feedback_for(rule, response))


def permuted(part: Any, chance: random.Random) -> Any:
    if isinstance(part, dict):
        return dict(permuted(list(part.items()), chance))
    if isinstance(part, list):
        return chance.sample(part, len(part))
    return part


@pytest.mark.parametrize("name", load_items())
def test_every_item_of_the_bank_gives_full_points_to_its_key(name: str) -> None:
    item = load_items()[name]
    assert score(item.rule(), key_of(item.rule()), item.points) in (item.points, None)
    assert (score(item.rule(), key_of(item.rule()), item.points) is None) == (not item.scored)
    assert set(feedback_for(item.rule(), key_of(item.rule()))) <= set(item.feedbacks())
