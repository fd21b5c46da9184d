"""YAML that people write: read with the line of every field, and checked with pydantic."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import ValidationError

from .errors import DataError

__all__ = ["LOADER", "Document", "Place", "read_yaml"]

# The reader in C, where PyYAML has it: ten times as fast, at every start of a notebook.
if TYPE_CHECKING:
    LOADER = yaml.SafeLoader
else:
    LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Place = tuple[Hashable, ...]


@dataclass(frozen=True)
class Document:
    """A YAML file.

    Attributes
    ----------
    path
        The file that was read.
    content
        What it says.
    lines
        For each place, given by its keys and indices from the top, the line on which it stands
        (1-based).
    """

    path: Path
    content: Any
    lines: dict[Place, int]

    def line(self, place: Place) -> int:
        """Return the line of `place`, or of the nearest place above it that is written."""
        while place not in self.lines:
            place = place[:-1]
        return self.lines[place]

    def faults(
        self, place: Place, name: str, error: ValidationError, fields: str = "schema.json"
    ) -> Iterator[DataError]:
        """Say of each fault that pydantic found in the record at `place` where it is.

        `fields` is the file that tells which fields there are.
        """
        for fault in error.errors():
            field = ".".join(str(step) for step in fault["loc"]) or "the record"
            where = f"line {self.line(place + fault['loc'])}, {name}, field {field}"
            problem = fault["msg"].removeprefix("Value error, ")
            problem, _, cure = problem.partition("; ")
            yield DataError(self.path, where, problem, cure or f"see the fields in {fields}")


def read_yaml(path: Path) -> Document:
    """Read a YAML file; raise `DataError` if it is missing or not YAML."""
    if not path.is_file():
        raise DataError(path, "whole file", "it is missing", "restore it from version control")
    text = path.read_text(encoding="utf-8")
    loader = LOADER(text)
    try:
        root = loader.get_single_node()
        content = loader.construct_document(root) if root else None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        cure = "check quotes and indents"
        raise DataError(path, f"line {line}", f"not YAML: {error.problem}", cure) from error
    finally:
        loader.dispose()
    for line, name in _twice(root) if root else ():
        raise DataError(path, f"line {line}", f'"{name}" is there twice', "keep one of the two")
    return Document(path, content, dict(_lines(root)) if root else {(): 1})


def _twice(node: yaml.Node) -> Iterator[tuple[int, str]]:
    """Find keys that a mapping has already; YAML would forget the first of the two."""
    if isinstance(node, yaml.MappingNode):
        names = [key.value for key, _ in node.value]
        for place, (key, value) in enumerate(node.value):
            if key.value in names[:place]:
                yield key.start_mark.line + 1, str(key.value)
            yield from _twice(value)
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _twice(each)


def _lines(node: yaml.Node, place: Place = ()) -> Iterator[tuple[Place, int]]:
    yield place, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inside = (*place, key.value)
            yield from _lines(value, inside)
            yield inside, key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _lines(value, (*place, index))
