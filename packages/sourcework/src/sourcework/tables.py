"""The open tables as pandas DataFrames: people, events, sources, claims, evidence and the rest.

Columns are documented in `book/data/datapackage.json` and on the book's page of data. Here cells
that list several ids become tuples, and `date` becomes the first day that the written one can mean.
The works are read from the bibliography, of which `sources.csv` is the table.
A table that a book adds to its data package is read by its name, as `tables.plans()`.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pandas as pd
from pandas.api.typing import NaTType

from .bibliography import TABLE, works_table
from .dates import first_day, is_real, precision
from .errors import DataError
from .excerpts import load_excerpts
from .extensions import load
from .files import read_text
from .paths import BIBLIOGRAPHY, DATA
from .settings import settings

__all__ = [
    "GENERAL",
    "LACKING",
    "are_slips",
    "cautions",
    "claims",
    "events",
    "evidence",
    "excerpts",
    "faults",
    "hypotheses",
    "links",
    "names",
    "ordered",
    "people",
    "scales",
    "slips_of",
    "sources",
    "terms",
    "voices",
    "weighings",
]

GENERAL = {  # the tables that the engine knows, with their columns; a book has those that it needs
    "people": ("id name born died role fate fate_detail as_source basis sources"),
    "events": (
        "id date end precision title description people place themes confidence basis sources"
    ),
    "sources": ("id author title date kind language witness seen through annotation"),
    "claims": ("id chapter claim seed_line standing basis sources"),
    "evidence": ("id claim bearing kind evidence witness depends_on basis sources"),
    "links": (
        "id chain position date gap_years actor what could_change could_see motive "
        "hands_on medium basis sources"
    ),
    "hypotheses": ("id chapter position short hypothesis excludes explains holders basis sources"),
    "weighings": ("id chapter position title ask"),
    "retellings": ("id chain position teller occasion device builder link excerpt basis sources"),
    "scales": ("id kind rule step word value"),
    "terms": ("id term forms meaning basis sources"),
}
_SLIPS = "/slips"
LACKING = {  # what is lacking of a row, by its basis, in words for readers
    "unverified": "not checked by us",
    "unknown": "not known",
    "unprinted": "not in print",
}
_LISTS = ("people", "themes", "sources")


def people() -> pd.DataFrame:
    """Return one row per person, indexed by id."""
    return _load("people").copy()


def events() -> pd.DataFrame:
    """Return one row per event, indexed by id, in order of date."""
    return _load("events").sort_values("date", kind="stable")


def sources() -> pd.DataFrame:
    """Return one row per work of the bibliography, indexed by its key."""
    return _load("sources").copy()


def claims() -> pd.DataFrame:
    """Return one row per contestable proposition, indexed by id."""
    return _load("claims").copy()


def slips_of(claim: str) -> str:
    """Return the key under which a reader's record has the slips of the evidence on a claim."""
    return f"{claim}{_SLIPS}"


def are_slips(name: str) -> bool:
    """Say whether this is the key of the slips of a claim."""
    return name.endswith(_SLIPS) and name.removesuffix(_SLIPS) in claims().index


def evidence() -> pd.DataFrame:
    """Return one row per piece of evidence for, against or missing from a claim, indexed by id."""
    return _load("evidence").copy()


def links() -> pd.DataFrame:
    """Return one row per link of a transmission chain, in order; `gap_years` is in years."""
    frame = _load("links").copy()
    frame["position"] = frame["position"].astype("int64")
    frame["gap_years"] = frame["gap_years"].astype("float64")
    return frame.sort_values(["chain", "position"], kind="stable")


def hypotheses() -> pd.DataFrame:
    """Return one row per rival answer to a chapter's question, indexed by id, in order."""
    return ordered("hypotheses")


def weighings() -> pd.DataFrame:
    """Return one row per piece of evidence that a chapter weighs, indexed by evidence id."""
    return ordered("weighings")


def scales() -> pd.DataFrame:
    """Return one row per word of a judgement: `step` is 1 to 5, `value` its number by a rule."""
    frame = _load("scales").copy()
    return frame.astype({"step": "int64", "value": "float64"})


def terms() -> pd.DataFrame:
    """Return one row per word that the glossary explains; `forms` is how else texts write it."""
    frame = _load("terms").copy()
    frame["forms"] = frame["forms"].map(_split)
    return frame


def excerpts() -> pd.DataFrame:
    """Return one row per excerpt: id, title, chapter, speaker, voice, date, line numbers, text."""
    rows = [
        {
            "id": one.id,
            "title": one.title,
            "chapter": one.chapter,
            "speaker": one.speaker,
            "voice": one.voice,
            "date": _timestamp(one.date),
            "written_date": one.date,
            "precision": one.precision,
            "published": _timestamp(one.published.date),
            "published_precision": precision(one.published.date),
            "language": one.language,
            "chain": one.chain,
            "furniture": one.furniture,
            "lines": tuple(passage.line for passage in one.passages),
            "text": one.text,
            "reading": one.reading,
        }
        for one in load_excerpts().values()
    ]
    return pd.DataFrame(rows).set_index("id")


