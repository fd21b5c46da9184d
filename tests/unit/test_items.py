"""Items: their schema, their digests, and what a page may know of them."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from bs4 import BeautifulSoup
from contents import ROOT
from markupsafe import escape

from sourcework.assignments.questions import AssignedQuestion
from sourcework.checking import FORMS, json_schema
from sourcework.errors import DataError
from sourcework.excerpts import Excerpt, load_excerpts
from sourcework.item_bank import (
    bank_version,
    faults,
    known_items,
    load_items,
    load_objectives,
    schema,
)
from sourcework.items import Item, Mark, Order, Short
from sourcework.notes import Note
from sourcework.option_order import shuffled
from sourcework.scoring import score
from sourcework.typography import typeset
from sourcework.widgets.exercise import Exercise, shown

EXERCISES = ROOT / "book/exercises"
OTHERS = {"notes", "objectives"}
FILES = [path for path in sorted(EXERCISES.glob("*.yml")) if path.stem not in OTHERS]
ITEMS = list(load_items().values())


SPOILED = {
    "an item of no kind": (
        "kind: estimate",
        "kind: guess",
        ['poison.yml, line 3, item "poison/estimate-1", field kind', "use one of choice, choices"],
    ),
    "a scale without one of the options": (
        "order: [open, may, probably, papers, every]",
        "order: [open, may, papers, every]",
        ['item "poison/choice-4"', '"probably" is not once on the scale; place it there once'],
    ),
    "a scale with what is no option": (
        "order: [open, may, probably, papers, every]",
        "order: [open, may, likely, probably, papers, every]",
        ['item "poison/choice-4"', 'the scale has "likely", which is no option; take it away'],
    ),
    "an item with a misspelt field": (
        "  hint: The sentence says",
        "  hints: The sentence says",
        ["line 3", '"poison/estimate-1", field hint: Field required', "field hints"],
    ),
    "an item of a level that there is not": (
        "level: 1",
        "level: 4",
        ["poison.yml, line 6", "field level: Input should be 1, 2 or 3"],
    ),
    "an item for no objective": (
        "objective: weigh-3",
        "objective: weigh-9",
        ["poison.yml, line 5", 'there is no objective "weigh-9"', "use one of source-1"],
    ),
    "an option without feedback": (
        "    feedback: So low a number",
        "    said: So low a number",
        ["poison.yml, line 13", "field bands.0.feedback: Field required"],
    ),
    "a quotation that is not in the excerpt": (
        "{poison/narrator: may well be true}",
        "{poison/narrator: may well be false}",
        ["poison.yml, line 17", "bands.1", "'may well be false' is not in poison/narrator"],
    ),
    "an option that quotes nothing": (
        "    words: {poison/narrator: may well be true}\n",
        "",
        ["bands.1", '"middle" quotes no words', "the phrase that decides"],
    ),
    "an item about an excerpt that is not there": (
        "excerpts: [poison/narrator]",
        "excerpts: [poison/tale]",
        ["poison.yml, line 8", 'there is no excerpt "poison/tale"'],
    ),
    "a key that is no option": (
        "key: [suggested, handed-on]",
        "key: [suggested, handed]",
        ['"poison/choices-1"', 'the key "handed" is no option', "use one of suggested"],
    ),
    "an id of another chapter": (
        "id: poison/choices-1",
        "id: georgia/choices-1",
        ["not of the chapter poison", "begin it with poison/"],
    ),
    "an item's id that is taken": (
        "id: poison/choices-1",
        "id: poison/estimate-1",
        ['"poison/estimate-1", field id: the id is taken already, poison.yml line 3'],
    ),
    "a band's id that is taken": (
        "  - id: middle",
        "  - id: low",
        ["poison.yml, line", "field bands", 'the id "low" is there twice'],
    ),
    "bands that stop short": (
        "    upto: 100",
        "    upto: 90",
        ["do not rise to 100", "the last one upto: 100"],
    ),
    "a prediction that meets nothing": (
        "  hint: The sentence says",
        "  predict: true\n  hint: The sentence says",
        ["a prediction has nothing to meet", "add reveal"],
    ),
    "an id that is none": (
        "id: poison/choices-1",
        "id: poison/Choices",
        ['field id: "poison/Choices" is no id of an item', "write chapter/kind-n"],
    ),
    "a number for a text": (
        "stem: Lenin at some",
        "stem: 1923  # Lenin at some",
        ["poison.yml, line 9", "field stem: it is no text", "put it in quotation marks"],
    ),
    "options that are no list": (
        "excerpts: [poison/narrator]",
        "excerpts: poison/narrator",
        ["poison.yml, line 8", "field excerpts: it is no list", "write [first, second]"],
    ),
    "points that are words": (
        "  points: 1\n",
        "  points: one\n",
        ["field points: it is no whole number", "write digits, without quotation marks"],
    ),
    "a level that is there twice": (
        "- level: Part of the way",
        "- level: First attempt",
        ["field samples: the level", '"First attempt" is there twice', "give each its own name"],
    ),
    "a composed answer that is empty": (
        "    answer: >-\n      I would change",
        "    answer: ''\n    meant: >-\n      I would change",
        ["field samples.0.answer: it is empty"],
    ),
    "a composed answer without a remark": (
        "    remark: >-\n      It says what it believes",
        "    said: >-\n      It says what it believes",
        ["field samples.0.remark: Field required", "field samples.0.said: there is no such field"],
    ),
    "items that are no list": ("items:\n", "item:\n", ['begin with "items:"']),
    "items that are not YAML": ("items:\n", "items: [\n", ["not YAML"]),
}


@pytest.mark.parametrize("case", SPOILED)
def test_a_wrong_item_is_named_with_place_and_cure(tmp_path: Path, case: str) -> None:
    old, new, said = SPOILED[case]
    for name in ("objectives.yml", "poison.yml"):
        (tmp_path / name).write_bytes((EXERCISES / name).read_bytes())
    text = (tmp_path / "poison.yml").read_text(encoding="utf-8")
    assert old in text, f"poison.yml has no {old!r}: the test spoils nothing"
    (tmp_path / "poison.yml").write_text(text.replace(old, new, 1), encoding="utf-8")
    found = "\n".join(str(fault) for fault in faults(tmp_path))
    for words in said:
        assert words in found


def plain(text: str) -> str:
    """Return a text as a reader sees it."""
    return str(typeset(text)).replace("*", "")


def patterns(tree: Any) -> set[str]:
    """Return every pattern in a JSON Schema."""
    if isinstance(tree, list):
        return {found for each in tree for found in patterns(each)}
    if not isinstance(tree, dict):
        return set()
    own = {tree["pattern"]} if isinstance(tree.get("pattern"), str) else set()
    return own | patterns(list(tree.values()))


def test_every_pattern_of_an_id_is_told_in_words() -> None:
    records = (Excerpt, AssignedQuestion, Note)
    known = patterns([schema(), *map(json_schema, records)])
    assert known == set(FORMS)


def test_composed_answers_are_two_or_none(tmp_path: Path) -> None:
    for name in ("objectives.yml", "poison.yml"):
        (tmp_path / name).write_bytes((EXERCISES / name).read_bytes())
    path = tmp_path / "poison.yml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    short = next(item for item in content["items"] if item["kind"] == "short")
    for left in (1, 0):
        short["samples"] = short["samples"][:left]
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        (fault,) = faults(tmp_path)
        assert f"field samples: it has {left}, and needs at least 2; add what is missing" in str(
            fault
        )
        assert re.search(r"poison\.yml, line \d+, item", str(fault))
    del short["samples"]
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    assert not list(faults(tmp_path))


def test_objectives_that_are_no_mapping_are_named(tmp_path: Path) -> None:
    (tmp_path / "objectives.yml").write_text("- words\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"objectives\.yml, line 1: there are no objectives"):
        load_objectives(tmp_path)


def an(kind: str) -> Item:
    return next(item for item in ITEMS if item.kind == kind)


def test_the_published_schema_is_that_of_the_code() -> None:
    published = json.loads((EXERCISES / "schema.json").read_text(encoding="utf-8"))
    assert published == schema(), "run: sourcework schema"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_editor_finds_nothing_wrong_with_the_bank(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=schema")
    checker = jsonschema.Draft202012Validator(schema())
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert not list(checker.iter_errors(content))
    content["items"][0]["kind"] = "riddle"
    assert list(checker.iter_errors(content))


def test_a_digest_changes_with_the_question_and_not_with_the_feedback() -> None:
    item = an("choice")
    first, *others = item.options  # type: ignore[union-attr]
    told = replace(first, feedback="Said in other words.")
    asked = replace(first, text="Another answer.")
    key = next(option.id for option in others if option.id != item.key)  # type: ignore[union-attr]
    same = [{"options": (told, *others)}, {"hint": "Look again."}, {"options": (*others, first)}]
    changed = [{"options": (asked, *others)}, {"stem": "Another question?"}, {"key": key}]
    assert {replace(item, **change).digest for change in same} == {item.digest}
    assert item.digest not in {replace(item, **change).digest for change in changed}


def test_the_version_of_the_bank_follows_its_questions(tmp_path: Path) -> None:
    same, spoiled = (shutil.copytree(EXERCISES, tmp_path / name) for name in ("same", "spoiled"))
    assert bank_version(same) == bank_version()
    text = (spoiled / "poison.yml").read_text(encoding="utf-8")
    changed = text.replace("stem: Lenin at some", "stem: That Lenin at some", 1)
    (spoiled / "poison.yml").write_text(changed, encoding="utf-8")
    assert changed != text
    assert bank_version(spoiled) != bank_version()


def test_shuffling_is_the_same_for_the_same_seed_everywhere() -> None:
    assert shuffled("abcde", "seed") == ["a", "d", "b", "c", "e"]
    assert shuffled("edcba", "seed") == shuffled("abcde", "seed")
    assert shuffled("abcde", "another") != shuffled("abcde", "seed")


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_on_paper_there_is_the_whole_item_with_the_answer_folded_away(item: Item) -> None:
    paper = Exercise(item).fallback()
    question, answer = re.split(r"<summary>Hint(?: 1 of \d)?</summary>", paper)
    for option in getattr(item, "options", []) if item.kind not in ("number", "mark") else []:
        assert str(escape(typeset(option.text))) in question
    for told in item.feedbacks().values():
        first = max(typeset(told.feedback).split("*"), key=len)
        assert str(escape(first)) in answer
        assert str(escape(first)) not in question
        for phrase in [phrase for phrases in told.words.values() for phrase in phrases]:
            assert str(escape(phrase)) in answer


@pytest.mark.parametrize("item", [i for i in ITEMS if isinstance(i, Short)], ids=lambda i: i.id)
def test_on_paper_composed_answers_are_folded_away_behind_the_model(item: Short) -> None:
    page = BeautifulSoup(Exercise(item).fallback(), "html.parser")
    summary = page.find("summary", string="Answers at three levels, composed for this book")
    fold = summary.find_parent("details")
    behind = fold.find_parent("details")
    assert plain(item.model) in behind.get_text()
    for sample in item.samples:
        for text in (sample.level, sample.answer, sample.remark):
            assert plain(text) in fold.get_text()
    without = replace(item, samples=())
    assert "samples" not in shown(without)
    assert "composed for this book" not in Exercise(without).fallback()


@pytest.mark.parametrize("item", [i for i in ITEMS if isinstance(i, Order)], ids=lambda i: i.id)
def test_an_order_is_never_handed_out_solved(item: Item) -> None:
    given = [option["id"] for option in shown(item)["options"]]
    assert score(item.rule(), given, item.points) == 0


@pytest.mark.parametrize("item", [i for i in ITEMS if isinstance(i, Mark)], ids=lambda i: i.id)
def test_a_mark_shows_the_whole_excerpt(item: Item) -> None:
    lines = ["".join(part["text"] for part in parts) for parts in shown(item)["passages"]]
    assert "\n".join(lines) == load_excerpts()[item.excerpts[0]].reading


@pytest.mark.parametrize("item", [i for i in ITEMS if isinstance(i, Mark)], ids=lambda i: i.id)
def test_on_paper_a_passage_has_a_beginning_and_an_end(item: Item) -> None:
    page = BeautifulSoup(Exercise(item).fallback(), "html.parser")
    passages = [option.text for option in item.options]  # type: ignore[union-attr]
    assert [mark.text for mark in page.select("blockquote mark")] == [
        f"(passage {n}) {words} (end of passage {n})" for n, words in enumerate(passages, 1)
    ]
    assert [quoted.text for quoted in page.select("li > p > q")] == passages


@pytest.mark.parametrize("kind", ["choice", "choices", "order", "match", "mark", "number", "short"])
def test_a_graded_item_tells_a_page_nothing_of_key_and_feedback(kind: str) -> None:
    item = replace(an(kind), mode="graded")
    public = json.dumps(shown(item), ensure_ascii=False) + Exercise(item).fallback()
    for told in item.feedbacks().values():
        assert told.feedback not in public
    assert shown(item)["rule"] is None
    assert not shown(item)["remarks"]
    assert getattr(item, "model", "-") == "-" or item.model not in public  # type: ignore[union-attr]
    assert "composed for this book" not in public


@pytest.mark.parametrize(
    ("work", "response", "points"),
    [
        ({}, None, None),
        ({"response": 72}, 72, 2),
        ({"response": 30}, 30, 0),
        ({"response": "nonsense"}, "nonsense", None),
        ({"attempts": "nonsense"}, None, None),
    ],
)
def test_in_a_notebook_response_and_score_are_values(
    work: dict[str, Any], response: Any, points: float | None
) -> None:
    widget = Exercise(known_items()["poison/number-1"])
    widget.work = work
    assert (widget.response, widget.score) == (response, points)
    assert widget.value.empty


def test_every_attempt_is_a_row() -> None:
    widget = Exercise(known_items()["poison/number-1"])
    first = {"at": "2026-11-03T10:00:00.000Z", "response": 30, "confidence": 70, "credit": 0}
    widget.work = {"attempts": [first, {**first, "response": 72, "confidence": None}]}
    assert list(widget.value["score"]) == [0, 2]
    assert widget.value["confidence"].isna().tolist() == [False, True]
    assert str(widget.value["at"][0]) == "2026-11-03 10:00:00+00:00"
