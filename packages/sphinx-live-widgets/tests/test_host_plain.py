"""Plain ipywidgets beside anywidgets, in a stock book: nothing that worked without us is lost."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from host_books import HERE, chapter, sphinx, write
from host_pages import opened
from host_servers import serving

CONF = """
extensions = ["myst_nb", "sphinx_live_widgets"]
nb_execution_mode = "force"
exclude_patterns = ["_build"]
suppress_warnings = ["live_widgets.elsewhere"]
"""
FIRST = "import ipywidgets as w\nfrom host_samples import Echo"
PAGES = {
    "index.md": "# Index\n\n```{toctree}\ncontrols\ncontent\nmixed\n```\n",
    "controls.md": chapter(
        "Controls",
        f"{FIRST}\na = w.IntSlider(value=3)\nb = w.IntText()\n"
        "w.jslink((a, 'value'), (b, 'value'))\nw.HBox([a, b])",
        "w.HTML('<b>important</b> text')",
        "Echo(value=7)",
    ),
    "content.md": chapter(
        "Content",
        f"{FIRST}\nw.HTML('<b>important</b> text', description='Of old:')",
        "w.Label('a < b')",
        "o = w.Output()\nwith o:\n    print('caught in it')\n"
        "    display(w.HTML('<i>shown in it</i>'))\n    1 / 0\no",
        "w.VBox([w.HTML('<p>Above</p>'), Echo(value=5)], layout={'width': '300px'})",
    ),
    "mixed.md": chapter(
        "Mixed",
        f"{FIRST}\nfirst, second = Echo(value=1), Echo(value=50)\nslider = w.IntSlider(value=3)\n"
        "w.jslink((slider, 'value'), (second, 'value'))\nfirst",
        "second",
        "slider",
    ),
}
OF_JUPYTER = ("cdnjs.cloudflare.com", "cdn.jsdelivr.net")


def source(folder: Path, more: str = "") -> Path:
    shutil.copy(HERE / "host_samples.py", folder)
    return write(folder, PAGES | {"conf.py": CONF + more})


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = source(tmp_path_factory.mktemp("stock"))
    sphinx(folder)
    return folder


def scripts(page: str) -> list[str]:
    found: list[str] = re.findall(r'<script[^>]* src="([^"]+)"', page)
    return found


def states(page: str) -> list[str]:
    """Return the names of the models that a page hands to Jupyter's scripts, sorted."""
    found = re.findall(r'<script type="application/vnd.jupyter.widget-state\+json">(.*)<', page)
    state = json.loads(html.unescape(found[0]))["state"] if found else {}
    return sorted(str(each["model_name"]) for each in state.values())


def test_a_page_with_controls_keeps_the_scripts_and_the_states_that_these_need(stock: Path) -> None:
    page = (stock / "_build/html/controls.html").read_text(encoding="utf-8")
    assert [host for host in OF_JUPYTER if any(host in each for each in scripts(page))] == [
        *OF_JUPYTER
    ]
    kept = states(page)
    assert [name for name in kept if "Layout" not in name and "Style" not in name] == [
        *("HBoxModel", "IntSliderModel", "IntTextModel", "LinkModel"),
    ]
    assert page.count('<script type="application/vnd.jupyter.widget-view+json">') == 1


@pytest.mark.parametrize("name", ["content", "index"])
def test_a_page_without_controls_asks_no_other_host(stock: Path, name: str) -> None:
    page = (stock / f"_build/html/{name}.html").read_text(encoding="utf-8")
    assert not [each for each in scripts(page) if "//" in each]
    assert "application/vnd.jupyter" not in page


def test_what_only_shows_something_is_content(browser: Browser, stock: Path) -> None:
    page, wrong = opened(browser, (stock / "_build/html/content.html").as_uri())
    article = page.locator("section#content")
    for text in ("Of old: important text", "a < b", "caught in it", "shown in it", "Above"):
        expect(article).to_contain_text(text)
    expect(article.locator("b")).to_have_text("important")
    expect(article).to_contain_text("ZeroDivisionError")
    expect(article).not_to_contain_text("needs Python")
    box = page.locator(".live-widget-box")
    expect(box.get_by_role("button", name="echo 5")).to_be_visible()
    assert box.evaluate("each => getComputedStyle(each).inlineSize") == "300px"
    page.context.close()
    assert not wrong


