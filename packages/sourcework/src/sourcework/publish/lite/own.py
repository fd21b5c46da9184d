"""Wheels of what lies here: the engine, and the data of the book, which has no keys of assignments.

What authors write as YAML is in it as records that were checked, and read without pydantic.

A digest in the name of a wheel keeps browsers from taking an older one for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ...identity import book_id
from ...paths import ROOT
from ...record_files import RECORDS
from ...toc import listed, source
from ..checked_records import record_files
from .wheels import made_up

__all__ = ["ENGINE", "Own", "own_wheels"]

ENGINE = "sourcework"
# What the engine imports, by the names of the lock file. It checks its data with pydantic and
# Frictionless only where the book is built.
_NEEDS = ("anywidget", "jinja2", "pandas", "pybtex", "pyyaml")
_PACKAGE = Path(__file__).resolve().parents[2]
_READ = (  # of a book, by notebooks, beside its first page; by sourcework.yml it is found
    *("_config.yml", "sourcework.yml", "seeds"),
    *("book/data", "book/local", "book/references.bib"),
)
_EXCERPTS = "book/data/excerpts.yml"  # among the tables; there are records of them
_SECRET = "keys.yml"


@dataclass(frozen=True)
class Own:
    """A wheel that is made here: package, file name, bytes, and what it needs."""

    package: str
    file: str
    content: bytes
    needs: tuple[str, ...]


def own_wheels(root: Path) -> list[Own]:
    """Return the wheels of the engine and of the book in `root`, whose files notebooks read."""
    book = f"{book_id()}-book"
    place = RECORDS.relative_to(ROOT).as_posix()
    first = source(root, next(iter(listed(root)))).relative_to(root).as_posix()
    files = {name: text for name, text in _files(root, (*_READ, first)) if name != _EXCERPTS}
    files |= {f"{place}/{name}": content for name, content in record_files().items()}
    data = {f"sourcework_books/{book_id()}/{name}": content for name, content in files.items()}
    engine = {f"{ENGINE}/{name}": text for name, text in _files(_PACKAGE, (".",))}
    return [_wheel(book, data, ()), _wheel(ENGINE, engine, (*_NEEDS, book))]


def _wheel(package: str, files: dict[str, bytes], needs: tuple[str, ...]) -> Own:
    content = made_up(package, "0", files)
    digest = hashlib.sha256(content).hexdigest()[:8]
    return Own(package, f"{package.replace('-', '_')}-0-0{digest}-py3-none-any.whl", content, needs)


def _files(folder: Path, names: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    for name in names:
        for path in sorted((folder / name).rglob("*")) or [folder / name]:
            if path.is_file() and path.name != _SECRET and "__pycache__" not in path.parts:
                yield path.relative_to(folder).as_posix(), path.read_bytes()
