"""Figures: drawn from the tables, the engine's own and those that a book adds in its settings."""

from __future__ import annotations

from typing import Any

from ..extensions import load
from ..settings import settings
from .chain_figure import chain
from .delay_figure import delay
from .figure import Figure, pick

__all__ = ["Figure", "chain", "delay", "pick"]


def __getattr__(name: str) -> Any:
    """Return a figure of the book's own."""
    own = settings().figures
    if name not in own:
        raise AttributeError(f"there is no figure {name!r} in this book or the engine")
    return load(f"figures.{name}", own[name])
