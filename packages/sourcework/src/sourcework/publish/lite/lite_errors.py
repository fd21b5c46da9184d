"""The one error that whoever builds the book should see without a traceback."""

from __future__ import annotations

__all__ = ["LiteError"]


class LiteError(Exception):
    """Something that is needed for `make lite` is missing or wrong; says what, and the cure."""
