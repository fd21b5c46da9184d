"""Answers in notebooks: the literal that a cell assigns to `answer`, read and never run.

A cell belongs to an item by its metadata, `{"dossier": {"item": "night-watch/choice-1"}}`, or,
where a program has taken that off, by a comment `# answer to night-watch/choice-1` at its
beginning, whatever follows in it. Whatever IPython accepts is a cell, magics and prompts too. A
text in place of code is the text that it is.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...items.interactions import ResponseForm
from ..reports.problems import Unreadable
from .responses import form_of

__all__ = [
    "ELSEWHERE",
    "AnswerCell",
    "Loose",
    "Unnamed",
    "beside",
    "cells_with_answers",
    "effort",
    "literal",
]
__all__ += ["loose_texts", "prose"]

ELSEWHERE = "[In another cell of the notebook:]"  # before what stands there
_HEAD = re.compile(
    r"\s*#\s*answer to\s+(?P<item>[a-z][a-z0-9-]*/[a-z]+-[0-9]+)(?![\w/-])", re.ASCII
)
_MARKS = re.compile(r"^\ufeff+", re.MULTILINE)
_LONGEST = 120_000  # characters of a cell
# Python's parser descends once for each sign or word that can nest, and some versions crash when
# they descend far enough. A cell with fewer signs than this cannot take them there.
_MOST_SIGNS = 1_500
_SIGN = re.compile(
    r"[^\w\s\"'#\u0080-\U0010ffff]|\b(?:not|if|else|elif|for|lambda|await|in|is|and|or)\b", re.ASCII
)
_MOST_EFFORT = 40_000  # characters that IPython reads of a cell; it begins anew at each magic
_MAGIC = re.compile(r"^\s*[%!?/,;]|=\s*[%!]|\?\s*$", re.MULTILINE)
_PYTHON = re.compile(r"\s*%%(?:time|capture|prun)\b[^\n]*(?:\n|$)")  # they run the cell as it is
_ELSEWHERE = re.compile(r"\s*%%(?P<name>\w+)")
_CHANGES = frozenset({"add", "append", "clear", "discard", "extend", "insert"}) | frozenset(
    {"pop", "remove", "reverse", "setdefault", "sort", "update"}
)
_BOUND = re.compile(r"^answer\s*(?::[^=\n]*)?=(?!=)", re.MULTILINE)
# A text of some length in a cell of code, as far as quotation marks go.
_QUOTED = re.compile(r'"""[^"]+|\'\'\'[^\']+|"[^"\n]+|\'[^\'\n]+|#[^\n]+')
_TEXT = 40  # characters from which on it is more than a name
_CURE = 'have it written as answer = "…"'


@dataclass(frozen=True)
class AnswerCell:
    """A cell that is meant for an answer.

    Attributes
    ----------
    is_code
        Whether it is run, or a text.
    """

    item: str
    source: str
    is_code: bool


@dataclass(frozen=True)
class Loose:
    """What a student wrote in a cell that is not for an answer.

    Attributes
    ----------
    item
        The item where it stands; empty before the first one.
    answers
        Whether it is a text, or code that calls something `answer`.
    long
        Whether it is a text of some length, or has one in it.
    """

    item: str
    text: str
    answers: bool
    long: bool


class Unnamed(Unreadable):
    """There is something in a cell for an answer, and nothing of it is called `answer`."""


def cells_with_answers(cells: list[Any]) -> Iterator[AnswerCell]:
    """Give each cell that is meant for an answer, of code or of text."""
    for cell in cells:
        name = _item(cell)
        if name:
            yield AnswerCell(name, _source(cell), cell.get("cell_type") == "code")


def _item(cell: object) -> str:
    if not isinstance(cell, dict):
        return ""
    return _in_metadata(cell.get("metadata")) or _in_head(_source(cell))


def _source(cell: dict[str, Any]) -> str:
    source = cell.get("source")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return _MARKS.sub("", source) if isinstance(source, str) else ""


def _in_metadata(metadata: object) -> str:
    ours = metadata.get("dossier") if isinstance(metadata, dict) else None
    name = ours.get("item") if isinstance(ours, dict) else None
    return name if isinstance(name, str) else ""


def _in_head(source: str) -> str:
    """Return the item that a comment names, before which only comments and magics may stand."""
    for line in source[:500].splitlines():
        if found := _HEAD.match(line):
            return found["item"]
        if line.strip() and line.lstrip()[0] not in "#%!":
            return ""
    return ""


def loose_texts(cells: list[Any], given: Mapping[str, str]) -> Iterator[Loose]:
    """Give what a student wrote in cells that are not for answers, with the item where it stands.

    Parameters
    ----------
    given
        The texts of the notebook as it was handed out: by text the item that it asks, or empty.
    """
    asked = {_squeezed(text): item for text, item in given.items()}
    given_out = [text.strip() for text in given]
    last = ""
    for cell in cells:
        if own := _item(cell):
            last = own
        elif isinstance(cell, dict) and cell.get("cell_type") in ("markdown", "raw"):
            text = _source(cell)
            squeezed = _squeezed(text)
            known = max((each for each in asked if each in squeezed), key=len, default="")
            last = asked.get(known, "") or last
            written = squeezed.replace(known, " ", 1).strip()
            if written:
                shown = written if known else text.strip()
                yield Loose(last, shown, answers=True, long=len(written) >= _TEXT)
        elif isinstance(cell, dict) and cell.get("cell_type") == "code":
            text = _source(cell).strip()
            text = next(
                (text.removeprefix(each) for each in given_out if text.startswith(each)), text
            )
            answers = bool(_BOUND.search(text))
            long = any(len(each) >= _TEXT for each in _QUOTED.findall(text))
            if answers or long:
                yield Loose(last, text.strip(), answers, long)


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def prose(cell: AnswerCell) -> str:
    """Return what is written in a cell besides how it is to be answered."""
    lines = cell.source.splitlines(keepends=True)
    return "".join(line for line in lines if not _HEAD.match(line)).strip()


def beside(cell: AnswerCell, patience: int = _MOST_EFFORT) -> bool:
    """Say whether anything is written in a cell of code besides the value of `answer`.

    That is a text, a comment other than the cell's own, or where a number is asked a number.
    """
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(prose(cell)).readline))
        comments = [each.string for each in tokens if each.type == tokenize.COMMENT]
    except (SyntaxError, tokenize.TokenError):
        comments = [each for each in prose(cell).splitlines() if each.lstrip().startswith("#")]
    if any(each.strip("# ") for each in comments):
        return True
    try:
        statements = _parsed(cell.source, min(patience, _MOST_EFFORT)).body
        own = next((each for each in reversed(statements) if _binds(each)), None)
        value = _assigned(own) if own else None
        inside = set(map(id, ast.walk(value))) if value else set()
        wanted = (str, int, float) if form_of(cell.item) is ResponseForm.NUMBER else str
        return any(
            isinstance(node.value, wanted) and str(node.value).strip() not in ("", "True", "False")
            for each in statements
            for node in ast.walk(each)
            if isinstance(node, ast.Constant) and id(node) not in inside
        )
    except (SyntaxError, ValueError, MemoryError, RecursionError, Unreadable):
        return True


