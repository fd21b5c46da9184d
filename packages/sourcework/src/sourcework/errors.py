"""The one kind of error that bad data raises."""

from __future__ import annotations

from pathlib import Path

from .paths import ROOT

__all__ = ["AUTHORING", "DataError"]

AUTHORING = "docs/authoring.md of sourcework"  # where the fields of files are explained


class DataError(Exception):
    """Data that cannot be used: says in which file, at which place, why, and what cures it."""

    def __init__(self, path: Path, place: str, problem: str, cure: str) -> None:
        name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
        super().__init__(f"{name}, {place}: {problem}; {cure}.")
