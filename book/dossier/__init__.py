"""Stalin versus Lenin, 1922–1924: the words of one document, and what is known about them.

Chapters use the names listed here; everything else is how they are made.
"""

from . import figures, tables
from .checks import check
from .display import compare, excerpt
from .keys import answer_key
from .listings import (
    chronology,
    codebook,
    evidence_table,
    people_table,
    plans_table,
    retellings_table,
    slips_table,
    source_table,
)
from .widgets.exercise import exercise

__all__ = [
    "answer_key",
    "check",
    "chronology",
    "codebook",
    "compare",
    "evidence_table",
    "excerpt",
    "exercise",
    "figures",
    "people_table",
    "plans_table",
    "retellings_table",
    "slips_table",
    "source_table",
    "tables",
]