def test_an_anywidget_beside_controls_stays_the_hosts(browser: Browser, stock: Path) -> None:
    page, _ = opened(browser, (stock / "_build/html/controls.html").as_uri())
    page.get_by_role("button", name="echo 7").click()
    expect(page.get_by_role("button", name="echo 8")).to_be_visible()
    expect(page.get_by_text("This control comes alive when its scripts have come.")).to_be_visible()
    expect(page.get_by_text("important text")).to_be_visible()
    page.context.close()


def test_without_scripts_a_box_shows_what_it_can(tmp_path: Path) -> None:
    cell = "import ipywidgets as w\nw.interact(lambda n: print('of', n), n=(1, 9));"
    files = {"conf.py": CONF + "nb_ipywidgets_js = {}\n", "index.md": chapter("Only", cell)}
    pages, _ = sphinx(write(tmp_path, files))
    page = (pages / "index.html").read_text(encoding="utf-8")
    assert "of 5" in page
    assert "n 5" in page
    assert "This control needs Python" in page


@pytest.mark.parametrize(
    ("builder", "file"), [("text", "content.txt"), ("latex", "projectnamenotset.tex")]
)
def test_content_is_in_other_formats_too(stock: Path, builder: str, file: str) -> None:
    pages, _ = sphinx(stock, builder, "-d", "_build/html/.doctrees")
    text = (pages / file).read_text(encoding="utf-8")
    for words in ("important text", "caught in it", "shown in it", "Above"):
        assert words in text


@pytest.fixture(scope="session")
def jupyters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with Jupyter's scripts, which are fetched once from the registry of npm."""
    kept = HERE / "node_modules/scripts"
    if not (kept / "embed-amd.js").is_file():
        folder = tmp_path_factory.mktemp("npm")
        command = ["npm", "pack", "requirejs@2.3.8", "@jupyter-widgets/html-manager@1.0.15"]
        try:
            subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
        except (OSError, subprocess.SubprocessError):
            pytest.skip("Jupyter's scripts are not here, and the registry of npm is out of reach")
        kept.mkdir(parents=True, exist_ok=True)
        for archive in folder.glob("*.tgz"):
            shutil.unpack_archive(archive, folder / archive.stem)
        for name in ("require.js", "embed-amd.js"):
            (found,) = folder.rglob(name)
            shutil.copy(found, kept)
    return kept


@pytest.fixture(scope="module")
def served(jupyters: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = source(
        tmp_path_factory.mktemp("served"), f"live_widgets_scripts = {str(jupyters)!r}\n"
    )
    pages, _ = sphinx(folder)
    with serving(pages) as address:
        yield address


def test_controls_live_by_scripts_that_the_book_serves_itself(
    browser: Browser, served: str
) -> None:
    page, wrong = opened(browser, f"{served}/controls.html")
    number = page.locator("input[type=number]")
    expect(number).to_have_value("3")
    number.fill("42")
    number.blur()
    expect(page.locator(".widget-readout")).to_have_text("42")
    expect(page.get_by_text("comes alive when")).to_be_hidden()
    expect(page.get_by_role("button", name="echo 7")).to_be_visible()
    page.context.close()
    assert not [each for each in wrong if "strict mode" not in each]  # Jupyter's scripts talk


def test_an_anywidget_that_is_linked_with_a_control_follows_it(
    browser: Browser, served: str
) -> None:
    page, wrong = opened(browser, f"{served}/mixed.html")
    expect(page.get_by_role("button", name="echo 1")).to_be_visible()
    page.get_by_role("button", name="echo 3").click()
    expect(page.locator(".widget-readout")).to_have_text("4")
    page.context.close()
    assert not [each for each in wrong if "strict mode" not in each]


def test_a_missing_script_is_named_with_its_cure(tmp_path: Path) -> None:
    files = {"conf.py": CONF + "live_widgets_scripts = 'vendor'\n", "index.md": "# Index\n"}
    with pytest.raises(AssertionError, match=r"no require.js in .*vendor; take it from the npm"):
        sphinx(write(tmp_path, files))
