"""Take the pictures of `docs/launch`: each way to run a chapter, after it has run.

`make pictures` calls this after the others, with the environment of `.binder/`.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from benchmarks.browsing import chromium
from benchmarks.labs import (
    ROOT,
    code_cells,
    copy_source,
    find_notebook,
    isolated,
    make_image,
    open_notebook,
    run_cells,
    run_lab,
)
from benchmarks.servers import serving
from playwright.sync_api import Browser, Locator, Page, ViewportSize

from sourcework.sphinx.launch import Repository, binder, hub

from .pictures import opened, write

__all__ = ["main"]

_DESK: ViewportSize = {"width": 1280, "height": 900}
_REPOSITORY = Repository.read("https://github.com/owner/name", "main")
_SHELF = ROOT / "_build/images"


def main() -> None:
    """Take all pictures."""
    with chromium() as browser:
        form(browser)
        with tempfile.TemporaryDirectory() as folder, student(Path(folder)) as (address, clone):
            by_binder(browser, address)
            by_hub(browser, address, clone)
        in_browser(browser)


@contextmanager
def student(folder: Path) -> Iterator[tuple[str, Path]]:
    """Run JupyterLab as Binder does; give its address and the clone in which it runs."""
    clone = copy_source(folder / "name")
    python = make_image(_SHELF, clone)
    with run_lab(python, clone, folder / "home", isolated(python.parents[1])) as lab:
        yield lab.address, clone


def form(browser: Browser) -> None:
    """Take the teachers' form with a link in it."""
    with opened(browser, "teaching", viewport=_DESK) as page:
        page.get_by_label("Address of your hub").fill("https://hub.school.example")
        page.get_by_label("Repository of the book").fill(_REPOSITORY.address)
        page.get_by_label("Chapter").select_option(label="The Testament")
        page.get_by_role("button", name="Make the link").click()
        write("launch/form", page.locator("form.hub-link").screenshot())


def by_binder(browser: Browser, address: str) -> None:
    """Take a chapter that Binder's path opened, all cells run, a widget in use."""
    (path,) = parse_qs(urlsplit(binder(_REPOSITORY, "book/poison.md")).query)["urlpath"]
    page = ran(browser, f"{address}/{path}")
    widget = page.locator(".dossier-widget", has=page.get_by_label("From whom did Leon Trotsky"))
    widget.get_by_label("From whom did Leon Trotsky").select_option("stalin")
    bring(page, widget)
    shoot(page, "binder")


def by_hub(browser: Browser, address: str, clone: Path) -> None:
    """Take a chapter that nbgitpuller brought, from a repository on this machine."""
    git = ["git", "-c", "user.name=T", "-c", "user.email=t@school.example", "-C", str(clone)]
    for command in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "A"]):
        subprocess.run([*git, *command], check=True)
    query = parse_qs(urlsplit(hub(address, _REPOSITORY, "book/testament.md")).query)
    asked = {name: value for name, (value,) in query.items()} | {"repo": str(clone)}
    page = ran(browser, f"{address}/git-pull?{urlencode(asked)}")
    bring(page, page.locator(".dossier-widget", has=page.locator(".annotator-other").first))
    shoot(page, "hub")


def in_browser(browser: Browser) -> None:
    """Take the people's page as it runs without a server, with what can be had here of Python."""
    subprocess.run(["make", "lite"], cwd=ROOT, env=os.environ | {"LITE_PARTIAL": "1"}, check=True)
    with serving(ROOT / "_build/html") as host:
        page = browser.new_context(
            viewport=_DESK, reduced_motion="reduce", bypass_csp=True
        ).new_page()
        page.goto(f"{host.address}/lite/run.html?path=people.ipynb")
        page.get_by_role("button", name="start").click()
        page.wait_for_url("**/notebooks/index.html*")
        find_notebook(page, "people.ipynb")
        for cell in page.locator(".jp-CodeCell").all()[:2]:
            cell.locator(".jp-InputPrompt").click()
            page.keyboard.press("Control+Enter")
        widget = page.locator(".dossier-widget", has=page.get_by_label("When"))
        widget.get_by_label("When").select_option("1923-03", timeout=180_000)
        bring(page, widget)
        shoot(page, "lite")


def ran(browser: Browser, address: str) -> Page:
    """Open a notebook at this address and run all its cells."""
    page = browser.new_context(viewport=_DESK, reduced_motion="reduce", bypass_csp=True).new_page()
    open_notebook(page, address)
    run_cells(page)
    code_cells(page)
    return page


def bring(page: Page, part: Locator) -> None:
    """Scroll to a part, again and again, since cells find their height only when they are near."""
    page.wait_for_function(
        """(part) => {
          part.scrollIntoView();
          const there = Math.abs(part.getBoundingClientRect().top - 95) < 20;
          globalThis.calm = there ? (globalThis.calm ?? 0) + 1 : 0;
          return globalThis.calm > 5;
        }""",
        arg=part.element_handle(),
        polling=200,
    )


def shoot(page: Page, name: str) -> None:
    """Take the whole window when it has been drawn."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    write(f"launch/{name}", page.screenshot())
    page.context.close()


if __name__ == "__main__":
    main()
