"""The one kind of error that bad data raises."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from .paths import ROOT

__all__ = ["AUTHORING", "DataError", "unknown_id"]

AUTHORING = "`sourcework manual`"  # where the fields of files are explained


class DataError(Exception):
    """Data that cannot be used: says in which file, at which place, why, and what cures it."""

    def __init__(self, path: Path, place: str, problem: str, cure: str) -> None:
        name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
        super().__init__(f"{name}, {place}: {problem}; {cure}.")
        self.place, self.problem, self.cure = place, problem, cure


def unknown_id(
    path: Path, what: str, name: str, known: Collection[str], cure: str = "use one of"
) -> DataError:
    """Error for an id `chapter/name` that is not there; it names those of its chapter, else all."""
    chapter = name.partition("/")[0]
    near = ", ".join(each for each in known if each.startswith(f"{chapter}/")) or ", ".join(known)
    return DataError(path, f'{what} "{name}"', "there is no such id", f"{cure}: {near}")
