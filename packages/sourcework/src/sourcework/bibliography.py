"""The works cited: entries of `references.bib`, how a sentence names them, and their table.

Beside what a bibliography prints, an entry says in fields of its own what the table of works has:
`origdate`, the date of writing or first print where that is not the year; `language`, `witness`,
`seen`, how much of it was read, `through`, the works by which one is known that was not read, and
`annotation`. `sources.csv` is written from there.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pybtex.database import Entry, Person, parse_file
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text

from .dates import is_real
from .errors import DataError
from .files import read_text
from .paths import BIBLIOGRAPHY, DATA

__all__ = ["DEGREES", "FIELDS", "TABLE", "Work"]
__all__ += [
    "entries",
    "load_bibliography",
    "plain",
    "stale",
    "typed_twice",
    "unread",
    "works_table",
]

TABLE = DATA / "sources.csv"
FIELDS = {  # columns of the table, by the fields of an entry that only they need
    "origdate": "date",
    "language": "language",
    "witness": "witness",
    "seen": "seen",
    "through": "through",
    "annotation": "annotation",
}
DEGREES = {  # how much of a work was read, as `seen` has it, in words for readers
    "whole": "read whole",
    "in part": "read in part",
    "through another": "known through another",
}
_UNREAD = "through another"
_KEY = re.compile(r"[a-z0-9_]+")
_COLUMNS = ("id", "author", "title", "date", "kind", *list(FIELDS)[1:])


@dataclass(frozen=True)
class Work:
    """One entry of the bibliography.

    `label` names it in running text (Kotkin 2014), `anchor` is its fragment identifier on the
    page of sources, `kind` is its keyword: contemporary, retrospective, scholarship, …
    `seen` is how much of it was read; `through` says by which works one is known that was not:
    keys of the bibliography, or words.
    """

    key: str
    label: str
    title: str
    kind: str
    seen: str = ""
    through: tuple[str, ...] = ()

    @property
    def unread(self) -> bool:
        """Whether it is known through another work only."""
        return self.seen == _UNREAD

    @property
    def anchor(self) -> str:
        """The entry's fragment identifier on the page of sources."""
        return f"ref-{self.key}".replace("_", "-")


@cache
def load_bibliography(path: Path = BIBLIOGRAPHY) -> dict[str, Work]:
    """Read the bibliography; raise `DataError` if it is not valid BibTeX."""
    return {key: _work(key, entry) for key, entry in entries(path).items()}


def works_table(path: Path = BIBLIOGRAPHY) -> str:
    """Return the works as the table `sources.csv`, in the order of the bibliography."""
    written = io.StringIO()
    columns = [each for each in _COLUMNS if each != "through" or _has_through(path)]
    writer = csv.DictWriter(written, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_row(path, key, entry) for key, entry in entries(path).items())
    return written.getvalue()


def typed_twice() -> bool:
    """Say whether `sources.csv` is that of an older book, typed beside the bibliography."""
    all_works = entries(BIBLIOGRAPHY).values()
    own = any(field in entry.fields for entry in all_works for field in FIELDS)
    return not own and _differs()


def stale() -> Iterator[DataError]:
    """Find whether `sources.csv` is not what the bibliography says."""
    if typed_twice():
        problem = "its works are typed in references.bib as well"
        cure = "have what only it says moved there, once: run sourcework sources"
        yield DataError(TABLE, "whole file", problem, cure)
    elif _differs():
        problem = "it is not what references.bib says"
        cure = "change the entry there, and run: sourcework sources"
        yield DataError(TABLE, "whole file", problem, cure)


