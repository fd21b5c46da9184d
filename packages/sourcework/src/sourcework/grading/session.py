"""Grading without a terminal: files come in piece by piece, are graded, and go out as one zip.

The form in a notebook is `grading_widget`; here is what it does, and no browser is needed to try
it. What was handed to a desk lies in a temporary folder, which goes when the desk is cleared, when
nothing refers to it any more, and when Python ends.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ..assignments.definition import Assignment, load_assignment
from ..assignments.solutions import load_solution
from ..errors import DataError
from .command import told
from .gradebooks import NamedColumns
from .gradebooks.recognising import headings
from .progress import Progress
from .reports.problems import Stopped
from .store.output_names import LIST, is_output

if TYPE_CHECKING:
    from .run import Attempts

__all__ = ["LARGEST", "PARTS", "Desk", "Graded", "GradingChoices", "Part"]

Part = Literal["submissions", "gradebook", "marking", "keys"]
PARTS: tuple[Part, ...] = ("submissions", "gradebook", "marking", "keys")
LARGEST = 512 << 20  # bytes of one file
_BAD = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')
_WHEN = (1980, 1, 1, 0, 0, 0)  # the same results make the same zip


@dataclass(frozen=True)
class GradingChoices:
    """What a teacher chose; the rest is as in `sourcework.grading.run.Job`.

    Attributes
    ----------
    assignment
        A name, or the folder of a variant.
    attempts, column
        Empty for what the assignment says, and for the column that has its title.
    who, team
        Headings of the gradebook's columns that say whose a row is, and what team; as a rule none.
    """

    assignment: str
    attempts: Attempts | Literal[""] = ""
    column: str = ""
    replace: bool = False
    scale: bool = False
    who: Sequence[str] = ()
    team: str = ""
    likeness: bool = False


@dataclass(frozen=True)
class Graded:
    """What came of it.

    Attributes
    ----------
    lines
        What the command would have printed.
    name, archive
        The zip of the results; empty if there are none.
    """

    lines: tuple[str, ...]
    name: str = ""
    archive: bytes = b""


class Desk:
    """The files of one sitting."""

    def __init__(self) -> None:
        self._place: tempfile.TemporaryDirectory[str] | None = None
        self._files: dict[Part, Path] = {}

    @property
    def folder(self) -> Path:
        """Where the files lie; made when it is first asked for, so that an unused desk has none."""
        self._place = self._place or tempfile.TemporaryDirectory(prefix="dossier-desk-")
        return Path(self._place.name)

    def receive(self, part: Part, name: str, piece: bytes, *, first: bool = True) -> int:
        """Take in a piece of a file; the first one replaces the file that was there.

        Returns
        -------
        int
            How many bytes of it are here now.

        Raises
        ------
        ValueError
            If it grows too large, or its beginning is not here.
        """
        if first:
            self.drop(part)
            home = self.folder / part
            home.mkdir(exist_ok=True)
            self._files[part] = home / _plain(name, part)
        elif part not in self._files:
            raise ValueError("The beginning of this file is not here; choose it again.")
        path = self._files[part]
        with path.open("ab") as file:
            file.write(piece)
            size = file.tell()
        if size > LARGEST:
            self.drop(part)
            raise ValueError(f"{path.name} is larger than {LARGEST >> 20} MB; grade it by command.")
        return size

    def drop(self, part: Part) -> None:
        """Forget a file."""
        path = self._files.pop(part, None)
        if path:
            path.unlink(missing_ok=True)

    def clear(self) -> None:
        """Delete all files, and begin anew."""
        self._files.clear()
        if self._place:
            self._place.cleanup()
            self._place = None

    def headings(self) -> tuple[str, list[str]]:
        """Return whose gradebook is here, empty if no platform is known, and its headings.

        Raises
        ------
        ValueError
            If it cannot be read.
        """
        gradebook = self._files.get("gradebook")
        if gradebook is None:
            return "", []
        try:
            return headings(gradebook)
        except DataError as error:
            raise ValueError(str(error).replace(f"{gradebook.parent}{os.sep}", "")) from error

    def grade(self, asked: GradingChoices) -> Graded:
        """Grade what is here; whatever is wrong with it is said in the lines.

        Raises
        ------
        OSError
            If the desk's own folder cannot be written, since the disk is full.
        """
        submissions = self._files.get("submissions")
        if submissions is None:
            return Graded(("Choose the zip with the class's work first.",))
        gradebook = self._files.get("gradebook")
        if gradebook and is_output(gradebook.name):
            problem = "one of the results is called like that; rename your gradebook"
            return Graded((f"{gradebook.name}: {problem}.",))
        with tempfile.TemporaryDirectory(dir=self.folder) as shelf:
            out = Path(shelf) / f"{submissions.stem}-graded"
            try:
                assignment = self._assignment(asked.assignment, Path(shelf))
                lines = self._run(assignment, asked, submissions, gradebook, out)
            except (DataError, Stopped) as error:
                return Graded(self._without_paths(shelf, [str(error)]))
            there = sorted(out.iterdir()) if out.is_dir() else []
            files = [path for path in there if path.name != LIST]
            archive = _packed(files, out.name) if files else b""
            name = f"{out.name}.zip" if files else ""
            return Graded(self._without_paths(shelf, lines), name, archive)

    def _assignment(self, name: str, shelf: Path) -> Assignment:
        """Return the assignment, with the keys that were brought if there are any."""
        found = load_assignment(name)
        keys = self._files.get("keys")
        if keys is None:
            if not (found.folder / "keys.yml").is_file():
                problem = "its keys are not here"
                cure = "choose keys.yml, from the folder of the assignment in the book's source"
                raise DataError(found.folder / "keys.yml", "whole file", problem, cure)
            return found
        folder = shelf / found.name
        folder.mkdir()
        shutil.copyfile(keys, folder / "keys.yml")
        return replace(found, folder=folder)

    def _run(
        self,
        assignment: Assignment,
        asked: GradingChoices,
        submissions: Path,
        gradebook: Path | None,
        out: Path,
    ) -> list[str]:
        from .run import Job, grade

        job = Job(
            assignment=assignment,
            solution=load_solution(assignment),
            submissions=submissions,
            out=out,
            gradebook=gradebook,
            attempts=asked.attempts or assignment.attempts,
            column=asked.column.strip() or None,
            replace=asked.replace,
            scale=asked.scale,
            named=NamedColumns(tuple(filter(None, asked.who)), asked.team),
            likeness=asked.likeness,
            marking=self._files.get("marking"),
        )
        summary = grade(job, Progress(io.StringIO()))
        fault = summary.entered.fault if summary.entered else ""
        return [*told(job, summary), *([fault] if fault else [])]

    def _without_paths(self, shelf: str, lines: list[str]) -> tuple[str, ...]:
        """Take the temporary folders out of what is said: they tell a teacher nothing."""
        folders = [shelf, *(str(self.folder / part) for part in PARTS)]
        for folder in folders:
            lines = [line.replace(f"{folder}{os.sep}", "") for line in lines]
        return tuple(lines)


def _plain(name: str, part: Part) -> str:
    """Return the last part of a name, without what a file cannot be called."""
    last = _BAD.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip(" .")
    return last[-120:] or part


def _packed(files: list[Path], folder: str) -> bytes:
    """Return a zip of these files in a folder."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for path in files:
            about = zipfile.ZipInfo(f"{folder}/{path.name}", _WHEN)
            about.external_attr = 0o644 << 16
            packed = path.suffix == ".zip"
            about.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            archive.writestr(about, path.read_bytes())
    return target.getvalue()
