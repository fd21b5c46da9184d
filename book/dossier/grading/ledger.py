"""The ledger: all that a run finds, on the disk, so that memory does not grow with the class.

It is an SQLite file among the unfinished outputs, which a run takes away when it ends. Results are
read from it in pages, in the order of names.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .marking import Marked
from .notes import Notes, look
from .results import Problem, Result, Student

__all__ = ["Ledger"]

_PAGE = 200  # results in memory at once
_SCHEMA = """
CREATE TABLE student (
    key TEXT PRIMARY KEY, look TEXT, platform TEXT, id TEXT, name TEXT, handle TEXT, sort TEXT,
    counts INTEGER, earned REAL, total REAL, entered INTEGER DEFAULT 0) WITHOUT ROWID;
CREATE INDEX by_name ON student (sort, key);
CREATE INDEX by_look ON student (look);
CREATE INDEX by_number ON student (ltrim(look, '0'));
CREATE TABLE attempt (
    number INTEGER PRIMARY KEY, student TEXT, file TEXT, place TEXT, saved TEXT, worth REAL,
    late INTEGER, under TEXT, content TEXT);
CREATE INDEX by_student ON attempt (student);
CREATE TABLE trace (what TEXT, digest TEXT, student TEXT, file TEXT);
CREATE INDEX by_trace ON trace (what, digest, student);
CREATE TABLE problem (
    student TEXT, name TEXT, file TEXT, problem TEXT, cure TEXT, unread INTEGER, weak INTEGER);
