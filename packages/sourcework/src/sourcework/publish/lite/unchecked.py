"""A stand-in for pydantic where its compiled half cannot be had: reads records, checks nothing.

The records were checked by pydantic itself when the book was built. Only what `sourcework` uses is
here, and only LITE_PARTIAL=1 puts it, as `pydantic.py`, into a browser's Python.
"""

from __future__ import annotations

import datetime
import types
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self, TypeVar, Union, get_args, get_origin

__all__ = ["AwareDatetime", "BaseModel", "BeforeValidator", "ConfigDict", "Field", "TypeAdapter"]
__all__ += ["ValidationError", "WithJsonSchema", "field_validator", "model_validator"]

_NOTHING: Any = object()
_T = TypeVar("_T")
ConfigDict = dict
AwareDatetime = datetime.datetime


class ValidationError(ValueError):
    """Never raised here; a `ValueError` of a record's own methods is not turned into it."""

    def errors(self) -> list[dict[str, Any]]:
        """Return nothing."""
        return []


@dataclass(frozen=True, eq=False)
class _Field:
    default: Any = _NOTHING
    default_factory: Callable[[], Any] | None = None
    alias: str | None = None

    def missing(self) -> Any:
        return self.default_factory() if self.default_factory else self.default


@dataclass(frozen=True)
class BeforeValidator:
    """A function that a value goes through before it is read."""

    func: Callable[[Any], Any]


class WithJsonSchema:
    """Ignored."""

    def __init__(self, schema: object) -> None:
        pass


class TypeAdapter:
    """Not here: schemas are made where the book is built."""

    def __init__(self, kind: object) -> None:
        raise NotImplementedError("this copy of the book has no pydantic, which makes schemas")


def Field(default: Any = _NOTHING, **options: Any) -> Any:
    """Describe a field; of the options only `alias` and `default_factory` count."""
    return _Field(default, options.get("default_factory"), options.get("alias"))


def field_validator(*names: str, mode: str = "after", **_options: Any) -> Callable[[_T], _T]:
    """Leave a method as it is, but note on one of mode `before` which fields it makes ready."""

    def noted(method: _T) -> _T:
        if mode == "before":
            method.before = names  # type: ignore[attr-defined]
        return method

    return noted


def model_validator(*, mode: str) -> Callable[[_T], _T]:
    """Leave a method as it is; `mode` is not used."""
    return lambda method: method


class BaseModel:
    """A record: fields by the annotations of its class, in order, those of its bases first."""

    def __init__(self, **values: Any) -> None:
        for name, kind, described in _fields(type(self)):
            value = values.get(described.alias or name, _NOTHING)
            if value is not _NOTHING:
                value = _read(kind, _before(type(self), name, value))
            self._set(name, described, value)

    def _set(self, name: str, described: _Field, value: Any) -> None:
        made = described.missing() if value is _NOTHING else value
        if made is _NOTHING:
            raise ValueError(f"{type(self).__name__} has no {name}")
        self.__dict__[name] = made

    @classmethod
    def model_construct(cls, **values: Any) -> Self:
        """Return a record of values as they are."""
        made = object.__new__(cls)
        for name, _, described in _fields(cls):
            made._set(name, described, values.get(name, _NOTHING))
        return made

    @classmethod
    def model_validate(cls, values: Any) -> Self:
        """Return the record of a mapping."""
        return values if isinstance(values, cls) else cls(**values)

    def model_dump(
        self, *, include: set[str] | None = None, exclude_none: bool = False
    ) -> dict[str, Any]:
        """Return the record as a mapping, and what is in it likewise."""
        dumped = {
            name: _dumped(value, exclude_none)
            for name, value in self
            if include is None or name in include
        }
        return {n: v for n, v in dumped.items() if not (exclude_none and v is None)}

    def model_copy(self, *, update: dict[str, Any]) -> Self:
        """Return the same record with other values for some fields."""
        copied = object.__new__(type(self))
        copied.__dict__.update(self.__dict__ | update)
        return copied

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        yield from self.__dict__.items()

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())
        return f"{type(self).__name__}({fields})"

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.__dict__ == self.__dict__

    def __hash__(self) -> int:
        return hash((type(self), tuple(self.__dict__.items())))


def _fields(cls: type[BaseModel]) -> Iterator[tuple[str, Any, _Field]]:
    for name, kind in typing.get_type_hints(cls, include_extras=True).items():
        if name != "model_config" and get_origin(kind) is not typing.ClassVar:
            given = getattr(cls, name, _NOTHING)
            yield name, kind, given if isinstance(given, _Field) else _Field(given)


def _before(cls: type[BaseModel], field: str, value: Any) -> Any:
    """Put a value through the methods that make it ready for its field."""
    for method in [each for base in cls.__mro__ for each in vars(base).values()]:
        if field in getattr(method, "before", ()):
            value = method.__func__(cls, value)
    return value


def _dumped(value: Any, exclude_none: bool) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(exclude_none=exclude_none)
    if isinstance(value, (tuple, list)):
        return type(value)(_dumped(each, exclude_none) for each in value)
    return value


def _read(kind: Any, value: Any) -> Any:
    """Return a value of YAML as a field of this type has it; a record is one already."""
    if isinstance(value, BaseModel):
        return value
    origin, inside = get_origin(kind), get_args(kind)
    if origin is Annotated:
        for note in inside[1:]:
            value = note.func(value) if isinstance(note, BeforeValidator) else value
        return _read(inside[0], value)
    if origin in (Union, types.UnionType):
        return None if value is None else _read(_fitting(inside, value), value)
    if origin is tuple:
        return tuple(_read(inside[0], each) for each in value)
    if origin is list:
        return [_read(inside[0], each) for each in value]
    if origin is dict:
        return {_read(inside[0], k): _read(inside[1], v) for k, v in value.items()}
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind.model_validate(value)
    return float(value) if kind is float else value


def _fitting(kinds: tuple[Any, ...], value: Any) -> Any:
    """Choose of several types the one that a value is of: a list is read as a tuple."""
    several = isinstance(value, (list, tuple))
    for kind in kinds:
        if kind is not type(None) and (get_origin(_bare(kind)) in (tuple, list)) == several:
            return kind
    return Literal[value]


def _bare(kind: Any) -> Any:
    return get_args(kind)[0] if get_origin(kind) is Annotated else kind
