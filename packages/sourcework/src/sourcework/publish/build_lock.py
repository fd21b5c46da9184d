"""Build lock: a command runs while no other does that was given the same file.

`python -m sourcework.publish.build_lock FILE COMMAND …`

Two builds at once would read each other's half-written files. Whatever the command starts holds the
file too, where the system can hand it on: until the last of it ends, even if this one was killed.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

__all__ = ["NOT_HELD", "alone", "main"]

NOT_HELD = (
    "{path} cannot be held, so that another build could mix with this one ({reason}): "
    "copy the source to a folder on this machine's own disk and build it there."
)

if sys.platform == "win32":
    import msvcrt

    def _taken(file: BinaryIO) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _taken(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def alone(path: Path) -> Iterator[BinaryIO]:
    """Wait until nobody else holds the file, and hold it; a killed process holds nothing.

    Raises
    ------
    OSError
        If the file cannot be made, or its disk lets nobody hold a file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        if not _taken(file):
            print("Another build is at work here; this one waits for it.", file=sys.stderr)
            while not _taken(file):
                time.sleep(0.2)
        yield file


def main() -> int:
    """Run the command that follows the name of the file; return its code."""
    path, command = Path(sys.argv[1]), sys.argv[2:]
    with ExitStack() as stack:
        try:
            file = stack.enter_context(alone(path))
        except OSError as error:
            print(NOT_HELD.format(path=path, reason=error.strerror or error), file=sys.stderr)
            return 1
        handed = [] if sys.platform == "win32" else [file.fileno()]
        return subprocess.run(command, check=False, pass_fds=handed).returncode


if __name__ == "__main__":
    sys.exit(main())
