"""Likeness of written answers: near copies are laid side by side, and honest work is not."""

from __future__ import annotations

import csv
import io
import random
import re
import time
import zipfile
from pathlib import Path

import pytest
from classes import ESSAY, EXCERPT, GOOD, answers, path_of, write_assignment
from hypothesis import given, settings
from hypothesis import strategies as st
from runs import Done, grade

from sourcework.assignments.definition import assignment_names, load_assignment
from sourcework.assignments.solutions import load_solution
from sourcework.document import load_seed
from sourcework.excerpts import load_excerpts
from sourcework.grading.reports.likeness import sources
from sourcework.grading.reports.shingling import FEWEST, SHARE, Text, given_among, pairs, passages
from sourcework.grading.session import Desk, GradingChoices

QUOTED = load_excerpts()[EXCERPT].reading
SYLLABLES = ["ba", "lor", "mi", "ten", "su", "rak", "vo", "del", "ni", "gar", "pel", "tum"]
SHORT = "She had no reason to say so, and said it twice."


def words(rng: random.Random, number: int) -> list[str]:
    """Return words of a language that nobody speaks, some of them often, as in any other."""
    vocabulary = ["".join(rng.choices(SYLLABLES, k=rng.randint(1, 4))) for _ in range(900)]
    return rng.choices(vocabulary, [1 / (rank + 3) for rank in range(900)], k=number)


def changed(rng: random.Random, text: list[str], share: float) -> list[str]:
    """Put other words in place of a share of them."""
    others = set(rng.sample(range(len(text)), round(share * len(text))))
    return [f"{word}q" if place in others else word for place, word in enumerate(text)]


def alike(*texts: str, sources: tuple[str, ...] = ()) -> list[tuple[int, int]]:
    explained = given_among(texts, sources)
    found = pairs([Text(text, explained) for text in texts])
    return [(pair.one, pair.other) for pair in found]


unhurried = settings(deadline=None, max_examples=40)
seeds = st.integers(0, 2**32).map(random.Random)
lengths = st.integers(2 * FEWEST, 300)


@unhurried
@given(seeds, lengths)
def test_a_paraphrase_with_three_words_in_ten_changed_is_found(
    rng: random.Random, length: int
) -> None:
    text = words(rng, length)
    assert alike(" ".join(text), " ".join(changed(rng, text, 0.3))) == [(0, 1)]


@unhurried
@given(seeds, lengths, lengths)
def test_two_who_quote_the_same_line_are_not_alike(
    rng: random.Random, one: int, other: int
) -> None:
    texts = [" ".join([*words(rng, 20), QUOTED, *words(rng, length)]) for length in (one, other)]
    assert alike(*texts, sources=tuple(load_seed().lines)) == []


@unhurried
@given(seeds, lengths)
def test_what_stands_in_quotation_marks_is_nobody_s_own(rng: random.Random, length: int) -> None:
    line = " ".join(words(rng, 45))
    texts = [" ".join([*words(rng, length), f"“{line}”"]) for _ in range(2)]
    assert alike(*texts) == []


@unhurried
@given(seeds, st.integers(FEWEST, 200), st.integers(0, 200))
def test_a_text_within_a_longer_one_is_found(rng: random.Random, length: int, more: int) -> None:
    text = words(rng, length)
    around = [*words(rng, more), *text, *words(rng, more)]
    (pair,) = pairs([Text(" ".join(around)), Text(" ".join(text))])
    assert pair.shares[1] == 1
    assert pair.words[0] >= length


@unhurried
@given(seeds, st.integers(5, 40), lengths)
def test_those_with_more_in_common_come_first(rng: random.Random, number: int, length: int) -> None:
    text = words(rng, length)
    texts = [text, *(changed(rng, text, rng.random() / 4) for _ in range(number))]
    rng.shuffle(texts)
    found = pairs([Text(" ".join(each)) for each in texts])
    shares = [max(pair.shares) for pair in found]
    assert shares == sorted(shares, reverse=True)
    assert min(shares) >= SHARE
    assert all(pair.one < pair.other for pair in found)


