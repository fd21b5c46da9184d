"""Three lines of configuration in a plain Sphinx project, under the themes that books have."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

import sphinx_live_widgets
from host_books import HERE, chapter, sphinx, write
from host_pages import opened

CONF = """
extensions = ["myst_nb", "sphinx_live_widgets"]
nb_execution_mode = "force"
html_theme = "{}"
"""
CELL = """import anywidget
class Hello(anywidget.AnyWidget):
    _esm = "export default { render({ el }) { el.textContent = 'alive in the page'; } }"
Hello()"""


@pytest.mark.parametrize("theme", ["pydata_sphinx_theme", "sphinx_book_theme", "furo"])
def test_a_widget_lives_and_nobody_else_is_asked(
    browser: Browser, tmp_path: Path, theme: str
) -> None:
    pytest.importorskip(theme)
    folder = write(tmp_path, {"conf.py": CONF.format(theme), "index.md": chapter("One", CELL)})
    pages, _ = sphinx(folder)
    page, wrong = opened(browser, (pages / "index.html").as_uri())
    page.locator("live-widget").scroll_into_view_if_needed()
    expect(page.locator(".live-widget-view")).to_have_text("alive in the page")
    page.context.close()
    assert not [each for each in wrong if each.startswith("foreign")]
    html = (pages / "index.html").read_text(encoding="utf-8")
    assert not re.findall(r"https?://[^\"']*(?:require|embed-amd)", html)


def test_the_version_is_the_same_wherever_it_stands() -> None:
    project = tomllib.loads((HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changes = (HERE.parent / "CHANGELOG.md").read_text(encoding="utf-8")
    assert project["version"] == sphinx_live_widgets.__version__
    assert f"## {project['version']}" in changes
