"""Variants: the same assignment with questions and keys of its own, made from a secret seed.

Keys in a public repository can be read by anybody. A variant draws the questions that name a family
anew from the tables, and gives the options of all others new ids. Whoever has the seed can make the
same variant; nobody else can look its keys up.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ..errors import DataError
from ..files import write_atomically
from ..items import KINDS
from ..quantities import quantity
from ..yaml_records import read_yaml
from .definition import Assignment, load_assignment
from .families import FAMILIES
from .solutions import load_solution

__all__ = ["Variant", "variants"]

Record = dict[str, Any]
_REPLACED = ("hint", "options", "targets")  # by what a family draws, or by nothing


class Variant:
    """One variant.

    Attributes
    ----------
    folder
        Where it was written; its name is that of the variant.
    drawn, kept
        Ids of the questions that are new, and of those that are the same with other ids inside.
    """

    def __init__(self, folder: Path, drawn: list[str], kept: list[str]) -> None:
        self.folder, self.drawn, self.kept = folder, drawn, kept

    def __str__(self) -> str:
        new = f"{quantity(len(self.drawn), 'questions')} drawn anew, {len(self.kept)} as they were"
        same = f" ({', '.join(self.kept)})" if self.kept else ""
        return f"{self.folder}: {new}{same}"


def variants(name: str | Path, seed: str, count: int, out: Path) -> Iterator[Variant]:
    """Write `count` variants into folders of their own in `out`.

    Raises
    ------
    DataError
        If the assignment or its keys are wrong, a family is unknown or its pool too small.
    """
    assignment = load_assignment(name)
    load_solution(assignment)
    for number in range(1, count + 1):
        chance = random.Random(f"{assignment.name} {seed} {number}")
        digest = hashlib.sha256(f"{assignment.name} {seed} {number}".encode()).hexdigest()
        yield _write(assignment, chance, out / f"{assignment.name}-{digest[:6]}")


def _write(assignment: Assignment, chance: random.Random, folder: Path) -> Variant:
    source = assignment.folder
    definition = read_yaml(source / "assignment.yml").content
    questions = read_yaml(source / "questions.yml").content["questions"]
    keys = {each["id"]: each for each in read_yaml(source / "keys.yml").content["keys"]}
    drawn: list[str] = []
    kept: list[str] = []
    made: list[tuple[Record, Record]] = []
    for question in questions:
        key = keys[question["id"]]
        family = key.pop("variant", None)
        (drawn if family else kept).append(question["id"])
        pair = (
            _draw(source / "keys.yml", question, key, family, chance)
            if family
            else _renamed(question, key, chance)
        )
        made.append(pair)
    _rename_items(definition, made, assignment.name, folder.name)
    contents = {
        "assignment.yml": definition,
        "questions.yml": {"questions": [question for question, _ in made]},
        "keys.yml": {"keys": [key for _, key in made]},
    }
    folder.mkdir(parents=True, exist_ok=True)
    for file, content in contents.items():
        text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)
        write_atomically(folder / file, text.encode("utf-8"))
    load_solution(load_assignment(folder))
    return Variant(folder, drawn, kept)


def _draw(
    path: Path, question: Record, key: Record, family: Record, chance: random.Random
) -> tuple[Record, Record]:
    where = f'key of "{question["id"]}", field variant'
    if not isinstance(family, dict):
        cure = "write it as {family: …, from: […]}"
        raise DataError(path, where, "it is no mapping", cure)
    kind, draw = FAMILIES.get(str(family.get("family")), ("", None))
    if draw is None or kind != question["kind"]:
        fitting = [name for name, (made, _) in FAMILIES.items() if made == question["kind"]]
        problem = f'no family "{family.get("family")}" makes a {question["kind"]}'
        cure = f"use one of: {', '.join(fitting) or 'none yet'}"
        raise DataError(path, where, problem, cure)
    try:
        found = draw(chance, family["from"], _words(key))
    except (KeyError, ValueError, IndexError) as error:
        problem = f"nothing can be drawn: {error}"
        cure = "name more rows of the table in from, by their ids"
        raise DataError(path, where, problem, cure) from error
    asked = {name: value for name, value in question.items() if name not in _REPLACED}
    drawn = asked | found.question
    for part in ("options", "targets"):
        if part in drawn:
            drawn[part] = _mixed(drawn[part], chance)
    return drawn, {"id": key["id"]} | found.key


def _words(key: Record) -> Any:
    """Return the words of the document on which the replaced question turned."""
    options = key["options"]
    told = options.values() if isinstance(options, dict) else options
    return next(each["words"] for each in told if each.get("words"))


def _renamed(question: Record, key: Record, chance: random.Random) -> tuple[Record, Record]:
    """Give options and targets ids that are not those of the published key, and a new order."""
    ids = [each["id"] for part in ("options", "targets") for each in question.get(part, ())]
    names = dict(zip(ids, chance.sample(range(100, 1000), len(ids)), strict=True))
    new = {old: f"o{number}" for old, number in names.items()}
    question, key = dict(question), dict(key)
    for part in ("options", "targets"):
        if part in question:
            named = [each | {"id": new[each["id"]]} for each in question[part]]
            question[part] = named if KINDS[question["kind"]].PASSAGES else _mixed(named, chance)
    if ids:
        key["options"] = {new[old]: _told(told, new) for old, told in key["options"].items()}
        key["key"] = _in_names(key["key"], new)
        if "partial" in key:
            key["partial"] = {new[old]: share for old, share in key["partial"].items()}
    return question, key


def _mixed(named: list[Record], chance: random.Random) -> list[Record]:
    return chance.sample(named, len(named))


def _told(option: Record, new: dict[str, str]) -> Record:
    """Return what is told of an option; what is told of a wrong target by its new id."""
    chosen = option.get("chosen")
    if not chosen:
        return option
    return option | {"chosen": {new[target]: each for target, each in chosen.items()}}


def _in_names(key: Any, new: dict[str, str]) -> Any:
    if isinstance(key, str):
        return new[key]
    if isinstance(key, dict):
        return {new[row]: new[target] for row, target in key.items()}
    return [_in_names(each, new) for each in key]


def _rename_items(
    definition: Record, made: list[tuple[Record, Record]], old: str, new: str
) -> None:
    """Put the variant's name in front of the ids of its own items, wherever they are named."""

    def renamed(name: str) -> str:
        return f"{new}/{name.removeprefix(f'{old}/')}" if name.startswith(f"{old}/") else name

    for question, key in made:
        question["id"] = key["id"] = renamed(question["id"])
    for part in definition["parts"]:
        placed = part.get("items") or []
        part["items"] = [
            renamed(each) if isinstance(each, str) else each | {"id": renamed(each["id"])}
            for each in placed
        ]
