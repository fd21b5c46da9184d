"""The bank: all items of `book/exercises/*.yml`, read, and checked against the excerpts.

An item that is retired keeps its words and its id. It is asked nowhere, so `load_items` leaves it
out; what reads records, answers files and assignments, which may have it, asks `known_items`.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
from collections.abc import Collection, Iterator
from functools import cache, reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from .checking import RecordError, checked, json_schema
from .dates import first_day, last_day, spoken, unbroken
from .errors import DataError, unknown_id
from .excerpts import load_excerpts
from .items import KINDS, Feedback, Item
from .items.fields import Retired
from .items.interactions import OTHERWISE, ResponseForm
from .paths import EXERCISES
from .record_files import are_stored, stored
from .records import AuthoredRecord, Distinguished
from .yaml_records import Document, Place, read_list, read_yaml

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "bank_version",
    "faults",
    "known_items",
    "load_items",
    "load_objectives",
    "missing_item",
    "overview",
    "place",
    "retired",
    "schema",
    "times",
    "unknown_words",
]

_NO_ITEMS = ("notes", "objectives")  # files of the folder that are of no chapter


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a file of items, for editors that check while one types."""
    item: Any = Annotated[reduce(or_, KINDS.values()), Distinguished("kind")]
    described = "One file of the bank: the items of one chapter, in the order of the page."
    fields = {"__annotations__": {"items": list[item]}, "__doc__": described}
    made = json_schema(type("Chapter", (AuthoredRecord,), fields | {"__module__": __name__}))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | made


@cache
def load_objectives(folder: Path = EXERCISES) -> dict[str, str]:
    """Read what a reader can do after the book: a sentence for each id."""
    if folder == EXERCISES and are_stored():
        objectives: dict[str, str] = stored("items")["objectives"]
        return objectives
    document = read_yaml(folder / "objectives.yml")
    content = document.content
    if not isinstance(content, dict):
        cure = "write each as id: sentence"
        raise DataError(document.path, "line 1", "there are no objectives", cure)
    return content


def load_items(folder: Path = EXERCISES) -> dict[str, Item]:
    """Return the items that the book asks, as `known_items` does without those retired."""
    return {name: item for name, item in known_items(folder).items() if not item.retired}


def known_items(folder: Path = EXERCISES) -> dict[str, Item]:
    """Read the bank; keys are the ids, in the order of the files and of the items in them.

    Raises
    ------
    DataError
        If an item is wrong: the first fault, with file, line, item and field.
    """
    return _bank(folder)


@cache  # by the folder, whether it was named or not
def _bank(folder: Path) -> dict[str, Item]:
    items: dict[str, Item] = {}
    if folder == EXERCISES and are_stored():
        items = stored("items")["items"]
        return items
    for found in _read(folder):
        if isinstance(found, DataError):
            raise found
        items[found.id] = found
    return items


def overview() -> pd.DataFrame:
    """Return one row per item, in the order of the bank.

    Returns
    -------
    pandas.DataFrame
        Index `id`; `chapter`, `kind`, `objective`, `level` (1 to 3), `points` (0 where nothing is
        scored), `confidence` and `predict` (whether the item asks for these), `stem`.
    """
    import pandas as pd  # which most readers of the bank do without

    rows = [
        {
            "id": item.id,
            "chapter": item.chapter,
            "kind": item.kind,
            "objective": item.objective,
            "level": item.level,
            "points": item.points if item.scored else 0,
            "confidence": item.confidence,
            "predict": item.predict,
            "stem": item.stem,
        }
        for item in load_items().values()
    ]
    return pd.DataFrame(rows).set_index("id")


def faults(folder: Path = EXERCISES) -> Iterator[DataError]:
    """Find everything that is wrong with the bank, item by item."""
    return (found for found in _read(folder) if isinstance(found, DataError))


