"""Text of items as HTML that is also XML, and as plain text; nothing in it is ever markup."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup

__all__ = ["bullets", "inline", "paragraphs", "plain"]

_EMPHASIS = re.compile(r"\*([^*\s](?:[^*]*[^*\s])?)\*")


def inline(text: str) -> Markup:
    """Escape `text`, and turn its *emphasis* into italics."""
    pieces = _EMPHASIS.split(text)
    return Markup("").join(
        Markup("<em>{}</em>").format(piece) if index % 2 else piece
        for index, piece in enumerate(pieces)
    )


def plain(text: str) -> str:
    """Return `text` without the asterisks of its emphasis."""
    return _EMPHASIS.sub(r"\1", text)


def paragraphs(*texts: Markup) -> Markup:
    """Return a paragraph for each text that is not empty."""
    return Markup("").join(Markup("<p>{}</p>").format(text) for text in texts if text)


def bullets(texts: Iterable[Markup]) -> Markup:
    """Return a list with an entry for each text."""
    entries = Markup("").join(Markup("<li>{}</li>").format(text) for text in texts)
    return Markup("<ul>{}</ul>").format(entries)
