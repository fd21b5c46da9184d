"""The tables as a reader meets them: chronologies, evidence on a claim, people, works, slips."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, Literal

import pandas as pd
from markupsafe import Markup, escape

from . import tables
from .bibliography import DEGREES
from .dates import first_day, spoken, unbroken
from .display import cite, in_book, known_through, render, style
from .errors import DataError
from .excerpts import load_excerpts
from .option_order import shuffled
from .paths import DATA
from .settings import settings
from .typography import typeset

__all__ = [
    "LATER",
    "Listing",
    "cells",
    "chronology",
    "codebook",
    "evidence_sides",
    "evidence_table",
    "kind_of",
    "life",
    "people_table",
    "pieces",
    "retellings_table",
    "slips_table",
    "source_table",
]

LATER = "later author"  # the fate of those who only wrote about it
_BEARINGS = {"for": "speaks for it", "against": "speaks against it", "missing": "is missing"}
_KINDS = {
    "contemporary": "document of the time",
    "retrospective": "later testimony",
    "scholarship": "historian",
    "tertiary": "retelling",
    "none": "—",
}
# What the style knows of the headings of tables that pages have often: `static/content.css`.
KNOWN: dict[tuple[str, ...], str] = {
    ("Date", "What happened", "How sure", "Who says so"): "events",
    ("For or against", "Evidence", "Kind", "Where"): "evidence",
    ("No.", "Evidence", "Kind", "Where"): "pieces",
    ("Claim", "Speaks for it", "Speaks against it", "Is missing"): "sides",
}
_ROOMY = 5  # columns at most, for a whole date on one line


@dataclass(frozen=True)
class Listing:
    """A captioned table, whose cells are shown as texts: HTML in a page, Markdown, or plain text.

    In the HTML of a `grouped` one the first column is no column: what it says heads the rows that
    share it.
    """

    caption: str
    frame: pd.DataFrame
    grouped: bool = False

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {
            "text/html": self.html(style()),
            "text/markdown": self.markdown(),
            "text/plain": str(self),
        }

    def html(self, stylesheet: str = "") -> str:
        """Return the table as HTML, after a stylesheet where the page has none."""
        return render("listing.html", listing=self, style=stylesheet)

    def markdown(self) -> str:
        """Return the caption and the table as Markdown."""
        rows = [list(self.frame.columns), ["---"] * len(self.frame.columns)]
        rows += self._plain().to_numpy().tolist()
        table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
        return f"{self.caption}\n\n{table}"

    def __str__(self) -> str:
        return f"{self.caption}\n{self._plain().to_string(index=False)}"

    @property
    def columns(self) -> list[str]:
        """The headings of the columns."""
        return list(self.frame.columns)[self.grouped :]

    @property
    def groups(self) -> list[tuple[str, list[list[str]]]]:
        """The cells, row by row, after what the rows of a group share."""
        whole = len(self.columns) <= _ROOMY
        texts = self.frame.map(lambda cell: cell if isinstance(cell, str) else str(cell))
        rows = [[unbroken(cell, year=whole) for cell in row] for row in texts.to_numpy()]
        if not self.grouped:
            return [("", rows)]
        groups = groupby(rows, key=itemgetter(0))
        return [(shared, [row[1:] for row in group]) for shared, group in groups]

    @property
    def known(self) -> str:
        """The name by which the style knows the headings; empty if it does not."""
        return KNOWN.get(tuple(self.columns), "")

    @property
    def headings(self) -> str:
        """The headings as CSS: on a phone, where a row is a card, a cell begins with its own."""
        quoted = (json.dumps(name, ensure_ascii=False) for name in self.columns)
        return ";".join(f"--h{number}:{name}" for number, name in enumerate(quoted, 1))

    def _plain(self) -> pd.DataFrame:
        return self.frame.map(lambda cell: Markup(str(cell)).striptags())


def chronology(
    caption: str,
    *,
    theme: str | None = None,
    since: str | None = None,
    until: str | None = None,
    only: Iterable[str] = (),
) -> Listing:
    """List events in order of date, by theme, by partial ISO dates (both included), or by ids.

    Raises
    ------
    DataError
        If an id of `only` is not in `events.csv`, or nothing is left to list.
    """
    events = tables.events()
    if ids := list(only):
        events = _pick(events, ids, "events.csv")
    if theme:
        events = events[[theme in themes for themes in events["themes"]]]
    if since:
        events = events[events["date"] >= pd.Timestamp(first_day(since))]
    if until:
        events = events[[date[: len(until)] <= until for date in events["written_date"]]]
    if events.empty:
        raise DataError(
            DATA / "events.csv", f'chronology "{caption}"', "no event fits", "widen theme or dates"
        )
    frame = pd.DataFrame(
        {
            "Date": cells(events, _event_date),
            "What happened": cells(events, lambda row: row["description"]),
            "How sure": cells(events, _confidence),
            "Who says so": cells(events, lambda row: cite(row["sources"])),
        }
    )
    return Listing(caption, frame)


def evidence_table(*claims: str, sides: bool = True, only: Iterable[str] = ()) -> Listing:
    """List what bears on one or more claims, named by id: for, against, and what is missing.

    Without its `sides` it is a question: the pieces have numbers, and stand in the order of their
    kinds; `evidence_sides` of the same claims says for which side each of them speaks. With `only`
    it lists these rows, under the numbers that they have among all.

    Raises
    ------
    DataError
        If an id of `only` is not in `evidence.csv`, or no row of the claims.
    """
    known = _pick(tables.claims(), list(claims), "claims.csv")
    frame = pieces(*claims, by="bearing" if sides else "kind", only=only)
    grouped = len(claims) > 1
    columns: dict[str, list[object]] = {}
    if grouped:
        columns["Claim"] = cells(frame, lambda row: known.loc[row["claim"], "claim"])
    columns |= (
        {"For or against": cells(frame, lambda row: _BEARINGS[row["bearing"]])}
        if sides
        else {"No.": [str(number) for number in frame["number"]]}
    )
    columns |= {
        "Evidence": cells(frame, lambda row: row["evidence"]),
        "Kind": cells(frame, lambda row: kind_of(row, sides=sides)),
        "Where": cells(frame, _sources_and_basis),
    }
    on = f" {len(claims)} claims" if grouped else f": {known.iloc[0]['claim']}"
    told = "Some of the evidence" if only else "The evidence"
    return Listing(f"{told} on{on}", pd.DataFrame(columns), grouped)


def evidence_sides(*claims: str, only: Iterable[str] = ()) -> Listing:
    """List the numbers that `evidence_table` without its sides gives to what is for and against.

    Raises
    ------
    DataError
        If an id of `only` is not in `evidence.csv`, or no row of the claims.
    """
    known = _pick(tables.claims(), list(claims), "claims.csv")
    frame = pieces(*claims, only=only)
    rows = [
        {"Claim": known.loc[str(claim), "claim"]}
        | {
            words.capitalize(): ", ".join(map(str, own["number"][own["bearing"] == bearing])) or "—"
            for bearing, words in _BEARINGS.items()
        }
        for claim, own in frame.groupby("claim", sort=False)
    ]
    return Listing("Which side each piece is on", pd.DataFrame(rows))


def pieces(
    *claims: str, by: Literal["bearing", "kind"] = "kind", only: Iterable[str] = ()
) -> pd.DataFrame:
    """Return the evidence on some claims in the order of the claims and then of a column's values.

    By `kind` nothing in the order tells the bearing. The column `number` counts all of it; with
    `only` these rows are left.

    Raises
    ------
    DataError
        If an id of `only` is not in `evidence.csv`, or no row of the claims.
    """
    frame = tables.evidence()
    frame = frame[frame["claim"].isin(claims)]
    if by == "kind":
        frame = frame.loc[shuffled(frame.index, "evidence")]
    orders = {"claim": claims, "bearing": tuple(_BEARINGS), "kind": tuple(_KINDS)}
    frame = frame.sort_values(
        ["claim", by], key=lambda column: column.map(orders[str(column.name)].index), kind="stable"
    )
    frame = frame.assign(number=range(1, len(frame) + 1))
    if ids := list(only):
        _pick(frame, ids, "evidence.csv")
        frame = frame[frame.index.isin(ids)]
    return frame


def kind_of(row: pd.Series, *, sides: bool = False) -> str:
    """Return what kind of evidence a row is; without its `sides`, that it is missing, if it is."""
    lacks = row["bearing"] == "missing" and not sides
    return _BEARINGS["missing"] if lacks else _KINDS[row["kind"]]


def people_table(caption: str, *names: str) -> Listing:
    """List people by id, or everybody: their office, their fate, their use as a witness."""
    people = tables.people()
    people = _pick(people, list(names), "people.csv") if names else people
    frame = pd.DataFrame(
        {
            "Who": cells(people, _who),
            "Life": cells(people, lambda row: life(row) or "—"),
            settings().people.role: cells(people, lambda row: row["role"]),
            "What became of them": cells(people, lambda row: row["fate_detail"] or row["fate"]),
            "As a witness": cells(people, lambda row: row["as_source"]),
        }
    )
    return Listing(caption, frame)


def source_table(caption: str, kind: str) -> Listing:
    """List the works of one kind (contemporary, retrospective, …) with what they are good for."""
    works = tables.sources()
    works = works[works["kind"] == kind].sort_values(["author", "date"])
    frame = pd.DataFrame(
        {
            "Work": cells(works, lambda row: cite([str(row.name)], degrees=False)),
            "Title": cells(
                works, lambda row: Markup("<cite>{}</cite>").format(typeset(row["title"]))
            ),
            "What it is good for, and what to beware of": cells(
                works, lambda row: row["annotation"]
            ),
            "Read for this book": cells(works, _degree),
        }
    )
    return Listing(caption, frame)


def slips_table(caption: str, chapter: str | None = None) -> Listing:
    """List the cautions on the seed line by line, for one chapter's excerpts or for all."""
    slips = tables.cautions()
    if chapter:
        slips = slips[[name.startswith(f"{chapter}/") for name in slips["excerpt"]]]
    frame = pd.DataFrame(
        {
            "Line": cells(slips, lambda row: str(row["line"])),
            "Excerpt": cells(slips, lambda row: _excerpt_link(row["excerpt"])),
            "What to know": cells(slips, lambda row: row["caution"]),
            "Who says so": cells(slips, lambda row: cite(row["sources"])),
        }
    )
    return Listing(caption, frame)


