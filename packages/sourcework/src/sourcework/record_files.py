"""Files of records that a build has checked: JSON, which a notebook reads without pydantic.

Where pydantic is installed, records are read from the YAML that an author edits. Where it is not,
as in a browser, they are read from `_build/records`, if the YAML is still that of which they are.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from .checking import EXTRA, can_check
from .errors import DataError
from .files import read_text
from .paths import ASSIGNMENTS, DATA, EXERCISES, ROOT, SEEDS, has_book, is_installed
from .records import KINDS_OF_RECORDS, AuthoredRecord

__all__ = ["RECORDS", "are_stored", "packed", "stored"]

RECORDS = ROOT / "_build/records"
_KIND = "@"  # the name under which a record says of what kind it is
_DATE, _PATH = "date", "path"
_LACKS = "pydantic, which reads the book's own files instead, is not installed here"
_CURE = f"install it with {EXTRA}, or run sourcework check where it is installed"


def are_stored() -> bool:
    """Say whether records are read from their files: without pydantic, or without the YAML."""
    if is_installed() and not (DATA / "excerpts.yml").is_file():
        return True
    return has_book() and not can_check()


@cache
def stored(name: str) -> dict[str, Any]:
    """Return what `packed` was given under the name of the file.

    Raises
    ------
    DataError
        If there is no such file, it is damaged, or the book has changed since it was written.
    """
    path = RECORDS / f"{name}.json"
    if not path.is_file():
        raise DataError(path, "whole file", f"it was not written yet, and {_LACKS}", _CURE)
    try:
        content: dict[str, Any] = json.loads(read_text(path), object_hook=_unpacked)
    except ValueError as error:
        problem = f"it is of another version or damaged ({error}), and {_LACKS}"
        raise DataError(path, "whole file", problem, _CURE) from error
    if not is_installed() and content["of"] != _sources_digest():
        problem = f"the book has changed since it was written, and {_LACKS}"
        raise DataError(path, "whole file", problem, _CURE)
    return content


def packed(content: dict[str, Any]) -> bytes:
    """Return records as a file, with a digest of what they were read from."""
    whole = {"of": _sources_digest()} | _packed(content)
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def _sources() -> Iterator[Path]:
    yield from (ROOT / "sourcework.yml", DATA / "excerpts.yml")
    yield from sorted(path for path in SEEDS.glob("*") if path.is_file())
    yield from sorted(EXERCISES.glob("*.yml"))
    for name in ("assignment.yml", "questions.yml"):
        yield from sorted(ASSIGNMENTS.glob(f"*/{name}"))


def _sources_digest() -> str:
    digest = hashlib.sha256()
    for path in filter(Path.is_file, _sources()):
        content = path.read_bytes().replace(b"\r\n", b"\n")  # as Git for Windows writes them
        name = path.relative_to(ROOT).as_posix()
        digest.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\n".encode())
    return digest.hexdigest()


def _packed(value: Any) -> Any:
    match value:
        case AuthoredRecord():
            kind = type(value)
            names = (field.name for field in dataclasses.fields(value))
            whole = {name: _packed(getattr(value, name)) for name in names}
            return {_KIND: f"{kind.__module__}.{kind.__qualname__}", **whole}
        case dict():
            return {name: _packed(each) for name, each in value.items()}
        case tuple() | list():
            return [_packed(each) for each in value]
        case datetime.datetime():
            return {_KIND: _DATE, _DATE: value.isoformat()}
        case Path():
            return {_KIND: _PATH, _PATH: value.relative_to(ROOT).as_posix()}
    return value


def _unpacked(fields: dict[str, Any]) -> Any:
    """Return what an object of JSON stands for, when all that is in it has been made."""
    name = fields.pop(_KIND, None)
    if name == _DATE:
        return datetime.datetime.fromisoformat(fields[_DATE])
    if name == _PATH:
        return ROOT / fields[_PATH]
    whole = {field: _fixed(value) for field, value in fields.items()}
    if name is None:
        return whole
    kind = KINDS_OF_RECORDS.get(name)
    if kind is None or whole.keys() != {field.name for field in dataclasses.fields(kind)}:
        raise ValueError(f"there is no record {name} with these fields")
    record = object.__new__(kind)  # it was checked when it was written
    record.__dict__.update(whole)
    return record


def _fixed(value: Any) -> Any:
    return tuple(map(_fixed, value)) if isinstance(value, list) else value
