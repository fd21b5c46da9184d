"""Notes: what readers are asked to write beside the text, of `book/exercises/notes.yml`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import pandas as pd

from .checking import RecordError, checked
from .errors import AUTHORING, DataError, unknown_id
from .excerpts import load_excerpts
from .items import ExcerptId
from .items.excerpt_passages import read_lines
from .paths import EXERCISES
from .record_files import are_stored, stored
from .records import AuthoredRecord, Field, Limits
from .settings import settings
from .yaml_records import Document, read_list

__all__ = [
    *("FILE", "Note", "faults", "find_note", "load_notes"),
    *("points_of", "sure_of", "text_of", "told", "written"),
]

FILE = "notes.yml"
Text = Annotated[str, Limits(min_length=1)]
Cause = Annotated[str, Limits(pattern=r"^[a-z][a-z0-9-]*$")]
NoteId = Annotated[str, Limits(pattern=r"^[a-z][a-z0-9-]*/[a-z][a-z-]*$")]  # never that of an item
Lines = Annotated[int, Limits(ge=1, le=30)]
_CAUSES = 3  # a point in a triangle
_WHOLE = 100


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
    between
        Of a note that is no text but a hundred points, shared out: three causes by their ids, which
        are stable for ever, with their names.
    sure
        Whether such a note also asks how sure the reader is.
    before
        The note with the same causes that was asked for earlier, beside which this one is shown.
    choices
        Of a note that is answered with one tap: the answers to choose from, each of which is kept
        as a text.
    excerpts
        Of a note on words of the document: the excerpts in which they are marked.
    pens
        What words of these excerpts are marked as, by their ids, which are stable for ever: the
        text of the note begins with the words of each.
    """

    id: NoteId
    task: Text
    lines: Lines = 3
    between: dict[Cause, Text] = Field(default_factory=dict)
    sure: bool = False
    before: str = ""
    choices: tuple[Text, ...] = ()
    excerpts: tuple[ExcerptId, ...] = ()
    pens: dict[Cause, Text] = Field(default_factory=dict)

    def __post_init__(self) -> None:
        """Test whether there are three causes, or none and nothing that is said of causes."""
        if len(self.choices) == 1 or (self.choices and self.between):
            raise ValueError("choices are two answers or more, of a note without causes")
        if len(self.between) not in {0, _CAUSES}:
            raise ValueError(f"between has {len(self.between)} causes; name three, or none")
        if not self.between and (self.sure or self.before):
            raise ValueError("sure and before are of a note with causes; name three in between")
        if bool(self.excerpts) != bool(self.pens):
            raise ValueError("excerpts and pens go together; name both, or neither")
        if self.pens and (self.choices or self.between):
            raise ValueError("pens are of a note in words; take out choices or between")
        if unknown := [name for name in self.excerpts if name not in load_excerpts()]:
            raise ValueError(f'there is no excerpt "{unknown[0]}"; name one of excerpts.yml')
        read_lines(self.excerpts)

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
        raise unknown_id(EXERCISES / FILE, "note", name, known, "add it, or use one of")
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
        if (text := told(note, _work(entries, note.id)))
    ]
    return pd.DataFrame(rows, columns=["note", "chapter", "task", "text"])


def text_of(work: object) -> str:
    """Return the words of a note's work; nothing if it has none, or is damaged."""
    text = work.get("text") if isinstance(work, dict) else None
    return text if isinstance(text, str) and text.strip() else ""


def points_of(note: Note, work: object) -> dict[str, int]:
    """Return the points of each cause; nothing if they are not shared out, or are damaged."""
    points = work.get("points") if isinstance(work, dict) else None
    if not isinstance(points, dict) or set(points) != set(note.between):
        return {}
    shares = {cause: points[cause] for cause in note.between}
    whole = all(type(share) is int and share >= 0 for share in shares.values())
    return shares if whole and sum(shares.values()) == _WHOLE else {}


def sure_of(work: object) -> int | None:
    """Return how sure the reader is of the points, in per cent; None if that is not said."""
    sure = work.get("sure") if isinstance(work, dict) else None
    return sure if type(sure) is int and 0 <= sure <= _WHOLE else None


def told(note: Note, work: object) -> str:
    """Return in words what a note's work says; nothing if it says nothing."""
    if not note.between:
        return text_of(work)
    shares, sure = points_of(note, work), sure_of(work)
    parts = [", ".join(f"{note.between[cause]} {share}" for cause, share in shares.items())]
    parts += [] if sure is None else [f"{sure} % sure"]
    return "; ".join(filter(None, parts))


def _work(entries: object, name: str) -> object:
    entry = entries.get(name) if isinstance(entries, dict) else None
    return entry.get("work") if isinstance(entry, dict) else None


def _read(folder: Path) -> Iterator[Note | DataError]:
    path = folder / FILE
    if not path.is_file():
        return
    try:
        document, records = read_list(path, "notes")
    except DataError as error:
        yield error
        return
    seen: dict[str, Note] = {}
    for index, record in enumerate(records):
        yield from _note(document, index, record, seen)


def _note(
    document: Document, index: int, record: Any, seen: dict[str, Note]
) -> Iterator[Note | DataError]:
    fields = record if isinstance(record, dict) else {}
    name = f'note "{fields.get("id", "without id")}"'
    place = ("notes", index)
    try:
        note: Note = checked(Note, fields, document, place, name, AUTHORING)
    except RecordError as error:
        yield from error.faults
        return
    wrong = _refused(note, seen)
    if wrong is None:
        seen[note.id] = note
        yield note
        return
    field, problem, cure = wrong
    where = f"line {document.line((*place, field))}, {name}, field {field}"
    yield DataError(document.path, where, problem, cure)


def _refused(note: Note, seen: dict[str, Note]) -> tuple[str, str, str] | None:
    """Return the field, the problem and the cure of a note that does not fit the others."""
    if note.id in seen:
        return "id", "the id is taken already", "give every note its own"
    if note.id in settings().widgets:
        problem = "a widget of sourcework.yml has this key, under which a page remembers it"
        return "id", problem, "give the note an id of its own"
    earlier = seen.get(note.before)
    if note.before and (earlier is None or list(earlier.between) != list(note.between)):
        problem = f'there is no note "{note.before}" above it with the same causes'
        return "before", problem, "name one, or leave the field out"
    return None
