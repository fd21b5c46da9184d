"""SCORM packages: one chapter, or one assignment, as a file that a learning platform takes whole.

`write` is all that others need. What the page in a package tells its platform is in
`widgets/scorm.mjs`. An edition of SCORM is a module here and a line below, and a module of
`widgets/scorm/` for what it calls things.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .packages import Content

__all__ = ["EDITIONS", "Edition", "write"]


@dataclass(frozen=True)
class Edition:
    """An edition of SCORM, and the module here whose `manifest` describes a package of it."""

    title: str
    module: str


EDITIONS = {
    "1.2": Edition("SCORM 1.2", "scorm12"),
    "2004": Edition("SCORM 2004, 4th edition", "scorm2004"),
}


def write(edition: str, content: Content) -> bytes:
    """Return a package of one of the `EDITIONS`; the same content always gives the same bytes.

    Raises
    ------
    ValueError
        If there is no such edition.
    """
    if edition not in EDITIONS:
        raise ValueError(f"there is no edition {edition!r}; use one of {', '.join(EDITIONS)}")
    from .packages import packed

    described: Any = import_module(f".{EDITIONS[edition].module}", __name__)
    return packed(content, edition, described.manifest)
