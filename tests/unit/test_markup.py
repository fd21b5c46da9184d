"""What the extension `markup` writes, and what it leaves out."""

from __future__ import annotations

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from PIL import Image
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from sourcework.sphinx.html_cleanup import plain_table, scrolls

TEXT = """
Title
=====

See `there <https://example.org/>`_, and `Another`_.

.. container:: cell

   Text.

.. image:: red.png
   :alt: red

.. image:: drawn.svg
   :alt: drawn

.. image:: free.svg
   :alt: as wide as there is room

.. image:: red.png
   :alt: by its height
   :height: 10px

.. image:: red.png
   :alt: by its width
   :width: 50%

.. image:: broken.svg
   :alt: no drawing

Another
-------
"""
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 9 9"/>'


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> BeautifulSoup:
    folder = tmp_path_factory.mktemp("book")
    (folder / "index.rst").write_text(TEXT, encoding="utf-8")
    Image.new("RGB", (30, 20), "red").save(folder / "red.png")
    (folder / "drawn.svg").write_text(DRAWING.format("72pt", "36pt"), encoding="utf-8")
    (folder / "broken.svg").write_text("<svg", encoding="utf-8")
    (folder / "free.svg").write_text(DRAWING.format("100%", "100%"), encoding="utf-8")
    settings = {"extensions": ["sourcework.sphinx.html_cleanup"]}
    with docutils_namespace():
        Sphinx(folder, None, folder / "out", folder / "trees", "html", settings, None).build()
    text = (folder / "out/index.html").read_text(encoding="utf-8")
    return BeautifulSoup(text, "lxml")


def test_links_and_boxes_have_no_names_that_no_style_mentions(page: BeautifulSoup) -> None:
    links = page.select("section p > a")
    assert [link["href"] for link in links] == ["https://example.org/", "#another"]
    assert not any(link.get("class") for link in links)
    assert page.select_one("div.cell")["class"] == ["cell"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("alternative", "width", "height"),
    [
        ("red", "30", "20"),
        ("drawn", "96", "48"),
        ("by its width", "30", "20"),
        ("by its height", None, None),
        ("as wide as there is room", None, None),
        ("no drawing", None, None),
    ],
)
def test_a_picture_says_how_large_it_is_and_waits(
    page: BeautifulSoup, alternative: str, width: str | None, height: str | None
) -> None:
    picture = page.find("img", alt=alternative)
    assert picture
    assert (picture.get("width"), picture.get("height")) == (width, height)
    assert picture.get("loading") == ("lazy" if width else None)


def test_a_table_of_pandas_keeps_all_but_its_style_and_has_its_days_marked() -> None:
    frame = pd.DataFrame({"date": ["1923-03-05", "1923-03", None], "what": ["a < b", "é", "–"]})
    text = plain_table(frame._repr_html_())
    soup = BeautifulSoup(text, "html.parser")
    assert not soup.select("style, [style]")
    assert soup.select("div") == [soup.find()]
    cells = [[cell.get_text() for cell in row("td")] for row in soup.select("tbody tr")]
    assert cells == frame.fillna("NaN").to_numpy().tolist()
    assert [cell.get_text() for cell in soup.select("td.day")] == ["1923-03-05"]


def test_several_tables_of_pandas_and_what_stands_around_them_stay() -> None:
    one = pd.DataFrame({"a": [1]})._repr_html_()
    other = '<table class="mine"><tr style="color: red"><td>1923-03-05</td></tr></table>'
    soup = BeautifulSoup(plain_table(f"<!-- two -->Two: {one}{one}{other}"), "html.parser")
    assert soup.get_text().split() == ["Two:", "a", "0", "1", "a", "0", "1", "1923-03-05"]
    assert not soup.select("style, .day")
    assert soup.select_one(".mine tr[style='color: red']")


@pytest.mark.parametrize(
    ("shown", "does"),
    [
        ("<table><tr><td>a</td></tr></table>", True),
        ("<div><table><tr><td>a</td></tr></table></div>", True),
        ("<section><p>x</p><table><tr><td>a</td></tr></table></section>", True),
        ('<div><table class="dataframe dossier-x"><tr><td>a</td></tr></table></div>', True),
        ('<section class="dossier-note"><table><tr><td>a</td></tr></table></section>', False),
        ("<p>No table.</p>", False),
        ("", False),
    ],
)
def test_a_table_that_a_cell_shows_scrolls_unless_a_widget_has_it(shown: str, does: bool) -> None:
    assert scrolls(shown) == does
