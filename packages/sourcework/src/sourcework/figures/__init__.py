"""The five figures of the book, drawn from its tables."""

from .chain import chain
from .days import march_1923
from .delay import delay
from .politburo import politburo
from .svg import Figure
from .timeline import timeline

__all__ = ["Figure", "chain", "delay", "march_1923", "politburo", "timeline"]
