"""Submission names of Canvas, Moodle, Blackboard and Brightspace, and whose each file is.

=========== ===================================================================================
Canvas      `name[_LATE]_user_attachment_file`; `name[_LATE]_user_text.html` for text;
            `[LATE_]anon_id_attachment_file` where names are hidden (`lib/content_zipper.rb`)
Moodle      `Full name_participant_assignsubmission_file/…`, with `_` at the end before 4.1, or all
            that as the beginning of a file's name; `…_onlinetext` (`mod/assign`, `downloader.php`)
Blackboard  `Assignment_username_attempt_2026-11-30-23-10-05_file`, and the same with `.txt`
Brightspace `123-456 - Name - Nov 30, 2026 1110 PM/…`, or all that as the beginning of a file's
            name; an institution's own id may stand before the name
plain       the name of the file without ending, or of the folder in which it lies; of what the
            page saved as `night-watch-answers-name-2026-11-30.json` the name in it; where all
            lies in `name/assignment/Version 2/…`, as Microsoft Teams has it, the name there
=========== ===================================================================================

The platform writes the beginning of a path and a student the rest of it. So the first part that has
the platform's form decides, and what a student calls a file can give it to nobody else.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..marking.results import Platform, Student
from ..reports.problems import Unreadable
from .archives import ArchivedFile

__all__ = ["Names", "Owner", "is_online_text", "saved_by", "why_nobodys"]

_ANONYMOUS = re.compile(
    r"(?P<handle>(?P<late>LATE_)?anon_(?:(?P<flag>LATE)_)?(?P<user>[^_]+)_(?P<order>[0-9]{1,20}))_.",
    re.DOTALL,
)
_CANVAS = re.compile(
    r"(?P<handle>(?P<name>.*?)(?P<late>_LATE)?_(?P<user>[0-9]{1,20})_(?P<order>[0-9]{1,20}))_.",
    re.DOTALL,
)
_CANVAS_TEXT = re.compile(
    r"(?P<handle>(?:(?P<name>.*?)(?P<late>_LATE)?_(?P<user>[0-9]{1,20})"
    r"|(?P<flag>LATE_)?anon_(?P<hidden>[^_]+)))_(?:text|link)\.html",
    re.DOTALL,
)
_MOODLE = re.compile(
    r"(?P<handle>(?P<name>.+?)(?:_(?P<user>[0-9]{1,20}))?_assignsubmission_(?P<kind>[a-z]+))"
    r"(?P<rest>_.*)?",
    re.DOTALL,
)
_BLACKBOARD = re.compile(
    r"(?P<handle>(?P<base>.+)_attempt_(?P<when>[0-9]{4}(?:-[0-9]{2}){5}))(?:[_.].*)?",
    re.DOTALL,
)
_MANIFEST = re.compile(r"^[^\n:]+: .*\((?P<user>[^()\n]+)\)\s*$", re.MULTILINE)
_BRIGHTSPACE = re.compile(r"(?P<user>[0-9]{1,20})-[0-9]{1,20} - (?P<rest>.+)", re.DOTALL)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DATE = re.compile(
    r"(?:(?P<month>[A-Za-z]{3,9})\.? (?P<day>[0-9]{1,2})"
    r"|(?P<day_first>[0-9]{1,2}) (?P<then>[A-Za-z]{3,9}))"
    r",? (?P<year>[0-9]{4}),? (?P<hour>[0-9]{1,2})[:.-]?(?P<minute>[0-9]{2})"
    r"(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?"
)
_PAGE = re.compile(
    r"[a-z][a-z0-9-]*?-answers(?:-(?P<name>.+?))?-[0-9]{4}-[0-9]{2}-[0-9]{2}(?:-[0-9]{1,3})?"
)
_ONLINE = re.compile(r"_assignsubmission_onlinetext\b|_text\.html$")
_NUMBER = re.compile("[0-9]+")
_DATED = 60  # characters that a date has at most
_YEAR = re.compile("20[0-9]{2}")
_VERSION = re.compile(r"[^\W\d_]+\s?(?P<number>[0-9]{1,4})")
_DEEP = 2  # folders above that of a version: the student's, the assignment's
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
    unmarked
        Whether the platform calls nobody in the download late: perhaps it has no due date.
    moment
        When it was handed in, in the zone of the server; none if the name does not say it.
    undated
        What the name says of when it was handed in, if that cannot be read.
    """

    student: Student
    order: str = ""
    late: bool = False
    on_time: bool = False
    unmarked: bool = False
    moment: datetime.datetime | None = None
    undated: str = ""

    def is_manifest(self, path: str) -> bool:
        """Say whether a file is what Blackboard writes beside those of this student."""
        name = path.rpartition("/")[2]
        return self.student.platform == "blackboard" and name == f"{self.student.handle}.txt"


