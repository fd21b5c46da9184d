"""Tests of the form in which a teacher writes a question: its fields, check, files and variants."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from engine_book import Copy

DIARY = "I heard the bell"
ROWS: list[dict[str, Any]] = [
    {"id": "o101", "text": "It rang", "feedback": "She heard it.", "words": DIARY},
    {"id": "o102", "text": "It was late", "feedback": "She declines.", "words": "I do not say"},
    {"id": "o103", "text": "She was there", "feedback": "At school.", "words": "I say when"},
]
SHARED: dict[str, Any] = {
    "objective": "voices",
    "level": "1",
    "points": "2",
    "excerpts": ["bell/diary"],
    "stem": "What does she say?",
}


def rows(**key: Any) -> list[dict[str, Any]]:
    """Return rows with the key marked at them: a value for each."""
    return [row | {n: v[i] for n, v in key.items()} for i, row in enumerate(ROWS)]


def draft(kind: str, **own: Any) -> dict[str, Any]:
    return SHARED | {"kind": kind} | own


CHOICE = draft("choice", options=rows(right=[True, False, False]), hint="Look at the verb.")
PLACES = [{"id": "o201", "text": "says"}, {"id": "o202", "text": "does not say"}]
PASSAGES = [
    {
        "id": "o301",
        "text": "The gauge stood at nine feet",
        "feedback": "A number.",
        "target": "o201",
    },
    {"id": "o302", "text": DIARY, "feedback": "A sound.", "target": "o202"},
]
BANDS = [
    {"id": "o401", "upto": "40", "feedback": "Low.", "words": DIARY},
    {"id": "o402", "upto": "100", "feedback": "High.", "words": DIARY},
]
CRITERION = {"id": "o501", "title": "Claim", "points": "4", "note": "A hedge counts."}
CRITERION |= {f"level_{level}": f"Found at {level}" for level in (4, 3, 2, 1)}
VALUE = {"id": "o601", "value": "9", "feedback": "Nine.", "words": "nine feet", "right": True}
DRAFTS = [
    CHOICE,
    draft("choices", options=rows(right=[True, False, True]), confidence=True),
    draft("order", options=rows(tied=[False, False, True])),
    draft("match", options=rows(target=["o201", "o202", "o201"]), targets=PLACES),
    draft("mark", options=PASSAGES, targets=PLACES),
    draft(
        "number",
        unit="feet",
        options=[VALUE],
        otherwise={"feedback": "Read the gauge.", "words": "nine feet"},
    ),
    draft("short", model="It rang at half past ten.", words="60", criteria=[CRITERION]),
    draft("estimate", claim="bell/claim-1", moment="before", bands=BANDS),
]


def without(record: dict[str, Any], *path: Any) -> dict[str, Any]:
    """Return a copy of a draft in which a value, by its path, is empty."""
    *steps, last = path
    copy: dict[str, Any] = {**record}
    inner: Any = copy
    for step in steps:
        inner[step] = {**inner[step]} if isinstance(inner[step], dict) else [*inner[step]]
        inner = inner[step]
    inner[last] = ""
    return copy


@pytest.fixture
def own(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "quillhaven")


def sent(own: Copy, *messages: dict[str, Any]) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = own.ask(
        "engine_question_form.py", {"do": "messages", "messages": list(messages)}
    )
    return told


def save(record: dict[str, Any], name: str = "", *, sure: bool = False, **more: Any) -> Any:
    work = {"assignment": name, "about": {"title": "Mine"}, "draft": record}
    return {"do": "save", "work": work, "sure": sure} | more


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    copy = Copy(tmp_path_factory.mktemp("form") / "quillhaven")
    told: dict[str, Any] = copy.ask("engine_question_form.py", {"do": "drafts", "drafts": DRAFTS})
    return told


@pytest.mark.parametrize("number", range(len(DRAFTS)), ids=[each["kind"] for each in DRAFTS])
def test_a_question_of_each_kind_is_written_into_one_assignment(
    written: dict[str, Any], number: int
) -> None:
    kind, answer = DRAFTS[number]["kind"], written["answers"][number]
    assert (answer["faults"], answer["unkept"]) == ([], "")
    assert answer["saved"] == f"mine/{kind}-1"
    assert answer["asked"]["stem"] == "What does she say?"
    assert answer["asked"]["rule"] is None
    assert (answer["tried"] is None) == (kind == "short")


def test_keys_are_those_that_were_marked(written: dict[str, Any]) -> None:
    rules = written["rules"]
    assert rules["mine/choice-1"]["credits"] == {"o101": 1, "o102": 0, "o103": 0}
    assert sorted(rules["mine/choices-1"]["right"]) == ["o101", "o103"]
    assert rules["mine/order-1"]["places"] == {"o101": 1, "o102": 2, "o103": 2}
    assert rules["mine/match-1"]["pairs"] == {"o101": "o201", "o102": "o202", "o103": "o201"}
    assert rules["mine/number-1"]["values"] == [["o601", 9.0, 0.0]]
    scored = {n: each for n, each in written["full"].items() if "estimate" not in n}
    assert set(scored.values()) == {1}
    assert written["points"] == 16
    assert len(written["editions"]) == 4


def test_the_published_half_has_nothing_of_the_key(written: dict[str, Any]) -> None:
    published = written["text"]["questions.yml"] + written["text"]["assignment.yml"]
    assert "right" not in published
    for secret in ("She heard it.", "tied", "It rang at half past ten.", "target:", "A hedge"):
        assert secret not in published
    assert "# Never published." in written["text"]["keys.yml"]


def test_options_are_published_in_no_order_that_tells_the_key(own: Copy) -> None:
    (told,) = sent(own, save(draft("order", options=rows(tied=[False] * 3))))
    text = told["files"]["mine/mine/questions.yml"]
    assert [n for n in ("o101", "o102", "o103") if n in text] == ["o101", "o102", "o103"]
    assert text.index("o101") > text.index("o102") or text.index("o102") > text.index("o103")


def test_what_was_written_is_there_again_when_python_is_started_anew(
    written: dict[str, Any],
) -> None:
    assert written["kept"]["assignment"] == "mine"
    assert written["kept"]["draft"]["stem"] == "What does she say?"
    assert written["kept"]["draft"]["id"] == "mine/estimate-1"


def test_variants_are_made_from_the_form(written: dict[str, Any]) -> None:
    lines = written["variants"]["lines"]
    assert len(lines) == 2
    assert all("mine/variants/mine-" in line for line in lines)


FAULTS: list[tuple[dict[str, Any], str, str]] = [
    (without(CHOICE, "stem"), "stem", "Question: it is empty; write something."),
    (without(CHOICE, "objective"), "objective", "What it trains: it is empty; choose one."),
    (without(CHOICE, "excerpts"), "excerpts", "Passages: it is empty; choose one."),
    (
        without(CHOICE, "options", 1, "feedback"),
        "options.1.feedback",
        "Answer 2, remark: it is empty; write something.",
    ),
    (
        without(CHOICE, "options", 1, "words"),
        "options.1.words",
        "Answer 2, words that decide: it is empty; copy those that decide from a passage.",
    ),
    (
        draft("choice", options=rows(right=[True, 0, 0], words=[DIARY, "No bell", DIARY])),
        "options.1.words",
        "Answer 2, words that decide: 'No bell' is not in bell/diary;"
        " copy the words as they stand in a passage above.",
    ),
    (
        draft("choice", options=rows(right=[False] * 3)),
        "key",
        "Answers: no answer is marked as the right one; mark one.",
    ),
    (CHOICE | {"points": "many"}, "points", "Points: it is no whole number; write digits."),
    (
        draft("match", options=rows(target=["o201", "", "o201"]), targets=PLACES),
        "options.1.target",
        "Row 2, where it belongs: it is empty; choose one.",
    ),
    (
        draft("mark", options=[PASSAGES[1], PASSAGES[0]], targets=PLACES),
        "",
        "",
    ),
    (
        draft("estimate", claim="bell/claim-1", moment="before", bands=BANDS[:1] * 2),
        "",
        "",
    ),
]


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    copy = Copy(tmp_path_factory.mktemp("faulty") / "quillhaven")
    return sent(copy, *(save(record) for record, *_ in FAULTS))


@pytest.mark.parametrize("number", range(len(FAULTS)))
def test_a_fault_names_field_and_cure_and_nothing_is_written(
    faulty: list[dict[str, Any]], number: int
) -> None:
    _, field, text = FAULTS[number]
    told = faulty[number]
    assert told["files"] == {}
    assert "saved" not in told["answer"]
    found = told["answer"]["faults"]
    if text:
        assert found == [{"field": field, "text": text}]
    assert found
    assert all("o10" not in each["text"] and "o30" not in each["text"] for each in found)


def test_a_question_that_is_there_is_replaced_only_by_one_who_is_sure(own: Copy) -> None:
    changed = CHOICE | {"id": "mine/choice-1", "stem": "And now?"}
    first, asked, sure = sent(
        own, save(CHOICE), save(changed, "mine"), save(changed, "mine", sure=True)
    )
    assert asked["answer"] == {
        "doubts": ["mine/choice-1 is there already, and asks: What does she say?"]
    }
    assert asked["files"] == first["files"]
    assert sure["answer"]["saved"] == "mine/choice-1"
    assert "And now?" in sure["files"]["mine/mine/questions.yml"]
    assert "What does she say?" not in sure["files"]["mine/mine/questions.yml"]


def test_comments_of_hers_go_only_if_she_is_sure(own: Copy) -> None:
    (first,) = sent(own, save(CHOICE))
    text = first["files"]["mine/mine/keys.yml"].replace("keys:", "keys:\n# mine", 1)
    (told,) = sent(own, save(CHOICE, "mine", write={"mine/mine/keys.yml": text}))
    assert told["answer"]["doubts"] == ["keys.yml has comments between its lines, which would go."]
    assert told["files"]["mine/mine/keys.yml"] == text


def test_names_that_are_taken_are_refused(own: Copy) -> None:
    begun = {"about": {"title": "Night, watch"}, "draft": CHOICE}
    told, twice, again = sent(
        own, {"do": "save", "work": begun, "sure": True}, save(CHOICE), save(CHOICE)
    )
    (fault,) = told["answer"]["faults"]
    assert fault["field"] == "about.title"
    assert "take another title" in fault["text"]
    assert twice["answer"]["saved"] == "mine/choice-1"
    assert "take another title" in again["answer"]["faults"][0]["text"]


def test_a_question_is_opened_as_it_was_written(own: Copy) -> None:
    own.ask("engine_question_form.py", {"do": "drafts", "drafts": DRAFTS})
    names = [f"mine/{record['kind']}-1" for record in DRAFTS]
    told = sent(own, *({"do": "open", "assignment": "mine", "id": name} for name in names))
    drafts = [each["answer"]["draft"] for each in told]
    assert [each["id"] for each in drafts] == names
    again = sent(own, *(save(each, "mine", sure=True) for each in drafts))
    assert [each["answer"]["saved"] for each in again] == names
    assert again[-1]["files"] == told[0]["files"]


def test_questions_that_were_written_by_hand_are_opened_or_it_is_said_why(book: Copy) -> None:
    asked = {"do": "files", "assignments": ["night-watch"]}
    told = book.ask("engine_question_form.py", asked)
    refused = {name for name, found in told.items() if "would lose them" in found}
    assert len(told) == 7
    assert refused == {"night-watch/order-1", "night-watch/match-1"}
    assert all(found == [] for name, found in told.items() if name not in refused)


def test_what_the_form_would_lose_is_not_opened(own: Copy) -> None:
    (first,) = sent(own, save(CHOICE))
    text = first["files"]["mine/mine/keys.yml"].replace(
        "  key: o101", "  key: o101\n  partial: {o102: 0.5}", 1
    )
    message = {"do": "open", "assignment": "mine", "id": "mine/choice-1"}
    (told,) = sent(own, message | {"write": {"mine/mine/keys.yml": text}})
    assert "partial" in told["answer"]["fault"]
    assert "change the question in its files" in told["answer"]["fault"]


def test_a_damaged_draft_is_set_aside_and_told(own: Copy) -> None:
    sent(own, save(CHOICE))
    (told,) = sent(own, {"do": "begin", "anew": True, "write": {"mine/draft.json": "{"}})
    assert "draft-damaged.json" in told["damage"]
    assert (own.folder / "mine/draft-damaged.json").read_text() == "{"
    assert told["answer"]["assignments"][0]["questions"][0]["id"] == "mine/choice-1"


def test_a_folder_that_cannot_be_written_is_told(own: Copy) -> None:
    (own.folder / "mine").write_text("a file", encoding="utf-8")
    checked, saved = sent(own, {"do": "check", "work": save(CHOICE)["work"]}, save(CHOICE))
    assert "is not kept on the disk" in checked["answer"]["unkept"]
    assert checked["answer"]["asked"]["stem"] == "What does she say?"
    assert "mine" in saved["answer"]["fault"]


def test_a_fault_in_an_assignment_elsewhere_keeps_the_files_as_they_were(own: Copy) -> None:
    (first,) = sent(own, save(CHOICE))
    text = first["files"]["mine/mine/assignment.yml"].replace("time: Half an hour", "time: ''")
    (told,) = sent(own, save(CHOICE, "mine", write={"mine/mine/assignment.yml": text}))
    assert "field time" in told["answer"]["fault"]
    assert told["files"]["mine/mine/questions.yml"] == first["files"]["mine/mine/questions.yml"]


def test_a_variant_that_would_change_is_made_anew_only_if_she_is_sure(own: Copy) -> None:
    made: dict[str, Any] = {"do": "variants", "assignment": "mine", "seed": "s", "count": "1"}
    more = save(DRAFTS[1], "mine")
    told = sent(own, save(CHOICE), made, made, more, made, made | {"sure": True})
    assert told[1]["answer"] == told[2]["answer"]
    assert "there is such a variant" in told[4]["answer"]["doubts"][0]
    assert told[4]["files"] == told[3]["files"]
    assert "choices-1" in "".join(told[5]["files"][n] for n in told[5]["files"] if "variants" in n)
    assert not [n for n in told[5]["files"] if "tmp" in n]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (
            {"seed": " ", "count": "1"},
            "Secret word: it is empty; write a word that nobody guesses.",
        ),
        ({"seed": "s", "count": "x"}, "How many: x is no number from 1 to 40; change it."),
        ({"seed": "s", "count": "41"}, "How many: 41 is no number from 1 to 40; change it."),
    ],
)
def test_variants_without_seed_or_number_are_refused(
    own: Copy, content: dict[str, Any], fault: str
) -> None:
    (told,) = sent(own, {"do": "variants", "assignment": "night-watch"} | content)
    assert told["answer"]["fault"] == fault


def test_variants_of_an_assignment_of_the_book_are_made_too(own: Copy) -> None:
    made = {"do": "variants", "assignment": "night-watch", "seed": "s", "count": "1"}
    (told,) = sent(own, made)
    assert "mine/variants/night-watch-" in told["answer"]["lines"][0]


def test_a_ninth_kind_is_in_the_form_as_soon_as_it_is_registered(book: Copy) -> None:
    offered, others = book.ask("engine_question_form.py", {"do": "kinds", "grid": True})
    assert others == []
    grid = offered[-1]
    assert (grid["kind"], grid["label"], grid["key"]) == ("grid", "judge each statement", "pairs")
    targets = next(each for each in grid["fields"] if each["name"] == "targets")
    assert [each["id"] for each in targets["first"]] == ["says", "denies", "silent"]


def test_a_ninth_kind_is_written(own: Copy) -> None:
    offered, _ = own.ask("engine_question_form.py", {"do": "kinds", "grid": True})
    targets = next(e["first"] for e in offered[-1]["fields"] if e["name"] == "targets")
    record = draft("grid", options=rows(target=["says", "denies", "silent"]), targets=targets)
    asked = {"do": "drafts", "drafts": [record], "grid": True}
    told = own.ask("engine_question_form.py", asked)
    assert told["answers"][0]["saved"] == "mine/grid-1"
    assert told["full"] == {"mine/grid-1": 1}


@pytest.mark.parametrize("content", [{}, {"do": "save", "work": 1, "sure": False}, {"do": "open"}])
def test_a_message_that_makes_no_sense_is_answered_too(own: Copy, content: dict[str, Any]) -> None:
    (told,) = sent(own, content)
    assert "load the page again" in told["answer"]["fault"]
