"""The pages of `_toc.yml`, at any depth, in reading order; and what is made of nested ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from sourcework.publish.lite.chapter_notebooks import chapters
from sourcework.publish.printed_chapters import read_chapters
from sourcework.publish.printed_document import document
from sourcework.settings import settings
from sourcework.toc import listed

KEY = settings().pages.answers

ROOT = Path(__file__).resolve().parents[2]
NESTED = """\
root: book/index
parts:
- caption: One
  chapters:
  - file: book/a
    sections:
    - file: book/b
      sections:
      - file: book/c
    - file: book/d
- caption: Two
  chapters:
  - file: book/e
"""
LISTED = {
    "pages below pages, before the next chapter": (
        NESTED,
        [("", "index"), ("One", "a"), ("One", "b"), ("One", "c"), ("One", "d"), ("Two", "e")],
    ),
    "chapters and no parts": (
        "root: book/index\nchapters:\n- file: book/a\n  sections: [{file: book/b}]\n",
        [("", "index"), ("", "a"), ("", "b")],
    ),
    "an article": (
        "format: jb-article\nroot: book/index\nsections:\n- file: book/a\n",
        [("", "index"), ("", "a")],
    ),
    "addresses are no pages": (
        "root: book/index\nparts:\n- caption: One\n  chapters:\n"
        "  - {url: 'https://example.org', title: There}\n  - file: book/a\n",
        [("", "index"), ("One", "a")],
    ),
    "a part without a caption": (
        "root: book/index\nparts:\n- chapters: [{file: book/a}]\n",
        [("", "index"), ("", "a")],
    ),
    "a part below a page": (
        "root: book/index\nparts:\n- caption: One\n  chapters:\n  - file: book/a\n    subtrees:\n"
        "    - caption: Within\n      sections: [{file: book/b}]\n  - file: book/c\n",
        [("", "index"), ("One", "a"), ("One", "b"), ("One", "c")],
    ),
    "names with their endings": (
        "root: book/index.md\nchapters: [{file: book/a.md}]\n",
        [("", "index"), ("", "a")],
    ),
    "a pattern, for what no line names before it": (
        "root: book/index\nparts:\n- caption: One\n  chapters:\n  - file: book/b\n"
        "  - {glob: 'book/*'}\n",
        [("", "index"), ("One", "b"), ("One", "a"), ("One", "c")],
    ),
    "one page": ("root: book/index\n", [("", "index")]),
}
ODD = (
    "",
    "parts: 1",
    "- a",
    "root: [a]",
    "root: a\nparts: [b, {chapters: {file: c}}, {chapters: d}]",
)
SOURCE = "---\nkernelspec: {name: python3}\n---\n# The page\n"
BUILT = '<article class="bd-article"><section id="top"><h1>{}</h1>{}</section></article>'


def write(root: Path, file: str, text: str) -> None:
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    (root / file).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("case", LISTED)
def test_the_printed_book_has_every_page_in_reading_order(tmp_path: Path, case: str) -> None:
    toc, pages = LISTED[case]
    write(tmp_path, "_toc.yml", toc)
    for _, name in pages:
        write(tmp_path, f"book/{name}.md", SOURCE)
        write(tmp_path, f"_build/html/book/{name}.html", BUILT.format(name, ""))
    assert [(each.part, each.name) for each in read_chapters(tmp_path)] == pages


@pytest.mark.parametrize("case", LISTED)
def test_the_browser_s_notebooks_have_every_page_in_reading_order(
    tmp_path: Path, case: str
) -> None:
    toc, pages = LISTED[case]
    write(tmp_path, "_toc.yml", toc)
    for _, name in pages:
        write(tmp_path, f"book/{name}.md", SOURCE)
    assert [each.name for each in chapters(tmp_path)] == [name for _, name in pages]


@pytest.mark.parametrize("toc", ODD)
def test_contents_that_are_not_as_they_should_be_are_left_to_the_build(
    tmp_path: Path, toc: str
) -> None:
    write(tmp_path, "_toc.yml", toc)
    assert listed(tmp_path) == ({"a": ""} if "root: a" in toc else {})


def test_the_browser_s_notebooks_are_made_of_markdown_alone(tmp_path: Path) -> None:
    write(tmp_path, "_toc.yml", "root: a\nchapters: [{file: b}, {file: c}]\n")
    for file, text in (("a.md", SOURCE), ("b.ipynb", '{"cells": []}'), ("c.rst", "A page\n======")):
        write(tmp_path, file, text)
    assert [each.name for each in chapters(tmp_path)] == ["a"]


def printed(root: Path, pages: dict[str, str]) -> BeautifulSoup:
    """Join a small book: the pages below `book/deep` lie in a folder of their own."""
    sections = "".join(f"    - file: {page}\n" for page in pages)
    write(
        root,
        "_toc.yml",
        f"""\
root: book/index
parts:
- caption: One
  chapters:
  - file: book/a
    sections:
{sections}- caption: Two
  chapters: [{{file: book/{KEY}}}]
""",
    )
    for name in ("_config.yml", "pyproject.toml", "sourcework.yml"):
        write(root, name, (ROOT / name).read_text(encoding="utf-8"))
    key = '<section id="book-deep-b-fold-1"></section><section id="answer-a-choice-1"></section>'
    for page, body in {"book/index": "", "book/a": "", f"book/{KEY}": key, **pages}.items():
        write(root, f"_build/html/{page}.html", BUILT.format(page, body))
    return document(root)


FOLD = "<details><summary>Guess</summary><p>{}</p></details>"


def test_a_page_below_another_points_to_the_key_and_has_ids_of_its_own(tmp_path: Path) -> None:
    question = (
        '<div class="dossier-question" id="question-a-choice-1">'
        '<p class="dossier-question-label">Question 1</p></div>'
    )
    whole = printed(
        tmp_path,
        {
            "book/deep/b": FOLD.format("folded") + question,
            "book/deep/a": '<p>a <a href="b.html#top">b</a></p>',
        },
    )
    ids = [str(each["id"]) for each in whole.find_all(id=True)]
    assert len(ids) == len(set(ids)), "an id is there twice"
    inside = [str(each["href"])[1:] for each in whole.select('a[href^="#"]')]
    assert set(inside) <= set(ids)
    assert {f"{KEY}--book-deep-b-fold-1", f"{KEY}--answer-a-choice-1", "b--top"} <= set(inside)
    listed = [each.get_text() for each in whole.select(".book-contents li")]
    assert listed == [
        *("book/index", "book/a", "book/deep/b", "book/deep/a"),
        *("How do we know?", f"book/{KEY}"),
    ]


def test_a_book_without_a_key_ends_with_how_we_know(tmp_path: Path) -> None:
    printed(tmp_path, {})
    write(tmp_path, "_toc.yml", "root: book/index\nchapters: [{file: book/a}]\n")
    listed = [each.get_text() for each in document(tmp_path).select(".book-contents li")]
    assert listed == ["book/index", "book/a", "How do we know?"]


def test_what_the_key_does_not_have_stays_on_its_page(tmp_path: Path) -> None:
    whole = printed(tmp_path, {"book/deep/c": FOLD.format("nowhere else")})
    fold = whole.select_one("details[open]")
    assert fold is not None
    assert "nowhere else" in fold.get_text()
    assert not whole.select(f'a[href^="#{KEY}--book-deep-c"]')
