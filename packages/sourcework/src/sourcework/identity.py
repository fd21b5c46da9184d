"""Which book this is: the name by which what readers keep and what platforms store is its own."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache
from pathlib import Path

import yaml

from .errors import DataError
from .paths import ROOT

__all__ = ["book_id", "book_title", "identify"]

_END_OF_MAIN_TITLE = re.compile(r"[,:;](?=\s|$)|\s[-–—]\s|—")


def book_id() -> str:
    """Return the identifier of this book, made of the title in `_config.yml`.

    Raises
    ------
    DataError
        If there is no such file, or no title in it.
    """
    return identify(_title_in(ROOT / "_config.yml"))


def book_title() -> str:
    """Return the main title of this book, as in `_config.yml` up to its comma or colon."""
    return _main(_title_in(ROOT / "_config.yml"))


def identify(title: str) -> str:
    """Return lower-case letters, digits and hyphens for the main title, up to its comma or colon.

    What follows, a subtitle or years, may be corrected without a change of identity. Where letters
    of the title are not Latin, a digest keeps it distinct.

    Examples
    --------
    >>> identify("Stalin versus Lenin, 1922–1924")
    'stalin-versus-lenin'
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


@cache
def _title_in(path: Path) -> str:
    cure = "write the title of the book, as in title: The Bixby Letter"
    if not path.is_file():
        raise DataError(path, "whole file", "there is no such file", cure)
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    title = config.get("title") if isinstance(config, dict) else None
    if not isinstance(title, str) or not title.strip():
        raise DataError(path, "title", "there is none", cure)
    return title
