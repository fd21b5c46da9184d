"""Records: frozen dataclasses of what authors write, with what a check of them needs to know.

Nothing here needs pydantic, so a notebook can hold records without it. `checking` makes them of
YAML: pydantic reads annotations of a dataclass, the metadata of its fields, and the marks below.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable
from typing import (
    Annotated,
    Any,
    ClassVar,
    Literal,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

__all__ = ["KINDS_OF_RECORDS", "Altered", "Distinguished", "Field", "Limits", "Record", "Tested"]
__all__ += ["made"]

Schema = dict[str, Any]
KINDS_OF_RECORDS: dict[str, type[Record]] = {}  # by module and name, as files of records call them


def Field(
    *,
    default: Any = dataclasses.MISSING,
    default_factory: Any = dataclasses.MISSING,
    **told: Any,
) -> Any:
    """Describe a field: its default, and what pydantic's own `Field` takes besides."""
    return dataclasses.field(default=default, default_factory=default_factory, metadata=told)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(Field,))
class Record:
    """A record that somebody wrote: nothing is missing, nothing is too much, nothing changes.

    Every class below this one is a dataclass whose fields are given by name. What its fields say
    together is tested in `__post_init__`, which raises `ValueError` with problem and cure.
    """

    __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]]
    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        dataclasses.dataclass(frozen=True, kw_only=True)(cls)
        KINDS_OF_RECORDS[f"{cls.__module__}.{cls.__qualname__}"] = cls

    def __post_init__(self) -> None:
        """Test what the fields say together; nothing here."""


def made(kind: Any, value: Any) -> Any:
    """Return what YAML says as a value of a type, where there is no pydantic to check it.

    Types of values and the tests of records are looked at, limits are not.

    Raises
    ------
    ValueError
        If something is missing, unknown or of another type, or a test fails.
    """
    origin, inside = get_origin(kind), get_args(kind)
    if origin is Annotated:
        for mark in inside[1:]:
            value = mark.make_ready(value) if isinstance(mark, Altered) else value
        value = made(inside[0], value)
        for mark in inside[1:]:
            value = mark.test(value) if isinstance(mark, Tested) else value
        return value
    if origin in (Union, types.UnionType):
        return None if value is None else made(_fitting(inside, value), value)
    if origin is Literal:
        return _one_of(inside, value)
    if origin in (tuple, list):
        return origin(made(inside[0], each) for each in _of((list, tuple), value))
    if origin is dict:
        return {name: made(inside[1], each) for name, each in _of((dict,), value).items()}
    if issubclass(kind, Record) and not isinstance(value, kind):
        return _record(kind, _of((dict,), value))
    return float(_of((float, int), value)) if kind is float else _of((kind,), value)


def _record(kind: type[Record], said: dict[str, Any]) -> Record:
    names = {each.metadata.get("alias", each.name): each for each in dataclasses.fields(kind)}
    for name, field in names.items():
        lacks = (
            field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        )
        if name not in said and lacks:
            raise ValueError(f"there is no {name}")
    for name in said:
        if name not in names:
            raise ValueError(f'there is no field "{name}"')
    hints = get_type_hints(kind, include_extras=True)
    fields = {names[name].name: value for name, value in said.items()}
    return kind(**{name: made(hints[name], value) for name, value in fields.items()})


def _fitting(kinds: tuple[Any, ...], value: Any) -> Any:
    """Choose of several types the one that a value is of: a list is read as a tuple."""
    several = isinstance(value, (list, tuple))
    bare = {kind: get_args(kind)[0] if get_origin(kind) is Annotated else kind for kind in kinds}
    return next(kind for kind in kinds if (get_origin(bare[kind]) is tuple) == several)


def _one_of(values: tuple[Any, ...], value: Any) -> Any:
    if value not in values:
        raise ValueError(f"{value!r} is none of {', '.join(map(str, values))}")
    return value


def _of(kinds: tuple[type, ...], value: Any) -> Any:
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise ValueError(f"{value!r} is no {kinds[0].__name__}")
    return value


class Limits:
    """Mark of a type that has limits, by their names in pydantic: `min_length`, `pattern`, `ge`."""

    def __init__(self, **limits: Any) -> None:
        self._limits = limits

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Schema]) -> Schema:
        return handler(source) | self._limits


class Distinguished:
    """Mark of a union of records that differ in the field `by`."""

    def __init__(self, by: str) -> None:
        self._by = by

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Schema]) -> Schema:
        from pydantic import Field as Described

        return handler(Annotated[source, Described(discriminator=self._by)])


class Tested:
    """Mark of a type whose values go through a test, which returns them or raises `ValueError`."""

    def __init__(self, test: Callable[[Any], Any]) -> None:
        self.test = test

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Schema]) -> Schema:
        call = {"type": "no-info", "function": self.test}
        return {"type": "function-after", "function": call, "schema": handler(source)}


class Altered:
    """Mark of a type whose values are made ready before they are read.

    `schema` is the JSON Schema of what an author may write, if not that of the type.
    """

    def __init__(self, make_ready: Callable[[Any], Any], schema: Schema | None = None) -> None:
        self.make_ready, self._schema = make_ready, schema

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Schema]) -> Schema:
        call = {"type": "no-info", "function": self.make_ready}
        return {"type": "function-before", "function": call, "schema": handler(source)}

    def __get_pydantic_json_schema__(
        self, core: Schema, handler: Callable[[Schema], Schema]
    ) -> Schema:
        return self._schema or handler(core)
