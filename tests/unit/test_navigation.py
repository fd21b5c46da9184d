"""What the extension `navigation` reads from the contents of any book, and what a page shows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from sourcework.sphinx.navigation import NavigationEntry, NavigationPart, parts, sections
from sourcework.theme import THEME

Build = Callable[..., Sphinx]

PAGES = {
    "index": """
First
=====

.. toctree::
   :caption: One & two

   one
   Renamed <two>
   Elsewhere <https://example.org/?a=1&lt=2>

.. toctree::

   alone
""",
    "one": """
One
===

.. toctree::

   below

Why *so*?
---------

And then
^^^^^^^^

.. only:: html

   Shown
   -----

What else?
----------
""",
    "below": "Below\n=====\n",
    "two": ":tocdepth: 2\n\nTwo\n===\n\nSection\n-------\n\nToo deep\n^^^^^^^^\n",
    "alone": "Alone\n=====\n\nOther title\n===========\n",
}
LAYOUT = """{% from "navigation.html" import entries, pages with context %}
<nav>{{ pages(book_parts) }}</nav><aside>{{ entries(page_sections) }}</aside>"""


@pytest.fixture
def build(tmp_path: Path) -> Build:
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "layout.html").write_text(LAYOUT, encoding="utf-8")
    settings = {"extensions": ["sourcework.sphinx.navigation"], "html_theme": "basic"}
    settings |= {"templates_path": [str(templates), str(THEME)]}

    def build(**pages: str) -> Sphinx:
        for name, text in pages.items():
            (tmp_path / f"{name}.rst").write_text(text, encoding="utf-8")
        with docutils_namespace():
            app = Sphinx(
                tmp_path, None, tmp_path / "out", tmp_path / "trees", "html", settings, None
            )
            app.build()
        return app

    return build


def page(app: Sphinx, name: str) -> BeautifulSoup:
    text = (Path(app.outdir) / f"{name}.html").read_text(encoding="utf-8")
    return BeautifulSoup(text, "lxml")


def test_parts_have_their_captions_and_pages_those_below_them(build: Build) -> None:
    assert parts(build(**PAGES).env) == [
        NavigationPart("", (NavigationEntry("First", "index"),)),
        NavigationPart(
            "One & two",
            (
                NavigationEntry("One", "one", (NavigationEntry("Below", "below"),)),
                NavigationEntry("Renamed", "two"),
                NavigationEntry("Elsewhere", "https://example.org/?a=1&lt=2"),
            ),
        ),
        NavigationPart("", (NavigationEntry("Alone", "alone"),)),
    ]


def test_sections_stand_below_the_title(build: Build) -> None:
    app = build(**PAGES)
    found = {name: sections(app.env, name, app.tags) for name in [*PAGES, "search"]}
    assert found == {
        "index": (),
        "one": (
            NavigationEntry("Why so?", "#why-so", (NavigationEntry("And then", "#and-then"),)),
            NavigationEntry("Shown", "#shown"),
            NavigationEntry("What else?", "#what-else"),
        ),
        "below": (),
        "two": (NavigationEntry("Section", "#section"),),
        "alone": (NavigationEntry("Alone", "#"), NavigationEntry("Other title", "#other-title")),
        "search": (),
    }


def test_what_the_contents_number_is_numbered_in_the_lists(build: Build) -> None:
    numbered = PAGES["index"].replace("toctree::", "toctree::\n   :numbered:", 1)
    app = build(**PAGES | {"index": numbered})
    assert [each.title for each in parts(app.env)[1].pages] == ["1. One", "2. Renamed", "Elsewhere"]
    assert sections(app.env, "one", app.tags)[0].title == "1.2. Why so?"


def test_the_lists_link_pages_sections_and_other_hosts(build: Build) -> None:
    soup = page(build(**PAGES), "one")
    links = {link.get_text(): link["href"] for link in soup.select("a")}
    assert links == {
        "First": "index.html",
        "One": "#",
        "Below": "below.html",
        "Renamed": "two.html",
        "Elsewhere": "https://example.org/?a=1&lt=2",
        "Alone": "alone.html",
        "Why so?": "#why-so",
        "And then": "#and-then",
        "Shown": "#shown",
        "What else?": "#what-else",
    }
    assert [each.get_text() for each in soup.select("[aria-current=page]")] == ["One"]
    assert [each.get_text() for each in soup.select("h2")] == ["One & two"]


def test_when_a_title_changes_every_page_says_so_and_else_none_is_written(build: Build) -> None:
    def written(app: Sphinx) -> list[int]:
        return [(Path(app.outdir) / f"{name}.html").stat().st_mtime_ns for name in PAGES]

    before = written(build(**PAGES))
    assert written(build()) == before
    app = build(alone="New title\n=========\n")
    assert all("New title" in page(app, name).get_text() for name in PAGES)
