"""Single-witness test of claims: evidence, its witnesses, and whom they had it from.

A witness's origin is the last person that the table names behind him, on the same claim.
"""

from __future__ import annotations

from functools import cache

import pandas as pd

from sourcework import tables
from sourcework.lab.question import LabQuestion, Mistake
from sourcework.lab.shapes import Column, Ids, SingleNumber

__all__ = ["QUESTIONS"]

_CHAPTER, _WITNESS = "eavesdropping", "bazhanov"


@cache
def _claims() -> frozenset[str]:
    return frozenset(tables.claims().index)


def _for() -> pd.DataFrame:
    """Return the evidence for each claim with its origin: empty where no witness is named."""
    rows = tables.evidence().query("bearing == 'for'")
    origins = [_origin(rows[rows["claim"] == row["claim"]], row) for _, row in rows.iterrows()]
    return rows.assign(origin=origins)


def _origin(claim: pd.DataFrame, row: pd.Series) -> str:
    who, before = str(row["witness"]), str(row["depends_on"])
    passed = {who}
    while before and before not in passed:
        who = before
        passed.add(who)
        further = claim.loc[claim["witness"] == who, "depends_on"]
        before = str(further.iloc[0]) if len(further) else ""
    return who


def _told() -> pd.DataFrame:
    return _for().query("witness != ''")


def _by_claim(frame: pd.DataFrame, column: str) -> pd.Series:
    return frame.groupby("claim")[column].nunique()


def _one_step(frame: pd.DataFrame) -> pd.DataFrame:
    nearest = frame["depends_on"].where(frame["depends_on"] != "", frame["witness"])
    return frame.assign(nearest=nearest)


def _origins() -> pd.Series:
    return _by_claim(_told(), "origin")


def _origins_means() -> str:
    witnesses, origins = _by_claim(_told(), "witness"), _origins()
    fewer = list(witnesses.index[origins < witnesses])
    alone = int((origins == 1).sum())
    return (
        f"{alone} of the {len(origins)} claims for which a witness is named go back to one person. "
        f"Following the witnesses back lowers the count for {_listed(fewer)}."
    )


def _listed(claims: list[str]) -> str:
    return "; ".join(f"`{claim}`" for claim in claims) or "none"


def _evidence_on(claim: str) -> str:
    rows = _for()[_for()["claim"] == claim]
    names = tables.people()["name"]
    told = [
        f"{str(row['evidence']).rstrip('.')} ({_from_whom(row, names)})"
        for _, row in rows.iterrows()
    ]
    return f"{tables.claims()['claim'][claim]} For it: {'; '.join(told) or 'nothing'}."


def _from_whom(row: pd.Series, names: pd.Series) -> str:
    if not row["witness"]:
        return "no witness named"
    by = f"by {names.get(row['witness'], row['witness'])}"
    before = row["depends_on"]
    return f"{by}, from {names.get(before, before)}" if before else by


ORIGINS = LabQuestion(
    name="witnesses/origins",
    shape=Column(name="origins", rows="claims", known=_claims),
    answer=_origins,
    hint=(
        "`origins` is still blank. It is made like `witnesses`, from the column `origin`: group "
        "`mouths` by claim and count the different ones with `nunique`."
    ),
    means=_origins_means,
    look=(
        "Who stands behind a witness is in `depends_on`, on the same claim. "
        "Follow it until it is empty."
    ),
    row=_evidence_on,
    mistakes=(
        Mistake(
            lambda: _by_claim(_told(), "witness"),
            "These are pieces of evidence, or those who give them, counted without asking from "
            "whom they had it. On `poison/claim-1` Trotsky had it from Stalin, and Stalin from "
            "Krupskaya: two of the witnesses go back to a third.",
        ),
        Mistake(
            lambda: _by_claim(_one_step(_told()), "nearest"),
            "The step back was made once. On `poison/claim-1` one step takes Trotsky to Stalin and "
            "Stalin to Krupskaya, which still looks like two; a second step takes both to her.",
        ),
        Mistake(
            lambda: _by_claim(_for(), "origin"),
            "An empty cell has been counted as a person. Where no witness is named, the evidence "
            "is a document or an argument: leave it out of this count.",
        ),
        Mistake(
            lambda: _by_claim(tables.evidence().query("witness != ''"), "witness"),
            "Evidence against the claims, and evidence that is missing, is among this. "
            "Keep `bearing == 'for'`.",
        ),
    ),
)