@unhurried
@given(st.text(), st.sets(st.text(max_size=5)))
def test_pieces_of_a_text_are_the_text(text: str, more: set[str]) -> None:
    other = Text(f"{text} {' '.join(more)}")
    one = Text(text, given_among([text], more))
    assert "".join(said for said, _ in one.pieces(one.shingles & other.shingles)) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Lenin’s note – of 4 January – doesn't name him.", 8),
        ("Ленин просил Крупскую", 3),
        ("हिन्दी में लिखा हुआ", 4),
        ("שלום עולם", 2),
        ("列宁在一九二三年", 4),
        ("un café ", 2),
        ("… — !", 0),
    ],
)
def test_words_of_any_script_are_counted(text: str, number: int) -> None:
    assert Text(text).own_words == number


def test_capitals_marks_and_forms_of_letters_make_no_difference() -> None:
    one = "Krupskaya’s café: a LETTER, they said, of the fifth. " * 10
    other = "krupskaya's cafe\u0301 a letter they said of the fifth " * 10
    assert alike(one, other) == [(0, 1)]


def test_what_an_author_composed_for_one_question_at_four_levels_is_not_alike() -> None:
    """By one hand, on one matter: no two of a class are nearer to each other by chance.

    But for the second level from above, which may be the model with something left out.
    """
    compared = 0
    for name in assignment_names():
        assignment = load_assignment(name)
        for key, notes in load_solution(assignment).notes.items():
            lower = [each.answer for each in notes.samples if each.level < 3]
            known = tuple(sources(assignment, assignment.questions[key]))
            for text in (notes.model, notes.samples[1].answer):
                assert alike(text, *lower, sources=known) == []
                compared += 1
    assert compared


# Through the command


@pytest.fixture(scope="module")
def assignment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_assignment(tmp_path_factory.mktemp("assignments"), due=False)


def class_of(texts: dict[str, str], folder: Path) -> Path:
    """Write a class as Moodle hands it out, a team or a student by name with a text each."""
    for number, (name, text) in enumerate(texts.items(), start=1):
        path, _ = path_of("moodle", number, name)
        file = folder / "class" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        responses = GOOD | ({ESSAY: text} if text else {})
        file.write_bytes(answers(responses, attempt=f"{number:032x}"))
    return folder / "class"


def page_of(done: Done) -> str:
    return (done.out / "likeness.html").read_text(encoding="utf-8")


def told_pairs(page: str) -> list[tuple[str, ...]]:
    """Return who stands beside whom, pair by pair."""
    articles = re.findall(r'<article id="pair-\d+">.*?</article>', page, re.DOTALL)
    return [tuple(re.findall(r"<h4><bdi>(.*?)</bdi>", each)) for each in articles]


def composed(seed: int, number: int = 110) -> str:
    rng = random.Random(seed)
    return f"{' '.join(words(rng, number // 2))} {QUOTED} {' '.join(words(rng, number // 2))}"


def test_nothing_is_compared_unless_it_is_asked_for(assignment: Path, tmp_path: Path) -> None:
    place = class_of({"Ann A": composed(1), "Ben B": composed(1)}, tmp_path)
    done = grade(assignment, place)
    assert not (done.out / "likeness.html").exists()
    assert (grade(assignment, place, "--likeness").out / "likeness.html").exists()
    assert not (grade(assignment, place).out / "likeness.html").exists(), "an old page misleads"


