"""What ends a standstill: a page that never answers has no time limit of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from threading import Timer

import psutil
import pytest

MOST = 600  # seconds of a test, without what is built for it


def take_pages_away() -> None:
    """End the pages of this worker: whatever waits for one fails, and can be run again."""
    for each in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            if "--type=renderer" in each.cmdline():
                each.kill()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    watch = Timer(MOST, take_pages_away)
    watch.daemon = True
    watch.start()
    try:
        return (yield)
    finally:
        watch.cancel()
