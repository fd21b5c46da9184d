"""Entries of the marking sheet by a teacher, kept in the results store while a run lasts."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from .results import Student

__all__ = ["MarkingNotes", "Note", "composed", "hash_of", "key_of", "level_of", "look"]

_TABLE = """
CREATE TABLE note (
    student TEXT, item TEXT, criterion TEXT, level TEXT, comment TEXT, hash TEXT, row TEXT,
    written INTEGER DEFAULT 0, PRIMARY KEY (student, item, criterion)) WITHOUT ROWID
"""
_HERE = "student = ? AND item = ? AND criterion = ?"


def composed(name: str) -> str:
    """Return an id so that its letters are written in one way."""
    return unicodedata.normalize("NFC", name.strip())


def look(name: str) -> str:
    """Return an id so that its forms compare equal: composed, without regard to case."""
    return composed(name).casefold()


def key_of(student: Student) -> str:
    """Return what a student is known by; without a platform capitals can tell people apart."""
    form = composed if student.platform == "plain" else look
    return f"{student.platform} {form(student.id)}"


def hash_of(text: object) -> str:
    """Return the hash that stands beside a text in the sheet."""
    return f"h{hashlib.sha256(str(text).encode()).hexdigest()[:8]}"


def level_of(cell: str) -> int | None:
    """Return the level that a cell says, 0 to 4 and as a spreadsheet may write it, or None."""
    text = cell.strip().replace(",", ".")
    try:
        value = float(text) if len(text) < 10 else -1
    except ValueError:
        return None
    return int(value) if value in (0, 1, 2, 3, 4) else None


@dataclass(frozen=True)
class Note:
    """What a teacher wrote beside one criterion of a written answer.

    Attributes
    ----------
    level, comment
        The cells as they were found.
    hash
        That of the text that was marked.
    row
        All cells of the row, by their columns.
    """

    level: str
    comment: str
    hash: str
    row: dict[str, str]

    def is_of(self, text: object) -> bool:
        """Say whether this text was marked; older sheets have the hash without its first letter."""
        now = hash_of(text)
        return self.hash in ("", now, now[1:])


class MarkingNotes:
    """The notes of a run, in a table of the results store."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base
        base.execute(_TABLE)

    def add(self, student: str, item: str, criterion: str, note: Note) -> None:
        """Keep a note; a later one counts unless it is empty."""
        key = (composed(student), item, criterion)
        if not note.level and not note.comment and self.get(student, item, criterion):
            return
        self._base.execute(
            "INSERT OR REPLACE INTO note VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
            (*key, note.level, note.comment, note.hash, json.dumps(note.row)),
        )

    def get(self, student: str, item: str, criterion: str) -> Note | None:
        """Return what was written beside a criterion."""
        row = self._base.execute(
            f"SELECT level, comment, hash, row FROM note WHERE {_HERE}",
            (composed(student), item, criterion),
        ).fetchone()
        return Note(row[0], row[1], row[2], json.loads(row[3])) if row else None

    def of(self, student: str) -> tuple[dict[str, dict[str, int]], dict[str, dict[str, str]]]:
        """Return a student's levels and comments, by item and criterion."""
        rows = self._base.execute(
            "SELECT item, criterion, level, comment FROM note WHERE student = ?",
            (composed(student),),
        )
        levels: dict[str, dict[str, int]] = {}
        comments: dict[str, dict[str, str]] = {}
        for item, criterion, cell, comment in rows:
            if (level := level_of(cell)) is not None:
                levels.setdefault(item, {})[criterion] = level
            if comment.strip():
                comments.setdefault(item, {})[criterion] = comment
        return levels, comments

    def tick(self, student: str, item: str, criterion: str) -> None:
        """Note that a row is in the new sheet."""
        self._base.execute(
            f"UPDATE note SET written = 1 WHERE {_HERE}", (composed(student), item, criterion)
        )

    def left(self) -> Iterator[Note]:
        """Give the notes that are not in the new sheet."""
        rows = self._base.execute(
            "SELECT level, comment, hash, row FROM note WHERE NOT written "
            "ORDER BY student, item, criterion"
        )
        for level, comment, hash_, row in rows:
            yield Note(level, comment, hash_, json.loads(row))
