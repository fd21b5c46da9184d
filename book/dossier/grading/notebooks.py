"""Answers in notebooks: the literal that a cell assigns to `answer`, read and never run.

A cell belongs to an item by its metadata, `{"dossier": {"item": "twelve-days/choice-1"}}`, or,
where a program has taken that off, by a first line `# answer to twelve-days/choice-1`, whatever
follows in it.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings
from collections.abc import Iterator
from typing import Any

from .problems import Unreadable

__all__ = ["cells_with_answers", "literal"]

_FIRST_LINE = re.compile(
    r"\s*#\s*answer to\s+(?P<item>[a-z][a-z0-9-]*/[a-z]+-[0-9]+)(?![\w/-])", re.ASCII
)
_LONGEST = 120_000  # characters of a cell
# Python's parser descends once for each sign or word that can nest, and some versions crash when
# they descend far enough. A cell with fewer signs than this cannot take them there.
_MOST_SIGNS = 1_500
_SIGN = re.compile(
    r"[^\w\s\"'#\u0080-\U0010ffff]|\b(?:not|if|else|elif|for|lambda|await|in|is|and|or)\b", re.ASCII
)
_CURE = 'have it written as answer = "…"'


def cells_with_answers(cells: list[Any]) -> Iterator[tuple[str, str]]:
    """Give item and source of each code cell that is meant for an answer."""
    for cell in cells:
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        source = _source(cell.get("source"))
        name = _in_metadata(cell.get("metadata"))
        if not name:
            found = _FIRST_LINE.match(source[:500])
            name = found["item"] if found else ""
        if name:
            yield name, source


def _source(source: object) -> str:
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""


def _in_metadata(metadata: object) -> str:
    ours = metadata.get("dossier") if isinstance(metadata, dict) else None
    name = ours.get("item") if isinstance(ours, dict) else None
    return name if isinstance(name, str) else ""


def literal(source: str) -> object:
    """Return the value of the last assignment to `answer`, or None if there is none.

    Raises
    ------
    Unreadable
        If the cell is no Python, or what it assigns has to be worked out.
    """
    _check_size(source)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
        value = _last_answer(tree)
        return None if value is None else ast.literal_eval(value)
    except SyntaxError as error:
        raise Unreadable("the cell is no Python", _CURE) from error
    except (ValueError, TypeError) as error:
        raise Unreadable("the answer is no plain value but has to be worked out", _CURE) from error
    except (MemoryError, RecursionError) as error:
        raise Unreadable("the cell is nested too deep", _CURE) from error


def _last_answer(tree: ast.Module) -> ast.expr | None:
    value = None
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="answer")]):
                value = statement.value
            case ast.AnnAssign(target=ast.Name(id="answer")) if statement.value:
                value = statement.value
    return value


def _check_size(source: str) -> None:
    if len(source) > _LONGEST:
        raise Unreadable("the cell is too long", _CURE)
    if len(_SIGN.findall(source)) > _MOST_SIGNS and _signs(source) > _MOST_SIGNS:
        raise Unreadable("the cell has too much code in it for an answer", _CURE)


def _signs(source: str) -> int:
    """Count signs outside texts and comments; no recursion happens here."""
    count = 0
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            is_word = token.type == tokenize.NAME and _SIGN.match(token.string)
            count += bool(token.type == tokenize.OP or is_word)
    except (SyntaxError, tokenize.TokenError) as error:
        raise Unreadable("the cell is no Python", _CURE) from error
    return count
