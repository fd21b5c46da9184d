"""Where the seed and the data lie: beside the package in a clone, inside it when installed."""

from __future__ import annotations

from pathlib import Path

__all__ = ["ASSIGNMENTS", "BIBLIOGRAPHY", "BOOK", "DATA", "EXERCISES", "ROOT", "SEEDS", "STATIC"]

_PACKAGE = Path(__file__).resolve().parent
_ABOVE = _PACKAGE.parent
_INSTALLED = _PACKAGE / "_files"

ROOT = _INSTALLED if _INSTALLED.is_dir() else _ABOVE.parent
BOOK = _INSTALLED if _INSTALLED.is_dir() else _ABOVE
ASSIGNMENTS = ROOT / "assignments"
DATA = BOOK / "data"
EXERCISES = BOOK / "exercises"
SEEDS = ROOT / "seeds"
STATIC = BOOK / "_static"
BIBLIOGRAPHY = BOOK / "references.bib"
