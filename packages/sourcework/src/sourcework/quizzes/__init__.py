"""Quizzes for learning platforms, written from items: one module a format.

`write` is all that others need. Nothing here knows the grader, Sphinx or a widget, and `sourcework`
itself imports none of it, so that a student's environment needs no lxml.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from ..items import Item

if TYPE_CHECKING:
    from .report import Written

__all__ = ["FORMATS", "Format", "write"]


@dataclass(frozen=True)
class Format:
    """What a quiz is written for, and the module here whose `write` writes it."""

    title: str
    module: str


FORMATS = {
    "moodle": Format("Moodle XML", "moodle_xml"),
    "canvas": Format("Canvas, QTI 1.2", "canvas_package"),
    "brightspace": Format("Brightspace, question CSV", "brightspace_csv"),
    "blackboard": Format("Blackboard, tab-delimited text", "blackboard_text"),
    "qti": Format("QTI 2.1 package", "qti_package"),
    "qti3": Format("QTI 3.0 package", "qti3_package"),
    "cartridge": Format("Common Cartridge 1.3", "cartridge_package"),
}


def write(format: str, items: Sequence[Item], title: str) -> Written:
    """Write items as a quiz of one of the `FORMATS`.

    Returns
    -------
    Written
        The file, what its name ends with, and for every item how it is written there and what of
        it is lost. The same items and title always give the same bytes.

    Raises
    ------
    ValueError
        If there is no such format, no item or no title, if an item is given twice, or if the
        platform cannot say an item.
    """
    if format not in FORMATS:
        raise ValueError(f"there is no format {format!r}; use one of {', '.join(FORMATS)}")
    if not items or not title.strip():
        raise ValueError("a quiz needs a title and at least one item; give both")
    ids = [item.id for item in items]
    twice = next((each for each in ids if ids.count(each) > 1), None)
    if twice:  # its identifier may stand in a file only once
        raise ValueError(f"{twice}: the quiz would have this item twice; give it once")
    module = import_module(f".{FORMATS[format].module}", __name__)
    written: Written = module.write(items, title.strip())
    return written
