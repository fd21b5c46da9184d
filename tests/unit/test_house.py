"""The house itself: its commands, its pins and its package."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib.metadata import Distribution, distributions
from pathlib import Path

import pytest
from copies import Copy
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from sourcework.publish.lite.own import own_wheels

ROOT = Path(__file__).resolve().parents[2]


# When `make test` runs the tests, a make that they start would think itself a part of that one.
OUTSIDE_MAKE = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}


def run(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=ROOT,
        env=OUTSIDE_MAKE | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_machine_without_python_is_told_so_in_one_sentence(tmp_path: Path) -> None:
    done = run("make", "PYTHON=", f"VENV={tmp_path}/venv", "check")
    assert done.returncode != 0
    assert done.stdout.strip() == (
        "This needs Python 3.11 or newer; install it, or name it: make PYTHON=/path/to/python3"
    )


def test_an_old_python_is_passed_over(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="ascii")
    old.chmod(0o755)
    tools = {name: run("sh", "-c", f"command -v {name}").stdout.strip() for name in ("sh", "make")}
    for name, path in tools.items():
        (tmp_path / name).symlink_to(path)
    done = run(tools["make"], f"VENV={tmp_path}/venv", "check", PATH=str(tmp_path))
    assert "This needs Python 3.11 or newer" in done.stdout


def test_make_lists_its_targets_with_a_line_each() -> None:
    listed = run("make").stdout
    for target in ("book", "zip", "lite", "test", "serve", "check", "clean"):
        assert re.search(rf"^{target} +\w", listed, re.MULTILINE)


def pins(file: Path) -> dict[str, str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return dict(re.findall(r"^([\w.-]+)==([^\s#]+)", "\n".join(lines).lower(), re.MULTILINE))


def test_every_requirement_is_pinned_as_in_the_constraints() -> None:
    everything = pins(ROOT / "constraints.txt")
    for name in ("requirements.txt", "tests/requirements.txt"):
        for package, version in pins(ROOT / name).items():
            assert everything[package] == version
    for source in DISTRIBUTIONS[1:]:
        project = tomllib.loads((source / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        extras = project.get("optional-dependencies", {}).get("build", [])
        for line in (*project["dependencies"], *extras):
            (name,) = re.findall(r"^[\w-]+", line.lower())
            assert name in ("sourcework", "sphinx-live-widgets") or name in everything, line


REQUIREMENTS = ("constraints.txt", "tests/requirements.txt", ".binder/requirements.txt")
REQUIREMENTS += (
    "requirements.txt",
    "requirements-grading.txt",
    "packages/sourcework/src/sourcework/publish/lite/requirements.txt",
)


def installed() -> list[Distribution]:
    """Return what is installed for the book, and for its notebooks in the browser if that is."""
    other = [str(path) for path in ROOT.glob(".venv-lite/lib/python*/site-packages")]
    return [*distributions(), *distributions(path=other)]


def test_no_pin_refuses_a_python_that_the_book_admits() -> None:
    """Each package says which it admits where it is installed; the oldest and the newest count."""
    metadata = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (oldest,) = re.findall(r">=([\d.]+)$", metadata["requires-python"])
    pythons = [Version(f"{oldest}.0"), Version("3.12.0"), Version("3.13.0"), Version("3.14.0")]
    pinned = {pin for file in REQUIREMENTS for pin in pins(ROOT / file).items()}
    read = {}
    for each in installed():
        if (each.name.lower(), each.version) in pinned:
            read[each.name] = SpecifierSet(each.metadata.get("Requires-Python", ""))
    assert len(read) > 0.8 * len(pinned), "most of what is pinned is installed"
    refusing = {
        f"{name} {admitted}: not {python}"
        for name, admitted in read.items()
        for python in pythons
        if python not in admitted
    }
    assert not refusing


def test_binder_has_the_same_versions_and_nothing_that_only_builds() -> None:
    everything, binder = pins(ROOT / "constraints.txt"), pins(ROOT / ".binder/requirements.txt")
    assert {name: version for name, version in binder.items() if name in everything} == {
        name: version for name, version in everything.items() if name in binder
    }
    assert not [name for name in binder if "sphinx" in name or name in ("pytest", "playwright")]
    runtime = (ROOT / ".binder/runtime.txt").read_text(encoding="utf-8")
    assert re.fullmatch(r"python-3\.\d+\n", runtime), "repo2docker refuses a patch number"


def test_each_dependency_says_why_it_is_there() -> None:
    for name in ("requirements.txt", "tests/requirements.txt", "requirements-grading.txt"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            package = line.partition("==")[0]
            if "==" in line and not package.startswith("types-") and not package.endswith("-stubs"):
                assert re.search(r"  # \w", line), f"{name}: {package}"


DISTRIBUTIONS = (ROOT, ROOT / "packages/sourcework", ROOT / "packages/sphinx-live-widgets")


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """Pack each distribution, and a wheel from what was packed; give both files, by name."""
    files: dict[str, list[Path]] = {}
    for source in DISTRIBUTIONS:
        folder = tmp_path_factory.mktemp(source.name)
        hatchling = f"import os, hatchling.build as b; os.chdir({str(source)!r})\n"
        hatchling += f"b.build_sdist({str(folder)!r})"
        made = run(sys.executable, "-c", hatchling)
        assert made.returncode == 0, made.stderr
        (archive,) = folder.glob("*.tar.gz")
        pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "wheel")
        flags = ("--no-deps", "--no-build-isolation", "--wheel-dir", str(folder))
        made = run(*pip, *flags, str(archive))
        assert made.returncode == 0, made.stderr
        (wheel,) = folder.glob("*.whl")
        files[wheel.name.partition("-")[0]] = [archive, wheel]
    return files


def names_in(file: Path) -> list[str]:
    if file.suffix == ".whl":
        with zipfile.ZipFile(file) as wheel:
            return wheel.namelist()
    with tarfile.open(file) as source:
        return source.getnames()


def test_each_distribution_has_what_is_its_own(packed: dict[str, list[Path]]) -> None:
    assert set(packed) == {"stalin_versus_lenin", "sourcework", "sphinx_live_widgets"}
    for names in map(names_in, packed["stalin_versus_lenin"]):
        assert [name for name in names if name.endswith("/questions.yml")]
        assert not [name for name in names if "/sourcework/" in name]
    for name in ("sourcework", "sphinx_live_widgets"):
        for files in map(names_in, packed[name]):
            own = [file for file in files if "/template/" not in file and "/tests/" not in file]
            assert not [file for file in own if file.endswith((".csv", "_toc.yml", ".bib"))]
            assert [file for file in files if file.endswith(f"{name}/__init__.py")]


def test_nothing_that_is_packed_has_a_key_of_an_assignment(packed: dict[str, list[Path]]) -> None:
    for file in (file for both in packed.values() for file in both):
        assert not [name for name in names_in(file) if name.endswith("keys.yml")]
    for wheel in own_wheels(ROOT):
        with zipfile.ZipFile(io.BytesIO(wheel.content)) as made:
            assert not [name for name in made.namelist() if name.endswith("keys.yml")]


@pytest.fixture(scope="module")
def site(packed: dict[str, list[Path]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheels of the engine into a folder."""
    folder = tmp_path_factory.mktemp("site")
    for name in ("sourcework", "sphinx_live_widgets"):
        with zipfile.ZipFile(packed[name][1]) as wheel:
            wheel.extractall(folder)
    return folder