def retellings_table(chain: str) -> Listing:
    """List how one chain's story changes as it is told again; a dash means: it does not say."""
    told = tables.ordered("retellings")
    told = told[told["chain"] == chain]
    if told.empty:
        raise DataError(
            DATA / "retellings.csv", f'chain "{chain}"', "nobody tells it again", "name another"
        )
    frame = pd.DataFrame(
        {
            "Who tells it": list(told["teller"]),
            "When it was": cells(told, lambda row: row["occasion"] or "–"),
            "Where it was": cells(told, lambda row: row["device"] or "–"),
            "Who made it": cells(told, lambda row: row["builder"] or "–"),
            "Where": cells(told, _sources_and_basis),
        }
    )
    return Listing("One story, told again", frame)


def codebook(table: str) -> Listing:
    """List the columns of a table of the data package, with their meaning and their allowed values.

    Raises
    ------
    DataError
        If the data package has no such table.
    """
    path = DATA / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    resources = {resource["name"]: resource for resource in package["resources"]}
    if table not in resources:
        known = ", ".join(resources)
        raise DataError(path, f'table "{table}"', "there is no such table", f"use one of {known}")
    fields = resources[table]["schema"]["fields"]
    frame = pd.DataFrame(
        {
            "Column": [Markup("<code>{}</code>").format(field["name"]) for field in fields],
            "Meaning": [field["description"] for field in fields],
            "Values": [_values(field) for field in fields],
        }
    )
    return Listing(f"{resources[table]['title']}: {resources[table]['description']}", frame)


