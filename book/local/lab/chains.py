"""Reliability of a chain of n links, by a stated rule: the product over its links."""

from __future__ import annotations

from functools import cache

import pandas as pd

from sourcework import tables
from sourcework.lab.question import LabQuestion, Mistake
from sourcework.lab.shapes import Column

__all__ = ["BRANCHING", "BY_MOUTH", "QUESTIONS", "hands"]

BY_MOUTH = ("speech", "memory", "dictation", "reading aloud", "translation")
"""Media that pass through an ear or a mind. By the lab's rule such a link is *likely*, and one on
paper or screen *very likely*."""


@cache
def _ids() -> frozenset[str]:
    return frozenset(tables.links().index)


@cache
def _chains() -> frozenset[str]:
    return frozenset(tables.links()["chain"])


BRANCHING = ("georgia", "poison", "testament")
"""Chains with links that stand beside each other: the page does not have the words from all."""


def hands(every: bool = False) -> pd.DataFrame:
    """Return the links that hand a text on, or every one, with their value by the lab's rule.

    Chains that branch are left out: their links cannot be multiplied.
    """
    links = tables.links()
    links = links[~links["chain"].isin(BRANCHING) & (every | (links["hands_on"] == "yes"))]
    return links.assign(value=_values(links))


def _values(links: pd.DataFrame) -> pd.Series:
    scale = tables.scales().query("kind == 'reliability'").set_index("word")["value"]
    word = links["medium"].isin(BY_MOUTH).map({True: "likely", False: "very likely"})
    return word.map(scale)


def _left(frame: pd.DataFrame) -> pd.Series:
    return frame.groupby("chain")["value"].cumprod()


def _ends() -> pd.Series:
    return hands().groupby("chain")["value"].prod()


def _branching() -> pd.Series:
    frame = tables.links().query("hands_on == 'yes'")
    return _left(frame.assign(value=_values(frame)))


def _left_means() -> str:
    ends, many = _ends(), hands().groupby("chain").size()
    chain = str(ends.idxmin())
    return (
        f"Least is left of `{chain}`: {ends[chain]:.2f} after {many[chain]} hands, although no "
        "single one was worse than likely. The number speaks of our rule as much as of the past."
    )


def _link_of(name: str) -> str:
    link = tables.links().loc[name]
    hand = "" if link["hands_on"] == "yes" else " It hands nothing on."
    return f"{link['actor']}, by {link['medium']}: {link['what']}{hand}"


LEFT = LabQuestion(
    name="chains/left",
    shape=Column(
        name="left", rows="links", known=_ids, tolerance=0.006, scales={"percentages": 100}
    ),
    answer=lambda: _left(hands()),
    hint=(
        "`left` is still blank. Multiply the values along each chain: group `hands` by chain, take "
        "the column `value`, and `cumprod` gives the product so far."
    ),
    means=_left_means,
    look="Every chain begins with the whole story, and each hand keeps a part of what came to it.",
    row=_link_of,
    mistakes=(
        Mistake(
            lambda: hands()["value"].cumprod(),
            "The product runs on from one chain into the next. Each chain is a story by itself: "
            '`groupby("chain")` before `cumprod`.',
        ),
        Mistake(
            lambda: hands().groupby("chain")["value"].transform("prod"),
            "Every link has the product of the whole chain. `cumprod` gives the product *so far*.",
        ),
        Mistake(
            lambda: hands().groupby("chain")["value"].cumsum(),
            "These are sums, and a probability does not grow beyond one. What is left after two "
            "hands is the one times the other.",
        ),
        Mistake(
            lambda: hands()["value"],
            "These are the links' own values. What is left after a link depends on all before it.",
        ),
        Mistake(
            lambda: hands().groupby("chain")["value"].cummin(),
            "This is the weakest link so far. A chain is weaker than its weakest link, since each "
            "of the others can fail as well.",
        ),
        Mistake(
            _branching,
            "Chains that branch are among these. Stalin took up a passage of the Testament, but "
            "the page does not have it from him: links that stand beside each other cannot be "
            "multiplied as if they stood in a line.",
        ),
        Mistake(
            lambda: _left(hands(every=True)),
            "Links that hand nothing on have been multiplied, too. Molotov only says what he "
            "thinks of the story; nobody had it from him: keep `hands_on == 'yes'`.",
        ),
    ),
)


def _both() -> pd.Series:
    return 1 - (1 - _ends()) ** 2


def _both_means() -> str:
    ends, both = _ends(), _both()
    chain = str(ends.idxmin())
    return (
        f"With a second, independent chain `{chain}` would rise from {ends[chain]:.2f} to "
        f"{both[chain]:.2f}. A second one that goes back to the same first witness would leave it "
        "where it is."
    )


def _end_of(chain: str) -> str:
    if chain in BRANCHING:
        return "Its links branch, so that they cannot be multiplied."
    many = hands().groupby("chain").size()
    return f"At the end of `{chain}`, after {many[chain]} hands, {_ends()[chain]:.3f} is left."


BOTH = LabQuestion(
    name="chains/both",
    shape=Column(
        name="both", rows="chains", known=_chains, tolerance=0.006, scales={"percentages": 100}
    ),
    answer=_both,
    hint=(
        "`both` is still blank. Two independent chains fail together only if the one fails *and* "
        "the other fails. What is left is one less that."
    ),
    means=_both_means,
    look="Work it out for a chain that keeps a half: a second like it cannot make it certain.",
    row=_end_of,
    mistakes=(
        Mistake(
            lambda: _ends() ** 2,
            "This is the chance that *both* chains come through. One of the two is enough.",
        ),
        Mistake(
            lambda: _ends() * 2,
            "Two chances cannot be added: with a chain of 0.6 the sum would be more than certain. "
            "Take away the part in which both come through, or multiply the ways to fail.",
        ),
        Mistake(
            _ends,
            "This is one chain by itself. It would be right for a second one that *depends* on the "
            "first.",
        ),
        Mistake(
            lambda: (1 - _ends()) ** 2,
            "This is the chance that both *fail*. Take it from one.",
        ),
    ),
)

QUESTIONS = (LEFT, BOTH)
