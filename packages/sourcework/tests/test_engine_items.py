"""Tests of the items: each kind of response earns what it should, and is told why."""

from __future__ import annotations

from typing import Any

import pytest
from engine_book import Copy

KINDS = ["choice", "choices", "estimate", "mark", "match", "number", "order", "short"]
IN_ORDER = ["bell", "council", "bridge", "printed"]
MARKED = {"nine": "act", "stood": "judgement", "minute": "silence"}
MATCHED = {"ring": "zak", "oars": "bill", "silence": "narrator"}

# case: (item, response, points or none, how many remarks, what the first one begins with)
CASES: dict[str, tuple[str, Any, float | None, int, str]] = {
    "the right one": ("bell/choice-1", "editor", 1, 1, "Brackets mark"),
    "a near one": ("bell/choice-1", "diarist", 0.5, 1, "They stand within"),
    "a wrong one": ("bell/choice-1", "clerk", 0, 1, "He too spoke"),
    "one that is not there": ("bell/choice-1", "nobody", None, 0, ""),
    "no choice": ("bell/choice-1", None, None, 0, ""),
    "all of the right ones": ("ledger/choices-1", ["seat", "rang"], 2, 2, "She says that"),
    "half of the right ones": ("ledger/choices-1", ["rang"], 1, 1, "She says that"),
    "a right and a wrong one": ("ledger/choices-1", ["rang", "sale"], 0, 1, "The page puts"),
    "more wrong than right": ("ledger/choices-1", ["sale", "council"], 0, 2, "The page puts"),
    "the right order": ("bell/order-1", IN_ORDER, 3, 4, "It is the night"),
    "two neighbours changed": (
        "bell/order-1",
        ["council", "bell", "bridge", "printed"],
        2,
        2,
        "It is the night",
    ),
    "the order reversed": ("bell/order-1", IN_ORDER[::-1], 0, 4, "It is the night"),
    "an order cut short": ("bell/order-1", IN_ORDER[:3], None, 0, ""),
    "all matched": ("ledger/match-1", MATCHED, 3, 3, "Ибрагим Саттаров never"),
    "two matched": ("ledger/match-1", MATCHED | {"oars": "odowd"}, 2, 1, "A list made"),
    "all marked": ("bell/mark-1", MARKED, 3, 3, "He says what"),
    "one marked": ("bell/mark-1", {"nine": "act"}, 1, 2, "It tells how"),
    "the right number": ("bell/number-1", 90, 2, 1, "From nine to half"),
    "the same number with a point": ("bell/number-1", 90.0, 2, 1, "From nine to half"),
    "a number of a known mistake": ("bell/number-1", 150, 0, 1, "You began at eight"),
    "another number": ("bell/number-1", -7, 0, 1, "Take the two hours"),
    "a low estimate": ("bell/estimate-1", 40, None, 1, "You do not take"),
    "a high estimate": ("bell/estimate-2", 41, None, 1, "You need an hour"),
    "no estimate at all": ("bell/estimate-1", 101, None, 0, ""),
    "words": ("bell/short-1", "A note from another ear.", None, 0, ""),
}


@pytest.fixture(scope="module")
def told(book: Copy) -> dict[str, Any]:
    """Return what the engine says of all the responses."""
    asked = [[item, response] for item, response, *_ in CASES.values()]
    answer: dict[str, Any] = book.ask("engine_answers.py", asked)
    return answer


def test_the_book_has_items_of_every_kind(told: dict[str, Any]) -> None:
    assert told["bank"] == KINDS
    assert [*told["graded"], "short"] == KINDS, "a person marks what is written"
    assert {each["kind"] for each in told["judged"]} == set(KINDS)


@pytest.mark.parametrize("number", range(len(CASES)), ids=CASES)
def test_a_response_earns_what_it_should_and_is_told_why(number: int, told: dict[str, Any]) -> None:
    _, _, points, remarks, begins = list(CASES.values())[number]
    found = told["judged"][number]
    assert found["score"] == points
    assert found["rows"] == 1, "the attempt is remembered, whatever it says"
    assert len(found["told"]) == remarks
    assert not remarks or found["told"][0].startswith(begins)
