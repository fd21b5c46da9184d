"""Tests of the evidence on a claim: as a table that tells its sides, and as a question."""

from __future__ import annotations

import json

import pytest
from engine_book import Copy

CLAIMS = "'bell/claim-1', 'bell/claim-2'"


@pytest.fixture(scope="module")
def shown(book: Copy) -> dict[str, list[list[str]]]:
    """Return the cells of the tables with its sides and without, of the sides, and of one row."""
    code = (
        "import json; from sourcework import evidence_sides, evidence_table;"
        f"all = [evidence_table({CLAIMS}), evidence_table({CLAIMS}, sides=False),"
        f" evidence_sides({CLAIMS}),"
        f" evidence_table({CLAIMS}, sides=False, only=['bell/claim-2/e1'])];"
        "print(json.dumps([[list(map(str, row)) for row in "
        "[each.frame.columns, *each.frame.to_numpy()]] for each in all]))"
    )
    told, asked, sides, one = json.loads(book.run("-c", code))
    return {"told": told, "asked": asked, "sides": sides, "one": one}


def test_the_question_has_the_same_pieces_and_says_of_none_which_way_it_points(
    shown: dict[str, list[list[str]]],
) -> None:
    assert shown["told"][0] == ["Claim", "For or against", "Evidence", "Kind", "Where"]
    assert shown["asked"][0] == ["Claim", "No.", "Evidence", "Kind", "Where"]
    told, asked = shown["told"][1:], shown["asked"][1:]
    assert sorted(row[2] for row in told) == sorted(row[2] for row in asked)
    assert [row[1] for row in asked] == [str(number + 1) for number in range(len(asked))]
    assert not any("speaks" in cell for row in asked for cell in row)
    missing = [row[2] for row in told if row[1] == "is missing"]
    assert [row[2] for row in asked if row[3] == "is missing"] == missing


def test_the_sides_name_each_piece_once_where_the_table_has_it(
    shown: dict[str, list[list[str]]],
) -> None:
    pieces = {row[1]: row[2] for row in shown["asked"][1:]}
    way = {row[2]: row[1] for row in shown["told"][1:]}
    heads, *rows = shown["sides"]
    assert heads == ["Claim", "Speaks for it", "Speaks against it", "Is missing"]
    named = [
        (number, head.lower())
        for row in rows
        for head, cell in zip(heads[1:], row[1:], strict=True)
        for number in cell.split(", ")
        if number != "—"
    ]
    assert sorted(number for number, _ in named) == sorted(pieces)
    assert all(way[pieces[number]] == side for number, side in named)


def test_a_row_that_stands_alone_has_the_number_that_it_has_among_all(
    shown: dict[str, list[list[str]]],
) -> None:
    heads, *rows = shown["one"]
    assert heads == shown["asked"][0]
    assert len(rows) == 1
    assert rows[0] in shown["asked"]
    assert rows[0][1] != "1"