class Names:
    """What is learned from all names of a download before the first file is graded.

    Attributes
    ----------
    platform
        Whose names most things in the download have; plain if none have.
    """

    def __init__(self, found: Iterable[ArchivedFile]) -> None:
        votes = _Votes(), _Votes()  # by what lies in the download, and in a folder around all
        wrapper = _Wrapper()
        self._common: str | None = None
        self._prefix = ""
        self._flags = False
        versions: set[int] = set()  # at which depth folders are called as versions
        for entry in found:
            match = self._match(entry.path.split("/"))
            if _is_index(entry.path) and not match:
                continue
            for depth, each in enumerate(votes, start=1):
                each.add(entry.path, depth, match[0] if match else "plain")
            if match:
                self._learn(match, entry)
            wrapper.note(entry.path)
            versions.add(_version_at(entry.path))
        self._version = versions.pop() if len(versions) == 1 else 0
        counts = votes[1 if wrapper.name else 0].counts
        named: Platform = max(_FORMS, key=lambda form: counts[form])
        self.platform: Platform = named if counts[named] > counts["plain"] else "plain"
        self._wrapper = wrapper.name

    def owner(self, path: str) -> Owner | None:
        """Return whose file this is, or None if its name does not say it."""
        if self.platform == "plain":
            return self._plain(path)
        match = self._match(path.split("/"))
        return self._owner(*match) if match else None

    def lists(self, path: str) -> bool:
        """Say whether this is the list that Brightspace puts beside the folders."""
        return self.platform == "brightspace" and _is_index(path) and self.owner(path) is None

    def _match(self, parts: list[str]) -> tuple[Platform, str, re.Match[str]] | None:
        for part in parts:
            for platform, forms in _FORMS.items():
                for form in forms:
                    found = form.fullmatch(part) if form in _WHOLE else form.match(part)
                    if found and (platform != "brightspace" or _divided(found)):
                        return platform, part, found
        return None

    def _learn(self, match: tuple[Platform, str, re.Match[str]], entry: ArchivedFile) -> None:
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
            user = found["user"] or found["name"]  # those who are in no group have no number
            return Owner(_student("moodle", user, found["name"], handle))
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
        return Owner(student, order, late, on_time=not late, unmarked=not self._flags)

    def _username(self, base: str) -> str:
        """Take the assignment's title off; title and username may both have underscores."""
        if self._prefix and base.startswith(self._prefix):
            return base[len(self._prefix) :]
        common = self._common or ""
        if common != base and "_" in common:
            return base[common.rindex("_") + 1 :]
        return base.rpartition("_")[2]

    def _plain(self, path: str) -> Owner | None:
        inner = path.removeprefix(f"{self._wrapper}/") if self._wrapper else path
        if _is_index(inner) and "/" not in inner:
            return None
        if self._version:
            parts = path.split("/")
            whose = parts[self._version - _DEEP]
            number = _VERSION.fullmatch(parts[self._version])
            assert number is not None
            order = number["number"].zfill(20)
            return Owner(_student("plain", whose, whose, whose), order)
        first, *below = inner.split("/")
        ends = not below or first.lower().endswith(".zip")
        stem = (first.rpartition(".")[0] or first) if ends else first
        single = _COPY.sub("", stem) or stem
        name = saved_by(single)
        if name is None or name:
            stem = name or single
        return Owner(_student("plain", stem, stem, stem))


_FORMS: dict[Platform, tuple[re.Pattern[str], ...]] = {
    "moodle": (_MOODLE,),
    "blackboard": (_BLACKBOARD,),
    "brightspace": (_BRIGHTSPACE,),
    "canvas": (_ANONYMOUS, _CANVAS, _CANVAS_TEXT),
}
_WHOLE = {_MOODLE, _BLACKBOARD, _BRIGHTSPACE, _CANVAS_TEXT}


