"""Marking of files: a reading of a file and the rules of the items give a result.

What nobody answered is None among the scores, and counts 0 in the total of a file that could be
read; a student of whom no file could be read has no result at all, and a blank in the gradebook. A
total with a written answer that nobody has marked yet, or with any answer that is there and could
not be read, is not known.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from ...assignments.definition import Assignment
from ...assignments.questions import AssignedQuestion
from ...assignments.solutions import Solution
from ...editions.notebook import handed_out
from ...items import KINDS
from ...items.interactions import ResponseForm
from ...scoring import answered, score
from ..intake.reading import BY_HAND, Oddity, Reading, unreadable
from ..intake.submissions import Owner
from ..reports.problems import Foreign
from .results import Result
from .totals import standing

__all__ = ["MarkedFile", "Marker", "lateness", "traces"]

_TYPES: dict[ResponseForm, tuple[Any, str]] = {  # and what a response of another type is not
    ResponseForm.IDENTIFIER: (str, "none of the words to choose from"),
    ResponseForm.IDENTIFIERS: (list, "no list"),
    ResponseForm.ORDER: (list, "no list"),
    ResponseForm.PAIRS: (dict, "no pairs"),
    ResponseForm.NUMBER: (int | float, "no number"),
    ResponseForm.PERCENTAGE: (int | float, "no number"),
    ResponseForm.TEXT: (str, "no text"),
}
_DAY, _HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
_NIGHT = 4  # o'clock, when clocks have changed if they change that day
_TEXT = 40  # characters from which on a written answer is nobody else's by chance
_WRONG = 8  # wrong answers that are nobody else's by chance


@dataclass(frozen=True)
class MarkedFile:
    """A graded file.

    Attributes
    ----------
    result
        What it earns, without what a teacher has to mark.
    earned
        Points of the items that code scores, before anything is lost for lateness.
    most
        Points, with those that a person may give, less what is lost for lateness.
    waiting
        How many answers that could not be read can earn something.
    late
        Whether it came late, by the due date or by what the platform says.
    saved
        When it was saved or handed in, for the order of a student's files; UTC or empty.
    traces
        What is the same in copies: what it is, in words, and its digest.
    oddities
        What a teacher should know.
    """

    result: Result
    earned: float
    most: float
    waiting: int
    late: bool
    saved: str
    traces: dict[str, str]
    oddities: tuple[Oddity, ...]


class Marker:
    """Marks the files of one assignment."""

    def __init__(self, assignment: Assignment, solution: Solution) -> None:
        self.assignment = assignment
        self._rules = {
            question.id: solution.rule(question) for question in assignment.questions.values()
        }

    @cached_property
    def handed_out(self) -> dict[str, str]:
        """The texts of the assignment's notebook, by text the item that it asks."""
        return handed_out(self.assignment)

    def mark(self, owner: Owner, path: str, reading: Reading) -> MarkedFile:
        """Grade what a file says.

        Raises
        ------
        Foreign
            If the file is of another assignment, or has nothing to do with this one.
        """
        self._check_assignment(reading)
        responses, unread, unfit = self._valid(reading.responses)
        scores = {
            name: score(self._rules[name], responses.get(name), question.points)
            for name, question in self.assignment.questions.items()
            if question.scored
        }
        late, lost, told = lateness(self.assignment, owner, reading.saved)
        odd = (
            *(self._cured(each) for each in reading.oddities),
            *(self._cured(_mistyped(name, self.assignment.questions[name])) for name in unread),
            *self._oddities(reading, responses, unfit),
            *self._doubts(owner, reading),
        )
        remarks = [told, *(each.remark for each in odd)]
        result = Result(
            student=owner.student,
            file=path,
            responses=responses,
            scores=scores,
            lost=lost,
            attempt=reading.attempt,
            remarks=tuple(remark for remark in remarks if remark),
            works=reading.works,
            unread=reading.unread | unread,
        )
        earned = sum(points or 0 for points in scores.values())
        moment = reading.saved.isoformat() if reading.saved else ""
        waiting = sum(
            bool(self.assignment.worth(self.assignment.questions[name])) for name in result.unread
        )
        return MarkedFile(
            result,
            earned,
            standing(self.assignment, result).most,
            waiting,
            late,
            moment,
            traces(self.assignment, result),
            odd,
        )

    def _check_assignment(self, reading: Reading) -> None:
        if reading.assignment == self.assignment.name:
            return
        if reading.assignment:
            problem = f"it holds the answers to another assignment, {reading.assignment}"
            cure = f"have the answers to {self.assignment.name} handed in"
            raise Foreign(problem, cure)
        if not reading.responses and not reading.unread:
            problem = "it answers no question of this assignment"
            cure = f"have the answers to {self.assignment.name} handed in"
            raise Foreign(problem, cure)

    def _valid(self, responses: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str], list[str]]:
        """Divide responses: such as the questions have, of another type, and the names of others.

        Of a match the rows that it has count, and of several options those that there are.
        """
        valid: dict[str, Any] = {}
        unread: dict[str, str] = {}
        unfit = []
        for name, rule in self._rules.items():
            if name not in responses:
                continue
            form = self.assignment.questions[name].form
            if not isinstance(responses[name], _TYPES[form][0]):
                unread[name] = json.dumps(responses[name], ensure_ascii=False)
                continue
            ids = KINDS[rule["kind"]].named(rule)
            spelt = _spelt(form, *ids, responses[name])
            known = _known(form, *ids, spelt)
            if answered(rule, known):
                valid[name] = known
            if known != spelt or name not in valid:
                unfit.append(name)
        return valid, unread, unfit

    def _cured(self, odd: Oddity) -> Oddity:
        """Send nobody to the marking sheet for what earns nothing, and has no row there."""
        name = odd.problem.partition(": ")[0]
        question = self.assignment.questions.get(name)
        if odd.cure != BY_HAND or question is None or self.assignment.worth(question):
            return odd
        return replace(odd, cure="it earns no points; read it in essays-1.html, or ask for it")

    def _doubts(self, owner: Owner, reading: Reading) -> list[Oddity]:
        """Doubt what a platform says of the time, or that it has the due date at all."""
        due, saved = self.assignment.due, reading.saved
        if owner.undated and due:
            problem = f'the date "{owner.undated}" is in no language that is known here'
            return [Oddity(problem, "look yourself whether it came in time")]
        if _may_have_changed(self.assignment, owner.moment):
            problem = "an hour less would cost it less, if the clocks changed since the due date"
            cure = "look at the clock, or give assignment.yml a line such as zone: Europe/Berlin"
            return [Oddity(problem, cure)]
        if not (owner.unmarked and due and saved and self.assignment.late.lost(saved - due)):
            return []
        problem = (
            "it was saved after the due date by the clock of the student's machine, and the "
            "platform calls nobody late: nothing is lost"
        )
        return [Oddity(problem, "look whether the platform has the due date")]

    def _oddities(
        self, reading: Reading, responses: dict[str, Any], unfit: list[str]
    ) -> list[Oddity]:
        odd = []
        if reading.assignment and reading.version not in ("", self.assignment.version):
            problem = "it was made with another edition of the questions"
            told = "Your answers were made with another edition of the questions."
            odd.append(Oddity(problem, "look whether the questions that changed matter", told))
        if not reading.assignment and not _is_notebook(reading):
            told = "You handed in your whole record; what you answered elsewhere is left out."
            odd.append(Oddity("", "", told))
        if unfit:
            names = ", ".join(unfit)
            told = f"What the questions do not have counts as none in your answers: {names}."
            problem = f"answers that the questions do not have are left out: {names}"
            odd.append(Oddity(problem, "ask the student", told))
        if not responses and not reading.unread:
            told = "Your file could be read, and has no answer in it."
            odd.append(Oddity("it has no answer in it", "ask whether it is the right file", told))
        return odd


