"""YAML that people write, read with the line of every field."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from .errors import DataError
from .files import read_text

__all__ = ["Document", "Place", "read_list", "read_yaml"]

# The reader in C, where PyYAML has it: ten times as fast, at every start of a notebook.
if TYPE_CHECKING:
    _LOADER = yaml.SafeLoader
else:
    _LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Place = tuple[Hashable, ...]
_MOST_NODES = 100_000  # fields and their names, each as often as aliases repeat it


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


def read_yaml(path: Path) -> Document:
    """Read a YAML file; raise `DataError` if it is missing, not UTF-8 or not YAML."""
    if not path.is_file():
        raise DataError(path, "whole file", "it is missing", "put it back from a copy of the book")
    text = read_text(path)
    _refuse_controls(path, text)
    loader = _LOADER(text)
    try:
        root = loader.get_single_node()
        _refuse_growth(path, root)
        _refuse_unreal_dates(path, root)
        content = loader.construct_document(root) if root else None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        cure = "check quotes and indents"
        raise DataError(path, f"line {line}", f"not YAML: {error.problem}", cure) from error
    except RecursionError as error:
        problem = "it is nested deeper than any file of ours"
        raise DataError(path, "whole file", problem, "check brackets and indents") from error
    finally:
        loader.dispose()
    for line, name in _twice(root) if root else ():
        raise DataError(path, f"line {line}", f'"{name}" is there twice', "keep one of the two")
    return Document(path, content, dict(_lines(root)) if root else {(): 1})


def read_list(path: Path, name: str) -> tuple[Document, list[Any]]:
    """Read a YAML file that is a list under one name; raise `DataError` if it is not."""
    document = read_yaml(path)
    records = document.content.get(name) if isinstance(document.content, dict) else None
    if not isinstance(records, list):
        raise DataError(path, "line 1", f"there is no list of {name}", f'begin with "{name}:"')
    return document, records


def _refuse_controls(path: Path, text: str) -> None:
    """Raise `DataError` at the first character that YAML does not allow."""
    found = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        problem = f"there is a character U+{ord(found[0]):04X}, which is no part of a text"
        cure = "save it as UTF-8" if found[0] == "\0" else "delete it"
        raise DataError(path, f"line {line}", problem, cure)


def _refuse_growth(path: Path, root: yaml.Node | None) -> None:
    """Raise `DataError` where aliases make a file endless, or far longer than it is written."""
    sizes: dict[int, float] = {}
    for node, parts in _from_within(root) if root else ():
        # An alias for what is around it has no size yet when its own is asked for.
        sizes[id(node)] = 1 + sum(sizes.get(id(part), math.inf) for part in parts)
        if sizes[id(node)] > _MOST_NODES:
            line = node.start_mark.line + 1
            problem = "its aliases (*name) stand for more than any file of ours holds"
            raise DataError(path, f"line {line}", problem, "write out what each stands for")


def _from_within(root: yaml.Node) -> Iterator[tuple[yaml.Node, list[yaml.Node]]]:
    """Give each node once, with its parts, and its parts before it."""
    seen = {id(root)}
    waiting = [(root, iter(parts := _parts(root)), parts)]
    while waiting:
        node, more, parts = waiting[-1]
        part = next(more, None)
        if part is None:
            waiting.pop()
            yield node, parts
        elif id(part) not in seen:
            seen.add(id(part))
            inside = _parts(part)
            waiting.append((part, iter(inside), inside))


def _parts(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [each for pair in node.value for each in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _refuse_unreal_dates(path: Path, root: yaml.Node | None) -> None:
    """Raise `DataError` at the first date without quotation marks that no calendar has."""
    for node in _scalars(root) if root else ():
        if node.tag == "tag:yaml.org,2002:timestamp":
            try:
                yaml.SafeLoader("").construct_yaml_timestamp(node)
            except ValueError as error:
                line, problem = node.start_mark.line + 1, f"there is no date {node.value}"
                cure = "write a real one in quotation marks"
                raise DataError(path, f"line {line}", problem, cure) from error


def _scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.MappingNode):
        for pair in node.value:
            for each in pair:
                yield from _scalars(each)
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _scalars(each)


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
