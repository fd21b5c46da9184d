"""Presentation of a question in a page, worksheet or notebook: what is published of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ..items import passages
from ..option_order import shuffled
from ..quantities import quantity, single
from ..typography import typeset
from .definition import Assignment
from .questions import AssignedQuestion

__all__ = ["asked", "in_points"]


def asked(assignment: Assignment, question: AssignedQuestion) -> dict[str, Any]:
    """Return a question as JSON, in the shape of `widgets.exercise.shown`, without key or feedback.

    The options stand in an order that follows from the question's id alone.
    """
    place = list(assignment.questions).index(question.id) + 1
    options = [asdict(option) for option in question.options]
    if not question.of_kind.PASSAGES:
        options = typeset(_mixed(options, question.id))
    worth = assignment.worth(question)
    return {
        "id": question.id,
        "anchor": f"question-{question.id.replace('/', '-')}",
        "kind": question.kind,
        "label": f"Question {place} of {len(assignment.questions)}: {question.of_kind.LABEL}",
        "level": in_points(worth) if worth else "no points",
        "points": worth,
        "stem": typeset(question.stem),
        "hints": [typeset(question.hint)] if question.hint else [],
        "confidence": question.confidence,
        "predict": False,
        "digest": question.digest,
        "unit": question.unit,
        "one": single(question.unit),
        "words": question.words,
        "options": options,
        "targets": typeset(
            _mixed([asdict(each) for each in question.targets], f"{question.id} to")
        ),
        "passages": passages(question.excerpts[0], question.options)
        if question.of_kind.PASSAGES
        else [],
        "before": "",
        "rule": None,
        "remarks": [],
        "model": "",
        "reveal": None,
        "reason": None,
    }


def in_points(number: float) -> str:
    """Return points with their word, for example `2 points`."""
    return quantity(number, "points")


def _mixed(named: list[dict[str, str]], seed: str) -> list[dict[str, str]]:
    by_id = {each["id"]: each for each in named}
    return [by_id[each] for each in shuffled(by_id, seed)]
