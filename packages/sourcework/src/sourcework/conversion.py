"""Conversion of what YAML says into records by the types of their fields, without pydantic.

It is for what a teacher brings to a notebook that has no pydantic. Types of values and the tests of
records are looked at, limits are not: a file is checked where it is written, by `checking`.
"""

from __future__ import annotations

import dataclasses
import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from .records import Altered, AuthoredRecord, Tested

__all__ = ["converted"]


def converted(kind: Any, value: Any) -> Any:
    """Return what YAML says as a value of a type.

    Raises
    ------
    ValueError
        If something is missing, unknown or of another type, or a test fails.
    """
    origin, inside = get_origin(kind), get_args(kind)
    if origin is Annotated:
        for mark in inside[1:]:
            value = mark.make_ready(value) if isinstance(mark, Altered) else value
        value = converted(inside[0], value)
        for mark in inside[1:]:
            value = mark.test(value) if isinstance(mark, Tested) else value
        return value
    if origin in (Union, types.UnionType):
        return None if value is None else converted(_fitting(inside, value), value)
    if origin is Literal:
        return _one_of(inside, value)
    if origin in (tuple, list):
        return origin(converted(inside[0], each) for each in _of((list, tuple), value))
    if origin is dict:
        return {name: converted(inside[1], each) for name, each in _of((dict,), value).items()}
    if issubclass(kind, AuthoredRecord) and not isinstance(value, kind):
        return _record(kind, _of((dict,), value))
    return float(_of((float, int), value)) if kind is float else _of((kind,), value)


def _record(kind: type[AuthoredRecord], said: dict[str, Any]) -> AuthoredRecord:
    names = {each.metadata.get("alias", each.name): each for each in dataclasses.fields(kind)}
    for name, field in names.items():
        needed = field.default is field.default_factory is dataclasses.MISSING
        if needed and name not in said:
            raise ValueError(f"there is no {name}")
    for name in said:
        if name not in names:
            raise ValueError(f'there is no field "{name}"')
    hints = get_type_hints(kind, include_extras=True)
    fields = {names[name].name: value for name, value in said.items()}
    return kind(**{name: converted(hints[name], value) for name, value in fields.items()})


def _fitting(kinds: tuple[Any, ...], value: Any) -> Any:
    """Choose of several types the one that a value is of: a list is read as a tuple."""
    several = isinstance(value, (list, tuple))
    bare = {kind: get_args(kind)[0] if get_origin(kind) is Annotated else kind for kind in kinds}
    found = (kind for kind in kinds if (get_origin(bare[kind]) is tuple) == several)
    return next(found, kinds[0])


def _one_of(values: tuple[Any, ...], value: Any) -> Any:
    if value not in values:
        raise ValueError(f"{value!r} is none of {', '.join(map(str, values))}")
    return value


def _of(kinds: tuple[type, ...], value: Any) -> Any:
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise ValueError(f"{value!r} is no {kinds[0].__name__}")
    return value
