"""Keys: the half of graded items that is never published, joined with the half that is."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from ..checking import checked
from ..errors import AUTHORING, DataError
from ..item_bank import known_items, unknown_words
from ..items import Item, Rule
from ..records import AuthoredRecord, Field
from ..yaml_records import Document, read_yaml
from .definition import LEVELS, Assignment
from .questions import AssignedQuestion

_SHARED = ("kind", "objective", "level", "points", "excerpts", "stem", "confidence")
_FOR_OTHERS = ("variant", "solution")  # how variants are drawn; code that computes the answer

__all__ = ["MarkedSample", "MarkerNotes", "Solution", "load_solution"]


class MarkedSample(AuthoredRecord):
    """A whole answer at one level of a rubric, composed by an author, as a marker reads it.

    Attributes
    ----------
    level
        4, 3, 2 or 1.
    answer
        As a student could have written it; at level 4 it may be left out, and is then the model.
    remarks
        For each criterion of the rubric, by its id, what the marker says.
    """

    level: int = Field(ge=LEVELS[-1], le=LEVELS[0])
    answer: str = ""
    remarks: dict[str, str]

    def __post_init__(self) -> None:
        if not self.answer and self.level != LEVELS[0]:
            raise ValueError(f"level {self.level} has no answer; write one")


class MarkerNotes(AuthoredRecord):
    """What a marker looks for in one written answer.

    Attributes
    ----------
    model
        An answer that reaches the highest level throughout.
    notes
        For each criterion of the rubric, by its id, what to look for and what to let pass.
    samples
        Whole answers, composed by an author, one for each level of the rubric, or none.
    """

    id: str
    model: str = Field(min_length=1)
    notes: dict[str, str] = Field(default_factory=dict)
    samples: tuple[MarkedSample, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """All that the notes say, of which students get no word."""
        told = (text for each in self.samples for text in (each.answer, *each.remarks.values()))
        return (self.model, *self.notes.values(), *filter(None, told))

    def __post_init__(self) -> None:
        levels = tuple(sample.level for sample in self.samples)
        if levels not in ((), LEVELS):
            raise ValueError("the samples are not of levels 4, 3, 2, 1; write one for each")


class Solution(AuthoredRecord):
    """What a grader knows beyond the assignment.

    Attributes
    ----------
    items
        The items that code scores, and opinions, by id, with key and feedback.
    notes
        The marker's notes on written answers, by id.
    """

    items: dict[str, Item]
    notes: dict[str, MarkerNotes]

    def rule(self, question: AssignedQuestion) -> Rule:
        """Return what scoring knows of a question; of a written answer no more than its kind."""
        item = self.items.get(question.id)
        return item.rule() if item else {"kind": question.kind}


def load_solution(assignment: Assignment) -> Solution:
    """Read the keys of an assignment and join them with its questions.

    Raises
    ------
    DataError
        If a key is missing, names what the question does not have, or its feedback quotes words
        that are not in the document; with file, line and field.
    """
    path = assignment.folder / "keys.yml"
    graded = {name: q for name, q in assignment.questions.items() if name not in known_items()}
    document = read_yaml(path) if graded else None
    records = _records(document) if document else {}
    items: dict[str, Item] = {}
    notes: dict[str, MarkerNotes] = {}
    for name, question in assignment.questions.items():
        if name not in graded:
            items[name] = replace(known_items()[name], points=question.points or 1)
            continue
        assert document is not None
        if name not in records:
            cure = "write its key, or take it out of the assignment"
            raise DataError(path, "whole file", f'there is no key for "{name}"', cure)
        index, record = records[name]
        if question.written:
            notes[name] = _notes(document, index, record, assignment, question)
        else:
            items[name] = _item(document, index, record, question)
    return Solution(items=items, notes=notes)


def _records(document: Document) -> dict[str, tuple[int, dict[str, Any]]]:
    content = document.content
    records = content.get("keys") if isinstance(content, dict) else None
    if not isinstance(records, list) or not all(isinstance(each, dict) for each in records):
        raise DataError(document.path, "line 1", "there is no list of keys", 'begin with "keys:"')
    found: dict[str, tuple[int, dict[str, Any]]] = {}
    for index, record in enumerate(records):
        name = str(record.get("id", "without id"))
        if name in found:
            where = f'line {document.line(("keys", index))}, key of "{name}"'
            raise DataError(document.path, where, "it is there twice", "keep one of the two")
        found[name] = (index, record)
    return found


def _item(
    document: Document, index: int, record: dict[str, Any], question: AssignedQuestion
) -> Item:
    """Join question and key to an item as the bank has them, and hold it to the same rules."""
    own = {name: value for name, value in record.items() if name not in _FOR_OTHERS}
    merged = own | {name: getattr(question, name) for name in _SHARED}
    merged |= {"mode": "graded", "hint": question.hint or "None is given."}
    if question.unit:
        merged["unit"] = question.unit
    if question.targets:
        merged["targets"] = [asdict(target) for target in question.targets]
    place, name = ("keys", index), f'key of "{question.id}"'
    if question.options:
        merged["options"] = _options(document, index, record, question)
        document = _numbered(document, index, question)
    item: Item = checked(question.of_kind, merged, document, place, name, AUTHORING)
    for fault in unknown_words(document, place, name, item):
        raise fault
    return item


def _options(
    document: Document, index: int, record: dict[str, Any], question: AssignedQuestion
) -> list[dict[str, Any]]:
    """Give each option its feedback: `options` of a key is a mapping from ids."""
    place, name = ("keys", index, "options"), f'key of "{question.id}", field options'
    told = record.get("options")
    told = told if isinstance(told, dict) else {}
    known = [option.id for option in question.options]
    for each in told:
        if each not in known:
            where = f"line {document.line((*place, each))}, {name}"
            cure = f"use one of: {', '.join(known)}"
            raise DataError(document.path, where, f'there is no option "{each}"', cure)
    lacking = [each for each in known if not isinstance(told.get(each), dict)]
    if lacking:
        where = f"line {document.line((*place, lacking[0]))}, {name}"
        problem = f"nothing is told about: {', '.join(lacking)}"
        raise DataError(document.path, where, problem, "write feedback and words for every option")
    return [{"id": each.id, "text": each.text, **told[each.id]} for each in question.options]


def _numbered(document: Document, index: int, question: AssignedQuestion) -> Document:
    """Let options be found by their number, which items give them, as well as by their name."""
    place = ("keys", index, "options")
    numbers = {option.id: number for number, option in enumerate(question.options)}
    lines = {
        (*place, numbers[written[3]], *written[4:]): line
        for written, line in document.lines.items()
        if written[:3] == place and len(written) > 3 and written[3] in numbers
    }
    return replace(document, lines=document.lines | lines)


def _notes(
    document: Document,
    index: int,
    record: dict[str, Any],
    assignment: Assignment,
    question: AssignedQuestion,
) -> MarkerNotes:
    place, name = ("keys", index), f'key of "{question.id}"'
    own = {field: value for field, value in record.items() if field not in _FOR_OTHERS}
    notes = checked(MarkerNotes, own, document, place, name, AUTHORING)
    criteria = assignment.rubrics[question.rubric].criteria if question.rubric else ()
    wanted = [criterion.id for criterion in criteria]
    told: list[tuple[tuple[str | int, ...], str, dict[str, str]]] = [
        (place, "notes", notes.notes),
        *(
            ((*place, "samples", number), f"samples.{number}.remarks", sample.remarks)
            for number, sample in enumerate(notes.samples)
        ),
    ]
    for near, field, each in told:
        if sorted(each) != sorted(wanted):
            where = f"line {document.line(near)}, {name}, field {field}"
            problem = f"it must have a note on each criterion: {', '.join(wanted)}"
            raise DataError(document.path, where, problem, "write one for each, and no other")
    return notes
