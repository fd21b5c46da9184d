"""The time line in Python: days between dates, filters, pins."""

from __future__ import annotations

import json

import pytest
from contents import ROOT
from markupsafe import escape

from sourcework import tables
from sourcework.typography import typeset
from sourcework.widgets.timeline import TimeLine, days_between

VECTORS = json.loads((ROOT / "tests/vectors/days_between.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["case"] for vector in VECTORS])
def test_days_between(vector: dict[str, tuple[str, str]]) -> None:
    assert list(days_between(vector["one"], vector["other"])) == vector["days"]


def test_everything_is_shown_at_first_and_when_the_record_makes_no_sense() -> None:
    widget = TimeLine()
    assert list(widget.value["event"]) == list(tables.events().index)
    widget.work = {"hidden": 3, "person": ["x"], "period": "1789", "pinned": [{}]}
    assert len(widget.value) == len(tables.events())


FILTERS = {
    "a month": ({"period": "1923-03"}, lambda event: event["written_date"].startswith("1923-03")),
    "later": ({"period": "later"}, lambda event: event["written_date"] >= "1925"),
    "a person": ({"person": "kabakhidze"}, lambda event: "kabakhidze" in event["people"]),
    "themes": (
        {"hidden": ["poison", "health"]},
        lambda event: not set(event["themes"]) <= {"poison", "health"},
    ),
}


@pytest.mark.parametrize("name", FILTERS)
def test_filters_let_through_what_the_tables_say(name: str) -> None:
    work, lets_through = FILTERS[name]
    widget = TimeLine()
    widget.work = work
    expected = [row for row, event in tables.events().iterrows() if lets_through(event)]
    assert expected
    assert list(widget.value["event"]) == expected


def test_pinned_events_have_the_days_between_them() -> None:
    widget = TimeLine()
    widget.work = {"pinned": ["1923-03-17-poison-request", "1923-03-05-letter-stalin", "lost"]}
    pinned = widget.pinned
    assert list(pinned["event"]) == ["1923-03-05-letter-stalin", "1923-03-17-poison-request"]
    assert list(pinned.loc[1, ["least", "most"]]) == [12, 12]
    assert widget.value.set_index("event").loc["1923-03-05-letter-stalin", "pinned"]


def test_on_paper_all_events_stand_in_a_table() -> None:
    paper = TimeLine().fallback()
    for description in tables.events()["description"]:
        assert escape(typeset(description)) in paper
