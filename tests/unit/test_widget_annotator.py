"""The annotator in Python: clauses cut from the seed, kappa, the table."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest
from contents import ROOT
from copies import Copy
from hypothesis import given
from hypothesis import strategies as st

from local.widgets.annotator import Annotator, kappa
from sourcework import tables
from sourcework.excerpts import load_excerpts

VECTORS = json.loads((ROOT / "tests/vectors/kappa.json").read_text(encoding="utf-8"))
CODES = st.sampled_from(["praise", "criticism", "fact"])


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["case"] for vector in VECTORS])
def test_kappa(vector: dict[str, list[str]]) -> None:
    assert kappa(vector["one"], vector["other"]) == vector["kappa"]


@given(st.lists(st.tuples(CODES, CODES), min_size=1))
def test_kappa_takes_no_side(pairs: list[tuple[str, str]]) -> None:
    one, other = [a for a, _ in pairs], [b for _, b in pairs]
    there, back = kappa(one, other), kappa(other, one)
    assert (there is None) == (back is None)
    assert there is None or there == pytest.approx(back)
    assert there is None or -1 <= there <= 1


def test_the_clauses_of_an_excerpt_are_all_of_its_words() -> None:
    for excerpt, rows in tables.clauses().groupby("excerpt"):
        assert "".join(rows["text"]) == load_excerpts()[str(excerpt)].text


def test_the_clauses_stand_in_the_page_as_the_excerpts_do_mended() -> None:
    shown: dict[str, str] = {}
    for clause in Annotator().data["clauses"]:
        shown[clause["excerpt"]] = shown.get(clause["excerpt"], "") + clause["text"]
    for name, text in shown.items():
        assert re.sub(r"\s", "", text) == re.sub(r"\s", "", load_excerpts()[name].reading)


def test_reasons_quote_the_words_of_their_excerpt() -> None:
    for row, clause in tables.clauses().iterrows():
        text = load_excerpts()[clause["excerpt"]].reading
        for phrase in re.findall(r'"([^"]+)"', clause["reason"]):
            assert phrase in text, row


def test_a_clause_that_does_not_follow_is_named(copy: Copy) -> None:
    copy.replace("book/data/clauses.csv", "and I am not sure", "and I am quite sure")
    said = copy.audit().stderr
    for words in ("clauses.csv", "testament/two-leaders/4", "copy the words from the seed"):
        assert words in said


def test_the_table_follows_the_work_and_ignores_what_is_stale() -> None:
    widget = Annotator()
    assert set(widget.value["code"]) == {""}
    widget.work = {
        "codes": {"testament/split/1": "warning", "testament/split/9": "fact", "x": []},
        "about": {"testament/split/1": "napoleon"},
        "second": {"testament/split/1": "warning"},
    }
    row = widget.value.set_index("clause").loc["testament/split/1"]
    assert list(row[["about", "code", "reference"]]) == ["", "warning", "praise"]
    assert list(widget.agreement["agreed"]) == [0, 1]
    assert pd.isna(widget.agreement.loc[1, "kappa"])


def test_on_paper_the_coding_is_folded_away() -> None:
    paper = Annotator().fallback()
    assert "is too rude" in paper[: paper.index("<details>")]
    assert "with no hedge" in paper[paper.index("<details>") :]
