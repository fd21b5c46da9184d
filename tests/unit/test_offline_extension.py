"""What the extension `offline` writes into any book."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import docutils_namespace

TEXT = "First\n=====\n\nThe file is :archive:`book.zip`.\n"


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Path]:
    (tmp_path / "index.rst").write_text(TEXT, encoding="utf-8")

    def build(builder: str = "html", **settings: Any) -> Path:
        out = tmp_path / "out"
        overrides = {"extensions": ["sourcework.sphinx.offline"], **settings}
        with docutils_namespace():
            app = Sphinx(
                tmp_path, None, out, tmp_path / "trees", builder, overrides, None, freshenv=True
            )
            app.build()
        return out

    return build


def sent(book: Path) -> dict[str, str]:
    """Return the types that the worker sends, by the endings of names."""
    text = (book / "sw.js").read_text(encoding="utf-8")
    found = re.search(r"const SENT = (\{.*\});", text)
    assert found
    types: dict[str, str] = json.loads(found[1])["types"]
    return types


def listed(book: Path) -> tuple[str, dict[str, str]]:
    text = (book / "sw.js").read_text(encoding="utf-8")
    pattern = r'const EDITION = \{ version: "(\w{16})", files: (\{.*?\}) \};'
    found = re.search(pattern, text, re.DOTALL)
    assert found
    return found[1], json.loads(found[2])


def test_the_worker_lists_the_edition_and_its_version_changes_with_any_file(
    build: Callable[..., Path],
) -> None:
    version, files = listed(build())
    assert {"index.html", "offline.html", "_static/offline.js", "_static/offline.css"} <= set(files)
    assert "sw.js" not in files
    pages = [name.endswith(".html") for name in files]
    assert pages == sorted(pages, reverse=True), (
        "a server that alters pages is to be found out first"
    )
    assert listed(build())[0] == version
    assert listed(build(project="Another title"))[0] != version


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("font.woff", "font/woff"),
        ("code.mjs", "text/javascript; charset=utf-8"),
        ("app.webmanifest", "application/manifest+json"),
        ("film.mp4", "video/mp4"),
        ("photo.JPG", "image/jpeg"),
    ],
)
def test_a_file_that_a_page_names_is_sent_as_what_it_is(
    build: Callable[..., Path], tmp_path: Path, name: str, kind: str
) -> None:
    assert sent(build(**naming(tmp_path, name)))[name.rpartition(".")[2]] == kind


def test_a_file_of_which_nobody_knows_what_it_is_stops_the_build(
    build: Callable[..., Path], tmp_path: Path
) -> None:
    with pytest.raises(ExtensionError, match=r"extra/thing\.strange: nobody knows"):
        build(**naming(tmp_path, "thing.strange"))


def naming(folder: Path, name: str) -> dict[str, Any]:
    """Put a file beside the book, name it in its page, and return the setting that copies it."""
    (folder / "aside/extra").mkdir(parents=True)
    (folder / "aside/extra" / name).write_bytes(b"x")
    (folder / "index.rst").write_text(f"First\n=====\n\nSee extra/{name}.\n", encoding="utf-8")
    return {"html_extra_path": ["aside"]}


def test_a_writer_gets_a_worker_that_keeps_nothing(
    build: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OFFLINE", "0")
    assert listed(build())[1] == {}


def test_only_pages_get_a_worker(build: Callable[..., Path]) -> None:
    assert not (build("text") / "sw.js").exists()


def test_the_archive_is_linked_where_the_book_is_published(build: Callable[..., Path]) -> None:
    page = build() / "index.html"
    assert "The file is <code" in page.read_text(encoding="utf-8")
    build(offline_address="https://example.org/book/")
    link = r'The file is <a [^>]*href="https://example.org/book/book.zip"'
    assert re.search(link, page.read_text(encoding="utf-8"))
