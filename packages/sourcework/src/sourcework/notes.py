"""Notes: what readers are asked to write beside the text, of `book/exercises/notes.yml`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import pandas as pd

from .checking import RecordError, checked
from .errors import AUTHORING, DataError
from .paths import EXERCISES
from .record_files import are_stored, stored
from .records import AuthoredRecord, Limits
from .settings import settings
from .yaml_records import Document, read_yaml

__all__ = ["FILE", "Note", "faults", "find_note", "load_notes", "written"]

FILE = "notes.yml"
Text = Annotated[str, Limits(min_length=1)]
NoteId = Annotated[str, Limits(pattern=r"^[a-z][a-z0-9-]*/[a-z][a-z-]*$")]  # never that of an item
Lines = Annotated[int, Limits(ge=1, le=30)]


class Note(AuthoredRecord):
    """A task that the reader answers in words of his or her own, which nobody scores.

    Attributes
    ----------
    id
        Stable for ever: the reader's record has what was written under it.
    task
        What stands above the field, and in the record, where the chapter's prose is not at hand.
    lines
        How many lines are ruled for it on paper.
    """

    id: NoteId
    task: Text
    lines: Lines = 3

    @property
    def chapter(self) -> str:
        """Return the name of the chapter on whose page the note stands."""
        return self.id.partition("/")[0]

    @property
    def anchor(self) -> str:
        """Return the place in its page, as a link writes it."""
        return f"note-{self.id.replace('/', '-')}"


@cache
def load_notes(folder: Path = EXERCISES) -> dict[str, Note]:
    """Read the notes; keys are the ids, in the order of the file. A book may have none.

    Raises
    ------
    DataError
        If a note is wrong: the first fault, with file, line, note and field.
    """
    if folder == EXERCISES and are_stored():
        notes: dict[str, Note] = stored("notes")["notes"]
        return notes
    found = {}
    for each in _read(folder):
        if isinstance(each, DataError):
            raise each
        found[each.id] = each
    return found


def find_note(name: str) -> Note:
    """Return the note with the id `name`.

    Raises
    ------
    DataError
        If there is no such note.
    """
    known = load_notes()
    if name not in known:
        chapter = name.partition("/")[0]
        near = ", ".join(key for key in known if key.startswith(f"{chapter}/")) or "none"
        cure = f"add it, or use one of: {near}"
        raise DataError(EXERCISES / FILE, f'note "{name}"', "there is no such id", cure)
    return known[name]


def faults(folder: Path = EXERCISES) -> Iterator[DataError]:
    """Find everything that is wrong with the notes, one by one."""
    return (found for found in _read(folder) if isinstance(found, DataError))


def written(record: dict[str, Any]) -> pd.DataFrame:
    """Return one row per note that a reader's record has, in the order of the file.

    Returns
    -------
    pandas.DataFrame
        `note`, `chapter`, `task`, `text`: the reader's own words, which are not to be trusted as
        anything but text.
    """
    entries = record.get("widgets")
    rows = [
        {"note": note.id, "chapter": note.chapter, "task": note.task, "text": text}
        for note in load_notes().values()
        if (text := text_of(_work(entries, note.id)))
    ]
    return pd.DataFrame(rows, columns=["note", "chapter", "task", "text"])


def text_of(work: object) -> str:
    """Return the words of a note's work; nothing if it has none, or is damaged."""
    text = work.get("text") if isinstance(work, dict) else None
    return text if isinstance(text, str) and text.strip() else ""


def _work(entries: object, name: str) -> object:
    entry = entries.get(name) if isinstance(entries, dict) else None
    return entry.get("work") if isinstance(entry, dict) else None


def _read(folder: Path) -> Iterator[Note | DataError]:
    path = folder / FILE
    if not path.is_file():
        return
    try:
        document = read_yaml(path)
    except DataError as error:
        yield error
        return
    records = document.content.get("notes") if isinstance(document.content, dict) else None
    if not isinstance(records, list):
        yield DataError(path, "line 1", "there is no list of notes", 'begin with "notes:"')
        return
    seen: dict[str, str] = {}
    for index, record in enumerate(records):
        yield from _note(document, index, record, seen)


def _note(
    document: Document, index: int, record: Any, seen: dict[str, str]
) -> Iterator[Note | DataError]:
    fields = record if isinstance(record, dict) else {}
    name = f'note "{fields.get("id", "without id")}"'
    place = ("notes", index)
    try:
        note: Note = checked(Note, fields, document, place, name, AUTHORING)
    except RecordError as error:
        yield from error.faults
        return
    where = f"line {document.line(place)}, {name}, field id"
    if note.id in seen:
        problem = f"the id is taken already, {seen[note.id]}"
        yield DataError(document.path, where, problem, "give every note its own")
    elif note.id in settings().widgets:
        problem = "a widget of sourcework.yml has this key, under which a page remembers it"
        yield DataError(document.path, where, problem, "give the note an id of its own")
    else:
        seen[note.id] = f"line {document.line(place)}"
        yield note
