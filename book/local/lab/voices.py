"""Word frequencies of the page's voices in a thousand words, and a coding of clauses."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from sourcework import tables
from sourcework.lab.question import LabQuestion, Mistake
from sourcework.lab.shapes import Column

__all__ = ["FIRST_PERSON", "QUESTIONS", "WORD", "words"]

WORD = r"[A-Za-z]+(?:['’][A-Za-z]+)*"
FIRST_PERSON = ("i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves")
_NAME = "stalin"


def words() -> pd.DataFrame:
    """Return one row per word of the document, in small letters, with its voice."""
    frame = tables.voices().assign(word=lambda t: t["reading"].str.lower().str.findall(WORD))
    return frame.explode("word").dropna(subset="word")


def _voices() -> list[str]:
    return ["gloss", "narrator", "quoted", "remembered"]


def _rate(wanted: pd.Series, frame: pd.DataFrame, voice: str = "voice") -> pd.Series:
    groups = wanted.groupby(frame[voice])
    return groups.sum() / groups.size() * 1000


def _of_page(wanted: pd.Series, frame: pd.DataFrame) -> pd.Series:
    return wanted.groupby(frame["voice"]).sum() / len(frame) * 1000


def _first(frame: pd.DataFrame) -> pd.Series:
    return frame["word"].isin(FIRST_PERSON)


def _named(frame: pd.DataFrame) -> pd.Series:
    return frame["word"].str.replace(r"['’]s$", "", regex=True) == _NAME


def _heard(voice: str, wanted: pd.Series, frame: pd.DataFrame) -> str:
    spoken = frame["voice"] == voice
    found = frame.loc[wanted & spoken, "word"].value_counts()
    listed = ", ".join(f"`{word}` {count}" for word, count in found.items()) or "none of them"
    return f"In the voice `{voice}`, {spoken.sum()} words long, stand: {listed}."


def _first_means() -> str:
    rate = _rate(_first(words()), words())
    silent = [f"`{voice}`" for voice in rate.index[rate == 0]]
    return (
        f"Never in the voices {' and '.join(silent)}; {rate['quoted']:.0f} in a thousand among the "
        "quoted words. The hand that chose the quotations does not show itself by a single *I*."
    )


_RATES = Column(
    name="per_thousand",
    rows="voices",
    known=_voices,
    tolerance=0.06,
    scales={"shares of one": 0.001, "percentages": 0.1},
)

PER_THOUSAND = LabQuestion(
    name="voices/first-person",
    shape=_RATES,
    answer=lambda: _rate(_first(words()), words()),
    hint=(
        "`per_thousand` is still blank. Divide the first-person words of each voice by all its "
        "words, and take that a thousand times: both are columns of the table."
    ),
    means=_first_means,
    look="A rate compares a voice with itself: its own words stand below the line.",
    row=lambda voice: _heard(voice, _first(words()), words()),
    mistakes=(
        Mistake(
            lambda: _first(words()).groupby(words()["voice"]).sum(),
            "These are counts. The quoted words are twice as many as the narrator's and more than "
            "forty times the glosses, so that counts compare lengths: divide by `words`.",
        ),
        Mistake(
            lambda: _of_page(_first(words()), words()),
            "Each count is divided by the words of the whole page. Divide it by the words of its "
            "own voice.",
        ),
        Mistake(
            lambda: 1000 / _rate(_first(words()), words()) * 1000,
            "The fraction is upside down: it says how many words there are to one of the first "
            "person.",
        ),
    ),
)


def _named_means() -> str:
    rate = _rate(_named(words()), words())
    return (
        f"{rate['narrator']:.0f} in a thousand words of the narrator, {rate['quoted']:.0f} in a "
        "thousand quoted ones. It is the frame that keeps the name before the reader's eyes."
    )


def _own_voice() -> pd.Series:
    frame = words().join(tables.excerpts()["voice"].rename("whole"), on="excerpt")
    return _rate(_named(frame), frame, "whole")


STALIN = LabQuestion(
    name="voices/stalin",
    shape=_RATES,
    answer=lambda: _rate(_named(words()), words()),
    hint=(
        "`stalin` is still blank. Mark the words that are the name, with and without its genitive "
        "ending, and take the mean of the mark for each voice, a thousand times."
    ),
    means=_named_means,
    look="`str.replace` takes the ending off; the mean of a column of True and False is a share.",
    row=lambda voice: _heard(voice, _named(words()), words()),
    mistakes=(
        Mistake(
            lambda: _rate(words()["word"] == _NAME, words()),
            "The genitive is missing: `stalin's` is another string than `stalin`. Take the ending "
            "off before you compare.",
        ),
        Mistake(
            lambda: _named(words()).groupby(words()["voice"]).sum(),
            "These are counts, which compare the lengths of the voices. Divide by the words of "
            "each voice.",
        ),
        Mistake(
            lambda: _of_page(_named(words()), words()),
            "Each count is divided by the words of the whole page. Divide it by the words of its "
            "own voice.",
        ),
        Mistake(
            _own_voice,
            "This is the voice of the whole excerpt. Inside many excerpts another voice takes "
            "over, a remembered one or a gloss: take the `voice` of the stretch.",
        ),
        Mistake(
            lambda: _rate(_named(words()), words()).loc[lambda rate: rate > 0],
            "A voice that never says the name has dropped out, and its zero is a finding. Filter "
            "nothing before you group.",
        ),
    ),
)


def _coding(normalize: Literal["index", "columns", "all"] | Literal[False] = "index") -> pd.Series:
    clauses = tables.clauses()
    return pd.crosstab(clauses["about"], clauses["code"], normalize=normalize)["criticism"]


def _about() -> list[str]:
    return list(tables.clauses()["about"].unique())


def _balance_means() -> str:
    share = _coding()
    return (
        f"By the book's coding {share['stalin']:.0%} of the clauses about Stalin criticise, and "
        f"{share['trotsky']:.0%} of those about Trotsky. Code two clauses otherwise, and see "
        "whether that still holds."
    )


BALANCE = LabQuestion(
    name="testament/balance",
    shape=Column(
        name="criticism",
        rows="groups of clauses",
        known=_about,
        tolerance=0.006,
        scales={"percentages": 100},
    ),
    answer=_coding,
    hint=(
        "`shares` is still blank: put a line of yours in the place of the three dots. "
        "`pd.crosstab` can divide each row by its own sum."
    ),
    means=_balance_means,
    look="Each row of `shares` should add up to one: of all clauses *about* somebody.",
    mistakes=(
        Mistake(
            lambda: _coding(False),
            "These are counts. There are more clauses about one man than about the other, so "
            "divide each row by its own sum.",
        ),
        Mistake(
            lambda: _coding("columns"),
            "Each column adds up to one here: this says how all criticism is shared out among "
            "the men. Asked was how much of what is said about each is criticism.",
        ),
        Mistake(
            lambda: _coding("all"),
            "Every clause is divided by all clauses. Divide by the clauses about the same man.",
        ),
    ),
)

QUESTIONS = (PER_THOUSAND, STALIN, BALANCE)