def voices() -> pd.DataFrame:
    """Return one row per stretch of one voice, in the document's order, without its furniture.

    `voice` and `speaker` are the stretch's own, `through` is who remembered it or nothing; `text`
    is what the seed has, `reading` the same with the emendations made.
    """
    rows = [
        {
            "excerpt": one.id,
            "chapter": one.chapter,
            "line": run.line,
            "voice": run.voice,
            "speaker": run.speaker,
            "through": run.through,
            "text": run.verbatim,
            "reading": run.reading,
        }
        for one in load_excerpts().values()
        if not one.furniture
        for run in one.runs
    ]
    return pd.DataFrame(rows).sort_values("line", kind="stable", ignore_index=True)


def cautions() -> pd.DataFrame:
    """Return one row per caution: the seed line, the excerpt, what to know, and who says so."""
    rows = [
        {
            "line": one.passages[0].line,
            "excerpt": one.id,
            "caution": caution.note.strip(),
            "sources": caution.sources,
        }
        for one in load_excerpts().values()
        for caution in one.cautions
    ]
    return pd.DataFrame(rows).sort_values("line", kind="stable", ignore_index=True)


def names(folder: Path = DATA) -> list[str]:
    """Return the names of this book's tables, as its data package lists them.

    Raises
    ------
    DataError
        If the data package cannot be read.
    """
    path = folder / "datapackage.json"
    try:
        listed = [str(each["name"]) for each in json.loads(read_text(path))["resources"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        cure = "restore it, or copy that of another book and name its tables"
        raise DataError(path, "whole file", f"it lists no tables: {error}", cure) from error
    return listed


def ordered(name: str) -> pd.DataFrame:
    """Return a table in the order of its positions, within the column that stands before these."""
    frame = _load(name).copy()
    if "position" not in frame:
        return frame
    frame["position"] = frame["position"].astype("int64")
    before = list(frame.columns[: frame.columns.get_loc("position")])
    return frame.sort_values([*before[-1:], "position"], kind="stable")


def __getattr__(name: str) -> Callable[[], pd.DataFrame]:
    """Return what reads a table of this book alone, or of this book in its own way."""
    own = settings().tables
    if name in own:
        reader: Callable[[], pd.DataFrame] = load(f"tables.{name}", own[name])
        return reader
    if name.startswith("_") or name not in names():
        raise AttributeError(f"there is no table {name!r} in {DATA / 'datapackage.json'}")
    return lambda: ordered(name)


def faults(folder: Path = DATA) -> Iterator[DataError]:
    """Find the tables that cannot be read, whatever their cells say."""
    for name in names(folder):
        try:
            _read(folder / f"{name}.csv")
        except DataError as error:
            yield error


@cache
def _load(name: str) -> pd.DataFrame:
    path = DATA / f"{name}.csv"
    if name in GENERAL and name not in names():
        frame = pd.DataFrame(columns=GENERAL[name].split(), dtype=str).set_index("id")
    elif name == "sources":
        frame = _parsed(BIBLIOGRAPHY, works_table())
    else:
        frame = _read(path)
    for column in _LISTS:
        if column in frame:
            frame[column] = frame[column].map(_split)
    if "date" in frame:
        for row, date in frame["date"].items():
            if date and not is_real(date):
                raise DataError(
                    path, f'row "{row}"', f"there is no date {date}", "write a real one"
                )
        frame.insert(0, "written_date", frame["date"])
        frame["date"] = frame["date"].map(_timestamp)
    return frame


def _read(path: Path) -> pd.DataFrame:
    """Return the cells of a table as they are written, indexed by `id`."""
    if not path.is_file():
        cure = "restore it, or take it out of datapackage.json"
        if path == TABLE:
            cure = "write it from references.bib: sourcework sources"
        raise DataError(path, "whole file", "the table is missing", cure)
    return _parsed(path, read_text(path))


def _parsed(path: Path, text: str) -> pd.DataFrame:
    columns = next(csv.reader(io.StringIO(text)), [])
    if len(columns) < 2:
        cure = "separate the cells by commas, as a spreadsheet does in CSV with commas"
        raise DataError(path, "line 1", "there are no commas between the columns", cure)
    if "id" not in columns:
        cure = "see the columns in datapackage.json"
        raise DataError(path, "line 1", 'there is no column "id"', cure)
    try:
        return pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False, index_col="id")
    except pd.errors.ParserError as error:
        cure = "separate the cells by commas, and put a cell that has one in quotation marks"
        found = re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", str(error))
        place = f"line {found[2]}" if found else "whole file"
        problem = f"it has {found[3]} cells instead of {found[1]}" if found else str(error).strip()
        raise DataError(path, place, problem, cure) from error


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _timestamp(date: str) -> pd.Timestamp | NaTType:
    return pd.Timestamp(first_day(date)) if date else pd.NaT
