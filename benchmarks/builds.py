"""How long the book takes to build, beside stock Jupyter Book 1, and how that grows."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path
from statistics import median
from time import perf_counter

from . import sources
from .report import Report, Table, machine
from .servers import compressed

__all__ = ["run", "run_long"]

ROUTES = ("ours", "stock")
RUNS = 3
TIMES = (1, 10)
LONG = (100,)
CHANGED = "book/poison.md"

METHOD = (
    "*Ours* is `make book` in an environment that has only what builds the book; *stock* is "
    "`jupyter-book build .` on a copy of the same pages, tables and code, with the settings that "
    "`jupyter-book create` writes and this book's bibliography and syntax, in the same "
    "environment. What stock leaves out: our theme, the check of the data, the static widgets, "
    "metadata, print, the offline edition; for two of our own words it warns and shows nothing.",
    "*Cold*: nothing built before, the environment there; once. *Unchanged*: the same command "
    "again. *Prose* and *cell*: a sentence, or a comment in a cell so that the notebook runs "
    "again, is added to one chapter. Medians of {runs}, the lowest and the highest in brackets.",
    "A longer book is one with so many copies of the six chapters. Copies have the same cells, so "
    "their notebooks run once for all: the numbers are for reading and writing pages. Copies have "
    "the same words too: an index of other words would grow faster.",
    "The search index is `searchindex.js`, a page is the prologue's HTML, both compressed with "
    "gzip at level 6. Every page links every chapter, so pages grow with the book.",
)


@dataclass(frozen=True)
class Growth:
    """A book of so many chapters by one route: seconds; bytes of its index and of a page."""

    chapters: int
    route: str
    cold: float
    unchanged: float
    index: int
    page: int


def run() -> Report:
    """Build the copies and time them."""
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        venv = sources.environment(root / "venv")
        stamp = _stamp()
        seconds = {route: _changes(_source(root, route, 1), venv, route) for route in ROUTES}
        growth = _grown(root, venv, TIMES)
    return Report(
        "What a build costs",
        stamp,
        [each.format(runs=RUNS) for each in METHOD],
        [_build_table(seconds), _growth_table(growth)],
        {"seconds": seconds, "growth": [asdict(each) for each in growth]},
    )


def run_long() -> Report:
    """Build copies a hundred times as long, which takes long, and time them."""
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        venv = sources.environment(root / "venv")
        stamp = _stamp()
        growth = _grown(root, venv, LONG)
    return Report(
        "What a build of six hundred chapters costs",
        stamp,
        ["As in builds.md.", *METHOD[2:]],
        [_growth_table(growth)],
        [asdict(each) for each in growth],
    )


def _stamp() -> dict[str, str]:
    return machine(("jupyter-book", "Sphinx", "myst-nb", "sphinx-book-theme"))


def _grown(root: Path, venv: Path, lengths: Iterable[int]) -> list[Growth]:
    pairs = product(lengths, ROUTES)
    return [_growth(_source(root, route, times), venv, route) for times, route in pairs]


def _source(root: Path, route: str, times: int) -> Path:
    """Return a new copy of the source for one route, so many times as long."""
    folder = sources.copy(Path(tempfile.mkdtemp(dir=root)) / route)
    if route == "stock":
        sources.make_stock(folder)
    return sources.grow(folder, times)


def _changes(folder: Path, venv: Path, route: str) -> dict[str, list[float]]:
    """Return the seconds of each kind of build."""
    page = folder / CHANGED
    text = page.read_text(encoding="utf-8")

    def build() -> float:
        return _timed(lambda: sources.build(folder, venv, ours=route == "ours"))

    def after(changed: str) -> float:
        page.write_text(changed, encoding="utf-8")
        return build()

    cell = "excerpt("
    return {
        "cold": [build()],
        "unchanged": [build() for _ in range(RUNS)],
        "prose": [after(f"{text}\nNote {number}.\n") for number in range(RUNS)],
        "cell": [after(text.replace(cell, f"# {number}\n{cell}", 1)) for number in range(RUNS)],
    }


def _growth(folder: Path, venv: Path, route: str) -> Growth:
    pages = folder / "_build/html"
    cold, unchanged = (
        _timed(lambda: sources.build(folder, venv, ours=route == "ours")) for _ in range(2)
    )
    sizes = [len(compressed(pages / name)[1]) for name in ("searchindex.js", "book/prologue.html")]
    grown = Growth(sources.chapters(folder), route, cold, unchanged, *sizes)
    print(grown, file=sys.stderr, flush=True)  # a long book takes many minutes
    return grown


def _timed(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def _build_table(seconds: dict[str, dict[str, list[float]]]) -> Table:
    names = {
        "cold": "Cold",
        "unchanged": "Unchanged",
        "prose": "One chapter's prose changed",
        "cell": "One chapter's cell changed",
    }
    rows = [
        [name, *(_seconds(seconds[route][kind]) for route in ROUTES)]
        for kind, name in names.items()
    ]
    return Table("Seconds to build the book", ["Build", "Ours", "Stock"], rows)


def _seconds(times: list[float]) -> str:
    if len(times) == 1:
        return f"{times[0]:.1f}"
    return f"{median(times):.1f} ({min(times):.1f}–{max(times):.1f})"


def _growth_table(growth: list[Growth]) -> Table:
    columns = ["Chapters", "Route", "Cold, s", "Unchanged, s", "Search index, kB", "A page, kB"]
    rows = [
        [
            str(each.chapters),
            each.route,
            f"{each.cold:.1f}",
            f"{each.unchanged:.1f}",
            f"{each.index / 1000:.1f}",
            f"{each.page / 1000:.1f}",
        ]
        for each in growth
    ]
    return Table("How that grows", columns, rows)
