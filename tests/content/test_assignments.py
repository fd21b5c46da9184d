"""The assignments as teaching: points as promised, fair questions, words of the document."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from fairness import (
    TRICKS,
    argues,
    chance,
    long_stretches,
    longest_option,
    not_quoted,
    texts,
    too_long,
)
from prose import plain

from local.widgets.annotator import Annotator
from local.widgets.knowledge import Knowledge
from local.widgets.sequence import Sequence
from local.widgets.tellers import Tellers
from sourcework import tables
from sourcework.assignments.definition import (
    Assignment,
    assignment_names,
    load_assignment,
)
from sourcework.assignments.solutions import Solution, load_solution
from sourcework.item_bank import load_items
from sourcework.items import Choice, Choices, Item, Mark, Order
from sourcework.scoring import credit
from sourcework.settings import settings
from sourcework.widgets.chain import Chain
from sourcework.widgets.hypotheses import Hypotheses
from sourcework.yaml_records import read_yaml

mpl.use("Agg")

ASSIGNMENTS: dict[str, Assignment] = {name: load_assignment(name) for name in assignment_names()}
SOLUTIONS: dict[str, Solution] = {name: load_solution(one) for name, one in ASSIGNMENTS.items()}
GRADED: list[Item] = [
    item for one in SOLUTIONS.values() for item in one.items.values() if item.mode == "graded"
]
CHOICES = [item for item in GRADED if isinstance(item, Choice)]
EACH = pytest.mark.parametrize("name", ASSIGNMENTS)
EACH_ITEM = pytest.mark.parametrize("item", GRADED, ids=[item.id for item in GRADED])

# What teachers are promised: questions that code scores and their points, then those by rubric.
PROMISED = {
    "twelve-days": (10, 20, {"exit": 10}),
    "source-criticism": (14, 30, {"essay": 70}),
    "how-late": (9, 20, {"chart": 10, "limits": 10}),
}


_CODE = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def code(assignment: Assignment) -> str:
    """Return the code that stands in the parts' texts, as a student would run it."""
    return "\n".join(block for part in assignment.parts for block in _CODE.findall(part.text))


def without_code(text: str) -> str:
    return re.sub(r"`[^`]+`", "", _CODE.sub("", text))


def solutions() -> Iterator[tuple[str, str]]:
    """Yield the code in keys.yml that computes an answer, with the question's id."""
    for assignment in ASSIGNMENTS.values():
        for record in read_yaml(assignment.folder / "keys.yml").content["keys"]:
            if "solution" in record:
                yield record["id"], record["solution"]


CALCULATED = dict(solutions())


def prose(assignment: Assignment) -> list[str]:
    """Return what an assignment says beside its questions, published and not."""
    said = [assignment.title, assignment.summary, assignment.time, assignment.instructions]
    for part in assignment.parts:
        said += [part.title, without_code(part.text)]
    for rubric in assignment.rubrics.values():
        for criterion in rubric.criteria:
            said += [criterion.title, *criterion.levels]
    for question in assignment.questions.values():
        said += [question.stem, question.hint]
    for notes in SOLUTIONS[assignment.name].notes.values():
        said += notes.texts
    return said


def test_every_assignment_is_promised() -> None:
    assert set(PROMISED) == set(ASSIGNMENTS)


@EACH
def test_the_points_are_as_promised(name: str) -> None:
    assignment = ASSIGNMENTS[name]
    scored = [each for each in assignment.questions.values() if each.scored]
    count, points, rubrics = PROMISED[name]
    assert len(scored) == count
    assert sum(each.points for each in scored) == points
    assert {key: rubric.points for key, rubric in assignment.rubrics.items()} == rubrics
    assert assignment.points == points + sum(rubrics.values())


