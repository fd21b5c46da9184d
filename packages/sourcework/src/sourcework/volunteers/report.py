"""Report on items: one page that says what the numbers do not show, and the same as tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..chapters import chapter
from ..display import render
from ..grading.store.spreadsheets import number, write_cells
from ..item_bank import bank_version
from ..settings import settings
from .files import Gathered
from .statistics import Choice, ItemFindings, Share, chapters, found, sureness

__all__ = ["FILES", "write_report"]

FILES = ("items.html", "items.csv", "choices.csv", "sureness.csv")
_INTERVAL = ("share", "low", "high")
_ITEMS = [
    *("edition", "item", "chapter", "kind", "stem", "volunteers", "seen before", "no answer"),
    *("first attempts", "right", *_INTERVAL, "credit", "more than one attempt"),
    *("distractor", "chosen", "share of it", "low of it", "high of it"),
    *(
        "said how sure",
        "sure",
        "right of these",
        "seconds of",
        "quartile 1",
        "median",
        "quartile 3",
    ),
]
_CHOICES = ["edition", "item", "choice", "text", "key", "chosen", "of", *_INTERVAL]
_SURENESS = ["edition", "sure", "answers", "right", *_INTERVAL]


def write_report(gathered: Gathered, out: Path, delimiter: str = ",") -> None:
    """Write the page and the tables into a folder, which is made if it is not there."""
    edition = bank_version()
    items = found(gathered.volunteers)
    levels = sureness(gathered.volunteers)
    out.mkdir(parents=True, exist_ok=True)
    page = render(
        "items.html",
        book=settings().title,
        edition=edition,
        volunteers=len(gathered.volunteers),
        left_out=gathered.left_out,
        items=[each for each in items if each.volunteers],
        unanswered=[each.item.id for each in items if not each.volunteers],
        levels=levels,
        chapters=[(chapter(each.name).title, each) for each in chapters(gathered.volunteers)],
    )
    (out / "items.html").write_text(page, encoding="utf-8")
    write_cells(out / "items.csv", _ITEMS, ([edition, *_item(one)] for one in items), delimiter)
    rows = ([edition, each.item.id, *_choice(one)] for each in items for one in each.choices)
    write_cells(out / "choices.csv", _CHOICES, rows, delimiter)
    said = (
        [
            edition,
            number(each.level),
            str(each.right.of),
            str(each.right.count),
            *_share(each.right),
        ]
        for each in levels
    )
    write_cells(out / "sureness.csv", _SURENESS, said, delimiter)


def _item(each: ItemFindings) -> Iterator[str]:
    item = each.item
    yield from (item.id, item.chapter, item.kind, item.stem)
    yield from (str(each.volunteers), str(each.seen), str(each.unread))
    yield from (str(each.right.of), str(each.right.count)) if each.right else ("", "")
    yield from _share(each.right)
    yield from (_decimal(each.credit), str(each.again))
    wrong = each.distractor
    yield from (wrong.id, str(wrong.chosen.count)) if wrong else ("", "")
    yield from _share(wrong.chosen if wrong else None)
    level, right = each.sure or (None, None)
    yield from (str(right.of) if right else "", _decimal(level), str(right.count) if right else "")
    quartiles, of = each.seconds or ((None, None, None), "")
    yield from (str(of), *map(_decimal, quartiles))


def _choice(each: Choice) -> list[str]:
    key = {True: "yes", False: "no", None: ""}[each.right]
    counts = (str(each.chosen.count), str(each.chosen.of))
    return [each.id, each.text, key, *counts, *_share(each.chosen)]


def _share(share: Share | None) -> tuple[str, str, str]:
    if share is None:
        return ("", "", "")
    low, high = share.interval
    return (_decimal(share.share), _decimal(low), _decimal(high))


def _decimal(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}".rstrip("0").rstrip(".")
