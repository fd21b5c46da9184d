"""Class of students who do not exist, and what each of them hands in."""

from __future__ import annotations

import csv
import hashlib
import json
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["CLASS", "COLUMN", "RIGHT", "Student", "answers_file", "write_class"]

ASSIGNMENT = "night-watch"
COLUMN = "Night watch (9001)"
WRITTEN = "Żak says that the ferryman told her; the clerk had more to gain by his word."
RIGHT: dict[str, Any] = {
    "bell/estimate-1": 30,
    "night-watch/choice-1": "ferryman",
    "night-watch/choices-1": ["heard", "height"],
    "night-watch/mark-1": {"feet": "reading", "bracket": "gloss", "hedge": "limit"},
    "night-watch/order-1": ["gauge", "heard", "sold", "council"],
    "night-watch/match-1": {"nine": "pryce", "nobody": "zak"},
    "night-watch/number-1": 4,
    "night-watch/short-1": WRITTEN,
}


@dataclass(frozen=True)
class Student:
    """Student, as the gradebook of Canvas writes the name and as it writes the file's.

    Attributes
    ----------
    changes
        Responses that differ from the right ones; None for what is left open.
    points
        What the responses earn that code scores.
    level
        What a marker finds in the paragraph, 1 to 4.
    """

    name: str
    plain: str
    changes: dict[str, Any] = field(default_factory=dict)
    points: float = 13
    level: int = 4

    @property
    def responses(self) -> dict[str, Any]:
        """What the student answered."""
        given = RIGHT | {f"{ASSIGNMENT}/{name}": each for name, each in self.changes.items()}
        own = f"{WRITTEN} Says {self.plain}."  # so that nobody is taken for a copy of another
        given = {name: each for name, each in given.items() if each is not None}
        return given | {f"{ASSIGNMENT}/short-1": own}


CLASS = (
    Student("O'Dowd-Żak, Anne-Marie", "odowdzakannemarie"),
    Student("Саттаров, Ибрагим", "саттаровибрагим", {"number-1": 5}, points=11, level=3),
    Student("Żak, Łucja", "zakłucja", {"choices-1": ["heard", "rung"]}, points=11, level=2),
    Student(
        "d'Arcy-Nwosu, Zoë",
        "darcynwosuzoe",
        {"order-1": ["heard", "gauge", "sold", "council"], "choice-1": "clerk"},
        points=11,
        level=1,
    ),
    Student(
        "კაპანაძე, ნინო",
        "კაპანაძენინო",
        {
            "mark-1": {"feet": "reading", "bracket": "limit", "hedge": "gloss"},
            "match-1": {"nine": "zak", "nobody": "pryce"},
        },
        points=9,
    ),
    Student("Öztürk, Çağla", "öztürkçağla", {"order-1": None, "number-1": None}, points=8),
)


def answers_file(book: str, student: Student, number: int) -> bytes:
    """Return the file that a browser saves: JSON in JSON, with a checksum."""
    saved = "2031-03-01T10:00:00.000Z"
    items = {
        name: {"saved": saved, "work": {"response": each}}
        for name, each in student.responses.items()
    }
    chain = {"links": {"ledger-01": 4, "ledger-02": 3}, "second": "none"}
    widgets = {"ledger/chain": {"saved": saved, "work": chain}}
    record = {"widgets": widgets, "items": items}
    payload = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    file = {
        "format": f"{book}-answers/1",
        "assignment": ASSIGNMENT,
        "items_version": "",
        "attempt": f"{number:032x}",
        "saved": saved,
        "payload": payload,
        "sha256": hashlib.sha256(payload.encode()).hexdigest(),
    }
    return json.dumps(file, ensure_ascii=False, indent=1).encode()


def write_class(folder: Path, book: str) -> tuple[Path, Path]:
    """Write what Canvas gives out: the zip of the answers, and the gradebook; return both."""
    submissions, gradebook = folder / "submissions.zip", folder / "grades.csv"
    with zipfile.ZipFile(submissions, "w") as archive:
        for number, student in enumerate(CLASS):
            name = f"{student.plain}_{4100 + number}_{70_000 + number}_{ASSIGNMENT}-answers.json"
            archive.writestr(name, answers_file(book, student, number))
    with gradebook.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Student", "ID", "SIS Login ID", "Section", COLUMN])
        writer.writerow(["    Points Possible", "", "", "", "17"])
        for number, student in enumerate(CLASS):
            writer.writerow([student.name, 4100 + number, f"s{number}", "1", ""])
        writer.writerow(["Weir, Nobody", 4200, "s99", "1", ""])
    return submissions, gradebook