def installed_command(
    site: Path, folder: Path, *words: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    variables = {name: text for name, text in OUTSIDE_MAKE.items() if name != "BOOK_FOLDER"}
    return subprocess.run(
        [sys.executable, "-B", *words],
        cwd=folder,
        env=variables | {"PYTHONPATH": str(site)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_book_that_is_installed_is_read_where_there_is_no_other(
    site: Path, packed: dict[str, list[Path]], tmp_path: Path
) -> None:
    place = tmp_path / "site"
    shutil.copytree(site, place)
    with zipfile.ZipFile(packed["stalin_versus_lenin"][1]) as wheel:
        wheel.extractall(place)
    read = "from sourcework import excerpt; print(excerpt('testament/postscript'))"
    done = installed_command(place, tmp_path, "-c", read)
    assert (done.returncode, done.stderr) == (0, "")
    refused = installed_command(place, tmp_path, "-m", "sourcework", "audit")
    assert refused.returncode == 1, "a command checks no other book than the one that is meant"
    assert f"There is no book in {tmp_path} or above it" in refused.stderr


def test_whoever_installed_it_has_the_manual(site: Path, tmp_path: Path) -> None:
    done = installed_command(site, tmp_path, "-m", "sourcework", "manual", "item")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("## An item\n")
    assert "| `gives_away` |" in done.stdout
    told = installed_command(site, tmp_path, "-m", "sourcework", "manual", "--file").stdout
    assert Path(told.strip()).is_relative_to(site)
    assert Path(told.strip()).read_text(encoding="utf-8").count("\n## ") > 15


def test_an_installed_command_without_a_book_refuses_to_run(site: Path, tmp_path: Path) -> None:
    for command in (("audit",), ("assignment", "list"), ("lms", "moodle", "--out", "m.xml")):
        done = installed_command(site, tmp_path, "-m", "sourcework", *command)
        assert (done.returncode, done.stdout) == (1, "")
        assert f"There is no book in {tmp_path} or above it" in done.stderr
        assert "name it in the variable BOOK_FOLDER" in done.stderr
    done = installed_command(site, tmp_path, "-m", "sourcework", "audit", BOOK_FOLDER="/nowhere")
    assert "nor in /nowhere, which BOOK_FOLDER names" in done.stderr


def test_an_installed_command_reads_the_book_that_it_is_used_in(
    site: Path, copy: Copy, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    whole = {"BOOK_FOLDER": str(ROOT)}
    copy.replace("book/data/people.csv", "Vladimir Lenin", "V. I. Lenin")
    ask = (
        "-c",
        "from sourcework import tables; print('V. I. Lenin' in set(tables.people()['name']))",
    )
    for folder in (copy.folder, copy.folder / "book/data"):
        assert installed_command(site, folder, *ask, **whole).stdout == "True\n"
    assert installed_command(site, elsewhere, *ask, **whole).stdout == "False\n"
    listed = installed_command(site, elsewhere, "-m", "sourcework", "assignment", "list", **whole)
    assert "twelve-days: " in listed.stdout
    copy.replace("book/data/excerpts.yml", "from: In general Stalin", "from: In general Lenin")
    told = installed_command(site, copy.folder, "-m", "sourcework", "audit", **whole)
    assert told.returncode == 1
    assert "book/data/excerpts.yml" in told.stderr