def saved_by(stem: str) -> str | None:
    """Return the name that the page put into that of a file; empty if nobody gave it one.

    None if the page gives no file such a name. A day and the number of a second download, as
    browsers add it, belong to nobody's name.
    """
    found = _PAGE.fullmatch(stem)
    return (found["name"] or "") if found else None


def is_online_text(path: str) -> bool:
    """Say whether a file is where an LMS keeps what a student typed there."""
    return bool(_ONLINE.search(path))


def why_nobodys(entry: ArchivedFile, read: Callable[[bytes], object]) -> tuple[str, str]:
    """Say what is wrong with a file whose name does not say whose it is, and what can be done.

    Parameters
    ----------
    read
        Raises `Unreadable` for what nobody could grade whosever it were.
    """
    nobody = "its name does not say whose it is"
    try:
        data = entry.read()
    except Unreadable as error:
        return f"{error.problem}; {nobody}", error.cure
    try:
        read(data)
    except Unreadable as error:
        cure = "leave it if it is no student's, or else look whose work is lacking"
        return f"{nobody}, and nothing in it can be graded: {error.problem}", cure
    except Exception as error:  # a class is not left ungraded for the sake of one file
        cure = "look into it, and tell the authors of this program"
        return f"{nobody}, and it could not be read ({type(error).__name__})", cure
    return nobody, "give it the name that the LMS gave it, or put it into the folder of its student"


def _is_index(path: str) -> bool:
    return path.rpartition("/")[2].lower() == "index.html"


def _student(platform: Platform, user: str, name: str, handle: str) -> Student:
    composed = " ".join(unicodedata.normalize("NFC", name).split())
    return Student(platform, unicodedata.normalize("NFC", user).strip(), composed, handle)


def _canvas_late(found: re.Match[str]) -> bool:
    fields = found.groupdict()
    return bool(fields.get("late") or fields.get("flag"))


class _Votes:
    """Counts whose names the things in a download have: a folder or zip has one vote.

    So nobody decides for the class by what lies in an own folder or zip; its first file counts.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._seen: set[int] = set()

    def add(self, path: str, depth: int, platform: str) -> None:
        """Count a file, if it is the first of the thing in which it lies at this depth."""
        parts = path.split("/")
        if len(parts) > depth:
            whose = hash("/".join(parts[:depth]))
            if whose in self._seen:
                return
            self._seen.add(whose)
        self.counts[platform] += 1


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


def _version_at(path: str) -> int:
    """Return the depth of the folder of a version, as Teams calls it, or 0."""
    parts = path.split("/")
    deep = range(_DEEP, len(parts) - 1)
    return next((at for at in deep if _VERSION.fullmatch(parts[at])), 0)


def _common(one: str, other: str) -> str:
    """Return the beginning that two texts share."""
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    return one[:length]


def _named_in(entry: ArchivedFile, base: str) -> str:
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
    for is_date in (_DATE.fullmatch, _is_date):  # a student may have named a file like the latter
        for at, piece in enumerate(pieces):
            if at and is_date(piece.strip()):
                return pieces[:at], piece.strip()
    return None


def _is_date(text: str) -> bool:
    """Say whether a text can be a date in any language: a year, a day and a time."""
    numbers = _NUMBER.findall(text)
    return len(text) < _DATED and len(numbers) > 2 and any(map(_YEAR.fullmatch, numbers))


def _brightspace(found: re.Match[str]) -> Owner:
    divided = _divided(found)
    assert divided is not None
    before, date = divided
    own = before[0] if len(before) > 1 and re.search("[0-9]", before[0]) else ""
    name = " - ".join(before[1:] if own else before)
    end = found["rest"].index(f" - {date}") + len(f" - {date}")
    handle = found.string[: found.start("rest") + end]
    moment = _date(date)
    order = moment.isoformat() if moment else ""
    undated = "" if moment else date
    student = _student("brightspace", own or found["user"], name, handle)
    return Owner(student, order, moment=moment, undated=undated)


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
