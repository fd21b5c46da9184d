"""Knowledge table: tellers and prints, events and the people who were there, and who knew when."""

from __future__ import annotations

from functools import cache

import pandas as pd

from sourcework import tables
from sourcework.dates import spoken
from sourcework.lab.question import LabQuestion, Mistake
from sourcework.lab.shapes import Column, Ids, SingleNumber

from .publication_delay import texts

__all__ = ["QUESTIONS"]

_ARTICLE = "1940-08-10-liberty"
_MEMO = "1923-03-21-stalin-memo"
_ARRIVES, _LEAVES = "1923-08-09-bazhanov-appointed", "1928-01-01-bazhanov-flees"


@cache
def _tellers() -> frozenset[str]:
    return frozenset(tables.knowledge().index)


def _pairs(frame: pd.DataFrame) -> pd.DataFrame:
    """Return every teller whose telling has a date with every text."""
    told = tables.knowledge().query("told != ''").rename_axis("teller").reset_index()
    told["told"] = pd.to_datetime(told["told"], format="ISO8601")
    return told[["teller", "told"]].merge(frame[["date", "published"]], how="cross")


def _counted(frame: pd.DataFrame, column: str = "published", after: bool = False) -> pd.Series:
    """Count the texts that have the date in a column before the telling, or after it."""
    pairs = _pairs(frame)
    met = pairs[column] >= pairs["told"] if after else pairs[column] <= pairs["told"]
    return met.groupby(pairs["teller"]).sum()


def _readable() -> pd.Series:
    return _counted(texts())


def _readable_means() -> str:
    readable = _readable()
    name = tables.knowledge()["name"]
    return (
        f"When {name['trotsky']} signed, {readable['trotsky']} of the {len(texts())} texts were in "
        f"print; for {name['narrator']} it was {readable['narrator']}. What is in print can be "
        "known, and what is not in print can be known too, by those who have the papers."
    )


def _telling_of(teller: str) -> str:
    person = tables.knowledge().loc[teller]
    if not person["told"]:
        return f"For {person['name']} the column `told` is empty: no telling of theirs is known."
    return f"{person['name']} told of it {spoken(person['told'])}: {person['statement']}."


IN_PRINT = LabQuestion(
    name="knowing/in-print",
    shape=Column(name="readable", rows="tellers", known=_tellers),
    answer=_readable,
    hint=(
        "`readable` is still blank. First compare `published` with `told`, which gives True or "
        "False for each pair: that is `in_print`. Then count the True ones by `teller`; a sum "
        "counts True as one."
    ),
    means=_readable_means,
    look="`pairs` has a row for every teller with every text; `told` and `published` are dates.",
    row=_telling_of,
    mistakes=(
        Mistake(
            lambda: _counted(texts(), after=True),
            "These texts came out *after* the telling: the comparison is the wrong way round.",
        ),
        Mistake(
            lambda: _counted(texts(), "date"),
            "This counts what had been said or written by then (`date`). Nobody could read that: "
            "take the day of the print, `published`.",
        ),
        Mistake(
            lambda: _pairs(texts()).groupby("teller").size(),
            "This counts the rows, and each teller has a row with every text. "
            "`size` and `count` count False as well; `sum` counts the True ones.",
        ),
        Mistake(
            lambda: _readable().loc[lambda counts: counts > 0],
            "Whoever could read nothing has dropped out. A group without rows is no group: count "
            "the True ones by `sum` instead of filtering first, or `reindex(…, fill_value=0)`.",
        ),
        Mistake(
            lambda: _counted(
                tables.excerpts().query("not furniture and chain != 'narration'"),
            ),
            "Excerpts are counted here, and texts were asked for: several excerpts are cut from "
            "one text.",
        ),
    ),
)


@cache
def _events() -> frozenset[str]:
    return frozenset(tables.events().index)


def _of_lenin() -> pd.DataFrame:
    events = tables.events()
    return events[["lenin" in people for people in events["people"]]]


def _in_service(events: pd.DataFrame) -> list[str]:
    days = tables.events()["date"]
    return list(events[events["date"].between(days[_ARRIVES], days[_LEAVES])].index)


def _before(events: pd.DataFrame) -> list[str]:
    return list(events[events["date"] < tables.events()["date"][_ARRIVES]].index)


def _served_means() -> str:
    served, every = _in_service(_of_lenin()), _of_lenin()
    titles = "; ".join(str(tables.events().loc[name, "title"]) for name in served)
    return (
        f"{len(served)} of {len(every)}: {titles}. In none of them does Lenin dictate or decide "
        "anything. At the rest Bazhanov was, by his own date, not yet on Stalin's staff."
    )


def _event_of(name: str) -> str:
    event = tables.events().loc[name]
    date = spoken(str(event["written_date"]))
    people = ", ".join(event["people"]) or "nobody"
    return f"{event['title']}: {date}; named there: {people}."


