"""The people in Python: who is alive in a year, filters, witnesses."""

from __future__ import annotations

import json

import pytest
from contents import ROOT
from markupsafe import escape

from sourcework import tables
from sourcework.typography import typeset
from sourcework.widgets.people import People, alive

VECTORS = json.loads((ROOT / "tests/vectors/alive.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["case"] for vector in VECTORS])
def test_alive(vector: dict[str, str]) -> None:
    assert alive(vector["died"], int(vector["year"])) == vector["alive"]


def test_those_who_only_wrote_about_it_are_not_among_them() -> None:
    took_part = tables.people().query("fate != 'later author'").index
    assert list(People().value["person"]) == list(took_part)


def test_a_record_that_makes_no_sense_is_passed_over() -> None:
    widget = People()
    widget.work = {"year": "1923", "chapter": [], "fate": 3, "called": ["trotsky"]}
    assert widget.year == 1923
    assert not widget.value["marked"].any()
    widget.work = {"year": 3000, "called": {"trotsky": 99, "nobody": 1}}
    assert widget.year == 1923
    assert list(widget.value.query("marked")["trust"]) == [""]


def test_filters_and_witnesses() -> None:
    widget = People()
    widget.work = {"year": 1939, "chapter": "georgia", "fate": "shot", "called": {"mdivani": 3}}
    people = tables.people()
    assert set(people.loc[widget.value["person"], "fate"]) == {"shot"}
    row = widget.value.set_index("person").loc["mdivani"]
    assert list(row[["alive", "marked", "trust"]]) == ["no", True, "likely"]


def test_on_paper_everybody_stands_in_a_table() -> None:
    paper = People().fallback()
    for witness in tables.people().query("fate != 'later author'")["as_source"]:
        assert escape(typeset(witness)) in paper
