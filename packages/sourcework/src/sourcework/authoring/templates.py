"""Templates of the files that an author begins with, filled by Jinja.

A template tool of its own (copier, cookiecutter) would bring updates of a book to a newer template;
a book holds next to nothing of the engine, so that there is little to update, and Jinja is here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

__all__ = ["ITEM_KINDS", "PARTS", "fill", "scales", "tables", "whole_book"]

_TEMPLATES = Path(__file__).resolve().parents[1] / "template"
PARTS = _TEMPLATES / "parts"
ITEM_KINDS = tuple(sorted(each.stem.removeprefix("item-") for each in PARTS.glob("item-*.yml")))
_BOOK = _TEMPLATES / "book"
_DOT = "dot-"  # how the name of a hidden file begins here


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "yaml": lambda text: json.dumps(str(text), ensure_ascii=False),  # JSON is YAML
        "bibtex": lambda text: re.sub(r"([%&#$_])", r"\\\1", re.sub(r"[{}]", "", str(text))),
    }
    return environment


def fill(path: Path, **values: Any) -> str:
    """Return a template as text, with these values."""
    name = path.relative_to(_TEMPLATES).as_posix()
    return _environment().get_template(name).render(values)


def whole_book(**values: Any) -> Iterator[tuple[str, str]]:
    """Give each file of a new book: its path in the book's folder, and what it says."""
    for path in sorted(_BOOK.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            name = path.relative_to(_BOOK).as_posix()
            yield "/".join(_plain(part) for part in name.split("/")), fill(path, **values)


def _plain(part: str) -> str:
    return f".{part.removeprefix(_DOT)}" if part.startswith(_DOT) else part


@cache
def tables() -> dict[str, dict[str, Any]]:
    """Return the descriptions of the tables that the engine knows, by their names."""
    described: dict[str, dict[str, Any]] = json.loads(
        (_TEMPLATES / "tables.json").read_text(encoding="utf-8")
    )
    return described


def scales() -> str:
    """Return the scales of words that books begin with."""
    return (_TEMPLATES / "scales.csv").read_text(encoding="utf-8")
