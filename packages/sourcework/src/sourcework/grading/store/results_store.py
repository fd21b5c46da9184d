"""Results store of a run, on the disk, so that memory does not grow with the class.

It is an SQLite file among the unfinished outputs, which a run takes away when it ends. Results are
read from it in pages, in the order of names.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..intake.name_matching import called, squeezed
from ..intake.submissions import saved_by
from ..marking.marked_files import MarkedFile
from ..marking.marking_notes import MarkingNotes, composed, key_of, look
from ..marking.results import Problem, Result, Student
from ..marking.totals import BY_HAND

__all__ = ["Ledger"]

_PAGE = 200  # results in memory at once
_SCHEMA = """
CREATE TABLE student (
    key TEXT PRIMARY KEY, look TEXT, platform TEXT, id TEXT, name TEXT, handle TEXT, sort TEXT,
    said TEXT, called TEXT, squeezed TEXT, counts INTEGER, rivals TEXT DEFAULT '[]',
    earned REAL, total REAL, entered INTEGER DEFAULT 0, team TEXT DEFAULT '') WITHOUT ROWID;
CREATE INDEX by_name ON student (sort, key);
CREATE INDEX by_look ON student (look);
CREATE INDEX by_call ON student (called);
CREATE INDEX by_letters ON student (squeezed);
CREATE INDEX by_number ON student (ltrim(look, '0'));
CREATE TABLE attempt (
    number INTEGER PRIMARY KEY, student TEXT, file TEXT, place TEXT, saved TEXT, worth REAL,
    most REAL, late INTEGER, under TEXT, unread INTEGER, waiting INTEGER, content TEXT);
CREATE INDEX by_student ON attempt (student);
CREATE TABLE trace (what TEXT, digest TEXT, student TEXT, file TEXT);
CREATE INDEX by_trace ON trace (what, digest, student);
CREATE TABLE problem (
    student TEXT, name TEXT, file TEXT, problem TEXT, cure TEXT, unread INTEGER, weak INTEGER);
