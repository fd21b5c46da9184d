"""Where the seed and the data lie: beside the package in a clone, inside it when installed."""

from __future__ import annotations

from pathlib import Path

__all__ = ["ASSIGNMENTS", "BIBLIOGRAPHY", "DATA", "EXERCISES", "ROOT", "SEEDS", "STATIC"]

_PACKAGE = Path(__file__).resolve().parent
_BOOK = _PACKAGE.parent
_INSTALLED = _PACKAGE / "_files"

ROOT = _INSTALLED if _INSTALLED.is_dir() else _BOOK.parent
_CONTENT = _INSTALLED if _INSTALLED.is_dir() else _BOOK
ASSIGNMENTS = ROOT / "assignments"
DATA = _CONTENT / "data"
EXERCISES = _CONTENT / "exercises"
SEEDS = ROOT / "seeds"
STATIC = _CONTENT / "_static"
BIBLIOGRAPHY = _CONTENT / "references.bib"
