"""Console output that reaches every terminal, pipe and file, whatever their encoding."""

from __future__ import annotations

import io
import sys

__all__ = ["escape_what_cannot_be_printed"]


def escape_what_cannot_be_printed() -> None:
    """Let a sign that the output's encoding lacks be printed by its number.

    What goes to a pipe or a file on Windows is not in UTF-8, and a name there ended the command.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
