"""Staging folder, in which outputs grow until they are whole; at last they are moved.

A run for which the disk is full, or which cannot replace a file, leaves the former results as they
were. One that is killed leaves each of them whole, old or new, and the folder `unfinished.tmp`,
which the next run takes away.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from ..reports.problems import Stopped, is_list
from .output_names import LIST, PART, is_output

__all__ = ["Staging"]

_LEDGER = "ledger.sqlite"
_FORMER = "former.tmp"


class Staging:
    """The folder of unfinished outputs; within `with` alone.

    Parameters
    ----------
    out
        Where the outputs go in the end; it is made if it is not there.
    dry
        Whether nothing is to be written there: then the folder is a temporary one elsewhere.
    """

    def __init__(self, out: Path, *, dry: bool = False) -> None:
        self.out, self._dry = out, dry
        self.folder = out / "unfinished.tmp"
        self._read: dict[Path, str] = {}

    @property
    def ledger(self) -> Path:
        """The file of the results store."""
        return self.folder / _LEDGER

    def __enter__(self) -> Staging:
        if self._dry:
            self.folder = Path(tempfile.mkdtemp(prefix="dossier-"))
            return self
        try:
            self.out.mkdir(parents=True, exist_ok=True)
            if self.folder.exists():
                self._check_lock()
                shutil.rmtree(self.folder)
            self.folder.mkdir()
        except OSError as error:
            raise Stopped(
                f"{self.out}: nothing can be written there ({error.strerror}); "
                "name another folder with --out."
            ) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def watch(self, path: Path) -> None:
        """Note what a file holds now, before it is read: if it changes it is not replaced."""
        self._read[path] = _digest(path)

    def publish(self, only: str = "") -> list[str]:
        """Move the outputs, or one of them, into place, and take away what is no more.

        Taken away are parts and gradebooks that an earlier run wrote and this one has not made; if
        only one output is moved, gradebooks alone.

        Returns
        -------
        list of str
            The names of the files.

        Raises
        ------
        Stopped
            If one cannot or must not be replaced: no run wrote it, or it was changed since it was
            written or read. All are then as they were.
        """
        if self._dry:
            return []
        made = sorted(path.name for path in self.folder.iterdir() if path.name != _LEDGER)
        names = [name for name in made if name == only or not only]
        wrote = self._wrote()
        parts = self._stale(names, wrote, parts=not only)
        self._check(names, wrote)
        new = {name: _digest(self.folder / name) for name in names}
        known = {name: f"{_digest(self.out / name)} {new[name]}".strip() for name in names}
        kept = {name: told for name, told in wrote.items() if name not in parts}
        (self.folder / _FORMER).mkdir()
        with contextlib.ExitStack() as undo:
            self._list(wrote | known)
            for name in [LIST, *names, *parts]:
                self._put(name)
                undo.callback(self._restore, name)
            self._list(kept | new)
            self._move(LIST)
            undo.pop_all()
        return names

    def _list(self, wrote: dict[str, str]) -> None:
        """List what runs wrote; a file that is being replaced has two digests, old and new.

        So a run that is killed between two files leaves a list that knows each of them.
        """
        (self.folder / LIST).write_text(json.dumps(wrote, indent=1), encoding="utf-8")

    def _stale(self, names: list[str], wrote: dict[str, str], *, parts: bool) -> list[str]:
        """Return what an earlier run wrote, is as it was written, and is no more.

        What is called like no output is a gradebook, and nobody may take an old one for new.
        """
        return [
            name
            for name, digest in sorted(wrote.items())
            if name not in names
            and (not is_output(name) or (parts and PART.fullmatch(name)))
            and _digest(self.out / name) in digest.split()
        ]

    def _wrote(self) -> dict[str, str]:
        """Return what the last run wrote here; what is no such list is none."""
        try:
            told = json.loads((self.out / LIST).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        plain = told.items() if isinstance(told, dict) else ()
        return {name: str(digest) for name, digest in plain if Path(name).name == name}

    def _check(self, names: list[str], wrote: dict[str, str]) -> None:
        """Refuse to replace what is not ours, or has changed since it was read."""
        for path, digest in self._read.items():
            if _digest(path) != digest:
                raise Stopped(
                    f"{path}: it was saved while the run was going, so it and all other results "
                    "are left as they are; grade once more."
                )
        before = self._of_former_edition(names)
        for name in names:
            old = self.out / name
            if not old.exists() or name in before or name == "marking.csv":
                continue
            if name not in wrote or (old.is_file() and _digest(old) not in wrote[name].split()):
                changed = "it has changed since a run wrote it"
                what = changed if name in wrote else "it is there, and no run wrote it"
                cure = "move it elsewhere, or name another folder with --out"
                raise Stopped(f"{old}: {what}; {cure}.")

    def _of_former_edition(self, names: list[str]) -> list[str]:
        """Return what an earlier edition, which kept no list, may have written here.

        One that graded nobody left the list of problems alone.
        """
        if (self.out / LIST).exists() or not is_list(self.out / "problems.csv"):
            return []
        whole = all((self.out / name).exists() for name in ("results.csv", "statistics.html"))
        return names if whole else ["problems.csv"]

    def _put(self, name: str) -> None:
        """Move an output into place, or take away a part that is no more.

        What was there stays there until it is replaced, and is copied: a run that is killed must
        not take a marking sheet with it.
        """
        old = self.out / name
        if old.is_file():
            with self._told(old):
                shutil.copy2(old, self.folder / _FORMER / name)
        self._move(name)

    def _move(self, name: str) -> None:
        new, old = self.folder / name, self.out / name
        with self._told(old):
            if new.exists():
                new.replace(old)
            else:
                old.unlink()

    @contextlib.contextmanager
    def _told(self, old: Path) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise Stopped(
                f"{old}: it cannot be replaced ({error.strerror}), and nothing was; close it in "
                "other programs and grade once more."
            ) from error

    def _restore(self, name: str) -> None:
        former = self.folder / _FORMER / name
        if former.exists():
            former.replace(self.out / name)
        else:
            (self.out / name).unlink()

    def _check_lock(self) -> None:
        """Stop if another run is at work here: it holds its ledger locked."""
        if not self.ledger.exists():
            return
        base = sqlite3.connect(self.ledger, timeout=0, isolation_level=None)
        try:
            base.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                cure = "wait until it has ended, or name another folder with --out"
                raise Stopped(f"{self.out}: another run is writing there; {cure}.") from error
        except sqlite3.DatabaseError:
            pass  # what a killed run left half written
        finally:
            base.close()


def _digest(path: Path) -> str:
    """Return a digest of what a file holds; empty if there is none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
