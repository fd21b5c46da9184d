"""Files for the author: who is counted, and numbers held against an independent count."""

from __future__ import annotations

import csv
import json
import random
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sourcework.__main__ import main
from sourcework.answers import write_answers
from sourcework.item_bank import bank_version, load_items
from sourcework.items import Item
from sourcework.items.interactions import ResponseForm
from sourcework.scoring import full
from sourcework.volunteers.files import gather, volunteer_format
from sourcework.volunteers.statistics import Share

ITEMS = {name: item for name, item in load_items().items() if not item.retired}
CHOICES = [item for item in ITEMS.values() if item.FORM is ResponseForm.IDENTIFIER]
SURE = (30, 50, 70, 90)


def file_of(given: Any, number: int = 1, **changes: Any) -> str:
    file = {"format": volunteer_format(), "edition": bank_version(), "file": f"{number:032x}"}
    return json.dumps(file | {"answers": given} | changes)


def wrong_of(item: Item) -> list[str]:
    return [name for name, share in item.rule()["credits"].items() if share < 1]


def given_by(rng: random.Random) -> dict[str, list[dict[str, Any]]]:
    """Answer some questions as a reader who knows some of them, and stops somewhere."""
    answers: dict[str, list[dict[str, Any]]] = {}
    for item in CHOICES[: rng.randint(12, len(CHOICES))]:
        right = rng.random() < 0.6
        first = full(item.rule()) if right else rng.choice(wrong_of(item))
        attempt = {
            "response": first,
            "confidence": rng.choice(SURE),
            "seconds": rng.randint(5, 400),
        }
        if rng.random() < 0.1:
            attempt["told"] = True
        more = [{"response": full(item.rule()), "seconds": 9}] if not right else []
        answers[item.id] = [attempt, *more]
    return answers