def unread() -> Iterator[DataError]:
    """Find works that do not say rightly through which others they are known."""
    works = load_bibliography()
    for key, work in works.items():
        place = f'entry "{key}", field through'
        if work.unread and not work.through:
            problem = "the work is known through another, and the entry does not say through which"
            cure = "name the keys of those works, or say it in words, with ; between several"
            yield DataError(BIBLIOGRAPHY, place, problem, cure)
        if work.through and not work.unread:
            problem = f"it is for a work that was not read, and seen is {{{work.seen}}}"
            yield DataError(BIBLIOGRAPHY, place, problem, f"write seen = {{{_UNREAD}}}, or drop it")
        for other in work.through:
            if other == key:
                problem = "a work cannot be known through itself"
                yield DataError(BIBLIOGRAPHY, place, problem, "name another")
            elif _KEY.fullmatch(other) and other not in works:
                problem = f'there is no work "{other}"'
                yield DataError(BIBLIOGRAPHY, place, problem, "add its entry, or say it in words")


def _has_through(path: Path) -> bool:
    """Say whether the table has the column, as its data package tells: older ones have not."""
    package = path.with_name("data") / "datapackage.json"
    try:
        resources = json.loads(read_text(package))["resources"]
    except (OSError, ValueError, KeyError):
        return True
    fields = [each["schema"]["fields"] for each in resources if each["name"] == "sources"]
    return any(field["name"] == "through" for each in fields for field in each)


def _differs() -> bool:
    """Say whether there is a table that is not what the bibliography says."""
    return TABLE.is_file() and read_text(TABLE).replace("\r\n", "\n") != works_table()


def entries(path: Path = BIBLIOGRAPHY) -> dict[str, Entry]:
    """Read the entries; raise `DataError` if they are not valid BibTeX, or one has no title."""
    return _read(path, path.stat().st_mtime_ns if path.is_file() else 0)


@cache
def _read(path: Path, _written: int) -> dict[str, Entry]:
    """Read the entries of a file as it was written at a time."""
    try:
        found = dict(parse_file(str(path)).entries)
    except PybtexError as error:
        raise DataError(path, "whole file", f"not BibTeX: {error}", "mend that entry") from error
    for key, entry in found.items():
        if "title" not in entry.fields:
            raise DataError(path, f'entry "{key}"', "it has no title", "add one")
    return found


def _row(path: Path, key: str, entry: Entry) -> dict[str, str]:
    year, written = entry.fields.get("year", ""), entry.fields.get("origdate", "")
    if written and not is_real(written):
        problem = f"there is no date {written}"
        cure = "write a real one in origdate, like 1907, 1907-03 or 1907-03-02"
        raise DataError(path, f'entry "{key}"', problem, cure)
    own = {column: entry.fields.get(field, "") for field, column in FIELDS.items()}
    return own | {
        "id": key,
        "author": "; ".join(_name(person) for person in _people(entry)),
        "title": plain(entry.fields["title"]),
        "date": written or (year if is_real(year) else ""),
        "kind": entry.fields.get("keywords", ""),
    }


def _people(entry: Entry) -> list[Person]:
    return entry.persons.get("author") or entry.persons.get("editor") or []


def _name(person: Person) -> str:
    """Return a name as it is sorted: Last, Jr, First."""
    parts = (
        (*person.prelast_names, *person.last_names),
        person.lineage_names,
        (*person.first_names, *person.middle_names),
    )
    return plain(", ".join(" ".join(part) for part in parts if part))


@cache
def plain(text: str) -> str:
    """Return what TeX would print, with straight apostrophes, as data have them."""
    return str(Text.from_latex(text)).replace("’", "'")


def _work(key: str, entry: Entry) -> Work:
    names = [" ".join(person.last_names).strip("{}") for person in _people(entry)]
    who = names[0] if names else entry.fields["title"].replace("{", "").replace("}", "")
    if len(names) == 2:
        who = f"{names[0]} and {names[1]}"
    elif len(names) > 2:
        who = f"{names[0]} and others"
    year = entry.fields.get("year", "n.d.")
    title = entry.fields["title"].replace("{", "").replace("}", "")
    parts = (each.strip() for each in entry.fields.get("through", "").split(";"))
    seen, through = entry.fields.get("seen", ""), tuple(part for part in parts if part)
    return Work(key, f"{who} {year}", title, entry.fields.get("keywords", ""), seen, through)
