"""What it takes to run the book live: an environment, a start, a student's memory, a class."""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import distributions
from pathlib import Path
from statistics import median

import psutil
from playwright.sync_api import Browser, Page

from .browsing import chromium
from .labs import (
    Lab,
    code_cells,
    copy_source,
    install,
    isolated,
    make_image,
    open_notebook,
    run_cells,
    run_lab,
)
from .report import Report, Table, machine

__all__ = ["CLASSES", "Class", "run"]

RUNS = 5
FIRST = "poison"
CHAPTERS = ("prologue", "testament", FIRST, "georgia", "eavesdropping", "epilogue", "data-lab")
_SERVES = ("jupyterlab", "jupytext", "nbgitpuller")  # what the book's own requirements lack
_IDLE = 20  # seconds
_PATIENCE = 180_000  # milliseconds
_MEBIBYTE = 2**20
_GIBIBYTE = 2**30

# A node of a cluster, its system's share taken away, and how a class works: assumptions.
NODE_CORES, NODE_MEMORY = 8, 28 * _GIBIBYTE
RUSH = 600  # seconds within which all who work at once have opened a chapter and run it
KERNELS = 2  # chapters that a student has open at once


@dataclass(frozen=True)
class Class:
    """How many are enrolled, and what share of them works in the busiest hour."""

    enrolled: int
    share: float


CLASSES = (Class(30, 1), Class(300, 0.4), Class(3000, 0.2))

METHOD = (
    "The environment is made of `.binder/requirements.txt` in an empty folder, `.binder/postBuild` "
    "settles it, and `jupyter lab` runs from it in a copy of the book's source, with an empty home "
    "folder each time. No container was made: this machine has no engine for one. An image has an "
    "operating system, Git and a base environment of repo2docker's beside what is weighed here.",
    "*The whole book's* environment is `requirements.txt` and, since that has none, JupyterLab, "
    "jupytext and nbgitpuller: what an image without `.binder/` would have to hold. Sizes are sums "
    "of the files' lengths, compiled modules and pip among them, in units of a million bytes. "
    "What was downloaded came from a mirror, so the time of installing says more of the disk than "
    "of a network.",
    "Times count from the start of `jupyter lab`, medians of {runs}, lowest and highest in "
    "brackets. *Server answers*: its first answer. *Chapter open*: Chromium shows the chapter on "
    "the poison episode as a notebook and its kernel is ready. Then all cells are run by the menu. "
    "*First widget usable*: a control of a widget is in the page, shown and enabled. *All run*: "
    "the last cell has. On a hub the server starts in a container, which must be scheduled, and "
    "may have to be pulled, before.",
    "Memory is that of the processes when the chapter has run, in MiB of 2²⁰ bytes. *Own* is what "
    "no other process shares (USS): what one student more costs. *Proportional* (PSS) adds a part "
    "of what is shared. *Resident* (RSS) counts everything, libraries from disk too: a limit must "
    "not be below it. The browser runs at the student's and is not counted.",
    "Processor seconds are those of server and kernel together, from the start until all cells "
    "have run, on this machine. In {idle} s in which nobody did anything, the server and "
    "{open} kernels used {quiet:.2f} of a core.",
    "The class is computed, not measured. A student has {kernels} chapters open; within {rush} s "
    "all who work at once have opened one and run it; a node has {cores} cores, and {memory} GiB "
    "for students. The nodes are those for the larger of both needs, without a spare one.",
)


@dataclass(frozen=True)
class Weight:
    """An installed environment: bytes, packages, and the seconds that it took."""

    size: int
    packages: int
    seconds: float


@dataclass(frozen=True)
class Start:
    """Seconds from the start of `jupyter lab`, and processor seconds until all cells have run."""

    server: float
    chapter: float
    widget: float
    all: float
    processor: float


@dataclass(frozen=True)
class Memory:
    """Bytes of one process or several: own (USS), proportional (PSS), resident (RSS)."""

    own: int
    proportional: int
    resident: int


