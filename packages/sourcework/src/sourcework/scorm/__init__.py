"""Packages of SCORM and cmi5: a chapter, or an assignment, that a learning platform takes whole.

`write` is all that others need. What the page in a package tells its platform is in
`widgets/scorm.mjs`. An edition is a module here and a line below, and a module of `widgets/scorm/`
for how it reaches the platform and what it calls things.
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
    """An edition, and the module here whose `manifest` describes a package of it.

    Attributes
    ----------
    file
        The name of the manifest.
    reaches
        Whether its platform is reached over the network, wherever that is.
    """

    title: str
    module: str
    file: str = "imsmanifest.xml"
    reaches: bool = False


EDITIONS = {
    "1.2": Edition("SCORM 1.2", "scorm12"),
    "2004": Edition("SCORM 2004, 4th edition", "scorm2004"),
    "cmi5": Edition("cmi5", "cmi5", file="cmi5.xml", reaches=True),
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
    from .packages import packed, reaching

    about = EDITIONS[edition]
    described: Any = import_module(f".{about.module}", __name__)
    content = reaching(content) if about.reaches else content
    return packed(content, edition, about.file, described.manifest)