@EACH
def test_questions_are_new_of_many_kinds_and_all_asked(name: str) -> None:
    assignment = ASSIGNMENTS[name]
    written = {
        each["id"] for each in read_yaml(assignment.folder / "questions.yml").content["questions"]
    }
    keyed = {each["id"] for each in read_yaml(assignment.folder / "keys.yml").content["keys"]}
    asked = {each for each in assignment.questions if each not in load_items()}
    assert written == asked == keyed
    assert not {assignment.questions[each].stem for each in asked} & {
        item.stem for item in load_items().values()
    }
    assert len({each.kind for each in assignment.questions.values() if each.scored}) >= 5


@EACH
def test_every_written_answer_has_a_rubric_and_a_model_of_the_length_asked_for(name: str) -> None:
    for key, notes in SOLUTIONS[name].notes.items():
        question = ASSIGNMENTS[name].questions[key]
        assert question.rubric
        if question.words:
            assert question.words * 0.8 <= len(notes.model.split()) <= question.words
        for criterion, told in notes.notes.items():
            assert "level 2" in told, f"{key}, {criterion}: what does a weak answer look like?"
            assert "pass" in told, f"{key}, {criterion}: what is let pass?"


@EACH
def test_every_written_answer_has_whole_answers_at_the_four_levels(name: str) -> None:
    for key, notes in SOLUTIONS[name].notes.items():
        assert [sample.level for sample in notes.samples] == [4, 3, 2, 1], key
        assert len({sample.answer for sample in notes.samples}) == 4
        for sample in notes.samples[1:]:
            said = re.sub(r"^\[.*?\]", "", sample.answer).split()
            assert (
                len(notes.model.split()) / 4 <= len(said) <= ASSIGNMENTS[name].questions[key].words
            )
        for sample in notes.samples:
            assert len(set(sample.remarks.values())) == len(sample.remarks), key
            assert all(len(told.split()) <= 60 for told in sample.remarks.values()), key


@EACH
def test_a_rubric_tells_its_four_levels_apart(name: str) -> None:
    for rubric in ASSIGNMENTS[name].rubrics.values():
        for criterion in rubric.criteria:
            assert len(set(criterion.levels)) == 4


@EACH
def test_the_prose_quotes_the_document_alone(name: str, seed_words: str, terms: set[str]) -> None:
    assert not list(not_quoted(prose(ASSIGNMENTS[name]), seed_words, terms))


@EACH
def test_the_instructions_are_short_sentences_and_short_paragraphs(name: str) -> None:
    assignment = ASSIGNMENTS[name]
    said = [assignment.instructions, *(without_code(part.text) for part in assignment.parts)]
    paragraphs = [block for text in said for block in text.split("\n\n") if block.strip()]
    sentences = [line for block in paragraphs for line in block.splitlines() if line.strip()]
    assert max(len(plain(block).split()) for block in paragraphs) <= 120
    assert statistics.median(len(plain(line).split()) for line in sentences) < 22


@EACH
def test_the_instructions_say_what_is_handed_in_how_it_is_marked_and_what_help_is_fair(
    name: str,
) -> None:
    for heading in ("**What you hand in.**", "**How it is marked.**", "**Help.**"):
        assert heading in ASSIGNMENTS[name].instructions
    assert ASSIGNMENTS[name].due is None


def test_the_class_lasts_fifty_minutes() -> None:
    assert [part.minutes for part in ASSIGNMENTS["twelve-days"].parts] == [5, 15, 15, 10, 5]


def test_the_widgets_to_hand_in_are_those_of_the_chapters() -> None:
    weighed = [Hypotheses("poison"), Hypotheses("georgia")]
    made = [Tellers(), Annotator(), Knowledge(), *weighed, Sequence(), Chain("eavesdropping")]
    assert set(settings().widgets) == {widget.key for widget in made}


@EACH_ITEM
def test_feedback_argues_in_a_few_sentences_of_its_own(item: Item) -> None:
    argues(item)


@EACH_ITEM
def test_what_is_read_at_once_has_sixty_words_at_most(item: Item) -> None:
    assert not list(too_long(item))


@EACH_ITEM
def test_quotations_in_an_item_stand_in_the_document(
    item: Item, seed_words: str, terms: set[str]
) -> None:
    assert not list(not_quoted(texts(item), seed_words, terms))