def _values(field: dict[str, Any]) -> str:
    constraints = field.get("constraints", {})
    values = ", ".join(constraints.get("enum", [])) or {"string": "text"}.get(
        field["type"], "number"
    )
    return values if constraints.get("required") else f"{values}; may be empty"


def _pick(frame: pd.DataFrame, ids: list[str], table: str) -> pd.DataFrame:
    for name in ids:
        if name not in frame.index:
            raise DataError(
                DATA / table, f'row "{name}"', "there is no such id", "check its spelling"
            )
    return frame.loc[ids]


def cells(frame: pd.DataFrame, cell: Callable[[pd.Series], object]) -> list[object]:
    """Return what a function makes of each row."""
    return [cell(row) for _, row in frame.iterrows()]


def _event_date(row: pd.Series) -> str:
    date = spoken(row["written_date"])
    return f"{date} to {spoken(row['end'])}" if row["end"] else date


def _confidence(row: pd.Series) -> str:
    return ", ".join([row["confidence"], *_lacking(row)])


def _lacking(row: pd.Series) -> list[str]:
    return [tables.LACKING[row["basis"]]] if row["basis"] in tables.LACKING else []


def _degree(row: pd.Series) -> Markup:
    degree = escape(DEGREES.get(row["seen"], row["seen"]))
    through = known_through(str(row.name))
    return degree + Markup(": ") + through if through else degree


def _who(row: pd.Series) -> Markup:
    return Markup("<strong>{}</strong>").format(typeset(row["name"]))


def life(row: pd.Series) -> str:
    """Return the years of a person's life, as `1861–1934`; nothing where none is known."""
    if not row["born"] and not row["died"]:
        return ""
    may_live = row["fate"] == LATER
    return f"{row['born'][:4] or '?'}–{row['died'][:4] or ('' if may_live else '?')}"


def _sources_and_basis(row: pd.Series) -> Markup:
    lacking = Markup("").join(Markup(" <em>{}</em>").format(words) for words in _lacking(row))
    return cite(row["sources"]) + lacking


def _excerpt_link(name: str) -> Markup | str:
    one = load_excerpts()[name]
    if not in_book():
        return name
    return Markup('<a href="{}.html#{}">{}</a>').format(one.chapter, one.anchor, typeset(one.title))
