"""Everything in the data that can be wrong, found before a page is built."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import permutations

from frictionless import Package, Report

from . import bibliography, glossary, item_bank, notes, tables
from .assignments.definition import assignment_names, load_assignment
from .assignments.solutions import load_solution
from .bibliography import load_bibliography
from .dates import precision
from .document import load_seed
from .editions.build import stale
from .errors import DataError
from .excerpts import Excerpt, load_excerpts, load_speakers
from .excerpts import faults as excerpt_faults
from .extensions import load
from .giveaways import giveaways, told_first, unguarded
from .page_links import (
    hidden_excerpts,
    load_pages,
    misnamed,
    unknown_names,
    unlinked_excerpts,
    unlinked_items,
    unlinked_notes,
    unlisted_terms,
    unnamed_sheet,
    waiting,
)
from .paths import BIBLIOGRAPHY, BOOK, DATA, EXERCISES
from .settings import FILE, settings

__all__ = ["audit"]

_NOBODY = "add the person to people.csv, or whoever is no person to speakers in excerpts.yml"


def audit() -> list[str]:
    """Check seed, excerpts, tables, bibliography, items, assignments, pages against each other.

    Returns
    -------
    list of str
        One message per fault: the file, the place, the problem and the cure; empty if all is well.
    """
    try:
        settings()
        load_seed()
        faults = [str(fault) for fault in excerpt_faults()]
        if faults:
            return faults
        excerpts = load_excerpts()
        load_bibliography()
    except DataError as error:
        return [str(error)]
    faults = [str(fault) for fault in (*tables.faults(), *_works())] or list(_schema())
    if faults:
        return faults
    try:
        checks = (
            _coverage(excerpts),
            _records(excerpts),
            _full_texts(excerpts),
            _table_keys(),
            _retellings(excerpts),
            _dates(),
            _scales(),
            glossary.faults(),
            _own(),
            _bank(),
            notes.faults(),
            _mentions(),
            _untimely(),
            _assignments(),
            _pages(),
        )
        return list(dict.fromkeys(str(fault) for check in checks for fault in check))
    except DataError as error:
        return [str(error)]


def _schema() -> Iterator[str]:
    """Compare the tables with their data package."""
    path = DATA / "datapackage.json"
    report: Report = Package(str(path)).validate()
    for task in report.tasks:
        for error in task.errors:
            row = getattr(error, "row_number", None)
            place = f"row {row}" if row else "whole file"
            column = getattr(error, "field_name", None)
            place += f", column {column}" if column else ""
            cure = "see the columns in datapackage.json"
            if task.name == "sources" and row and column:
                yield str(_of_work(row, column, error.message))
                continue
            yield str(DataError(DATA / f"{task.name}.csv", place, error.message, cure))
    for error in report.errors:
        yield str(DataError(path, "whole file", error.message, "correct the description"))


def _of_work(row: int, column: str, problem: str) -> DataError:
    """Return a fault of the table of works as one of the entry from which it is written."""
    key = list(load_bibliography())[row - 2]
    fields = {column: field for field, column in bibliography.FIELDS.items()}
    field = fields.get(column, "keywords" if column == "kind" else column)
    cure = "correct the field as datapackage.json says, and run: sourcework sources"
    return DataError(BIBLIOGRAPHY, f'entry "{key}", field {field}', problem, cure)


def _coverage(excerpts: dict[str, Excerpt]) -> Iterator[DataError]:
    """Find words of the seed that stand in no excerpt."""
    seed = load_seed()
    covered: dict[int, set[int]] = {number: set() for number in seed.substantive}
    for one in excerpts.values():
        for passage in one.passages:
            covered[passage.line].update(range(passage.start, passage.end))
    for number, places in covered.items():
        line = seed.line(number)
        left = "".join(c for place, c in enumerate(line) if place not in places).strip()
        if left:
            problem = f"no excerpt holds {left[:40]!r} of line {number}"
            yield DataError(DATA / "excerpts.yml", "whole file", problem, "add it to an excerpt")


def _records(excerpts: dict[str, Excerpt]) -> Iterator[DataError]:
    """Find speakers, chains and works that an excerpt names and nobody knows."""
    speakers = set(load_speakers()) | set(tables.people().index)
    chains = set(tables.links()["chain"])
    works = set(load_bibliography())
    for one in excerpts.values():
        voices = {
            one.speaker,
            one.through,
            *(r.speaker for r in one.runs),
            *(r.through for r in one.runs),
        }
        cited = {
            one.published.source,
            *([one.published.earlier.source] if one.published.earlier else []),
            *(key for caution in one.cautions for key in caution.sources),
            *(key for omission in one.omissions for key in omission.sources),
            *(other.source for wording in one.wordings for other in wording.others),
            *(text.work for text in one.full),
        }
        for name, unknown, cure in (
            ("speaker", voices - speakers - {None}, _NOBODY),
            ("chain", {one.chain} - chains - {None}, "add its links to links.csv"),
            ("source", cited - works, "add the work to references.bib"),
        ):
            for key in sorted(unknown, key=str):
                yield DataError(
                    DATA / "excerpts.yml", f'excerpt "{one.id}"', f'unknown {name} "{key}"', cure
                )


def _full_texts(excerpts: dict[str, Excerpt]) -> Iterator[DataError]:
    """Find excerpts with a cut that do not say where the full text is, or why nowhere."""
    for one in excerpts.values():
        where = f'excerpt "{one.id}"'
        if one.is_cut and not one.full and not one.no_full:
            problem = "dots in it stand for a cut, and it does not say where the full text is"
            cure = (
                "add it as full: [{work: KEY, place: pp. 1–2}], or say why there is none in no_full"
            )
            yield DataError(DATA / "excerpts.yml", where, problem, cure)
        if one.full and one.no_full:
            problem = "it has a full text and says why it has none"
            yield DataError(DATA / "excerpts.yml", where, problem, "keep full, or no_full")


def _table_keys() -> Iterator[DataError]:
    """Find ids in list cells that no table has: foreign keys that the data package cannot state."""
    themes = list(settings().themes)
    known = {
        "people": (set(tables.people().index), "add the person to people.csv"),
        "sources": (set(load_bibliography()), "add the work to references.bib"),
        "themes": (set(themes), f"use one of {', '.join(themes)}, or add it to {FILE}"),
    }
    for table in tables.names():
        frame = tables.ordered(table)
        for column, (ids, cure) in known.items():
            for row, cell in frame.get(column, {}).items():
                for key in sorted(set(cell) - ids):
                    problem = f'unknown {column} "{key}"'
                    yield DataError(DATA / f"{table}.csv", f'row "{row}"', problem, cure)


def _retellings(excerpts: dict[str, Excerpt]) -> Iterator[DataError]:
    """Find retellings that name an excerpt that nobody has cut, or a link of another chain."""
    links = tables.links()
    for row, told in tables.ordered("retellings").iterrows():
        where = DATA / "retellings.csv", f'row "{row}"'
        excerpt, link = told.get("excerpt", ""), told.get("link", "")
        if excerpt and excerpt not in excerpts:
            yield DataError(*where, f'unknown excerpt "{excerpt}"', "use an id of excerpts.yml")
        if link and links["chain"].get(link) != told["chain"]:
            problem = f'no link "{link}" in the chain "{told["chain"]}"'
            yield DataError(*where, problem, "use an id of its own chain in links.csv")


def _dates() -> Iterator[DataError]:
    """Find events whose precision or end does not fit their date."""
    for row, event in tables.events().iterrows():
        if precision(event["written_date"]) != event["precision"]:
            problem = f"date {event['written_date']} is not precise to the {event['precision']}"
            yield DataError(DATA / "events.csv", f'row "{row}"', problem, "correct one of the two")
        if event["end"] and event["end"] < event["written_date"]:
            problem = f"it ends on {event['end']}, before it begins"
            yield DataError(DATA / "events.csv", f'row "{row}"', problem, "correct one of the two")


def _works() -> Iterator[DataError]:
    """Find works whose reading is told wrongly, and a table that is not what the entries say."""
    if "sources" in tables.names():
        yield from bibliography.unread()
        yield from bibliography.stale()


def _scales() -> Iterator[DataError]:
    """Find rules that do not give each of the five steps a larger number than the step before.

    Where there are hypotheses, their words need a rule and their beginnings another.
    """
    needed = ("expectation", "prior") if len(tables.hypotheses()) else ()
    for kind in sorted(set(needed) - set(tables.scales()["kind"])):
        problem = f'there is no rule of the kind "{kind}", which hypotheses need'
        yield DataError(DATA / "scales.csv", "whole file", problem, "add its steps 1 to 5")
    for rule, steps in tables.scales().sort_values("step").groupby("rule"):
        complete = list(steps["step"]) == [1, 2, 3, 4, 5]
        if not (complete and steps["value"].is_monotonic_increasing and steps["value"].min() > 0):
            problem = "its five steps do not rise from a number above 0"
            yield DataError(
                DATA / "scales.csv", f'rule "{rule}"', problem, "write steps 1 to 5 in rising order"
            )


def _own() -> Iterator[DataError]:
    """Find what the book's own checks find."""
    for name, reader in settings().tables.items():
        try:
            load(f"tables.{name}", reader)()
        except DataError as error:
            yield error
    for check in settings().checks:
        yield from load("checks", check)()


