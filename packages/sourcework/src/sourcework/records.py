"""Records: frozen dataclasses of what authors write, with what a check of them needs to know.

Nothing here needs pydantic, so a notebook can hold records without it. `checking` makes them of
YAML: pydantic reads annotations of a dataclass, the metadata of its fields, and the marks below.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Annotated, Any, ClassVar, dataclass_transform

__all__ = [
    "KINDS_OF_RECORDS",
    "Altered",
    "AuthoredRecord",
    "Distinguished",
    "Field",
    "Limits",
    "Tested",
]

Schema = dict[str, Any]
KINDS_OF_RECORDS: dict[
    str, type[AuthoredRecord]
] = {}  # by module and name, as files of records call them


def Field(
    *,
    default: Any = dataclasses.MISSING,
    default_factory: Any = dataclasses.MISSING,
    **told: Any,
) -> Any:
    """Describe a field: its default, and what pydantic's own `Field` takes besides.

    A form takes more: `label`, what it calls the field; `one`, what it calls a row of it; `table`,
    the name of the table that has its ids; `graded=False` where graded work has no such field.
    """
    return dataclasses.field(default=default, default_factory=default_factory, metadata=told)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(Field,))
class AuthoredRecord:
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