def effort(source: str) -> int:
    """Return how many characters IPython reads if it has to read a cell."""
    return len(source) * (1 + len(_MAGIC.findall(source)))


def literal(source: str, patience: int = _MOST_EFFORT) -> object:
    """Return the value that a cell leaves in `answer`; None if there is none, or only `...`.

    A cell that is no Python is read as IPython reads it, unless that takes more than `patience`.

    Raises
    ------
    Unreadable
        If the cell is no Python, or if the value has to be worked out.
    """
    _check_size(source)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            statements = _parsed(source, min(patience, _MOST_EFFORT)).body
        value = _last_answer(statements)
        found = None if value is None else ast.literal_eval(value)
        return None if found is ... else found
    except SyntaxError as error:
        raise Unreadable("the cell is no Python", _CURE) from error
    except (ValueError, TypeError) as error:
        raise Unreadable("the answer is no plain value but has to be worked out", _CURE) from error
    except (MemoryError, RecursionError) as error:
        raise Unreadable("the cell is nested too deep", _CURE) from error


def _parsed(source: str, patience: int) -> ast.Module:
    """Parse what Python accepts, or else IPython."""
    source = _PYTHON.sub("", source, count=1)
    if found := _ELSEWHERE.match(source):
        raise Unreadable(f"the cell belongs to %%{found['name']} and is no Python", _CURE)
    try:
        return ast.parse(source)
    except SyntaxError:
        if effort(source) > patience:
            raise
    from IPython.core.inputtransformer2 import TransformerManager

    transformed = TransformerManager().transform_cell(source)  # type: ignore[no-untyped-call]
    return ast.parse(transformed)


def _last_answer(statements: list[ast.stmt]) -> ast.expr | None:
    """Return what the last of some statements assigns to `answer`, or None if it is None.

    Raises
    ------
    Unreadable
        If what becomes of `answer` depends on anything else, or if there is no `answer`.
    """
    last = next((each for each in reversed(statements) if _binds(each)), None)
    if last is None:
        if statements:
            raise Unnamed("nothing in the cell is called answer", _CURE)
        return None
    value = _assigned(last)
    if value is None:
        problem = "the answer is given or changed in a way that has to be worked out"
        raise Unreadable(problem, _CURE)
    return value


def _assigned(statement: ast.stmt) -> ast.expr | None:
    """Return what a statement assigns to `answer` whatever happens; None if it is not so plain."""
    match statement:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                if isinstance(target, ast.Name) and target.id == "answer":
                    return _unwrapped(value)
            return next((each for t in targets if (each := _paired(t, value))), None)
        case ast.AnnAssign(target=ast.Name(id="answer"), value=ast.expr() as value):
            return _unwrapped(value)
        case ast.Expr(value=ast.NamedExpr(target=ast.Name(id="answer"), value=value)):
            return _unwrapped(value)
    return None


def _unwrapped(value: ast.expr) -> ast.expr:
    """Return what `x := 20` is, which is 20."""
    return value.value if isinstance(value, ast.NamedExpr) else value


def _paired(target: ast.expr, value: ast.expr) -> ast.expr | None:
    """Return what `answer` gets of `answer, b = 20, 1`."""
    match target, value:
        case (
            ast.Tuple(elts=names) | ast.List(elts=names),
            ast.Tuple(elts=values) | ast.List(elts=values),
        ) if len(names) == len(values):
            for name, each in zip(names, values, strict=True):
                if isinstance(name, ast.Name) and name.id == "answer":
                    return each
    return None


def _binds(statement: ast.stmt) -> bool:
    """Say whether a statement gives `answer` a value, or may, or changes the one it has."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return statement.name == "answer"
    return any(_is_binding(node) for node in ast.walk(statement))


def _is_binding(node: ast.AST) -> bool:
    match node:
        case ast.AnnAssign(target=ast.Name(id="answer"), value=None):
            return False
        case ast.Name(id="answer", ctx=ast.Store() | ast.Del()):
            return True
        case (
            ast.Subscript(value=ast.Name(id="answer"), ctx=ast.Store() | ast.Del())
            | ast.alias(asname="answer")
        ):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id="answer"), attr=change)):
            return change in _CHANGES
    return False


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