def test_a_copy_of_a_third_one_s_text_is_laid_beside_it(
    assignment: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = {f"Team {number}": composed(number) for number in range(12)}
    texts["王 伟"] = texts["Team 3"].replace("a", "A")
    texts["Ольга Иванова"] = " ".join(changed(random.Random(7), texts["Team 5"].split(), 0.25))
    done = grade(assignment, class_of(texts, tmp_path), "--likeness")
    found = {frozenset(each) for each in told_pairs(page_of(done))}
    assert found == {
        frozenset({"Team 3", "王 伟"}),
        frozenset({"Team 5", "Ольга Иванова"}),
    }
    told = capsys.readouterr().out
    assert "2 pairs of written answers are alike: see likeness.html, no verdict" in told
    assert {row["total"] for row in done.results.values()} == {""}, "nobody loses a point"


def test_members_of_a_team_may_hand_in_the_same(assignment: Path, tmp_path: Path) -> None:
    names = {"Team 1-Zoë Sample": 1, "Team 1-Ben Example": 1, "Team 2-Eva Muster": 1}
    names |= {"Team 2-Ina Ohm": 2}
    place = class_of({name: composed(seed) for name, seed in names.items()}, tmp_path)
    book = tmp_path / "grades.csv"
    with book.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Identifier", "Full name", "Group", "Grade", "Maximum Grade"])
        for number, name in enumerate(names, start=1):
            group, _, own = name.partition("-")
            writer.writerow([f"Participant {number}", own, group, "", "30.00"])
    done = grade(assignment, place, "--likeness", "--gradebook", str(book))
    found = {frozenset(each) for each in told_pairs(page_of(done))}
    assert found == {
        frozenset({"Eva Muster", "Zoë Sample"}),
        frozenset({"Ben Example", "Eva Muster"}),
    }


def test_the_page_marks_what_is_shared_apart_from_what_is_quoted(
    assignment: Path, tmp_path: Path
) -> None:
    texts = {"Ann A": composed(1), "Ben B": f"{composed(1)} {' '.join(words(random.Random(2), 9))}"}
    page = page_of(grade(assignment, class_of(texts, tmp_path), "--likeness"))
    marked = " ".join(re.findall(r"<mark>(.*?)</mark>", page, re.DOTALL))
    given_words = re.findall(r'<span class="given">(.*?)</span>', page, re.DOTALL)
    assert "Stalin is too rude" not in marked
    assert "Stalin is too rude" in " ".join(given_words)
    assert "100 % of 110 own words are in the other answer too." in page
    assert "92 % of 119 own words are in the other answer too." in page


def test_short_and_unread_answers_are_said_not_to_be_compared(
    assignment: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = {"Ann A": SHORT, "Ben B": SHORT, "Cy C": composed(3), "Di D": "", "Ed E": QUOTED}
    place = class_of(texts, tmp_path)
    page = page_of(grade(assignment, place, "--likeness"))
    assert f"<strong>{ESSAY}</strong>: 1 answer, each with all others." in page
    assert "3 were not compared</strong>, with fewer than 40 words of their writers’ own." in page
    assert "No two are alike." in page
    assert "no two written answers are alike" in capsys.readouterr().out


def test_an_assignment_without_a_written_answer_says_so(thirty: Path, tmp_path: Path) -> None:
    page = page_of(grade(thirty, class_of({"Ann A": "", "Ben B": ""}, tmp_path), "--likeness"))
    assert "The assignment asks for no written answer" in page


def test_a_reader_s_text_is_data(assignment: Path, tmp_path: Path) -> None:
    evil = f"<script>alert(1)</script> <img src=x onerror=alert(1)> {composed(4)} \u202e\x00"
    texts = {"<b>Ann</b> A": evil, "Ben B": evil}
    page = page_of(grade(assignment, class_of(texts, tmp_path), "--likeness"))
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "default-src 'none'" in page
    assert "//" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    assert len(told_pairs(page)) == 1


def test_of_a_text_that_was_handed_round_the_first_hundred_pairs_are_shown(
    assignment: Path, tmp_path: Path
) -> None:
    texts = {f"Student {number}": composed(1) for number in range(20)}
    page = page_of(grade(assignment, class_of(texts, tmp_path), "--likeness"))
    assert len(told_pairs(page)) == 100
    assert "The first 100 of 190 pairs." in page


def test_a_class_of_four_hundred_takes_a_few_seconds() -> None:
    texts = [composed(number, 150) for number in range(400)]
    texts += [" ".join(changed(random.Random(1), texts[7].split(), 0.3))]
    start = time.process_time()
    explained = given_among(texts, load_seed().lines)
    found = pairs([Text(text, explained) for text in texts])
    assert time.process_time() - start < 8
    assert [(pair.one, pair.other) for pair in found] == [(7, 400)]


def test_the_form_compares_too(assignment: Path, tmp_path: Path) -> None:
    place = class_of({"Ann A": composed(1), "Ben B": composed(1)}, tmp_path)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for path in place.rglob("*.json"):
            archive.write(path, path.relative_to(place))
    desk = Desk()
    desk.receive("submissions", "class.zip", target.getvalue())
    for asked in (False, True):
        graded = desk.grade(GradingChoices(str(assignment), likeness=asked))
        with zipfile.ZipFile(io.BytesIO(graded.archive)) as archive:
            assert ("class-graded/likeness.html" in archive.namelist()) == asked
    assert passages(Text(composed(1)), Text(composed(1)).shingles)
    desk.clear()
