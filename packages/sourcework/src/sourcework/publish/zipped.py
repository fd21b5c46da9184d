"""Entries of archives that are the same bytes wherever and whenever they are made."""

from __future__ import annotations

import os
import subprocess
import time
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipInfo

from ..paths import ROOT

__all__ = ["edition_time", "entry"]

_ZIPS_BEGIN = 315532800  # 1 January 1980, in seconds since 1970: the format knows nothing earlier


def entry(name: str, when: int, packed: bool = True) -> ZipInfo:
    """Return the entry of a file in an archive, of the time `when` in seconds since 1970."""
    made = ZipInfo(name, time.gmtime(max(when, _ZIPS_BEGIN))[:6])
    made.compress_type = ZIP_DEFLATED if packed else ZIP_STORED
    made.create_system = 3  # Unix, wherever it was made, so that the bytes are the same
    made.external_attr = 0o100644 << 16
    return made


def edition_time() -> int:
    """Return the time of the edition; where there is no clone, the oldest stands for it."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    command = ("git", "log", "-1", "--format=%ct")
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return _ZIPS_BEGIN
    return int(done.stdout)