def run() -> Report:
    """Make both environments, start JupyterLab over and over, and look at its processes."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        root = Path(folder)
        source = copy_source(root / "clone")
        began = time.monotonic()
        python = make_image(root / "image", source)
        weights = {"`.binder/`": _weigh(python, time.monotonic() - began)}
        weights["the whole book's"] = _whole_book(root, source)
        stamp = machine((), **_versions(python), Chromium=browser.version)
        starts = [_start(browser, python, source, root / f"home{n}") for n in range(RUNS)]
        memories, idle = _remember(browser, python, source, root / "home")
    needs = [_need(each, memories, starts) for each in CLASSES]
    return Report(
        "What running the book live takes",
        stamp,
        [_fill(each, idle) for each in METHOD],
        [
            _weight_table(weights),
            _start_table(starts),
            _memory_table(memories),
            _class_table(needs),
        ],
        {
            "weights": {name: asdict(each) for name, each in weights.items()},
            "starts": [asdict(each) for each in starts],
            "memories": {name: asdict(each) for name, each in memories.items()},
            "idle": idle,
            "classes": needs,
        },
    )


def _fill(text: str, idle: float) -> str:
    return text.format(
        runs=RUNS,
        idle=_IDLE,
        quiet=idle,
        open=len(CHAPTERS),
        kernels=KERNELS,
        rush=RUSH,
        cores=NODE_CORES,
        memory=NODE_MEMORY // _GIBIBYTE,
    )


def _versions(python: Path) -> dict[str, str]:
    found = {each.name: each.version for each in distributions(path=[str(_packages(python))])}
    return {name: found[name] for name in ("jupyterlab", "jupytext", "ipykernel", "pandas")}


def _packages(python: Path) -> Path:
    return next(python.parents[1].glob("lib/python*/site-packages"))


def _weigh(python: Path, seconds: float) -> Weight:
    """Return what the environment of this Python weighs, which took so long to install."""
    files = [file for file in python.parents[1].rglob("*") if file.is_file()]
    count = sum(1 for _ in distributions(path=[str(_packages(python))]))
    return Weight(sum(file.lstat().st_size for file in files), count, seconds)


def _whole_book(root: Path, source: Path) -> Weight:
    """Install what an image without `.binder/` would hold, and weigh it."""
    pinned = (source / ".binder/requirements.txt").read_text(encoding="utf-8").splitlines()
    serves = root / "serves.txt"
    lines = [line for line in pinned if line.partition("==")[0] in _SERVES]
    serves.write_text("\n".join(lines), encoding="utf-8")
    began = time.monotonic()
    python = install(root / "whole", source / "requirements.txt", serves)
    return _weigh(python, time.monotonic() - began)


def _open(browser: Browser, lab: Lab, chapter: str) -> Page:
    """Open a chapter as Binder's link does; return when its kernel is ready."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(_PATIENCE)
    open_notebook(page, f"{lab.address}/lab/tree/book/{chapter}.md")
    return page


def _start(browser: Browser, python: Path, source: Path, home: Path) -> Start:
    """Start JupyterLab, open a chapter, run it; return how long each step took."""
    began = time.monotonic()
    with run_lab(python, source, home, isolated(python.parents[1])) as lab:
        server = time.monotonic() - began
        page = _open(browser, lab, FIRST)
        chapter = time.monotonic() - began
        run_cells(page)
        control = ".dossier-widget :is(button, input, select, textarea):enabled:visible"
        page.locator(control).first.wait_for()
        widget = time.monotonic() - began
        code_cells(page, _PATIENCE)
        whole = time.monotonic() - began
        processor = sum(sum(each.cpu_times()[:2]) for each in _processes(lab))
        page.context.close()
    return Start(server, chapter, widget, whole, processor)


