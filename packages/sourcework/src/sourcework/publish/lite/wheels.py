"""Wheels: read for the lock file, made lighter, made up."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable
from email.parser import Parser
from typing import Any

__all__ = ["lock_entry", "made_up", "plain", "without_compiled"]

_COMPILED = (".so", ".pyd", ".c", ".pyx")
_BEGIN = (1980, 1, 1, 0, 0, 0)  # the same bytes whenever it is made
_WHEEL = "Wheel-Version: 1.0\nGenerator: publish.lite\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def without_compiled(content: bytes) -> bytes:
    """Return a wheel without its compiled modules, for any machine."""
    files: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as wheel:
        for name in wheel.namelist():
            if not name.endswith(_COMPILED):
                files[name] = wheel.read(name)
    for name in files:
        if name.endswith(".dist-info/WHEEL"):
            files[name] = _WHEEL.encode()
    return _packed(files)


def made_up(name: str, version: str, modules: dict[str, bytes]) -> bytes:
    """Return a wheel of these modules, by their files' names; there may be none."""
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    folder = f"{name}-{version}.dist-info"
    about = {f"{folder}/METADATA": metadata.encode(), f"{folder}/WHEEL": _WHEEL.encode()}
    return _packed(modules | about)


def _packed(files: dict[str, bytes]) -> bytes:
    """Pack files into a wheel; the list that wheels have of their files is made anew."""
    files = {name: content for name, content in files.items() if not name.endswith("/RECORD")}
    folder = next(name for name in files if name.endswith(".dist-info/WHEEL")).partition("/")[0]
    record = "".join(f"{name},,\n" for name in [*files, f"{folder}/RECORD"])
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as wheel:
        for name, content in {**files, f"{folder}/RECORD": record.encode()}.items():
            wheel.writestr(zipfile.ZipInfo(name, _BEGIN), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def lock_entry(file: str, content: bytes, depends: Iterable[str] = ()) -> dict[str, Any]:
    """Return what Pyodide's lock file says of a wheel: by its imports the browser finds it."""
    with zipfile.ZipFile(io.BytesIO(content)) as wheel:
        names = wheel.namelist()
        (metadata,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        said = Parser().parsestr(wheel.read(metadata).decode("utf-8"))
    tops = {name.split("/")[0].removesuffix(".py") for name in names if name.endswith(".py")}
    return {
        "name": plain(said["Name"]),
        "version": said["Version"],
        "file_name": file,
        "install_dir": "site",
        "sha256": hashlib.sha256(content).hexdigest(),
        "package_type": "package",
        "imports": sorted(top for top in tops if not top.endswith(".data")),
        "depends": list(depends),
        "unvendored_tests": False,
    }


def plain(name: str) -> str:
    """Return the name of a package in the one form in which lock files compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()
