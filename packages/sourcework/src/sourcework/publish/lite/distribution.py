"""The folder from which a browser takes its Python: Pyodide, the wheels, and a lock file of them.

By the lock file an `import` in a cell finds and loads its wheel, so that no notebook has to install
anything.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .lite_errors import LiteError
from .manifest import BrowserFile, Manifest
from .own import Own
from .sources import FileSource, Found, digest, obtain
from .wheels import lock_entry, made_up, plain

__all__ = ["Distribution", "assemble"]

_LOCK = "pyodide-lock.json"
_STOOD_IN = "0"  # the version of what stands in
# Asked for by the kernel and not used: if it is lost, an empty one does.
_EMPTY = {"sqlite3"}


@dataclass(frozen=True)
class Distribution:
    """What was put into the folder.

    Attributes
    ----------
    version
        Of Pyodide.
    sizes
        The size of each file in bytes.
    missing
        Packages of the release that were nowhere to be found.
    origins
        How many files came from where.
    """

    version: str
    sizes: dict[str, int]
    missing: tuple[str, ...]
    origins: dict[str, int]


def assemble(
    folder: Path,
    manifest: Manifest,
    sources: list[FileSource],
    own: list[Own],
    partial: bool = False,
) -> Distribution:
    """Fill an empty folder.

    Parameters
    ----------
    own
        The wheels of the engine and of the book.
    partial
        Whether packages of Pyodide's release that cannot be found are left out. The kernel and
        what it needs to start are never left out.

    Raises
    ------
    LiteError
        If something is missing that may not be left out, or is not what the manifest says.
    """
    found = obtain(manifest.parts, sources)
    lost = [part for part in manifest.parts if part not in found]
    if lost and not (partial and all(part.package and part.released for part in lost)):
        raise LiteError(_complaint(lost, manifest, sources))
    contents = {each.file: each.content for each in found.values()}
    contents |= {each.file: each.content for each in own}
    packages = dict(_entries(found, own))
    for part in lost:
        if part.package in _EMPTY:
            name = f"{part.package}-{_STOOD_IN}-py3-none-any.whl"
            contents[name] = made_up(part.package, _STOOD_IN, {})
            packages[part.package] = lock_entry(name, contents[name])
    for entry in packages.values():
        entry["depends"] = [name for name in map(plain, entry["depends"]) if name in packages]
    lock = json.loads(contents[_LOCK]) | {"packages": packages}
    contents[_LOCK] = json.dumps(lock, sort_keys=True).encode()
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return Distribution(
        version=manifest.version,
        sizes={name: len(content) for name, content in sorted(contents.items())},
        missing=tuple(part.package for part in lost),
        origins=dict(Counter(each.where for each in found.values())),
    )


def _entries(
    found: dict[BrowserFile, Found], own: list[Own]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give what the lock file says of each package, the release's own words where there are any."""
    (listed,) = (each.content for part, each in found.items() if part.file == _LOCK)
    released = {plain(name): entry for name, entry in json.loads(listed)["packages"].items()}
    for part, each in found.items():
        if part.package and part.released:
            changed = {"file_name": each.file, "sha256": digest(each.content)}
            yield part.package, released[part.package] | changed
        elif part.package:
            yield part.package, lock_entry(each.file, each.content, part.depends)
    for wheel in own:
        yield wheel.package, lock_entry(wheel.file, wheel.content, wheel.needs)


def _complaint(lost: list[BrowserFile], manifest: Manifest, sources: list[FileSource]) -> str:
    tried = [f"  {each.name}: {each.trouble or 'does not have them'}" for each in sources]
    return "\n".join(
        [
            f"{len(lost)} of {len(manifest.parts)} files for Python in the browser were not found:",
            *(f"  {part.file} (SHA-256 {part.sha256[:12]}…)" for part in lost),
            "Looked for in:",
            *tried,
            f"Unpack the full release {manifest.version} of Pyodide somewhere and name the folder:"
            " make lite PYODIDE=/path/to/pyodide",
        ]
    )
