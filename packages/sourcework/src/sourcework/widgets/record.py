"""The reader's record as a widget; in a notebook, an answers file that the reader opens."""

from __future__ import annotations

from typing import Any

import pandas as pd

from .. import tables
from ..answers import attempts
from ..assignments.definition import assignment_names
from ..chapters import chapter, has_questions, in_order
from ..dates import spoken
from ..display import in_book, render
from ..item_bank import bank_version, known_items, load_items, place
from ..items import Item
from ..items.fields import Retired
from ..items.interactions import NumericInteraction
from ..notes import Note, load_notes, written
from ..quantities import single
from ..settings import settings
from ..typography import typeset
from .exercise import shown
from .widget_base import PageWidget, module, style

__all__ = ["Record", "words"]

_EVERYWHERE = ("people/people", "people/timeline")  # widgets of the engine, one a book


class Record(PageWidget):
    """Progress, calibration, review and positions of one reader.

    Attributes
    ----------
    value
        One row per attempt of the answers file that was opened: see `sourcework.answers.attempts`.
        In the built book there is no Python, and the record is what the browser keeps.
    """

    _esm = module("record")
    _css = style("opening", "record")

    def __init__(self) -> None:
        super().__init__(key="record", data=_data())

    @property
    def notes(self) -> pd.DataFrame:
        """What the reader wrote, one row per note: see `sourcework.notes.written`."""
        return written(self.work)

    def frame(self) -> pd.DataFrame:
        """Return the attempts of the record that is open."""
        return attempts(self.work)

    def fallback(self) -> str:
        """Say what stands here when the page is alive, and list the questions by chapter."""
        return render("record.html", data=self.data)


def _data() -> dict[str, Any]:
    items = known_items().values()
    claims = tables.claims()["claim"]
    notes = load_notes().values()
    pages = [each.chapter for each in items] + [each.chapter for each in notes]
    apart = dict.fromkeys(each for each in pages if not has_questions(each))  # as the first page
    order = [*apart, *in_order(each for each in pages if each not in apart)]
    listed = sorted(items, key=lambda item: order.index(item.chapter))
    return {
        "title": "Your record",
        "book": settings().title,
        "version": bank_version(),
        "chapters": {name: typeset(chapter(name).title) for name in order},
        "claims": {
            item.opinion.claim: typeset(claims[item.opinion.claim])
            for item in listed
            if item.opinion
        },
        "items": [_listed(item) for item in listed if not item.retired],
        "retired": [_listed(item) | _left(item.retired) for item in listed if item.retired],
        "notes": [_note(note) for note in notes],
        "widgets": [
            *settings().widgets,
            *_EVERYWHERE,
            *(f"{name}/steps" for name in settings().chapters),
            *map(tables.slips_of, claims.index),
            *(f"hand-in/{name}" for name in assignment_names()),
        ],
        "words": {} if in_book() else words(),  # a page loads them when there are answers
    }


def words() -> dict[str, dict[str, list[list[str]]]]:
    """Return by item the ids of its options and targets with their words, in the page's order."""
    return {name: told for name, item in known_items().items() if (told := _words(item))["options"]}


def _note(note: Note) -> dict[str, Any]:
    href = f"{note.chapter}.html#{note.anchor}" if in_book() else ""
    task = {"id": note.id, "chapter": note.chapter, "task": typeset(note.task)}
    return task | {"href": href} | ({"between": list(note.between.items())} if note.between else {})


def _listed(item: Item) -> dict[str, Any]:
    interaction = item.interaction()
    unit = interaction.unit if isinstance(interaction, NumericInteraction) else ""
    claim, moment = item.opinion or ("", "")
    return {
        "id": item.id,
        "chapter": item.chapter,
        "kind": item.kind,
        "digest": item.digest,
        "stem": typeset(item.stem),
        "unit": unit,
        "one": single(unit),
        "href": _href(item),
        "scored": item.scored,
        "points": item.points,
        "claim": claim,
        "moment": moment,
    }


def _left(retired: Retired) -> dict[str, Any]:
    """Return until when a question was asked, and which one has come in its place."""
    follower = load_items().get(retired.by or "")
    by = f"question {place(follower)[0]}" if follower else ""
    href = _href(follower) if follower else ""
    return {"href": "", "until": spoken(retired.since), "by": by, "there": href}


def _href(item: Item) -> str:
    anchor = f"question-{item.id.replace('/', '-')}"
    return f"{item.chapter}.html#{anchor}" if in_book() else ""


def _words(item: Item) -> dict[str, list[list[str]]]:
    question = shown(item)
    return {
        part: [[choice["id"], choice["text"]] for choice in question[part]]
        for part in ("options", "targets")
    }
