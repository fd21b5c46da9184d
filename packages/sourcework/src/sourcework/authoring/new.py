"""A new book: its document, a chapter with questions, an assignment, what builds and tests it."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from ..bibliography import works_table
from ..errors import DataError
from ..excerpts import LANGUAGES
from ..files import read_text, write_atomically
from ..identity import identify
from .templates import PARTS, fill, tables, whole_book
from .wrapping import unwrapped

__all__ = ["ASSIGNMENT", "ASSIGNMENT_FILES", "LICENCES", "Begun", "Wanted", "first_words"]
__all__ += ["new_book"]

_ADDRESSES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "all-rights-reserved": "https://en.wikipedia.org/wiki/All_rights_reserved",
}
LICENCES = {
    "CC-BY-4.0": "Creative Commons Attribution 4.0 International",
    "CC-BY-SA-4.0": "Creative Commons Attribution-ShareAlike 4.0 International",
    "CC0-1.0": "Creative Commons Zero 1.0: no rights are reserved",
    "all-rights-reserved": "all rights reserved",
}
CHAPTER = "first"
ASSIGNMENT = "first-look"
# The files of an assignment: template, and name in the folder. No key is called so in the package.
ASSIGNMENT_FILES = {"assignment": "assignment", "questions": "questions", "solutions": "keys"}
_TABLES = ("people", "events", "sources")
_SHOWN = 12  # passages in the first chapter at most
_INTERFACES = ("de", "es", "fr")  # languages in which Sphinx speaks to readers as well


@dataclass(frozen=True)
class Wanted:
    """What a book is to be: its folder, title and document, their language and the licence."""

    folder: Path
    title: str
    text: Path
    language: str = "en"
    licence: str = "CC-BY-4.0"
    author: str = "The authors of this book"
    keep_lines: bool = False


@dataclass(frozen=True)
class Begun:
    """A book that was begun: its files, and what its author should know, a sentence or two each."""

    files: list[Path]
    notes: list[str]


def new_book(wanted: Wanted) -> Begun:
    """Write a book into a folder that is new or empty.

    Raises
    ------
    DataError
        If the folder has something in it, or the text cannot be read or has no words.
    """
    folder = wanted.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        cure = "name a new folder, or an empty one"
        raise DataError(folder, "whole folder", "there is something in it", cure)
    received = _document(wanted.text)
    joined = None if wanted.keep_lines else unwrapped(received.decode("utf-8-sig"))
    document = received if joined is None else joined.encode()
    files = {name: text.encode() for name, text in _files(wanted, document, joined).items()}
    files[f"seeds/{_document_name(wanted.text)}"] = document
    if joined is not None:
        files[f"seeds/{_received_name(wanted.text)}"] = received
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, content)
    table = folder / "book/data/sources.csv"
    write_atomically(table, works_table(folder / "book/references.bib").encode())
    written = sorted([*(folder / name for name in files), table])
    return Begun(written, _notes(wanted, document, joined is not None))


def _notes(wanted: Wanted, document: bytes, joined: bool) -> list[str]:
    """Say what was done to the document, and which of it no page shows."""
    notes = []
    numbers = [n for n, _ in _numbered(document)]
    if joined:
        notes.append(
            "The paragraphs of the text were wrapped: the lines of each were joined, so that an "
            "excerpt can hold a sentence. Words and their order are the same, and "
            f"seeds/{_received_name(wanted.text)} is the text as it was. "
            "If lines matter, as in verse, begin again in a new folder with --keep-lines."
        )
    if len(numbers) > _SHOWN:
        first, last = (f"{CHAPTER}/line-{numbers[place]}" for place in (_SHOWN, -1))
        left = f"{first} to {last} are" if first != last else f"{first} is"
        notes.append(
            f"book/{CHAPTER}.md shows {_SHOWN} of the {len(numbers)} passages in "
            f"book/data/excerpts.yml; {left} on no page yet. "
            f"To show one there: sourcework add excerpt {first}"
        )
    return notes


def _document(path: Path) -> bytes:
    """Return the document as it is, once it is known to be a text with words in it."""
    if not path.is_file():
        raise DataError(path, "whole file", "there is no such file", "name the text of your book")
    text = read_text(path)
    if not any(character.isalpha() for character in text):
        raise DataError(path, "whole file", "there are no words in it", "name a text in UTF-8")
    return path.read_bytes()


def _document_name(path: Path) -> str:
    return f"{identify(path.stem)}.txt"


def _received_name(path: Path) -> str:
    return f"{identify(path.stem)}-as-received.txt"


def _numbered(document: bytes) -> list[tuple[int, str]]:
    """Return the lines of the document that have something in them, with their numbers."""
    lines = document.decode("utf-8-sig").split("\n")
    return [(n, line.strip()) for n, line in enumerate(lines, 1) if line.strip()]


def _files(wanted: Wanted, document: bytes, joined: str | None) -> dict[str, str]:
    numbered = _numbered(document)
    excerpts = [(f"{CHAPTER}/line-{n}", _heading(text), n) for n, text in numbered]
    first, words = excerpts[0][0], first_words(numbered[0][1])
    today = datetime.datetime.now(datetime.UTC).date()
    values = {
        "id": identify(wanted.title),
        "title": wanted.title,
        "author": wanted.author,
        "licence": LICENCES[wanted.licence],
        "licence_address": _ADDRESSES[wanted.licence],
        "language": wanted.language if wanted.language in LANGUAGES else "en",
        "interface": wanted.language if wanted.language in _INTERFACES else "en",
        "version": version("sourcework"),
        "today": today.isoformat(),
        "year": today.year,
        "document": _document_name(wanted.text),
        "received": "" if joined is None else _received_name(wanted.text),
        "chapter": CHAPTER,
        "chapter_title": "The first chapter",
        "phrase": "the first chapter",
        "description": f"The words of the document, and first questions to them: {wanted.title}.",
        "excerpts": excerpts,
        "first": first,
        "words": words,
    }
    files = dict(whole_book(**values))
    items = [f"{CHAPTER}/choice-1", f"{CHAPTER}/short-1"]
    shown = [name for name, _, _ in excerpts[:_SHOWN]]
    files[f"book/{CHAPTER}.md"] = fill(PARTS / "chapter.md", shown=shown, items=items, **values)
    files[f"book/exercises/{CHAPTER}.yml"] = fill(PARTS / "first-items.yml", **values)
    named = values | {"name": ASSIGNMENT, "heading": "A first look", "objective": "source-1"}
    for each, written in (
        ("assignment", "assignment"),
        ("questions", "questions"),
        ("solutions", "keys"),
    ):
        text = fill(PARTS / f"assignment/{each}.yml", **named)
        files[f"assignments/{ASSIGNMENT}/{written}.yml"] = text
    checksum = hashlib.sha256(document).hexdigest()
    files["seeds/SHA256SUMS"] = f"{checksum}  {values['document']}\n"
    files |= _tables(wanted, str(values["id"]))
    return files


def _tables(wanted: Wanted, name: str) -> dict[str, str]:
    """Return the data package, and the header of each table that has no rows yet."""
    described = tables()
    package = {
        "name": name,
        "title": f"{wanted.title}: the tables",
        "profile": "tabular-data-package",
        "resources": [described[each] for each in _TABLES],
    }
    text = json.dumps(package, ensure_ascii=False, indent=1)
    files = {"book/data/datapackage.json": f"{text}\n"}
    for each in ("people", "events"):
        columns = [field["name"] for field in described[each]["schema"]["fields"]]
        files[f"book/data/{each}.csv"] = f"{','.join(columns)}\n"
    return files


def _heading(line: str) -> str:
    words = line.split()
    return " ".join(words[:6]) + (" …" if len(words) > 6 else "")


def first_words(line: str, most: int = 5) -> str:
    """Return the first words of a line as they stand there, blanks between them and all."""
    found = re.match(rf"\S+(?:\s+\S+){{0,{most - 1}}}", line)
    return found[0] if found else line