IN_SERVICE = LabQuestion(
    name="knowing/in-service",
    shape=Ids(rows="events", known=_events),
    answer=lambda: _in_service(_of_lenin()),
    hint=(
        "`seen` is still blank. Make a row of each person of an event with `explode`, keep those "
        "of `lenin`, keep the dates `between` the two days, and take the `index`."
    ),
    means=_served_means,
    look=(
        f"The two days are the dates of `{_ARRIVES}` and `{_LEAVES}`; "
        "the people of an event are a tuple of ids."
    ),
    row=_event_of,
    mistakes=(
        Mistake(
            lambda: _in_service(tables.events()),
            "These are all events of those years, with whoever was there. Keep the ones that name "
            'Lenin: `.explode("people").query("people == \'lenin\'")`.',
        ),
        Mistake(
            lambda: _before(_of_lenin()),
            "These are the events from *before* Bazhanov's first day, when he was not yet there.",
        ),
        Mistake(
            lambda: list(_of_lenin().index),
            "These are all events that name Lenin. Bazhanov was there for the last of them only: "
            "compare `date` with his first day and his last.",
        ),
        Mistake(
            list[str],
            "Nothing is left. A comparison such as `people == 'lenin'` finds nothing in a column "
            "of tuples: `explode` it first. Or the two days are the wrong way round.",
        ),
    ),
)


@cache
def _people() -> frozenset[str]:
    return frozenset(tables.people().index)


def _near() -> pd.DataFrame:
    """Return the people of 1923 who could know something of the request for poison."""
    names = {part for name in tables.knowledge().index for part in str(name).split("-")}
    # Who wrote the memo, and who signed below it.
    names.update(map(str, tables.events().loc[[_MEMO], "people"].explode()))
    people = tables.people()
    return people[people.index.isin(names) & (people["fate"] != "later author")]


def _alive() -> list[str]:
    day = tables.events().loc[_ARTICLE, "written_date"]
    return list(_near().query("died > @day", local_dict={"day": day}).index)


def _alive_means() -> str:
    alive = tables.people().loc[_alive(), "name"]
    return (
        f"{len(alive)} of {len(_near())}: {', '.join(alive)}. One of them is the author, one is "
        "the man accused, one had, like the author, signed below his memo, and one is a "
        "secretary who told a story of her own in 1967. An article that hardly anybody was left "
        "to correct is not false for that, but it was not tested either."
    )


def _life_of(name: str) -> str:
    person = tables.people().loc[name]
    return f"{person['name']} died {spoken(person['died'])}." if person["died"] else ""


ALIVE = LabQuestion(
    name="poison/alive",
    shape=Ids(rows="people", known=_people),
    answer=_alive,
    hint=(
        "`alive` is still blank. Keep the rows of `near` whose `died` comes after the day of the "
        "article, 1940-08-10. Written like this, dates can be compared as text."
    ),
    means=_alive_means,
    look="The article came out on 10 August 1940. `query` keeps the rows for which it holds.",
    row=_life_of,
    mistakes=(
        Mistake(
            lambda: list(_near()[~_near().index.isin(_alive())].index),
            "These are the dead. Whoever could still speak died *after* the article came out.",
        ),
        Mistake(
            lambda: [name for name in _alive() if name != "trotsky"],
            "The author is missing. He died days after his article came out, so that on the day "
            "itself he could still be asked.",
        ),
        Mistake(
            lambda: list(tables.people().query("died > '1940-08-10'").index),
            "These are all people of the table who died later, with those who took no part. "
            "Take the rows of `near`.",
        ),
        Mistake(
            lambda: list(_near().index),
            "These are all who could know something. Compare `died` with the day of the article.",
        ),
    ),
)


def _steps_back(order: pd.DataFrame) -> int:
    dates = order.merge(tables.events()[["date"]], left_on="event", right_index=True)["date"]
    return int((dates.diff() < pd.Timedelta(0)).sum())


def _quoted() -> pd.DataFrame:
    return tables.fragments().query("seed_line != ''")


def _steps_mean() -> str:
    quoted = _quoted()
    vague = tables.events().loc[quoted["event"]].query("precision != 'day'")
    when = ", ".join(
        f"{one['title']} ({spoken(one['written_date'])})" for _, one in vague.iterrows()
    )
    more = f" Without a day, so that there may be a step more or less: {when}." if when else ""
    return (
        f"{_steps_back(quoted)} of the {len(quoted) - 1} steps from fragment to fragment go back "
        "in time. A reader who takes the page's order for the order of events goes wrong each time."
        f"{more}"
    )


STEPS_BACK = LabQuestion(
    name="georgia/steps-back",
    shape=SingleNumber(unit="steps back"),
    answer=lambda: _steps_back(_quoted()),
    hint=(
        "`back` is still blank. `diff()` gives the days from each fragment to the next; count the "
        "negative ones with `.dt.days.lt(0).sum()`."
    ),
    means=_steps_mean,
    look="The rows stand in the order of the page. A step back is a date before the one above it.",
    mistakes=(
        Mistake(
            lambda: len(_quoted()) - 1 - _steps_back(_quoted()),
            "These are the steps *forward*. A step back has a negative difference.",
        ),
        Mistake(
            lambda: _steps_back(tables.fragments()),
            "The fragments that the page leaves out are among these. Keep those that have a "
            "`seed_line`.",
        ),
        Mistake(lambda: len(_quoted()), "This counts the fragments. Count the steps between them."),
    ),
)

QUESTIONS = (IN_PRINT, IN_SERVICE, ALIVE, STEPS_BACK)
