"""Likeness of written answers: places for a teacher to look at, on one page, and no verdict.

Each answer is compared with those of all others to the same question, by `shingling`. What the
assignment itself says, and what stands in the document, explains itself and does not count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ...assignments.definition import Assignment
from ...assignments.questions import AssignedQuestion
from ...display import render
from ...document import load_seed
from ...excerpts import load_excerpts
from ...item_bank import known_items
from ...items.interactions import ExtendedTextInteraction
from ..progress import Progress
from ..store.results_store import Ledger
from ..store.spreadsheets import printable
from .shingling import FEWEST, RUN, SHARE, Pair, Piece, Shingle, Text, given_among, pairs, passages

__all__ = ["sources", "write_likeness"]

_SHOWN = 100  # pairs on the page
_LONGEST = 4  # passages that are told of a pair


@dataclass(frozen=True)
class _Side:
    """One of two answers that are alike.

    Attributes
    ----------
    share
        Of its own words that the other one has too, in per cent.
    """

    name: str
    id: str
    file: str
    words: int
    share: int
    pieces: list[tuple[str, Piece]]


@dataclass(frozen=True)
class _Place:
    """Two answers to one question that are alike."""

    item: str
    sides: tuple[_Side, _Side]
    passages: list[str]


@dataclass(frozen=True)
class _Compared:
    """What became of the answers to a question, by how many there are of a sort."""

    item: str
    stem: str
    compared: int
    short: int
    unread: int
    alike: int


def write_likeness(assignment: Assignment, ledger: Ledger, path: Path, progress: Progress) -> int:
    """Write the page; return how many pairs of answers are alike."""
    questions: list[_Compared] = []
    found: list[tuple[float, _Place]] = []
    total = 0
    for question in assignment.questions.values():
        if not question.written:
            continue
        answers = _Answers(assignment, question, ledger)
        alike = answers.alike()
        total += len(alike)
        questions.append(answers.told(len(alike)))
        found += [(max(pair.shares), answers.place(pair)) for pair in alike[:_SHOWN]]
        progress.tell("questions compared:", len(questions))
    found.sort(key=lambda each: -each[0])
    page = render(
        "likeness.html",
        title=assignment.title,
        questions=questions,
        places=[place for _, place in found[:_SHOWN]],
        total=total,
        fewest=FEWEST,
        run=RUN,
        least=round(100 * SHARE),
    )
    path.write_text(page, encoding="utf-8")
    return total


class _Answers:
    """The answers of a class to one question; those of one team may be alike."""

    def __init__(self, assignment: Assignment, question: AssignedQuestion, ledger: Ledger) -> None:
        self._question = question
        self._writers: list[tuple[str, ...]] = []
        self._teams: list[str] = []
        self._unread = 0
        written: list[str] = []
        for result in ledger.results():
            self._unread += question.id in result.unread
            text = result.responses.get(question.id)
            if isinstance(text, str) and text.strip():
                student = result.student
                said = (student.name, student.id, result.file)
                self._writers.append(tuple(map(printable, said)))
                self._teams.append(ledger.team(student))
                written.append(printable(text))
        given = given_among(written, sources(assignment, question))
        self.texts = [Text(text, given) for text in written]

    def alike(self) -> list[Pair]:
        teams = self._teams
        return [
            each for each in pairs(self.texts) if not teams[each.one] == teams[each.other] != ""
        ]

    def told(self, alike: int) -> _Compared:
        compared = sum(text.own_words >= FEWEST for text in self.texts)
        short = len(self.texts) - compared
        asked = self._question
        return _Compared(asked.id, asked.stem, compared, short, self._unread, alike)

    def place(self, pair: Pair) -> _Place:
        """Lay a pair out to be read side by side."""
        shared = self.texts[pair.one].shingles & self.texts[pair.other].shingles
        one = self._side(pair.one, pair.shares[0], shared)
        other = self._side(pair.other, pair.shares[1], shared)
        longest = passages(self.texts[pair.one], shared)[:_LONGEST]
        return _Place(self._question.id, (one, other), longest)

    def _side(self, number: int, share: float, shared: frozenset[Shingle]) -> _Side:
        name, own, file = self._writers[number]
        text = self.texts[number]
        pieces = text.pieces(shared)
        return _Side(name, own, file, text.own_words, round(100 * share), pieces)


def sources(assignment: Assignment, question: AssignedQuestion) -> Iterator[str]:
    """Give the texts that everybody has before them: the document, and what the assignment says."""
    yield "\n".join(load_seed().lines)
    yield from (excerpt.reading for excerpt in load_excerpts().values())
    yield from (assignment.title, assignment.summary, assignment.instructions)
    for part in assignment.parts:
        yield from (part.title, part.text)
    for asked in assignment.questions.values():
        yield from (asked.stem, asked.hint)
        yield from (each.text for each in (*asked.options, *asked.targets))
    for rubric in assignment.rubrics.values():
        for criterion in rubric.criteria:
            yield from (criterion.title, *criterion.levels)
    bank = known_items().get(question.id)  # what a chapter shows once it is answered there
    interaction = bank.interaction() if bank else None
    if isinstance(interaction, ExtendedTextInteraction):
        yield interaction.model
        yield from (sample.answer for sample in interaction.samples)
