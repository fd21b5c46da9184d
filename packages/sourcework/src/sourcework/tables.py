"""The open tables as pandas DataFrames: people, events, sources, claims, evidence and the rest.

Columns are documented in `book/data/datapackage.json` and on the book's page of data. Here cells
that list several ids become tuples, and `date` becomes the first day that the written one can mean.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pandas as pd
from pandas.api.typing import NaTType

from .dates import first_day, is_real, precision
from .errors import DataError
from .excerpts import load_excerpts
from .files import read_text
from .paths import DATA

__all__ = [
    "NAMES",
    "cautions",
    "claims",
    "clauses",
    "events",
    "evidence",
    "excerpts",
    "faults",
    "fragments",
    "hypotheses",
    "knowledge",
    "links",
    "people",
    "placings",
    "plans",
    "retellings",
    "scales",
    "sources",
    "voices",
    "weighings",
]

NAMES = (
    "people",
    "events",
    "sources",
    "claims",
    "evidence",
    "links",
    "hypotheses",
    "weighings",
    "scales",
    "retellings",
    "clauses",
    "fragments",
    "plans",
    "knowledge",
    "placings",
)
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
    return _placed("hypotheses", "chapter", "position")


def weighings() -> pd.DataFrame:
    """Return one row per piece of evidence that a chapter weighs, indexed by evidence id."""
    return _placed("weighings", "chapter", "position")


def scales() -> pd.DataFrame:
    """Return one row per word of a judgement: `step` is 1 to 5, `value` its number by a rule."""
    frame = _load("scales").copy()
    return frame.astype({"step": "int64", "value": "float64"})


def retellings() -> pd.DataFrame:
    """Return one row per telling of a chain's story, in order; an empty cell: it does not say."""
    return _placed("retellings", "chain", "position")


def fragments() -> pd.DataFrame:
    """Return one row per piece of the Georgian affair, in the document's order, indexed by id."""
    return _placed("fragments", "position")


def plans() -> pd.DataFrame:
    """Return one row per article and plan of joining the republics, in the order of articles."""
    return _placed("plans", "position")


def knowledge() -> pd.DataFrame:
    """Return one row per person who knew, or may have known, of the request of March 1923."""
    return _placed("knowledge", "position")


def placings() -> pd.DataFrame:
    """Return one row per event of the poison episode that the document dates, in its order."""
    return _placed("placings", "position")


def clauses() -> pd.DataFrame:
    """Return one row per clause of the coded excerpts, in order, with its `text` cut out of them.

    Raises
    ------
    DataError
        If the first words of a clause are not in the excerpt after those of the clause before.
    """
    frame = _placed("clauses", "excerpt", "position")
    cut = [text for excerpt, rows in frame.groupby("excerpt") for text in _cut(str(excerpt), rows)]
    frame.insert(2, "text", cut)
    order = {excerpt: place for place, excerpt in enumerate(load_excerpts())}
    return frame.sort_values("excerpt", key=lambda ids: ids.map(order), kind="stable")


def _cut(excerpt: str, rows: pd.DataFrame) -> list[str]:
    """Divide an excerpt at the first words of its clauses; nothing of it is left out."""
    path, known = DATA / "clauses.csv", load_excerpts()
    if excerpt not in known:
        problem, cure = f'there is no excerpt "{excerpt}"', "name one of excerpts.yml"
        raise DataError(path, f'row "{rows.index[0]}"', problem, cure)
    text = known[excerpt].text
    places: list[int] = []
    for row, first in rows["first"].items():
        place = text.find(first, places[-1] + 1 if places else 0)
        if place < 0 or (not places and place):
            problem = f"{first!r} does not follow in the excerpt {excerpt}"
            raise DataError(path, f'row "{row}"', problem, "copy the words from the seed, in order")
        places.append(place)
    ends = [*places[1:], len(text)]
    return [text[start:end] for start, end in zip(places, ends, strict=True)]


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


def faults(folder: Path = DATA) -> Iterator[DataError]:
    """Find the tables that cannot be read, whatever their cells say."""
    for name in NAMES:
        try:
            _read(folder / f"{name}.csv")
        except DataError as error:
            yield error


def _placed(name: str, *order: str) -> pd.DataFrame:
    frame = _load(name).copy()
    frame["position"] = frame["position"].astype("int64")
    return frame.sort_values(list(order), kind="stable")


@cache
def _load(name: str) -> pd.DataFrame:
    path = DATA / f"{name}.csv"
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
        raise DataError(
            path, "whole file", "the table is missing", "restore it from version control"
        )
    text = read_text(path)
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
