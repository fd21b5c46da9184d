"""Matching of students to the gradebook: by id, never against what people are called.

The numbers in a download are not always those of the gradebook: Moodle names the work of a team by
the number of the team, and Brightspace may give a number that no gradebook has. Such a number can
be another student's. So whoever is found by an id must not have a wholly different name there, in
Moodle, which writes both, none but the same, and nowhere that of somebody in another row. The work
of a team is that of all rows that name the team.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from pathlib import Path

from ...errors import DataError
from ..gradebooks import StudentRow, people
from ..intake.name_matching import called, disagree, letters, same_letters, unlike
from ..store.results_store import Ledger
from .marking_notes import look
from .results import Student
from .team_matching import Groups, Teams

__all__ = ["Joining"]

_OWN = ("canvas ", "moodle ", "blackboard ")
_NAMELESS = ("plain ", "blackboard ")  # a file has a user's name in its own, or any at all
_NAMED = 3  # teams named in a message


class Joining:
    """Joins the rows of one gradebook with the students of a download.

    Attributes
    ----------
    gradebook
        Its file.
    fault
        Why nobody may be joined, or empty.
    """

    def __init__(self, gradebook: Path, ledger: Ledger) -> None:
        self.gradebook, self.fault = gradebook, ""
        self._ledger = ledger
        self._names: Counter[str] = Counter()
        self._letters: set[str] = set()
        self._teams = Teams({}, {}, {})
        with contextlib.suppress(DataError):  # it is told when the gradebook is filled
            self._teams = self._find_teams()
        alone = [] if self._teams.groups else ledger.teams()
        if alone:
            more = " …" if len(alone) > _NAMED else ""
            self.fault = (
                f"{gradebook}: this is team work: the download is of teams "
                f"({'; '.join(alone[:_NAMED])}{more}), and the gradebook does not say who is in "
                "them. Nothing is entered; download it again with its column of groups, in the "
                "language in which you download the work, or give each member the points of the "
                "team by hand, from results.csv. The zip of pages is right: it goes back to the "
                "teams."
            )

    def who(self, row: StudentRow) -> list[str]:
        """Return the keys of the students whom a row names, by id or else by a name.

        Canvas, Moodle and Blackboard give out files under the id that comes first in their
        gradebooks. What else names a student there, at the school or by login, may be another's id
        in the LMS. Brightspace may write a number into the names of files that the gradebook does
        not have; then a name that nobody else has will do. Of a team's member it is the team.
        """
        if self.fault:
            return []
        if self._teams.groups:
            return self._of_team_or_alone(row)
        agreed = [key for key in self._by_id(row) if not self._other(row, key)]
        if agreed or not row.name or self._names[called(row.name)] != 1:
            return agreed
        return self._ledger.sole(called(row.name), "brightspace")

    def others(self, row: StudentRow) -> list[tuple[str, str]]:
        """Return the keys that a row's ids name and its name does not, with their names."""
        if self.fault or self._teams.groups:
            return []
        found = [(key, self._other(row, key)) for key in self._by_id(row)]
        return [(key, name) for key, name in found if name]

    def team(self, key: str) -> str:
        """Return the name of the team, in the gradebook, whose work it is; empty for a person's."""
        return self._teams.groups.get(key, "")

    def own_team(self, row: StudentRow, key: str) -> str:
        """Return the team of a member who handed in alone, where the download says it too.

        Moodle, before 4.2, gave the work of a team once for each member, with both names.
        """
        said = self._ledger.said(key)
        teams = (each for each in row.teams if same_letters(said, f"{each} {row.name}"))
        return next(teams, "")

    def doubtful(self, row: StudentRow) -> list[str]:
        """Return the names of works that may be of a row's team, and are not certainly."""
        return [] if self.fault else self._teams.doubtful(row)

    def why_absent(self, student: Student, key: str) -> str:
        """Say why nobody in the gradebook is joined with a student's work."""
        if key in self._teams.unclear:
            return "more than one group or work is called so, or a student is: whose it is is open"
        if self._teams.groups:
            return f"no group in {self.gradebook.name} is called so, and no student"
        problem = f"nobody in {self.gradebook.name} has the id {student.id}"
        if student.platform == "brightspace":
            problem += f", and no single one the name {student.name}"
        return problem

    def _find_teams(self) -> Teams:
        groups = Groups(self._ledger)
        for row in people(self.gradebook):
            if row.named and row.name.strip():
                self._names[called(row.name)] += 1
                self._letters.add(letters(row.name))
            groups.see(row)
        if groups.settle():
            for row in people(self.gradebook):
                groups.compare(row, self._by_id(row))
        return groups.teams(self._letters)

    def _of_team_or_alone(self, row: StudentRow) -> list[str]:
        """Return the works of a row's teams, and what has both its number and its name."""
        if self._teams.doubtful(row):
            return []
        alone = [
            key
            for key in self._by_id(row)
            if not self.team(key) and key not in self._teams.unclear and self._is_own(row, key)
        ]
        return list(dict.fromkeys([*self._teams.of(row), *alone]))

    def _is_own(self, row: StudentRow, key: str) -> bool:
        """Whether a work that a row's ids name is that of a student who is called as the row is."""
        said = self._ledger.said(key)
        return (
            key.startswith(_NAMELESS)
            or same_letters(said, row.name)
            or same_letters(said, row.alias)
        )

    def _by_id(self, row: StudentRow) -> list[str]:
        first = look(row.ids[0]) if row.ids else ""
        told_apart = look(f"{first} {row.name}")  # from a team with the same number
        found = self._ledger.find((*row.ids, told_apart))
        return [
            key
            for key in found
            if not key.startswith(_OWN) or key.partition(" ")[2] in (first, told_apart)
        ]

    def _other(self, row: StudentRow, key: str) -> str:
        """Return the name that the download gives, if it is somebody else's."""
        if key.startswith(_NAMELESS):
            return ""
        name = self._ledger.said(key)
        if not row.named or called(name) == called(row.alias):
            return ""
        differ = unlike if key.startswith("moodle ") else disagree
        form = letters(name)
        elsewhere = form in self._letters and form != letters(row.name)
        return name if elsewhere or differ(name, row.name) else ""