@dataclass(frozen=True)
class Written:
    code: int
    out: Path
    told: str
    refused: str

    def rows(self, name: str) -> list[dict[str, str]]:
        with (self.out / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    @property
    def page(self) -> str:
        return (self.out / "items.html").read_text(encoding="utf-8")


@pytest.fixture
def counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Return what counts a folder of files, given by their names."""

    def count(files: dict[str, str]) -> Written:
        folder = tmp_path / "given"
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        code = main(["items", str(folder), "--out", str(tmp_path / "out")])
        told = capsys.readouterr()
        return Written(code, tmp_path / "out", told.out, told.err)

    return count


def test_numbers_are_those_of_an_independent_count(counted: Any) -> None:
    given = [given_by(random.Random(seed)) for seed in range(40)]
    done = counted({f"{n}.json": file_of(each, n) for n, each in enumerate(given)})
    assert done.code == 0
    assert "40 volunteers counted, 0 left out" in done.told
    items = {row["item"]: row for row in done.rows("items.csv")}
    assert items.keys() == ITEMS.keys()
    for item in CHOICES:
        mine = [each[item.id] for each in given if item.id in each]
        firsts = [tries[0] for tries in mine if "told" not in tries[0]]
        right = [each["response"] == full(item.rule()) for each in firsts]
        row = items[item.id]
        assert row["edition"] == bank_version()
        assert int(row["volunteers"]) == len(mine)
        assert int(row["seen before"]) == len(mine) - len(firsts)
        assert int(row["more than one attempt"]) == sum(len(tries) > 1 for tries in mine)
        assert (row["first attempts"] or "0", row["right"] or "0") == (
            str(len(right)),
            str(sum(right)),
        )
        if len(firsts) < 2:
            continue  # of one reader there are no quartiles
        assert float(row["low"]) <= float(row["share"]) <= float(row["high"])
        assert float(row["sure"]) == pytest.approx(
            sum(each["confidence"] for each in firsts) / len(firsts), abs=1e-4
        )
        seconds = sorted(each["seconds"] for each in firsts)
        middle = (seconds[(len(seconds) - 1) // 2] + seconds[len(seconds) // 2]) / 2
        assert float(row["median"]) == middle
        for each in done.rows("choices.csv"):
            if each["item"] == item.id:
                chosen = sum(first["response"] == each["choice"] for first in firsts)
                assert (each["chosen"], each["of"]) == (str(chosen), str(len(firsts)))
                assert (each["key"] == "yes") == (each["choice"] == full(item.rule()))
    said = {row["sure"]: row for row in done.rows("sureness.csv")}
    for level in SURE:
        firsts = [
            tries[0]["response"] == full(ITEMS[name].rule())
            for each in given
            for name, tries in each.items()
            if tries[0]["confidence"] == level and "told" not in tries[0]
        ]
        assert said[str(level)]["answers"] == str(len(firsts))
        assert said[str(level)]["right"] == str(sum(firsts))


def test_every_kind_of_question_is_counted(counted: Any) -> None:
    answers = {
        name: [{"response": full(item.rule())}]
        for name, item in ITEMS.items()
        if item.FORM is not ResponseForm.TEXT
    }
    done = counted({"a.json": file_of(answers)})
    rows = {row["item"]: row for row in done.rows("items.csv")}
    for name, item in ITEMS.items():
        if item.scored:
            assert rows[name]["share"] == "1", name
            assert float(rows[name]["low"]) < 0.25, "of one reader nothing is known"
        elif name in answers:
            assert rows[name]["right"] == ""
    chosen = {row["item"] for row in done.rows("choices.csv") if row["chosen"] == "1"}
    forms = (ResponseForm.ORDER, ResponseForm.TEXT)
    assert {name for name, item in ITEMS.items() if item.FORM not in forms} <= chosen


def test_the_page_says_what_it_does_not_show(counted: Any) -> None:
    given = [given_by(random.Random(seed)) for seed in range(3)]
    page = counted({f"{n}.json": file_of(each, n) for n, each in enumerate(given)}).page
    for words in ("chose themselves", "stops early", "Nobody watched", "E. B. Wilson"):
        assert words in page
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert page.index("do not show") < page.index("Question by question")


def test_a_reader_counts_once(counted: Any) -> None:
    answers = given_by(random.Random(1))
    fewer = dict(list(answers.items())[:11])
    done = counted(
        {
            "a.json": file_of(answers, 1),
            "b.json": file_of(answers, 1),
            "earlier.json": file_of(fewer, 2),
            "other.json": file_of(given_by(random.Random(2)), 3),
        }
    )
    assert "2 volunteers counted, 2 left out" in done.told
    assert "b.json: it is the same file as" in done.refused
    assert "earlier.json: all that is in it is in" in done.refused


def test_two_who_answer_alike_are_two(counted: Any) -> None:
    right = {item.id: [{"response": full(item.rule())}] for item in CHOICES}
    done = counted({"a.json": file_of(right, 1), "b.json": file_of(right, 2)})
    assert "2 volunteers counted, 0 left out" in done.told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "it is no file for the author, or it is cut off"),
        ('{"format"', "it is cut off"),
        ("[]", "it is no file for the author"),
        ("[" * 100_000, "it is no file for the author"),
        (file_of({}, format="another-book-volunteer/1"), "it is of another book, another-book"),
        (file_of({}, format=volunteer_format()[:-1] + "2"), "a newer edition of the program"),
        (file_of({}, edition="0a0a0a0a"), "it is of another edition, 0a0a0a0a, and this one is"),
        (file_of({}), "it has no answer in it"),
        (file_of([1]), "its answers are damaged"),
        (file_of({}, file=7), "its answers are damaged"),
    ],
)
def test_what_does_not_count_is_named_with_its_reason(text: str, told: str, counted: Any) -> None:
    done = counted({"odd.json": text, "good.json": file_of(given_by(random.Random(1)))})
    assert done.code == 0
    assert "1 volunteer counted, 1 left out" in done.told
    assert told in done.refused
    assert "odd.json" in done.refused
    assert "Files that were left out" in done.page


def test_an_answers_file_which_may_name_its_reader_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_answers({"items": {}}, tmp_path / "answers.json")
    assert main(["items", str(tmp_path / "answers.json"), "--out", str(tmp_path / "out")]) == 1
    assert "an answers file is a reader's own" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8) | st.just("a"),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(deadline=None, max_examples=60)
@given(
    st.dictionaries(
        st.sampled_from([*ITEMS, "nowhere/choice-1"]),
        st.lists(st.fixed_dictionaries({"response": json_values, "seconds": json_values})),
        max_size=4,
    )
)
def test_no_answer_whatever_it_is_stops_the_count(answers: dict[str, Any]) -> None:
    with TemporaryDirectory() as place:
        (Path(place) / "a.json").write_text(file_of(answers), encoding="utf-8")
        code = 0 if any(answers.values()) else 1
        assert main(["items", place, "--out", f"{place}/out"]) == code
        assert len(gather([Path(place) / "a.json"]).volunteers) == 1 - code


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (81, 263, 0.2553, 0.3662), (7, 7, 0.6457, 1)],
)
def test_intervals_are_those_of_wilson(count: int, of: int, low: float, high: float) -> None:
    """As R's `prop.test(count, of, correct = FALSE)` has them."""
    assert Share(count, of).interval == pytest.approx((low, high), abs=1e-4)


def test_a_file_that_is_not_there_is_a_mistake_of_whoever_types(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["items", str(tmp_path / "nowhere.json")])
    assert "there is no such file or folder" in capsys.readouterr().err
