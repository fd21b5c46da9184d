"""Grading desk: the form with which a teacher grades in a notebook; `session` does the work.

Files travel in pieces, because a Jupyter server cuts the connection at a message of ten megabytes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pandas as pd

from ..assignments.definition import assignment_names, load_assignment
from ..display import render
from ..errors import DataError
from ..quantities import quantity
from ..widgets.widget_base import PageWidget, module, style
from .session import Desk, Graded, GradingChoices, Part

__all__ = ["GradingDesk", "grading_desk"]

_PIECE = 1 << 20  # bytes of a message
_PARTS = get_args(Part)


class GradingDesk(PageWidget):
    """A teacher chooses files and gets a zip of results back.

    Attributes
    ----------
    value
        A row for each line that the last run has told.
    """

    _esm = module("desk")
    _css = style("desk")

    def __init__(self, names: list[str]) -> None:
        self._desk = Desk()
        self._graded = Graded(())
        super().__init__(key="grading-desk", data=_data(names))
        self.on_msg(self._hear)

    def frame(self) -> pd.DataFrame:
        """Return what the last run has told."""
        return pd.DataFrame({"told": self._graded.lines}, dtype="str")

    def fallback(self) -> str:
        """Say where the form works: not in a page without Python."""
        return render("desk.html", data=self.data)

    def _hear(self, _widget: object, content: dict[str, Any], buffers: list[Any]) -> None:
        """Do what the page asks, and answer each message with one of the same number."""
        answer: dict[str, Any] = {}
        pieces: list[bytes] = []
        try:
            match content:
                case {"do": "take", "part": part, "name": str(name), "first": first} if (
                    part in _PARTS and buffers
                ):
                    piece = bytes(buffers[0])
                    answer["size"] = self._desk.receive(part, name, piece, first=bool(first))
                case {"do": "drop", "part": part} if part in _PARTS:
                    self._desk.drop(part)
                case {"do": "headings"}:
                    answer["platform"], answer["headings"] = self._desk.headings()
                case {"do": "grade", "asked": dict(asked)}:
                    self._graded = self._desk.grade(GradingChoices(**asked))
                    self._refresh()
                    answer |= {"lines": self._graded.lines, "name": self._graded.name}
                    answer["size"] = len(self._graded.archive)
                case {"do": "give", "from": int(start)}:
                    pieces = [self._graded.archive[start : start + _PIECE]]
                case {"do": "clear"}:
                    self._desk.clear()
                    self._graded = Graded(())
                    self._refresh()
                case _:
                    answer["fault"] = "This form and its Python do not fit; load the page again."
        except Exception as error:  # the form must hear of it, or it would wait for ever
            answer["fault"] = str(error) or type(error).__name__
        self.send({"answers": content.get("number"), **answer}, pieces)


def grading_desk(*assignments: str | Path) -> GradingDesk:
    """Show the form.

    Parameters
    ----------
    assignments
        Names, or folders of variants; without any, all assignments of the book.

    Raises
    ------
    DataError
        If there is no such assignment.
    """
    return GradingDesk([str(each) for each in assignments or assignment_names()])


def _data(names: list[str]) -> dict[str, Any]:
    if not names:
        raise DataError(Path("assignments"), "whole folder", "it is empty", "name a folder")
    found = [(name, load_assignment(name)) for name in names]
    return {
        "title": "Grade a class",
        "piece": _PIECE,
        "assignments": [
            {"name": name, "title": f"{each.title} ({quantity(each.points, 'points')})"}
            for name, each in found
        ],
    }
