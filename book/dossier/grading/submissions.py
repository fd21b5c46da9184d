"""Whose file is it: what the names say that Canvas, Moodle, Blackboard and Brightspace give.

=========== ===================================================================================
Canvas      `name[_LATE]_user_attachment_file`; `name[_LATE]_user_text.html` for text;
            `[LATE_]anon_id_attachment_file` where names are hidden (`lib/content_zipper.rb`)
Moodle      `Full name_participant_assignsubmission_file/…`, with `_` at the end before 4.1, or all
            that as the beginning of a file's name; `…_onlinetext` (`mod/assign`, `downloader.php`)
Blackboard  `Assignment_username_attempt_2026-11-30-23-10-05_file`, and the same with `.txt`
Brightspace `123-456 - Name - Nov 30, 2026 1110 PM/…`, or all that as the beginning of a file's
            name; an institution's own id may stand before the name
plain       the name of the file without ending, or of the folder in which it lies
=========== ===================================================================================

The platform writes the beginning of a path and a student the rest of it. So the first part that has
the platform's form decides, and what a student calls a file can give it to nobody else.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .archives import Entry
from .problems import Unreadable
from .results import Platform, Student

__all__ = ["Names", "Owner"]

_ANONYMOUS = re.compile(
    r"(?P<handle>(?P<late>LATE_)?anon_(?:(?P<flag>LATE)_)?(?P<user>[^_]+)_(?P<order>[0-9]{1,20}))_."
)
_CANVAS = re.compile(
    r"(?P<handle>(?P<name>.*?)(?P<late>_LATE)?_(?P<user>[0-9]{1,20})_(?P<order>[0-9]{1,20}))_."
)
_CANVAS_TEXT = re.compile(
    r"(?P<handle>(?:(?P<name>.*?)(?P<late>_LATE)?_(?P<user>[0-9]{1,20})"
    r"|(?P<flag>LATE_)?anon_(?P<hidden>[^_]+)))_(?:text|link)\.html"
)
_MOODLE = re.compile(
    r"(?P<handle>(?P<name>.+?)_(?P<user>[0-9]{1,20})_assignsubmission_(?P<kind>[a-z]+))(?P<rest>_.*)?"
)
_BLACKBOARD = re.compile(
    r"(?P<handle>(?P<base>.+)_attempt_(?P<when>[0-9]{4}(?:-[0-9]{2}){5}))(?:[_.].*)?"
)
_MANIFEST = re.compile(r"^[^\n:]+: .*\((?P<user>[^()\n]+)\)\s*$", re.MULTILINE)
_BRIGHTSPACE = re.compile(r"(?P<user>[0-9]{1,20})-[0-9]{1,20} - (?P<rest>.+)")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DATE = re.compile(
    r"(?:(?P<month>[A-Za-z]{3,9})\.? (?P<day>[0-9]{1,2})"
    r"|(?P<day_first>[0-9]{1,2}) (?P<then>[A-Za-z]{3,9}))"
    r",? (?P<year>[0-9]{4}),? (?P<hour>[0-9]{1,2})[:.-]?(?P<minute>[0-9]{2})"
    r"(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?"
)
_COPY = re.compile(r" ?\([0-9]{1,3}\)$")  # what a browser adds to the name of a second download


@dataclass(frozen=True)
class Owner:
    """Who handed in a file, and when.

    Attributes
    ----------
    student
        Who.
    order
        Sorts the files of one student as they were handed in, as far as names say it.
    late
        Whether the platform says that it came late.
    on_time
        Whether the platform would say so and does not.
    moment
        When it was handed in, in the zone of the server; none if the name does not say it.
    """

    student: Student
    order: str = ""
    late: bool = False
    on_time: bool = False
    moment: datetime.datetime | None = None


class Names:
    """What is learned from all names of a download before the first file is graded.

    Attributes
    ----------
    platform
        Whose names most files have; plain if none have.
    """

    def __init__(self, found: Iterable[Entry]) -> None:
        counts: Counter[str] = Counter()
        wrapper = _Wrapper()
        self._common: str | None = None
        self._prefix = ""
        self._flags = False
        for entry in found:
            match = self._match(entry.path.split("/"))
            counts[match[0] if match else "plain"] += 1
            if match:
                self._learn(match, entry)
            wrapper.note(entry.path)
        named: Platform = max(_FORMS, key=lambda form: counts[form])
        self.platform: Platform = named if counts[named] > counts["plain"] else "plain"
        self._wrapper = wrapper.name

    def owner(self, path: str) -> Owner | None:
        """Return whose file this is, or None if its name does not say it."""
        if self.platform == "plain":
            return self._plain(path)
        match = self._match(path.split("/"))
        return self._owner(*match) if match else None

    def _match(self, parts: list[str]) -> tuple[Platform, str, re.Match[str]] | None:
        for part in parts:
            for platform, forms in _FORMS.items():
                for form in forms:
                    found = form.fullmatch(part) if form in _WHOLE else form.match(part)
                    if found and (platform != "brightspace" or _divided(found)):
                        return platform, part, found
        return None

    def _learn(self, match: tuple[Platform, str, re.Match[str]], entry: Entry) -> None:
        platform, part, found = match
        if platform == "canvas" and _canvas_late(found):
            self._flags = True
        if platform == "blackboard":
            base = found["base"]
            known = self._common
            self._common = base if known is None else _common(known, base)
            if not self._prefix and part == f"{found['handle']}.txt":
                self._prefix = _named_in(entry, base)

    def _owner(self, platform: Platform, part: str, found: re.Match[str]) -> Owner:
        if platform == "canvas":
            return self._canvas(found)
        if platform == "moodle":
            handle = part if found["rest"] == "_" else found["handle"]
            return Owner(_student("moodle", found["user"], found["name"], handle))
        if platform == "blackboard":
            user = self._username(found["base"])
            moment = _moment(*map(int, found["when"].split("-")))
            student = _student("blackboard", user, user, found["handle"])
            return Owner(student, found["when"], moment=moment)
        return _brightspace(found)

    def _canvas(self, found: re.Match[str]) -> Owner:
        fields = found.groupdict()
        user = fields["user"] or fields["hidden"]
        name = fields.get("name") or f"anonymous {user}"
        late = _canvas_late(found)
        order = (fields.get("order") or "").zfill(20)
        student = _student("canvas", user, name, found["handle"])
        return Owner(student, order, late, self._flags and not late)

    def _username(self, base: str) -> str:
        """Take the assignment's title off; title and username may both have underscores."""
        if self._prefix and base.startswith(self._prefix):
            return base[len(self._prefix) :]
        common = self._common or ""
        if common != base and "_" in common:
            return base[common.rindex("_") + 1 :]
        return base.rpartition("_")[2]

    def _plain(self, path: str) -> Owner:
        inner = path.removeprefix(f"{self._wrapper}/") if self._wrapper else path
        first, *below = inner.split("/")
        ends = not below or first.lower().endswith(".zip")
        stem = (first.rpartition(".")[0] or first) if ends else first
        stem = _COPY.sub("", stem) or stem
        return Owner(_student("plain", stem, stem, stem))


