"""The escape test: before a class is graded, a spy tries what a student's code must not do.

The spy is handed in and graded as any notebook is. What it looks for is really there, and can be
reached from outside; if an attempt succeeds, or it is not certain that it was made, nobody's
notebook is run.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..grading.reports.problems import Stopped
from . import launcher
from .sandbox import HOME, KernelLimits, prepare
from .spy_cells import ATTEMPTS, CONTROLS, MARK, spy_cells
from .student import Outcome

__all__ = ["Attempt", "Bait", "judge", "report", "spy_notebook", "with_bait"]

_LEFT = "leave a process behind"
_WRITE = "write outside"
_STOP = "stop another student's kernel"
# What a neighbour of the spy does, and says when, with the result: it keeps a key, and starts
# processes one after another.
_NEIGHBOUR = """
import ctypes, os, platform, sys, time
add, key = {"x86_64": 248, "aarch64": 217}.get(platform.machine(), 0), sys.argv[-1].encode()
if add:
    ctypes.CDLL(None).syscall(add, b"user", key, key, len(key), -4)
while True:
    at, done = time.monotonic(), "started"
    try:
        child = os.fork()
        if not child:
            os._exit(0)
        os.waitpid(child, 0)
    except OSError as error:
        done = f"failed, {error.strerror}"
    print(at, time.monotonic(), done, flush=True)
    time.sleep(0.02)