@cache
def _bank() -> list[DataError]:
    """Find what is wrong with the bank; other checks wait for that, and it is long to read."""
    return list(item_bank.faults())


def _mentions() -> Iterator[DataError]:
    """Find claims, events and works that items name and nobody knows."""
    claims, events = set(tables.claims().index), set(tables.events().index)
    works = set(load_bibliography())
    if _bank():
        return
    for item in item_bank.known_items().values():
        named = [("claim", {item.opinion.claim} if item.opinion else set(), claims)]
        if item.reveal:
            named += [("reveal.events", set(item.reveal.events), events)]
            named += [("reveal.sources", set(item.reveal.sources), works)]
        named += [("options.event", {each.event for each in item.times().values()} - {""}, events)]
        for field, ids, known in named:
            for each in sorted(ids - known):
                path, place = EXERCISES / f"{item.chapter}.yml", f'item "{item.id}", field {field}'
                yield DataError(path, place, f'there is no "{each}"', "use an id that is there")


def _untimely() -> Iterator[DataError]:
    """Find options whose times are against the order that the key of their item has."""
    if _bank() or any(_mentions()):
        return
    for item in item_bank.known_items().values():
        when = item_bank.times(item)
        places = item.rule()["places"] if when else {}
        for one, other in permutations(when, 2):
            (since, first, _), (until, _, last) = when[one], when[other]
            if places[one] < places[other] and last < first:
                path, place = EXERCISES / f"{item.chapter}.yml", f'item "{item.id}", field options'
                problem = f'the key has "{one}" ({since}) before "{other}" ({until})'
                yield DataError(path, place, problem, "correct the key, or one of the two times")


def _assignments() -> Iterator[DataError]:
    """Find the first fault of each assignment, of its keys if there are any, and of its page."""
    for name in assignment_names():
        try:
            assignment = load_assignment(name)
            if (assignment.folder / "keys.yml").is_file():
                load_solution(assignment)
            yield from misnamed(assignment, load_pages())
            for path in stale(assignment, BOOK):
                problem = f"it is not what assignments/{name} says now"
                cure = f"run: sourcework assignment build {name} --book book"
                yield DataError(path, "whole file", problem, cure)
        except DataError as error:
            yield error


def _pages() -> Iterator[DataError]:
    """Find links of the data that lead to no page, or to no place in it."""
    pages = load_pages()
    yield from unlinked_excerpts(pages)
    yield from unlisted_terms(pages)
    yield from unnamed_sheet(pages)
    if not _bank():
        yield from hidden_excerpts(pages)
        yield from unlinked_items(pages)
        if not any(notes.faults()):
            yield from unlinked_notes(pages)
            yield from unknown_names(pages)
            yield from waiting(pages)
        yield from unguarded(pages)
        yield from giveaways(pages)
        yield from told_first(pages)
