"""Where the seed and the data lie: those of the book that the package belongs to or is used in.

A package beside its data, as in a clone, belongs to that book. An installed one is used in the book
in whose folder it was started, or else in the one that the variable `BOOK_FOLDER` names. Without
either, notebooks find the copy that the package brings along, which has no keys of assignments; a
command does not, since it would check or grade another book than the one that was meant.
"""

from __future__ import annotations

import os
from pathlib import Path

__all__ = [
    "ASSIGNMENTS",
    "BIBLIOGRAPHY",
    "BOOK",
    "DATA",
    "EXERCISES",
    "ROOT",
    "SEEDS",
    "STATIC",
    "NoBookError",
    "require_book",
]

_PACKAGE = Path(__file__).resolve().parent
_BROUGHT = _PACKAGE / "_files"
_VARIABLE = "BOOK_FOLDER"


class NoBookError(Exception):
    """There is no book here, as the message says, with a cure."""


def _root() -> Path:
    if not _BROUGHT.is_dir():
        return _PACKAGE.parents[1]
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "_toc.yml").is_file() and (folder / "book/data").is_dir():
            return folder
    named = os.environ.get(_VARIABLE)
    return Path(named).resolve() if named and (Path(named) / "book/data").is_dir() else _BROUGHT


ROOT = _root()
BOOK = ROOT if ROOT == _BROUGHT else ROOT / "book"
ASSIGNMENTS = ROOT / "assignments"
DATA = BOOK / "data"
EXERCISES = BOOK / "exercises"
SEEDS = ROOT / "seeds"
STATIC = BOOK / "_static"
BIBLIOGRAPHY = BOOK / "references.bib"


def require_book() -> None:
    """Raise `NoBookError` if there is no book but the copy that the package brings along."""
    if ROOT == _BROUGHT:
        named = os.environ.get(_VARIABLE)
        also = f", nor in {named}, which {_VARIABLE} names" if named else ""
        raise NoBookError(
            f"There is no book in {Path.cwd()} or above it (_toc.yml and book/data){also}: go into"
            f" the folder with the book's source, or name it in the variable {_VARIABLE}."
        )
