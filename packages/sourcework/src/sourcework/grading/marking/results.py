"""Result of a student's work: the words that the parts of the grader share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = ["Platform", "Problem", "Result", "Student"]

Platform = Literal["canvas", "moodle", "blackboard", "brightspace", "plain"]


@dataclass(frozen=True)
class Student:
    """Whoever handed in, as far as the download says.

    Attributes
    ----------
    platform
        Whose naming the download follows.
    id
        What the platform calls the student: Canvas user id, Moodle participant number, Blackboard
        username, Brightspace id; of a plain file its name without ending.
    name
        As the download writes it, or the gradebook if there is one, in Unicode's composed form; for
        people, never to join by.
    handle
        The file's prefix or the folder under which the platform takes feedback back.
    """

    platform: Platform
    id: str
    name: str
    handle: str


@dataclass(frozen=True)
class Problem:
    """Something that a teacher must know: a file that could not be read, or that is odd.

    Attributes
    ----------
    file
        The path in the folder or zip as it was handed out.
    student
        The student's name as far as it is known, or empty.
    problem, cure
        What is wrong, and what can be done, each a clause without a full stop.
    graded
        Whether the student's answers were graded nevertheless.
    """

    file: str
    student: str
    problem: str
    cure: str
    graded: bool = False


@dataclass(frozen=True)
class Result:
    """One student's graded attempt.

    Attributes
    ----------
    student
        Who.
    file
        The file that counts, as a path in the download.
    responses
        By item, as `sourcework.scoring` describes them; what was not answered is left out.
    scores
        By item that code scores: points, 0 to the item's; None where nothing was answered, or
        nothing that could be read.
    levels
        By written answer and criterion the level, 0 to 4, that the teacher gave so far; of another
        answer that could not be read under the one criterion `answer`.
    comments
        By written answer and criterion what the teacher wrote beside it; under an empty criterion
        what is said of the answer as a whole.
    lost
        The share of the points, 0 to 1, that is lost because the answer came late.
    attempt
        The random id of the answers file; empty for notebooks and text.
    remarks
        What the student is to be told: late, an older edition, answers that could not be read.
    works
        By widget of the assignment what the student did there, as the widget keeps it; no points
        depend on it.
    unread
        By item what is there for an answer and could not be read, as it stands in the file. A
        person marks it.
    rivals
        The student's other files that could be worth more: attempts that do not count, with what is
        not marked in them, and damaged files. The total is not known until somebody has looked.
    members
        Of the work of a team, who is in it as far as the gradebook says; else nobody.
    """

    student: Student
    file: str
    responses: dict[str, Any]
    scores: dict[str, float | None]
    levels: dict[str, dict[str, int]] = field(default_factory=dict)
    comments: dict[str, dict[str, str]] = field(default_factory=dict)
    lost: float = 0.0
    attempt: str = ""
    remarks: tuple[str, ...] = ()
    works: dict[str, dict[str, Any]] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    rivals: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