_FORMS: dict[Platform, tuple[re.Pattern[str], ...]] = {
    "moodle": (_MOODLE,),
    "blackboard": (_BLACKBOARD,),
    "brightspace": (_BRIGHTSPACE,),
    "canvas": (_ANONYMOUS, _CANVAS, _CANVAS_TEXT),
}
_WHOLE = {_MOODLE, _BLACKBOARD, _BRIGHTSPACE, _CANVAS_TEXT}


def _student(platform: Platform, user: str, name: str, handle: str) -> Student:
    composed = unicodedata.normalize("NFC", name).strip()
    return Student(platform, unicodedata.normalize("NFC", user).strip(), composed, handle)


def _canvas_late(found: re.Match[str]) -> bool:
    fields = found.groupdict()
    return bool(fields.get("late") or fields.get("flag"))


class _Wrapper:
    """Finds the one folder in which a whole download lies, as when somebody packed it again."""

    def __init__(self) -> None:
        self._first: str | None = None
        self._second: str | None = None
        self._sole, self._several = True, False

    def note(self, path: str) -> None:
        """Look at one more path."""
        first, stroke, rest = path.partition("/")
        second = rest.partition("/")[0]
        if self._first is None:
            self._first, self._second = first, second
        self._sole = self._sole and bool(stroke) and first == self._first
        self._several = self._several or second != self._second

    @property
    def name(self) -> str:
        """The folder's name; empty if there is none, or if it holds one thing alone."""
        whole = self._sole and self._several and not (self._first or "").lower().endswith(".zip")
        return self._first or "" if whole else ""


def _common(one: str, other: str) -> str:
    """Return the beginning that two texts share."""
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    return one[:length]


def _named_in(entry: Entry, base: str) -> str:
    """Return the title that a manifest of Blackboard, which has the username, leaves over."""
    try:
        text = entry.read().decode("utf-8", errors="replace")
    except Unreadable:
        return ""
    found = _MANIFEST.search(text[:2000])
    if found and base.endswith(f"_{found['user']}"):
        return base.removesuffix(found["user"])
    return ""


def _divided(found: re.Match[str]) -> tuple[list[str], str] | None:
    """Divide what Brightspace writes into what stands before the date, and the date."""
    pieces = found["rest"].split(" - ")
    for at, piece in enumerate(pieces):
        if at and _DATE.fullmatch(piece.strip()):
            return pieces[:at], piece.strip()
    return None


def _brightspace(found: re.Match[str]) -> Owner:
    divided = _divided(found)
    assert divided is not None
    before, date = divided
    own = before[0] if len(before) > 1 and re.search("[0-9]", before[0]) else ""
    name = " - ".join(before[1:] if own else before)
    end = found["rest"].index(f" - {date}") + len(f" - {date}")
    handle = found.string[: found.start("rest") + end]
    moment = _date(date)
    order = moment.isoformat() if moment else date
    return Owner(_student("brightspace", own or found["user"], name, handle), order, moment=moment)


def _date(text: str) -> datetime.datetime | None:
    found = _DATE.fullmatch(text)
    if not found:
        return None
    month = (found["month"] or found["then"]).lower()[:3]
    if month not in _MONTHS:
        return None
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] in "Pp" else 0)
    day = int(found["day"] or found["day_first"])
    return _moment(int(found["year"]), _MONTHS.index(month) + 1, day, hour, int(found["minute"]))


def _moment(*fields: int) -> datetime.datetime | None:
    try:
        return datetime.datetime(*fields)  # type: ignore[arg-type]
    except ValueError:
        return None
