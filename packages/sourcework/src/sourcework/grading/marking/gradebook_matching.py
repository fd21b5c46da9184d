"""Matching of students to the gradebook: by id, never against what people are called.

The numbers in a download are not always those of the gradebook: Moodle names the work of a team by
the number of the team, and Brightspace may give a number that no gradebook has. Such a number can
be another student's. So whoever is found by an id must not have a wholly different name there, in
Moodle, which writes both, none but the same, and nowhere that of somebody in another row. The work
of a team is that of all rows that name the team. A gradebook that has no id of the platform's is
joined by names that one row alone has, and one work alone, or by what a file is called.
"""

from __future__ import annotations

import contextlib
from collections import Counter, defaultdict
from pathlib import Path

from ...errors import DataError
from ..gradebooks import NamedColumns, StudentRow, people
from ..gradebooks.recognising import recognise
from ..intake.name_matching import called, disagree, letters, same_letters, turned, unlike
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

    def __init__(self, gradebook: Path, ledger: Ledger, named: NamedColumns) -> None:
        self.gradebook, self.named, self.fault = gradebook, named, ""
        self._ledger = ledger
        self._names: Counter[str] = Counter()
        self._letters: set[str] = set()
        self._turns: Counter[str] = Counter()
        self._users: Counter[str] = Counter()  # what stands before the @ of an address
        self._handed_in: dict[str, set[str]] = defaultdict(set)  # by team the works of members
        self._shared: dict[str, str] = {}  # by the only such work of a team the team
        self._teams = Teams({}, {}, {})
        self._by_name = False
        with contextlib.suppress(DataError):  # it is told when the gradebook is filled
            self._by_name = recognise(gradebook, named).book.by_name
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
        found = self._of_team_or_alone(row) if self._teams.groups else self._alone(row)
        return found or self._of_a_member(row)

    def others(self, row: StudentRow) -> list[tuple[str, str]]:
        """Return the keys that a row's ids name and its name does not, with their names."""
        if self.fault or self._teams.groups or self._by_name:
            return []
        found = [(key, self._other(row, key)) for key in self._by_id(row)]
        return [(key, name) for key, name in found if name]

    def team(self, key: str) -> str:
        """Return the name of the team, in the gradebook, whose work it is; empty for a person's."""
        return self._teams.groups.get(key) or self._shared.get(key, "")

    def own_team(self, row: StudentRow, key: str) -> str:
        """Return the team of a member who handed in alone, where the download says it too.

        Moodle, before 4.2, gave the work of a team once for each member, with both names.
        """
        said = self._ledger.said(key)
        certain = bool(self.named.team)
        teams = (each for each in row.teams if certain or same_letters(said, f"{each} {row.name}"))
        return next(teams, "")

    def doubtful(self, row: StudentRow) -> list[str]:
        """Return the names of works that may be of a row's team, and are not certainly."""
        if self.fault:
            return []
        works = {key for team in row.teams for key in self._handed_in.get(team, ())}
        several = sorted(map(self._ledger.said, works)) if len(works) > 1 else []
        return self._teams.doubtful(row) or ([] if self.who(row) else several)

    def why_absent(self, student: Student, key: str) -> str:
        """Say why nobody in the gradebook is joined with a student's work."""
        if key in self._teams.unclear:
            return "more than one group or work is called so, or a student is: whose it is is open"
        if self._teams.groups:
            return f"no group in {self.gradebook.name} is called so, and no student"
        problem = f"nobody in {self.gradebook.name} has the id {student.id}"
        if self._by_name:
            problem = f"no single row of {self.gradebook.name} is called {student.name}"
        elif student.platform == "brightspace":
            problem += f", and no single one the name {student.name}"
        return problem

    def _find_teams(self) -> Teams:
        groups = Groups(self._ledger)
        for row in people(self.gradebook, self.named):
            if row.named and row.name.strip():
                self._names[called(row.name)] += 1
                self._letters.add(letters(row.name))
                self._turns.update(sorted(turned(row.name))[:1])
            self._users.update(_user(row))
            groups.see(row)
        if groups.settle():
            for row in people(self.gradebook, self.named):
                groups.compare(row, self._alone(row) if self._by_name else self._by_id(row))
        if self.named.team:
            for row in people(self.gradebook, self.named):
                for team in row.teams:
                    self._handed_in[team].update(self._alone(row))
            for team, works in self._handed_in.items():
                self._shared |= dict.fromkeys(works, team) if len(works) == 1 else {}
        return groups.teams(self._letters)

    def _alone(self, row: StudentRow) -> list[str]:
        """Return the works that are a row's own."""
        if self._by_name:
            return self._by_names(row)
        agreed = [key for key in self._by_id(row) if not self._other(row, key)]
        if agreed or not row.name or self._names[called(row.name)] != 1:
            return agreed
        return self._ledger.sole(called(row.name), "brightspace")

    def _by_names(self, row: StudentRow) -> list[str]:
        """Return the works that are called as a row is, if no other row and no other work is.

        What names a file without a platform, or a user of Blackboard, may stand in the row, or
        before the @ of an address there. A platform's numbers are nobody's: a list may have others.
        """
        ids = [*row.ids[:1], *(each for each in _user(row) if self._users[each] == 1)]
        found = [key for key in self._ledger.find(tuple(ids)) if key.startswith(_NAMELESS)]
        turns = turned(row.name)
        if not found and turns and self._turns[min(turns)] == 1:
            alike = self._ledger.called_like(turns)
            found = [key for key, _ in alike] if len(alike) == 1 else []
        return found

    def _of_a_member(self, row: StudentRow) -> list[str]:
        """Return the work of the only member of a row's team who handed in.

        That is the team's only where the teacher said which column has the teams.
        """
        works = {key for team in row.teams for key in self._handed_in.get(team, ())}
        return [*works] if len(works) == 1 else []

    def _of_team_or_alone(self, row: StudentRow) -> list[str]:
        """Return the works of a row's teams, and what has both its number and its name."""
        if self._teams.doubtful(row):
            return []
        alone = [
            key
            for key in (self._alone(row) if self._by_name else self._by_id(row))
            if key not in self._teams.groups
            and key not in self._teams.unclear
            and (self._by_name or self._is_own(row, key))
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


def _user(row: StudentRow) -> list[str]:
    """Return what stands before the @, where a row is known by an address."""
    user, sign, _ = row.ids[0].partition("@") if row.ids else ("", "", "")
    return [look(user)] if user and sign else []
