"""A wrong assignment is refused with file, line and cure; what is published knows no key."""

from __future__ import annotations

import re
import shutil
from dataclasses import fields
from pathlib import Path

import pytest
from copies import Copy

from sourcework.assignments.definition import load_assignment
from sourcework.assignments.questions import AssignedQuestion
from sourcework.assignments.solutions import MarkedSample, load_solution
from sourcework.errors import DataError
from sourcework.paths import ASSIGNMENTS

DEFINITION, QUESTIONS, KEYS = "assignment.yml", "questions.yml", "keys.yml"

# Nine lines, each nine times the one before.
GROWING = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
# file, what stands there, what a teacher might write, lines below it at which the fault is found
# (None: no line can be named), and what the error has to say.
SPOILED: dict[str, tuple[str, str, str, int | None, list[str]]] = {
    "a misspelt field": (DEFINITION, "attempts: last", "attempt: last", 0, ["field attempt"]),
    "a field that is missing": (DEFINITION, "title: Twelve days\n", "", None, ["field title"]),
    "a due date without a zone": (
        DEFINITION,
        "due: null",
        "due: 2026-12-01T10:50:00",
        0,
        ["field due", "no time zone", "write 2026-12-01T23:59:00+01:00"],
    ),
    "a zone that there is not": (
        DEFINITION,
        "due: null",
        "due: 2026-12-01T10:50:00+01:00\nzone: Europe/Atlantis",
        1,
        ["field zone", 'no time zone "Europe/Atlantis"', "write Europe/Berlin"],
    ),
    "a due date in another zone": (
        DEFINITION,
        "due: null",
        "due: 2026-07-01T10:50:00+01:00\nzone: Europe/Berlin",
        None,
        ["another time zone than the zone says", "write 2026-07-01T11:50:00+02:00"],
    ),
    "a due date without an hour": (
        DEFINITION,
        "due: null",
        "due: 2026-12-01",
        0,
        ["field due", "no hour", "write 2026-12-01T23:59:00+01:00"],
    ),
    "more lost than there is": (DEFINITION, "most: 75", "most: 175", 0, ["field late.most"]),
    "an unknown widget": (
        DEFINITION,
        "[poison/knowledge]",
        "[poison/knowings]",
        0,
        ["field widgets", 'no widget "poison/knowings" hands its work in', "poison/knowledge"],
    ),
    "an unknown excerpt in a part": (
        DEFINITION,
        "excerpts: [testament/four-names,",
        "excerpts: [testament/five-names,",
        0,
        ['no excerpt "testament/five-names"', "data/excerpts.yml"],
    ),
    "an item that nobody has written": (
        DEFINITION,
        "items: [twelve-days/mark-1,",
        "items: [twelve-days/mark-7,",
        0,
        ['no item "twelve-days/mark-7"', "questions.yml"],
    ),
    "an item twice": (
        DEFINITION,
        "items: [twelve-days/short-1, poison/estimate-2]",
        "items: [twelve-days/short-1, poison/estimate-1]",
        None,
        ['"poison/estimate-1" is there twice', "ask it once"],
    ),
    "three levels": (
        DEFINITION,
        "      - An assertion without any hedge, or so many hedges that no claim is left\n",
        "",
        None,
        ["rubrics.exit.criteria.0.levels"],
    ),
    "a rubric of another name": (
        DEFINITION,
        "  exit:\n",
        "  exits:\n",
        None,
        ['by the rubric "exit"', "use one of: exits"],
    ),
    "a field twice": (
        DEFINITION,
        "due: null\n",
        "due: null\nattempts: best\n",
        5,
        ['"attempts" is there twice', "keep one"],
    ),
    "broken YAML": (DEFINITION, "late: {per_day", "late: {{per_day", 1, ["not YAML"]),
    "aliases that grow": (
        DEFINITION,
        "due: null\n",
        f"due: null\n{GROWING}",
        6,
        ["its aliases (*name) stand for more", "write out"],
    ),
    "an alias for what it stands in": (
        DEFINITION,
        "due: null\n",
        "due: null\nmore: &more [*more]\n",
        1,
        ["its aliases (*name) stand for more"],
    ),
    "brackets without end": (
        DEFINITION,
        "due: null\n",
        f"due: null\nmore: {'[' * 5000}{']' * 5000}\n",
        None,
        ["nested deeper", "check brackets"],
    ),
    "a key that would be published": (
        QUESTIONS,
        "  objective: source-2\n",
        "  objective: source-2\n  key: narrator\n",
        1,
        ['question "twelve-days/choice-1"', "field key"],
    ),
    "feedback that would be published": (
        QUESTIONS,
        "{id: decided, text: Stalin had by then decided what to do.}",
        "{id: decided, text: Stalin had by then decided., feedback: Beyond the text.}",
        0,
        ["options.0.feedback"],
    ),
    "an unknown kind": (
        QUESTIONS,
        "kind: mark",
        "kind: marks",
        0,
        ["field kind", 'no kind "marks"', "mark,"],
    ),
    "an unknown objective": (
        QUESTIONS,
        "objective: source-2",
        "objective: source-9",
        -2,
        ['no objective "source-9"', "source-1"],
    ),
    "an unknown excerpt": (
        QUESTIONS,
        "excerpts: [poison/vague]",
        "excerpts: [poison/vage]",
        -5,
        ['no excerpt "poison/vage"'],
    ),
    "a passage that is not there": (
        QUESTIONS,
        "text: A mere month before}",
        "text: A mere week before}",
        None,
        ["'A mere week before' does not follow", "copy the passages"],
    ),
    "a choice without options": (
        QUESTIONS,
        "kind: number",
        "kind: choice",
        None,
        ["a choice has 0 options"],
    ),
    "an id of another assignment": (
        QUESTIONS,
        "id: twelve-days/choice-2",
        "id: how-late/choice-2",
        0,
        ["not of this assignment", "begin with twelve-days/"],
    ),
    "an id that is taken": (
        QUESTIONS,
        "id: twelve-days/choice-2",
        "id: twelve-days/choice-1",
        0,
        ["taken already"],
    ),
    "no list of questions": (QUESTIONS, "questions:\n", "items:\n", None, ["questions:"]),
    "a key that is no option": (
        KEYS,
        "key: decided",
        "key: decidet",
        None,
        ['key of "twelve-days/choice-2"', '"decidet" is no option', "decided, again"],
    ),
    "a key that is missing": (
        KEYS,
        "- id: twelve-days/choice-4",
        "- id: twelve-days/choice-5",
        None,
        ['no key for "twelve-days/choice-4"'],
    ),
    "a key twice": (
        KEYS,
        "- id: twelve-days/choice-4",
        "- id: twelve-days/choice-3",
        0,
        ["it is there twice", "keep one"],
    ),
    "an option without a remark": (
        KEYS,
        "    decided:\n",
        "    undecided:\n",
        0,
        ['there is no option "undecided"', "use one of: decided, again, elsewhere, unclear"],
    ),
    "an option of which nothing is said": (
        KEYS,
        "      feedback: Several men sat there,",
        "      feedbacks: Several men sat there,",
        -1,
        ["options.6.feedback"],
    ),
    "a remark without its fields": (
        KEYS,
        "    suspicious:\n      feedback:",
        "    suspicious:",
        0,
        ["field options", "nothing is told about: suspicious", "write feedback and words"],
    ),
    "a misspelt field of a remark": (
        KEYS,
        "      words: {poison/vague: must have been",
        "      word: {poison/vague: must have been",
        0,
        ["options.2.word"],
    ),
    "words that are not in the document": (
        KEYS,
        "must have been running through his mind}",
        "must have run through his mind}",
        -2,
        ["elsewhere", "is not in poison/vague", "copy the words"],
    ),
    "a remark that quotes nothing": (
        KEYS,
        "      words: {poison/vague: must have been running through his mind}\n",
        "",
        None,
        ['"elsewhere" quotes no words', "add words"],
    ),
    "a criterion without a note": (
        KEYS,
        "    change: >-\n",
        "    changes: >-\n",
        None,
        ["a note on each criterion: claim, evidence, change"],
    ),
    "an empty model": (
        KEYS,
        "  model: >-\n",
        "  model: ''\n  models: >-\n",
        0,
        ["field model"],
    ),
    "a level without an answer": (
        KEYS,
        "  - level: 3\n    answer: >-\n",
        "  - level: 2\n    answer: >-\n",
        None,
        ['key of "twelve-days/short-1"', "not of levels 4, 3, 2, 1", "write one for each"],
    ),
    "a composed answer without a remark": (
        KEYS,
        "      change: >-\n        A paper and a direction.",
        "      changes: >-\n        A paper and a direction.",
        None,
        ["field samples.1.remarks", "a note on each criterion: claim, evidence, change"],
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ASSIGNMENTS / "twelve-days", tmp_path / "twelve-days"))


