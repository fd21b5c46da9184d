"""Check of a draft: what `sourcework check` says of a question, at the fields of the form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..assignments.definition import LEVELS, Assignment, AssignmentPart, Rubric
from ..assignments.presentation import asked
from ..assignments.questions import AssignedQuestion
from ..assignments.solutions import MarkerNotes
from ..checking import RecordError, checked
from ..errors import AUTHORING, DataError
from ..item_bank import unknown_words
from ..items import KINDS, Item
from ..widgets.exercise import shown
from ..yaml_records import Document
from .question_draft import Draft, Record, Records, item_record, records
from .question_fields import KindOfQuestion, QuestionField

__all__ = ["LABELS", "CheckedDraft", "FieldFault", "check"]

_DOCUMENT = Document(Path("question"), {}, {(): 1})  # a draft is in no file, and has no lines
_FIELD = re.compile(r", field (\S+)$")
_LEVELS = re.compile(r"\.levels\.(\d)")
LABELS = {
    "objective": "What it trains",
    "level": "How hard it is",
    "points": "Points",
    "excerpts": "Passages",
    "stem": "Question",
    "hint": "Hint",
}
_CHOSEN = ("objective", "level", "excerpts")  # what is chosen from a list
_UNMARKED = {
    "one": ("no {row} is marked as the right one", "mark one"),
    "several": ("no {row} is marked as right", "mark one or more"),
}
_WRITE, _CHOOSE, _TARGET = "write something", "choose one", "where it belongs"
_QUOTE = "copy those that decide from a passage"
_CURES = {  # what is written otherwise in a form than in a file
    f"see the fields in {AUTHORING}": "change it",
    "add what is missing": "add one",
    "copy the words from the excerpt": "copy the words as they stand in a passage above",
    "write digits, without quotation marks": "write digits",
}


@dataclass(frozen=True)
class FieldFault:
    """Fault of a field, by its place in the draft, as `options.0.feedback`, in words."""

    field: str
    text: str


@dataclass(frozen=True)
class CheckedDraft:
    """What a check has found, and what a page can show of the question by now, as JSON.

    Attributes
    ----------
    asked
        The question as a student gets it; nothing as long as it cannot be asked.
    tried
        The same with its key and remarks.
    """

    made: Records
    faults: tuple[FieldFault, ...]
    asked: Record | None
    tried: Record | None


def check(draft: Draft, kind: KindOfQuestion, name: str) -> CheckedDraft:
    """Check a draft as the question `name`, chapter and number, of an assignment."""
    made = records(draft, kind, name)
    names = _Names(draft, kind)
    question, item, rubric = _checked(AssignedQuestion, made.question), None, None
    unmarked = list(_unmarked(draft, kind, names))
    found = _faults_of(question)
    if kind["written"]:
        rubric = _checked(Rubric, made.rubric)
        found += [*_faults_of(_checked(MarkerNotes, made.key)), *_faults_of(rubric)]
    else:
        item = _checked(KINDS[kind["kind"]], item_record(made))
        found += _faults_of(item)
        if isinstance(item, Item):
            found += unknown_words(_DOCUMENT, (), "question", item)
    told = [names.told(fault) for fault in found]
    if unmarked:  # which the check would say of names that nobody has given
        told = [fault for fault in told if fault.field != "key"]
    told += map(names.told, unmarked)
    faults = tuple({(fault.field, fault.text): fault for fault in told}.values())
    return CheckedDraft(
        made,
        faults,
        _asked(question, rubric) if isinstance(question, AssignedQuestion) else None,
        _tried(item, made) if isinstance(item, Item) and not faults else None,
    )


def _checked(kind: Any, record: Any) -> Any:
    """Return the record, or the error that its check raises."""
    try:
        return checked(kind, record, _DOCUMENT, (), "question", AUTHORING)
    except RecordError as error:
        return error


def _faults_of(checked: object) -> list[DataError]:
    return checked.faults if isinstance(checked, RecordError) else []


def _unmarked(draft: Draft, kind: KindOfQuestion, names: _Names) -> Iterator[DataError]:
    """Find rows at which the key is not marked yet; in a record it would be an empty name."""
    rows = draft.get(kind["rows"], [])
    what = names.row.lower()
    if kind["key"] in _UNMARKED and rows and not any(row.get("right") for row in rows):
        problem, cure = _UNMARKED[kind["key"]]
        yield _fault("key", problem.format(row=what), cure)
    if kind["key"] == "pairs":
        for number, row in enumerate(rows):
            if not row.get("target"):
                yield _fault(f"{kind['rows']}.{number}.target", "it is given to none", _CHOOSE)


def _fault(field: str, problem: str, cure: str) -> DataError:
    return DataError(_DOCUMENT.path, f"question, field {field}", problem, cure)


def _asked(question: AssignedQuestion, rubric: object) -> Record:
    rubrics = {question.rubric: rubric} if isinstance(rubric, Rubric) else {}
    if question.rubric not in rubrics:
        question = replace(question, rubric="")
    text = "A question"
    assignment = Assignment(
        title=text,
        summary=text,
        chapter=text,
        time=text,
        instructions=text,
        parts=(AssignmentPart(title=text),),
        rubrics=rubrics,
        name=question.id.partition("/")[0],
        folder=_DOCUMENT.path,
        questions={question.id: question},
    )
    return asked(assignment, question)


def _tried(item: Item, made: Records) -> Record:
    hints: Record = {} if "hint" in made.question else {"hints": []}
    return shown(replace(item, mode="practice")) | hints


class _Names:
    """Names of what stands in a form, for who reads of a fault."""

    def __init__(self, draft: Draft, kind: KindOfQuestion) -> None:
        self._draft, self._kind = draft, kind
        self._fields = {field["name"]: field for field in kind["fields"]}
        self._ids = {
            row["id"]: f"{field['one']} {number}"
            for field in kind["fields"]
            if field["control"] == "rows"
            for number, row in enumerate(draft.get(field["name"], ()), 1)
        }

    @property
    def row(self) -> str:
        """What a row is called at which the key is marked."""
        return self._fields[self._kind["rows"]]["one"] if self._kind["key"] else ""

    def told(self, fault: DataError) -> FieldFault:
        """Return a fault as the form tells it: with the names that the form has."""
        path = self._path(fault.place)
        problem, cure = fault.problem, _CURES.get(fault.cure, fault.cure)
        if path and path != "key" and self._is_empty(path):
            chosen = path in _CHOSEN or self._control(path) == "list" or path.endswith(".target")
            quoted = path.endswith(".words")
            problem, cure = "it is empty", _CHOOSE if chosen else _QUOTE if quoted else _WRITE
        for name, words in self._ids.items():
            problem = re.sub(rf'^"{name}":? ', "", problem)
            problem, cure = (re.sub(rf'"?\b{name}\b"?', words, text) for text in (problem, cure))
        label = self._label(path)
        return FieldFault(path, f"{label}: {problem}; {cure}." if label else f"{problem}; {cure}.")

    def _path(self, place: str) -> str:
        """Return the place in the draft of what is at a place of the records."""
        found = _FIELD.search(place)
        path = found[1] if found else ""
        path = _LEVELS.sub(lambda level: f".level_{LEVELS[int(level[1])]}", path)
        first, *rest = path.split(".")
        if first in ("key", "excerpts", "hint"):
            return first
        if first not in self._fields:
            return first if first in LABELS else ""
        control = self._fields[first]["control"]
        if (control == "rows" and len(rest) == 1) or (control == "group" and not rest):
            rest = [*rest, "words"]  # a remark that quotes nothing, or what is not there
        return ".".join([first, *rest[: 2 if control == "rows" else 1]])

    def _is_empty(self, path: str) -> bool:
        value: Any = self._draft
        for step in path.split("."):
            value = value[int(step)] if isinstance(value, list) else value.get(step, {})
        return not value

    def _field(self, path: str) -> QuestionField | None:
        first, *rest = path.split(".")
        field = self._fields.get(first)
        if not field or not rest:
            return field
        return next((each for each in field.get("fields", ()) if each["name"] == rest[-1]), None)

    def _control(self, path: str) -> str:
        field = self._field(path)
        return field["control"] if field else ""

    def _label(self, path: str) -> str:
        """Return what the form calls a field, with its row or group."""
        first, *rest = path.split(".")
        if first in LABELS:
            return LABELS[first]
        if first == "key":
            return self._fields[self._kind["rows"]]["label"]
        if first not in self._fields:
            return ""
        whole, field = self._fields[first], self._field(path)
        if not rest:
            return whole["label"]
        row = f"{whole['one']} {int(rest[0]) + 1}" if whole["control"] == "rows" else whole["label"]
        name = field["label"] if field else _TARGET
        return f"{row}, {name[0].lower()}{name[1:]}"
