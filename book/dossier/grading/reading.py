"""What a file answers: an answers file, a notebook, or an answers file pasted as text.

Nothing that a student wrote is run, and nothing is believed: every response comes out as a text, a
number, a list of texts or a mapping of texts, and what was done in a widget as a small JSON object,
or they are left out. Python's reader of JSON stops at
a thousand levels by itself; what it raises then is caught.
"""

from __future__ import annotations

import datetime
import html
import json
import re
from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from ..answers import FORMAT, checksum
from .notebooks import cells_with_answers, literal
from .problems import Unreadable
from .responses import clean, plain, plain_work

__all__ = ["Oddity", "Reading", "holds_text", "read", "utc"]

_AGAIN = "have it saved from the book again"
_TAG = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"<\s*(?:br|/p|/div|/li|/pre)\b[^<>]*>", re.IGNORECASE)
_NOTHING: dict[str, Any] = {"work": {}}  # of a widget that was not used
_ENDINGS = (".json", ".ipynb", ".html", ".htm", ".txt")


@dataclass(frozen=True)
class Oddity:
    """Something that a teacher should know of a file that is graded nevertheless."""

    problem: str
    cure: str
    remark: str = ""


@dataclass(frozen=True)
class Reading:
    """What a file says.

    Attributes
    ----------
    responses
        By item, of the items that were asked for; whether they are valid is not known yet.
    assignment
        The assignment that the file names; empty for a reader's whole record.
    version
        The version of the questions that the student had; empty if the file does not say it.
    attempt
        The random id of an answers file; empty for notebooks.
    saved
        When it was saved, by the clock of the student's machine, UTC.
    oddities
        What is odd about it.
    works
        What was done in the widgets that were asked for, by their keys, as each keeps it; whether a
        widget can read it is not known yet.
    """

    responses: dict[str, Any]
    assignment: str = ""
    version: str = ""
    attempt: str = ""
    saved: datetime.datetime | None = None
    oddities: tuple[Oddity, ...] = ()
    works: dict[str, dict[str, Any]] = field(default_factory=dict)


def holds_text(path: str) -> bool:
    """Say whether a file is text that an LMS wrote, which may hold answers or not."""
    return path.lower().endswith((".html", ".htm", ".txt"))


def read(path: str, data: bytes, items: Container[str], widgets: Iterable[str] = ()) -> Reading:
    """Read a file for its responses to the items of an assignment, and its work in widgets.

    Raises
    ------
    Unreadable
        If it is no answers file, no notebook and no text that holds one; or if it is damaged.
    """
    if not path.lower().endswith(_ENDINGS):
        ending = path.rpartition("/")[2].rpartition(".")[1:]
        kind = "".join(ending) if ending[0] else "without ending"
        problem = f"a file {kind} holds no answers"
        raise Unreadable(problem, "have the answers file or the notebook handed in")
    if not data.strip(b" \t\r\n\0"):
        raise Unreadable("it is empty", "have it handed in again")
    text, doubtful = _decoded(data)
    repeated: list[str] = []
    content = (_found if holds_text(path) else _parsed)(text, repeated)
    if isinstance(content, dict) and isinstance(content.get("cells"), list):
        reading = _notebook(content, items)
    else:
        reading = _answers(content, items, widgets, repeated, doubtful)
    if repeated:
        problem = f'"{repeated[0]}" is there twice, and the later counts'
        odd = Oddity(problem, "the book writes no such file; ask how it was made")
        return replace(reading, oddities=(*reading.oddities, odd))
    return reading


def utc(text: object) -> datetime.datetime | None:
    """Read a moment as JavaScript writes it; one without a zone is taken as UTC."""
    if not isinstance(text, str) or len(text) > 40:
        return None
    try:
        moment = datetime.datetime.fromisoformat(text)
        zoned = moment.replace(tzinfo=moment.tzinfo or datetime.UTC)
        return zoned.astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        return None


def _decoded(data: bytes) -> tuple[str, bool]:
    """Decode a file, and say whether the encoding is a guess that its checksum must confirm."""
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16"), False
        return data.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), True


def _found(text: str, repeated: list[str]) -> Any:
    """Find an answers file in a text that an LMS keeps as it was typed, or as HTML."""
    plain = html.unescape(_TAG.sub("", _BREAK.sub("\n", text))).replace("\xa0", " ")
    fault = Unreadable("the text holds no answers file", "have the file itself handed in")
    for candidate in (text, plain):
        start = candidate.rfind("{", 0, max(candidate.find('"format"'), 0))
        if start < 0:
            continue
        try:
            return _parsed(candidate[start:], repeated)
        except Unreadable as error:
            fault = error
    raise fault


