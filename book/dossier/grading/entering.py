"""From results to the teacher's gradebook: who is who, and what is entered."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ..assignments.definition import Assignment
from ..errors import DataError
from .gradebooks import Filled, Mark, Row, fill
from .ledger import Ledger

__all__ = ["Entered", "enter"]


@dataclass(frozen=True)
class Entered:
    """What became of a gradebook: what was filled, or why not."""

    filled: Filled | None = None
    fault: str = ""
    absent: int = field(default=0)

    @property
    def failed(self) -> bool:
        """Whether nothing could be joined."""
        return bool(self.fault)


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
        keys = ledger.find(row.ids)
        if len(keys) > 1:
            place = f"{gradebook.name}, line {row.number}"
            problem = "its ids name more than one student of the download"
            ledger.add_problem(None, place, problem, "enter the points by hand")
        if len(keys) != 1:
            return None
        joined += 1
        _, total, _ = ledger.enter(keys[0])
        return None if total is None else Mark(total)

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


def _tell_absent(gradebook: Path, ledger: Ledger) -> int:
    absent = 0
    for student, file in ledger.not_entered():
        absent += 1
        problem = f"nobody in {gradebook.name} has the id {student.id}"
        ledger.add_problem(student, file, problem, "enter the points by hand, from results.csv")
    return absent
