"""Sources of the manifest's parts: a folder, the official release, package registries.

Each source gives what it has, and nothing whose checksum is not the manifest's. What was fetched
once stays in a cache, under its checksum.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.error import URLError
from urllib.request import urlopen

from .lite_errors import LiteError
from .manifest import BrowserFile, Elsewhere, Manifest
from .wheels import without_compiled

__all__ = [
    "ANY",
    "LINUX",
    "PYTHON",
    "Cache",
    "FileSource",
    "Folder",
    "Found",
    "Registries",
    "Release",
]
__all__ += ["digest", "obtain", "standard_sources"]

PYTHON = "3.13"
_PATIENCE = 60  # seconds without a byte
ANY = ("--platform", "any", "--implementation", "py", "--abi", "none")
LINUX = ("--platform", "manylinux2014_x86_64")


@dataclass(frozen=True)
class Found:
    """A part that was found: the name to give it, what is in it, and where it was."""

    file: str
    content: bytes
    where: str


class FileSource(Protocol):
    """A place to look for parts."""

    name: str
    trouble: str  # why it gave less than everything; empty if nothing went wrong

    def fetch(self, parts: Iterable[BrowserFile]) -> Iterator[tuple[BrowserFile, Found]]:
        """Give those parts that are here."""


def standard_sources(
    manifest: Manifest, cache: Path, folder: str | None = None
) -> list[FileSource]:
    """Return where to look, in order: a folder if one is named, the release, the registries."""
    kept = Cache(cache)
    named: list[FileSource] = [Folder(Path(folder).expanduser())] if folder else []
    return [*named, Release(manifest.address, kept), Registries(kept)]


def obtain(parts: Iterable[BrowserFile], sources: Iterable[FileSource]) -> dict[BrowserFile, Found]:
    """Ask one source after the other for what is still missing."""
    wanted = list(parts)
    found: dict[BrowserFile, Found] = {}
    for source in sources:
        found |= dict(source.fetch([part for part in wanted if part not in found]))
    return found


def digest(content: bytes) -> str:
    """Return the SHA-256 in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def _verified(content: bytes, expected: str, where: str, cure: str) -> bytes:
    found = digest(content)
    if found != expected:
        problem = f"its SHA-256 is {found[:12]}…, the manifest says {expected[:12]}…"
        raise LiteError(f"{where}: {problem}; {cure}")
    return content


class Cache:
    """What was fetched before, in files that are named by their checksums."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, checksum: str) -> bytes | None:
        """Return the content with this checksum, if it is here and undamaged."""
        path = self._folder / checksum
        content = path.read_bytes() if path.is_file() else None
        return content if content is not None and digest(content) == checksum else None

    def put(self, content: bytes) -> None:
        """Keep a content."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as beside:
            beside.write(content)
        Path(beside.name).replace(self._folder / digest(content))


