"""What a reader waits for who runs a page in the browser, and what is loaded for it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, BrowserContext, Page

from sourcework.publish.lite.manifest import read_manifest

from .browsing import chromium
from .labs import ROOT, find_notebook
from .report import Report, Table, machine
from .servers import Server, serving

__all__ = ["first_result", "run"]

RUNS = 3
CHAPTER = "data"
_PATIENCE = 300_000  # milliseconds
_ASKS = "import pandas as pd\nprint('first', pd.Series([1922, 1924]).diff().iloc[1])"
_STANDS_IN = "-0-py3-none-any"  # what a partial build has instead of a package
_METHOD = (
    "`make lite` with LITE_PARTIAL=1 and no network but the package registries; what they do not "
    "carry is listed above, so a full build loads more. Served from this machine, text and wasm "
    "compressed by gzip, kept by the browser for ten minutes. No network lies between: on a line "
    "of 10 Mbit/s the bytes of a cold start alone take some twenty seconds.",
    f"Medians of {RUNS} runs, lowest and highest in brackets, from the click on the entrance's "
    f"button, in Chromium, on the page `{CHAPTER}`. *Cold*: a new profile. *Warm*: a new tab of "
    "the same one. *Files here*: the entrance has loaded Python and goes on to the notebook. "
    "*First pandas result*: a cell, written by the bench, imports pandas and prints a difference.",
    "The load average tells whether others used the machine meanwhile.",
)


@dataclass(frozen=True)
class Start:
    """Seconds from the click, and the bytes that the host sent."""

    here: float
    shown: float
    result: float
    sent: int
    requests: int


def run() -> Report:
    """Build, then start cold and warm, over and over."""
    subprocess.run(["make", "lite"], cwd=ROOT, env=os.environ | {"LITE_PARTIAL": "1"}, check=True)
    book = ROOT / "_build/html"
    stamp = machine(("playwright",), Pyodide=read_manifest().version)
    starts: dict[str, list[Start]] = {"cold": [], "warm": []}
    with chromium() as browser, serving(book) as host:
        for _ in range(RUNS):
            for name, start in zip(starts, _twice(browser, host), strict=True):
                starts[name].append(start)
    weights = _weights(book / "lite/static/pyodide")
    return Report(
        "Running a page in the browser",
        stamp | {"Browser": f"Chromium {browser.version}"},
        _METHOD,
        [_start_table(starts), weights],
        {name: [asdict(each) for each in runs] for name, runs in starts.items()},
    )


def _twice(browser: Browser, host: Server) -> tuple[Start, Start]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    both = _start(context, host), _start(context, host)
    context.close()
    return both


def _start(context: BrowserContext, host: Server) -> Start:
    page = context.new_page()
    page.set_default_timeout(_PATIENCE)
    before = len(host.sent)
    page.goto(f"{host.address}/lite/run.html?path={CHAPTER}.ipynb")
    began = time.monotonic()
    page.get_by_role("button", name="start").click()
    page.wait_for_url("**/notebooks/index.html*", wait_until="commit")
    here = time.monotonic() - began
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    shown = time.monotonic() - began
    first_result(page)
    result = time.monotonic() - began
    page.close()
    sent = host.sent[before:]
    return Start(here, shown, result, sum(each.size for each in sent), len(sent))


def first_result(page: Page) -> None:
    """Write a cell that asks pandas, run it, and wait for the answer."""
    find_notebook(page, f"{CHAPTER}.ipynb")
    page.locator(".jp-Notebook-footer").click()
    cell = page.locator(".jp-Notebook .jp-Cell").last
    cell.locator(".cm-content").fill(_ASKS)
    cell.locator(".cm-content").press("Control+Enter")
    page.locator(".jp-OutputArea-output", has_text="first 2.0").wait_for()


def _start_table(starts: dict[str, list[Start]]) -> Table:
    steps = {"Files here": "here", "Notebook shown": "shown", "First pandas result": "result"}
    rows = [
        [
            f"{name}, s",
            *(_spread([getattr(each, key) for each in runs]) for runs in starts.values()),
        ]
        for name, key in steps.items()
    ]
    sent = [f"{median(each.sent for each in runs) / 1e6:.1f}" for runs in starts.values()]
    asked = [f"{median(each.requests for each in runs):.0f}" for runs in starts.values()]
    rows += [["Sent by the host, MB", *sent], ["Requests", *asked]]
    return Table("From the click to a result", ["Step", *(n.capitalize() for n in starts)], rows)


def _spread(values: Sequence[float]) -> str:
    return f"{median(values):.1f} ({min(values):.1f}–{max(values):.1f})"


def _weights(folder: Path) -> Table:
    """Say what the host itself gives for Python, and how much of it is the release's own."""
    parts = {part.sha256: part for part in read_manifest().parts}
    sizes: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    here: set[str] = set()
    for file in folder.iterdir():
        content = file.read_bytes()
        part = parts.get(hashlib.sha256(content).hexdigest())
        kind = "made here, or as its makers publish it" if part is None else "the release's own"
        if part and not part.released:
            kind = "not in the release, from PyPI"
        if _STANDS_IN not in file.name:
            here.add(file.name.partition("-")[0].lower().replace("_", "-"))
        sizes[kind] += len(content)
        counts[kind] += 1
    rows = [[name, str(counts[name]), f"{sizes[name] / 1e6:.1f}"] for name in sorted(sizes)]
    rows.append(["all", str(counts.total()), f"{sizes.total() / 1e6:.1f}"])
    missing = sorted({part.package for part in parts.values() if part.package} - here)
    rows.append([f"missing: {', '.join(missing) or 'nothing'}", str(len(missing)), "–"])
    return Table("What the host gives for Python", ["Files", "Number", "MB"], rows)
