"""A class of thirty that has done `twelve-days`, as Canvas gives its work out; all invented."""

from __future__ import annotations

import csv
import random
import zipfile
from pathlib import Path
from typing import Any

from classes import answers

from sourcework.assignments.definition import load_assignment
from sourcework.assignments.questions import AssignedQuestion

NAME = "twelve-days"
_FIRST = ("Ana", "Ben", "Cleo", "Davit", "Ema", "Farid", "Giulia", "Hugo")
_SECOND = ("Irma", "Jan", "Keti", "Luca", "Maia", "Nino", "Olga")
_LAST = ("Abel", "Zimmer")
TEXT = "By the dates of the papers the letter of rupture came before the request, says student {}."


def response(question: AssignedQuestion, chance: random.Random, student: int) -> Any:
    """Answer by chance: nothing here knows a key."""
    ids = [each.id for each in question.options]
    targets = [each.id for each in question.targets]
    match question.kind:
        case "choice":
            return chance.choice(ids)
        case "choices":
            return chance.sample(ids, 2)
        case "order":
            return chance.sample(ids, len(ids))
        case "match" | "mark":
            return {each: chance.choice(targets) for each in ids}
        case "number":
            return chance.randint(1, 60)
        case "estimate":
            return chance.randint(0, 100)
    return TEXT.format(student)


def students() -> list[tuple[str, int]]:
    """Return names and ids of thirty students."""
    names = [f"{last}, {first}" for last in _LAST for first in _FIRST + _SECOND]
    return [(name, 4100 + place) for place, name in enumerate(names)]


def write_class(folder: Path) -> tuple[Path, Path]:
    """Write the zip and the gradebook; return both.

    One student handed in a picture, two nothing, three late, and one has the file of another.
    """
    chance = random.Random(12)
    questions = load_assignment(NAME).questions
    files: dict[str, bytes] = {}
    for place, (name, student) in enumerate(students()[:28]):
        given = {each.id: response(each, chance, place) for each in questions.values()}
        late = "_LATE" if place in (5, 11, 20) else ""
        plain = "".join(sign for sign in name.lower() if sign.isalnum())
        stem = f"{plain}{late}_{student}_{70_000 + place}_{NAME}-answers"
        files[f"{stem}.json"] = answers(given, assignment=NAME, attempt=f"{place:032x}")
        if place == 8:
            files[f"{stem}.png"] = b"\x89PNG\r\n\x1a\n" + bytes(200)
            del files[f"{stem}.json"]
        if place == 17:
            files[f"{stem}.json"] = next(iter(files.values()))
    submissions = folder / "submissions.zip"
    with zipfile.ZipFile(submissions, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            archive.writestr(path, data)
    gradebook = folder / "grades.csv"
    with gradebook.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Student", "ID", "SIS Login ID", "Section", "Twelve days (9001)"])
        writer.writerow(["    Points Possible", "", "", "", "30"])
        for name, student in students():
            writer.writerow([name, student, f"s{student}", "10b", ""])
    return submissions, gradebook
