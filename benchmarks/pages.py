"""What each page weighs and how Lighthouse judges it, beside stock Jupyter Book 1."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from sourcework.toc import listed

from . import lighthouse, sources
from .browsing import READERS, chromium, read_to_the_end
from .lighthouse import Verdict
from .report import Report, Table, machine
from .servers import Sent, Server, serving

__all__ = ["run"]

ROUTES = ("ours", "stock")
RUNS = {"ours": 3, "stock": 1}
FIRST = "book/index"

METHOD = (
    "Both books are built from the same pages, tables and code; see builds.md. They are served by "
    "one server on 127.0.0.1 with gzip at level 6. For stock, what myst-nb loads from two other "
    "hosts for the widgets is served from here too; a reader pays their look-ups and handshakes.",
    "Bytes are bodies as sent, compressed, in units of 1024; requests are all that reached the "
    "server. *First load*: an empty cache, on a phone's screen, at rest, before the reader moves. "
    "*To the end*: after scrolling slowly to the end, so that every widget woke. *Second page*: as "
    "first load, with what the first page of the book has left in the cache.",
    "Lighthouse's default: a phone with a simulated slow line and a processor four times slower. "
    "Medians of {ours} runs for ours; stock has one run for each page.",
)


@dataclass(frozen=True)
class Weight:
    """Bytes and requests of one page: at first, to its end, and as a second page."""

    first: int
    first_requests: int
    end: int
    end_requests: int
    second: int
    second_requests: int


def run() -> Report:
    """Build both books, weigh their pages, and let Lighthouse judge them."""
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        venv = sources.environment(root / "venv")
        for route in ROUTES:
            folder = sources.copy(root / route)
            if route == "stock":
                sources.make_stock(folder)
            sources.build(folder, venv, ours=route == "ours")
        pages = _pages(root / "ours")
        stamp = machine(
            ("jupyter-book", "sphinx-book-theme", "myst-nb"), Lighthouse=lighthouse.version()
        )
        with serving(root) as server:
            addresses = {
                (page, route): f"{server.address}/{route}/_build/html/{page}.html"
                for page in pages
                for route in ROUTES
            }
            with chromium() as browser:
                weights = {key: _weigh(browser, server, key, addresses) for key in addresses}
            verdicts = {key: list(_judge(url, key[1])) for key, url in addresses.items()}
    return Report(
        "What a page weighs",
        stamp,
        [each.format(**RUNS) for each in METHOD],
        [_weight_table(weights), *(_lighthouse_table(verdicts, route) for route in ROUTES)],
        [
            {"page": page, "route": route, "weight": asdict(weights[page, route])}
            | {"lighthouse": [asdict(each) for each in verdicts[page, route]]}
            for page, route in addresses
        ],
    )


def _pages(folder: Path) -> list[str]:
    """Return the pages of the book, and its search page."""
    return [*listed(folder), "search"]


def _weigh(
    browser: Browser,
    server: Server,
    key: tuple[str, str],
    addresses: dict[tuple[str, str], str],
) -> Weight:
    first, end = read_to_the_end(browser, addresses[key], READERS[1].viewport, server.sent)
    front = addresses[FIRST, key[1]]
    second, _ = read_to_the_end(browser, addresses[key], READERS[1].viewport, server.sent, front)
    return Weight(*_sums(first), *_sums(end), *_sums(second))


def _sums(sent: list[Sent]) -> tuple[int, int]:
    return sum(each.size for each in sent), len(sent)


def _judge(url: str, route: str) -> Iterator[Verdict]:
    for _ in range(RUNS[route]):
        yield lighthouse.judge(url)


def _weight_table(weights: dict[tuple[str, str], Weight]) -> Table:
    columns = ["Page", "Route", "First load, KiB", "Requests", "To the end, KiB", "Requests"]
    rows = [
        [
            page.removeprefix("book/"),
            route,
            *_cells(each.first, each.first_requests),
            *_cells(each.end, each.end_requests),
            *_cells(each.second, each.second_requests),
        ]
        for (page, route), each in weights.items()
    ]
    return Table("Bytes and requests", [*columns, "Second page, KiB", "Requests"], rows)


def _cells(size: int, requests: int) -> tuple[str, str]:
    return f"{size / 1024:.1f}", str(requests)


def _lighthouse_table(verdicts: dict[tuple[str, str], list[Verdict]], route: str) -> Table:
    columns = ["Page", "Performance", "Accessibility", "Best practices", "SEO"]
    times = ["First paint, s", "Largest paint, s", "Blocked, ms", "Shift"]
    rows = [
        [page.removeprefix("book/"), *_middle(runs)]
        for (page, other), runs in verdicts.items()
        if other == route
    ]
    return Table(f"Lighthouse: {route}", [*columns, *times], rows)


def _middle(runs: list[Verdict]) -> list[str]:
    """Return the median of each number."""

    def middle(name: str) -> float:
        return float(median(getattr(each, name) for each in runs))

    scores = ("performance", "accessibility", "practices", "seo")
    return [
        *(f"{middle(name):.0f}" for name in scores),
        *(f"{middle(name) / 1000:.2f}" for name in ("paint", "largest")),
        f"{middle('blocked'):.0f}",
        f"{middle('shift'):.3f}",
    ]
