"""The page of feedback: what it says, what it must never say, and what it makes of bad answers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser
from test_axe import AXE, violations
from witness_case import ESSAY, FAIR, GOOD, MIXED, RIGHT, case, result_of

from sourcework.grading.marking.totals import standing
from sourcework.grading.reports.feedback_pages import FeedbackPages, feedback_page
from sourcework.grading.reports.item_feedback import LONGEST, clean
from sourcework.grading.store.spreadsheets import number
from sourcework.scoring import feedback_for
from sourcework.typography import typeset

HOSTILE: dict[str, Any] = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "template": "{{ 7 * 7 }}{% raw %}",
    "huge": 1e308,
    "endless": float("inf"),
    "integer": 10**400,
    "no number": float("nan"),
    "true": True,
    "deep": [[[[[[[["a"]]]]]]]],
    "mapping": {"a": {"b": ["c"]}},
    "unknown ids": ["zzz", "constructor", "__proto__"],
    "unknown row": {"__proto__": "lenin"},
    "emoji": "🧑🏽‍🎓 מישהו",
    "reversed": "abc\u202egnp.exe\u2066",
    "control": "a\x00b\x1bc\x7f\ufeff",
    "half a letter": "\ud800",
    "long": "x" * 1_000_000,
    "long words": "word " * 200_000,
    "empty": "",
    "nothing": None,
}
COMMENTS = {"witness/short-1": {"words": "Quote its object too.", "": "Well <b>argued</b>."}}


def parsed(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", parsed(html).main.get_text(" "))  # type: ignore[union-attr]


def page(responses: dict[str, Any], *, reveal: bool = True, **more: Any) -> str:
    return feedback_page(*case(), result_of(responses, **more), reveal=reveal)


def articles(html: str) -> dict[str, Tag]:
    """Return what the page says of each question, by its id."""
    return dict(zip(case()[0].questions, parsed(html).find_all("article"), strict=True))


def test_it_says_who_what_and_how_many_points() -> None:
    html = page(RIGHT, levels={"witness/short-1": GOOD, "witness/short-2": FAIR})
    text = text_of(html)
    assert "Two witnesses and one postscript" in text
    assert "Weber, Anna" in text
    assert "28 of 40" in text  # 16 by code, 10 and 2 for the essays
    assert "Not marked yet" not in text


def test_points_that_are_open_are_said_to_be_open() -> None:
    text = text_of(page(RIGHT, levels={"witness/short-1": GOOD}))
    assert "26 of 28 so far" in text
    assert "Not marked yet: question 10, which is worth up to 12 more." in text


def test_an_essay_that_is_marked_in_part_is_open() -> None:
    html = page(RIGHT, levels={"witness/short-1": {"claim": 4}})
    assert "16 of 16 so far" in text_of(html)
    assert "questions 9, 10, which are worth up to 24 more" in text_of(html)
    assert "4 of 4 points" in articles(html)["witness/short-1"].get_text()


def test_lateness_is_explained_in_points() -> None:
    levels = {"witness/short-1": FAIR, "witness/short-2": FAIR}
    late = ("It came on 2 December.",)
    text = text_of(page(RIGHT, levels=levels, lost=0.1, remarks=late))
    assert "You earned 20 points; 10 % of them, 2, are lost for that, and 18 remain." in text
    assert "18 of 40" in text
    assert late[0] in text
    assert "after the due date" not in text_of(page(RIGHT, levels=levels))


@pytest.mark.parametrize(
    ("responses", "name", "state"),
    [
        (RIGHT, "witness/choice-1", "Right"),
        (MIXED, "witness/choice-1", "In part"),
        (MIXED, "witness/number-1", "Not right"),
        ({}, "witness/number-1", "Not answered"),
        ({}, "witness/short-1", "Not answered"),
        ({"witness/number-1": "eleven"}, "witness/number-1", "Not readable"),
        (RIGHT, "witness/short-1", "Not marked yet"),
        (RIGHT, "witness/estimate-1", "Not scored"),
    ],
)
def test_every_question_has_its_verdict(responses: dict[str, Any], name: str, state: str) -> None:
    said = articles(page(responses))[name].find(class_="verdict")
    assert said is not None
    assert said.strong is not None
    assert said.strong.get_text() == state


@pytest.mark.parametrize("responses", [RIGHT, MIXED], ids=["right", "mixed"])
def test_what_the_answer_calls_for_is_told_with_the_words_that_decide(
    responses: dict[str, Any],
) -> None:
    _, solution = case()
    said = articles(page(responses))
    for name, item in solution.items.items():
        for option in feedback_for(item.rule(), responses[name]):
            feedback = item.feedbacks()[option]
            assert typeset(feedback.feedback) in said[name].get_text()
            quoted = [q.get_text() for q in said[name].select(".words q")]
            for phrases in feedback.words.values():
                assert set(phrases) <= set(quoted)


def test_quotations_stand_with_their_line_and_title() -> None:
    said = articles(page(MIXED))["witness/choice-1"].get_text()
    assert "line 14, the postscript of 4 January" in said


@pytest.mark.parametrize("responses", [MIXED, {}], ids=["mixed", "empty"])
def test_the_right_answers_are_told(responses: dict[str, Any]) -> None:
    said = {name: article.get_text() for name, article in articles(page(responses)).items()}
    assert "To find a way to remove Stalin" in said["witness/choice-1"]
    assert "It is not sure that Stalin always uses" in said["witness/choices-1"]
    assert "11 days" in said["witness/number-1"]
    assert "might arise unexpectedly → hedges" in said["witness/mark-1"]
    assert "number 1" in said["witness/order-1"]


@pytest.mark.parametrize("responses", [MIXED, {}], ids=["mixed", "empty"])
def test_keys_can_be_kept_back(responses: dict[str, Any]) -> None:
    html = page(responses, reveal=False, levels={"witness/short-1": GOOD})
    said = {name: article.get_text() for name, article in articles(html).items()}
    assert "remove Stalin from the office" not in said["witness/choice-1"]
    assert "It is not sure that" not in said["witness/choices-1"]
    assert "11 days" not in said["witness/number-1"]
    assert "→ hedges" not in said["witness/mark-1"]
    assert "→ the narrator" not in said["witness/match-1"].replace("sickbed → the narrator", "")
    assert not re.search(r"number \d", said["witness/order-1"])
    for notes in case()[1].notes.values():
        assert notes.model not in html


def test_a_marker_sees_notes_and_a_student_does_not() -> None:
    html = page(MIXED, levels={"witness/short-1": GOOD, "witness/short-2": FAIR})
    for notes in case()[1].notes.values():
        assert notes.model in text_of(html)
        assert not [note for note in notes.notes.values() if note in html]


def test_the_level_reached_is_said_in_words() -> None:
    levels = {"witness/short-1": GOOD, "witness/short-2": FAIR}
    html = page(RIGHT, levels=levels, comments=COMMENTS)
    said = articles(html)
    reached = [row.get_text(" ", strip=True) for row in said["witness/short-1"].select(".reached")]
    assert [row[:10] for row in reached] == ["4 Reached:", "3 Reached:"]
    nothing = said["witness/short-2"].select(".reached")[1].get_text(" ", strip=True)
    assert nothing == "0 Reached: nothing of this was found."
    assert "Your teacher: Quote its object too." in said["witness/short-1"].get_text()
    assert "Well <b>argued</b>." in said["witness/short-1"].get_text()


def test_an_essay_keeps_its_paragraphs() -> None:
    own = articles(page(RIGHT))["witness/short-1"].select_one(".own")
    assert own is not None
    assert own.get_text() == ESSAY
    assert own["dir"] == "auto"


def test_a_long_essay_is_cut_and_said_to_be() -> None:
    html = page({"witness/short-1": "word " * 200_000})
    assert f"first {LONGEST} of 1000000 characters" in text_of(html)
    assert len(html) < 60_000


def test_objectives_say_what_went_well_and_what_to_read_again() -> None:
    said = text_of(page(MIXED, levels={"witness/short-1": GOOD}))
    well, rest = said.split("What to read again")
    assert "state a claim with a hedge that fits its evidence" in well
    again, waiting = rest.split("What nobody has marked yet")
    assert "use a chronology to test a claim of sequence or cause" in again
    assert "in the chapter on the Testament: line 14, four more names" in again
    assert "say what evidence would change one’s mind" in waiting


@pytest.mark.parametrize("response", HOSTILE.values(), ids=HOSTILE)
def test_no_response_is_more_than_text(response: Any) -> None:
    assignment, _ = case()
    known = {tag.name for each in (MIXED, {}) for tag in parsed(page(each)).find_all()}
    html = page(dict.fromkeys(assignment.questions, response))
    html.encode("utf-8")
    tree = parsed(html)
    assert {tag.name for tag in tree.find_all()} <= known
    assert not [tag for tag in tree.find_all() for name in tag.attrs if name.startswith("on")]
    assert not re.search("[\x00-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]", html)
    assert len(html) < 90_000


@pytest.mark.parametrize("text", [each for each in HOSTILE.values() if isinstance(each, str)])
def test_no_name_file_or_comment_is_more_than_text(text: str) -> None:
    comments = {"witness/short-1": {"claim": text, "": text}}
    result = result_of(RIGHT, name=text, comments=comments, remarks=(text,))
    html = feedback_page(*case(), result)
    html.encode("utf-8")
    assert not parsed(html).find_all(["script", "img", "b"])
    assert "49" not in parsed(html).header.get_text()  # type: ignore[union-attr]
    assert len(html) < 90_000


def test_a_name_of_another_script_turns_nothing_round() -> None:
    html = page(RIGHT, name="\u202eפלוני, משה")
    shown = parsed(html).select_one(".student bdi")
    assert shown is not None
    assert shown.get_text() == "פלוני, משה"


@given(st.text(st.characters(), max_size=200))
def test_what_is_cleaned_can_be_written_and_stays_clean(text: str) -> None:
    once = clean(text)
    once.encode("utf-8")
    assert clean(once) == once
    assert len(once) <= len(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_json_gives_a_page_with_every_question(data: st.DataObject) -> None:
    assignment, solution = case()
    responses = {
        name: data.draw(st.just(MIXED[name]) | JSON, label=name) for name in assignment.questions
    }
    result = result_of(responses)
    html = feedback_page(assignment, solution, result)
    assert len(articles(html)) == len(assignment.questions)
    known = standing(assignment, result)
    assert f"{number(known.points)} of {number(known.possible)}" in text_of(html)


def test_one_page_does_not_know_of_another() -> None:
    feedback = FeedbackPages(*case())
    first = feedback.page(result_of(MIXED, name="A"))
    feedback.page(result_of(RIGHT, name="B", lost=0.5))
    assert feedback.page(result_of(MIXED, name="A")) == first


def test_a_usual_page_is_light_and_asks_for_nothing() -> None:
    html = page(MIXED, levels={"witness/short-1": GOOD, "witness/short-2": FAIR})
    assert len(html.encode()) < 40_000
    assert not parsed(html).find_all(["script", "link", "img", "a", "iframe", "form"])
    assert not re.search(r"url\(|@import|https?:", html)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("responses", [MIXED, {}], ids=["mixed", "empty"])
def test_axe_finds_nothing_in_feedback(
    browser: Browser, tmp_path: Path, responses: dict[str, Any], scheme: str
) -> None:
    file = tmp_path / "feedback.html"
    levels = {"witness/short-1": GOOD} if responses else {}
    html = page(responses, levels=levels, comments=COMMENTS, lost=0.1)
    file.write_text(html, encoding="utf-8")
    view = browser.new_page(color_scheme=scheme, viewport={"width": 320, "height": 640})
    asked, said = [], []
    view.on("request", lambda request: asked.append(request.url))
    view.on("console", lambda message: said.append(message.text))
    view.goto(file.as_uri())
    assert view.evaluate("document.documentElement.scrollWidth") == 320
    assert (asked, said) == ([file.as_uri()], [])
    view.evaluate(AXE)
    found = violations(view)
    view.close()
    assert not found


def test_long_words_and_names_do_not_widen_the_page(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "feedback.html"
    responses = {"witness/short-1": "x" * 5000, "witness/number-1": 1e300}
    file.write_text(page(responses, name="N" * 500), encoding="utf-8")
    view = browser.new_page(viewport={"width": 320, "height": 640})
    view.goto(file.as_uri())
    assert view.evaluate("document.documentElement.scrollWidth") == 320
    view.close()
