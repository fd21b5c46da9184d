"""Marks that go into a gradebook, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["EnteredMark", "Filled", "StudentRow"]


@dataclass(frozen=True)
class EnteredMark:
    """What is entered for one student.

    Attributes
    ----------
    points
        Nothing leaves the cell as it is: no readable answers, or an essay that nobody marked yet.
    feedback
        A line of ours, never a student's words, for formats that take a comment (Moodle).
    """

    points: float | None
    feedback: str = ""


@dataclass(frozen=True)
class StudentRow:
    """How a gradebook names a student, as far as it does.

    Attributes
    ----------
    number
        The line of the file, 1-based.
    ids
        The first one is the LMS's own: the Canvas id, Moodle's number of a participant,
        Brightspace's OrgDefinedId, Blackboard's user name. The others name nobody else in the file.
    name
        As it is written.
    named
        Whether that is a person's name, and not another cell in place of one.
    alias
        What the LMS calls everybody whose name it hides.
    teams
        What may be the name of the student's team.
    grouped
        Whether they are certainly names of teams.
    """

    number: int
    ids: tuple[str, ...]
    name: str
    named: bool = True
    alias: str = ""
    teams: tuple[str, ...] = ()
    grouped: bool = False


@dataclass(frozen=True)
class Filled:
    """What became of a gradebook; `entered`, `kept` and `untouched` add up to `students`.

    Attributes
    ----------
    platform
        Whose gradebook it is, as `canvas` or `moodle`; `list` for a list of the teacher's own.
    column
        The header of the column that was filled.
    students
        Rows about a student.
    entered
        Cells that hold the points now, also those that held them before.
    kept
        Cells that had another value, and have it still.
    untouched
        Cells of students for whom there is nothing to enter, or whose row cannot be joined.
    notes
        What a teacher should know, in sentences.
    """

    platform: str
    column: str
    students: int
    entered: int
    kept: int
    untouched: int
    notes: tuple[str, ...]
