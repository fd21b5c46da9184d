"""Assignments as teachers define them: parts, items, points, rubrics, a due date, late rules."""

from __future__ import annotations

import datetime
import hashlib
import zoneinfo
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from ..checking import checked
from ..errors import AUTHORING, DataError
from ..excerpts import load_excerpts
from ..item_bank import known_items, load_objectives
from ..items import ExcerptId, ItemId, Name, Text
from ..paths import ASSIGNMENTS
from ..record_files import are_stored, stored
from ..records import Altered, AuthoredRecord, Field, Limits, Tested
from ..settings import FILE, settings
from ..yaml_records import Document, read_list, read_yaml
from .questions import AssignedQuestion, published

__all__ = [
    "LEVELS",
    "Assignment",
    "AssignmentPart",
    "Late",
    "Rubric",
    "RubricRow",
    "assignment_names",
    "load_assignment",
]

LEVELS = (4, 3, 2, 1)
Percent = Annotated[float, Limits(ge=0, le=100)]


class RubricRow(AuthoredRecord):
    """One row of an analytic rubric.

    Attributes
    ----------
    points
        What the highest level earns; a level earns its share of it, nothing found earns 0.
    levels
        What is found at level 4, 3, 2 and 1, in this order.
    """

    id: Name
    title: Text
    points: float = Field(gt=0, le=100)
    levels: tuple[Text, Text, Text, Text]

    def earned(self, level: int) -> float:
        """Return the points of a level, 0 to 4."""
        return self.points * level / LEVELS[0]


def _ids_differ(criteria: tuple[RubricRow, ...]) -> tuple[RubricRow, ...]:
    if len({each.id for each in criteria}) < len(criteria):
        raise ValueError("a criterion's id is there twice; give each its own")
    return criteria


class Rubric(AuthoredRecord):
    """How a written answer is marked: criterion by criterion, each at one of four levels."""

    criteria: Annotated[tuple[RubricRow, ...], Tested(_ids_differ)] = Field(min_length=1)

    @property
    def points(self) -> float:
        """What a written answer can earn at most."""
        return sum(criterion.points for criterion in self.criteria)


class Late(AuthoredRecord):
    """What an answer loses that comes after the due date.

    Attributes
    ----------
    per_day
        Per cent of what was earned, for each day begun.
    most
        Per cent that are lost at most.
    grace
        Minutes after the due date that do not count.
    """

    per_day: Percent = 10
    most: Percent = 50
    grace: Annotated[int, Limits(ge=0)] = 15

    def lost(self, late: datetime.timedelta) -> float:
        """Return the share of the points, 0 to 1, that an answer loses that is `late`."""
        if late <= datetime.timedelta(minutes=self.grace):
            return 0.0
        days = -(-late // datetime.timedelta(days=1))
        return min(days * self.per_day, self.most) / 100


class Placed(AuthoredRecord):
    """An item in its part of the assignment, with points of its own if it is given any."""

    id: ItemId
    points: int | None = Field(default=None, ge=0, le=100)


def _ids_alone(items: Any) -> Any:
    named = items if isinstance(items, list | tuple) else [items]
    return [{"id": each} if isinstance(each, str) else each for each in named]


class AssignmentPart(AuthoredRecord):
    """One stretch of an assignment: a heading, what to do, what to read, what is asked."""

    title: Text
    minutes: int | None = Field(default=None, ge=1)
    text: str = ""
    excerpts: tuple[ExcerptId, ...] = ()
    items: Annotated[tuple[Placed, ...], Altered(_ids_alone)] = ()


def _has_a_zone(due: Any) -> Any:
    lacks = "hour" if type(due) is datetime.date else "time zone"
    if isinstance(due, datetime.date) and getattr(due, "tzinfo", None) is None:
        raise ValueError(f"the due date has no {lacks}; write 2026-12-01T23:59:00+01:00")
    return due


def _known_zone(zone: str | None) -> str | None:
    try:
        return zone and zoneinfo.ZoneInfo(zone).key
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f'there is no time zone "{zone}"; write Europe/Berlin') from error


