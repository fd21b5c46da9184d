"""Paths of the document and the data: those of the book in whose folder the package is used.

A book is the folder with `sourcework.yml`. It is the one in which, or below which, a
kernel or a command was started, or else the one that the variable `BOOK_FOLDER` names. Where
neither is so, as in a browser, notebooks find a book that is installed beside the package; a
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
    "NoBookError",
    "has_book",
    "is_installed",
    "require_book",
]

_INSTALLED = Path(__file__).resolve().parents[1] / "sourcework_books"
_NOWHERE = _INSTALLED / "none"
_VARIABLE = "BOOK_FOLDER"
_MARK = "sourcework.yml"


class NoBookError(Exception):
    """There is no book here, as the message says, with a cure."""


def _root() -> Path:
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / _MARK).is_file():
            return folder
    named = os.environ.get(_VARIABLE)
    if named and (Path(named) / _MARK).is_file():
        return Path(named).resolve()
    installed = [each.parent for each in _INSTALLED.glob(f"*/{_MARK}")]
    return installed[0] if len(installed) == 1 else _NOWHERE


ROOT = _root()
BOOK = ROOT / "book"
ASSIGNMENTS = ROOT / "assignments"
DATA = BOOK / "data"
EXERCISES = BOOK / "exercises"
SEEDS = ROOT / "seeds"
BIBLIOGRAPHY = BOOK / "references.bib"


def has_book() -> bool:
    """Say whether there is a book, here or beside the package."""
    return (ROOT / _MARK).is_file()


def is_installed() -> bool:
    """Say whether the book is one that lies beside the package."""
    return has_book() and ROOT.is_relative_to(_INSTALLED)


def require_book() -> None:
    """Raise `NoBookError` if there is no book here but one that is installed, or none at all."""
    if ROOT.is_relative_to(_INSTALLED):
        named = os.environ.get(_VARIABLE)
        also = f", nor in {named}, which {_VARIABLE} names" if named else ""
        raise NoBookError(
            f"There is no book in {Path.cwd()} or above it (no {_MARK}){also}: go into"
            f" the folder with the book's source, or name it in the variable {_VARIABLE};"
            " sourcework new begins one."
        )
