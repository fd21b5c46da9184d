"""Checks of the data lab: right answers pass, wrong ones are explained, and nothing fails."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sourcework import check, tables
from sourcework.lab import questions
from sourcework.lab.question import LabQuestion, Mistake, judge
from sourcework.lab.shapes import Column, Ids, SingleNumber

QUESTIONS = questions()
EACH = pytest.mark.parametrize("question", QUESTIONS.values(), ids=list(QUESTIONS))
MISTAKES = [(question, mistake) for question in QUESTIONS.values() for mistake in question.mistakes]


@cache
def column(name: str) -> pd.Series:
    """Return the right answer to a question about a column."""
    answer = QUESTIONS[name].answer()
    assert isinstance(answer, pd.Series)
    return answer


def wrong(name: str, value: object) -> str:
    """Return what a check says against a wrong answer."""
    verdict = check(name, value)
    assert verdict.state == "wrong"
    assert verdict.look
    return " ".join(verdict.wrong)


@EACH
def test_the_right_answer_is_right_in_every_form_in_which_one_comes_by_it(
    question: LabQuestion,
) -> None:
    answer: Any = question.answer()
    forms: list[object] = [answer]
    match question.shape:
        case Column(name=name):
            table = answer.rename(name).to_frame()
            forms += [table, table.assign(other=1), answer.to_dict(), answer.sample(frac=1)]
            forms += [answer.astype(object), table.rename_axis("row").reset_index()]
        case Ids():
            forms += [set(answer), tuple(answer), pd.Index(answer), np.array(answer)]
            forms += [pd.Series(answer), pd.DataFrame(index=answer), [*answer, answer[0]]]
            forms += [pd.Series(True, index=answer), pd.DataFrame({"id": answer})]
        case SingleNumber():
            forms += [float(answer), np.int64(answer), pd.Series([answer]), np.array(answer)]
    for form in forms:
        verdict = check(question.name, form)
        assert verdict.state == "right", (type(form), str(verdict))
        assert verdict.right


@pytest.mark.parametrize(
    ("question", "mistake"), MISTAKES, ids=[f"{q.name}: {m.why[:40]}" for q, m in MISTAKES]
)
def test_every_known_mistake_is_explained_and_by_nothing_else(
    question: LabQuestion, mistake: Mistake
) -> None:
    verdict = check(question.name, mistake.answer())
    assert (verdict.state, verdict.wrong) == ("wrong", (mistake.why,))


@EACH
def test_a_blank_gets_a_hint_and_no_reproach(question: LabQuestion) -> None:
    forms: list[object] = [...]
    if isinstance(question.shape, Column):
        answer: Any = question.answer()
        blank = pd.DataFrame({"other": 1}, index=answer.index).assign(**{question.shape.name: ...})
        forms += [blank, blank[question.shape.name], {"a": ...}]
    if isinstance(question.shape, Ids):
        forms += [[...], {...}]
    for form in forms:
        verdict = check(question.name, form)
        assert (verdict.state, verdict.wrong, verdict.look) == ("blank", (), (question.hint,))
    assert check(question.name).state == "blank"


AT_MOST = column("delay/at-most")
FRAME = AT_MOST.rename("at_most").to_frame()
SHARES = column("testament/balance")
LEFT = column("chains/left")
PRINTED = column("delay/in-lifetime")
ALIVE = list(QUESTIONS["poison/alive"].answer())  # type: ignore[call-overload]

WRONG_FORMS: list[tuple[str, object, str]] = [
    ("delay/at-most", 9, "a number by itself"),
    ("delay/at-most", [1, 2], "of the type `list`. A table or a Series was asked for"),
    ("delay/at-most", None, "of the type `NoneType`"),
    ("delay/at-most", pd.DataFrame(), "no column `at_most`; it has none"),
    ("delay/at-most", FRAME.rename(columns={"at_most": "at_mots"}), "Is `at_mots` meant?"),
    ("delay/at-most", pd.concat([FRAME, FRAME], axis=1), "2 columns called `at_most`"),
    ("delay/at-most", pd.concat([FRAME, FRAME[:1]]), "10 rows for 9 texts"),
    ("delay/at-most", AT_MOST.reset_index(drop=True), "those are no texts"),
    ("delay/at-most", AT_MOST.astype(str), "holds text, not a number: `2190`"),
    ("delay/at-most", AT_MOST / 365.25, "These are years. "),
    ("delay/at-most", (AT_MOST / 365.25).round(1), "These are years. "),
    ("delay/at-most", AT_MOST / 7, "These are weeks. "),
    ("delay/at-most", -AT_MOST, "subtracted the wrong way"),
    ("delay/at-most", AT_MOST[:-2], "There are 7 texts here and 9 were expected."),
    ("delay/at-most", AT_MOST.astype(float).where(AT_MOST < 2000), "No value (`NaN`) for"),
    ("delay/at-most", AT_MOST + 1, "`prologue/mediocrity` are dated 1925 and were first printed"),
    ("delay/at-most", AT_MOST > 400, "holds yes and no"),
    ("knowing/in-print", column("knowing/in-print").drop("trotsky"), "Leon Trotsky told of it"),
    ("testament/balance", SHARES * 100, "These are percentages. "),
    ("voices/stalin", column("voices/stalin") / 1000, "These are shares of one. "),
    ("witnesses/only-one", 3, "of the type `int`. The ids of the claims"),
    ("witnesses/only-one", ["poison/claim-99"], "`poison/claim-99`: that is no id"),
    ("poison/alive", ALIVE[1:], "Missing: `stalin`. Joseph Stalin died 5 March 1953."),
    ("poison/alive", [*ALIVE, "tomsky"], "Not asked for: `tomsky`. Mikhail Tomsky died 22 August"),
    ("eavesdropping/lost", "5", "holds text, not a number: `5`"),
    ("eavesdropping/lost", [1, 2], "of the type `list`. One number of claims"),
    ("eavesdropping/lost", True, "This is True. A number of claims"),
    ("eavesdropping/lost", pd.Series([True, False]), "a whole Series of 2 rows"),
    ("eavesdropping/lost", float("nan"), "The number is missing"),
    ("eavesdropping/lost", 7.5, "It is not 7.5 claims."),
    ("georgia/steps-back", -3, "The sign is turned round"),
    ("georgia/steps-back", float("inf"), "It is not inf steps back."),
    ("delay/in-lifetime", PRINTED.map({True: "yes", False: "no"}), "True and False were asked for"),
    ("testament/balance", SHARES.rename("criticism").to_frame().T, "a row of this table"),
]


@pytest.mark.parametrize(("name", "value", "says"), WRONG_FORMS)
def test_a_wrong_form_is_told_what_it_is_and_what_was_asked_for(
    name: str, value: object, says: str
) -> None:
    assert says in wrong(name, value)


class Bristly:
    """An object that fails whatever one asks it."""

    def _fail(self, *_: object) -> Any:
        raise LookupError("not with me")

    __bool__ = __eq__ = __float__ = __iter__ = __len__ = __repr__ = __str__ = _fail

    def __hash__(self) -> int:
        return 1


BRISTLY: list[object] = [
    Bristly(),
    [Bristly()],
    {Bristly(): Bristly()},
    pd.Series([Bristly()], index=[Bristly()]),
    pd.DataFrame({"at_most": [Bristly()]}),
    tables.evidence().groupby("claim"),
    (each for each in "ab"),
    np.zeros((2, 2)),
    10**400,
]


@EACH
@pytest.mark.parametrize("value", BRISTLY, ids=range(len(BRISTLY)))
def test_an_object_that_fails_when_it_is_looked_at_is_only_a_wrong_answer(
    question: LabQuestion, value: object
) -> None:
    verdict = check(question.name, value)
    assert verdict.state == "wrong"
    assert verdict.wrong
    assert verdict.look


def test_a_step_back_that_hangs_on_a_vague_date_is_named() -> None:
    right = " ".join(check("georgia/steps-back", 3).right)
    assert "Ordzhonikidze strikes Kabakhidze (November 1922)" in right


def test_spans_of_time_count_as_days() -> None:
    assert check("delay/at-most", pd.to_timedelta(AT_MOST, unit="D")).state == "right"


def test_a_row_that_needs_no_answer_may_stay_empty() -> None:
    answer = column("delay/in-lifetime").astype(object)
    answer["eavesdropping/claim"] = None
    assert check("delay/in-lifetime", answer).state == "right"


def test_a_mistake_is_recognised_although_rows_are_missing_too() -> None:
    both_first = QUESTIONS["delay/at-most"].mistakes[0]
    made: Any = both_first.answer()
    verdict = check("delay/at-most", made.drop("epilogue/vow-party"))
    assert verdict.wrong[0] == both_first.why
    assert "Missing: `epilogue/vow-party`." in verdict.wrong[-1]


def test_a_wrong_answer_hears_what_is_right_about_it() -> None:
    assert check("chains/left", LEFT.where(LEFT > 0.4, 0)).right == (
        f"{(LEFT > 0.4).sum()} of the {len(LEFT)} links agree with the tables.",
    )


def test_the_answer_follows_the_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    dates = tables.events()["date"]
    in_order = tables.fragments().sort_values("event", key=lambda ids: ids.map(dates))
    monkeypatch.setattr(tables, "fragments", lambda: in_order)
    assert check("georgia/steps-back", 0).state == "right"


def test_an_unknown_name_is_no_error() -> None:
    assert "Is `delay/at-most` meant?" in " ".join(check("delay/at-mst", 1).wrong)
    assert check("", 1).state == "wrong"
    for mistaken in (AT_MOST, ["delay/at-most"], None):
        assert "name of a check comes first" in " ".join(check(mistaken, 1).wrong)  # type: ignore[arg-type]


def test_text_is_never_run(tmp_path: Path) -> None:
    trap = tmp_path / "run"
    code = f"open({str(trap)!r}, 'w')"
    for name in QUESTIONS:
        for value in (code, [code], {code: code}, pd.Series([code], index=[code])):
            assert check(name, value).state == "wrong"
    assert not trap.exists()


def test_a_verdict_is_html_markdown_and_text() -> None:
    frame = pd.DataFrame({"<b>x</b> `y` *z*": [1]})
    bundle = check("delay/at-most", frame)._repr_mimebundle_()
    assert "&lt;b&gt;x&lt;/b&gt;" in bundle["text/html"]
    assert "<code>at_most</code>" in bundle["text/html"]
    assert bundle["text/markdown"].startswith("**Not yet**")
    assert bundle["text/plain"].startswith("Not yet (delay/at-most)\n  Wrong: The table has")
    assert (
        "<em>after</em>"
        in check("delay/in-lifetime", ~column("delay/in-lifetime"))._repr_mimebundle_()["text/html"]
    )


@EACH
def test_what_a_check_says_can_be_read(question: LabQuestion) -> None:
    said = [question.hint, question.look, question.means(), *(m.why for m in question.mistakes)]
    for sentence in said:
        assert sentence.count("`") % 2 == 0
        assert re.sub(r"`[^`]*`", "", sentence).count("*") % 2 == 0
        assert re.search(r"[.!?]\*?$", sentence), sentence
    assert len(set(said)) == len(said)


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.binary(max_size=3)
    | st.complex_numbers()
    | st.dates()
    | st.timedeltas()
    | st.just(...)
    | st.sampled_from([pd.NaT, pd.NA, np.datetime64("NaT"), pd.Timestamp("1923-03-17")]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=2) | st.integers(), inner, max_size=3)
        | st.lists(inner, max_size=3).map(lambda rows: pd.Series(rows, dtype=object))
        | st.lists(inner, max_size=3).map(lambda rows: pd.DataFrame({"at_most": rows, 1: 2}))
    ),
    max_leaves=5,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(list(QUESTIONS)), ANYTHING)
def test_nothing_makes_a_check_fail(name: str, value: object) -> None:
    assert set(check(name, value)._repr_mimebundle_()) == {
        "text/html",
        "text/markdown",
        "text/plain",
    }


@pytest.fixture(scope="module")
def columns() -> dict[str, LabQuestion]:
    """Return the questions about columns, whose answers and mistakes are computed once."""
    return {
        name: replace(
            each,
            answer=cache(each.answer),
            mistakes=tuple(replace(one, answer=cache(one.answer)) for one in each.mistakes),
        )
        for name, each in QUESTIONS.items()
        if each.row and isinstance(each.shape, Column)
    }


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_one_changed_row_is_found_wherever_it_stands(
    columns: dict[str, LabQuestion], data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(list(columns)))
    answer = column(name).astype(object).sample(frac=1, random_state=1)
    label = data.draw(st.sampled_from(list(answer.index)))
    yes_or_no = isinstance(answer[label], bool)
    answer[label] = not answer[label] if yes_or_no else answer[label] + 1000
    verdict = judge(columns[name], answer)
    assert (verdict.state, bool(verdict.look)) == ("wrong", True)
    assert f"`{label}`" in " ".join(verdict.wrong)
