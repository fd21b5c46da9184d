"""Written answers to read and mark: pages of one file each, the rubric first, then the students.

What a student did in the widgets of the assignment stands before the texts that it led to.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ...assignments.definition import LEVELS, Assignment, RubricRow
from ...assignments.questions import AssignedQuestion
from ...assignments.solutions import Solution
from ...display import render
from ...feedback import samples_title
from ..marking.marking_sheet import written
from ..marking.results import Result
from ..store.results_store import Ledger
from ..store.spreadsheets import number, printable
from .widget_reports import WidgetReport, WidgetReports

__all__ = ["Essays"]

_ON_A_PAGE = 100  # students


class Essays:
    """Writes `essays-1.html` and so on into a folder.

    Whoever wrote something is there, also what could not be read; and if the assignment has
    widgets, everybody with a result.
    """

    def __init__(
        self, folder: Path, assignment: Assignment, solution: Solution, ledger: Ledger
    ) -> None:
        self._folder, self._assignment, self._solution = folder, assignment, solution
        self._ledger = ledger
        self._workings = WidgetReports(assignment.widgets)
        self._students: list[dict[str, Any]] = []
        self._part = self._count = 0

    def add(self, result: Result) -> dict[str, str]:
        """Take in one student; say by item where the texts can be read."""
        texts = [
            each
            for each in self._assignment.questions.values()
            if each.id in result.unread or (each.rubric and each.id in result.responses)
        ]
        if not texts and not self._workings:
            return {}
        if len(self._students) == _ON_A_PAGE:
            self._write()
        answers = [self._answer(each, result) for each in texts]
        self._students.append(
            {
                "name": printable(result.student.name),
                "id": printable(result.student.id),
                "workings": self._laid_out(result),
                "lacking": self._workings.lacking(result.works),
                "answers": answers,
            }
        )
        page = f"essays-{self._part + 1}.html"
        return {each["item"]: f"{page}#{each['anchor']}" for each in answers}

    def _answer(self, question: AssignedQuestion, result: Result) -> dict[str, Any]:
        self._count += 1
        unread = question.id in result.unread
        text = result.unread[question.id] if unread else result.responses[question.id]
        return {
            "anchor": f"a{self._count}",
            "item": question.id,
            "text": printable(text),
            "words": len(text.split()),
            "most": question.words,
            "unread": unread,
            "stem": "" if question.rubric else question.stem,
        }

    def _laid_out(self, result: Result) -> list[WidgetReport]:
        """Lay out the work in the widgets; what a widget cannot read is a problem of the file."""
        workings = self._workings.report(result.works)
        for each in workings:
            if each.fault:
                problem = f"{each.key}: the work in the widget cannot be laid out ({each.fault})"
                cure = "ask to see it in the book"
                self._ledger.add_problem(result.student, result.file, problem, cure)
        return workings

    def close(self) -> None:
        """Write the last page, if there is anything on it."""
        if self._students:
            self._write()

    def _write(self) -> None:
        self._part += 1
        page = render(
            "essays.html",
            kind=self._kind(),
            title=self._assignment.title,
            part=self._part,
            questions=[self._question(each.id) for each in written(self._assignment)],
            widgets=len(self._workings),
            students=self._students,
        )
        path = self._folder / f"essays-{self._part}.html"
        path.write_text(page, encoding="utf-8")
        self._students = []

    def _kind(self) -> str:
        if written(self._assignment):
            return "Written answers"
        return "Work in the widgets" if self._workings else "Answers that could not be read"

    def _question(self, name: str) -> dict[str, Any]:
        question = self._assignment.questions[name]
        notes = self._solution.notes.get(name)
        told = notes.notes if notes else {}
        samples = notes.samples if notes else ()
        criteria = self._assignment.rubrics[question.rubric].criteria
        return {
            "id": name,
            "stem": question.stem,
            "model": notes.model if notes else "",
            "composed": samples_title(samples) if samples else "",
            "samples": samples,
            "criteria": [_criterion(each, told.get(each.id, "")) for each in criteria],
        }


def _criterion(criterion: RubricRow, note: str) -> dict[str, Any]:
    return {
        "id": criterion.id,
        "title": criterion.title,
        "points": number(criterion.points),
        "levels": list(zip(LEVELS, criterion.levels, strict=True)),
        "note": note,
    }