CREATE INDEX of_student ON problem (student);
CREATE TABLE file (path TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_ORDER = {
    "last": "place DESC, saved DESC, file DESC",
    "best": "worth DESC, place DESC, saved DESC, file DESC",
}


class Ledger:
    """Keeps students, their attempts and problems.

    Attributes
    ----------
    notes
        What a teacher marked.

    Raises
    ------
    sqlite3.Error
        From any method, if the disk is full or cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._base = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE"):
            self._base.execute(f"PRAGMA {pragma}")
        self._base.executescript(_SCHEMA)
        self._base.execute("BEGIN EXCLUSIVE")
        self.notes = Notes(self._base)

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    # What a run writes while it reads the files

    def is_new(self, path: str) -> bool:
        """Note a path, and say whether it is the first of this name."""
        added = self._base.execute("INSERT OR IGNORE INTO file VALUES (?)", (path,))
        return added.rowcount == 1

    def add_student(self, student: Student) -> None:
        """Note a student of whom there is a file, whether it can be read or not."""
        fields = (
            _key(student),
            look(student.id),
            student.platform,
            student.id,
            student.name,
            student.handle,
            look(student.name),
        )
        self._base.execute(
            "INSERT OR IGNORE INTO student (key, look, platform, id, name, handle, sort) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            fields,
        )

    def add_attempt(self, marked: Marked, place: str) -> None:
        """Keep a graded file; `place` sorts the files of one student as they were handed in."""
        result = marked.result
        key = _key(result.student)
        kept = [
            result.responses,
            result.scores,
            result.lost,
            result.attempt,
            result.remarks,
            result.works,
        ]
        self._base.execute(
            "INSERT INTO attempt (student, file, place, saved, worth, late, under, content) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                key,
                result.file,
                place,
                marked.saved,
                marked.earned * (1 - result.lost),
                marked.late,
                result.student.handle,
                json.dumps(kept),
            ),
        )
        own = {"attempt": result.attempt} if result.attempt else {}
        for what, digest in (own | marked.traces).items():
            row = (what, digest, key, result.file)
            self._base.execute("INSERT INTO trace VALUES (?, ?, ?, ?)", row)

    def add_problem(
        self,
        student: Student | None,
        file: str,
        problem: str,
        cure: str,
        *,
        unread: bool = False,
        weak: bool = False,
    ) -> None:
        """Note a problem; a weak one is told only of a student who has no result."""
        key, name = (_key(student), student.name) if student else ("", "")
        self._base.execute(
            "INSERT INTO problem VALUES (?, ?, ?, ?, ?, ?, ?)",
            (key, name, file, problem, cure, unread, weak),
        )

    # What is made of it when all files are read

    def spelt(self, student: str) -> str:
        """Return an id as the download has it, with the zeros that a spreadsheet dropped.

        What names nobody even so, or more than one student, is returned as it is.
        """
        if not student.isdecimal() or self.find((student,)):
            return student
        found = self._base.execute(
            "SELECT DISTINCT look FROM student WHERE ltrim(look, '0') = ? LIMIT 2",
            (look(student).lstrip("0"),),
        ).fetchall()
        return str(found[0][0]) if len(found) == 1 else student

    def strangers(self) -> Iterator[str]:
        """Give the ids that have levels in a marking sheet and are not in the download."""
        rows = self._base.execute(
            "SELECT row FROM note WHERE level <> '' AND look NOT IN (SELECT look FROM student) "
            "GROUP BY look ORDER BY look"
        )
        for (row,) in rows:
            yield json.loads(row)["student"]

    def choose(self, attempts: str) -> None:
        """Choose of each student's attempts the one that counts: the `last` or the `best`."""
        order = _ORDER[attempts]
        self._base.execute(
            "UPDATE student SET counts = (SELECT number FROM attempt WHERE student = student.key "
            f"ORDER BY {order} LIMIT 1)"
        )
        self._base.execute(
            "UPDATE student SET handle = "
            "(SELECT under FROM attempt WHERE number = counts) WHERE counts IS NOT NULL"
        )

    def copies(self) -> Iterator[tuple[str, Student, str, list[str]]]:
        """Give what students have in common who should not: what, who, the file, other names.

        The attempt comes first, and of a student the first thing alone is told.
        """
        shared = self._base.execute(
            "SELECT what, digest FROM trace GROUP BY what, digest "
            "HAVING count(DISTINCT student) > 1"
        )
        told: set[str] = set()
        for what, digest in shared.fetchall():
            rows = self._base.execute(
                "SELECT key, platform, id, name, handle, min(file) FROM trace "
                "JOIN student ON key = student WHERE what = ? AND digest = ? "
                "GROUP BY key ORDER BY sort, key",
                (what, digest),
            ).fetchall()
            for key, *fields, file in rows:
                if key not in told:
                    told.add(key)
                    others = [row[3] for row in rows if row[0] != key]
                    yield what, Student(*fields), file, others

    def results(self) -> Iterator[Result]:
        """Give the results that count, with what a teacher marked, in the order of names."""
        after = ("", "")
        while True:
            rows = self._base.execute(
                "SELECT sort, key, platform, id, name, handle, file, content "
                "FROM student JOIN attempt ON number = counts "
                "WHERE (sort, key) > (?, ?) ORDER BY sort, key LIMIT ?",
                (*after, _PAGE),
            ).fetchall()
            if not rows:
                return
            for row in rows:
                yield self._result(row)
            after = rows[-1][:2]

    def settle(self, student: Student, earned: float, total: float | None) -> None:
        """Note what a student has earned, as far as it is known, and what counts if it is."""
        self._base.execute(
            "UPDATE student SET earned = ?, total = ? WHERE key = ?", (earned, total, _key(student))
        )

    def ranked(self, most: int, *, highest: bool) -> Iterator[Result]:
        """Give the `most` students who earned least or most."""
        order = "DESC" if highest else "ASC"
        chosen = self._base.execute(
            f"SELECT key FROM student WHERE counts IS NOT NULL "
            f"ORDER BY earned {order}, key LIMIT ?",
            (most,),
        )
        for (key,) in chosen:
            row = self._base.execute(
                "SELECT sort, key, platform, id, name, handle, file, content "
                "FROM student JOIN attempt ON number = counts WHERE key = ?",
                (key,),
            ).fetchone()
            yield self._result(row)

    def blanks(self) -> Iterator[Student]:
        """Give the students who handed something in and have no result."""
        rows = self._base.execute(
            "SELECT platform, id, name, handle FROM student WHERE counts IS NULL ORDER BY sort, key"
        )
        for row in rows:
            yield Student(*row)

    def problems(self) -> Iterator[Problem]:
        """Give all problems, in the order of students and files."""
        rows = self._base.execute(
            "SELECT file, coalesce(student.name, problem.name), problem, cure, counts IS NOT NULL "
            "FROM problem LEFT JOIN student ON key = student "
            "WHERE NOT (weak AND counts IS NOT NULL) "
            "ORDER BY sort, key, file, problem.rowid"
        )
        for file, name, problem, cure, graded in rows:
            yield Problem(file, name, problem, cure, bool(graded))

    # What a gradebook asks and tells

    def find(self, ids: tuple[str, ...]) -> list[str]:
        """Return the keys of the students whom one of these ids names."""
        keys: dict[str, None] = {}
        for each in ids:
            rows = self._base.execute("SELECT key FROM student WHERE look = ?", (look(each),))
            keys |= {key: None for (key,) in rows}
        return list(keys)

    def rename(self, key: str, name: str) -> None:
        """Call a student by another name, wherever a name is shown or sorted by."""
        self._base.execute(
            "UPDATE student SET name = ?, sort = ? WHERE key = ?", (name, look(name), key)
        )

    def enter(self, key: str) -> float | None:
        """Return a student's total, if it is known, and note that the gradebook has the student."""
        row = self._base.execute("SELECT total FROM student WHERE key = ?", (key,)).fetchone()
        self._base.execute("UPDATE student SET entered = 1 WHERE key = ?", (key,))
        total: float | None = row[0]
        return total

    def not_entered(self) -> Iterator[tuple[Student, str]]:
        """Give the students with a result whom the gradebook does not have, and their files."""
        rows = self._base.execute(
            "SELECT platform, id, name, handle, file FROM student "
            "JOIN attempt ON number = counts WHERE entered = 0 ORDER BY sort, key"
        ).fetchall()
        for *fields, file in rows:
            yield Student(*fields), file

    # What the summary asks

    def count(self, what: str) -> int:
        """Count `students`, `graded`, `late`, `files`, `open` or `problems`."""
        found = self._base.execute(_COUNTS[what]).fetchone()[0]
        return int(found)

    def _result(self, row: tuple[Any, ...]) -> Result:
        _, key, *fields, file, content = row
        responses, scores, lost, attempt, remarks, works = json.loads(content)
        unread = self._base.execute(
            "SELECT file FROM problem WHERE student = ? AND unread AND NOT weak "
            "ORDER BY file LIMIT 3",
            (key,),
        )
        names = [file.rpartition("/")[2] for (file,) in unread]
        told = [f"A file of yours could not be graded: {name}." for name in names]
        student = Student(*fields)
        levels, comments = self.notes.of(student.id)
        return Result(
            student=student,
            file=file,
            responses=responses,
            scores=scores,
            levels=levels,
            comments=comments,
            lost=lost,
            attempt=attempt,
            remarks=(*remarks, *told),
            works=works,
        )


_COUNTS = {
    "students": "SELECT count(*) FROM student",
    "graded": "SELECT count(*) FROM student WHERE counts IS NOT NULL",
    "open": "SELECT count(*) FROM student WHERE counts IS NOT NULL AND total IS NULL",
    "late": "SELECT count(*) FROM student JOIN attempt ON number = counts WHERE late",
    "files": "SELECT count(*) FROM file",
    "problems": (
        "SELECT count(*) FROM problem LEFT JOIN student ON key = student "
        "WHERE NOT (weak AND counts IS NOT NULL)"
    ),
}


def _key(student: Student) -> str:
    return f"{student.platform} {look(student.id)}"
