"""Written answers to read and mark: pages of one file each, the rubric first, then the texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..assignments.definition import LEVELS, Assignment, Criterion
from ..assignments.keyring import Solution
from ..display import render
from .cells import number, printable
from .marksheet import written
from .results import Result

__all__ = ["Essays"]

_ON_A_PAGE = 100  # students


class Essays:
    """Writes `essays-1.html` and so on into a folder."""

    def __init__(self, folder: Path, assignment: Assignment, solution: Solution) -> None:
        self._folder, self._assignment, self._solution = folder, assignment, solution
        self._answers: list[dict[str, Any]] = []
        self._students = self._part = self._count = 0

    def add(self, result: Result) -> dict[str, str]:
        """Take in one student's texts; say by item where they can be read."""
        places = {}
        texts = [each for each in written(self._assignment) if each.id in result.responses]
        if texts and self._students == _ON_A_PAGE:
            self._write()
        self._students += bool(texts)
        for question in texts:
            self._count += 1
            places[question.id] = f"essays-{self._part + 1}.html#a{self._count}"
            text = result.responses[question.id]
            self._answers.append(
                {
                    "anchor": f"a{self._count}",
                    "name": printable(result.student.name),
                    "student": printable(result.student.id),
                    "item": question.id,
                    "text": printable(text),
                    "words": len(text.split()),
                    "most": question.words,
                }
            )
        return places

    def close(self) -> None:
        """Write the last page, if there is anything on it."""
        if self._answers:
            self._write()

    def _write(self) -> None:
        self._part += 1
        page = render(
            "essays.html",
            title=self._assignment.title,
            part=self._part,
            questions=[self._question(each.id) for each in written(self._assignment)],
            answers=self._answers,
        )
        path = self._folder / f"essays-{self._part}.html"
        path.write_text(page, encoding="utf-8")
        self._answers, self._students = [], 0

    def _question(self, name: str) -> dict[str, Any]:
        question = self._assignment.questions[name]
        notes = self._solution.notes.get(name)
        told = notes.notes if notes else {}
        criteria = self._assignment.rubrics[question.rubric].criteria
        return {
            "id": name,
            "stem": question.stem,
            "model": notes.model if notes else "",
            "criteria": [_criterion(each, told.get(each.id, "")) for each in criteria],
        }


def _criterion(criterion: Criterion, note: str) -> dict[str, Any]:
    return {
        "id": criterion.id,
        "title": criterion.title,
        "points": number(criterion.points),
        "levels": list(zip(LEVELS, criterion.levels, strict=True)),
        "note": note,
    }
