"""What the extension `navigation` reads from the contents of any book."""

from __future__ import annotations

import pytest
from navigation import Entry, Part, parts, sections
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import docutils_namespace

PAGES = {
    "index": """
First
=====

.. toctree::
   :caption: One & two

   one
   Renamed <two>
   Elsewhere <https://example.org/>

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

What else?
----------
""",
    "below": "Below\n=====\n",
    "two": "Two\n===\n\nText.\n",
    "alone": "Alone\n=====\n\nOther title\n===========\n",
}


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> BuildEnvironment:
    folder = tmp_path_factory.mktemp("book")
    for name, text in PAGES.items():
        (folder / f"{name}.rst").write_text(text, encoding="utf-8")
    with docutils_namespace():
        app = Sphinx(folder, None, folder / "out", folder / "trees", "dummy", {}, None)
        app.build()
    return app.env


def test_parts_have_their_captions_and_pages_those_below_them(env: BuildEnvironment) -> None:
    assert parts(env) == [
        Part("", (Entry("First", "index"),)),
        Part(
            "One & two",
            (
                Entry("One", "one", (Entry("Below", "below"),)),
                Entry("Renamed", "two"),
                Entry("Elsewhere", "https://example.org/"),
            ),
        ),
        Part("", (Entry("Alone", "alone"),)),
    ]


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (
            "one",
            (
                Entry("Why so?", "#why-so", (Entry("And then", "#and-then"),)),
                Entry("What else?", "#what-else"),
            ),
        ),
        ("two", ()),
        ("alone", (Entry("Alone", ""), Entry("Other title", "#other-title"))),
        ("search", ()),
    ],
)
def test_sections_stand_below_the_title(
    env: BuildEnvironment, page: str, found: tuple[Entry, ...]
) -> None:
    assert sections(env, page) == found
