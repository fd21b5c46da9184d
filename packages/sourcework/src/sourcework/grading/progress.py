"""Progress of a run: a line that changes on a terminal, and now and then a line elsewhere."""

from __future__ import annotations

import time
from typing import TextIO

__all__ = ["Progress"]

_ON_TERMINAL, _ELSEWHERE = 0.2, 10.0  # seconds between two lines


class Progress:
    """Tells on a stream how many of something are done; may be asked as often as one likes."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._terminal = stream.isatty()
        self._next = time.monotonic() + (_ON_TERMINAL if self._terminal else _ELSEWHERE)
        self._width = 0

    def tell(self, what: str, done: int) -> None:
        """Say how many are done, unless that was said just now."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + (_ON_TERMINAL if self._terminal else _ELSEWHERE)
        line = f"{what} {done:,}"
        if self._terminal:
            self._stream.write(f"\r{line:<{self._width}}")
            self._width = len(line)
        else:
            self._stream.write(f"{line}\n")
        self._stream.flush()

    def close(self) -> None:
        """Take the line away."""
        if self._width:
            self._stream.write(f"\r{'':<{self._width}}\r")
            self._stream.flush()
