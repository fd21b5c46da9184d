"""Figures: well-formed, drawn from the tables, in the page's colours, and told in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import Copy

from dossier import figures, tables
from dossier.errors import DataError
from dossier.figures.svg import Figure

CHAINS = sorted(set(tables.links()["chain"]))
DRAWN: dict[str, Callable[[], Figure]] = {
    "timeline": figures.timeline,
    "march_1923": figures.march_1923,
    "politburo": figures.politburo,
    "delay": figures.delay,
} | {f"chain {name}": (lambda name=name: figures.chain(name)) for name in CHAINS}
STYLE = (Path(__file__).resolve().parents[2] / "book/_static/figures.css").read_text(
    encoding="utf-8"
)


@pytest.fixture(scope="module", params=DRAWN)
def figure(request: pytest.FixtureRequest) -> Figure:
    return DRAWN[request.param]()


def elements(figure: Figure) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(figure.svg).iter())


def test_a_figure_says_in_words_what_it_shows(figure: Figure) -> None:
    root = ElementTree.fromstring(figure.svg)
    assert root.get("role") == "img"
    named = {element.get("id"): element.text for element in root}
    assert [named[name] for name in str(root.get("aria-labelledby")).split()] == [
        figure.title,
        figure.alt,
    ]
    assert len(figure.alt.split()) > 15
    assert len(figure.table) > 1
    page = figure._repr_mimebundle_()["text/html"]
    assert all(str(cell) in page for cell in figure.table.columns)


def test_a_figure_uses_the_colours_of_the_page(figure: Figure) -> None:
    painted = [
        value
        for element in elements(figure)
        for value in re.findall(r"(?:fill|stroke): ([^;]+)", element.get("style", ""))
    ]
    assert painted
    assert not [value for value in painted if value != "none" and not value.startswith("var(")]


def test_text_is_text_and_large_enough_to_read(figure: Figure) -> None:
    texts = [element for element in elements(figure) if element.tag.endswith("}text")]
    sizes = [float(re.search(r"font-size: ([\d.]+)px", t.get("style", ""))[1]) for t in texts]  # type: ignore[index]
    width = float(ElementTree.fromstring(figure.svg).get("viewBox", "").split()[2])
    assert texts
    assert min(sizes) * figure.most_width / width >= 11


def test_drawing_twice_gives_the_same(figure: Figure) -> None:
    again = next(draw() for draw in DRAWN.values() if draw().name == figure.name)
    assert again.svg == figure.svg


def test_ids_are_unique_among_all_figures() -> None:
    ids = [
        element.get("id")
        for draw in DRAWN.values()
        for element in elements(draw())
        if element.get("id")
    ]
    assert len(ids) == len(set(ids))


def test_references_inside_a_figure_resolve(figure: Figure) -> None:
    ids = {element.get("id") for element in elements(figure)}
    used = set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', figure.svg))
    assert {name for pair in used for name in pair if name} <= ids


def test_an_unknown_chain_is_named_with_the_known_ones() -> None:
    with pytest.raises(DataError, match=r"links\.csv.*nothing.*poison"):
        figures.chain("nothing")


def test_the_days_show_the_order_of_the_documents() -> None:
    table = figures.march_1923().table
    assert list(table["By the documents"]) == [
        "5 March 1923",
        "10 March 1923",
        "17 March 1923",
        "21 March 1923",
    ]
    assert list(table["By the page"])[2] == "February 1923"


def test_the_politburo_count_follows_the_table(copy: Copy) -> None:
    ask = "from dossier import figures; print(figures.politburo().alt)"
    assert "5 were shot" in copy.run("-c", ask).stdout
    copy.replace(
        "book/data/people.csv",
        "1946,Formal head of state; candidate of the Politburo.,candidate,natural",
        "1946,Formal head of state; candidate of the Politburo.,candidate,shot",
    )
    assert "6 were shot" in copy.run("-c", ask).stdout


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_figure_colours_have_contrast(theme: str) -> None:
    block = re.search(rf'html\[data-theme="{theme}"\] \{{(.*?)\}}', STYLE, re.S)
    assert block
    colours = dict(re.findall(r"--figure-(\w+): (#\w+)", block[1]))
    for text in ("ink", "faint"):
        for ground in ("paper", "wash"):
            assert contrast(colours[text], colours[ground]) >= 4.5
    for mark in ("accent", "rule"):
        assert contrast(colours[mark], colours["paper"]) >= 3


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio of two colours."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (
            p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