def _processes(lab: Lab) -> list[psutil.Process]:
    """Return the server and its kernels, the server first."""
    server = psutil.Process(lab.process.pid)
    return [server, *server.children(recursive=True)]


def _memory(processes: Sequence[psutil.Process]) -> Memory:
    infos = [each.memory_full_info() for each in processes]
    return Memory(*(sum(getattr(each, name) for each in infos) for name in ("uss", "pss", "rss")))


def _remember(
    browser: Browser, python: Path, source: Path, home: Path
) -> tuple[dict[str, Memory], float]:
    """Run chapter after chapter, each in its kernel; return their memory and the idle processor."""
    memories: dict[str, Memory] = {}
    known: set[int] = set()
    with run_lab(python, source, home, isolated(python.parents[1])) as lab:
        for chapter in CHAPTERS:
            page = _open(browser, lab, chapter)
            run_cells(page)
            code_cells(page, _PATIENCE)
            _, *kernels = _processes(lab)
            memories[f"kernel: {chapter}"] = _memory([e for e in kernels if e.pid not in known])
            known = {each.pid for each in kernels}
            page.context.close()
        memories = {"server": _memory(_processes(lab)[:1])} | memories
        idle = _busy(_processes(lab))
    return memories, idle


def _busy(processes: Sequence[psutil.Process]) -> float:
    """Return the processor seconds a second that these use while nobody does anything."""
    before = sum(sum(each.cpu_times()[:2]) for each in processes)
    time.sleep(_IDLE)
    return (sum(sum(each.cpu_times()[:2]) for each in processes) - before) / _IDLE


def _need(each: Class, memories: dict[str, Memory], starts: Sequence[Start]) -> dict[str, float]:
    """Return what a class needs of memory (bytes), cores and nodes, by the assumptions above."""
    kernel = max(memory.own for name, memory in memories.items() if name != "server")
    at_once = math.ceil(each.enrolled * each.share)
    memory = at_once * (memories["server"].own + KERNELS * kernel)
    cores = at_once * median(start.processor for start in starts) / RUSH
    nodes = max(math.ceil(memory / NODE_MEMORY), math.ceil(cores / NODE_CORES))
    return asdict(each) | {"at_once": at_once, "memory": memory, "cores": cores, "nodes": nodes}


def _weight_table(weights: dict[str, Weight]) -> Table:
    return Table(
        "The environment, installed",
        ["Environment", "Size, MB", "Packages", "Installing, s"],
        [
            [name, f"{each.size / 1e6:.0f}", str(each.packages), f"{each.seconds:.0f}"]
            for name, each in weights.items()
        ],
    )


def _start_table(starts: Sequence[Start]) -> Table:
    steps = {
        "Server answers": "server",
        "Chapter open": "chapter",
        "First widget usable": "widget",
        "All run": "all",
    }
    rows = [[name, _spread([getattr(each, key) for each in starts])] for name, key in steps.items()]
    rows.append(["Processor used until then", _spread([each.processor for each in starts])])
    return Table("From the start of `jupyter lab`", ["Step", "Seconds"], rows)


def _spread(values: Sequence[float]) -> str:
    return f"{median(values):.1f} ({min(values):.1f}–{max(values):.1f})"


def _memory_table(memories: dict[str, Memory]) -> Table:
    return Table(
        "A student's memory, MiB",
        ["Process", "Own", "Proportional", "Resident"],
        [
            [name, *(f"{value / _MEBIBYTE:.0f}" for value in asdict(each).values())]
            for name, each in memories.items()
        ],
    )


def _class_table(needs: Sequence[dict[str, float]]) -> Table:
    return Table(
        "What a class needs",
        ["Students", "At once", "Memory, GiB", "Cores", "Nodes"],
        [
            [
                f"{each['enrolled']:,}",
                f"{each['at_once']:,}",
                f"{each['memory'] / _GIBIBYTE:.0f}",
                f"{each['cores']:.1f}",
                str(each["nodes"]),
            ]
            for each in needs
        ],
    )
