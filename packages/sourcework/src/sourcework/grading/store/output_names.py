"""The names that outputs have, so that nothing of the teacher's is called like one."""

from __future__ import annotations

import re

__all__ = ["LIST", "PART", "is_output"]

LIST = ".dossier-grade.json"  # what the last run wrote, with a digest of each
PART = re.compile(r"(?:feedback-[0-9]+\.zip|essays-[0-9]+\.html|likeness\.html)")
_OTHER = re.compile(
    r"(?:results|problems|marking|items)\.csv|statistics\.html|ledger\.sqlite(?:-.*)?"
    r"|(?:former|unfinished)\.tmp|\.dossier-grade\.json"
)


def is_output(name: str) -> bool:
    """Say whether an output may be called so, whatever a system makes of capitals."""
    lower = name.lower()
    return bool(PART.fullmatch(lower) or _OTHER.fullmatch(lower))
