"""Files for the author, as `widgets/volunteer.mjs` writes them: each reader is counted once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ..errors import DataError
from ..identity import book_id
from ..item_bank import bank_version

__all__ = ["Attempt", "Gathered", "LeftOut", "Volunteer", "gather", "volunteer_format"]

_KIND = "-volunteer/"
_LARGEST = 8 << 20  # bytes; a whole record has less than one million
_MANY = 10  # attempts with their seconds that two readers do not have alike by chance
_AGAIN = "save it from the page again, or leave it out"


@dataclass(frozen=True)
class Attempt:
    """One answer to a question.

    Attributes
    ----------
    response
        As `sourcework.scoring` describes it; None where it is a text that its reader kept.
    confidence
        How sure the reader was, per cent; None if that was not said.
    seconds
        Since the reader's attempt before, at whatever question; None after a long pause.
    seen
        Whether the answer had been shown, or the reader had read on in the page.
    """

    response: Any
    confidence: float | None
    seconds: float | None
    seen: bool


@dataclass(frozen=True)
class Volunteer:
    """What one reader gave.

    Attributes
    ----------
    id
        A random one, the same in copies of the file and nowhere else.
    answers
        By item the attempts, in the order in which they were made.
    """

    path: Path
    id: str
    answers: dict[str, tuple[Attempt, ...]]

    @cached_property
    def traces(self) -> frozenset[str]:
        """What another file of the same reader has too, and no other reader's."""
        return frozenset(
            json.dumps([item, place, each.response, each.seconds])
            for item, attempts in self.answers.items()
            for place, each in enumerate(attempts)
            if each.seconds is not None
        )


@dataclass(frozen=True)
class LeftOut:
    """A file that does not count, and why."""

    path: Path
    reason: str


@dataclass(frozen=True)
class Gathered:
    """The files that count, each reader's once, and those that do not."""

    volunteers: tuple[Volunteer, ...]
    left_out: tuple[LeftOut, ...]


def volunteer_format() -> str:
    """Return the format of this book's files for the author, and its version."""
    return f"{book_id()}{_KIND}1"


def gather(paths: Iterable[Path]) -> Gathered:
    """Read files, and those of folders; whatever is wrong with one, the next is read."""
    found: list[Volunteer] = []
    left: list[LeftOut] = []
    for path in _files(paths):
        try:
            found.append(_read(path))
        except DataError as error:
            left.append(LeftOut(path, str(error)))
    found.sort(key=lambda each: -len(each.traces))
    kept: list[Volunteer] = []
    for one in found:
        reason = _why_counted_already(one, kept)
        if reason:
            left.append(LeftOut(one.path, f"{one.path}: {reason}."))
        else:
            kept.append(one)
    return Gathered(tuple(kept), tuple(left))


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in dict.fromkeys(paths):
        yield from sorted(path.rglob("*.json")) if path.is_dir() else [path]


def _why_counted_already(one: Volunteer, kept: list[Volunteer]) -> str:
    for other in kept:
        if other.id == one.id:
            return f"it is the same file as {other.path}, which counts"
        if len(one.traces) >= _MANY and one.traces <= other.traces:
            return f"all that is in it is in {other.path} too, as a later file of the same reader"
    return ""


def _read(path: Path) -> Volunteer:
    """Read a file.

    Raises
    ------
    DataError
        If it is no such file, or of another book or edition.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise DataError(path, "whole file", "it is too large to be one reader's", _AGAIN)
        file = json.loads(path.read_text(encoding="utf-8"))
        form = str(file["format"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        problem = "it is no file for the author, or it is cut off"
        raise DataError(path, "whole file", problem, _AGAIN) from error
    if form != volunteer_format():
        raise DataError(path, "format", *_why_foreign(form))
    edition, name, answers = (file.get(each) for each in ("edition", "file", "answers"))
    if edition != bank_version():
        problem = f"it is of another edition, {edition}, and this one is {bank_version()}"
        cure = "count it with the book as that edition has it, and lay the tables side by side"
        raise DataError(path, "edition", problem, cure)
    if not isinstance(name, str) or not name or not isinstance(answers, dict):
        raise DataError(path, "whole file", "its answers are damaged", _AGAIN)
    given = {item: _attempts(attempts) for item, attempts in answers.items()}
    made = {item: attempts for item, attempts in given.items() if attempts}
    if not made:
        raise DataError(path, "answers", "it has no answer in it", _AGAIN)
    return Volunteer(path, name, made)


def _why_foreign(form: str) -> tuple[str, str]:
    """Return problem and cure of a format that is not ours."""
    if form.startswith(f"{book_id()}{_KIND}"):
        return "a newer edition of the program wrote it", "count it there"
    if _KIND in form:
        return f"it is of another book, {form.partition(_KIND)[0]}", "count it with that book"
    problem = f"its format is {form[:80]}, which is that of no file for the author"
    return problem, "ask for one; an answers file is a reader's own"


def _attempts(told: object) -> tuple[Attempt, ...]:
    entries = told if isinstance(told, list) else []
    return tuple(_attempt(each) for each in entries if isinstance(each, dict))


def _attempt(told: dict[str, Any]) -> Attempt:
    return Attempt(
        response=told.get("response"),
        confidence=_number(told.get("confidence"), 100),
        seconds=_number(told.get("seconds"), 24 * 3600),
        seen=bool(told.get("told")) or bool(told.get("read")),
    )


def _number(told: object, most: float) -> float | None:
    if isinstance(told, bool) or not isinstance(told, int | float) or not 0 <= told <= most:
        return None
    return told
