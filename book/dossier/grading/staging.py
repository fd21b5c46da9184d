"""Where outputs grow until they are whole: a folder of their own; at last they are moved.

A run that is killed, or for which the disk is full, leaves the former results as they were, and the
folder `unfinished.tmp`, which the next run takes away.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import tempfile
from pathlib import Path
from types import TracebackType

from .problems import Stopped

__all__ = ["Staging"]

_LEDGER = "ledger.sqlite"
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
        """
        if self._dry:
            return []
        made = sorted(path.name for path in self.folder.iterdir() if path.name != _LEDGER)
        names = [name for name in made if name == only or not only]
        for name in names:
            try:
                os.replace(self.folder / name, self.out / name)  # noqa: PTH105
            except OSError as error:
                raise Stopped(
                    f"{self.out / name}: it cannot be replaced ({error.strerror}); close it in "
                    "other programs and grade once more."
                ) from error
        for path in self.out.iterdir() if not only else ():
            if _PARTS.fullmatch(path.name) and path.name not in names:
                path.unlink(missing_ok=True)
        return names

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
