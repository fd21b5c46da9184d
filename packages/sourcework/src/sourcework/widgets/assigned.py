"""The questions of an assignment in its page, and the place where answers are handed in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ..assignments.definition import Assignment, load_assignment
from ..assignments.presentation import asked
from ..assignments.questions import AssignedQuestion
from ..assignments.rubrics import rubric_table
from ..display import render
from ..errors import DataError
from ..listings import Listing
from .widget_base import QUESTION_STYLES, PageWidget, module, style

__all__ = ["Assigned", "HandIn", "Printed", "ask", "hand_in", "rubric"]


class Assigned(PageWidget):
    """The student answers one question of an assignment; nobody says here whether it is right.

    Attributes
    ----------
    value
        One row, or none: `item`, `response` (JSON), `confidence` (per cent or none).
    """

    _esm = module("exercise")
    _css = style(*QUESTION_STYLES)

    def __init__(self, assignment: Assignment, question: AssignedQuestion) -> None:
        super().__init__(key=question.id, data=asked(assignment, question))

    def frame(self) -> pd.DataFrame:
        """Return the answer as it stands."""
        columns = ["item", "response", "confidence"]
        if "response" not in self.work:
            return pd.DataFrame(columns=columns)
        response = json.dumps(self.work["response"], ensure_ascii=False)
        return pd.DataFrame([[self.key, response, self.work.get("confidence")]], columns=columns)

    def fallback(self) -> str:
        """Return the question with room to write."""
        return render("exercise.html", item=self.data, key="")


@dataclass(frozen=True)
class Printed:
    """A question that is answered elsewhere, in a notebook."""

    data: dict[str, Any]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        html = render("exercise.html", item=self.data, key="")
        return {"text/html": html, "text/plain": self.data["stem"]}


class HandIn(PageWidget):
    """What is answered and what is open; saves the answers as the file that is handed in.

    Attributes
    ----------
    value
        One row, or none: `saved`, when the answers were last saved to a file (UTC).
    """

    _esm = module("hand_in")
    _css = style("opening", "hand_in")

    def __init__(self, assignment: Assignment) -> None:
        super().__init__(key=f"hand-in/{assignment.name}", data=_data(assignment))

    def frame(self) -> pd.DataFrame:
        """Return when the answers were saved."""
        saved = pd.to_datetime([self.work["saved"]] if "saved" in self.work else [], utc=True)
        return pd.DataFrame({"saved": saved})

    def fallback(self) -> str:
        """Say how one hands in without JavaScript: on paper."""
        return render("hand_in.html", data=self.data)


def ask(assignment: str, item: str) -> Assigned | Printed:
    """Show the question `item` of an assignment; one that is done with code is answered elsewhere.

    Raises
    ------
    DataError
        If there is no such assignment, or no such question in it.
    """
    found = load_assignment(assignment)
    if item not in found.questions:
        known = ", ".join(found.questions)
        path = found.folder / "assignment.yml"
        raise DataError(path, f'item "{item}"', "it is not asked there", f"use one of: {known}")
    question = found.questions[item]
    return Printed(asked(found, question)) if found.code else Assigned(found, question)


def hand_in(assignment: str) -> HandIn:
    """Show where the answers to an assignment are saved for handing in."""
    return HandIn(load_assignment(assignment))


def rubric(assignment: str, name: str) -> Listing:
    """Show by what a written answer of an assignment is marked."""
    return rubric_table(load_assignment(assignment), name)


def _data(assignment: Assignment) -> dict[str, Any]:
    questions = [asked(assignment, question) for question in assignment.questions.values()]
    return {
        "title": assignment.title,
        "assignment": assignment.name,
        "version": assignment.version,
        "due": assignment.due.isoformat() if assignment.due else "",
        "widgets": list(assignment.widgets),
        "questions": [
            {
                "id": each["id"],
                "anchor": each["anchor"],
                "kind": each["kind"],
                "rows": len(each["options"]) if each["targets"] else 0,
                "stem": each["stem"],
            }
            for each in questions
        ],
    }
