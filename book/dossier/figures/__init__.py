"""The five figures of the book, drawn from its tables."""

from .chain import chain
from .days import march_1923
from .politburo import politburo

__all__ = ["chain", "march_1923", "politburo"]


def timeline() -> str:
    return "This figure is being drawn."


delay = timeline
