"""Fields of the form in which a teacher writes a question, found in the record of each kind.

A kind is offered as soon as it is registered: its fields are controls by their types, and its key
is marked at the rows by the form of its responses. A kind is left out of the form if it needs a
field for which there is no control.
"""

from __future__ import annotations

import dataclasses
import textwrap
import types
from typing import Annotated, Any, Literal, TypedDict, Union, get_args, get_origin, get_type_hints

from .. import tables
from ..assignments.definition import LEVELS
from ..items import KINDS, Item
from ..items.fields import Feedback, Words
from ..items.interactions import ResponseForm
from ..records import AuthoredRecord

__all__ = ["CRITERIA", "KindOfQuestion", "QuestionField", "kinds"]

CRITERIA = "criteria"
_CONTROLS = {str: "text", int: "digits", float: "digits", bool: "switch"}
_KEYS = {
    ResponseForm.IDENTIFIER: "one",
    ResponseForm.NUMBER: "one",
    ResponseForm.IDENTIFIERS: "several",
    ResponseForm.ORDER: "ranked",
    ResponseForm.PAIRS: "pairs",
}
_LONGEST = 90  # characters of a row of a table by which one knows it
_TOLD = {field.name for field in dataclasses.fields(Feedback)}
_SHARED = {field.name for field in dataclasses.fields(Item)} | {"key"}


class QuestionField(TypedDict, total=False):
    """Field of the form, as JSON.

    Attributes
    ----------
    control
        `text`, `digits`, `switch`, `list` (of `options`), `words` (phrases of the document, a line
        each), or of several fields: `group`, and `rows`, each of which is called `one`.
    needed
        Whether there is no question without it.
    least
        Of rows: how many there are at least.
    first
        Of rows: those with which a new question begins.
    """

    name: str
    label: str
    control: str
    needed: bool
    help: str
    options: list[tuple[str, str]]
    fields: list[QuestionField]
    one: str
    least: int
    first: list[dict[str, str]]


class KindOfQuestion(TypedDict):
    """Kind as the form offers it: `rows` is the field whose rows bear the `key`."""

    kind: str
    label: str
    scored: bool
    written: bool
    key: str
    rows: str
    fields: list[QuestionField]


def kinds() -> tuple[list[KindOfQuestion], list[str]]:
    """Return the kinds that can be written in the form, and the labels of those that cannot."""
    offered: list[KindOfQuestion] = []
    others: list[str] = []
    for name, kind in KINDS.items():
        written = kind.FORM is ResponseForm.TEXT
        fields = _written(kind) if written else _own(kind)
        if fields is None:
            others.append(kind.LABEL)
            continue
        rows, key = CRITERIA if written else kind.TOLD, _KEYS.get(kind.FORM, "")
        if key == "pairs":  # what rows are given to stands above them
            fields.sort(key=lambda field: field["name"] == rows)
        offered.append(
            {
                "kind": name,
                "label": kind.LABEL,
                "scored": kind.SCORED,
                "written": written,
                "key": key,
                "rows": rows,
                "fields": fields,
            }
        )
    return offered, others


def _own(kind: type[Item]) -> list[QuestionField] | None:
    """Return the fields that a kind has beside those of all; nothing if one lacks a control."""
    return _fields(kind, _SHARED)


def _written(kind: type[Item]) -> list[QuestionField]:
    """Return the fields of a text that a person marks: graded, it has a rubric of its own."""
    hints = get_type_hints(kind, include_extras=True)
    found = (each for each in dataclasses.fields(kind) if each.name == "model")
    model = [field for each in found if (field := _field(each, hints[each.name])) is not None]
    levels: list[QuestionField] = [
        _text(f"level_{level}", f"What is found at level {level}") for level in LEVELS
    ]
    criterion: list[QuestionField] = [
        _text("title", "What is looked for"),
        {"name": "points", "label": "Points", "control": "digits", "needed": True},
        *levels,
        _text("note", "For whoever marks: what to let pass", needed=False),
    ]
    return [
        {"name": "words", "label": "Words at most", "control": "digits", "needed": False},
        *model,
        {
            "name": CRITERIA,
            "label": "Criteria, by which you mark it",
            "one": "Criterion",
            "control": "rows",
            "needed": True,
            "least": 1,
            "fields": criterion,
        },
    ]


def _text(name: str, label: str, *, needed: bool = True) -> QuestionField:
    return {"name": name, "label": label, "control": "text", "needed": needed}


def _fields(record: type[AuthoredRecord], without: set[str]) -> list[QuestionField] | None:
    hints = get_type_hints(record, include_extras=True)
    made: list[QuestionField] = []
    for each in sorted(dataclasses.fields(record), key=lambda each: each.name in _TOLD):
        if each.name in without or not each.metadata.get("graded", True):
            continue
        field = _field(each, hints[each.name])
        if field is not None:
            made.append(field)
        elif _is_needed(each):
            return None
    return made


def _field(declared: dataclasses.Field[Any], hint: Any) -> QuestionField | None:
    """Return a field of the form, or nothing if there is no control for values of its type."""
    told = declared.metadata
    field: QuestionField = {
        "name": declared.name,
        "label": told.get("label", declared.name.replace("_", " ").capitalize()),
        "needed": _is_needed(declared),
    }
    if told.get("table") in tables.names():
        return field | {"control": "list", "options": _rows_of(told["table"])}
    if told.get("description"):
        field["help"] = told["description"]
    if hint == Words:
        return field | {"control": "words"}
    kind = _bare(hint)
    if get_origin(kind) is Literal:
        return field | {"control": "list", "options": [(str(e), str(e)) for e in get_args(kind)]}
    if get_origin(kind) is tuple and _is_record(_bare(get_args(kind)[0])):
        return _rows(field, declared, _bare(get_args(kind)[0]))
    if _is_record(kind):
        inside = _fields(kind, {"id"})
        return None if inside is None else field | {"control": "group", "fields": inside}
    control = _CONTROLS.get(kind)
    return field | {"control": control} if control else None


def _rows(
    field: QuestionField, declared: dataclasses.Field[Any], record: type[AuthoredRecord]
) -> QuestionField | None:
    inside = _fields(record, {"id"})
    if inside is None:
        return None
    usual: Any = () if _is_needed(declared) else declared.default
    field["control"], field["fields"] = "rows", inside
    field["one"] = declared.metadata.get("one", "Row")
    field["least"] = declared.metadata.get("min_length", 0)
    field["first"] = [dataclasses.asdict(each) for each in usual]
    return field


def _rows_of(table: str) -> list[tuple[str, str]]:
    """Return the ids of a table, each with the words by which one knows it."""
    frame = tables.ordered(table)
    named = next((each for each in ("title", table.removesuffix("s")) if each in frame), "")
    words = frame[named] if named else frame.index
    return [
        (str(each), textwrap.shorten(str(text), _LONGEST, placeholder=" …"))
        for each, text in zip(frame.index, words, strict=True)
    ]


def _is_needed(declared: dataclasses.Field[Any]) -> bool:
    return declared.default is declared.default_factory is dataclasses.MISSING


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, AuthoredRecord)


def _bare(hint: Any) -> Any:
    """Return a type without its marks, and without the choice to leave it out."""
    if get_origin(hint) is Annotated:
        return _bare(get_args(hint)[0])
    if get_origin(hint) in (Union, types.UnionType):
        others = [each for each in get_args(hint) if each is not type(None)]
        return _bare(others[0]) if len(others) == 1 else hint
    return hint
