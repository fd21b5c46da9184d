"""A clone has the same bytes on every machine, also where Git is set to change line ends."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from copies import ROOT, Copy

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="there is no Git here")

SEED = "seeds/000_47b3bbf5c34baaba.txt"
SAMPLES = "tests/grading/samples/gradebooks"


def git(folder: Path, *words: str) -> None:
    me = ("-c", "user.name=A", "-c", "user.email=a@school.example")
    subprocess.run(["git", "-C", folder, *me, *words], check=True, capture_output=True)


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "A")


@pytest.fixture
def source(copy: Copy) -> Copy:
    """Make a repository of the data, with scripts and samples; no attributes yet."""
    shutil.copytree(ROOT / ".ci", copy.folder / ".ci")
    shutil.copytree(ROOT / SAMPLES, copy.folder / SAMPLES)
    git(copy.folder, "init", "--quiet", "--initial-branch=main")
    git(copy.folder, "config", "core.autocrlf", "false")
    return copy


def windows(source: Copy) -> Copy:
    """Clone a repository beside it as Git for Windows does."""
    folder = source.folder.with_name(f"{source.folder.name}-clone")
    git(source.folder, "clone", "--quiet", "-c", "core.autocrlf=true", ".", str(folder))
    clone = object.__new__(Copy)
    clone.folder = folder
    return clone


def changed(source: Copy, clone: Copy) -> list[str]:
    """Return which files of a repository have other bytes in its clone."""
    files = [path.relative_to(source.folder) for path in source.folder.rglob("*")]
    return [
        name.as_posix()
        for name in files
        if (source.folder / name).is_file() and name.parts[0] != ".git"
        if (source.folder / name).read_bytes() != (clone.folder / name).read_bytes()
    ]


def test_a_clone_that_changes_line_ends_gets_the_same_bytes(source: Copy) -> None:
    shutil.copy(ROOT / ".gitattributes", source.folder)
    commit(source.folder)
    clone = windows(source)
    assert changed(source, clone) == []
    assert clone.audit().stderr == ""


def test_a_clone_with_other_line_ends_is_told_a_cure_that_cures(source: Copy) -> None:
    commit(source.folder)
    clone = windows(source)
    assert SEED in changed(source, clone)
    shutil.copy(ROOT / ".gitattributes", source.folder)
    commit(source.folder)
    git(clone.folder, "pull", "--quiet")
    told = clone.audit()
    assert told.returncode == 1
    assert "only its line ends were changed (CRLF)" in told.stderr
    for cure in re.findall("`git (.*?)`", told.stderr):
        git(clone.folder, *cure.split())
    assert changed(source, clone) == []
    assert clone.audit().stderr == ""
