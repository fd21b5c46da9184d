"""The figures of the book, drawn from its tables: each with a text alternative and a table of its own."""

from .chain import chain
from .days import march_1923
from .delay import delay
from .politburo import politburo
from .timeline import timeline

__all__ = ["chain", "delay", "march_1923", "politburo", "timeline"]
