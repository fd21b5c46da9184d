"""Files of checked records, written for who reads a book without pydantic: see `record_files`.

They hold what pages and notebooks may show: items for practice, since the key of a graded one is
published nowhere, and of assignments the published half.
"""

from __future__ import annotations

import contextlib
from typing import Any

from ..assignments.definition import assignment_names, load_assignment
from ..excerpts import load_excerpts, load_speakers
from ..files import write_atomically
from ..item_bank import known_items, load_objectives
from ..notes import load_notes
from ..record_files import RECORDS, packed
from ..settings import settings

__all__ = ["record_files", "write_record_files"]


def record_files() -> dict[str, bytes]:
    """Return all records of the book as files, by their names in `_build/records`."""
    items = {name: item for name, item in known_items().items() if item.mode == "practice"}
    assignments = {name: load_assignment(name) for name in assignment_names()}
    contents: dict[str, dict[str, Any]] = {
        "settings": {"settings": settings()},
        "excerpts": {"excerpts": load_excerpts(), "speakers": load_speakers()},
        "notes": {"notes": load_notes()},
        "items": {"items": items, "objectives": load_objectives()},
        "assignments": {"assignments": assignments},
    }
    return {f"{name}.json": packed(content) for name, content in contents.items()}


def write_record_files() -> None:
    """Write the records of a book that was checked; where nothing can be written, write nothing."""
    with contextlib.suppress(OSError):
        RECORDS.mkdir(parents=True, exist_ok=True)
        for name, content in record_files().items():
            write_atomically(RECORDS / name, content)
