"""Publication delay of the page's texts, in years from utterance to print."""

from __future__ import annotations

from functools import cache

import pandas as pd

from sourcework import tables
from sourcework.dates import last_day, spoken
from sourcework.excerpts import load_excerpts
from sourcework.lab.question import LabQuestion, Mistake
from sourcework.lab.shapes import Column

__all__ = ["QUESTIONS", "texts"]

_WHOLE = ("day", "month", "year")  # a date of these kinds has a last day


def texts() -> pd.DataFrame:
    """Return one row per text that was handed down to the page, under its first excerpt's id."""
    handed_down = tables.excerpts().query("not furniture and chain != 'narration'")
    return handed_down.drop_duplicates(["chain", "date", "published"])


@cache
def _ids() -> frozenset[str]:
    return frozenset(tables.excerpts().index)


def _dated() -> pd.DataFrame:
    return texts().query("precision in @precisions", local_dict={"precisions": _WHOLE})


def _ends(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the last day that utterance and print of each excerpt can mean."""
    known = load_excerpts()
    said = [pd.Timestamp(last_day(known[str(name)].date)) for name in frame.index]
    printed = [pd.Timestamp(last_day(known[str(name)].published.date)) for name in frame.index]
    return pd.DataFrame({"said": said, "printed": printed}, index=frame.index)


def _days(start: pd.Series, end: pd.Series) -> pd.Series:
    return (end - start).dt.days


def _at_most(frame: pd.DataFrame) -> pd.Series:
    return _days(frame["date"], _ends(frame)["printed"])


def _with_vague() -> pd.Series:
    return _at_most(texts())


def _pieces() -> pd.Series:
    known = tables.excerpts().query("not furniture and chain != 'narration'")
    return _at_most(known[known["precision"].isin(_WHOLE)])


def _longest() -> str:
    days = _at_most(_dated())
    name = str(days.idxmax())
    years = days.max() / 365.25
    wide = (days - _days(_ends(_dated())["said"], _dated()["published"]).clip(lower=0)).gt(0).sum()
    return (
        f"At most {years:.1f} years, for {_quoted(name)}. For {wide} of the {len(days)} texts the "
        "shortest and the longest wait differ, and only the span between them is known."
    )


def _quoted(name: str) -> str:
    return f"`{name}` (*{load_excerpts()[name].title}*)"


def _dates_of(name: str) -> str:
    one = load_excerpts()[name]
    said, printed = spoken(one.date, one.precision), spoken(one.published.date)
    return f"By the table the words of `{name}` are dated {said} and were first printed {printed}."


AT_MOST = LabQuestion(
    name="delay/at-most",
    shape=Column(
        name="at_most",
        rows="texts",
        known=_ids,
        scales={"years": 1 / 365.25, "months": 12 / 365.25, "weeks": 1 / 7},
    ),
    answer=lambda: _at_most(_dated()),
    hint=(
        "`at_most` is still blank. The longest wait runs from the first day that the date of the "
        "words can mean, which is `date`, to the last day that the print can mean. "
        "The line of `at_least` shows how, with the ends the other way round."
    ),
    means=_longest,
    look=(
        "`date` and `published` hold the first day that the written date can mean. "
        "`precision` and `published_precision` say how much of it was written."
    ),
    row=_dates_of,
    mistakes=(
        Mistake(
            lambda: _days(_dated()["date"], _dated()["published"]),
            "Both ends are first days. A text printed in 1927, month unknown, stands in "
            "`published` as 1 January 1927, and it may have come out as late as 31 December: "
            "use `last_day` on the print.",
        ),
        Mistake(
            lambda: _days(_ends(_dated())["said"], _dated()["published"]).clip(lower=0),
            "This is the shortest wait again, from the last day of the words to the first day of "
            "the print. The longest one takes the other two ends.",
        ),
        Mistake(
            lambda: _days(_ends(_dated())["said"], _ends(_dated())["printed"]),
            "Both ends are last days. The longest wait begins on the first day that the date of "
            "the words can mean, and that is `date` as it stands.",
        ),
        Mistake(
            lambda: _at_most(texts().query("precision == 'day' and published_precision == 'day'")),
            "Only the texts with a day at both ends are here. Those known to the year only have no "
            "day, but they have a first and a last one: keep them, and let the two columns differ.",
        ),
        Mistake(
            _with_vague,
            "Texts dated *about* a year, or to a decade, are among these. The tables do not say "
            "how wide an *about* is, so it has no last day: leave them out, and say so.",
        ),
        Mistake(
            _pieces,
            "Excerpts are counted here, and texts were asked for. One article of Trotsky's is cut "
            "into several excerpts that waited together: `drop_duplicates` on chain, date and "
            "print keeps one row of each text.",
        ),
    ),
)


def _deaths() -> pd.DataFrame:
    """Return the texts with the day on which their speaker died, where the tables have one."""
    died = pd.to_datetime(tables.people()["died"], format="ISO8601")
    return texts().join(died, on="speaker", validate="many_to_one")


def _in_lifetime() -> pd.Series:
    known = _deaths().dropna(subset="died")
    return known["published"] <= known["died"]


def _lifetime_means() -> str:
    printed = _in_lifetime()
    left = sorted(_deaths().query("died.isna()")["speaker"])
    names = ", ".join(str(tables.people().loc[name, "name"]) for name in left)
    return (
        f"{printed.sum()} of {len(printed)} texts were printed while the person lived whose words "
        f"they are said to be. Of {names} the tables have no date of death, so nothing can be said."
    )


def _death_of(name: str) -> str:
    one = load_excerpts()[name]
    person = tables.people().loc[one.speaker]
    printed = f"By the table `{name}` was first printed {spoken(one.published.date)}"
    if not person["died"]:
        return f"{printed}; for {person['name']} the column `died` is empty."
    return f"{printed}; {person['name']} died {spoken(person['died'])}."


IN_LIFETIME = LabQuestion(
    name="delay/in-lifetime",
    shape=Column(name="in_lifetime", rows="texts", known=_ids, yes_or_no=True),
    answer=_in_lifetime,
    hint=(
        "`answer` is still blank. Join the texts to `tables.people()` by the speaker, make dates "
        "of `died`, and compare them with `published`. Call the column `in_lifetime`."
    ),
    means=_lifetime_means,
    look="The print is `published`; the death is `died` in `tables.people()`, or not known.",
    row=_death_of,
    mistakes=(
        Mistake(
            lambda: _deaths()["published"] <= _deaths()["died"],
            "A row without a date of death has come out as False. In pandas every comparison with "
            "an empty date is False, and that is not the same as *printed after the death*: drop "
            'the row with `dropna(subset="died")`, or leave its value empty.',
        ),
        Mistake(
            lambda: _deaths().dropna(subset="died").eval("date <= died"),
            "This compares the day on which the words were spoken or written. Everybody lived on "
            "that day. The question is about the print: `published`.",
        ),
        Mistake(
            lambda: ~_in_lifetime(),
            "Yes and no are the wrong way round: these are the texts printed *after* the death.",
        ),
        Mistake(
            lambda: ~(_deaths()["published"] <= _deaths()["died"]),
            "Yes and no are the wrong way round, and the row without a date of death has a value. "
            "Turned round, a comparison with an empty date becomes True.",
        ),
    ),
)

QUESTIONS = (AT_MOST, IN_LIFETIME)
