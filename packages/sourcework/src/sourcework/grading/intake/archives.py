"""The files of a download, one by one: of a folder, of a zip, of zips within either, of a report.

Nothing is extracted and no link is followed. A file is read only when it is asked for, and within
limits, so that neither a zip bomb nor a pipe in the folder can hold up a class. Whatever cannot be
read is given like the others, and says why when it is read: nobody's file is passed over.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from ..reports.problems import Stopped, Unreadable
from .scorm_reports import is_report, read_report
from .xapi_statements import is_statements, read_statements
from .zips import Member, Zip, too_large

__all__ = ["LIMITS", "ArchivedFile", "ReadingLimits", "entries", "top_entries"]

_JUNK = {"__macosx", ".ds_store", "thumbs.db", "desktop.ini", ".ipynb_checkpoints", ".git"}
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_RIGHTS = "allow yourself to read it"
_PARTED = re.compile(r"[/\\]")  # what would part a name
_SPREADSHEETS = {".xlsx", ".xls", ".ods"}
_DRIVE = 2  # characters of a drive's name, as in C:


@dataclass(frozen=True)
class ReadingLimits:
    """How much is read.

    Attributes
    ----------
    file
        Bytes of one file, unpacked.
    files, total
        Files of a download, and their bytes.
    inner_files, inner_total
        The same of a zip within a download, so that no student's zip uses up the limits of all.
    depth
        Folders within folders.
    """

    file: int = 8 << 20
    files: int = 1_000_000
    total: int = 64 << 30
    inner_files: int = 200
    inner_total: int = 64 << 20
    depth: int = 32


LIMITS = ReadingLimits()


@dataclass(frozen=True)
class ArchivedFile:
    """One file of a download.

    Attributes
    ----------
    path
        Where it lies in the download, with strokes; a zip within counts as a folder.
    read
        Gives its bytes, or raises `Unreadable`.
    """

    path: str
    read: Callable[[], bytes]


class _Budget:
    """Counts files and bytes, and stops when there are too many."""

    def __init__(self, files: int, total: int) -> None:
        self._files, self._total = files, total

    def count(self) -> bool:
        """Count one file; say whether it is one too many."""
        self._files -= 1
        return self._files < 0

    def spend(self, entry: ArchivedFile) -> ArchivedFile:
        """Return the entry so that its bytes are counted when they are read."""

        def read() -> bytes:
            if self._total <= 0:
                problem = "the files before it have used up what is read at once"
                raise Unreadable(problem, "grade it in a folder of its own")
            data = entry.read()
            self._total -= len(data)
            return data

        return ArchivedFile(entry.path, read)


def entries(source: Path, limits: ReadingLimits = LIMITS) -> Iterator[ArchivedFile]:
    """Give all files of a download, those of zips within it too, in no certain order.

    Raises
    ------
    Stopped
        If the download itself cannot be opened.
    """
    budget = _Budget(limits.files, limits.total)
    for entry in top_entries(source, limits):
        found = _inside(entry, limits) if _is_zip(entry.path) else iter([entry])
        for each in found:
            if budget.count():
                problem = f"there are more than {limits.files:,} files; the rest was not read"
                yield _refused(each.path, problem, "divide the download")
                return
            yield budget.spend(each)


def top_entries(source: Path, limits: ReadingLimits = LIMITS) -> Iterator[ArchivedFile]:
    """Give the files of a download and leave zips within it closed."""
    if source.is_dir():
        yield from _of_folder(source, limits)
        return
    if source.suffix.lower() in _SPREADSHEETS:
        cure = "a platform's report is read as text: download it again in text format"
        raise Stopped(f"{source}: it is a spreadsheet; {cure}.")
    try:
        reported = _of_report(source, limits)
        if reported is not None:
            yield from reported
            return
        opened = Zip(source)
    except Unreadable as error:
        problem, cure = error.problem, error.cure
        if not _is_zip(source.name):
            problem, cure = "it is no zip", "put it into a folder, and give the folder"
        raise Stopped(f"{source}: {problem}; {cure}.") from error
    except OSError as error:
        cure = "give the folder or zip that the LMS made"
        raise Stopped(f"{source}: it cannot be opened ({error.strerror}); {cure}.") from error
    try:
        yield from _of_zip(opened, "", limits)
    except Unreadable as error:
        raise Stopped(f"{source}: {error.problem}; {error.cure}. Nothing was graded.") from error
    finally:
        opened.close()


def _of_report(source: Path, limits: ReadingLimits) -> list[ArchivedFile] | None:
    """Return the files in a report of a SCORM activity or in statements of xAPI, or nothing."""
    if _is_zip(source.name) or source.stat().st_size > limits.inner_total:
        return None
    data = source.read_bytes()
    if is_statements(data):
        read = read_statements
    elif is_report(data):
        read = read_report
    else:
        return None
    return [
        ArchivedFile(f"{_PARTED.sub(' ', each.name)}/handed-in-{each.attempt}.json", each.read)
        for each in read(data)
    ]


def _of_folder(root: Path, limits: ReadingLimits) -> Iterator[ArchivedFile]:
    """Walk a folder without a list of it in memory, as a class can be large."""
    try:
        open_folders = [os.scandir(root)]
    except OSError as error:
        raise Stopped(f"{root}: it cannot be opened ({error.strerror}); {_RIGHTS}.") from error
    parents = [""]
    while open_folders:
        try:
            found = next(open_folders[-1], None)
        except OSError as error:
            yield _refused(parents[-1], f"not all of it can be read ({error.strerror})", _RIGHTS)
            found = None
        if found is None:
            open_folders.pop().close()
            parents.pop()
            continue
        if _is_junk(found.name):
            continue
        path = parents[-1] + _shown(found.name)
        if not found.is_dir(follow_symlinks=False):
            yield _on_disk(path, found, limits)
            continue
        if len(open_folders) >= limits.depth:
            yield _refused(path, "there are too many folders within folders", "unpack it elsewhere")
            continue
        try:
            open_folders.append(os.scandir(found.path))
            parents.append(f"{path}/")
        except OSError as error:
            yield _refused(path, f"the folder cannot be opened ({error.strerror})", _RIGHTS)


def _on_disk(path: str, found: os.DirEntry[str], limits: ReadingLimits) -> ArchivedFile:
    """Give a file of a folder; what it is, is asked when it is read."""
    place = found.path
    if found.is_symlink():
        return _refused(path, "it is a link, and links are not followed", "put the file itself")
    return ArchivedFile(path, lambda: _read_file(place, _limit(path, limits)))


def _limit(path: str, limits: ReadingLimits) -> int:
    return limits.inner_total if _is_zip(path) else limits.file


def _read_file(place: str, limit: int) -> bytes:
    """Read an ordinary file; opening a pipe does not wait for who writes into it."""
    try:
        handle = os.open(place, os.O_RDONLY | _NO_FOLLOW | _BINARY)
        with open(handle, "rb") as file:  # noqa: PTH123 - a handle has no path
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise Unreadable("it is no ordinary file", "take it out of the folder")
            data = file.read(limit + 1)
    except OSError as error:
        raise Unreadable(f"it cannot be opened ({error.strerror})", _RIGHTS) from error
    if len(data) > limit:
        raise too_large(limit)
    return data


def _of_zip(opened: Zip, above: str, limits: ReadingLimits) -> Iterator[ArchivedFile]:
    try:
        for member in opened.members():
            if not any(_is_junk(part) for part in member.name.split("/")):
                yield _in_zip(opened, member, above, limits)
    except Unreadable as error:
        if not above:  # whose files are missing cannot be known
            raise
        yield _refused(above.removesuffix("/"), error.problem, error.cure)


def _in_zip(opened: Zip, member: Member, above: str, limits: ReadingLimits) -> ArchivedFile:
    path = above + _shown(member.name)
    parts = member.name.split("/")
    if parts[0] == "" or ".." in parts or parts[0][1:_DRIVE] == ":":
        problem = "its name leads out of the folder in which it should be unpacked"
        return _refused(path, problem, "do not unpack it; ask who made the zip")
    if member.link:
        return _refused(path, "it is a link, and links are not followed", "put the file itself")
    return ArchivedFile(path, lambda: opened.read(member, _limit(path, limits)))


def _inside(entry: ArchivedFile, limits: ReadingLimits) -> Iterator[ArchivedFile]:
    """Open a zip within the download; zips within that are not opened."""
    try:
        opened = Zip(entry.read())
    except Unreadable as error:
        yield _refused(entry.path, error.problem, error.cure)
        return
    budget = _Budget(limits.inner_files, limits.inner_total)
    each = None
    for each in _of_zip(opened, f"{entry.path}/", limits):
        if budget.count():
            problem = f"it holds more than {limits.inner_files} files; the rest was not read"
            yield _refused(entry.path, problem, "unpack it")
            return
        if _is_zip(each.path):
            yield _refused(each.path, "it is a zip within a zip within a zip", "unpack it")
        else:
            yield budget.spend(each)
    if each is None:
        yield _refused(entry.path, "there is no file in the zip", "have it handed in again")


def _refused(path: str, problem: str, cure: str) -> ArchivedFile:
    def read() -> NoReturn:
        raise Unreadable(problem, cure)

    return ArchivedFile(path, read)


def _is_zip(path: str) -> bool:
    return path.lower().endswith(".zip")


def _is_junk(name: str) -> bool:
    """Say whether a machine and not a person put a file there."""
    return name.lower() in _JUNK or name.startswith("._")


def _shown(name: str) -> str:
    """Return a name whose bytes were no text so that it can be written."""
    return name.encode("utf-8", "replace").decode("utf-8")