def load(folder: Path) -> None:
    load_solution(load_assignment(folder))


def spoil(path: Path, old: str, new: str) -> int:
    """Replace the first `old` and return the line on which it stood."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} has no {old!r}: the test spoils nothing"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(("file", "old", "new", "below", "told"), SPOILED.values(), ids=SPOILED)
def test_a_wrong_file_is_refused_with_place_and_cure(
    folder: Path, file: str, old: str, new: str, below: int | None, told: list[str]
) -> None:
    line = spoil(folder / file, old, new)
    with pytest.raises(DataError) as raised:
        load(folder)
    error = str(raised.value)
    assert f"{file}, " in error
    if below is not None:
        assert f"line {line + below}," in error or f"line {line + below}:" in error
    for phrase in told:
        assert phrase in error
    assert re.search(r": .+; .+\.$", error), "problem and cure"


def test_only_the_model_stands_for_a_composed_answer() -> None:
    assert not MarkedSample(level=4, remarks={}).answer
    with pytest.raises(ValueError, match="level 3 has no answer; write one"):
        MarkedSample(level=3, remarks={})


def test_a_teacher_may_point_to_a_folder_and_is_told_which_there_are(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"no such assignment; .*twelve-days"):
        load_assignment(tmp_path)
    with pytest.raises(DataError, match="no such assignment"):
        load_assignment("thirteen-days")


def test_questions_can_be_published_without_their_keys(folder: Path) -> None:
    whole = load_assignment(folder)
    (folder / KEYS).unlink()
    assert load_assignment(folder).questions == whole.questions
    with pytest.raises(DataError, match=r"keys\.yml.*missing"):
        load_solution(whole)


def test_points_can_be_set_where_an_item_is_asked(folder: Path) -> None:
    spoil(
        folder / DEFINITION,
        "items: [twelve-days/choice-3, twelve-days/choice-4]",
        "items: [{id: twelve-days/choice-3, points: 5}, twelve-days/choice-4]",
    )
    assignment = load_assignment(folder)
    assert assignment.points == 33
    assert load_solution(assignment).items["twelve-days/choice-3"].points == 5


def test_no_field_of_a_question_could_hold_a_key() -> None:
    assert not {each.name for each in fields(AssignedQuestion)} & {
        "key",
        "model",
        "feedback",
        "reveal",
        "partial",
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("key: decided", "key: again"),
        ("key: [threat, georgians, reply", "key: [reply, georgians, threat"),
        ("value: 20", "value: 21"),
        ("{brought: stalin,", "{brought: trotsky,"),
        ("key: [threatened, messenger]", "key: [because]"),
        ("key: {suspicious: mind,", "key: {suspicious: act,"),
    ],
)
def test_the_digest_of_a_question_does_not_depend_on_its_key(
    folder: Path, old: str, new: str
) -> None:
    before = load_assignment(folder)
    spoil(folder / KEYS, old, new)
    after = load_assignment(folder)
    assert load_solution(before) is not None
    assert [each.digest for each in after.questions.values()] == [
        each.digest for each in before.questions.values()
    ]
    assert after.version == before.version


def test_the_version_changes_with_a_question(folder: Path) -> None:
    before = load_assignment(folder).version
    spoil(
        folder / QUESTIONS, "Stalin said a thing that he had said already", "Stalin said it again"
    )
    assert load_assignment(folder).version != before


def test_the_audit_finds_a_wrong_assignment_and_a_wrong_key(copy: Copy) -> None:
    copy.replace("assignments/twelve-days/keys.yml", "key: decided", "key: decidet")
    copy.replace("assignments/how-late/assignment.yml", "code: true", "code: perhaps")
    found = copy.audit()
    assert found.returncode == 1
    assert "assignments/twelve-days/keys.yml, line" in found.stderr
    assert "assignments/how-late/assignment.yml, line" in found.stderr


def test_the_audit_asks_for_no_keys_in_a_copy_for_students(copy: Copy) -> None:
    for path in copy.folder.glob("assignments/*/keys.yml"):
        path.unlink()
    assert copy.audit().returncode == 0
