"""Notes as widgets: a field or a triangle for what the reader thinks, and the same shown again."""

from __future__ import annotations

from typing import Any, TypeVar
from weakref import WeakValueDictionary

import pandas as pd
import traitlets

from ..display import in_book, render
from ..errors import DataError
from ..items.excerpt_passages import read_lines
from ..notes import FILE, Note, find_note, points_of, sure_of, told
from ..paths import EXERCISES
from ..typography import typeset
from .widget_base import PageWidget, module, style

__all__ = ["MarkedNote", "NoteAgain", "NoteField", "Shares", "note", "note_again", "shares"]

_SHOWN: WeakValueDictionary[str, _Written] = WeakValueDictionary()  # in this kernel, by id


class _Written(PageWidget):
    """What a reader wrote under the id of a note.

    Attributes
    ----------
    value
        One row: `note`, its id, and `text`, the reader's words; no row as long as there are none.
    """

    def __init__(self, note: Note) -> None:
        self.note = note
        super().__init__(key=note.id, data=_data(note))

    @property
    def text(self) -> str:
        """The reader's words, or points in words; empty as long as there are none."""
        return told(self.note, self.work)

    def frame(self) -> pd.DataFrame:
        """Return the note with the reader's words."""
        rows = [{"note": self.key, "text": self.text}] if self.text else []
        return pd.DataFrame(rows, columns=["note", "text"])


_W = TypeVar("_W", bound=_Written)


class NoteField(_Written):
    """The reader writes, beside the text, what the chapter asks for."""

    _esm = module("note")
    _css = style("note")
    _is_served = True  # ready for use, in the book

    def fallback(self) -> str:
        """Return the task with lines for paper, and in the book with a field for the screen."""
        served = in_book() and self._is_served
        return render("note.html", note=self.data, key=self.key, served=served)


class MarkedNote(NoteField):
    """The reader marks words of the document with pens, and writes beside them.

    What is marked stands in the text too: the words of each pen in a line.
    """

    _esm = module("marked_note")
    _css = style("form_switch", "pens", "cuts", "note")
    _is_served = False

    def __init__(self, note: Note) -> None:
        super().__init__(note)
        lines = [{"number": line, "text": text} for line, text in read_lines(note.excerpts).items()]
        pens = [{"id": pen, "text": typeset(name)} for pen, name in note.pens.items()]
        self.data = self.data | {"marked": lines, "pens": pens}


class Shares(_Written):
    """The reader shares out a hundred points between three causes, by one point in a triangle.

    Attributes
    ----------
    earlier
        The work of the note that was asked for earlier, where the same kernel has it; a page takes
        it from the record.
    value
        One row per cause: `note`, `cause`, its id, and `points`; no row as long as there are none.
    """

    _esm = module("shares")
    _css = style("note", "shares")
    earlier = traitlets.Dict().tag(sync=True)

    @property
    def points(self) -> dict[str, int]:
        """The points of each cause, which add up to 100; empty as long as there are none."""
        return points_of(self.note, self.work)

    @property
    def sure(self) -> int | None:
        """How sure the reader is of them, in per cent."""
        return sure_of(self.work)

    def frame(self) -> pd.DataFrame:
        """Return the causes with their points."""
        rows = [
            {"note": self.key, "cause": cause, "points": points}
            for cause, points in self.points.items()
        ]
        return pd.DataFrame(rows, columns=["note", "cause", "points"])

    def fallback(self) -> str:
        """Return the task, with a line for each cause."""
        return render("shares.html", note=self.data, key=self.key)


class NoteAgain(_Written):
    """What the reader wrote, read-only, beside what it is to be compared with."""

    _esm = module("note_again")
    _css = style("note")

    def __init__(self, note: Note, *, quiet: bool = False) -> None:
        super().__init__(note)
        if quiet:
            self.data = self.data | {"quiet": True}

    def fallback(self) -> str:
        """Say what to look up, with a link to the task."""
        return render("note_again.html", note=self.data)


def note(name: str) -> NoteField:
    """Ask for the note with the id `name`, for example `note("bell/guess")`.

    In a notebook the cell can be run again, and what was written stays.

    Raises
    ------
    DataError
        If there is no such note.
    """
    found = _found(name, shared=False)
    return _followed((MarkedNote if found.pens else NoteField)(found))


def shares(name: str) -> Shares:
    """Ask for the points of the note with the id `name`, for example `shares("bell/causes")`.

    Raises
    ------
    DataError
        If there is no such note with causes.
    """
    widget = _followed(Shares(_found(name, shared=True)))
    if earlier := _SHOWN.get(widget.note.before):
        traitlets.dlink((earlier, "work"), (widget, "earlier"))
    return widget


def note_again(name: str, *, quiet: bool = False) -> NoteAgain:
    """Show again what was written under the id `name`; if `quiet`, where something was.

    Raises
    ------
    DataError
        If there is no such note.
    """
    again = NoteAgain(find_note(name), quiet=quiet)
    if field := _SHOWN.get(name):
        traitlets.link((field, "work"), (again, "work"))
    return again


def _found(name: str, *, shared: bool) -> Note:
    """Return the note with the id `name`, which is one of points, or of words, as is `shared`."""
    found = find_note(name)
    if found.choices:
        cure = f"write {{first-guess}} {name} in the page, outside of cells"
        raise DataError(EXERCISES / FILE, f'note "{name}"', "it asks for a choice", cure)
    if bool(found.between) != shared:
        problem = "it asks for words" if shared else "it asks for points"
        cure = f'write {"note" if shared else "shares"}("{name}")'
        raise DataError(EXERCISES / FILE, f'note "{name}"', problem, cure)
    return found


def _followed(widget: _W) -> _W:
    """Let a widget begin with what was written in the last one of its id, and go on with it."""
    if earlier := _SHOWN.get(widget.key):
        traitlets.link((earlier, "work"), (widget, "work"))
    _SHOWN[widget.key] = widget
    return widget


def _data(note: Note) -> dict[str, Any]:
    page = f"{note.chapter}.html" if in_book() else ""
    return {
        "title": typeset(note.task).replace("*", ""),
        "task": typeset(note.task),
        "anchor": note.anchor,
        "href": f"{page}#{note.anchor}",
        "lines": note.lines,
    } | ({} if not note.between else _causes(note))


def _causes(note: Note) -> dict[str, Any]:
    return {
        "between": [[cause, typeset(name)] for cause, name in note.between.items()],
        "sure": note.sure,
        "before": note.before,
    }