def _mistyped(name: str, question: AssignedQuestion) -> Oddity:
    problem = f"it is {_TYPES[question.form][1]}"
    return unreadable(name, f"the answer is left out: {problem}", problem)


def _spelt(form: ResponseForm, ids: list[str], targets: list[str], response: Any) -> Any:
    """Return a response with its ids as the rule has them, where only capitals or spaces differ."""
    known, goals = _spelling(ids), _spelling(targets)
    match form:
        case ResponseForm.IDENTIFIER:
            return known.get(_loose(response), response)
        case ResponseForm.IDENTIFIERS:
            return list(dict.fromkeys(known.get(_loose(each), each) for each in response))
        case ResponseForm.ORDER:
            return [known.get(_loose(each), each) for each in response]
        case ResponseForm.PAIRS:
            return {
                known.get(_loose(row), row): goals.get(_loose(target), target)
                for row, target in response.items()
            }
    return response


def _spelling(ids: Iterable[str]) -> dict[str, str]:
    counts = Counter(map(_loose, ids))
    return {_loose(each): each for each in ids if counts[_loose(each)] == 1}


def _loose(text: str) -> str:
    return text.strip().casefold()


def _known(form: ResponseForm, ids: list[str], targets: list[str], response: Any) -> Any:
    """Leave out the rows and the options that a question does not have."""
    match form:
        case ResponseForm.PAIRS:
            return {
                row: target for row, target in response.items() if row in ids and target in targets
            }
        case ResponseForm.IDENTIFIERS:
            return [each for each in response if each in ids]
    return response


