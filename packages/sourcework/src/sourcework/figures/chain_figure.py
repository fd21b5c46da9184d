"""Figure of a transmission chain, from the event to the reader's screen, link by link."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from typing import Any

import pandas as pd

from .. import tables
from ..dates import spoken
from ..drawing import Sheet, wrap
from ..errors import DataError
from ..paths import DATA
from ..quantities import quantity
from ..typography import within
from .figure import Figure

__all__ = ["chain"]

Link = dict[Hashable, Any]  # one row of links.csv

_WIDTH = 380
_LANE = 88  # x of the line that joins the links
_WORDS = 104  # x of the words beside it
_LEADING = 17
_YEAR = 2  # pixels; the same in every chain, so that chains can be compared
_APART = 12  # pixels between two links that no year separates
_ASIDE = 24  # pixels that a gap needs for its label
_MONTH = 1 / 12
_MEDIA = {
    "speech": "by word of mouth",
    "dictation": "by dictation",
    "manuscript": "on paper",
    "memory": "from memory",
    "print": "in print",
    "translation": "in translation",
    "reading aloud": "read aloud",
    "web": "on the web",
}


def chain(name: str) -> Figure:
    """Draw one transmission chain of `links.csv`; the silences between its links are to scale.

    Raises
    ------
    DataError
        If there is no chain with this name.
    """
    frame = tables.links()
    known = list(dict.fromkeys(frame["chain"]))
    if name not in known:
        cure = f"use one of: {', '.join(known)}"
        raise DataError(DATA / "links.csv", f'chain "{name}"', "there is no such chain", cure)
    links: list[Link] = frame[frame["chain"] == name].to_dict("records")
    first, last = links[0], links[-1]
    widest = max(links, key=lambda link: link["gap_years"])
    lacks = Counter(lacking for link in links if (lacking := _lacking(link)))
    title = f"From {within(first['actor'])}, {_date(first)}, to {last['actor']}"
    alt = (
        f"{quantity(len(links), 'links')} {'leads' if len(links) == 1 else 'lead'} "
        f"from {_date(first)} to {_date(last)}. "
        f"The longest silence, {_years(widest['gap_years'])}, comes before this link: "
        f"{widest['actor']}, {_date(widest)}. "
        + (
            " ".join(
                f"{words.capitalize()}: {number} of the links." for words, number in lacks.items()
            )
            if lacks
            else "All the links are attested."
        )
    )
    return Figure(
        name=f"chain-{name}",
        title=title,
        sheet=_draw(links),
        alt=alt,
        caption=(
            "Read downwards. A heavy line between two links is the time that passed, to scale. "
            "A hollow ring and broken lines: something is lacking, as the words in brackets say."
        ),
        table=_table(links),
    )


def _draw(links: list[Link]) -> Sheet:
    words = [wrap(str(link["what"]), _WIDTH - _WORDS) for link in links]
    heads = [_head(link) for link in links]
    dates = [wrap(_short(_date(link)), _LANE - 14) for link in links]
    tops = [18.0]
    for link, head, body, date in zip(links[1:], heads, words, dates, strict=False):
        height = _LEADING * max(len(head) + len(body), len(date))
        tops.append(tops[-1] + height + _room(link))
    end = tops[-1] + _LEADING * max(len(heads[-1]) + len(words[-1]), len(dates[-1]))
    sheet = Sheet(_WIDTH, end - 4)
    for above, top, link in zip(tops, tops[1:], links[1:], strict=False):
        _join(sheet, above - 5, top - 5, link)
    for top, link, head, body, date in zip(tops, links, heads, words, dates, strict=True):
        unsure = bool(_lacking(link))
        sheet.mark(_LANE, top - 5, size=10, hollow=unsure)
        for row, part in enumerate(date):
            sheet.text(0, top + row * _LEADING, part, role="faint")
        for row, part in enumerate(head + body):
            sheet.text(_WORDS, top + row * _LEADING, part, bold=row < len(head))
    return sheet


def _join(sheet: Sheet, above: float, below: float, link: Link) -> None:
    """Join two links: a thin line, and before the lower one the years of silence as a heavy one."""
    gap = _gap(link)
    unsure = bool(_lacking(link))
    sheet.line([(_LANE, above + 6), (_LANE, below - 6)], role="rule", dashed=unsure, width=1.5)
    if gap < _MONTH:
        return
    bottom = below - 12 - max(_ASIDE - gap * _YEAR, 0) / 2
    top = bottom - gap * _YEAR
    if unsure:
        sheet.bar((_LANE - 4, top, 8, bottom - top), role="paper", edge="ink", dashed=True)
    else:
        sheet.bar((_LANE - 4, top, 8, bottom - top), role="ink")
    sheet.text(_WORDS, (top + bottom) / 2 + 5, f"{_years(gap)} later", role="faint")


def _room(link: Link) -> float:
    gap = _gap(link)
    return _APART if gap < _MONTH else _APART + max(_ASIDE, gap * _YEAR) + 4


def _head(link: Link) -> list[str]:
    lacking = f" ({words})" if (words := _lacking(link)) else ""
    return wrap(f"{_actor(link)}, {_medium(link)}{lacking}", _WIDTH - _WORDS, bold=True)


def _lacking(link: Link) -> str:
    return tables.LACKING.get(str(link["basis"]), "")


def _actor(link: Link) -> str:
    actor = str(link["actor"])
    return f"{actor[:1].upper()}{actor[1:]}"


def _medium(link: Link) -> str:
    return _MEDIA.get(str(link["medium"]), str(link["medium"]))


def _table(links: list[Link]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Date": [_date(link) for link in links],
            "Years since the last link": [f"{_gap(link):g}" for link in links],
            "Who": [_actor(link) for link in links],
            "How": [_medium(link) for link in links],
            "What happened": [link["what"] for link in links],
            "What could change": [link["could_change"] for link in links],
            "Checked": [_lacking(link) or "yes" for link in links],
        }
    )


def _date(link: Link) -> str:
    return spoken(str(link["written_date"]))


def _short(date: str) -> str:
    """Return a date with its month cut to three letters, for the narrow column."""
    return " ".join(part[:3] if part.isalpha() else part for part in date.split())


def _gap(link: Link) -> float:
    return float(str(link["gap_years"]))


def _years(gap: float) -> str:
    months = round(gap * 12)
    if 0 < months < 12:
        return f"{months} {'month' if months == 1 else 'months'}"
    return f"{gap:g} {'year' if gap == 1 else 'years'}"
