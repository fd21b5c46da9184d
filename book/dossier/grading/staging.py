"""Where outputs grow until they are whole: a folder of their own; at last they are moved.

A run for which the disk is full, or which cannot replace a file, leaves the former results as they
were. One that is killed leaves each of them whole, old or new, and the folder `unfinished.tmp`,
which the next run takes away.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import sqlite3
import tempfile
from pathlib import Path
from types import TracebackType

from .problems import Stopped

__all__ = ["Staging"]

_LEDGER = "ledger.sqlite"
_FORMER = "former.tmp"
_PARTS = re.compile(r"(?:feedback-[0-9]+\.zip|essays-[0-9]+\.html)")


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

    @property
    def ledger(self) -> Path:
        """The file of the ledger."""
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

    def publish(self, only: str = "") -> list[str]:
        """Move the outputs, or one of them, into place, and take away parts that are no more.

        Returns
        -------
        list of str
            The names of the files.

        Raises
        ------
        Stopped
            If one cannot be replaced; the others are then as they were.
        """
        if self._dry:
            return []
        made = sorted(path.name for path in self.folder.iterdir() if path.name != _LEDGER)
        names = [name for name in made if name == only or not only]
        parts = [] if only else self._old_parts(names)
        (self.folder / _FORMER).mkdir()
        with contextlib.ExitStack() as undo:
            for name in [*names, *parts]:
                self._put(name)
                undo.callback(self._restore, name)
            undo.pop_all()
        return names

    def _old_parts(self, names: list[str]) -> list[str]:
        there = [path.name for path in self.out.iterdir()]
        return [name for name in there if _PARTS.fullmatch(name) and name not in names]

    def _put(self, name: str) -> None:
        """Move an output into place, or take away a part that is no more.

        What was there stays there until it is replaced, and is copied: a run that is killed must
        not take a marking sheet with it.
        """
        new, old = self.folder / name, self.out / name
        try:
            if old.is_file():
                shutil.copy2(old, self.folder / _FORMER / name)
            if new.exists():
                new.replace(old)
            else:
                old.unlink()
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
