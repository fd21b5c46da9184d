"""The notebooks that run in the reader's own browser: built, served, opened from a page's button.

What the package registries do not carry cannot be run here; then a warning of pytest names it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urljoin

import pytest
from benchmarks.labs import install, isolated, lend
from benchmarks.servers import Server, serving
from contents import ROOT
from notebooks import CHAPTERS, Notebook
from playwright.sync_api import Browser, BrowserContext, Page, expect

from sourcework import tables
from sourcework.publish import lite
from sourcework.publish.lite.manifest import read_manifest
from sourcework.publish.lite.site import Site, build
from sourcework.publish.lite.sources import standard_sources
from sourcework.record_files import RECORDS
from sourcework.sphinx.launch import launches

NO_OTHER_HOST = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
CONFIG = SimpleNamespace(launch_lite="1", launch_repository="", launch_hub="")
FIRST = 120_000  # ms: until Python has started on a busy machine


@pytest.fixture(scope="module")
def site(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Add the notebooks to a copy of the built book."""
    tools = ROOT / ".venv-lite"
    if not tools.exists():
        lend(tools, Path(lite.__file__).with_name("requirements.txt"))
    subprocess.run(["make", "--no-print-directory", ".venv-lite/ready"], cwd=ROOT, check=True)
    book = tmp_path_factory.mktemp("lite") / "html"
    shutil.copytree(built, book, ignore=shutil.ignore_patterns("lite"))
    manifest = read_manifest()
    sources = standard_sources(manifest, ROOT / "_build/cache/lite")
    made = build(ROOT, book, tools, manifest, sources, partial=True)
    if made.distribution.missing:
        names = ", ".join(made.distribution.missing)
        warnings.warn(
            f"not run in the browser, because no registry has them: {names}", stacklevel=1
        )
    return made


@pytest.fixture(scope="module")
def host(site: Site) -> Iterator[Server]:
    with serving(site.folder.parent) as host:
        yield host


@pytest.fixture(scope="module")
def reader(start: Callable[..., Browser]) -> Iterator[BrowserContext]:
    """Give a browser that can reach this machine and no other, and keeps what it has loaded."""
    browser = start(NO_OTHER_HOST)
    yield browser.new_context(viewport={"width": 1280, "height": 1600})
    browser.close()


@pytest.fixture
def page(reader: BrowserContext, host: Server) -> Iterator[Page]:
    """Open a page in which nothing may fail, and from which nobody else may be asked."""
    page = reader.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    reader.on("request", lambda request: wrong.append(f"request {request.url}"))
    reader.on("requestfailed", lambda request: wrong.append(f"{request.failure} {request.url}"))
    yield page
    page.close()
    ours = (f"request {host.address}", "request data:", "request blob:")
    left = "net::ERR_ABORTED"  # the page was left before all had come
    assert not [each for each in wrong if not each.startswith((*ours, left))]
    assert not host.failed


def entrance(host: Server, chapter: str) -> str:
    """Return where the button of a chapter leads."""
    (launch,) = launches(CONFIG, f"book/{chapter}.md")
    return urljoin(f"{host.address}/book/{chapter}.html", launch.address)


def enter(page: Page, host: Server, chapter: str) -> Notebook:
    """Go by the button's address and the entrance's own button to a chapter's notebook."""
    page.goto(entrance(host, chapter))
    expect(page.locator("#title")).not_to_be_empty()
    page.get_by_role("button", name="start").click()
    page.wait_for_url(f"{host.address}/lite/notebooks/index.html?path={chapter}.ipynb")
    return Notebook.found(page, f"{chapter}.ipynb")


def test_a_page_of_the_book_loads_nothing_of_it(page: Page, host: Server) -> None:
    page.goto(f"{host.address}/book/data.html", wait_until="networkidle")
    assert not [each.path for each in host.sent if each.path.startswith("/lite")]