def _of_the_book(widgets: tuple[str, ...]) -> tuple[str, ...]:
    known = settings().widgets
    for key in widgets:
        if key not in known:
            names = ", ".join(known) or "none"
            raise ValueError(
                f'no widget "{key}" hands its work in; {FILE} has under widgets: {names}'
            )
    return widgets


_Due = Annotated[datetime.datetime, Limits(tz_constraint="aware")]


class _Definition(AuthoredRecord):
    title: Text
    summary: Text = Field(description="One sentence, for lists and search engines.")
    chapter: Text = Field(description="The chapter that students have read.")
    time: Text = Field(description="How long it takes, in words.")
    instructions: Text
    due: Annotated[_Due | None, Altered(_has_a_zone)] = None
    zone: Annotated[str | None, Tested(_known_zone)] = Field(
        default=None, description="Where the due date is, as in Europe/Berlin."
    )
    late: Late = Late()
    attempts: Literal["last", "best"] = "last"
    parts: tuple[AssignmentPart, ...] = Field(min_length=1)
    rubrics: dict[Name, Rubric] = Field(default_factory=dict)
    widgets: Annotated[tuple[str, ...], Tested(_of_the_book)] = Field(
        default=(), description="Widgets whose work is handed in too."
    )
    code: bool = Field(default=False, description="Whether it is done in a notebook, with Python.")

    def __post_init__(self) -> None:
        if self.due and self.zone:
            there = self.due.astimezone(zoneinfo.ZoneInfo(self.zone))
            if there.utcoffset() != self.due.utcoffset():
                problem = "the due date is in another time zone than the zone says"
                raise ValueError(f"{problem}; write {there.isoformat()}, or another zone")
        ids = [placed.id for part in self.parts for placed in part.items]
        for each in ids:
            if ids.count(each) > 1:
                raise ValueError(f'the item "{each}" is there twice; ask it once')


class Assignment(_Definition):
    """An assignment with the questions that it asks: all that is published of it.

    Attributes
    ----------
    name
        Stable for ever; answers files name it.
    folder
        Where it was read; `keys.yml` lies there too, for whoever has it.
    questions
        By id, in the order in which they are asked, with the points that they are worth here.
    """

    name: Name
    folder: Path
    questions: dict[str, AssignedQuestion]

    @property
    def points(self) -> float:
        """What can be earned at most."""
        return sum(self.worth(each) for each in self.questions.values())

    def worth(self, question: AssignedQuestion) -> float:
        """Return the points of a question; of one with a rubric, those of its criteria."""
        if question.written and question.rubric:
            return self.rubrics[question.rubric].points
        return question.points if question.scored else 0

    @cached_property
    def version(self) -> str:
        """Eight hexadecimal digits that change when any question changes."""
        digests = sorted(f"{each.id} {each.digest}" for each in self.questions.values())
        return hashlib.sha256("\n".join(digests).encode()).hexdigest()[:8]


def assignment_names(folder: Path = ASSIGNMENTS) -> list[str]:
    """Return the names of the assignments that lie in a folder."""
    if folder == ASSIGNMENTS and are_stored():
        return list(stored("assignments")["assignments"])
    return sorted(path.parent.name for path in folder.glob("*/assignment.yml"))


def load_assignment(name: str | Path) -> Assignment:
    """Read an assignment of the book by its name, or of a teacher by its folder.

    Raises
    ------
    DataError
        If it is not there, or anything in `assignment.yml` or `questions.yml` is wrong: the first
        fault, with file, line and field.
    """
    if are_stored() and not (Path(name) / "assignment.yml").is_file():
        known: dict[str, Assignment] = stored("assignments")["assignments"]
        if str(name) in known:
            return known[str(name)]
    folder = _find(name)
    document = read_yaml(folder / "assignment.yml")
    definition = checked(_Definition, document.content, document, (), "the assignment", AUTHORING)
    graded = _read_questions(folder / "questions.yml", folder.name)
    for fault in _faults(document, definition, graded):
        raise fault
    return Assignment(
        **vars(definition),
        name=folder.name,
        folder=folder,
        questions=_asked(definition, graded),
    )


