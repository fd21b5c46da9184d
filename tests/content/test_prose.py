"""What a machine can check of the prose: words, quotations, dates, citations, template."""

from __future__ import annotations

import calendar
import re
import statistics
from pathlib import Path

import pytest
from contents import PAGES as NAMES
from contents import ROOT
from prose import BOOK, Paragraph, paragraphs, sections, words

from sourcework import tables
from sourcework.bibliography import load_bibliography
from sourcework.excerpts import load_excerpts

PAGES = [ROOT / f"{name}.md" for name in NAMES]
MAIN = [BOOK / f"{name}.md" for name in ("testament", "poison", "georgia", "eavesdropping")]
FACTUAL = {
    "Place it",
    "Who could know, and when?",
    "Hold it against the rest",
    "What is attested, and by what?",
    "What historians say",
}
MONTHS = list(calendar.month_name)[1:]


def by_name(page: Path) -> str:
    return page.stem


@pytest.mark.parametrize("page", MAIN, ids=by_name)
def test_main_chapter_has_up_to_eight_steps_and_45_minutes(page: Path) -> None:
    minutes = re.findall(r"^:::\{reading-step\} (\d+)$", page.read_text("utf-8"), re.MULTILINE)
    assert 0 < len(minutes) == len(sections(page)) <= 8
    assert max(map(int, minutes)) <= 8
    assert sum(map(int, minutes)) <= 45


@pytest.mark.parametrize("page", MAIN, ids=by_name)
def test_main_chapter_has_1200_to_2600_words_of_our_own_and_2000_in_folds(page: Path) -> None:
    core = sum(p.words for p in paragraphs(page) if not p.folded)
    beyond = sum(p.words for p in paragraphs(page) if p.folded)
    folds = sum(p.words for p in paragraphs(page) if p.folded and not p.deeper)
    assert 1200 <= core <= 2600, "tables come to the words of its core"
    assert folds <= 2000, "what is found at the end of a step among them"
    assert beyond <= 4500, "with what is deeper"


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_no_paragraph_is_longer_than_120_words(page: Path) -> None:
    too_long = [f"line {p.line}: {p.words} words" for p in paragraphs(page) if p.words > 120]
    assert not too_long


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_the_median_sentence_has_fewer_than_22_words(page: Path) -> None:
    lengths = [len(s.split()) for p in paragraphs(page) for s in p.sentences]
    assert statistics.median(lengths) < 22


@pytest.mark.parametrize("page", MAIN, ids=by_name)
def test_factual_paragraphs_cite(page: Path) -> None:
    silent = [
        f"line {p.line}: {p.plain[:60]}…"
        for p in paragraphs(page)
        if {p.section, p.part} & FACTUAL and p.words >= 40 and not p.cites
    ]
    assert not silent


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_every_citation_is_in_the_bibliography(page: Path) -> None:
    keys = re.findall(r"\{cite(?::\w+)?\}`([^`]+)`", page.read_text(encoding="utf-8"))
    cited = {key.strip() for group in keys for key in group.split(",")}
    assert cited <= set(load_bibliography())


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_every_quoted_phrase_is_in_the_seed_or_a_reviewed_term(
    page: Path, seed_words: str, terms: set[str]
) -> None:
    unknown = [
        f"line {p.line}: {phrase}"
        for p in paragraphs(page)
        for phrase in quotations(p)
        if f" {' '.join(words(phrase))} " not in seed_words and " ".join(words(phrase)) not in terms
    ]
    assert not unknown


def quotations(paragraph: Paragraph) -> list[str]:
    """Phrases in double quotation marks, straight or curly."""
    found = re.findall(r"[“\"]([^”\"]+)[”\"]", paragraph.plain)
    return [phrase for phrase in found if words(phrase)]


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_no_more_than_twelve_words_of_the_seed_are_typed_by_hand(
    page: Path, seed_words: str
) -> None:
    for paragraph in paragraphs(page):
        typed = words(paragraph.plain)
        for start in range(len(typed) - 12):
            run = " ".join(typed[start : start + 13])
            assert f" {run} " not in seed_words, f"line {paragraph.line}: {run}"


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_every_day_named_in_prose_is_in_the_tables(page: Path) -> None:
    dates = r"\b(\d{1,2}) (" + "|".join(MONTHS) + r") (\d{4})\b"
    unknown = [
        f"line {p.line}: {' '.join(date)}"
        for p in paragraphs(page)
        for date in re.findall(dates, p.plain)
        if f"{date[2]}-{MONTHS.index(date[1]) + 1:02d}-{int(date[0]):02d}" not in known_days()
    ]
    assert not unknown


def known_days() -> set[str]:
    events = tables.events()
    excerpts = load_excerpts().values()
    people = tables.people()
    days = (
        set(events["written_date"]) | set(events["end"]) | set(people["born"]) | set(people["died"])
    )
    return days | {one.date for one in excerpts} | {one.published.date for one in excerpts}
