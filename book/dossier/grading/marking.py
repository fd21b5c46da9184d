"""What an answer earns: a reading of a file and the rules of the items give a result.

What nobody answered is None among the scores, and counts 0 in the total of a file that could be
read; a student of whom no file could be read has no result at all, and a blank in the gradebook. A
total with a written answer that nobody has marked yet is not known.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from ..assignments.definition import Assignment
from ..assignments.keyring import Solution
from ..assignments.questions import Question
from ..scoring import answered, score
from .problems import Unreadable
from .reading import Oddity, Reading
from .results import Result
from .submissions import Owner

__all__ = ["Marked", "Marker", "lateness", "traces"]

_DAY = datetime.timedelta(days=1)
_TEXT = 40  # characters from which on a written answer is nobody else's by chance
_WRONG = 8  # wrong answers that are nobody else's by chance


@dataclass(frozen=True)
class Marked:
    """A graded file.

    Attributes
    ----------
    result
        What it earns, without what a teacher has to mark.
    earned
        Points of the items that code scores, before anything is lost for lateness.
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
    late: bool
    saved: str
    traces: dict[str, str]
    oddities: tuple[Oddity, ...]


class Marker:
    """Marks the files of one assignment."""

    def __init__(self, assignment: Assignment, solution: Solution) -> None:
        self.assignment = assignment
        self._rules = {
            question.id: _rule(question, solution) for question in assignment.questions.values()
        }

    def mark(self, owner: Owner, path: str, reading: Reading) -> Marked:
        """Grade what a file says.

        Raises
        ------
        Unreadable
            If the file is of another assignment, or has nothing to do with this one.
        """
        self._check_assignment(reading)
        responses, unfit = self._valid(reading.responses)
        scores = {
            name: score(self._rules[name], responses.get(name), question.points)
            for name, question in self.assignment.questions.items()
            if question.scored
        }
        late, lost, told = lateness(self.assignment, owner, reading.saved)
        odd = (*reading.oddities, *self._oddities(reading, responses, unfit))
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
        )
        earned = sum(points or 0 for points in scores.values())
        moment = reading.saved.isoformat() if reading.saved else ""
        return Marked(result, earned, late, moment, traces(self.assignment, result), odd)

    def _check_assignment(self, reading: Reading) -> None:
        if reading.assignment == self.assignment.name:
            return
        if reading.assignment:
            problem = f"it holds the answers to another assignment, {reading.assignment}"
            cure = f"have the answers to {self.assignment.name} handed in"
            raise Unreadable(problem, cure)
        if not reading.responses:
            problem = "it answers no question of this assignment"
            cure = f"have the answers to {self.assignment.name} handed in"
            raise Unreadable(problem, cure)

    def _valid(self, responses: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """Divide responses into those that the questions have, and the names of the rest."""
        valid: dict[str, Any] = {}
        unfit = []
        for name, rule in self._rules.items():
            if name not in responses:
                continue
            if answered(rule, responses[name]):
                valid[name] = responses[name]
            else:
                unfit.append(name)
        return valid, unfit

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
            told = f"These answers are none that the questions have, and count as none: {names}."
            problem = f"answers that the questions do not have are left out: {names}"
            odd.append(Oddity(problem, "ask the student", told))
        if not responses:
            told = "Your file could be read, and has no answer in it."
            odd.append(Oddity("it has no answer in it", "ask whether it is the right file", told))
        return odd


def _rule(question: Question, solution: Solution) -> dict[str, Any]:
    if question.id in solution.items:
        return solution.items[question.id].rule()
    return {"kind": question.kind}


def _is_notebook(reading: Reading) -> bool:
    return not reading.attempt and reading.saved is None


def lateness(
    assignment: Assignment, owner: Owner, saved: datetime.datetime | None
) -> tuple[bool, float, str]:
    """Say whether an answer is late, what share of its points is lost, and what to tell.

    The platform's word counts before that of the student's clock. A time without a zone is taken in
    that of the due date. Canvas says only that an answer is late: then it is late by what the file
    says, and by a day if the file says nothing else. Without a due date nothing is lost, nor for a
    file of which nobody says when it was made.
    """
    if assignment.due is None:
        return owner.late, 0.0, ""
    if owner.on_time:
        return False, 0.0, ""
    moment = saved
    if owner.moment is not None:
        moment = owner.moment.replace(tzinfo=assignment.due.tzinfo)
    late = moment - assignment.due if moment else datetime.timedelta(0)
    if owner.late and late <= datetime.timedelta(0):
        return True, assignment.late.lost(_DAY), "It came after the due date, as the platform says."
    lost = assignment.late.lost(late)
    if not lost and not owner.late:
        return False, 0.0, ""
    begun = -(-late // _DAY)
    span = "less than a day" if begun == 1 else f"between {begun - 1} and {begun} days"
    return True, lost, f"It came {span} after the due date."


def traces(assignment: Assignment, result: Result) -> dict[str, str]:
    """Return what is the same in two files only if one was copied: what it is, and its digest.

    All who answer everything right answer the same, and in a large class many make the same three
    or four mistakes. So it takes a written answer of some length, or many wrong ones.
    """
    found = {}
    for name, question in assignment.questions.items():
        text = result.responses.get(name, "") if question.kind == "short" else ""
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