@EACH_ITEM
def test_no_item_types_a_long_stretch_of_the_document(item: Item, seed_words: str) -> None:
    if not isinstance(item, Mark):  # its passages are the question, and code looks for them
        assert not list(long_stretches(texts(item), seed_words))


@EACH_ITEM
def test_a_hint_is_given(item: Item) -> None:
    assert item.hint != ("None is given.",)


def test_no_two_remarks_are_the_same() -> None:
    told = Counter(each.feedback for item in GRADED for each in item.feedbacks().values())
    assert [text for text, times in told.items() if times > 1] == []


def test_a_reader_who_always_picks_by_one_trick_does_no_better_than_chance() -> None:
    for trick in TRICKS:
        hits = [item.id for item in CHOICES if trick(item) == item.key]
        allowed = chance(CHOICES) * (1 if trick is longest_option else 1.5)
        assert len(hits) <= allowed, (trick.__name__, hits)


def test_the_key_stands_in_every_place() -> None:
    places: dict[str, Counter[int]] = {name: Counter() for name in ASSIGNMENTS}
    for item in CHOICES:
        ids = [option.id for option in item.options]
        places[item.chapter][ids.index(item.key)] += 1
    whole = sum(places.values(), Counter[int]())
    assert all(whole[place] >= whole.total() / 12 for place in range(4)), whole
    for name, counts in places.items():
        assert max(counts.values(), default=0) <= max(counts.total() / 2, 1), name


def test_not_every_choice_of_several_is_right_or_wrong_throughout() -> None:
    for item in GRADED:
        if isinstance(item, Choices):
            assert 0 < len(item.key) < len(item.options)
            assert list(item.key) != [each.id for each in item.options[: len(item.key)]], item.id


def test_no_order_is_written_in_the_order_of_its_key() -> None:
    for item in GRADED:
        if isinstance(item, Order):
            places = item.rule()["places"]
            written = [places[option.id] for option in item.options]
            assert written not in (sorted(written), sorted(written, reverse=True)), item.id


def test_every_row_of_a_match_could_be_guessed_wrong() -> None:
    for item in GRADED:
        if item.kind in ("match", "mark"):
            used = Counter(item.rule()["pairs"].values())
            assert max(used.values()) <= len(item.rule()["pairs"]) / 2, item.id


def run(name: str) -> dict[str, Any]:
    """Run a solution after the code of its assignment's text; return what it has defined."""
    assignment = ASSIGNMENTS[name.partition("/")[0]]
    defined: dict[str, Any] = {"pd": pd, "tables": tables}
    exec(code(assignment), defined)
    exec(CALCULATED[name], defined)
    return defined


def test_every_key_that_comes_from_a_table_is_calculated() -> None:
    scored = {item.id for item in GRADED if item.chapter == "how-late"}
    assert scored <= set(CALCULATED)
    assert {item.id for item in GRADED if item.kind == "order"} <= set(CALCULATED)


@pytest.mark.parametrize(
    "item", [item for item in GRADED if item.id in CALCULATED], ids=lambda item: item.id
)
def test_the_key_is_what_the_tables_give(item: Item) -> None:
    answer = run(item.id)["answer"]
    assert credit(item.rule(), answer) == 1


def test_the_order_of_waits_is_open_where_spans_overlap_and_nowhere_else() -> None:
    spans = run("how-late/order-1")["spans"]
    item = SOLUTIONS["how-late"].items["how-late/order-1"]
    assert isinstance(item, Order)
    places = item.rule()["places"]
    for one, other in combinations(spans.index, 2):
        overlap = spans.least[one] <= spans.most[other] and spans.least[other] <= spans.most[one]
        assert overlap == (places[one] == places[other]), (one, other)


def test_the_model_chart_can_be_drawn() -> None:
    figure = run("how-late/short-1")["fig"]
    figure.canvas.draw()
    (axes,) = figure.axes
    assert len(axes.get_yticklabels()) == 9
    assert axes.get_xlabel().startswith("years")
    plt.close(figure)
