"""What a page folds away is gathered on another; a fold that does not end is told."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

PAGE = """
Title
=====

.. raw:: html

   <details><summary>Our own reading</summary>

What we think.

.. raw:: html

   {}
"""
KEY = "\nKey\n===\n\n.. folds:: page\n\n.. toctree::\n\n   page\n"


@pytest.mark.parametrize(
    ("closing", "told"),
    [("</details>", ""), ("</details> and on", "page.rst:5: WARNING: the fold does not end")],
)
def test_a_fold_is_gathered_or_told(tmp_path: Path, closing: str, told: str) -> None:
    (tmp_path / "page.rst").write_text(PAGE.format(closing), encoding="utf-8")
    (tmp_path / "index.rst").write_text(KEY, encoding="utf-8")
    warned = StringIO()
    out = tmp_path / "out"
    with docutils_namespace():
        settings = {"extensions": ["sourcework.sphinx.collected_solutions"]}
        Sphinx(tmp_path, None, out, out / "trees", "html", settings, None, warned).build()
    assert told in warned.getvalue()
    key = (out / "index.html").read_text(encoding="utf-8")
    assert ("What we think" in key) == (not told)
