"""Partial ISO dates (1907, 1907-03, 1907-03-02) and how prose writes them."""

from __future__ import annotations

import calendar
import datetime
import re

__all__ = ["first_day", "is_real", "last_day", "precision", "spoken", "unbroken"]

_MONTHS = "|".join(calendar.month_name[1:])
_DAY = rf"\d{{1,2}} (?:{_MONTHS})"
_SPOKEN = rf"(?:{_DAY}|{_MONTHS}) \d{{4}}"
_ONLY_DATES = re.compile(rf"(?:[a-z]+ )?{_SPOKEN}(?: to {_SPOKEN})?")


def first_day(date: str) -> datetime.date:
    """Return the first day that a partial ISO date can mean, or raise `ValueError`."""
    year, month, day = [*date.split("-"), "01", "01"][:3]
    return datetime.date(int(year), int(month), int(day))


def last_day(date: str) -> datetime.date:
    """Return the last day that a partial ISO date can mean, or raise `ValueError`."""
    first = first_day(date)
    if precision(date) == "year":
        return first.replace(month=12, day=31)
    if precision(date) == "month":
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first


def is_real(date: str) -> bool:
    """Say whether `date` is a partial ISO date of a day, month or year that exists."""
    try:
        first_day(date)
    except ValueError:
        return False
    return len(date) in (4, 7, 10)


def precision(date: str) -> str:
    """Return `year`, `month` or `day`: how much a partial ISO date says."""
    return {4: "year", 7: "month", 10: "day"}[len(date)]


def spoken(date: str, how: str | None = None) -> str:
    """Write a partial ISO date as prose does: 2 March 1907, March 1907, the 1900s, about 1960."""
    year, *rest = date.split("-")
    if how == "decade":
        return f"the {year[:3]}0s"
    words = [calendar.month_name[int(rest[0])]] if rest else []
    words += [str(int(rest[1]))] if len(rest) > 1 else []
    whole = " ".join([*reversed(words), year])
    return f"about {whole}" if how == "about" else whole


def unbroken(text: str, *, year: bool = True) -> str:
    """Keep each date, or only day and month, on one line in a text that is a date or two.

    Other text stays as it is.
    """
    if not _ONLY_DATES.fullmatch(text):
        return text
    return re.sub(_SPOKEN if year else _DAY, lambda date: date[0].replace(" ", "\u00a0"), text)
