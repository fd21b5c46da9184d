"""What widgets cost a page: by our route to them, `sphinx_live_widgets`, and by myst-nb's own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from . import books
from .browsing import READERS, Reader, Visit, chromium, visit
from .report import Report, Table, machine
from .servers import Sent, Server, serving

__all__ = ["run"]

COUNTS = (1, 10, 50)
ROUTES = ("ours", "stock")
RUNS = 7

METHOD = (
    "The widget is the transmission chain of the book (`sourcework.widgets.chain`), so many times "
    "on a page that Sphinx, myst-nb and sphinx-book-theme build. Both routes show the same run of "
    "the same notebook and are served by one server on 127.0.0.1, with gzip at level 6.",
    "*Ours* is `sphinx_live_widgets`. *Stock* is what myst-nb does by default: require.js, "
    "html-manager's `embed-amd.js` and anywidget's AMD module, in the versions that myst-nb names, "
    "served from here and not from two other hosts: their look-ups and handshakes, which a reader "
    "pays, are not in these numbers; nor is a cache that the reader may have filled elsewhere.",
    "Bytes and requests are what the server sent for the page in a fresh browser context, beyond "
    "what it sent for the same page without widgets, until the last widget was in the window: "
    "bodies only, compressed, in units of 1000 bytes. The site's search index, which every page "
    "loads and to which our fallbacks add their words, cancels out.",
    "The HTML of ours holds each widget's fallback, for paper, search and readers without "
    "JavaScript, and its data; that of stock each widget's data, module and style, and nothing to "
    "read. The widgets of a page are alike: different ones would compress less well, ours most of "
    "all, since gzip looks back 32 kB and one of ours fits into that.",
    "Files asked for in vain are stock's: html-manager asks for anywidget beside the page before "
    "it asks the public store, and for icon fonts where there are none. How many fonts depends on "
    "the moment.",
    "Times are medians of {runs} fresh contexts with an empty cache, the lowest and the highest in "
    "brackets; the routes take turns. *First usable* is the first frame in which a control of a "
    "widget is in the page, shown and enabled, counted from the start of the navigation. *First "
    "text* is Chromium's first contentful paint. *Jump to the last* is from scrolling to the last "
    "widget, when the page is at rest, until it can be used: ours start when they come near, all "
    "of stock's start at once.",
    "The slow phone is simulated by Chromium: 1.6 Mbit/s, 150 ms to each answer, a processor four "
    "times slower than this machine's.",
)


@dataclass(frozen=True)
class Weight:
    """What widgets add to a page: compressed bytes in the HTML and in files, and requests.

    Attributes
    ----------
    missing
        How many of the requests were for files that do not exist.
    """

    html: int
    files: int
    requests: int
    missing: int


@dataclass(frozen=True)
class Case:
    """One page by one route for one kind of reader, and its runs."""

    widgets: int
    route: str
    reader: str
    visits: list[Visit]


def run() -> Report:
    """Build the books, weigh their pages, and time them."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        root = Path(folder)
        books.write_pages(root / "source", (0, *COUNTS))
        for route in ROUTES:
            books.build(root / "source", root / route, ours=route == "ours")
        stamp = machine(
            ("Sphinx", "myst-nb", "anywidget", "ipywidgets"),
            **books.packages(),
            Chromium=browser.version,
        )
        with serving(root) as server:
            weights = {pair: _weigh(browser, server, *pair) for pair in product(COUNTS, ROUTES)}
            cases = list(_times(browser, server))
    return Report(
        "What widgets cost a page",
        stamp,
        [each.format(runs=RUNS) for each in METHOD],
        [_weight_table(weights), *(_time_table(cases, reader) for reader in READERS)],
        {
            "weights": [
                {"widgets": count, "route": route} | asdict(weight)
                for (count, route), weight in weights.items()
            ],
            "times": [asdict(case) for case in cases],
        },
    )


def _url(server: Server, route: str, count: int) -> str:
    return f"{server.address}/{route}/html/{books.page_name(count)}.html"


def _weigh(browser: Browser, server: Server, count: int, route: str) -> Weight:
    """Compare what a page and the same without widgets make the server send."""
    html, *files = _sent(browser, server, count, route)
    bare_html, *bare_files = _sent(browser, server, 0, route)
    return Weight(
        html.size - bare_html.size,
        sum(each.size for each in files) - sum(each.size for each in bare_files),
        len(files) - len(bare_files),
        sum(each.status == 404 for each in files),
    )


def _sent(browser: Browser, server: Server, count: int, route: str) -> list[Sent]:
    """Return what the server sends for a page; the page itself is the first."""
    server.sent.clear()
    visit(browser, _url(server, route, count), READERS[0], widgets=count > 0)
    return [each for each in server.sent if each.path != "/favicon.ico"]


def _times(browser: Browser, server: Server) -> Iterator[Case]:
    """Time every page; the routes take turns, so that a busy minute hits both."""
    for reader, count in product(READERS, COUNTS):
        visits: dict[str, list[Visit]] = {route: [] for route in ROUTES}
        for _, route in product(range(RUNS), ROUTES):
            timed = visit(browser, _url(server, route, count), reader)
            assert timed is not None
            visits[route].append(timed)
        yield from (Case(count, route, reader.name, visits[route]) for route in ROUTES)


def _weight_table(weights: dict[tuple[int, str], Weight]) -> Table:
    return Table(
        "What they add to the page, compressed",
        ["Widgets", "Route", "HTML, kB", "Files, kB", "Together, kB", "Requests", "In vain"],
        [
            [
                str(count),
                route,
                _kilobytes(weight.html),
                _kilobytes(weight.files),
                _kilobytes(weight.html + weight.files),
                str(weight.requests),
                str(weight.missing),
            ]
            for (count, route), weight in weights.items()
        ],
    )


def _kilobytes(size: int) -> str:
    return f"{size / 1000:.1f}"


def _time_table(cases: list[Case], reader: Reader) -> Table:
    return Table(
        f"When they can be used: {reader.name}",
        ["Widgets", "Route", "First text, s", "First usable, s", "Jump to the last, s"],
        [
            [
                str(case.widgets),
                case.route,
                *(
                    _seconds([getattr(each, name) for each in case.visits])
                    for name in ("text", "first", "last")
                ),
            ]
            for case in cases
            if case.reader == reader.name
        ],
    )


def _seconds(milliseconds: list[float]) -> str:
    """Return the median, and the lowest and the highest in brackets."""
    middle, low, high = (f(milliseconds) / 1000 for f in (median, min, max))
    return f"{middle:.2f} ({low:.2f}–{high:.2f})"
