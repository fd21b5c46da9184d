"""Numbers with what they count."""

from __future__ import annotations

import pytest

from sourcework.feedback import remark
from sourcework.item_bank import load_items
from sourcework.items import Number
from sourcework.quantities import in_words, quantity, single

ONE = {
    "days": "day",
    "witnesses": "witness",
    "entries": "entry",
    "boxes": "box",
    "houses": "house",
    "speeches": "speech",
    "rows of the table": "row of the table",
    "March 1923": "March 1923",
    "Series A": "Series A",
    "series": "series",
    "per cent": "per cent",
    "%": "%",
    "": "",
}


@pytest.mark.parametrize(("units", "one"), ONE.items())
def test_of_one_the_unit_is_single(units: str, one: str) -> None:
    assert single(units) == one
    assert quantity(1, units) == f"1 {one}"
    assert quantity(1.5, units) == f"1.5 {units}"
    assert quantity(0, units) == f"0 {units}"


def test_small_numbers_are_words() -> None:
    assert [in_words(number) for number in (0, 3, 9, 10)] == ["no", "three", "nine", "10"]


def test_no_remark_of_the_bank_speaks_of_one_in_the_plural() -> None:
    texts = {
        remark(item, name, told)["text"]
        for item in load_items().values()
        if isinstance(item, Number)
        for name, told in item.feedbacks().items()
    }
    assert "1 witness" in texts
    assert not {text for text in texts if text.startswith("1 ") and text.endswith("s")} - {
        "1 witness"
    }
