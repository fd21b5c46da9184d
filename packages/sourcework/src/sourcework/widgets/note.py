"""Notes as widgets: a field for what the reader writes, and the same words shown again."""

from __future__ import annotations

from typing import Any
from weakref import WeakValueDictionary

import pandas as pd
import traitlets

from ..display import in_book, render
from ..notes import Note, find_note, text_of
from ..typography import typeset
from .widget_base import PageWidget, module, style

__all__ = ["NoteAgain", "NoteField", "note", "note_again"]

_SHOWN: WeakValueDictionary[str, NoteField] = WeakValueDictionary()  # in this kernel, by id


class _Written(PageWidget):
    """What a reader wrote under the id of a note.

    Attributes
    ----------
    value
        One row: `note`, its id, and `text`, the reader's words; no row as long as there are none.
    """

    def __init__(self, note: Note) -> None:
        super().__init__(key=note.id, data=_data(note))

    @property
    def text(self) -> str:
        """The reader's words; empty as long as there are none."""
        return text_of(self.work)

    def frame(self) -> pd.DataFrame:
        """Return the note with the reader's words."""
        rows = [{"note": self.key, "text": self.text}] if self.text else []
        return pd.DataFrame(rows, columns=["note", "text"])


class NoteField(_Written):
    """The reader writes, beside the text, what the chapter asks for."""

    _esm = module("note")
    _css = style("note")

    def fallback(self) -> str:
        """Return the task, with room to write on paper."""
        return render("note.html", note=self.data)


class NoteAgain(_Written):
    """What the reader wrote, read-only, beside what it is to be compared with."""

    _esm = module("note_again")
    _css = style("note")

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
    field = NoteField(find_note(name))
    if earlier := _SHOWN.get(name):
        traitlets.link((earlier, "work"), (field, "work"))
    _SHOWN[name] = field
    return field


def note_again(name: str) -> NoteAgain:
    """Show again what was written under the id `name`.

    Raises
    ------
    DataError
        If there is no such note.
    """
    again = NoteAgain(find_note(name))
    if field := _SHOWN.get(name):
        traitlets.link((field, "work"), (again, "work"))
    return again


def _data(note: Note) -> dict[str, Any]:
    page = f"{note.chapter}.html" if in_book() else ""
    return {
        "title": typeset(note.task).replace("*", ""),
        "task": typeset(note.task),
        "anchor": note.anchor,
        "href": f"{page}#{note.anchor}",
        "lines": note.lines,
    }