class Folder:
    """An unpacked release of Pyodide on this machine, which `PYODIDE` names."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise LiteError(f"PYODIDE={folder}: there is no such folder; name an unpacked release")
        self.name = str(folder)
        self.trouble = ""
        self._folder = folder

    def fetch(self, parts: Iterable[BrowserFile]) -> Iterator[tuple[BrowserFile, Found]]:
        """Give the files that the folder has."""
        for part in parts:
            path = self._folder / part.file
            if path.is_file():
                cure = "take the folder from the release that the manifest names"
                content = _verified(path.read_bytes(), part.sha256, str(path), cure)
                yield part, Found(part.file, content, self.name)


class Release:
    """The official release on the web; asked no more after it has not answered once."""

    def __init__(self, address: str, cache: Cache) -> None:
        self.name = address
        self.trouble = ""
        self._cache = cache

    def fetch(self, parts: Iterable[BrowserFile]) -> Iterator[tuple[BrowserFile, Found]]:
        """Give the files that belong to the release."""
        for part in parts:
            content = self._content(part) if part.released else None
            if content is not None:
                yield part, Found(part.file, content, self.name)

    def _content(self, part: BrowserFile) -> bytes | None:
        kept = self._cache.get(part.sha256)
        if kept is not None or self.trouble:
            return kept
        address = self.name + part.file
        try:
            with urlopen(address, timeout=_PATIENCE) as response:
                content = response.read()
        except (URLError, TimeoutError) as error:
            self.trouble = str(getattr(error, "reason", error))
            return None
        cure = "try again, and if it stays so, do not use it"
        self._cache.put(_verified(content, part.sha256, address, cure))
        return bytes(content)


class Registries:
    """PyPI and npm, through `pip` and `npm` as they are set up on this machine."""

    def __init__(self, cache: Cache) -> None:
        self.name = "PyPI and npm"
        self.trouble = ""
        self._cache = cache

    def fetch(self, parts: Iterable[BrowserFile]) -> Iterator[tuple[BrowserFile, Found]]:
        """Give what the manifest says that a registry has."""
        places = {part: part.elsewhere for part in parts if part.elsewhere}
        self._download(set(places.values()))
        for part, place in places.items():
            archive = self._cache.get(place.sha256)
            if archive is not None:
                yield part, self._found(part, place, archive)

    def _found(self, part: BrowserFile, place: Elsewhere, archive: bytes) -> Found:
        if place.member:
            content = _taken_out(archive, place)
            where = f"{place.archive}, {place.member}"
            cure = "write the manifest anew: python -m sourcework.publish.lite.renew"
            content = _verified(content, part.sha256, where, cure)
            return Found(part.file, content, _registry(place))
        if place.pure:
            name = f"{part.package}-{part.version}-py3-none-any.whl"
            return Found(name, without_compiled(archive), "PyPI, without compiled modules")
        return Found(place.archive, archive, "PyPI")

    def _download(self, places: set[Elsewhere]) -> None:
        missing = {each for each in places if self._cache.get(each.sha256) is None}
        at_npm = {each for each in missing if "@" in each.project}
        linux = {each for each in missing - at_npm if each.pure}
        self._ask(at_npm, _npm)
        self._ask(linux, lambda folder, each: _pip(folder, each, LINUX))
        self._ask(missing - at_npm - linux, lambda folder, each: _pip(folder, each, ANY))

    def _ask(self, places: set[Elsewhere], client: _Client) -> None:
        if not places:
            return
        with tempfile.TemporaryDirectory() as folder:
            trouble = client(Path(folder), places)
            self.trouble = "; ".join(filter(None, [self.trouble, trouble]))
            for place in places:
                path = Path(folder) / place.archive
                if path.is_file():
                    cure = "the registry's file is not the one that was tried; do not use it"
                    self._cache.put(_verified(path.read_bytes(), place.sha256, str(path), cure))


def _registry(place: Elsewhere) -> str:
    return f"npm, {place.project}" if "@" in place.project else f"PyPI, inside {place.project}"


class _Client(Protocol):
    def __call__(self, folder: Path, places: set[Elsewhere], /) -> str:
        """Download archives into a folder; say what went wrong."""


def _pip(folder: Path, places: set[Elsewhere], machine: tuple[str, ...]) -> str:
    lines = sorted({f"{each.project} --hash=sha256:{each.sha256}" for each in places})
    wanted = folder / "wanted.txt"
    wanted.write_text("\n".join(lines) + "\n", encoding="utf-8")
    command: list[str | Path] = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--disable-pip-version-check", "--only-binary=:all:", "--require-hashes"]
    command += ["--python-version", PYTHON, *machine, "--dest", folder, "-r", wanted]
    return _said(command, folder)


def _npm(folder: Path, places: set[Elsewhere]) -> str:
    projects = sorted({each.project for each in places})
    return _said(["npm", "pack", "--silent", *projects], folder)


def _said(command: list[str | Path], folder: Path) -> str:
    """Run a client; return the last line that it says if it fails."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return f"there is no {command[0]} on this machine"
    errors = [line for line in done.stderr.splitlines() if line.startswith(("ERROR", "npm err"))]
    name = "pip" if command[0] == sys.executable else str(command[0])
    return f"{name} says: {(errors or ['nothing'])[-1]}" if done.returncode else ""


def _taken_out(archive: bytes, place: Elsewhere) -> bytes:
    """Return the member of a wheel or a tarball; empty if it has none of that name."""
    with tempfile.TemporaryFile() as file:
        file.write(archive)
        file.seek(0)
        if place.archive.endswith(".whl"):
            with zipfile.ZipFile(file) as wheel:
                return wheel.read(place.member) if place.member in wheel.namelist() else b""
        with tarfile.open(fileobj=file) as tarball:
            if place.member not in tarball.getnames():
                return b""
            member = tarball.extractfile(place.member)
            return member.read() if member else b""
