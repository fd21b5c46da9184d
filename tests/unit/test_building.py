"""`make book`: one at a time in a folder, and only where something can be written."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sourcework.publish.build_lock import main

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {name: text for name, text in os.environ.items() if not name.startswith("MAKE")}
# What is set up there by hand has the packages of these tests.
ENVIRONMENT["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
# Stands in for jupyter-book: notes when another one is at work too, and how often it ran.
BUILD = """#!{python}
import time
from pathlib import Path
busy = Path("busy")
try:
    busy.touch(exist_ok=False)
except FileExistsError:
    Path("mixed").touch()
time.sleep(2)
busy.unlink(missing_ok=True)
print("built", file=open("runs", "a"))
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Make a folder with the house's Makefile, set up and audited, and a build of its own."""
    for name in ("Makefile", "requirements.txt", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    tools = tmp_path / "venv/bin"
    tools.mkdir(parents=True)
    (tools / "python").symlink_to(sys.executable)
    (tools / "jupyter-book").write_text(BUILD.format(python=sys.executable), encoding="utf-8")
    (tools / "jupyter-book").chmod(0o755)
    return tmp_path


def start(source: Path, *done: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        ["make", "book", "VENV=venv", "DATA=", *(f"-o{each}" for each in done)],
        cwd=source,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_builds_at_once_come_one_after_the_other(source: Path) -> None:
    both = [start(source, "venv/book", "_build/audited") for _ in range(2)]
    said = [each.communicate()[1] for each in both]
    assert [each.returncode for each in both] == [0, 0], said
    assert (source / "runs").read_text(encoding="utf-8") == "built\nbuilt\n"
    assert not (source / "mixed").exists()


def test_what_a_killed_build_leaves_at_work_is_waited_for(source: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "sourcework.publish.build_lock",
        "_build/.building",
        "venv/bin/jupyter-book",
    ]
    killed = subprocess.Popen(command, cwd=source)
    late = time.monotonic() + 120
    while not (source / "busy").exists():
        assert time.monotonic() < late
        time.sleep(0.02)
    killed.kill()
    killed.wait()
    subprocess.run(command, cwd=source, check=True)
    assert (source / "runs").read_text(encoding="utf-8") == "built\nbuilt\n"
    assert not (source / "mixed").exists()


def test_a_disk_where_no_file_can_be_held_is_told_with_a_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("fcntl.flock", refuse)
    monkeypatch.setattr("sys.argv", ["alone", str(tmp_path / "held"), "touch", "built"])
    assert main() == 1
    told = capsys.readouterr().err
    assert f"{tmp_path / 'held'} cannot be held" in told
    assert "copy the source to a folder on this machine's own disk" in told


def test_a_build_that_fails_tells_so(source: Path) -> None:
    (source / "venv/bin/jupyter-book").write_text("#!/bin/sh\nexit 3\n", encoding="ascii")
    failed = start(source, "venv/book", "_build/audited")
    failed.communicate()
    assert failed.returncode != 0


@pytest.mark.parametrize("done", [[], ["venv/book"]], ids=["before it is set up", "after"])
def test_where_nothing_can_be_written_the_reason_and_a_cure_are_said(
    source: Path, done: list[str]
) -> None:
    (source / "_build").touch()  # a file, since root may write to every folder
    refused = start(source, *done)
    said = refused.communicate()[0]
    assert refused.returncode != 0
    assert f"Nothing can be written to {source}/_build" in said
    assert "copy the source to a folder of yours" in said