def _only(origin: str, frame: pd.DataFrame) -> list[str]:
    """Return the claims whose rows have one and the same person in a column, and no gap."""
    people = frame.groupby("claim")[origin].agg(set)
    return list(people.index[[len(those) == 1 and "" not in those for those in people]])


def _only_means() -> str:
    found = _only("origin", _for())
    rows = _for().query("claim in @found", local_dict={"found": found})
    who = rows.groupby("origin")["claim"].nunique().sort_values(ascending=False, kind="stable")
    who.index = [str(tables.people()["name"].get(origin, origin)) for origin in who.index]
    most = ", ".join(f"{name} ({count})" for name, count in who.head(3).items())
    return (
        f"{len(found)} of {len(_claims())} claims would have nothing left for them if one person's "
        f"word were lost. Those on whom most of them lean: {most}."
    )


ONLY_ONE = LabQuestion(
    name="witnesses/only-one",
    shape=Ids(rows="claims", known=_claims),
    answer=lambda: _only("origin", _for()),
    hint=(
        "`alone` is still blank. Begin with all evidence *for* the claims, and ask of each claim "
        "two things: is every piece given by a named witness, and have they all one origin?"
    ),
    means=_only_means,
    look="A claim that has a document or an argument for it, too, does not rest on one witness.",
    row=_evidence_on,
    mistakes=(
        Mistake(
            lambda: _only("origin", _told()),
            "Claims are among these that have something else for them, a document or an argument "
            "for which no witness is named. Without the witness they would still stand on that.",
        ),
        Mistake(
            lambda: _only("witness", _for()),
            "Witnesses were counted where origins were asked for. A witness who had it from "
            "another adds nothing: on `eavesdropping/claim-7` the table has Kern depend on "
            "Bazhanov.",
        ),
        Mistake(
            lambda: _only("witness", _told()),
            "Two slips in one: claims with a document for them are among these, and a witness who "
            "only repeats another was counted as a second one.",
        ),
        Mistake(
            lambda: [str(claim) for claim, n in _by_claim(_for(), "origin").items() if n == 1],
            "An empty cell has been counted as a person: some of these claims rest on documents "
            "or arguments alone, and on no witness at all.",
        ),
        Mistake(
            lambda: [str(claim) for claim, n in _for().groupby("claim").size().items() if n == 1],
            "These are the claims with one *piece* of evidence. The piece can be a document, and "
            "several pieces can come from one person.",
        ),
    ),
)


def _pieces() -> pd.DataFrame:
    rows = _for()
    return rows[rows["claim"].str.startswith(f"{_CHAPTER}/")]


def _without(column: str = "origin") -> pd.Series:
    """Say of each claim of the chapter whether all that is for it comes from the witness."""
    rows = _pieces()
    return (rows[column] == _WITNESS).groupby(rows["claim"]).all()


def _touched() -> pd.Series:
    rows = _pieces()
    return (rows["origin"] == _WITNESS).groupby(rows["claim"]).any()


def _lost_means() -> str:
    lost = _without()
    kept = " ".join(f"*{claim}*" for claim in tables.claims().loc[list(lost.index[~lost]), "claim"])
    return (
        f"{lost.sum()} of {len(lost)} claims are left with nothing for them. "
        f"Something is left for these: {kept} How much it is, only their evidence can tell."
    )


LOST = LabQuestion(
    name="eavesdropping/lost",
    shape=SingleNumber(unit="claims"),
    answer=lambda: int(_without().sum()),
    hint=(
        "`lost` is still blank. A claim is lost if Bazhanov's is *all* the evidence for it: group "
        "by claim, ask `all()` of the column `his`, and `sum()` the True ones."
    ),
    means=_lost_means,
    look="Ask of each claim whether `his` is True in every row.",
    mistakes=(
        Mistake(
            lambda: int(_without("witness").sum()),
            "Kern is counted as a second witness here. In the table he depends on Bazhanov, and "
            "falls with him.",
        ),
        Mistake(
            lambda: int(_touched().sum()),
            "These are the claims for which Bazhanov says *something*. One of them has a directory "
            "and a historian for it as well, and would stand without him: `all`, and not `any`.",
        ),
        Mistake(
            lambda: int((_pieces()["origin"] == _WITNESS).sum()),
            "These are the pieces of evidence that fall. The question is how many claims are left "
            "with none.",
        ),
        Mistake(
            lambda: int((~_without()).sum()),
            "These are the claims that would still have something for them.",
        ),
    ),
)

QUESTIONS = (ORIGINS, ONLY_ONE, LOST)
