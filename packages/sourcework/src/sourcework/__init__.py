"""Workbook engine: the words of one document, and what is known about them.

Chapters use the names listed here; everything else is how they are made.
"""

from __future__ import annotations

from . import figures, tables
from .answer_keys import answer_key
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
from .widgets.exercise import exercise
from .widgets.note import note, note_again, shares

__all__ = [
    "answer_key",
    "check",
    "chronology",
    "codebook",
    "compare",
    "evidence_sides",
    "evidence_table",
    "excerpt",
    "exercise",
    "figures",
    "note",
    "note_again",
    "people_table",
    "person_list",
    "retellings_table",
    "shares",
    "slips_table",
    "source_table",
    "tables",
    "term_list",
]