def _find(name: str | Path) -> Path:
    own = Path(name)
    folder = own if (own / "assignment.yml").is_file() else ASSIGNMENTS / str(name)
    if not (folder / "assignment.yml").is_file():
        known = ", ".join(assignment_names()) or "none"
        problem = "there is no such assignment"
        cure = f"name a folder that holds assignment.yml, or one of: {known}"
        raise DataError(folder / "assignment.yml", "whole file", problem, cure)
    return folder.resolve()


def _read_questions(path: Path, name: str) -> dict[str, AssignedQuestion]:
    if not path.is_file():
        return {}
    document, records = read_list(path, "questions")
    questions: dict[str, AssignedQuestion] = {}
    for index, record in enumerate(records):
        question = _question(document, index, record)
        where = f'line {document.line(("questions", index))}, question "{question.id}"'
        if question.id in questions:
            raise DataError(path, where, "the id is taken already", "give every question its own")
        if not question.id.startswith(f"{name}/"):
            raise DataError(path, where, "the id is not of this assignment", f"begin with {name}/")
        questions[question.id] = question
    return questions


def _question(document: Document, index: int, record: Any) -> AssignedQuestion:
    place = ("questions", index)
    name = record.get("id", "without id") if isinstance(record, dict) else "without id"
    what = f'question "{name}"'
    question = checked(AssignedQuestion, record, document, place, what, AUTHORING)
    where = f"line {document.line(place)}, {what}"
    if question.objective not in load_objectives():
        cure = f"use one of {', '.join(load_objectives())}"
        problem = f'there is no objective "{question.objective}"'
        raise DataError(document.path, where, problem, cure)
    for excerpt in question.excerpts:
        if excerpt not in load_excerpts():
            problem = f'there is no excerpt "{excerpt}"'
            raise DataError(document.path, where, problem, "use an id of data/excerpts.yml")
    return question


def _faults(
    document: Document, definition: _Definition, graded: dict[str, AssignedQuestion]
) -> Iterator[DataError]:
    """Find what the definition names and nobody knows: items, excerpts, rubrics."""
    for at, part in enumerate(definition.parts):
        for index, placed in enumerate(part.items):
            where = f"line {document.line(('parts', at, 'items', index))}"
            if placed.id not in graded and placed.id not in known_items():
                cure = "write it into questions.yml, or use an id of the item bank"
                problem = f'there is no item "{placed.id}"'
                yield DataError(document.path, where, problem, cure)
        for index, excerpt in enumerate(part.excerpts):
            if excerpt not in load_excerpts():
                where = f"line {document.line(('parts', at, 'excerpts', index))}"
                problem = f'there is no excerpt "{excerpt}"'
                yield DataError(document.path, where, problem, "use an id of data/excerpts.yml")
    for question in graded.values():
        if question.rubric and question.rubric not in definition.rubrics:
            known = ", ".join(definition.rubrics) or "none"
            problem = f'"{question.id}" is marked by the rubric "{question.rubric}", unknown here'
            cure = f"add it to rubrics, or use one of: {known}"
            yield DataError(document.path, "field rubrics", problem, cure)


def _asked(
    definition: _Definition, graded: dict[str, AssignedQuestion]
) -> dict[str, AssignedQuestion]:
    questions: dict[str, AssignedQuestion] = {}
    for part in definition.parts:
        for placed in part.items:
            if placed.id in graded:
                own = graded[placed.id]
                points = own.points if placed.points is None else placed.points
                questions[placed.id] = replace(own, points=points)
            else:
                questions[placed.id] = published(known_items()[placed.id], placed.points)
    return questions