def _is_notebook(reading: Reading) -> bool:
    return not reading.attempt and reading.saved is None


def lateness(
    assignment: Assignment, owner: Owner, saved: datetime.datetime | None
) -> tuple[bool, float, str]:
    """Say whether an answer is late, what share of its points is lost, and what to tell.

    The platform's word counts before that of the student's clock. A time without a zone is taken in
    that of the assignment, or else of the due date; of an hour that the clocks go through twice, or
    not at all, the earlier reading. Canvas says only whether an answer is late, and not when it
    came. If it is, it loses a day, or what it loses by the time in the file if that is more; so
    nobody loses by saving early. If it is not, nothing is lost. Nor is it without a due date, nor
    for a file of which nobody says when it was made.
    """
    if assignment.due is None:
        return owner.late, 0.0, ""
    if owner.on_time:
        return False, 0.0, ""
    moment = saved
    if owner.moment is not None:
        moment = _in_zone(owner.moment, assignment)
    late = moment - assignment.due if moment else datetime.timedelta(0)
    if owner.late and late <= _DAY:
        return True, assignment.late.lost(_DAY), "It came after the due date, as the platform says."
    lost = assignment.late.lost(late)
    if not lost and not owner.late:
        return False, 0.0, ""
    begun = -(-late // _DAY)
    span = "less than a day" if begun == 1 else f"between {begun - 1} and {begun} days"
    return True, lost, f"It came {span} after the due date."


def _in_zone(moment: datetime.datetime, assignment: Assignment) -> datetime.datetime:
    """Return a server's time in UTC, since a difference within a zone leaves its changes out."""
    assert assignment.due is not None
    zone = ZoneInfo(assignment.zone) if assignment.zone else assignment.due.tzinfo
    return min(moment.replace(tzinfo=zone, fold=fold).astimezone(datetime.UTC) for fold in (0, 1))


def _may_have_changed(assignment: Assignment, moment: datetime.datetime | None) -> bool:
    """Say whether it costs something if the clocks went forward since the due date."""
    due = assignment.due
    if due is None or assignment.zone or moment is None:
        return False
    by_night = moment.date() != due.date() or due.hour < _NIGHT
    late = _in_zone(moment, assignment) - due
    return by_night and assignment.late.lost(late) != assignment.late.lost(late - _HOUR)


def traces(assignment: Assignment, result: Result) -> dict[str, str]:
    """Return what is the same in two files only if one was copied: what it is, and its digest.

    All who answer everything right answer the same, and in a large class many make the same three
    or four mistakes. So it takes a written answer of some length, or many wrong ones.
    """
    found = {}
    for name, question in assignment.questions.items():
        text = result.responses.get(name, "") if question.written else ""
        if len(text) >= _TEXT:
            found[f"text for {name}"] = _digest(" ".join(text.casefold().split()))
    wrong = [
        name
        for name, points in result.scores.items()
        if points is not None and points < assignment.questions[name].points
    ]
    if len(wrong) >= _WRONG:
        scored = {name: result.responses.get(name) for name in result.scores}
        found["set of answers, mistakes too,"] = _digest(json.dumps(scored, sort_keys=True))
    return found


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
