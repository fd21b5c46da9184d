"""The five figures of the book, drawn from its tables."""

from __future__ import annotations

__all__ = ["chain", "delay", "march_1923", "politburo", "timeline"]


def _soon(*_names: str) -> str:
    return "This figure is being drawn."


timeline = march_1923 = chain = politburo = delay = _soon
