"""The tables are typed, ordered and large enough for the chapters."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcework import tables
from sourcework.dates import first_day, is_real, precision, spoken, unbroken
from sourcework.display import stylesheet
from sourcework.listings import KNOWN, Listing
from sourcework.paths import DATA


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("id,name\na,café\n".encode("cp1252"), ["line 2", "not UTF-8", "save it as UTF-8"]),
        ("id,name\na,b\n".encode("utf-16"), ["line 1", "not UTF-8", "save it as UTF-8"]),
        (b"id;name\na;b\n", ["line 1", "no commas", "separate the cells by commas"]),
        (b"id;name\na;b, c, and d\n", ["line 1", "no commas", "separate the cells by commas"]),
        (b"id\tname\na\tb\n", ["line 1", "no commas", "separate the cells by commas"]),
        (b"key,name\na,b\n", ["line 1", 'no column "id"', "datapackage.json"]),
        (b"", ["line 1", "no commas"]),
        (b"id,name\na,b\na,b,c,d\n", ["line 3", "quotation marks"]),
    ],
)
def test_a_table_that_cannot_be_read_is_the_only_one_to_blame(
    tmp_path: Path, content: bytes, said: list[str]
) -> None:
    shutil.copy(DATA / "datapackage.json", tmp_path)
    for name in tables.names():
        (tmp_path / f"{name}.csv").write_bytes(b"id,name\na,b\n")
    (tmp_path / "people.csv").write_bytes(content)
    (fault,) = tables.faults(tmp_path)
    for words in ("people.csv", *said):
        assert words in str(fault)


def test_a_table_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    shutil.copy(DATA / "datapackage.json", tmp_path)
    for name in tables.names():
        (tmp_path / f"{name}.csv").write_bytes(b"\xef\xbb\xbfid,name\r\na,b\r\n")
    assert not list(tables.faults(tmp_path))


def test_a_listing_shows_numbers_as_texts() -> None:
    frame = pd.DataFrame({"n": [1, 2], "share": [0.5, 1.5], "when": ["17 March 1923", "later"]})
    assert Listing("Numbers", frame).groups == [
        ("", [["1", "0.5", "17\u00a0March\u00a01923"], ["2", "1.5", "later"]])
    ]
    assert "<td>2</td>" in Listing("Numbers", frame[["n"]]).html()
    assert "<td>0.5</td>" in Listing("Numbers", frame[["n", "share"]], grouped=True).html()


def test_events_are_in_order_and_at_least_35_fall_in_the_years_of_the_book() -> None:
    events = tables.events()
    assert events["date"].is_monotonic_increasing
    assert len(events[events["date"].dt.year.between(1921, 1924)]) >= 35
    assert pd.api.types.is_datetime64_any_dtype(events["date"])


def test_chains_start_without_a_gap_and_end_at_the_page() -> None:
    for _, chain in tables.links().groupby("chain"):
        assert list(chain["position"]) == list(range(1, len(chain) + 1))
        assert chain["gap_years"].iloc[0] == 0
        assert chain["written_date"].iloc[-1] == "2016-11-25"


def test_gaps_are_the_years_between_the_dates() -> None:
    links = tables.links()
    for _, chain in links.groupby("chain"):
        between = chain["date"].diff().dt.days.div(365.25).fillna(0)
        assert (between - chain["gap_years"]).abs().max() <= 1


def test_every_claim_has_evidence_and_names_what_is_missing() -> None:
    bearings = tables.evidence().groupby("claim")["bearing"].agg(set)
    assert set(bearings.index) == set(tables.claims().index)
    assert [claim for claim, each in bearings.items() if not {"for", "missing"} <= each] == []


def test_tables_handed_out_are_copies() -> None:
    handed_out = tables.people()
    handed_out.loc["lenin", "name"] = "somebody else"
    assert tables.people().loc["lenin", "name"] == "Vladimir Lenin"


@pytest.mark.parametrize(
    ("later", "earlier", "days"),
    [
        ("1923-01-04-postscript", "1922-12-24-two-leaders", 11),
        ("1923-03-05-letter-stalin", "1923-01-04-postscript", 60),
        ("1923-03-17-poison-request", "1923-03-05-letter-stalin", 12),
        ("1923-03-17-poison-request", "1923-01-04-postscript", 72),
        ("1923-03-17-poison-request", "1923-03-10-third-stroke", 7),
        ("1924-01-21-lenin-dies", "1923-08-09-bazhanov-appointed", 165),
    ],
)
def test_the_date_arithmetic_of_the_chapters(later: str, earlier: str, days: int) -> None:
    events = tables.events()
    assert (events.loc[later, "date"] - events.loc[earlier, "date"]).days == days


@given(st.dates(), st.sampled_from([4, 7, 10]))
def test_a_cut_of_a_real_date_is_a_real_partial_date(day, length: int) -> None:  # type: ignore[no-untyped-def]
    date = day.isoformat()[:length]
    assert is_real(date)
    assert first_day(date) <= day
    assert str(day.year) in spoken(date)
    assert precision(date) == {4: "year", 7: "month", 10: "day"}[length]


@pytest.mark.parametrize(
    ("date", "how", "prose"),
    [
        ("1923-03-17", None, "17 March 1923"),
        ("1956-06", None, "June 1956"),
        ("1960", "about", "about 1960"),
        ("1920", "decade", "the 1920s"),
    ],
)
def test_dates_are_written_as_prose_writes_them(date: str, how: str | None, prose: str) -> None:
    assert spoken(date, how) == prose


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("17 March 1923", "17\u00a0March\u00a01923"),
        ("after June 1956", "after June\u00a01956"),
        ("17 April 1923 to 25 April 1923", "17\u00a0April\u00a01923 to 25\u00a0April\u00a01923"),
        ("1956", "1956"),
        ("On 17 March 1923 he asked.", "On 17 March 1923 he asked."),
    ],
)
def test_a_cell_that_is_a_date_keeps_its_parts_together(cell: str, shown: str) -> None:
    assert unbroken(cell) == shown


def test_where_there_is_no_room_a_date_may_lose_its_year_to_the_next_line() -> None:
    assert unbroken("17 March 1923", year=False) == "17\u00a0March 1923"
    assert unbroken("June 1956", year=False) == "June 1956"


@pytest.mark.parametrize("date", ["1923-02-30", "1923-13", "23", "yesterday", "1923-3-5"])
def test_dates_that_do_not_exist_are_refused(date: str) -> None:
    assert not is_real(date)


@pytest.mark.parametrize(("headings", "name"), KNOWN.items())
def test_the_style_knows_the_headings_that_tables_do_not_bring(
    headings: tuple[str, ...], name: str
) -> None:
    rules = re.findall(r"([^{}]+)\{([^{}]*--h2:[^{}]*)\}", stylesheet("content.css"))
    [told] = [told for where, told in rules if f".dossier-{name}" in where]
    known = re.findall(r'--h(\d): "([^"]*)"', told)
    assert known == [(str(number), each) for number, each in enumerate(headings, 1) if number > 1]
