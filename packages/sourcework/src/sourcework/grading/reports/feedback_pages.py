"""A page of feedback for one student: one file of HTML that needs nothing else.

It is read from a disk or in the viewer of an LMS, so it has its style in it, no script, no links,
and asks nothing of any host. What a student wrote is text, never markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...assignments.definition import LEVELS, Assignment, RubricRow
from ...assignments.questions import AssignedQuestion
from ...assignments.solutions import Solution
from ...display import render
from ...item_bank import load_objectives
from ...items.interactions import ExtendedTextInteraction
from ..marking.results import Result
from ..marking.totals import Standing, earned, standing
from ..store.spreadsheets import number
from .item_feedback import LONGEST, ItemFeedback, clean, places, written

__all__ = ["FeedbackPages", "feedback_page"]

_WELL = 0.75  # the share of an objective's points from which on it went well
_NAME = 200  # characters of a name or a file that are shown
_NEAR = 1e-9


def feedback_page(
    assignment: Assignment, solution: Solution, result: Result, *, reveal: bool = True
) -> str:
    """Return one student's page; for many students make one `Feedback` and ask it."""
    return FeedbackPages(assignment, solution, reveal=reveal).page(result)


@dataclass(frozen=True)
class _Goal:
    """What an objective's questions amount to for one student."""

    sentence: str
    earned: float
    possible: float
    numbers: list[int]
    again: dict[str, list[str]]


class FeedbackPages:
    """The feedback on one assignment; holds what is the same for all its students.

    Parameters
    ----------
    reveal
        Whether the right answers are told, and models. Without, a page says what was right and
        argues against what was not, as the book does before it shows an answer.
    """

    def __init__(self, assignment: Assignment, solution: Solution, *, reveal: bool = True) -> None:
        self.assignment = assignment
        self.reveal = reveal
        self._sheets = {
            question.id: _sheet(number, question, solution, reveal)
            for number, question in enumerate(assignment.questions.values(), start=1)
        }

    def page(self, result: Result) -> str:
        """Return the page of one student as HTML."""
        known = standing(self.assignment, result)
        parts = [
            {
                "title": part.title,
                "questions": [self._question(placed.id, result) for placed in part.items],
            }
            for part in self.assignment.parts
            if part.items
        ]
        well, again, waiting = self._goals(result)
        return render(
            "feedback.html",
            number=number,
            assignment=self.assignment,
            student=clean(result.student.name, _NAME) or clean(result.student.id, _NAME),
            members=[clean(name, _NAME) for name in result.members],
            file=clean(result.file, _NAME),
            remarks=[clean(remark, 1000) for remark in result.remarks],
            points=_points(known),
            open=[self._sheets[name].number for name in known.open],
            open_points=number(sum(self._worth(name) for name in known.open)),
            well=well,
            again=again,
            waiting=waiting,
            parts=parts,
        )

    def _worth(self, name: str) -> float:
        return self.assignment.worth(self.assignment.questions[name])

    def _question(self, name: str, result: Result) -> dict[str, Any]:
        sheet = self._sheets[name]
        response = result.responses.get(name)
        answered, unread = sheet.answered(response), name in result.unread
        points = earned(self.assignment, result, sheet.question)
        return {
            "sheet": sheet,
            "state": self._state(sheet, response, points, unread=unread),
            "worth": number(self._worth(name)) if self._worth(name) else "",
            "points": "" if points is None else number(points),
            "given": self._given(sheet, result) if answered or unread else {},
            "longest": LONGEST,
            "told": sheet.tell(response),
            "rubric": self._rubric(sheet.question, result),
            "comment": clean(result.comments.get(name, {}).get("", "")),
        }

    def _given(self, sheet: ItemFeedback, result: Result) -> dict[str, Any]:
        """Return an answer in words, or what stands in the file where it could not be read."""
        name = sheet.question.id
        if name in result.unread:
            return written(result.unread[name])
        return sheet.given(result.responses[name])

    def _state(
        self, sheet: ItemFeedback, response: object, points: float | None, *, unread: bool
    ) -> str:
        """Return what became of a question, in a word or two; the page's style knows them."""
        worth = self._worth(sheet.question.id)
        if points is None:
            return "Not marked yet"
        if unread:
            return "Marked" if worth else "Not readable"
        if not sheet.answered(response) and not points:
            unread = response not in (None, "", [], {}) and not sheet.question.written
            return "Not readable" if unread else "Not answered"
        if not worth:
            return "Not scored"
        if sheet.question.written:
            return "Marked"
        if points < _NEAR:
            return "Not right"
        return "Right" if points > worth - _NEAR else "In part"

    def _rubric(self, question: AssignedQuestion, result: Result) -> list[dict[str, Any]]:
        if not question.written or not question.rubric:
            return []
        levels = result.levels.get(question.id, {})
        comments = result.comments.get(question.id, {})
        return [
            _criterion(each, levels.get(each.id), comments.get(each.id, ""))
            for each in self.assignment.rubrics[question.rubric].criteria
        ]

    def _goals(self, result: Result) -> tuple[list[_Goal], list[_Goal], list[_Goal]]:
        """Sort the objectives: what went well, what to read again, what nobody has marked yet."""
        groups: dict[str, list[AssignedQuestion]] = {}
        for question in self.assignment.questions.values():
            if self.assignment.worth(question):
                groups.setdefault(question.objective, []).append(question)
        well, again, waiting = [], [], []
        for name, questions in groups.items():
            goal = self._goal(name, questions, result)
            if not goal.possible:
                waiting.append(goal)
            elif goal.earned >= _WELL * goal.possible - _NEAR:
                well.append(goal)
            else:
                again.append(goal)
        return well, again, waiting

    def _goal(self, name: str, questions: list[AssignedQuestion], result: Result) -> _Goal:
        points = {each.id: earned(self.assignment, result, each) for each in questions}
        marked = {each: known for each, known in points.items() if known is not None}
        possible = sum(self._worth(each) for each in marked)
        lacking = [q for q in questions if marked.get(q.id, 0) < self._worth(q.id) - _NEAR]
        excerpts = frozenset(excerpt for each in lacking for excerpt in each.excerpts)
        return _Goal(
            sentence=load_objectives()[name],
            earned=sum(marked.values()),
            possible=possible,
            numbers=[self._sheets[each.id].number for each in questions],
            again=places(excerpts),
        )


def _sheet(
    number: int, question: AssignedQuestion, solution: Solution, reveal: bool
) -> ItemFeedback:
    item = solution.items.get(question.id)
    interaction = item.interaction() if item else None
    model = interaction.model if isinstance(interaction, ExtendedTextInteraction) else ""
    if question.id in solution.notes:
        model = solution.notes[question.id].model
    return ItemFeedback(number, question, item, model if reveal else "", reveal)


def _points(known: Standing) -> dict[str, str]:
    share = known.lost / known.before if known.before else 0
    total, before = number(known.points), number(known.before)
    return {
        "sum": total,
        "before": before,
        "possible": number(known.possible),
        "lost": number(float(before) - float(total)) if known.lost else "",
        "share": number(100 * share),
    }


def _criterion(criterion: RubricRow, level: int | None, comment: str) -> dict[str, Any]:
    return {
        "title": criterion.title,
        "worth": number(criterion.points),
        "points": "" if level is None else number(criterion.earned(level)),
        "level": level,
        "levels": list(zip(LEVELS, criterion.levels, strict=True)),
        "comment": clean(comment),
    }
