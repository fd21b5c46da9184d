"""Words of the search index, which stand apart in the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docutils import nodes
from docutils.utils import new_document
from sphinx.testing.util import SphinxTestApp

from sourcework.sphinx.search_words import apart, spaced


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<td>first stands</td><td>a second</td>", ["first", "stands", "a", "second"]),
        ("<p>Moscow.<br>The note</p>", ["Moscow.", "The", "note"]),
        ("<h3>The order</h3><p>Sort", ["The", "order", "Sort"]),
        ("<li>one</li><li>two</li>", ["one", "two"]),
        ("<text x='1'>Jan</text><TEXT>Feb</TEXT>", ["Jan", "Feb"]),
        ("too <em>rude</em>ly, <b>un</b>seen", ["too", "rudely,", "unseen"]),
        ("1 < 2 and <i>b</i>", ["1", "<", "2", "and", "b"]),
    ],
)
def test_only_tags_of_blocks_part_words(html: str, words: list[str]) -> None:
    assert re.sub("<[a-zA-Z/][^<]*?>", "", apart(html)).split() == words


def test_the_page_itself_is_left_as_it_is() -> None:
    page = new_document("page")
    page += nodes.raw("", "<td>a</td><td>b</td>", format="html")
    assert spaced(page).astext() == " <td>a </td> <td>b </td>"
    assert page.astext() == "<td>a</td><td>b</td>"


def test_a_word_that_no_page_has_any_more_leaves_the_index(tmp_path: Path) -> None:
    page = tmp_path / "index.rst"
    (tmp_path / "conf.py").write_text("extensions = ['sourcework.sphinx.search_words']\n")
    for word, gone in (("archive", "letter"), ("letter", "archive")):
        page.write_text(f"Page\n====\n\nAn {word}.\n")
        app = SphinxTestApp("html", srcdir=tmp_path)
        app.build()
        app.cleanup()
        index = (Path(app.outdir) / "searchindex.js").read_text()
        assert word[:6] in index
        assert gone[:6] not in index
