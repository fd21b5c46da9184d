"""Tests of the figures on the small book: drawn to scale, told in words, shown in a notebook."""

from __future__ import annotations

import csv
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from engine_book import BOOK, Copy

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ["delay", "gauge", "chain-ledger", "chain-diary"]
Drawn = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def drawn(book: Copy) -> Drawn:
    found: Drawn = book.ask("engine_figures.py", None)
    assert list(found) == NAMES
    return found


def rows(table: str) -> list[dict[str, str]]:
    with (BOOK / f"book/data/{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def elements(svg: str, tag: str) -> list[Element]:
    return list(ElementTree.fromstring(svg).iter(f"{SVG}{tag}"))


def sizes(svg: str, key: str) -> list[float]:
    """Return one measure of all bars of a drawing, from the top."""
    bars = sorted(elements(svg, "rect"), key=lambda bar: float(bar.attrib["y"]))
    return [float(bar.attrib[key]) for bar in bars]


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_has_a_title_and_its_text_and_real_words(drawn: Drawn, name: str) -> None:
    root = ElementTree.fromstring(drawn[name]["svg"])
    title, desc = root[0], root[1]
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == f"{title.attrib['id']} {desc.attrib['id']}"
    assert (title.attrib["id"], desc.attrib["id"]) == (f"{name}-title", f"{name}-desc")
    assert desc.text == drawn[name]["alt"].replace("'", "’")
    assert all(each.text for each in root.iter(f"{SVG}text"))


def test_a_bar_is_as_long_as_its_reading_is_high(drawn: Drawn) -> None:
    feet = [float(row["feet"]) for row in rows("readings")]
    assert sizes(drawn["gauge"]["svg"], "width") == [20 * each for each in feet]


def test_a_print_for_some_readers_is_marked_and_told(drawn: Drawn) -> None:
    told = "printed before for some readers (June 1958, for the guests of the opening)."
    assert told in drawn["delay"]["alt"]
    assert "Printed before, for some readers" in drawn["delay"]["text/html"]
    assert "for the guests of the opening" in drawn["delay"]["svg"]


@pytest.mark.parametrize("chain", ["ledger", "diary"])
def test_a_silence_is_as_long_as_its_years(drawn: Drawn, chain: str) -> None:
    links = [row for row in rows("links") if row["chain"] == chain]
    svg = drawn[f"chain-{chain}"]["svg"]
    gaps = [float(link["gap_years"]) for link in links if link["gap_years"] != "0"]
    assert sizes(svg, "height") == [2 * gap for gap in gaps]
    marks = [float(mark.attrib["cy"]) for mark in elements(svg, "circle")]
    assert (len(marks), marks) == (len(links), sorted(marks))


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_shows_the_drawing_with_its_style_and_its_table(drawn: Drawn, name: str) -> None:
    html = drawn[name]["text/html"]
    assert html.startswith("<style>:root")
    assert drawn[name]["svg"] in html
    assert "<table" in html
    for kind in ("text/markdown", "text/plain"):
        assert drawn[name]["alt"] in drawn[name][kind]