def missing_item(name: str, known: Collection[str], cure: str = "use one of") -> DataError:
    """Error for an id that is not asked; of one that is retired it says since when."""
    path, item = EXERCISES / f"{name.partition('/')[0]}.yml", known_items().get(name)
    if item is None or item.retired is None:
        return unknown_id(path, "item", name, known, cure)
    problem, cure = retired(item.retired)
    return DataError(path, f'item "{name}"', problem, cure)


def retired(told: Retired) -> tuple[str, str]:
    """Return what is wrong where a retired item is asked, and the cure."""
    problem = f"it is retired since {spoken(told.since)}, and kept for records alone"
    return problem, f'use "{told.by}" in its place' if told.by else "take it out"


def place(item: Item) -> tuple[int, int]:
    """Return the item's number in its chapter, and how many there are; one outside is its own."""
    chapter = [each.id for each in load_items().values() if each.chapter == item.chapter]
    number = chapter.index(item.id) + 1 if item.id in chapter else 1
    return number, max(len(chapter), 1)


def times(item: Item) -> dict[str, tuple[str, datetime.date, datetime.date]]:
    """Return when the options of an item were: in words, and the first and the last day of it."""
    if not item.times():
        return {}
    from .tables import events  # and with it pandas, which most readers of the bank do without

    told, known = {}, events()
    for name, option in item.times().items():
        if option.event:
            first, last = map(str, known.loc[option.event, ["written_date", "end"]])
        else:
            first, _, last = (option.time or "").partition("/")
        last = last or first
        words = spoken(first) if first == last else f"{spoken(first)} to {spoken(last)}"
        told[name] = (unbroken(words), first_day(first), last_day(last))
    return told


def bank_version(folder: Path = EXERCISES) -> str:
    """Return eight hexadecimal digits that change when any question or key changes."""
    digests = sorted(f"{item.id} {item.digest}" for item in load_items(folder).values())
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()[:8]


def _read(folder: Path) -> Iterator[Item | DataError]:
    seen: dict[str, str] = {}
    read: list[tuple[Document, Place, Item]] = []
    for path in sorted(folder.glob("*.yml")):
        if path.stem in _NO_ITEMS:
            continue
        try:
            document, records = read_list(path, "items")
        except DataError as error:
            yield error
            continue
        for index, record in enumerate(records):
            for found in _item(document, ("items", index), record, seen):
                if not isinstance(found, DataError):
                    read.append((document, ("items", index), found))
                yield found
    yield from _unfollowed(read, seen)


def _item(
    document: Document, place: tuple[str, int], record: Any, seen: dict[str, str]
) -> Iterator[Item | DataError]:
    fields = record if isinstance(record, dict) else {}
    name = f'item "{fields.get("id", "without id")}"'
    line = document.line(place)
    model = KINDS.get(str(fields.get("kind")))
    if model is None:
        problem = f'there is no kind "{fields.get("kind")}"'
        cure = f"use one of {', '.join(KINDS)}"
        yield DataError(document.path, f"line {line}, {name}, field kind", problem, cure)
        return
    lacking = _lacking(model, fields) if "retired" in fields else ""
    if lacking:
        where, problem = f"line {line}, {name}, field retired", f"it is retired without {lacking}"
        cure = "keep the item as it was asked: records show its words, and graders score by its key"
        yield DataError(document.path, where, problem, cure)
        return
    try:
        item: Item = checked(model, fields, document, place, name, "schema.json")
    except RecordError as error:
        yield from error.faults
        return
    wrong: list[DataError] = [
        *_refused(document, place, name, item),
        *_taken(document, line, item, seen),
    ]
    yield from wrong
    if not wrong:
        yield item


def _lacking(model: type[Item], fields: dict[str, Any]) -> str:
    """Return the names of the fields that an item needs and does not have."""
    needed = (
        each.name
        for each in dataclasses.fields(model)
        if each.default is each.default_factory is dataclasses.MISSING
    )
    return ", ".join(name for name in needed if name not in fields)


