"""Between results and the teacher's gradebook: who is who there, and what is entered."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from ...assignments.definition import Assignment
from ...errors import DataError
from ..gradebooks import EnteredMark, Filled, StudentRow, fill, people
from ..store.results_store import Ledger
from ..store.spreadsheets import number, printable
from .gradebook_matching import Joining
from .marking_notes import key_of

__all__ = ["Entered", "enter", "name_students"]

_LONGEST = 200  # characters of a name
_BY_HAND = "give each member the points of the team by hand, from results.csv"
_LOOK = "look who it is, and enter the points by hand"


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


def name_students(joining: Joining, ledger: Ledger) -> None:
    """Call students as the gradebook does; they are joined as when it is filled.

    The names of a download are run together (Canvas) or are user names (Blackboard). Whoever the
    gradebook does not have keeps the name of the download. The work of a team has the name of the
    team, and its members' beside it. What is wrong with the gradebook is told when it is filled.
    """
    with contextlib.suppress(DataError):
        for row in people(joining.gradebook, joining.named):
            keys = joining.who(row)
            if len(keys) != 1:
                continue
            name = row.name if row.named and row.name.strip() else ""
            team = joining.team(keys[0])
            if team or name:
                ledger.rename(keys[0], _line(team or name))
            if team:
                ledger.join(keys[0], row.number, _line(name))
            elif own := joining.own_team(row, keys[0]):
                ledger.put_in_team(keys[0], own)


def enter(
    joining: Joining,
    folder: Path,
    assignment: Assignment,
    ledger: Ledger,
    column: str | None,
    replace: bool,
    scale: bool,
) -> Entered:
    """Fill a gradebook into a folder, under its own name.

    Students are joined by what the platform calls them, and not against their names. Whoever has
    no readable file, or a written answer that is not marked yet, is left as the gradebook has it.
    Where nobody can be joined the gradebook is not written.
    """
    gradebook = joining.gradebook
    if joining.fault:
        ledger.add_problem(
            None, gradebook.name, "this is team work, and nothing is entered", _BY_HAND
        )
        return Entered(fault=joining.fault)
    joined = 0
    others: list[str] = []
    taken: set[str] = set()

    def find(row: StudentRow) -> EnteredMark | None:
        nonlocal joined
        place = f"{gradebook.name}, line {row.number}"
        for _, name in joining.others(row):
            others.append(name)
            problem = f"its id is that of {_line(name)} in the download: nothing is entered for it"
            ledger.add_problem(None, place, problem, _LOOK)
        for name in joining.doubtful(row):
            problem = f"whether the work of {_line(name)} is its team's is not certain"
            problem += ": nothing is entered for it"
            ledger.add_problem(None, place, problem, _LOOK)
        keys = joining.who(row)
        if len(keys) > 1:
            problem = "its ids name more than one student of the download"
            if any(map(joining.team, keys)):
                problem = "more than one work in the download is its own or its team's"
            ledger.add_problem(None, place, problem, "enter the points by hand")
        if len(keys) != 1:
            return None
        if keys[0] in taken and not joining.team(keys[0]):
            problem = "an earlier row has the points of the same student: nothing is entered for it"
            ledger.add_problem(None, place, problem, _LOOK)
            return None
        taken.add(keys[0])
        joined += 1
        total = ledger.enter(keys[0])
        if total is None:
            return None
        points = f"{number(assignment.points)} {'point' if assignment.points == 1 else 'points'}"
        told = f"{number(total)} of {points}; see the feedback page."
        return EnteredMark(total, told)

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
            named=joining.named,
        )
    except DataError as error:
        return Entered(fault=str(error))
    absent = _tell_absent(joining, ledger)
    if not joined and others:
        (folder / gradebook.name).unlink()
        named = f"{_line(others[0])}, …" if len(others) > 1 else _line(others[0])
        fault = (
            f"{gradebook}: the ids of the download ({named}) belong to people with other names "
            "there, so nothing is entered. Look whether it is the gradebook of this assignment; "
            "if it is team work, give each member the points of the team by hand, from results.csv."
        )
        return Entered(fault=fault, absent=absent)
    if not joined:
        cure = "look whether it is the gradebook of this class"
        return Entered(filled, f"{gradebook}: no student of the download is in it; {cure}.", absent)
    return Entered(filled, absent=absent)


def _line(name: str) -> str:
    """Return a name as a short line that can be printed."""
    return " ".join(printable(name).split())[:_LONGEST]


def _tell_absent(joining: Joining, ledger: Ledger) -> int:
    absent = 0
    for student, file in ledger.not_entered():
        absent += 1
        problem = joining.why_absent(student, key_of(student))
        cure = "enter the points by hand, from results.csv"
        ledger.add_problem(student, file, " ".join(printable(problem).split()), cure)
    return absent
