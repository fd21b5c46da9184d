"""Manifest of what a browser needs for our notebooks: `manifest.json`, read.

Every file has the SHA-256 of Pyodide's official release, as its lock file lists it. Where a package
registry has the same file, or the same version as its own makers publish it, the manifest says so:
whoever cannot reach the release can still build, and nobody builds with anything else.
`python -m sourcework.publish.lite.renew` writes the manifest anew.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["BrowserFile", "Elsewhere", "Manifest", "read_manifest"]

_FILE = Path(__file__).with_name("manifest.json")


@dataclass(frozen=True)
class Elsewhere:
    """Where a registry has a file.

    Attributes
    ----------
    project
        What the registry calls it, with its version: `numpy==2.2.5` on PyPI, `pyodide@0.29.0` on
        npm.
    archive, sha256
        The file that the registry gives, and its checksum.
    member
        The path of what is wanted inside the archive; empty if it is the archive itself.
    pure
        The archive is a wheel for another machine, of which everything but the compiled modules is
        taken: its makers wrote it to work without them.
    """

    project: str
    archive: str
    sha256: str
    member: str = ""
    pure: bool = False


@dataclass(frozen=True)
class BrowserFile:
    """A file that a browser needs.

    Attributes
    ----------
    file, sha256
        Its name and checksum in Pyodide's release; of a wheel that is not in there, on PyPI.
    package
        The name in Pyodide's lock file; empty for Pyodide itself.
    released
        Whether it is part of Pyodide's release.
    depends
        What a wheel that is not in there needs, by the names of the lock file.
    elsewhere
        Where a registry has it; none if no registry does.
    """

    file: str
    sha256: str
    package: str = ""
    version: str = ""
    released: bool = True
    depends: tuple[str, ...] = ()
    elsewhere: Elsewhere | None = None


@dataclass(frozen=True)
class Manifest:
    """The release, its address (with a slash at the end), and the parts."""

    version: str
    address: str
    parts: tuple[BrowserFile, ...]


def read_manifest(path: Path = _FILE) -> Manifest:
    """Read a manifest."""
    content = json.loads(path.read_text(encoding="utf-8"))
    parts = tuple(_part(record) for record in content["parts"])
    return Manifest(content["version"], content["address"], parts)


def _part(record: dict[str, Any]) -> BrowserFile:
    elsewhere = record.pop("elsewhere", None)
    depends = tuple(record.pop("depends", ()))
    return BrowserFile(
        **record, depends=depends, elsewhere=Elsewhere(**elsewhere) if elsewhere else None
    )
