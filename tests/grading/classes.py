"""Classes that do not exist: an assignment of thirty questions, and what students hand in.

The same seed gives the same class. Every file comes with what is true of it, so that a test knows
what must be graded, with how many points, and what must be listed.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import json
import random
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sourcework.answers import answers_format

NAME = "thirty"
EXCERPT = "testament/postscript"
PASSAGES = ["Stalin is too rude", "I propose to the comrades", "more patient, more loyal"]
KINDS = ["choice", "choices", "order", "match", "mark", "number"]
IDS = [f"{NAME}/{kind}-{number}" for number in range(1, 6) for kind in KINDS]
ESSAY = f"{NAME}/short-1"
DUE = datetime.datetime(2026, 12, 1, 23, 0, tzinfo=datetime.UTC)
RIGHT: dict[str, Any] = {
    "choice": "a",
    "choices": ["a", "b"],
    "order": ["a", "b", "c"],
    "match": {"a": "one", "b": "two", "c": "one"},
    "mark": {"a": "one", "b": "two", "c": "one"},
    "number": 12,
}
WRONG: dict[str, Any] = {
    "choice": "b",
    "choices": ["c"],
    "order": ["c", "b", "a"],
    "match": {"a": "two", "b": "one", "c": "two"},
    "mark": {"a": "two", "b": "one", "c": "two"},
    "number": 13,
}
GOOD = {name: RIGHT[name.partition("/")[2].partition("-")[0]] for name in IDS}
_NAMES = ["Weber, Anna", "Nuñez, José", "Žižek, Eva", "O'Neil, Sam", "Иванова, Ольга", "王, 伟"]


def write_assignment(
    folder: Path, *, essay: bool = True, due: bool = True, widgets: Sequence[str] = ()
) -> Path:
    """Write the assignment, with its keys, into `folder`/thirty, and return that."""
    own = folder / NAME
    own.mkdir(parents=True)
    asked = [*IDS, *([ESSAY] if essay else [])]
    levels = ["Claims and quotes.", "Claims.", "Tells.", "Names."]
    criteria = [
        {"id": "claim", "title": "A claim", "points": 4, "levels": levels},
        {"id": "words", "title": "The words", "points": 6, "levels": levels},
    ]
    definition = {
        "title": "Thirty questions",
        "summary": "Thirty questions on one postscript.",
        "chapter": "testament",
        "time": "one hour",
        "instructions": "Answer from the excerpt.",
        "parts": [{"title": "All", "items": asked}],
        "rubrics": {"argument": {"criteria": criteria}},
        "widgets": list(widgets),
    }
    if due:
        definition["due"] = DUE.isoformat()
    _dump(own / "assignment.yml", definition)
    _dump(own / "questions.yml", {"questions": [_question(name) for name in asked]})
    _dump(own / "keys.yml", {"keys": [_key(name) for name in asked]})
    return own


def _dump(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def _kind(name: str) -> str:
    return name.partition("/")[2].partition("-")[0]


def _options(kind: str) -> list[dict[str, str]]:
    texts = PASSAGES if kind == "mark" else ["First", "Second", "Third"]
    return [{"id": each, "text": text} for each, text in zip("abc", texts, strict=True)]


def _question(name: str) -> dict[str, Any]:
    kind = _kind(name)
    question: dict[str, Any] = {
        "id": name,
        "kind": kind,
        "objective": "close-1",
        "level": 1,
        "excerpts": [EXCERPT],
        "stem": f"What does it say, in question {name}?",
    }
    if kind == "short":
        return question | {"rubric": "argument", "words": 200}
    if kind == "number":
        return question | {"unit": "days"}
    question["options"] = _options(kind)
    if kind in ("match", "mark"):
        question["targets"] = [{"id": each, "text": each.title()} for each in ("one", "two")]
    return question


def _key(name: str) -> dict[str, Any]:
    kind = _kind(name)
    told = {"feedback": "Look at the words.", "words": {EXCERPT: "Stalin is too rude"}}
    if kind == "short":
        return {"id": name, "model": "A model.", "notes": {"claim": "Any.", "words": "Any."}}
    if kind == "number":
        return {
            "id": name,
            "key": "right",
            "options": [told | {"id": "right", "value": 12}],
            "otherwise": told,
        }
    return {"id": name, "key": RIGHT[kind], "options": dict.fromkeys("abc", told)}


@dataclass(frozen=True)
class Work:
    """What one student answered.

    Attributes
    ----------
    right
        How many of the thirty questions are right; the others are wrong throughout.
    """

    responses: dict[str, Any]
    right: int


def work(rng: random.Random, essay: str = "") -> Work:
    """Answer as a student who knows the answer or not."""
    knows = rng.random()
    right = [name for name in IDS if rng.random() < knows]
    responses = {name: (RIGHT if name in right else WRONG)[_kind(name)] for name in IDS}
    for name in responses:
        if _kind(name) == "number" and name not in right:
            responses[name] = rng.randint(100, 10**9)  # nobody else's mistake by chance
    if essay:
        responses[ESSAY] = essay
    return Work(responses, len(right))


def answers(
    responses: dict[str, Any],
    *,
    attempt: str = "",
    saved: str = "2026-11-30T10:00:00.000Z",
    assignment: str = NAME,
    version: str = "",
    works: dict[str, Any] | None = None,
    **changes: Any,
) -> bytes:
    """Return an answers file as the page writes it; `changes` replace what is in it.

    `works` says by widget what the student did there.
    """
    record = {
        "widgets": {key: {"saved": saved, "work": each} for key, each in (works or {}).items()},
        "items": {
            name: {
                "saved": saved,
                "work": {
                    "response": response,
                    "attempts": [{"at": saved, "response": response, "words": "…", "credit": None}],
                },
            }
            for name, response in responses.items()
        },
    }
    payload = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    file = {
        "format": answers_format(),
        "assignment": assignment,
        "items_version": version,
        "attempt": attempt or hashlib.sha256(payload.encode()).hexdigest()[:32],
        "saved": saved,
        "payload": payload,
        "sha256": hashlib.sha256(payload.encode("utf-8", "surrogatepass")).hexdigest(),
    }
    return json.dumps(file | changes, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")


def notebook(responses: dict[str, Any], *, stripped: bool = False) -> bytes:
    """Return a notebook in which each answer is a literal."""
    cells: list[dict[str, Any]] = [{"cell_type": "markdown", "metadata": {}, "source": "# Work"}]
    for name, response in responses.items():
        head = f"# answer to {name}\n" if stripped else ""
        metadata = {} if stripped else {"dossier": {"item": name}}
        cells.append(code(f"{head}answer = {response!r}", metadata))
    return notebook_of(cells)


def code(source: str, metadata: dict[str, Any]) -> dict[str, Any]:
    """Return a code cell."""
    return {
        "cell_type": "code",
        "metadata": metadata,
        "source": source.splitlines(keepends=True),
        "outputs": [],
        "execution_count": None,
    }


def notebook_of(cells: list[dict[str, Any]]) -> bytes:
    """Return a notebook of these cells."""
    whole = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole).encode()


def online(file: bytes) -> bytes:
    """Return an answers file as an editor of an LMS keeps it when it is pasted."""
    text = file.decode().replace("&", "&amp;").replace("<", "&lt;").replace("  ", " &nbsp;")
    lines = "".join(f"<p>{line}</p>\n" for line in text.splitlines())
    return f"<!DOCTYPE html><html><body>{lines}</body></html>".encode()


Bad = Callable[[bytes], bytes]
UNREADABLE: dict[str, Bad] = {
    "empty": lambda _: b"",
    "cut off": lambda file: file[: len(file) // 2],
    "nested": lambda _: b'{"payload": ' + b"[" * 200_000,
    "not UTF-8": lambda file: b"\x80\x81\xfe\xff" * 40 + file[:40],
    "a picture": lambda _: b"\x89PNG\r\n\x1a\n" + bytes(2000),
    "another format": lambda file: file.replace(b"-answers/1", b"-answers/9"),
    "another assignment": lambda file: file.replace(
        b'"assignment": "thirty"', b'"assignment": "other"'
    ),
    "large": lambda file: file + b" " * (9 << 20),
    "a list": lambda _: b"[1, 2, 3]",
    "a login page": lambda _: b"<!DOCTYPE html><title>Log in</title>",
}


@dataclass(frozen=True)
class Handed:
    """One file of a class.

    Attributes
    ----------
    right
        The points of what code scores, or None if the file cannot be graded.
    bad
        What is wrong with it, or empty.
    """

    path: str
    student: str
    name: str
    data: bytes
    right: int | None
    bad: str


def path_of(platform: str, number: int, name: str, ending: str = "json") -> tuple[str, str]:
    """Return the path that a platform gives to a student's file, and the student's id."""
    plain = "".join(each for each in name.lower() if each.isalnum())
    match platform:
        case "canvas":
            return f"{plain}_{1000 + number}_{70000 + number}_answers.{ending}", str(1000 + number)
        case "moodle":
            folder = f"{name.replace(', ', ' ')}_{number}_assignsubmission_file"
            return f"{folder}/answers.{ending}", str(number)
        case "blackboard":
            user = f"{number}_s"
            return f"Essay_1_{user}_attempt_2026-11-30-10-00-00_answers.{ending}", user
        case "brightspace":
            own = f"{100_000 + number}"  # what the institution calls the student
            who = f"{5000 + number}-77 - {own} - {name.replace(', ', ' ')}"
            return f"{who} - Nov 30, 2026 1000 AM/answers.{ending}", own
    return f"s{number}.{ending}", f"s{number}"


def handed_in(
    students: int,
    platform: str = "canvas",
    *,
    bad: float = 0.0,
    essays: bool = False,
    notebooks: float = 0.3,
    seed: int = 1,
) -> Iterator[Handed]:
    """Give the files of a class, of which a share is `bad`, one by one."""
    rng = random.Random(seed)
    faults = list(UNREADABLE)
    for number in range(students):
        name = f"{rng.choice(_NAMES)} {number}"
        text = f"Student {number} says that the verb decides, {rng.random()}." if essays else ""
        own = work(rng, text)
        is_notebook = rng.random() < notebooks
        path, student = path_of(platform, number, name, "ipynb" if is_notebook else "json")
        data = (
            notebook(own.responses)
            if is_notebook
            else answers(own.responses, attempt=f"{rng.getrandbits(128):032x}")
        )
        if rng.random() < bad:
            fault = rng.choice(faults)
            path, student = path_of(platform, number, name)
            file = answers(own.responses)
            yield Handed(path, student, name, UNREADABLE[fault](file), None, fault)
        else:
            yield Handed(path, student, name, data, own.right, "")


def write_folder(files: Iterator[Handed], folder: Path) -> list[Handed]:
    """Write a class into a folder; returned without its data, which are on the disk."""
    kept = []
    for each in files:
        path = folder / each.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(each.data)
        kept.append(Handed(each.path, each.student, each.name, b"", each.right, each.bad))
    return kept


def write_zip(files: Iterator[Handed], path: Path) -> list[Handed]:
    """Write a class into a zip as an LMS gives it."""
    kept = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in files:
            archive.writestr(each.path, each.data)
            kept.append(Handed(each.path, each.student, each.name, b"", each.right, each.bad))
    return kept


def zipped(files: dict[str, bytes]) -> bytes:
    """Return a zip of these files."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return whole.getvalue()


def main() -> None:
    """Write an assignment and a class: `python classes.py FOLDER folder|zip STUDENTS BAD`.

    `FOLDER`/truth.csv says of each file whether it can be graded, and with how many points.
    """
    root, form = Path(sys.argv[1]), sys.argv[2]
    write_assignment(root, essay=False)
    files = handed_in(int(sys.argv[3]), bad=float(sys.argv[4]))
    written = (
        write_zip(files, root / "class.zip")
        if form == "zip"
        else write_folder(files, root / "class")
    )
    with (root / "truth.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["path", "student", "right"])
        writer.writerows((each.path, each.student, each.right) for each in written)


if __name__ == "__main__":
    main()
