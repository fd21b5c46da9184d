"""Draft of a question: what stands in the form, and the records that are written of it.

A draft is JSON. It has a value for each field by its name, texts and numbers as they were typed,
and a list for each field of rows. A row has an `id` of its own, and of the key what is marked at
it: `right`, `tied` (to the place of the row above), or `target`.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..assignments.definition import LEVELS
from ..assignments.questions import AssignedQuestion
from ..excerpts import load_excerpts
from ..items import KINDS
from ..option_order import shuffled
from .question_fields import CRITERIA, KindOfQuestion, QuestionField

__all__ = ["Draft", "Record", "Records", "draft_of", "item_record", "mixed", "records"]
__all__ += ["unknown_fields"]

Draft = dict[str, Any]
Record = dict[str, Any]
_PUBLISHED = {field.name for field in dataclasses.fields(AssignedQuestion)}
_LISTED = "options"  # whose texts are published, and the rest of them is not


@dataclass(frozen=True)
class Records:
    """What is written of a draft: the published half of a question, its key, perhaps a rubric."""

    question: Record
    key: Record
    rubric: Record | None = None


def records(draft: Draft, kind: KindOfQuestion, name: str) -> Records:
    """Return the records of a draft; what was left empty is an empty text, or is left out."""
    question: Record = {
        "id": name,
        "kind": kind["kind"],
        "objective": draft.get("objective", ""),
        "level": _number(draft.get("level", "")),
    }
    if kind["scored"]:
        question["points"] = _number(draft.get("points", ""))
    question |= {"excerpts": list(draft.get("excerpts", ())), "stem": _text(draft, "stem")}
    if _text(draft, "hint"):
        question["hint"] = _text(draft, "hint")
    if kind["scored"] and draft.get("confidence"):
        question["confidence"] = True
    own = _inside(kind["fields"], draft, question["excerpts"])
    if kind["written"]:
        return _written(question, own, name)
    key: Record = {"id": name}
    marked = _key(draft, kind)
    if marked is not None:
        key["key"] = marked
    for field, value in own.items():
        if field == _LISTED and all("text" in row for row in value):
            question[field] = [{"id": row["id"], "text": row["text"]} for row in value]
            key[field] = {row.pop("id"): row for row in value if row.pop("text") is not None}
        elif field in _PUBLISHED and field != _LISTED:
            question[field] = value
        else:
            key[field] = value
    return Records(question, key)


def _written(question: Record, own: Record, name: str) -> Records:
    rubric = name.rpartition("/")[2]
    criteria, notes = [], {}
    for row in own.pop(CRITERIA):
        notes[row["id"]] = row.pop("note", "")
        levels = [row.pop(f"level_{level}") for level in LEVELS]
        criteria.append(row | {"levels": levels})
    if "words" in own:
        question["words"] = own.pop("words")
    key = {"id": name, **own, "notes": notes}
    return Records(question | {"rubric": rubric}, key, {CRITERIA: criteria})


def item_record(made: Records) -> Record:
    """Return question and key as one item of the bank has them, the options in their order."""
    question, key = made.question, dict(made.key)
    told = key.pop(_LISTED, None)
    if isinstance(told, dict):
        told = [row | told[row["id"]] for row in question[_LISTED]]
    hint = {"hint": question.get("hint", "None is given."), "mode": "graded"}
    return question | key | hint | ({} if told is None else {_LISTED: told})


def mixed(question: Record) -> Record:
    """Return a question whose options and targets stand in an order that tells nothing."""
    parts = ("targets",) if KINDS[question["kind"]].PASSAGES else (_LISTED, "targets")
    made = dict(question)
    for part in (each for each in parts if each in question):
        rows = {row["id"]: row for row in question[part]}
        made[part] = [rows[each] for each in shuffled(rows, f"{question['id']} {part}")]
    return made


def _text(draft: Mapping[str, Any], name: str) -> str:
    value = draft.get(name, "")
    return value.strip() if isinstance(value, str) else str(value)


def _number(typed: Any) -> Any:
    """Return what was typed as a number; as it is if it is none, so that the check tells."""
    text = str(typed).strip().replace("−", "-")
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _value(field: QuestionField, given: Mapping[str, Any], excerpts: list[str]) -> Any:
    """Return the value of a field, or None if it is left out."""
    name, needed = field["name"], field["needed"]
    match field["control"]:
        case "rows":
            rows = given.get(name, ())
            return [{"id": row["id"]} | _inside(field["fields"], row, excerpts) for row in rows]
        case "group":
            return _inside(field["fields"], given.get(name, {}), excerpts)
        case "words":
            return _quoted(_text(given, name), excerpts) or None
        case "switch":
            return bool(given.get(name)) or (False if needed else None)
    text = _text(given, name)
    if not text and not needed:
        return None
    return _number(text) if field["control"] == "digits" else text


def _inside(fields: list[QuestionField], given: Mapping[str, Any], excerpts: list[str]) -> Record:
    values = {field["name"]: _value(field, given, excerpts) for field in fields}
    return {name: value for name, value in values.items() if value is not None}


def _quoted(text: str, excerpts: list[str]) -> dict[str, list[str]]:
    """Return phrases, a line each, by the excerpt that has them, or else by the first."""
    found: dict[str, list[str]] = {}
    known = {name: load_excerpts()[name] for name in excerpts if name in load_excerpts()}
    if not known:
        return found
    for phrase in filter(None, map(str.strip, text.splitlines())):
        has = (name for name, each in known.items() if phrase in each.reading)
        found.setdefault(next(has, next(iter(known))), []).append(phrase)
    return found


def _key(draft: Draft, kind: KindOfQuestion) -> Any:
    """Return the key that is marked at the rows."""
    rows = draft.get(kind["rows"], ())
    right = [row["id"] for row in rows if row.get("right")]
    match kind["key"]:
        case "one":
            return next(iter(right), "")
        case "several":
            return right
        case "pairs":
            return {row["id"]: row["target"] for row in rows if row.get("target")}
        case "ranked":
            return _places(rows)
    return None


def _places(rows: list[Mapping[str, Any]]) -> list[str | list[str]]:
    """Return ids in their order; those that are tied to the row above share its place."""
    number = itertools.accumulate(int(not row.get("tied")) for row in rows)
    groups = itertools.groupby(zip(number, rows, strict=True), key=lambda pair: pair[0])
    places = [[row["id"] for _, row in group] for _, group in groups]
    return [place if len(place) > 1 else place[0] for place in places]


def draft_of(question: Record, key: Record, rubric: Record | None, kind: KindOfQuestion) -> Draft:
    """Return the draft of which these records were written, or could have been."""
    draft = {name: value for name, value in question.items() if name != "rubric"}
    draft = {name: str(value) if _is_typed(value) else value for name, value in draft.items()}
    own = {name: value for name, value in key.items() if name not in ("id", "key")}
    if kind["written"]:
        criteria = (rubric or {}).get(CRITERIA, [])
        own[CRITERIA] = [_criterion(each, key.get("notes", {})) for each in criteria]
    elif isinstance(own.get(_LISTED), dict):
        texts = {row["id"]: row for row in question[_LISTED]}
        own[_LISTED] = [texts[each] | told for each, told in own[_LISTED].items()]
    for field in kind["fields"]:
        if field["name"] in own:
            draft[field["name"]] = _typed(field, own[field["name"]])
    _mark(draft, key.get("key"), kind)
    return draft


def _criterion(criterion: Record, notes: Record) -> Record:
    levels = dict(zip((f"level_{level}" for level in LEVELS), criterion["levels"], strict=True))
    return criterion | levels | {"note": notes.get(criterion["id"], "")}


def _is_typed(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _typed(field: QuestionField, value: Any) -> Any:
    """Return a value as somebody would have typed it."""
    match field["control"]:
        case "rows":
            return [_typed_row(field["fields"], row) for row in value]
        case "group":
            return _typed_row(field["fields"], value)
        case "words":
            lists = ([each] if isinstance(each, str) else each for each in value.values())
            return "\n".join(itertools.chain.from_iterable(lists))
        case "switch":
            return value
    return str(value)


def _typed_row(fields: list[QuestionField], row: Record) -> Record:
    own = {f["name"]: _typed(f, row[f["name"]]) for f in fields if f["name"] in row}
    return ({"id": row["id"]} if "id" in row else {}) | own


def _mark(draft: Draft, key: Any, kind: KindOfQuestion) -> None:
    """Mark the key at the rows of a draft; those of an order are put into it."""
    rows = draft.get(kind["rows"], [])
    if kind["key"] == "ranked":
        places = {each: n for n, place in enumerate(key) for each in _several(place)}
        rows.sort(key=lambda row: places[row["id"]])
        for above, row in itertools.pairwise(rows):
            row["tied"] = places[above["id"]] == places[row["id"]]
    for row in rows:
        if kind["key"] == "pairs":
            row["target"] = key.get(row["id"], "")
        elif kind["key"] in ("one", "several"):
            row["right"] = row["id"] in _several(key)


def _several(key: Any) -> list[str]:
    return [key] if isinstance(key, str) else list(key)


def unknown_fields(question: Record, key: Record, kind: KindOfQuestion) -> list[str]:
    """Return the fields of written records that the form does not have, and would lose."""
    own = {field["name"]: field for field in kind["fields"]}
    known = {*_PUBLISHED, *own, "key", "notes"}
    found = [name for name in (*question, *key) if name not in known]
    for name, field in own.items():
        rows = key.get(name, ()) if field["control"] == "rows" else ()
        inside = {"id", "text", *(each["name"] for each in field.get("fields", ()))}
        for row in rows.values() if isinstance(rows, dict) else rows:
            found += [each for each in row if each not in inside]
    return list(dict.fromkeys(found))
