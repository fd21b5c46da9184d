"""Who could know what, in Python: who depends on whom, the order of the page, the papers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from contents import ROOT
from markupsafe import escape

from local.widgets.knowledge import Knowledge, lost_without
from sourcework import tables
from sourcework.typography import typeset

VECTORS = json.loads((ROOT / "tests/vectors/lost_without.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["case"] for vector in VECTORS])
def test_lost_without(vector: dict[str, Any]) -> None:
    assert sorted(lost_without(vector["struck"], vector["informants"])) == vector["lost"]


def test_the_papers_stay_shut_until_the_reader_opens_them() -> None:
    widget = Knowledge()
    widget.work = {"had": {"trotsky": "stalin", "stalin": "stalin", "page": "nobody"}}
    rows = widget.value.set_index("person")
    assert rows.loc["trotsky", "reader"] == "stalin"
    assert set(rows["papers"]) == set(rows["learned"]) == {""}
    assert not rows.loc[["stalin", "page"], "reader"].any()
    widget.work = {**widget.work, "seen": True}
    rows = widget.value.set_index("person")
    assert list(rows["papers"]) == list(tables.knowledge()["informant"])
    assert rows.loc["trotsky", "learned"] == "1923-03-21"


def test_without_stalin_only_two_statements_are_left_and_neither_is_of_march_1923() -> None:
    widget = Knowledge()
    widget.work = {"seen": True, "struck": "stalin"}
    left = widget.value.query("left and told != ''")
    assert list(left["person"]) == ["ulyanova", "fotieva"]


@pytest.mark.parametrize(
    ("order", "right"),
    [
        (["postscript", "request", "report", "break"], 5),
        (["postscript", "request", "break", "report"], 5),
        (["break", "report", "request", "postscript"], 0),
        (["postscript", "break", "request", "report"], 4),
    ],
)
def test_the_page_decides_five_of_six_pairs(order: list[str], right: int) -> None:
    widget = Knowledge()
    widget.work = {"order": order}
    frame = widget.order()
    assert frame.attrs["pairs"] == (right, 5)
    assert len(frame) == 4


def test_the_dead_are_known_by_the_day_of_their_death() -> None:
    died = {person["id"]: person["died"] for person in Knowledge().data["people"]}
    assert died["krupskaya"] == tables.people().loc["krupskaya", "died"] == "1939-02-27"
    assert died["trotsky"] > "1940"
    assert not died["page"]
    assert not died["narrator"]


def test_work_that_makes_no_sense_is_passed_over() -> None:
    widget = Knowledge()
    widget.work = {"order": [3, "nothing"], "had": 7, "struck": {}, "seen": "yes"}
    assert widget.value["left"].all()
    assert len(widget.order()) == 4


def test_on_paper_there_are_the_statements_and_folded_the_informants() -> None:
    paper = Knowledge().fallback()
    for note in tables.knowledge()["note"]:
        assert escape(typeset(note)) in paper
    assert paper.index("First statement") < paper.index("<details>") < paper.index("Had it from")