def test_the_notebook_runs_and_python_hears_of_excerpts_widgets_and_questions(
    page: Page, host: Server, site: Site
) -> None:
    page.set_default_timeout(FIRST)
    page.goto(f"{host.address}/book/data.html")
    page.evaluate("navigator.serviceWorker.ready.then(() => {})")  # the book's own is at work
    before = len(host.sent)
    page.goto(entrance(host, "data"))
    promised = page.get_by_role("button").inner_text()
    notebook = enter(page, host, "data")
    notebook.run_all()
    answer = notebook.add("tables.people()['fate'].value_counts().to_dict()")
    expect(answer).to_contain_text(str(tables.people()["fate"].value_counts().to_dict()))
    loaded = {each.path for each in host.sent[before:] if each.path.startswith("/lite/")}
    size = sum(file.stat().st_size for path in loaded if (file := on_disk(site, path)).is_file())
    stated = int("".join(filter(str.isdigit, promised)))
    assert stated == pytest.approx(size / 1e6, rel=0.1), "the entrance says what is loaded"
    paths = [each.path for each in host.sent[before:]]
    again = [path for path in paths if path.startswith("/lite/static/pyodide/")]
    assert len(again) == len(set(again)), "nothing is loaded twice"
    shown = notebook.add(
        "from sourcework import excerpt, exercise, figures\n"
        "from sourcework.widgets.people import People\n"
        "people, item = People(), exercise('poison/choice-4')\n"
        "display(excerpt('testament/postscript'), people, item)"
    )
    expect(shown).to_contain_text("Stalin is too rude", timeout=FIRST)
    shown.get_by_label("Call Leon Trotsky").check()
    shown.locator("input[value=probably]").check()
    shown.get_by_role("button", name="Check").click()
    said = notebook.add(
        "print(list(people.value.query('marked')['person']), item.response, item.score)"
    )
    expect(said).to_contain_text("['trotsky'] probably 0.5")
    drawn = notebook.add("figures.timeline()")
    expect(drawn.locator("svg text").get_by_text("without connected speech")).to_be_visible()


def on_disk(site: Site, path: str) -> Path:
    return site.folder.parent / path.lstrip("/")


def test_the_button_of_another_chapter_leads_to_its_own_notebook(page: Page, host: Server) -> None:
    page.goto(entrance(host, "people"))
    expect(page.locator("#title")).to_have_text("People and dates")
    assert page.request.get(f"{host.address}/lite/files/people.ipynb").ok


def test_an_unknown_notebook_is_not_opened(page: Page, host: Server) -> None:
    page.goto(f"{host.address}/lite/run.html?path=//elsewhere.example/x.ipynb")
    expect(page.get_by_role("link", name="The tables")).to_be_visible()
    expect(page.get_by_role("button", name="start")).to_be_hidden()


NATIVE = ("numpy", "pandas", "matplotlib", "pillow", "fonttools", "contourpy", "kiwisolver")
NATIVE += ("pyyaml", "jinja2", "markupsafe", "pybtex", "anywidget", "ipywidgets")
TOOLS = ("ipykernel==7.4.0", "nbclient==0.11.0", "jupytext==1.19.6")


def test_every_chapter_runs_with_the_versions_that_browsers_have(
    built: Path, clone: Path, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    """On this machine instead of in a browser, so with all of them, the drawing too.

    Together: that each runs by itself is tried in the environment of Binder. There is no pydantic
    among them, so what is read are the records that the check before the build has written.
    """
    pins = [f"{p.package}=={p.version}" for p in read_manifest().parts if p.package in NATIVE]
    assert len(pins) == len(NATIVE)
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("\n".join([*pins, *TOOLS]), encoding="utf-8")
    digest = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()[:16]
    assert pytestconfig.cache
    shelf = pytestconfig.cache.mkdir("browsers-versions")
    python = install(shelf / digest, requirements, lent=True)
    assert not list(python.parents[1].glob("lib/python*/site-packages/pydantic*"))
    records = RECORDS.relative_to(ROOT)
    shutil.copytree(built.parents[1] / records, clone / records)
    script = Path(__file__).with_name("run_chapters.py")
    done = subprocess.run(
        [python, script, clone, "together"],
        env=isolated(python.parents[1]) | {"PYTHONPATH": str(clone / "packages/sourcework/src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    runs = [json.loads(line) for line in done.stdout.splitlines()]
    assert {run["name"] for run in runs} == CHAPTERS
    assert not [run for run in runs if run["error"] or not run["ran"]]