CREATE INDEX of_student ON problem (student);
CREATE TABLE member (student TEXT, place INTEGER, name TEXT);
CREATE INDEX of_team ON member (student, place);
CREATE TABLE file (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE remains (student TEXT, file TEXT, place TEXT, text TEXT);
CREATE INDEX by_owner ON remains (student);
"""
_ORDER = {
    "last": "place DESC, saved DESC, file DESC",
    "best": "most DESC, worth DESC, place DESC, saved DESC, file DESC",
}

# A damaged file that makes a difference: any, or one that came with the file that counts or later.
_AFTER = {
    "best": "",
    "last": " AND place >= (SELECT place FROM attempt JOIN student ON number = counts "
    "WHERE key = remains.student)",
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
        self.notes = MarkingNotes(self._base)

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    # What a run writes while it reads the files

    def is_new(self, path: str) -> bool:
        """Note a path, and say whether it is the first of this name."""
        added = self._base.execute("INSERT OR IGNORE INTO file VALUES (?)", (path,))
        return added.rowcount == 1

    def add_student(self, student: Student) -> Student:
        """Note a student of whom there is a file, whether it can be read or not.

        Moodle numbers teams and students apart, so that in two downloads that were put together a
        number can be that of both; whoever comes later with another name is told apart by it.
        """
        fields = (
            key_of(student),
            look(student.id),
            student.platform,
            student.id,
            student.name,
            student.handle,
            look(student.name),
            student.name,
            called(student.name),
            squeezed(student.name),
        )
        added = self._base.execute(
            "INSERT OR IGNORE INTO student "
            "(key, look, platform, id, name, handle, sort, said, called, squeezed) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            fields,
        )
        if added.rowcount or student.platform != "moodle" or self.said(fields[0]) == student.name:
            return student
        return self.add_student(replace(student, id=f"{student.id} {student.name}"))

    def add_attempt(self, marked: MarkedFile, place: str) -> None:
        """Keep a graded file; `place` sorts the files of one student as they were handed in."""
        result = marked.result
        key = key_of(result.student)
        kept = [
            result.responses,
            result.scores,
            result.lost,
            result.attempt,
            result.remarks,
            result.works,
            result.unread,
        ]
        self._base.execute(
            "INSERT INTO attempt "
            "(student, file, place, saved, worth, most, late, under, unread, waiting, content) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                key,
                result.file,
                place,
                marked.saved,
                marked.earned * (1 - result.lost),
                marked.most,
                marked.late,
                result.student.handle,
                len(result.unread),
                marked.waiting,
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
        key, name = (key_of(student), student.name) if student else ("", "")
        self._base.execute(
            "INSERT INTO problem VALUES (?, ?, ?, ?, ?, ?, ?)",
            (key, name, file, problem, cure, unread, weak),
        )

    # What is made of it when all files are read

    def spelt(self, student: str) -> str:
        """Return an id as the download has it, with the zeros that a spreadsheet dropped.

        Former sheets call a student by the whole name of the file that the page saved. What names
        nobody even so, or more than one student, is returned as it is.
        """
        known = "SELECT id FROM student WHERE look = ? LIMIT 50"
        found = [each for (each,) in self._base.execute(known, (look(student),))]
        if composed(student) in found:
            return composed(student)
        if not found and student.isdecimal():
            zeros = "SELECT id FROM student WHERE ltrim(look, '0') = ? LIMIT 2"
            bare = look(student).lstrip("0")
            found = [each for (each,) in self._base.execute(zeros, (bare,))]
        if not found and saved_by(student):
            return self.spelt(saved_by(student) or "")
        return found[0] if len(found) == 1 else student

    def alike(self) -> Iterator[tuple[Student, str]]:
        """Give the students whose names differ in capitals alone, with another one's name."""
        rows = self._base.execute(
            "SELECT look, platform, id, name, handle FROM student WHERE look IN "
            "(SELECT look FROM student GROUP BY look HAVING count(*) > 1) ORDER BY key"
        ).fetchall()
        names: dict[str, list[str]] = {}
        for form, _, name, *_ in rows:
            names.setdefault(form, []).append(name)
        for form, *fields in rows:
            student = Student(*fields)
            first, second, *_ = names[form]
            yield student, second if student.id == first else first

    def brought_together(self) -> Iterator[tuple[Student, str, str]]:
        """Give the files that are one student's by the name that the page put into theirs.

        Each with the student, and the first of the student's files of that kind.
        """
        rows = self._base.execute(
            "SELECT platform, id, name, handle, file FROM student JOIN attempt ON student = key "
            "WHERE platform = 'plain' AND instr(file, '-answers-' || id || '-') "
            "AND NOT instr('/' || file, '/' || id || '/') ORDER BY key, file"
        ).fetchall()
        first: dict[str, str] = {}
        for *fields, file in rows:
            student = Student(*fields)
            if first.setdefault(student.id, file) != file:
                yield student, file, first[student.id]

    def strangers(self) -> Iterator[str]:
        """Give the ids that have levels in a marking sheet and are not in the download."""
        rows = self._base.execute(
            "SELECT row FROM note WHERE level <> '' AND student NOT IN (SELECT id FROM student) "
            "GROUP BY student ORDER BY student"
        )
        for (row,) in rows:
            yield json.loads(row)["student"]

    def add_remains(self, student: Student, file: str, place: str, text: str | None) -> None:
        """Keep what may be in a file that could not be graded: a text, or None for anything."""
        row = (key_of(student), file, place, text)
        self._base.execute("INSERT INTO remains VALUES (?, ?, ?, ?)", row)

    def choose(self, attempts: str) -> None:
        """Choose of each student's attempts the one that counts: the `last` or the `best`.

        The best one is what could be worth most when a person has marked it.
        """
        order = _ORDER[attempts]
        self._base.execute(
            "UPDATE student SET counts = (SELECT number FROM attempt WHERE student = student.key "
            f"ORDER BY {order} LIMIT 1)"
        )
        self._base.execute(
            "UPDATE student SET handle = "
            "(SELECT under FROM attempt WHERE number = counts) WHERE counts IS NOT NULL"
        )

    def texts_elsewhere(self) -> Iterator[tuple[Result, list[tuple[str, str]]]]:
        """Give the results that count with the texts in other files of the student, by file."""
        for row in self._with_others("SELECT student FROM remains WHERE text <> ''"):
            texts = self._base.execute(
                "SELECT file, text FROM remains WHERE student = ? AND text <> '' ORDER BY file",
                (row[1],),
            )
            yield self._result(row), texts.fetchall()

    def others(self, attempts: str) -> Iterator[tuple[Result, list[Result], list[str]]]:
        """Give the results that count with the attempts that do not, and with damaged files.

        Of these, what was handed in before the last attempt makes no difference if that counts.
        """
        several = "SELECT student FROM attempt GROUP BY student HAVING count(*) > 1"
        chosen = [f"SELECT student FROM remains WHERE text IS NULL{_AFTER[attempts]}"]
        chosen += [several] * (attempts == "best")
        for row in self._with_others(" UNION ".join(chosen)):
            rejected = self._base.execute(
                "SELECT sort, key, platform, id, name, handle, file, content, rivals "
                "FROM student JOIN attempt ON student = key "
                "WHERE key = ? AND number <> counts AND ? ORDER BY file",
                (row[1], attempts == "best"),
            )
            damaged = self._base.execute(
                f"SELECT file FROM remains WHERE student = ? AND text IS NULL{_AFTER[attempts]} "
                "ORDER BY file",
                (row[1],),
            )
            results = [self._result(each) for each in rejected.fetchall()]
            yield self._result(row), results, [file for (file,) in damaged.fetchall()]

    def _with_others(self, students: str) -> list[tuple[Any, ...]]:
        """Return the rows of results that count of some students."""
        return self._base.execute(
            "SELECT sort, key, platform, id, name, handle, file, content, rivals "
            f"FROM student JOIN attempt ON number = counts WHERE key IN ({students}) "
            "ORDER BY sort, key"
        ).fetchall()

    def hand_over(self, result: Result, unread: dict[str, str]) -> None:
        """Add to a result that counts what a person has to read."""
        where = "WHERE number = (SELECT counts FROM student WHERE key = ?)"
        key = (key_of(result.student),)
        row = self._base.execute(f"SELECT content FROM attempt {where}", key).fetchone()
        *kept, known = json.loads(row[0])
        content = json.dumps([*kept, known | unread])
        more = (content, len(unread), len(unread), *key)
        change = "SET content = ?, unread = unread + ?, waiting = waiting + ?"
        self._base.execute(f"UPDATE attempt {change} {where}", more)

    def doubt(self, student: Student, rivals: list[str]) -> None:
        """Note which files of a student could be worth more than the one that counts."""
        self._base.execute(
            "UPDATE student SET rivals = ? WHERE key = ?", (json.dumps(rivals), key_of(student))
        )

    def copies(self) -> Iterator[tuple[str, Student, str, list[str]]]:
        """Give what students have in common who should not: what, who, the file, other names.

        The attempt comes first, and of a student the first thing alone is told. Those who are in
        one team may have all in common.
        """
        shared = self._base.execute(
            "SELECT what, digest FROM trace GROUP BY what, digest "
            "HAVING count(DISTINCT student) > 1"
        )
        told: set[str] = set()
        for what, digest in shared.fetchall():
            rows = self._base.execute(
                "SELECT key, platform, id, name, handle, min(file), team FROM trace "
                "JOIN student ON key = student WHERE what = ? AND digest = ? "
                "GROUP BY key ORDER BY sort, key",
                (what, digest),
            ).fetchall()
            for key, *fields, file, team in rows:
                others = [row[3] for row in rows if row[0] != key and not team == row[-1] != ""]
                if others and key not in told:
                    told.add(key)
                    yield what, Student(*fields), file, others

    def results(self) -> Iterator[Result]:
        """Give the results that count, with what a teacher marked, in the order of names."""
        after = ("", "")
        while True:
            rows = self._base.execute(
                "SELECT sort, key, platform, id, name, handle, file, content, rivals "
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
            "UPDATE student SET earned = ?, total = ? WHERE key = ?",
            (earned, total, key_of(student)),
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
                "SELECT sort, key, platform, id, name, handle, file, content, rivals "
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

    def said(self, key: str) -> str:
        """Return a student's name as the download has it."""
        row = self._base.execute("SELECT said FROM student WHERE key = ?", (key,)).fetchone()
        return str(row[0])

    def sole(self, name: str, platform: str) -> list[str]:
        """Return the key of the only student of a platform who is called so, if there is one."""
        rows = self._base.execute(
            "SELECT key, platform FROM student WHERE called = ? LIMIT 2", (name,)
        ).fetchall()
        return [rows[0][0]] if len(rows) == 1 and name and rows[0][1] == platform else []

    def called_like(self, forms: Iterable[str]) -> list[tuple[str, str]]:
        """Return the keys of all that are called so, whatever a platform took off the names.

        Each with the name in the download. The forms are those of `squeezed`.
        """
        found: dict[str, str] = {}
        for form in forms:
            rows = self._base.execute("SELECT key, said FROM student WHERE squeezed = ?", (form,))
            found |= dict(rows.fetchall())
        return list(found.items())

    def teams(self) -> list[str]:
        """Return the names of those who have no number in Moodle, as teams alone can."""
        rows = self._base.execute(
            "SELECT name FROM student WHERE platform = 'moodle' AND id = name ORDER BY sort"
        )
        return [name for (name,) in rows]

    def rename(self, key: str, name: str) -> None:
        """Call a student by another name, wherever a name is shown or sorted by."""
        self._base.execute(
            "UPDATE student SET name = ?, sort = ? WHERE key = ?", (name, look(name), key)
        )

    def join(self, key: str, place: int, name: str) -> None:
        """Note a member of the team whose work this is; no name where the gradebook hides it."""
        self._base.execute("INSERT INTO member VALUES (?, ?, ?)", (key, place, name))

    def put_in_team(self, key: str, team: str) -> None:
        """Note the team of a student who handed in what others of the team may have handed in."""
        self._base.execute("UPDATE student SET team = ? WHERE key = ?", (team, key))

    def team(self, student: Student) -> str:
        """Return the team that a student was put into; empty if into none."""
        row = self._base.execute("SELECT team FROM student WHERE key = ?", (key_of(student),))
        return str((row.fetchone() or ("",))[0])

    def members(self, student: Student) -> tuple[str, ...]:
        """Return the names of a team's members, in the order of the gradebook."""
        rows = self._base.execute(
            "SELECT name FROM member WHERE student = ? AND name <> '' ORDER BY place",
            (key_of(student),),
        )
        return tuple(name for (name,) in rows)

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
        """Count `students`, `graded`, `late`, `files`, `problems`, or results of a kind.

        These are `open`, `rivalled`, `unread` or `waiting`. Among students `teams` are told apart.
        """
        found = self._base.execute(_COUNTS[what]).fetchone()[0]
        return int(found)

    def _result(self, row: tuple[Any, ...]) -> Result:
        _, key, *fields, file, content, rivals = row
        responses, scores, lost, attempt, remarks, works, unanswered = json.loads(content)
        unread = self._base.execute(
            "SELECT file FROM problem WHERE student = ? AND unread AND NOT weak "
            "ORDER BY file LIMIT 3",
            (key,),
        )
        names = [file.rpartition("/")[2] for (file,) in unread]
        told = [f"A file of yours could not be graded: {name}." for name in names]
        others = [each.rpartition("/")[2] for each in json.loads(rivals)]
        told += [f"Another file of yours may be worth more: {name}." for name in others]
        student = Student(*fields)
        levels, comments = self.notes.of(student.id)
        for item, text in unanswered.items():
            note = self.notes.get(student.id, item, BY_HAND)
            if note and not note.is_of(text):
                levels.get(item, {}).pop(BY_HAND, None)
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
            unread=unanswered,
            rivals=tuple(json.loads(rivals)),
            members=self.members(student),
        )


_COUNTS = {
    "students": "SELECT count(*) FROM student",
    "graded": "SELECT count(*) FROM student WHERE counts IS NOT NULL",
    "open": (
        "SELECT count(*) FROM student WHERE counts IS NOT NULL AND total IS NULL AND rivals = '[]'"
    ),
    "rivalled": "SELECT count(*) FROM student WHERE rivals <> '[]'",
    "late": "SELECT count(*) FROM student JOIN attempt ON number = counts WHERE late",
    "unread": "SELECT count(*) FROM student JOIN attempt ON number = counts WHERE unread",
    "waiting": "SELECT count(*) FROM student JOIN attempt ON number = counts WHERE waiting",
    "teams": "SELECT count(DISTINCT student) FROM member",
    "files": "SELECT count(*) FROM file",
    "problems": (
        "SELECT count(*) FROM problem LEFT JOIN student ON key = student "
        "WHERE NOT (weak AND counts IS NOT NULL)"
    ),
}
