"""The answers file: a reader's record as JSON, with a checksum that finds damage.

The file holds `format`, `assignment`, `items_version`, `attempt` (a random id), `saved` (UTC),
`payload` (the answers as one JSON string) and `sha256` of exactly that string, so that JavaScript
and Python agree byte for byte. The checksum finds damage and hand edits, the attempt's id finds
copies; neither is a signature.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from .errors import DataError
from .identity import book_id
from .item_bank import known_items
from .scoring import score

__all__ = ["Answers", "answers_format", "answers_text", "attempts", "checksum"]
__all__ += ["read_answers", "write_answers"]

_COLUMNS = [
    "item",
    "chapter",
    "attempt",
    "at",
    "response",
    "confidence",
    "score",
    "points",
    "current",
]


@dataclass(frozen=True)
class Answers:
    """What an answers file says.

    Attributes
    ----------
    assignment
        The name of the assignment; empty for a reader's whole record.
    items_version
        The version of the item bank that the reader had.
    attempt
        A random id, the same in copies of one file.
    saved
        When the file was written, ISO 8601.
    record
        `items` and `widgets`, each by key, as the browser keeps them.
    intact
        Whether the checksum fits.
    """

    assignment: str
    items_version: str
    attempt: str
    saved: str
    record: dict[str, Any]
    intact: bool


def answers_format() -> str:
    """Return the format of this book's answers files: whose they are, and its version."""
    return f"{book_id()}-answers/1"


def write_answers(
    record: dict[str, Any], path: Path, assignment: str = "", version: str = ""
) -> None:
    """Write an answers file as the page does."""
    attempt = secrets.token_hex(16)
    saved = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
    path.write_text(answers_text(record, assignment, version, attempt, saved), encoding="utf-8")


def answers_text(
    record: dict[str, Any], assignment: str, version: str, attempt: str = "", saved: str = ""
) -> str:
    """Return what an answers file says; without `attempt` and `saved` where nobody knows them."""
    payload = _json(record, separators=(",", ":"))
    file = {
        "format": answers_format(),
        "assignment": assignment,
        "items_version": version,
        "attempt": attempt,
        "saved": saved,
        "payload": payload,
        "sha256": checksum(payload),
    }
    return _json(file, indent=1)


def read_answers(path: Path) -> Answers:
    """Read an answers file; a wrong checksum is told in `intact`, and the answers are given.

    Raises
    ------
    DataError
        If the file is no answers file, or its answers cannot be read.
    """
    try:
        file = json.loads(path.read_text(encoding="utf-8"))
        payload = file["payload"]
        record = json.loads(payload)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        problem = "this is no answers file, or it is cut off"
        raise DataError(path, "whole file", problem, "save it from the book again") from error
    if file.get("format") != answers_format() or not isinstance(record, dict):
        problem = f"its format is {file.get('format')!r}"
        cure = f"this edition reads {answers_format()}"
        raise DataError(path, "whole file", problem, cure)
    return Answers(
        assignment=str(file.get("assignment", "")),
        items_version=str(file.get("items_version", "")),
        attempt=str(file.get("attempt", "")),
        saved=str(file.get("saved", "")),
        record={part: _entries(record.get(part)) for part in ("items", "widgets")},
        intact=file.get("sha256") == checksum(payload),
    )


def checksum(payload: str) -> str:
    """Return the SHA-256 of a payload as a browser encodes it."""
    return hashlib.sha256(_whole(payload).encode("utf-8")).hexdigest()


def attempts(record: dict[str, Any]) -> pd.DataFrame:
    """Return one row per attempt of a record, in the order of the bank and of time.

    Returns
    -------
    pandas.DataFrame
        `item`, `chapter`, `attempt` (1 for the first), `at` (UTC), `response` (JSON), `confidence`
        (per cent, or none), `score` (0 to `points`; none where nothing is scored, or where the
        question has changed since), `points`, `current` (whether the question is still the same).
    """
    entries = _entries(record.get("items"))
    rows = [
        {
            "item": item.id,
            "chapter": item.chapter,
            "attempt": number,
            "at": pd.to_datetime(str(attempt.get("at")), utc=True, errors="coerce"),
            "response": _whole(json.dumps(attempt.get("response"), ensure_ascii=False)),
            "confidence": _confidence(attempt.get("confidence")),
            "score": score(item.rule(), attempt.get("response"), item.points)
            if attempt.get("digest") == item.digest
            else None,
            "points": item.points,
            "current": attempt.get("digest") == item.digest,
        }
        for item in known_items().values()
        for number, attempt in enumerate(_attempts(entries.get(item.id, {})), start=1)
    ]
    return pd.DataFrame(rows, columns=_COLUMNS).astype(
        {"attempt": "Int64", "confidence": "Float64", "score": "Float64", "points": "Int64"}
    )


def _attempts(entry: dict[str, Any]) -> list[dict[str, Any]]:
    work = entry.get("work")
    found = work.get("attempts") if isinstance(work, dict) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _entries(part: object) -> dict[str, Any]:
    known = part if isinstance(part, dict) else {}
    return {key: entry for key, entry in known.items() if isinstance(entry, dict)}


def _confidence(value: object) -> float | None:
    match value:
        case bool():
            return None
        case int() | float() if 0 <= value <= 100:
            return value
    return None


def _json(value: Any, **how: Any) -> str:
    """Return JSON as JavaScript writes it: letters as they are, halves of characters escaped."""
    text = json.dumps(value, ensure_ascii=False, **how)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _whole(text: str) -> str:
    """Replace halves of characters, which no encoding can write, as browsers do."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
