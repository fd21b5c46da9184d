"""The transmission chain in Python: its sums, its table, its content."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from contents import ROOT
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from sourcework import tables
from sourcework.errors import DataError
from sourcework.typography import typeset
from sourcework.widgets.chain import Chain, left_after

VECTORS = json.loads((ROOT / "tests/vectors/left_after.json").read_text(encoding="utf-8"))
LINKS = {f"eavesdropping-0{n}": 4 for n in range(1, 10)}


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["case"] for vector in VECTORS])
def test_what_is_left(vector: dict[str, list[float | None]]) -> None:
    assert left_after(vector["reliabilities"]) == vector["left"]


@given(st.lists(st.floats(0, 1)))
def test_a_story_never_grows(reliabilities: list[float]) -> None:
    left = [1.0, *(each for each in left_after(reliabilities) if each is not None)]
    assert left == sorted(left, reverse=True)


@pytest.mark.parametrize("chain", sorted(set(tables.links()["chain"])))
def test_every_chain_can_be_shown(chain: str) -> None:
    widget = Chain(chain)
    links = tables.links().query("chain == @chain")
    assert list(widget.value["link"]) == list(links.index)
    assert widget.value["left"].dtype == "float64"
    for actor in links["actor"]:
        assert escape(typeset(actor)) in widget.fallback()


def test_an_unknown_chain_is_told_the_known_ones() -> None:
    with pytest.raises(DataError, match=r"use one of: .*eavesdropping"):
        Chain("telegraph")


def test_words_become_a_table_and_stale_ones_are_ignored() -> None:
    widget = Chain("eavesdropping")
    assert widget.value["left"].iloc[1:].isna().all()
    widget.work = {"links": LINKS | {"eavesdropping-99": 1, "eavesdropping-02": "often"}}
    assert widget.value["left"].iloc[1:].isna().all()
    widget.work = {"links": LINKS}
    value = widget.value.set_index("link")
    assert value.loc["eavesdropping-01", "word"] == ""  # the story does not pass through it
    assert value["left"].iloc[-1] == pytest.approx(0.9**7)


@pytest.mark.parametrize(
    ("second", "left"),
    [("none", 0.9**7), ("dependent", 0.9**7), ("independent", 1 - 0.5 * (1 - 0.9**7))],
)
def test_only_an_independent_witness_adds_something(second: str, left: float) -> None:
    widget = Chain("eavesdropping")
    widget.work = {"links": LINKS, "second": second, "other": 2}
    assert widget.second.loc[0, "left"] == pytest.approx(left)


def test_an_empty_word_for_the_second_witness_leaves_the_end_undecided() -> None:
    widget = Chain("eavesdropping")
    widget.work = {"links": LINKS, "second": "independent"}
    assert pd.isna(widget.second.loc[0, "left"])
