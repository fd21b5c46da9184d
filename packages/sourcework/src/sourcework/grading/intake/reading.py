"""Reader of a submitted file: an answers file, a notebook, or an answers file pasted as text.

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
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ...answers import answers_format, checksum
from ...items.interactions import ResponseForm
from ..reports.problems import Unreadable
from .answer_notebooks import (
    ELSEWHERE,
    AnswerCell,
    Unnamed,
    beside,
    cells_with_answers,
    effort,
    literal,
    loose_texts,
    prose,
)
from .responses import as_asked, clean, form_of, plain, plain_work

__all__ = ["BY_HAND", "Oddity", "Reading", "holds_text", "left_over", "read", "unreadable", "utc"]

_AGAIN = "have it saved from the book again"
_TAG = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"<\s*(?:br|/p|/div|/li|/pre)\b[^<>]*>", re.IGNORECASE)
_LINKED = re.compile(r"\b(?:src|href|url)\s*=", re.IGNORECASE)
_SUBMITTED = re.compile(r"^Submission Field:(?P<text>.*?)^Comments:", re.DOTALL | re.MULTILINE)
_NOT_SUBMITTED = "There is no student submission text data for this assignment."
_NOTHING: dict[str, Any] = {"work": {}}  # of a widget that was not used
_ENDINGS = (".json", ".ipynb", ".html", ".htm", ".txt")
_ANOTHER = ""  # among what is there twice: the whole file
_LONGEST = 100_000  # characters of an answer that could not be read
_PATIENCE = 400_000  # characters that IPython reads of one notebook
_ASSIGNED = re.compile(r"answer\s*=")
BY_HAND = "read it in essays-1.html and mark it in marking.csv, or ask for it"


@dataclass(frozen=True)
class Oddity:
    """Something that a teacher should know of a file that is graded nevertheless."""

    problem: str
    cure: str
    remark: str = ""


def unreadable(name: str, problem: str, told: str) -> Oddity:
    """Return what is said of an answer that could not be read, and that a person marks."""
    remark = f"Your answer to {name} could not be read: {told}. A person will look at it."
    return Oddity(f"{name}: {problem}", BY_HAND, remark)


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
    unread
        By item what is there for an answer and could not be read, as it stands in the file.
    """

    responses: dict[str, Any]
    assignment: str = ""
    version: str = ""
    attempt: str = ""
    saved: datetime.datetime | None = None
    oddities: tuple[Oddity, ...] = ()
    works: dict[str, dict[str, Any]] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)


def holds_text(path: str) -> bool:
    """Say whether a file is text, which may hold answers or not."""
    return path.lower().endswith((".html", ".htm", ".txt"))


def left_over(path: str, data: bytes, manifest: bool) -> str | None:
    """Return what may be a written answer in a file that holds no other answers.

    Parameters
    ----------
    manifest
        Whether it is the one that Blackboard writes, in which a student's text may stand.

    Returns
    -------
    str or None
        The text, or where to look for it; empty if there is none; None if the file seems to be an
        answers file or a notebook, which is damaged.
    """
    name = path.rpartition("/")[2]
    if not data.strip(b" \t\r\n\0"):
        return ""
    if name.lower().endswith((".json", ".ipynb", ".zip")):
        return None
    if not holds_text(path):
        return f"[In the file {clean(name)}, which only a person can read.]"
    text, _ = _decoded(data)
    if all(each in text for each in ('"format"', "payload")):
        return None
    if manifest:
        found = _SUBMITTED.search(text)
        text = found["text"] if found and found["text"].strip() != _NOT_SUBMITTED else ""
    said = _said(text)
    if not said and _LINKED.search(text):
        return f"[In the file {clean(name)}, as a link or a picture.]"
    return clean(said)[:_LONGEST]