"""


@dataclass(frozen=True)
class Attempt:
    """One attempt of the spy, and whether it succeeded; None if it had no time to end."""

    name: str
    succeeded: bool | None
    seen: str


@dataclass(frozen=True)
class Bait:
    """What there is to be found: paths, and what `with_bait` has opened."""

    known: dict[str, Any]


@contextlib.contextmanager
def with_bait(
    paths: dict[str, Path], name: str, limits: KernelLimits, folder: Path
) -> Iterator[Bait]:
    """Open what the spy tries to reach, and make sure that it can be reached from here.

    Parameters
    ----------
    paths
        Files: `solution`, `keys`, `other` (another student's notebook where nbgrader has it),
        `submission` (what was handed in), `gradebook`.
    name
        That of the assignment.
    folder
        A new folder for a sandbox beside the spy's.
    """
    for path in paths.values():
        if not path.is_file():
            raise Stopped(f"The escape test cannot run: {path} is not there.")
    token = secrets.token_hex(8)
    known: dict[str, Any] = {key: str(path) for key, path in paths.items()}
    known |= {
        "names": [f"{name}.ipynb", "keys.yml"],
        "files": [[path.stat().st_dev, path.stat().st_ino] for path in paths.values()],
        "home": HOME,
        "outside": _outside(paths),
        "trace": f"trace-{token}",
        "witness": f"witness-{token}",
        "left": f"left-{token}",
        "abstract": f"dossier-{token}",
        "key": f"key-{token}",
        "neighbour": str(folder / "said.txt"),
        "memory": limits.memory,
        "file": limits.file,
        "folder": limits.folder,
        "processes": limits.processes,
    }
    with contextlib.ExitStack() as stack:
        network = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        local = stack.enter_context(socket.socket(socket.AF_UNIX))
        local.bind("\0" + str(known["abstract"]))
        local.listen()
        known["port"] = network.getsockname()[1]
        words = [sys.executable, "-c", "import time; time.sleep(3600)", str(known["witness"])]
        witness = stack.enter_context(subprocess.Popen(words))
        stack.callback(witness.kill)
        with socket.create_connection(("127.0.0.1", known["port"]), 5):
            pass
        if not _appears(str(known["witness"])):
            raise Stopped("The escape test cannot run: /proc does not show processes.")
        stack.enter_context(_beside(folder, limits, str(known["key"])))
        yield Bait(known)


@contextlib.contextmanager
def _beside(folder: Path, limits: KernelLimits, key: str) -> Iterator[None]:
    """Have another sandbox at work, as the kernel of another student would be."""
    folder.mkdir(mode=0o711)
    handed_in, said = folder / "in", folder / "said.txt"
    handed_in.mkdir(mode=0o755)
    prepare(folder / "k", handed_in, limits, ("-c", _NEIGHBOUR))
    connection = folder / "connection.json"
    connection.write_text("{}", encoding="utf-8")
    words = [sys.executable, "-I", launcher.__file__, str(folder / "k" / "plan.json")]
    with (
        said.open("wb") as file,
        subprocess.Popen([*words, str(connection), key], stdout=file) as neighbour,
    ):
        try:
            until = time.monotonic() + 60
            while not said.stat().st_size and neighbour.poll() is None:
                if time.monotonic() > until:
                    break
                time.sleep(0.05)
            if not said.stat().st_size:
                raise Stopped("The escape test cannot run: a second sandbox did not start.")
            yield
        finally:
            neighbour.kill()


def _outside(paths: dict[str, Path]) -> list[str]:
    package = Path(__file__).resolve().parents[1]
    folders = [*(path.parent for path in paths.values()), package]
    return [*(str(each) for each in folders), sys.prefix, "/", "/usr", "/etc", "/dev", "/var/tmp"]


def spy_notebook(released: dict[str, Any], bait: Bait) -> bytes:
    """Return what the spy hands in: the notebook that was given out, with cells of its own."""
    own: list[dict[str, Any]] = [
        {
            "cell_type": "code",
            "execution_count": None,
            "id": f"spy-{number}",
            "metadata": {},
            "outputs": [],
            "source": source,
        }
        for number, source in enumerate(spy_cells(bait.known))
    ]
    return json.dumps(released | {"cells": [*released["cells"], *own]}).encode()


def judge(outcome: Outcome | None, bait: Bait) -> list[Attempt]:
    """Read what the spy says, and look whether it has left anything behind.

    Raises
    ------
    Stopped
        If an attempt was not made, or a thing failed that has to succeed.
    """
    if outcome is None or outcome.fault:
        why = outcome.fault if outcome else "it did not come to an end"
        raise Stopped(f"The escape test could not be run ({why}); no notebook was run.")
    lines = [line for text in outcome.texts for line in text.splitlines() if line.startswith(MARK)]
    said = {each[0]: Attempt(*each) for each in (json.loads(line[len(MARK) :]) for line in lines)}
    for name in CONTROLS:
        if name not in said or not said[name].succeeded:
            seen = said[name].seen if name in said else "the spy did not get there"
            raise Stopped(f"The escape test proves nothing: the spy could not {name} ({seen}).")
    for name in ATTEMPTS:
        if name not in said or said[name].succeeded is None:
            seen = said[name].seen if name in said else "the spy did not get there"
            raise Stopped(f"The escape test could not be run to its end: {name} ({seen}).")
    left = _running(str(bait.known["left"]))
    said[_WRITE] = _written(said[_WRITE], bait)
    said[_STOP] = _stopped(said[_STOP], bait)
    attempts = [said[name] for name in ATTEMPTS]
    told = f"process {left[0]} runs on" if left else "it was ended with the kernel"
    return [*attempts, Attempt(_LEFT, bool(left), told)]


def _written(attempt: Attempt, bait: Bait) -> Attempt:
    """Look whether what the spy wrote is here, or in the memory of its sandbox alone."""
    traces = [Path(folder, bait.known["trace"]) for folder in bait.known["outside"]]
    here = [path for path in traces if path.exists()]
    for path in here:
        path.unlink()
    if here:
        return Attempt(_WRITE, True, ", ".join(str(path.parent) for path in here))
    seen = "what it wrote is not here" if attempt.succeeded else attempt.seen
    return Attempt(_WRITE, False, seen)


def _stopped(attempt: Attempt, bait: Bait) -> Attempt:
    """Look whether the neighbour could go on while the spy had all the processes it could get."""
    begin, end = map(float, attempt.seen.split())
    text = Path(bait.known["neighbour"]).read_text(encoding="utf-8")
    lines = [line.split(maxsplit=2) for line in text.splitlines(keepends=True) if line[-1] == "\n"]
    seen = [done for at, until, done in lines if begin <= float(at) and float(until) <= end]
    failed = [done.strip() for done in seen if not done.startswith("started")]
    if not seen:
        raise Stopped(f"The escape test could not be run to its end: {_STOP} (it had no time).")
    told = f"{len(failed)} of {len(seen)} processes beside it could not be started"
    return Attempt(_STOP, bool(failed), f"{told} ({failed[0]})" if failed else told)


def report(attempts: list[Attempt], version: str) -> str:
    """Return a line an attempt."""
    lines = [f"Escape test in bubblewrap {version}:"]
    for each in attempts:
        lines.append(f"  {'ESCAPED' if each.succeeded else 'stopped'}  {each.name}: {each.seen}")
    return "\n".join(lines) + "\n"


def _appears(word: str) -> bool:
    """Wait for a process to be seen that was started a moment ago."""
    until = time.monotonic() + 10
    while not (found := _running(word)) and time.monotonic() < until:
        time.sleep(0.05)
    return bool(found)


def _running(word: str) -> list[str]:
    """Return the numbers of the processes that have a word in their command."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if word.encode() in path.read_bytes():
                found.append(path.parent.name)
    return found
