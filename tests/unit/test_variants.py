"""Variants: the same seed makes the same, another seed other keys, and every one is sound."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

import pytest
import yaml
from contents import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from sourcework import tables
from sourcework.assignments.definition import assignment_names, load_assignment
from sourcework.assignments.families import FAMILIES
from sourcework.assignments.solutions import load_solution
from sourcework.assignments.variants import variants
from sourcework.errors import DataError
from sourcework.scoring import credit

NAMES = assignment_names()
DAYS = list(tables.events().query("precision == 'day'").index)
POOLS = {
    "interval": DAYS,
    "sequence": DAYS,
    "before": DAYS,
    "delay": list(tables.excerpts().query("voice == 'quoted'").index),
    "earliest": list(tables.excerpts().index),
    "kinds": list(tables.sources().index),
}


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.yml")}


@pytest.mark.parametrize("name", NAMES)
def test_a_seed_makes_the_same_variant_again_and_another_makes_another(
    name: str, tmp_path: Path
) -> None:
    first, again = (next(variants(name, "secret", 1, tmp_path / at)) for at in "ab")
    other = next(variants(name, "another", 1, tmp_path / "c"))
    assert first.folder.name == again.folder.name != other.folder.name
    assert texts(first.folder) == texts(again.folder)
    assert texts(first.folder)["keys.yml"] != texts(other.folder)["keys.yml"]


@pytest.mark.parametrize("name", NAMES)
def test_a_third_of_the_points_of_a_variant_have_keys_that_nobody_can_look_up(
    name: str, tmp_path: Path
) -> None:
    variant = next(variants(name, "secret", 1, tmp_path))
    questions = load_assignment(name).questions
    scored = sum(each.points for each in questions.values() if each.scored)
    assert sum(questions[item].points for item in variant.drawn) >= scored / 3
    public = load_solution(load_assignment(name)).items
    own = load_solution(load_assignment(variant.folder)).items
    for item in variant.drawn:
        renamed = item.replace(f"{name}/", f"{variant.folder.name}/")
        assert own[renamed].rule() != public[item].rule(), item


@pytest.mark.parametrize("name", NAMES)
def test_a_variant_asks_as_much_for_as_many_points(name: str, tmp_path: Path) -> None:
    original = load_assignment(name)
    made = load_assignment(next(variants(name, "secret", 1, tmp_path)).folder)
    assert made.points == original.points
    assert [q.kind for q in made.questions.values()] == [
        q.kind for q in original.questions.values()
    ]


def test_a_family_that_is_no_mapping_is_named(tmp_path: Path) -> None:
    folder = tmp_path / NAMES[0]
    shutil.copytree(load_assignment(NAMES[0]).folder, folder)
    keys = folder / "keys.yml"
    text = keys.read_text(encoding="utf-8")
    spoiled = re.sub(r"variant:\n(    .*\n)+", "variant: interval\n", text, count=1)
    assert spoiled != text
    keys.write_text(spoiled, encoding="utf-8")
    with pytest.raises(DataError, match=r"keys\.yml, key of .*, field variant: it is no mapping"):
        next(variants(folder, "secret", 1, tmp_path / "out"))


@pytest.mark.parametrize("family", FAMILIES)
@given(seed=st.integers(0, 10**6))
@settings(max_examples=15, deadline=None)
def test_a_family_draws_a_question_whose_key_scores_and_whose_feedback_differs(
    family: str, seed: int
) -> None:
    kind, draw = FAMILIES[family]
    words = {"poison/question": "since he was directly interested in doing so"}
    drawn = draw(random.Random(seed), POOLS[family], words)
    options = drawn.key["options"]
    told = options.values() if isinstance(options, dict) else options
    assert all(len(each["feedback"]) > 40 and each["words"] == words for each in told)
    if kind == "number":
        assert options[0]["id"] == drawn.key["key"]
        values = [each["value"] for each in options]
        assert len(set(values)) == len(values)
        assert all(float(value).is_integer() for value in values)
    else:
        ids = [each["id"] for each in drawn.question["options"]]
        assert sorted(ids) == sorted(options)
        assert len({each["text"] for each in drawn.question["options"]}) == len(ids)
        if kind == "choices":
            assert 0 < len(drawn.key["key"]) < len(ids)


def test_drawn_keys_are_those_of_the_tables() -> None:
    events = tables.events()
    words = {"poison/question": "since"}
    for seed in range(20):
        drawn = FAMILIES["sequence"][1](random.Random(seed), DAYS, words)
        titles = {each["id"]: each["text"] for each in drawn.question["options"]}
        dates = [
            events[events["title"] == titles[name]]["date"].iloc[0] for name in drawn.key["key"]
        ]
        assert dates == sorted(dates)
        places = {name: n for n, name in enumerate(drawn.key["key"])}
        assert credit({"kind": "order", "places": places}, drawn.key["key"]) == 1


def test_no_year_is_asked_of_words_that_have_none() -> None:
    vague = tables.excerpts().query("precision in ['about', 'decade']")
    assert len(vague) > 3
    for seed in range(60):
        pool = list(tables.excerpts().index)
        drawn = FAMILIES["delay"][1](random.Random(seed), pool, {"poison/question": "since"})
        assert not [title for title in vague["title"] if f"*{title}*" in drawn.question["stem"]]


SPOILED = {
    "an unknown family": ("family: ", "family: riddle-", "no family"),
    "too small a pool": (None, None, "nothing can be drawn"),
}


@pytest.mark.parametrize("case", SPOILED)
def test_a_wrong_family_is_named_with_file_and_cure(case: str, tmp_path: Path) -> None:
    old, new, said = SPOILED[case]
    name = next(n for n in NAMES if "variant:" in (ROOT / f"assignments/{n}/keys.yml").read_text())
    folder = tmp_path / name
    folder.mkdir()
    for path in (ROOT / "assignments" / name).glob("*.yml"):
        (folder / path.name).write_bytes(path.read_bytes())
    keys = folder / "keys.yml"
    if old:
        keys.write_text(keys.read_text("utf-8").replace(old, str(new), 1), "utf-8")
    else:
        content = yaml.safe_load(keys.read_text("utf-8"))
        first = next(each for each in content["keys"] if "variant" in each)
        first["variant"]["from"] = []
        keys.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    with pytest.raises(DataError, match=said) as error:
        list(variants(folder, "secret", 1, tmp_path / "out"))
    assert "keys.yml" in str(error.value)
    assert not (tmp_path / "out").exists()
