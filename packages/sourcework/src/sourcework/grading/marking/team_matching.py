"""Team matching: which work of a download is a team's, and whose team it is in the gradebook.

Moodle names the folder of a team by the name and the number of its group, and has the same name in
its worksheet in each member's row; those who are in no group, or in several, hand in together under
a name without a number. Canvas gives a team's file the name of the group, run together, and the
number of one of the members. A name is a team's only if it is that of one group alone and of one
work alone; a number decides nothing, but that it may be a person's.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from ..gradebooks import StudentRow
from ..intake.name_matching import letters, same_letters, squeezed
from ..store.results_store import Ledger

__all__ = ["Groups", "Teams"]

# What Moodle takes out of the names of files (`clean_param`, `PARAM_FILE`).
_TAKEN_OUT = re.compile(r"[\x00-\x1f\x7f&<>\"`|':\\/]")
_LEAST = 2  # teams that show that a column is of groups, if its header does not


class Teams:
    """The works of teams, by the groups of the gradebook.

    Attributes
    ----------
    groups
        By key the group whose work it is.
    unclear
        By key what a work is called that may be of a group, and may be another's.
    """

    def __init__(
        self, groups: dict[str, str], unclear: dict[str, str], rivals: dict[str, set[str]]
    ) -> None:
        self.groups, self.unclear = groups, unclear
        self._works = {group: key for key, group in groups.items()}
        self._rivals = rivals

    def of(self, row: StudentRow) -> list[str]:
        """Return the keys of the works of a row's groups."""
        return list(dict.fromkeys(self._works[each] for each in row.teams if each in self._works))

    def doubtful(self, row: StudentRow) -> list[str]:
        """Return the names of works that may be of a row's group, and are not certainly."""
        keys = {key for group in row.teams for key in self._rivals.get(group, ())}
        return sorted(self.unclear[key] for key in keys)


class Groups:
    """Finds teams in two readings of a gradebook.

    The first, `see`, learns what groups there are, and the second, `compare`, who is a person in
    spite of having the name of a group.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._said: dict[str, str] = {}
        self._called: dict[str, set[str]] = {}  # by key the groups called like it
        self._works: dict[str, set[str]] = defaultdict(set)  # by group the keys
        self._people: set[str] = set()
        self._members: dict[str, set[str]] = defaultdict(set)  # by key groups of whom it numbers
        self._known = False

    def see(self, row: StudentRow) -> None:
        """Learn what groups a row names that the download has work of."""
        self._known |= row.grouped and bool(row.teams)
        for group in row.teams:
            if group in self._works:
                continue
            forms = _forms(group)
            for key, said in self._ledger.called_like({squeezed(each) for each in forms}):
                if said in forms or squeezed(said):
                    self._said[key] = said
                    self._called.setdefault(key, set()).add(group)
                    self._works[group].add(key)

    def settle(self) -> bool:
        """Prefer names that are the same letter by letter; say whether there are any at all."""
        exact = {
            key: {each for each in groups if self._said[key] in _forms(each)}
            for key, groups in self._called.items()
        }
        taken = set().union(*exact.values())
        nearest = {key: exact[key] or groups - taken for key, groups in self._called.items()}
        self._called = {key: groups for key, groups in nearest.items() if groups}
        self._works.clear()
        for key, groups in self._called.items():
            for group in groups:
                self._works[group].add(key)
        return bool(self._called)

    def compare(self, row: StudentRow, by_id: Iterable[str]) -> None:
        """Learn which of the works that a row's ids name have the row's name too, or its group."""
        for key in by_id:
            said = self._ledger.said(key)
            if same_letters(said, row.name) or same_letters(said, row.alias):
                self._people.add(key)
            self._members[key] |= self._called.get(key, set()) & {*row.teams}

    def teams(self, people: set[str]) -> Teams:
        """Return the teams; none if no work is certainly a team's.

        Parameters
        ----------
        people
            The letters of all names in the gradebook.
        """
        clear = {key for key in self._called if self._is_clear(key)}
        certain = {key for key in clear if letters(self._said[key]) not in people}
        numbered = {key for key in certain if not key.startswith("canvas ")}
        if not self._known and (self._people or len(numbered) < _LEAST):
            certain -= numbered
            clear -= {key for key in clear if not key.startswith("canvas ")}
        if not certain:
            return Teams({}, {}, {})
        groups = {key: next(iter(self._called[key])) for key in clear}
        unclear = {key: self._said[key] for key in self._called if key not in clear}
        rivals: dict[str, set[str]] = defaultdict(set)
        for key in unclear:
            for group in self._called[key]:
                rivals[group].add(key)
        return Teams(groups, unclear, rivals)

    def _is_clear(self, key: str) -> bool:
        """Whether a work can be one group's alone: none of its namesakes, and not a person's."""
        (group, *more) = self._called[key]
        if more or len(self._works[group]) > 1 or key in self._people:
            return False
        return not key.startswith("canvas ") or bool(self._members[key])


def _forms(group: str) -> set[str]:
    """Return a group's name as Moodle may write it into that of a folder."""
    text = unicodedata.normalize("NFC", group).replace("_", " ")
    every = (text, text.replace("&", "&amp;"))
    return {" ".join(_TAKEN_OUT.sub("", each).split()) for each in every}
