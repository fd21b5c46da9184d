"""Common Cartridge: the whole book as one file that a learning platform takes as a course.

`gather` and `write` are all that others need. What stands in a cartridge is in `contents`; its
manifest and its quizzes are those of `quizzes/cartridge_package`. A version is a line below.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .contents import Contents

__all__ = ["VERSIONS", "gather", "write"]

VERSIONS = {"1.3": 3, "1.1": 1}  # by what stands after the point, the newest first


def gather(version: str, book: Path, address: str = "") -> Contents:
    """Return what stands in a cartridge of one of the `VERSIONS`.

    Parameters
    ----------
    book
        The folder of the book; without an address its pages have to be built.
    address
        Where the pages are published: there are links to them in the place of the pages.

    Raises
    ------
    ValueError
        If there is no such version, or what is given is no address.
    FileNotFoundError
        If a page has not been built.
    """
    if version not in VERSIONS:
        raise ValueError(f"there is no version {version!r}; use one of {', '.join(VERSIONS)}")
    if address and not address.startswith(("https://", "http://")):
        raise ValueError(f"{address!r} is no address of pages; begin with https://")
    from ..quizzes.cartridge_package import Version
    from .contents import gathered

    return gathered(Version(VERSIONS[version]), book, address)


def write(found: Contents) -> bytes:
    """Return the cartridge; the same contents always give the same bytes."""
    from ..quizzes.cartridge_package import manifest
    from ..quizzes.xml import packed

    about = (found.identifier, found.title, found.folders, found.resources, found.language)
    described = manifest(found.version, *about)
    return packed({"imsmanifest.xml": described, **dict(sorted(found.files.items()))})
