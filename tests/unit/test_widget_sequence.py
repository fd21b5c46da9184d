"""The sequence in Python: pairs, the table, what the tables say."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest
from contents import ROOT
from copies import Copy
from hypothesis import given
from hypothesis import strategies as st

from local.widgets.sequence import Sequence, in_order
from sourcework import tables
from sourcework.document import load_seed

VECTORS = json.loads((ROOT / "tests/vectors/in_order.json").read_text(encoding="utf-8"))
SPANS = {piece["id"]: tuple(piece["span"]) for piece in Sequence().data["fragments"]}


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["case"] for vector in VECTORS])
def test_pairs(vector: dict[str, list[int]]) -> None:
    assert list(in_order(vector["order"], vector["spans"])) == vector["pairs"]


@given(st.permutations(sorted(SPANS)))
def test_turning_an_order_round_turns_its_pairs_round(order: list[str]) -> None:
    right, decided = in_order(order, SPANS)
    assert in_order(order[::-1], SPANS) == (decided - right, decided)


def test_each_piece_is_dated_by_its_event_and_placed_by_its_line() -> None:
    fragments, events = tables.fragments(), tables.events()
    for name, row in fragments.iterrows():
        assert SPANS[str(name)][0].startswith(events.loc[row["event"], "written_date"])
        assert not row["seed_line"] or int(row["seed_line"]) in load_seed().substantive
    lines = [int(line) for line in fragments["seed_line"] if line]
    assert lines == sorted(lines)
    assert list(fragments["seed_line"][len(lines) :]) == [""] * (len(fragments) - len(lines))


def test_no_clue_gives_its_date_away() -> None:
    for clue in tables.fragments()["clue"]:
        assert not re.search(r"\d|January|March|September|October|November|December", clue)


def test_the_table_shows_only_what_is_opened_and_ignores_what_is_stale() -> None:
    widget = Sequence()
    assert widget.value["date"].isna().all()
    assert set(widget.value["lenin"]) == {""}
    widget.work = {"order": ["telegram", "lost", 3, "telegram"], "opened": ["telegram", None]}
    first = widget.value.iloc[0]
    assert (first["fragment"], first["lenin"]) == ("telegram", "against")
    assert first["date"] == pd.Timestamp("1922-10-21")
    assert len(widget.value) == len(tables.fragments())
    assert widget.value["opened"].sum() == 1


def test_an_unknown_event_is_named(copy: Copy) -> None:
    copy.replace("book/data/fragments.csv", "1922-10-21-telegram-rebuke", "1922-10-21-telegramme")
    said = copy.audit().stderr
    for words in ("fragments.csv", "1922-10-21-telegramme", "events"):
        assert words in said


def test_on_paper_the_dates_are_folded_away() -> None:
    paper = Sequence().fallback().replace("\u00a0", " ")
    fold = paper.index("<details>")
    assert "21 October 1922" not in paper[:fold]
    assert "21 October 1922" in paper[fold:]
