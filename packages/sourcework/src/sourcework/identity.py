"""Identity of the book: the name by which what readers keep and platforms store is its own."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from .settings import settings

__all__ = ["book_id", "book_title", "identify"]

_END_OF_MAIN_TITLE = re.compile(r"[,:;](?=\s|$)|\s[-–—]\s|—")


def book_id() -> str:
    """Return the identifier of this book, as its settings say it."""
    return settings().id


def book_title() -> str:
    """Return the main title of this book, up to its comma or colon."""
    return _main(settings().title)


def identify(title: str) -> str:
    """Return lower-case letters, digits and hyphens for the main title, up to its comma or colon.

    What follows, a subtitle or years, may be corrected without a change of identity. Where letters
    of the title are not Latin, a digest keeps it distinct.

    Examples
    --------
    >>> identify("The Bixby Letter, 1864")
    'the-bixby-letter'
    """
    letters = unicodedata.normalize("NFKD", _main(title).casefold())
    slug = "-".join(re.findall(r"[a-z0-9]+", re.sub("['’]", "", _latin(letters))))
    if slug and not any(each.isalnum() and not each.isascii() for each in letters):
        return slug
    digest = hashlib.sha256(letters.encode()).hexdigest()[:8]
    return f"{slug or 'book'}-{digest}"


def _main(title: str) -> str:
    return _END_OF_MAIN_TITLE.split(title, maxsplit=1)[0].strip() or title.strip()


def _latin(letters: str) -> str:
    return "".join(each for each in letters if not unicodedata.combining(each))
