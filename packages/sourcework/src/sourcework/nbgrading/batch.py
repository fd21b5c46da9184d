"""Runs notebooks one by one or several at once, each in a process that can be ended."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

from .student import Outcome, Task, grade_one, read_outcome

__all__ = ["outcomes"]

# A name that cannot be imported is left out without a word.
_LOADED = ["nbgrader.converters", "nbgrader.preprocessors"]
_LOADED += [f"{__package__}.{name}" for name in ("key_isolation", "student")]
_PAUSE = 0.05  # seconds


@dataclass
class _Running:
    task: Task
    process: BaseProcess
    until: float
    fault: str = ""


def outcomes(tasks: list[Task], jobs: int) -> Iterator[tuple[Task, Outcome]]:
    """Run all tasks, `jobs` at once, and yield what comes of each, as soon as it is known.

    A kernel that dies before the first cell, as it does where too many start at once, is started
    once more when the others are done, alone. nbgrader is loaded once, by a process from which
    those of the tasks are forked.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_LOADED)
    unborn: list[Task] = []
    for task, outcome in _run(context, tasks, jobs):
        if outcome.unborn:
            unborn.append(task)
        else:
            yield task, outcome
    for task in unborn:
        task.lay_out_again()
        yield from _run(context, [task], 1)


def _run(
    context: ForkServerContext, tasks: list[Task], jobs: int
) -> Iterator[tuple[Task, Outcome]]:
    waiting = list(reversed(tasks))
    running: list[_Running] = []
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                task = waiting.pop()
                process = context.Process(target=grade_one, args=(task,), daemon=True)
                process.start()
                running.append(_Running(task, process, time.monotonic() + task.limits.whole))
            for each in list(running):
                _watch(each)
                if not each.process.is_alive():
                    running.remove(each)
                    yield each.task, _outcome(each)
            time.sleep(_PAUSE)
    finally:
        for each in running:
            _end(each)


def _watch(running: _Running) -> None:
    if time.monotonic() > running.until:
        running.fault = f"it was not done after {running.task.limits.whole} seconds"
    elif _misused(running.task.folder / "k" / "s"):
        running.fault = "its code wrote files into the folder of the sockets"
    if running.fault:
        _end(running)


def _misused(sockets: Path) -> bool:
    """Say whether there is anything but sockets in the one folder that a kernel can write to."""
    with contextlib.suppress(OSError):
        return any(not stat.S_ISSOCK(each.lstat().st_mode) for each in sockets.iterdir())
    return False


def _end(running: _Running) -> None:
    """End a process with all that it has started; the sandbox ends with it by itself."""
    with contextlib.suppress(OSError, TypeError):
        os.killpg(running.process.pid, signal.SIGKILL)  # type: ignore[arg-type]
    running.process.kill()
    running.process.join()


def _outcome(running: _Running) -> Outcome:
    if running.fault:
        return Outcome(fault=running.fault)
    found = read_outcome(running.task.folder)
    return found or Outcome(fault="its process ended before it was graded")