def read(
    path: str,
    data: bytes,
    items: Container[str],
    widgets: Iterable[str] = (),
    given: Callable[[], Mapping[str, str]] = dict,
) -> Reading:
    """Read a file for its responses to the items of an assignment, and its work in widgets.

    Parameters
    ----------
    given
        Returns the texts of the notebook as it is handed out, by text the item that it asks.

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
        reading = _notebook(content, items, given)
    else:
        reading = _answers(content, items, widgets, repeated, doubtful)
    return replace(reading, oddities=(*reading.oddities, *_told(repeated)))


def _told(repeated: list[str]) -> list[Oddity]:
    """Say what stands twice in a file, a key or the whole."""
    odd = []
    if _ANOTHER in repeated:
        problem = "there is more than one answers file in it, and the first counts"
        told = "There is more than one answers file in yours, and the first counts."
        odd.append(Oddity(problem, "divide it, and ask which one counts", told))
    keys = [each for each in repeated if each != _ANOTHER]
    if keys:
        problem = f'"{keys[0]}" is there twice, and the later counts'
        odd.append(Oddity(problem, "the book writes no such file; ask how it was made"))
    return odd


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
    plain = _said(text)
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


def _said(text: str) -> str:
    """Return what a text says without its tags."""
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", text))).replace("\xa0", " ").strip()


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
        text = text.lstrip()
        parsed, end = decoder.raw_decode(text)
        if '"payload"' in text[end:]:
            repeated.append(_ANOTHER)
        return parsed
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
    if file.get("format") != answers_format():
        problem = f"its format is {clean(str(file.get('format')))[:60]}"
        raise Unreadable(problem, f"this edition reads {answers_format()}")
    intact = file.get("sha256") == checksum(payload)
    if doubtful and not intact:
        raise Unreadable("its characters are not UTF-8", _AGAIN)
    record = _parsed(payload, repeated)
    entries = record.get("items") if isinstance(record, dict) else None
    if not isinstance(entries, dict):
        raise Unreadable("its answers cannot be read", _AGAIN)
    found = _Found()
    for name, entry in entries.items():
        if name in items:
            value, raw = _response(entry)
            found.add(name, value, raw)
    works, unfit = _works(record.get("widgets"), widgets)
    odd = found.odd + unfit
    if not intact:
        odd.append(
            Oddity(
                "its checksum is wrong: it was changed by hand or damaged after it was saved",
                "compare it with what the student has in the book",
            )
        )
    return Reading(
        found.responses,
        assignment=_field(file, "assignment"),
        version=_field(file, "items_version"),
        attempt=_field(file, "attempt"),
        saved=utc(file.get("saved")),
        oddities=tuple(odd),
        works=works,
        unread=found.unread,
    )


def _field(file: dict[str, Any], name: str) -> str:
    value = file.get(name)
    return clean(value)[:100] if isinstance(value, str) else ""


def _response(entry: object) -> tuple[object, object]:
    """Return the response in hand, or else that of the last attempt; and where it stands.

    Of work in another form than the book's it is `...`.
    """
    work = entry.get("work") if isinstance(entry, dict) else entry
    if not isinstance(work, dict):
        return work if work is None else ..., work
    if work.get("response") is not None:
        return work["response"], work["response"]
    attempts = work.get("attempts") or []
    last = attempts[-1] if isinstance(attempts, list) and attempts else {}
    if not isinstance(attempts, list) or not isinstance(last, dict):
        return ..., work
    response = last.get("response")
    texts = [each for key, each in work.items() if key != "revealed" and isinstance(each, str)]
    if response is None and any(map(str.strip, texts)):
        return ..., work
    return response, response


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


class _Found:
    """What a file holds for each item: a response, or what could not be read."""

    def __init__(self) -> None:
        self.responses: dict[str, Any] = {}
        self.unread: dict[str, str] = {}
        self.odd: list[Oddity] = []

    def add(self, name: str, value: object, raw: object) -> None:
        """Take in a value as it was read; `raw` is what stands in the file."""
        try:
            if value is ...:
                raise ValueError("it is no answer as the book keeps it")
            response = plain(value)
            if response is not None:
                self.responses[name] = as_asked(name, response)
                self.unread.pop(name, None)
        except ValueError as error:
            self.fail(name, f"the answer is left out: {error}", str(error), raw)

    def fail(self, name: str, problem: str, told: str, raw: object) -> None:
        """Keep what could not be read for a person; it counts before what was read earlier."""
        self.responses.pop(name, None)
        self.unread[name] = clean(_shown(raw))[:_LONGEST].strip()
        self.odd.append(unreadable(name, problem, told))

    def append(self, name: str, text: str) -> None:
        """Show a text from elsewhere to whoever reads a written answer."""
        kept = self.responses if name in self.responses else self.unread
        whole = f"{kept[name]}\n\n{ELSEWHERE}\n\n{clean(text)}"
        kept[name] = whole[:_LONGEST].strip()


def _shown(raw: object) -> str:
    try:
        return raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False)
    except RecursionError:
        return ""


def _notebook(
    content: dict[str, Any], items: Container[str], given: Callable[[], Mapping[str, str]]
) -> Reading:
    about = content.get("metadata")
    about = about.get("dossier") if isinstance(about, dict) else None
    about = about if isinstance(about, dict) else {}
    found = _Found()
    unnamed: dict[str, AnswerCell] = {}
    more: dict[str, str] = {}
    blank: set[str] = set()
    patience = _PATIENCE
    for cell in cells_with_answers(content["cells"]):
        name = cell.item
        if name not in items:
            continue
        try:
            value = _value(cell, patience)
        except Unnamed:
            if name not in blank or beside(cell, patience):
                unnamed[name] = cell
            continue
        except Unreadable as error:
            found.fail(name, error.problem, error.problem, prose(cell))
            continue
        finally:
            patience -= effort(cell.source)
        if name in found.responses and value is not None:
            found.odd.append(
                Oddity(f"{name} is answered in two cells, and the later counts", "ask")
            )
        found.add(name, value, prose(cell))
        blank.add(name)
        if cell.is_code and _is_open(found, name) and beside(cell, patience):
            more[name] = prose(cell)
    for name, cell in unnamed.items():
        if name not in blank or beside(cell):
            _fail_if_open(found, name, "nothing in the cell is called answer", prose(cell))
    for name, text in more.items():
        _fail_if_open(found, name, "answer is empty, and there is more in its cell", text)
    _look_around(found, content["cells"], items, given())
    return Reading(
        found.responses,
        assignment=_field(about, "assignment"),
        version=_field(about, "version"),
        oddities=tuple(found.odd),
        unread=found.unread,
    )


def _value(cell: AnswerCell, patience: int) -> object:
    """Return what a cell answers; a text in place of code is the answer to what asks for one."""
    text = prose(cell)
    if cell.is_code:
        return literal(cell.source, patience)
    if _ASSIGNED.match(text):
        return literal(text, 0)
    if text and form_of(cell.item) is not ResponseForm.TEXT:
        problem = "it stands in a cell of text and not as the cell says"
        raise Unreadable(problem, BY_HAND)
    return text


def _is_open(found: _Found, name: str) -> bool:
    return name not in found.responses and name not in found.unread


def _fail_if_open(found: _Found, name: str, problem: str, raw: str) -> None:
    if _is_open(found, name):
        found.fail(name, problem, problem, raw)


def _look_around(
    found: _Found, cells: list[Any], items: Container[str], given: Mapping[str, str]
) -> None:
    """Look for what a student wrote beside the cells for answers, which are empty or say little.

    What is long, and stands where no question is open, may be any text that is asked and lacking.
    """
    if not given:
        return
    own: dict[str, list[str]] = {}
    more: list[str] = []
    for each in loose_texts(cells, given):
        form, is_open = form_of(each.item), _is_open(found, each.item)
        is_text = form is ResponseForm.TEXT
        if each.item in items and form is not ResponseForm.PERCENTAGE and (is_open or is_text):
            if each.answers or (is_text and is_open):
                own.setdefault(each.item, []).append(each.text)
        elif each.long:
            more.append(each.text)
    problem = "there is a text in another cell than the one for the answer"
    texts = [name for name in dict.fromkeys(given.values()) if name in items]
    written_ones = [each for each in texts if form_of(each) is ResponseForm.TEXT]
    for name in (each for each in written_ones if _is_open(found, each)):
        if name in own or more:
            _fail_if_open(found, name, problem, "\n\n".join(own.pop(name, more)))
    for name, written in own.items():
        if _is_open(found, name):
            _fail_if_open(found, name, problem, "\n\n".join(written))
        elif form_of(name) is ResponseForm.TEXT:
            found.append(name, "\n\n".join(written))
