"""Between results and the teacher's gradebook: who is who there, and what is entered."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from ..assignments.definition import Assignment
from ..errors import DataError
from .cells import number, printable
from .gradebooks import Filled, Mark, Row, fill, people
from .ledger import Ledger
from .notes import look

__all__ = ["Entered", "enter", "name_students"]

_OWN = ("canvas ", "moodle ")
_LONGEST = 200  # characters of a name


@dataclass(frozen=True)
class Entered:
    """What became of a gradebook.

    Attributes
    ----------
    filled
        What was filled; none if nothing could be.
    fault
        Why it failed, or empty.
    absent
        How many students with a result the gradebook does not have.
    """

    filled: Filled | None = None
    fault: str = ""
    absent: int = 0

    @property
    def failed(self) -> bool:
        """Whether nothing could be joined."""
        return bool(self.fault)


def name_students(gradebook: Path, ledger: Ledger) -> None:
    """Call students as the gradebook does; joined are they by id, as when it is filled.

    The names of a download are run together (Canvas) or are user names (Blackboard). Whoever the
    gradebook does not have keeps the name of the download. What is wrong with the gradebook is told
    when it is filled.
    """
    with contextlib.suppress(DataError):
        for row in people(gradebook):
            keys = _who(row, ledger)
            if len(keys) == 1:
                ledger.rename(keys[0], " ".join(printable(row.name).split())[:_LONGEST])


def enter(
    gradebook: Path,
    folder: Path,
    assignment: Assignment,
    ledger: Ledger,
    column: str | None,
    replace: bool,
    scale: bool,
) -> Entered:
    """Fill a gradebook into a folder, under its own name.

    Students are joined by what the platform calls them, never by name. Whoever has no readable
    file, or a written answer that is not marked yet, is left as the gradebook has it.
    """
    joined = 0

    def find(row: Row) -> Mark | None:
        nonlocal joined
        keys = _who(row, ledger)
        if len(keys) > 1:
            place = f"{gradebook.name}, line {row.number}"
            problem = "its ids name more than one student of the download"
            ledger.add_problem(None, place, problem, "enter the points by hand")
        if len(keys) != 1:
            return None
        joined += 1
        total = ledger.enter(keys[0])
        if total is None:
            return None
        told = f"{number(total)} of {number(assignment.points)} points; see the feedback page."
        return Mark(total, told)

    try:
        filled = fill(
            gradebook,
            folder / gradebook.name,
            find,
            title=assignment.title,
            points=assignment.points,
            column=column,
            replace=replace,
            scale=scale,
        )
    except DataError as error:
        return Entered(fault=str(error))
    absent = _tell_absent(gradebook, ledger)
    if not joined:
        cure = "look whether it is the gradebook of this class"
        return Entered(filled, f"{gradebook}: no student of the download is in it; {cure}.", absent)
    return Entered(filled, absent=absent)


def _who(row: Row, ledger: Ledger) -> list[str]:
    """Return the keys of the students whom a row names.

    Canvas and Moodle give out files under the id that comes first in their gradebooks. What else
    names a student there, at the school or by login, may be another's id in the LMS.
    """
    found = ledger.find(row.ids)
    first = look(row.ids[0]) if row.ids else ""
    return [key for key in found if not key.startswith(_OWN) or key.endswith(f" {first}")]


def _tell_absent(gradebook: Path, ledger: Ledger) -> int:
    absent = 0
    for student, file in ledger.not_entered():
        absent += 1
        problem = f"nobody in {gradebook.name} has the id {student.id}"
        ledger.add_problem(student, file, problem, "enter the points by hand, from results.csv")
    return absent
