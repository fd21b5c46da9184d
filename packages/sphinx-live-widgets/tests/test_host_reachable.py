"""Which files of a built book are found: those that somebody can reach, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_live_widgets.reachable import needed


def book(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("mention", "file"),
    [
        ('<meta http-equiv="refresh" content="0; url=book/first.html">', "book/first.html"),
        ('<a href="book/first.html#place">', "book/first.html"),
        ('<a href="search.html?q=word">', "search.html"),
        ('<script defer src="./_static/page.js?v=1a2b"></script>', "_static/page.js"),
        ('<img srcset="_images/small.png 1x, _images/large.png 2x">', "_images/large.png"),
        ('<a href="_downloads/the%20table.csv">', "_downloads/the table.csv"),
        ("<style>.a { background: url(_static/file.svg) }</style>", "_static/file.svg"),
    ],
)
def test_what_a_page_mentions_is_needed(tmp_path: Path, mention: str, file: str) -> None:
    assert file in needed(book(tmp_path, {"index.html": mention, file: ""}))


@pytest.mark.parametrize(
    ("name", "text", "file"),
    [
        ("_static/book.css", '@import "more.css";', "_static/more.css"),
        ("_static/book.css", "src: url(../fonts/serif.woff2)", "fonts/serif.woff2"),
        ("_static/book.js", 'load(root + "searchindex.js")', "searchindex.js"),
        ("_static/book.js", "load(folder + 'late.css')", "_static/late.css"),
        ("site.webmanifest", '{"src": "icons/192.png"}', "icons/192.png"),
    ],
)
def test_what_a_needed_file_mentions_is_needed(
    tmp_path: Path, name: str, text: str, file: str
) -> None:
    files = {"index.html": f'<link href="{name}">', name: text, file: ""}
    assert needed(book(tmp_path, files)) == sorted(files)


def test_the_widgets_are_needed_with_their_host(tmp_path: Path) -> None:
    folder = "_static/live-widgets"
    files = {f"{folder}/host.js": "", f"{folder}/module-0123.js": ""}
    assert needed(book(tmp_path / "without", {"index.html": "", **files})) == ["index.html"]
    page = f'<script src="{folder}/host.js"></script>'
    assert needed(book(tmp_path / "with", {"index.html": page, **files})) == [*files, "index.html"]


def test_what_nobody_can_reach_is_not_needed(tmp_path: Path) -> None:
    files = {
        "index.html": '<script src="page.js"></script> <a href="https://example.org/old.html">',
        "page.js": '//# sourceMappingURL=page.js.map\nregister("sw.js")',
        "page.js.map": "",
        "sw.js": '{"old.html": "sha"}',
        "old.html": "",
        "objects.inv": "",
        ".buildinfo": "",
    }
    assert needed(book(tmp_path, files)) == ["index.html", "page.js", "sw.js"]


def test_what_some_pages_need_leaves_out_other_pages_and_their_widgets(tmp_path: Path) -> None:
    widgets = "_static/live-widgets"
    states = f"{widgets}/states-0123456789abcdef.js"
    page = (
        f'<a href="other.html"><img src="own.svg"><script src="{widgets}/host.js" '
        'data-states="states-0123456789abcdef.js"></script><live-widget data-module=89abcdef>'
    )
    own = {
        "page.html": page,
        "own.svg": "",
        f"{widgets}/host.js": "",
        states: '{"1": {"module": "01234567"}}',
        f"{widgets}/module-01234567.js": "",
        f"{widgets}/module-89abcdef.js": "",
    }
    others = {
        "index.html": "",
        "other.html": '<img src="other.svg">',
        "other.svg": "",
        f"{widgets}/module-fedcba98.js": "",
    }
    folder = book(tmp_path, own | others)
    assert needed(folder, ["page.html"]) == sorted(own)


def test_pages_that_only_servers_and_workers_show_are_needed(tmp_path: Path) -> None:
    files = {"404.html": "", "index.html": "", "offline.html": ""}
    assert needed(book(tmp_path, files)) == sorted(files)


def test_without_a_book_the_cure_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no book here; build it first, with `make book`"):
        needed(tmp_path)
