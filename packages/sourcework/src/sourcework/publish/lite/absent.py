"""A stand-in for matplotlib where it cannot be had: it is there to import, and not to draw."""

from __future__ import annotations

__all__ = ["rcParams"]

rcParams: dict[str, object] = {}  # how a drawing that never comes would look


def __getattr__(name: str) -> object:
    if name.startswith("_"):
        raise AttributeError(name)
    return _Absent


class _Absent:
    def __init__(self, *_arguments: object, **_options: object) -> None:
        raise ModuleNotFoundError(
            "this copy of the book was built without matplotlib, so it cannot draw"
        )
