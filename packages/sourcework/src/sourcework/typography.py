"""Typography of texts: a printer's marks, which are typed straight; within sentences.

The marks are not for the document's own words, which stand as they were received.
"""

from __future__ import annotations

import re
from typing import Any

__all__ = ["typeset", "within"]

_COMMON = re.compile(  # words that no name begins with
    r"(An?|The|How|What|When|Where|Which|Who|Whose|Why"
    r"|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten)\b"
)
_OPENING = re.compile(r"(?<![\w.,;:!?)*])'(?=\w)")
_VERBATIM = frozenset({"id", "passages", "quote", "rule", "href"})  # keys of what is not our text


def typeset(data: Any) -> Any:
    """Return a text, or JSON with its texts, with the marks that a printer sets.

    Double marks open and close in turn; a text with an odd one keeps them, since nobody knows
    which is missing. What stands under `quote` and `passages` are the document's words.
    """
    if isinstance(data, dict):
        return {name: each if name in _VERBATIM else typeset(each) for name, each in data.items()}
    if isinstance(data, list):
        return [typeset(each) for each in data]
    return _set(data) if type(data) is str else data


def within(title: str) -> str:
    """Return a title as it reads within a sentence: "The request" becomes "the request"."""
    common = _COMMON.match(title)
    return f"{title[0].lower()}{title[1:]}" if common else title


def _set(text: str) -> str:
    single = _OPENING.sub("‘", text).replace("'", "’")
    pieces = single.split('"')
    if len(pieces) % 2 == 0:
        return single
    marks = "“”" * (len(pieces) // 2)
    return "".join(f"{piece}{mark}" for piece, mark in zip(pieces, [*marks, ""], strict=True))
