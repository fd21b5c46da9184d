"""Matching of students to the gradebook: by id, never against what people are called.

The numbers in a download are not always those of the gradebook: Moodle names the work of a team by
the number of the team, and Brightspace may give a number that no gradebook has. Such a number can
be another student's. So whoever is found by an id must not have a wholly different name there, in
Moodle, which writes both, none but the same, and nowhere that of somebody in another row.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from pathlib import Path

from ...errors import DataError
from ..gradebooks import StudentRow, people
from ..intake.name_matching import called, disagree, squeezed, unlike
from ..store.results_store import Ledger
from .marking_notes import look

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
        teams: dict[str, str] = {}
        with contextlib.suppress(DataError):  # it is told when the gradebook is filled
            for row in people(gradebook):
                self._names[called(row.name)] += 1
                self._letters.add(_letters(row.name))
                teams |= {called(each): each for each in row.teams if ledger.is_called(each)}
        found = [name for form, name in teams.items() if form not in self._names]
        found += ledger.teams()
        if found:
            more = " …" if len(found) > _NAMED else ""
            self.fault = (
                f"{gradebook}: this is team work: the download is of teams "
                f"({'; '.join(found[:_NAMED])}{more}), and the gradebook has a row for each "
                "member. Nothing is entered; give each member the points of the team by hand, "
                "from results.csv. The zip of pages is right: it goes back to the teams."
            )

    def who(self, row: StudentRow) -> list[str]:
        """Return the keys of the students whom a row names, by id or else by a name.

        Canvas, Moodle and Blackboard give out files under the id that comes first in their
        gradebooks. What else names a student there, at the school or by login, may be another's id
        in the LMS. Brightspace may write a number into the names of files that the gradebook does
        not have; then a name that nobody else has will do.
        """
        if self.fault:
            return []
        agreed = [key for key in self._by_id(row) if not self._other(row, key)]
        if agreed or not row.name or self._names[called(row.name)] != 1:
            return agreed
        return self._ledger.sole(called(row.name), "brightspace")

    def others(self, row: StudentRow) -> list[tuple[str, str]]:
        """Return the keys that a row's ids name and its name does not, with their names."""
        if self.fault:
            return []
        found = [(key, self._other(row, key)) for key in self._by_id(row)]
        return [(key, name) for key, name in found if name]

    def _by_id(self, row: StudentRow) -> list[str]:
        first = look(row.ids[0]) if row.ids else ""
        found = self._ledger.find(row.ids)
        return [key for key in found if not key.startswith(_OWN) or key.endswith(f" {first}")]

    def _other(self, row: StudentRow, key: str) -> str:
        """Return the name that the download gives, if it is somebody else's."""
        if key.startswith(_NAMELESS):
            return ""
        name = self._ledger.said(key)
        if not row.named or called(name) == called(row.alias):
            return ""
        differ = unlike if key.startswith("moodle ") else disagree
        letters = _letters(name)
        elsewhere = letters in self._letters and letters != _letters(row.name)
        return name if elsewhere or differ(name, row.name) else ""


def _letters(name: str) -> str:
    """Return the letters of a name in an order that running together and turning round keep."""
    return "".join(sorted(squeezed(name)))
