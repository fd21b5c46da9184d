"""Feedback pages in zips, named so that an LMS takes them back where it takes any.

Canvas and Moodle find a student by the name of a file or folder as they gave it out; so does
Brightspace by the folder.
"""

from __future__ import annotations

import contextlib
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from ..marking.results import Result, Student
from ..store.spreadsheets import printable

__all__ = ["Packets"]

_IN_A_ZIP = 500  # students; some 4 MB, which every LMS takes
_LEADS_OUT = re.compile(r"[/\\]|(?<=^[A-Za-z]):")  # of a folder, or to another drive
_WHEN = (1980, 1, 1, 0, 0, 0)  # the same results make the same zip


class Packets:
    """Writes `feedback-1.zip` and so on into a folder; within `with` alone."""

    def __init__(self, folder: Path, page: Callable[[Result], str]) -> None:
        self._folder, self._page = folder, page
        self._zip: zipfile.ZipFile | None = None
        self._part = self._inside = 0
        self._taken: set[str] = set()

    def __enter__(self) -> Packets:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Finish the last zip; if something failed, it is given up without another word."""
        with contextlib.suppress(*([OSError] if error else [])):
            self._close()

    def add(self, result: Result) -> None:
        """Write one student's page."""
        if self._zip is None or self._inside == _IN_A_ZIP:
            self._close()
            self._part, self._inside, self._taken = self._part + 1, 0, set()
            self._zip = zipfile.ZipFile(self._folder / f"feedback-{self._part}.zip", "w")
        about = zipfile.ZipInfo(self._name(result.student), _WHEN)
        about.compress_type = zipfile.ZIP_DEFLATED
        about.external_attr = 0o644 << 16
        self._zip.writestr(about, self._page(result))
        self._inside += 1

    def _name(self, student: Student) -> str:
        """Return a name that no disk takes for that of another page in this zip."""
        name, number = _name(student), 1
        while name.casefold() in self._taken:
            number += 1
            name = _name(student, f"_{number}")
        self._taken.add(name.casefold())
        return name

    def _close(self) -> None:
        if self._zip is not None:
            self._zip.close()
        self._zip = None


def _name(student: Student, more: str = "") -> str:
    handle = _LEADS_OUT.sub("_", printable(student.handle))
    if student.platform in ("moodle", "brightspace"):
        return f"{handle}/feedback{more}.html"
    return f"{handle}{more}_feedback.html"