def _parsed(text: str, repeated: list[str]) -> Any:
    """Parse JSON; what follows it is passed over, since LMSs add to a text."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
            repeated.append(clean(twice)[:60])
        return found

    try:
        decoder = json.JSONDecoder(object_pairs_hook=unique, strict=False)
        return decoder.raw_decode(text.lstrip())[0]
    except RecursionError as error:
        problem = "it is nested deeper than any answers are"
        raise Unreadable(problem, "the book writes no such file; ask how it was made") from error
    except ValueError as error:
        raise Unreadable("it is cut off, or no answers file", _AGAIN) from error


def _answers(
    file: Any,
    items: Container[str],
    widgets: Iterable[str],
    repeated: list[str],
    doubtful: bool,
) -> Reading:
    payload = file.get("payload") if isinstance(file, dict) else None
    if not isinstance(payload, str):
        raise Unreadable("it is no answers file of this book", _AGAIN)
    if file.get("format") != FORMAT:
        problem = f"its format is {clean(str(file.get('format')))[:60]}"
        raise Unreadable(problem, f"this edition reads {FORMAT}")
    intact = file.get("sha256") == checksum(payload)
    if doubtful and not intact:
        raise Unreadable("its characters are not UTF-8", _AGAIN)
    record = _parsed(payload, repeated)
    entries = record.get("items") if isinstance(record, dict) else None
    if not isinstance(entries, dict):
        raise Unreadable("its answers cannot be read", _AGAIN)
    responses, odd = _responses(
        {name: _response(entry) for name, entry in entries.items() if name in items}
    )
    works, unfit = _works(record.get("widgets"), widgets)
    odd += unfit
    if not intact:
        odd.append(
            Oddity(
                "its checksum is wrong: it was changed by hand or damaged after it was saved",
                "compare it with what the student has in the book",
            )
        )
    return Reading(
        responses,
        assignment=_field(file, "assignment"),
        version=_field(file, "items_version"),
        attempt=_field(file, "attempt"),
        saved=utc(file.get("saved")),
        oddities=tuple(odd),
        works=works,
    )


def _field(file: dict[str, Any], name: str) -> str:
    value = file.get(name)
    return clean(value)[:100] if isinstance(value, str) else ""


def _response(entry: object) -> object:
    """Return the response in hand, or else that of the last attempt."""
    work = entry.get("work") if isinstance(entry, dict) else None
    if not isinstance(work, dict):
        return None
    if work.get("response") is not None:
        return work["response"]
    attempts = work.get("attempts")
    last = attempts[-1] if isinstance(attempts, list) and attempts else None
    return last.get("response") if isinstance(last, dict) else None


def _works(
    entries: object, widgets: Iterable[str]
) -> tuple[dict[str, dict[str, Any]], list[Oddity]]:
    """Keep what can be work in these widgets at all, and say of the rest that it was left out."""
    works, odd = {}, []
    for key in widgets if entries is not None else ():
        entry = entries.get(key, _NOTHING) if isinstance(entries, dict) else None
        try:
            work = plain_work(entry.get("work") if isinstance(entry, dict) else None)
        except ValueError as error:
            told = f"Your work in the widget {key} could not be read: {error}."
            problem = f"{key}: the work in the widget is left out: {error}"
            odd.append(Oddity(problem, "ask to see it in the book", told))
            continue
        if work:
            works[key] = work
    return works, odd


def _notebook(content: dict[str, Any], items: Container[str]) -> Reading:
    about = content.get("metadata")
    about = about.get("dossier") if isinstance(about, dict) else None
    about = about if isinstance(about, dict) else {}
    values: dict[str, object] = {}
    odd: list[Oddity] = []
    for name, source in cells_with_answers(content["cells"]):
        if name not in items:
            continue
        try:
            value = literal(source)
        except Unreadable as error:
            told = f"Your answer to {name} could not be read: {error.problem}."
            odd.append(Oddity(f"{name}: {error.problem}", error.cure, told))
            continue
        if values.get(name) is not None and value is not None:
            odd.append(Oddity(f"{name} is answered in two cells, and the later counts", "ask"))
        if value is not None:
            values[name] = value
    responses, unfit = _responses(values)
    return Reading(
        responses,
        assignment=_field(about, "assignment"),
        version=_field(about, "version"),
        oddities=(*odd, *unfit),
    )


def _responses(values: dict[str, Any]) -> tuple[dict[str, Any], list[Oddity]]:
    """Keep what can be a response at all, and say of the rest that it was left out."""
    responses, odd = {}, []
    for name, value in values.items():
        try:
            response = plain(value)
        except ValueError as error:
            told = f"Your answer to {name} could not be read: {error}."
            odd.append(Oddity(f"{name}: the answer is left out: {error}", "ask for it", told))
            continue
        if response is not None:
            responses[name] = response
    return responses, odd
