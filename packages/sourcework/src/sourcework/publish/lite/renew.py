"""Write `manifest.json` anew, after a change of the versions below; needs npm and PyPI.

`python -m sourcework.publish.lite.renew`, in the environment of `make lite`. What a registry does
not have in a form that browsers run is listed without a place elsewhere.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from .sources import ANY, LINUX, PYTHON, digest
from .wheels import plain

_PYODIDE = "0.29.0"
_ADDRESS = f"https://cdn.jsdelivr.net/pyodide/v{_PYODIDE}/full/"
_CORE = ("pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
_LOCK = "pyodide-lock.json"
# What the kernel asks for when it starts, and what our notebooks and the wheels below import.
_WANTED = ["micropip", "packaging", "sqlite3", "jedi", "ipython", "typing-extensions"]
_WANTED += ["pandas", "tzdata", "pyyaml", "jinja2", "matplotlib"]
# Wheels that the release does not have, with what each needs.
_ADDED = {
    "comm==0.2.3": [],
    "ipywidgets==8.1.9": ["comm", "ipython", "traitlets"],
    "psygnal==0.16.1": [],
    "anywidget==0.11.0": ["ipywidgets", "psygnal", "typing-extensions"],
    "latexcodec==3.0.1": [],
    "pybtex==0.26.1": ["latexcodec", "pyyaml"],
}
# A package about something else that has within it some of the release's own files.
_CARRIER = "gbdraw==0.14.2"
# Their makers wrote these to work without their compiled modules, too.
_PURE = ("markupsafe", "pyyaml")


def main() -> None:
    """Ask the registries and write the manifest."""
    with tempfile.TemporaryDirectory() as folder:
        parts = list(_parts(Path(folder)))
    content = {"version": _PYODIDE, "address": _ADDRESS, "parts": parts}
    target = Path(__file__).with_name("manifest.json")
    target.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def _parts(folder: Path) -> list[dict[str, Any]]:
    npm = _npm(folder)
    with tarfile.open(npm) as archive:
        core = {name: _member(archive, f"package/{name}") for name in (*_CORE, _LOCK)}
    at_npm = {"project": f"pyodide@{_PYODIDE}", "archive": npm.name, "sha256": _digest(npm)}
    parts = [
        {"file": name, "sha256": digest(content)}
        | {"elsewhere": {**at_npm, "member": f"package/{name}"}}
        for name, content in core.items()
    ]
    packages = {plain(name): entry for name, entry in json.loads(core[_LOCK])["packages"].items()}
    carried = _carried(folder)
    for name in sorted(_closure(packages)):
        entry = packages[name]
        part = {"file": entry["file_name"], "sha256": entry["sha256"], "package": name}
        part["version"] = entry["version"]
        elsewhere = carried.get(entry["sha256"]) or _published(folder, name, entry)
        parts.append(part | ({"elsewhere": elsewhere} if elsewhere else {}))
    return [*parts, *(_added(folder, project, needs) for project, needs in _ADDED.items())]


def _closure(packages: dict[str, dict[str, Any]]) -> set[str]:
    found: set[str] = set()
    waiting = set(_WANTED)
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= {plain(each) for each in packages[name]["depends"]} - found
    return found


def _carried(folder: Path) -> dict[str, dict[str, Any]]:
    """Return what the carrier has within it, by checksum."""
    wheel = _pip(folder / "carrier", _CARRIER, *ANY)
    at = {"project": _CARRIER, "archive": wheel.name, "sha256": _digest(wheel)}
    with zipfile.ZipFile(wheel) as archive:
        return {
            digest(archive.read(name)): {**at, "member": name}
            for name in archive.namelist()
            if name.endswith(".whl")
        }


def _published(folder: Path, name: str, entry: dict[str, Any]) -> dict[str, Any] | None:
    pure = name in _PURE
    if not pure and not entry["file_name"].endswith("-none-any.whl"):
        return None
    project = f"{name}=={entry['version']}"
    wheel = _pip(folder / name, project, *(LINUX if pure else ANY))
    place = {"project": project, "archive": wheel.name, "sha256": _digest(wheel)}
    return place | ({"pure": True} if pure else {})


def _added(folder: Path, project: str, needs: list[str]) -> dict[str, Any]:
    name, _, version = project.partition("==")
    wheel = _pip(folder / name, project, *ANY)
    place = {"project": project, "archive": wheel.name, "sha256": _digest(wheel)}
    part = {"file": wheel.name, "sha256": _digest(wheel), "package": name, "version": version}
    return part | {"released": False, "depends": needs, "elsewhere": place}


def _npm(folder: Path) -> Path:
    command = ("npm", "pack", "--silent", f"pyodide@{_PYODIDE}")
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    return folder / done.stdout.strip()


def _pip(folder: Path, project: str, *machine: str) -> Path:
    command: list[str | Path] = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--dest", folder, "--only-binary=:all:", "--python-version", PYTHON]
    command += [*machine, project]
    subprocess.run(command, check=True)
    (wheel,) = folder.iterdir()
    return wheel


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    file = archive.extractfile(name)
    assert file is not None
    return file.read()


def _digest(path: Path) -> str:
    return digest(path.read_bytes())


if __name__ == "__main__":
    main()
