"""Check of records with pydantic: what YAML says becomes a record, or faults with place and cure.

Only who checks or builds a book needs pydantic; it is imported when the first record is checked.
Without it, what a teacher brings to a notebook is converted by the types of its fields alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar

from .conversion import converted
from .errors import DataError
from .yaml_records import Document, Place

if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError
    from pydantic_core import ErrorDetails

__all__ = ["EXTRA", "FORMS", "RecordError", "can_check", "checked", "json_schema"]

EXTRA = 'pip install "sourcework[check]"'
FORMS = {  # the patterns of ids: what such an id is, and how it is written
    r"^[a-z][a-z0-9-]*$": ("name", "write small letters, digits and hyphens"),
    r"^[a-z][a-z0-9-]*/[a-z][a-z0-9-]*$": (
        "id of an excerpt",
        "write chapter/name in small letters, as in bell/diary",
    ),
    r"^[a-z][a-z0-9-]*/[a-z][a-z-]*$": (
        "id of a note",
        "write chapter/name in small letters, the name without digits, as in bell/guess",
    ),
    r"^[a-z][a-z0-9-]*/[a-z]+-\d+$": (
        "id of an item",
        "write chapter/kind-n in small letters, as in bell/choice-1",
    ),
    r"^https?://\S+$": ("address on the web", "write the whole of it, with https://"),
}
_NO_TEXT = ("it is no text", "put it in quotation marks")
_NO_LIST = ("it is no list", 'write [first, second], or a line with "- " for each')
_NO_FIELDS = ("it has no fields", "write each as name: value")
_NO_NUMBER = ("it is no number", "write digits, without quotation marks")
_NO_WHOLE_NUMBER = ("it is no whole number", "write digits, without quotation marks")
_NO_SWITCH = ("it is neither true nor false", "write true or false, without quotation marks")
_TOLD = {  # pydantic's types of errors: problem and cure; no cure: see the fields
    "bool_parsing": _NO_SWITCH,
    "bool_type": _NO_SWITCH,
    "dataclass_type": _NO_FIELDS,
    "dict_type": _NO_FIELDS,
    "float_parsing": _NO_NUMBER,
    "float_type": _NO_NUMBER,
    "int_from_float": _NO_WHOLE_NUMBER,
    "int_parsing": _NO_WHOLE_NUMBER,
    "int_type": _NO_WHOLE_NUMBER,
    "list_type": _NO_LIST,
    "string_too_short": ("it is empty", "write something, or leave the field out"),
    "string_type": _NO_TEXT,
    "tuple_type": _NO_LIST,
    "unexpected_keyword_argument": ("there is no such field", ""),
}
_R = TypeVar("_R")
_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}  # what pydantic has made of each kind of record


class RecordError(DataError):
    """A record that cannot be used: its first fault; `faults` has all of them."""

    def __init__(self, faults: list[DataError]) -> None:
        Exception.__init__(self, str(faults[0]))
        self.faults, first = faults, faults[0]
        self.place, self.problem, self.cure = first.place, first.problem, first.cure


def can_check() -> bool:
    """Say whether pydantic is here."""
    return find_spec("pydantic") is not None


def checked(
    kind: type[_R], fields: Any, document: Document, place: Place, name: str, guide: str
) -> _R:
    """Return the record that stands at a place of a file.

    Parameters
    ----------
    fields
        What it says there, perhaps with what is said elsewhere for it.
    name
        What a fault calls the record.
    guide
        The file that tells which fields there are.

    Raises
    ------
    RecordError
        If something in it is missing or wrong.
    """
    if not can_check():
        return _converted(kind, fields, document, place, name)
    from pydantic import ValidationError

    try:
        record: _R = _adapter(kind).validate_python(fields)
    except ValidationError as error:
        raise RecordError(list(_faults(error, document, place, name, guide))) from error
    return record


def _converted(kind: type[_R], fields: Any, document: Document, place: Place, name: str) -> _R:
    """Return the record of a file that somebody brought to a notebook without pydantic."""
    try:
        record: _R = converted(kind, fields)
    except ValueError as error:
        problem, _, cure = str(error).partition("; ")
        where = f"line {document.line(place)}, {name}"
        cure = cure or f"run sourcework check where its source is; {EXTRA}"
        raise RecordError([DataError(document.path, where, problem, cure)]) from error
    return record


def json_schema(kind: Any) -> dict[str, Any]:
    """Return the JSON Schema of a record, or of another type."""
    return _adapter(kind).json_schema(by_alias=True)


def _adapter(kind: Any) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def _faults(
    error: ValidationError, document: Document, place: Place, name: str, guide: str
) -> Iterator[DataError]:
    for fault in filter(_is_own, error.errors()):
        problem, cure = _told(fault)
        steps = fault["loc"] or (("key",) if problem.startswith("the key ") else ())
        field = ".".join(str(step) for step in steps) or "the record"
        where = f"line {document.line(place + steps)}, {name}, field {field}"
        yield DataError(document.path, where, problem, cure or f"see the fields in {guide}")


def _is_own(fault: ErrorDetails) -> bool:
    """Say whether a fault is more than the fault of a part, without which a list is too short."""
    return fault["type"] != "too_short" or len(fault["input"]) < fault["ctx"]["min_length"]


def _told(fault: ErrorDetails) -> tuple[str, str]:
    """Return problem and cure of a fault in words for an author; the cure may be empty."""
    kind, found = fault["type"], fault["input"]
    if kind == "string_pattern_mismatch" and fault["ctx"]["pattern"] in FORMS:
        what, cure = FORMS[fault["ctx"]["pattern"]]
        return f'"{found}" is no {what}', cure
    if kind.endswith("_type") and found is None:
        return "it is empty", "write something, or leave the field out"
    if kind == "too_short":
        least = fault["ctx"]["min_length"]
        return f"it has {len(found)}, and needs at least {least}", "add what is missing"
    problem, _, cure = fault["msg"].removeprefix("Value error, ").partition("; ")
    return _TOLD.get(kind, (problem, cure))
