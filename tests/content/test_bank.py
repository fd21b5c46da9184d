"""The bank as a whole: enough items of every sort, fair options, feedback from the words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from contents import PAGES, ROOT
from fairness import (
    TRICKS,
    argues,
    chance,
    first_remarks,
    long_stretches,
    longest_option,
    named_keys,
    not_quoted,
    texts,
    too_long,
)

from sourcework.item_bank import known_items, load_items, load_objectives
from sourcework.items import Choice, Choices, Estimate, Item, Mark, Number, Short
from sourcework.widgets.exercise import shown

ITEMS = list(load_items().values())
MAIN = ("testament", "poison", "georgia", "eavesdropping")
CHAPTERS = (*MAIN, "prologue", "epilogue", "document")
LEVELS = ["First attempt", "Part of the way", "Full answer"]

# Words that give an item's key away and are not the key's own.
SYNONYMS = {
    "prologue/match-1": [r"\bonly Trotsky\b", r"sums? up"],
    "testament/choice-1": [r"\bdictating to secretaries\b", r"\bdictations, and several\b"],
    "testament/mark-1": [r"\bamiss\b", r"\bwants done\b", r"\bdemand\b"],
    "georgia/mark-1": [r"\bcertainty\b", r"\bsoften\b", r"\bcharge, with\b"],
    "georgia/choice-4": [r"\*probably\*"],
    "epilogue/choice-3": [r"\brecord of the speech\b"],
}
EACH = pytest.mark.parametrize("item", ITEMS, ids=[item.id for item in ITEMS])


def of(chapter: str) -> list[Item]:
    return [item for item in ITEMS if item.chapter == chapter]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_has_items_enough_and_of_many_kinds(chapter: str) -> None:
    least, kinds = (10, 7) if chapter in MAIN else (4, 4)
    assert len(of(chapter)) >= least
    assert len({item.kind for item in of(chapter)}) >= kinds
    assert any(item.confidence for item in of(chapter))


@pytest.mark.parametrize("chapter", MAIN)
def test_a_main_chapter_asks_before_and_after_and_has_predictions(chapter: str) -> None:
    estimates = [item for item in of(chapter) if isinstance(item, Estimate)]
    assert {item.moment for item in estimates} == {"before", "after"}
    assert len({item.claim for item in estimates}) == 1
    assert sum(item.predict for item in of(chapter)) >= 2
    assert any(isinstance(item, Short) for item in of(chapter))


@pytest.mark.parametrize("objective", load_objectives())
def test_every_objective_has_three_items_in_two_chapters(objective: str) -> None:
    serving = [item for item in ITEMS if item.objective == objective]
    assert len(serving) >= 3
    assert len({item.chapter for item in serving}) >= 2


@EACH
def test_feedback_argues_in_a_few_sentences_of_its_own(item: Item) -> None:
    argues(item)


@EACH
def test_no_first_remark_and_no_hint_names_the_key(item: Item) -> None:
    assert not list(named_keys(item, SYNONYMS.get(item.id, ())))


def test_every_synonym_is_of_an_item_and_found_once_the_answer_is_told() -> None:
    for name, said in SYNONYMS.items():
        item = load_items()[name]
        assert first_remarks(item), name
        told = " ".join(texts(item))
        for each in said:
            assert re.search(each, told, re.IGNORECASE), (name, each)


def test_a_remark_that_names_the_key_is_found() -> None:
    item = known_items()["testament/number-1"]
    assert isinstance(item, Number)
    wrong = replace(item.options[1], feedback="You counted both ends, and there are 11.")
    spoiled = replace(item, options=(item.options[0], wrong, *item.options[2:]))
    assert list(named_keys(spoiled)) == ["both-ends: eleve"]
    choice = load_items()["testament/choice-1"]
    assert isinstance(choice, Choice)
    told = [replace(option, feedback=choice.text_of(choice.key)) for option in choice.options]
    assert len(list(named_keys(replace(choice, options=tuple(told))))) == len(told) - 1


@EACH
def test_what_is_read_at_once_has_sixty_words_at_most(item: Item) -> None:
    assert not list(too_long(item))


@EACH
def test_quotations_in_an_item_stand_in_the_document(
    item: Item, seed_words: str, terms: set[str]
) -> None:
    assert not list(not_quoted(texts(item), seed_words, terms))


@EACH
def test_no_item_types_a_long_stretch_of_the_document(item: Item, seed_words: str) -> None:
    if isinstance(item, Mark):
        return  # its passages are the question, and code looks for them
    assert not list(long_stretches(texts(item), seed_words))


def test_the_longest_option_is_not_the_key_by_habit() -> None:
    choices = [item for item in ITEMS if isinstance(item, Choice)]
    longest = [item for item in choices if longest_option(item) == item.key]
    assert len(longest) <= chance(choices)


def test_a_reader_who_always_picks_by_one_trick_does_no_better_than_chance() -> None:
    choices = [item for item in ITEMS if isinstance(item, Choice)]
    for trick in TRICKS:
        hits = sum(trick(item) == item.key for item in choices)
        assert hits <= chance(choices) * 1.5, trick.__name__


def test_the_key_stands_in_every_place_of_the_bank_and_of_a_chapter() -> None:
    places: Counter[int] = Counter()
    by_chapter: dict[str, Counter[int]] = {chapter: Counter() for chapter in CHAPTERS}
    for item in ITEMS:
        if isinstance(item, Choice):
            ids = [option["id"] for option in shown(item)["options"]]
            places[ids.index(item.key)] += 1
            by_chapter[item.chapter][ids.index(item.key)] += 1
    assert all(places[place] >= places.total() / 12 for place in range(4)), places
    for chapter, counts in by_chapter.items():
        assert max(counts.values()) <= max(counts.total() / 2, 1), chapter


def test_not_every_choice_of_several_is_right_or_wrong_throughout() -> None:
    for item in ITEMS:
        if isinstance(item, Choices):
            assert 0 < len(item.key) < len(item.options)


@pytest.mark.parametrize("item", [i for i in ITEMS if isinstance(i, Short)], ids=lambda i: i.id)
def test_a_written_answer_can_be_held_against_answers_at_three_levels(item: Short) -> None:
    assert [sample.level for sample in item.samples] == LEVELS
    assert len({sample.answer for sample in item.samples}) == len(LEVELS)
    for sample in item.samples:
        assert 30 <= len(sample.answer.split()) <= 90
        assert "Next step: " in sample.remark
        assert len(re.findall(r"[.?!](?:\s|$)", sample.remark)) >= 2


def test_every_item_stands_once_in_its_own_chapter() -> None:
    placed = Counter()
    for name in PAGES:
        source = (ROOT / f"{name}.md").read_text(encoding="utf-8")
        for item in re.findall(r'^exercise\("([^"]+)"\)$', source, re.MULTILINE):
            assert item.startswith(f"{Path(name).name}/")
            placed[item] += 1
    assert placed == Counter(list(load_items()))


def test_every_link_from_a_remark_leads_to_the_excerpt(built: Path) -> None:
    pages = {
        chapter: BeautifulSoup((built / f"book/{chapter}.html").read_bytes(), "lxml")
        for chapter in CHAPTERS
    }
    key = BeautifulSoup((built / "book/answers.html").read_bytes(), "lxml")
    links = {link["href"].partition(":~:")[0] for link in key.select(".dossier-question-words a")}
    assert links
    for link in links:
        page, _, anchor = link.partition("#")
        assert pages[page.removesuffix(".html")].find(id=anchor), link
