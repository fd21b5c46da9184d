"""Cells of tables: numbers as people write them, and texts that no spreadsheet calculates."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sourcework.grading.gradebooks.numbers import worded_number
from sourcework.grading.store.spreadsheets import guarded, number, printable, unguarded


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (0, "0"),
        (30.0, "30"),
        (100, "100"),
        (0.1 + 0.2, "0.3"),
        (8.625, "8.63"),
        (2.125, "2.13"),
        (2.675, "2.68"),
        (2.674, "2.67"),
        (-0.125, "-0.13"),
        (1e300, f"1{'0' * 300}"),
    ],
)
def test_a_number_has_two_decimals_at_most_and_a_half_goes_up(
    value: float | None, text: str
) -> None:
    assert number(value) == text
    if value is not None:
        assert worded_number(value) == text
        assert worded_number(value, comma=True) == text.replace(".", ",")


@pytest.mark.parametrize("space", ["", " ", "\n", "\ufeff"])
@pytest.mark.parametrize("sign", [*"=+-@\t\r", *"＝＋－＠"])
def test_no_text_is_a_formula_and_what_was_written_is_read(sign: str, space: str) -> None:
    text = f"{space}{sign}cmd|' /C calc'!A0"
    assert guarded(text).startswith("'")
    assert unguarded(guarded(text)) == text


_PARTS = st.lists(st.sampled_from([*"=+-@＝ '\"ab;,|\t\r\n", "\u2003", "\ufeff"]), max_size=12)


@settings(deadline=None)
@given(_PARTS.map("".join))
@example("eve;=1+1")
@example("eve\t=1+1")
@example('a;"=1')
@example("\n=1")
@example("'=1")
def test_no_text_is_a_formula_by_whatever_a_spreadsheet_divides_it(text: str) -> None:
    cell = guarded(text)
    for part in re.split(r"[,;|\t\r\n]", cell):
        assert part.strip(' \u2003\ufeff"')[:1] not in tuple("=+-@＝"), cell
    assert unguarded(cell) == printable(text)


@pytest.mark.parametrize("text", ["", "Ann", "1 = 1", "O'Neil", "'quoted'"])
def test_other_texts_are_left_alone(text: str) -> None:
    assert guarded(text) == unguarded(text) == text