def _unfollowed(
    read: list[tuple[Document, Place, Item]], seen: dict[str, str]
) -> Iterator[DataError]:
    """Find retired items in whose place there is said to be one that is not there."""
    for document, place, item in read:
        if item.retired and item.retired.by and item.retired.by not in seen:
            problem = f'there is no item "{item.retired.by}" in its place'
            cure = "name an item that is there, or leave the field out"
            yield _fault(document, place, f'item "{item.id}"', "retired.by", problem, cure)


def _taken(document: Document, line: int, item: Item, seen: dict[str, str]) -> Iterator[DataError]:
    where = f'line {line}, item "{item.id}", field id'
    if item.id in seen:
        problem = f"the id is taken already, {seen[item.id]}"
        yield DataError(document.path, where, problem, "give every item its own")
    if item.chapter != document.path.stem:
        problem = f"the id is not of the chapter {document.path.stem}"
        yield DataError(document.path, where, problem, f"begin it with {document.path.stem}/")
    seen[item.id] = f"{document.path.name} line {line}"


def _refused(
    document: Document, place: tuple[str, int], name: str, item: Item
) -> Iterator[DataError]:
    """Find what an item names and nobody knows: objectives, excerpts, words."""

    def fault(field: str, problem: str, cure: str) -> DataError:
        return _fault(document, place, name, field, problem, cure)

    known, objectives = load_excerpts(), load_objectives(document.path.parent)
    if item.objective not in objectives:
        cure = f"use one of {', '.join(objectives)}"
        yield fault("objective", f'there is no objective "{item.objective}"', cure)
    for excerpt in item.excerpts:
        if excerpt not in known:
            cure = "use an id of data/excerpts.yml"
            yield fault("excerpts", f'there is no excerpt "{excerpt}"', cure)
    yield from unknown_words(document, place, name, item)


def unknown_words(document: Document, place: Place, name: str, item: Item) -> Iterator[DataError]:
    """Find feedback that quotes nothing, or what is not in the excerpt that it names."""

    def fault(field: str, problem: str, cure: str) -> DataError:
        return _fault(document, place, name, field, problem, cure)

    known = load_excerpts()
    for option, field, told in _feedbacks(item):
        if not told.words and item.FORM is not ResponseForm.TEXT:
            problem = f'"{option}" quotes no words of the document'
            yield fault(field, problem, "add words: the excerpt and the phrase that decides")
        for excerpt, phrases in told.words.items():
            if excerpt not in known:
                cure = "use an id of data/excerpts.yml"
                yield fault(field, f'"{option}" quotes "{excerpt}", which is not there', cure)
                continue
            for phrase in phrases:
                if phrase not in known[excerpt].reading:
                    problem = f'"{option}": {phrase!r} is not in {excerpt}'
                    cure = "copy the words from the excerpt"
                    if " ".join(phrase.split()) in " ".join(known[excerpt].reading.split()):
                        problem = f'"{option}": {phrase!r} is not in one line of {excerpt}'
                        cure = "quote words of one line, with the blanks that stand there"
                    yield fault(field, problem, cure)


def _feedbacks(item: Item) -> Iterator[tuple[str, str, Feedback]]:
    """Give what is told: of which option, in which field, and words that are not told before."""
    by_choice = item.feedbacks_by_choice()
    for index, (option, told) in enumerate(item.feedbacks().items()):
        field = option if option == OTHERWISE else f"{item.TOLD}.{index}"
        yield option, field, told
        for target, each in by_choice.get(option, {}).items():
            if each.words != told.words:
                yield f"{option}, {target}", f"{field}.chosen.{target}", each


def _fault(
    document: Document, place: Place, name: str, field: str, problem: str, cure: str
) -> DataError:
    steps = [int(step) if step.isdigit() else step for step in field.split(".")]
    where = f"line {document.line((*place, *steps))}, {name}, field {field}"
    return DataError(document.path, where, problem, cure)
