"""The house itself: its commands, its pins and its package."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

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
    metadata = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.match(r"[\w-]+", line)[0].lower() for line in metadata["dependencies"]}  # type: ignore[index]
    assert needed <= set(pins(ROOT / "requirements.txt"))


def test_binder_has_the_same_versions_and_nothing_that_only_builds() -> None:
    everything, binder = pins(ROOT / "constraints.txt"), pins(ROOT / ".binder/requirements.txt")
    assert {name: version for name, version in binder.items() if name in everything} == {
        name: version for name, version in everything.items() if name in binder
    }
    assert not [name for name in binder if "sphinx" in name or name in ("pytest", "playwright")]
    runtime = (ROOT / ".binder/runtime.txt").read_text(encoding="utf-8")
    assert re.fullmatch(r"python-3\.\d+\n", runtime), "repo2docker refuses a patch number"


def test_the_readme_says_why_each_dependency_is_there() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8").lower()
    reasons = readme[readme.index("## why each dependency") :]
    for name in ("requirements.txt", "tests/requirements.txt"):
        for package in pins(ROOT / name):
            assert package in reasons or package.startswith(("types-", "pandas-stubs"))


def test_the_installed_package_brings_its_data(tmp_path: Path) -> None:
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    made = run(*pip, "install", ".", "--no-deps", "--target", str(tmp_path / "site"))
    assert made.returncode == 0, made.stderr
    done = subprocess.run(
        [sys.executable, "-B", "-m", "dossier", "audit"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
