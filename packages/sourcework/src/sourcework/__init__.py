"""Workbook engine: the words of one document, and what is known about them.

Chapters use the names listed here; everything else is how they are made.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import figures, tables
    from .answer_keys import answer_key
    from .apparatus import omissions, wordings
    from .display import compare, excerpt
    from .glossary import person_list, term_list
    from .lab import check
    from .listings import (
        chronology,
        codebook,
        evidence_sides,
        evidence_table,
        people_table,
        retellings_table,
        slips_table,
        source_table,
    )
    from .widgets.evidence_slips import evidence_slips
    from .widgets.exercise import exercise
    from .widgets.note import note, note_again, shares

__all__ = [
    "answer_key",
    "check",
    "chronology",
    "codebook",
    "compare",
    "evidence_sides",
    "evidence_slips",
    "evidence_table",
    "excerpt",
    "exercise",
    "figures",
    "note",
    "note_again",
    "omissions",
    "people_table",
    "person_list",
    "retellings_table",
    "shares",
    "slips_table",
    "source_table",
    "tables",
    "term_list",
    "wordings",
]
# A name is imported when it is first used: a command that shows nothing waits for no table.
_MODULES = {
    "answer_keys": ("answer_key",),
    "apparatus": ("omissions", "wordings"),
    "display": ("compare", "excerpt"),
    "glossary": ("person_list", "term_list"),
    "lab": ("check",),
    "listings": (
        "chronology",
        "codebook",
        "evidence_sides",
        "evidence_table",
        "people_table",
        "retellings_table",
        "slips_table",
        "source_table",
    ),
    "widgets.evidence_slips": ("evidence_slips",),
    "widgets.exercise": ("exercise",),
    "widgets.note": ("note", "note_again", "shares"),
}
_MODULE = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import what the list names."""
    if name in ("figures", "tables"):
        return import_module(f".{name}", __name__)
    if name not in _MODULE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f".{_MODULE[name]}", __name__), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Return what the list names, imported or not."""
    return sorted({*globals(), *__all__})
