"""Runs that are killed, and disks that are full or closed: former results stay whole."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from classes import GOOD, answers, handed_in, write_folder
from runs import command, done, grade, start

from sourcework.__main__ import main
from sourcework.grading.store.staging import Staging

_DROP_FROM_BOUNDS, _IGNORE_RIGHTS, _READ_ALL = 24, 1, 2  # of Linux's prctl and capabilities


def contents(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}


@pytest.fixture(scope="module")
def once(thirty: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Grade a class whose feedback fills a small disk; return the folder of it and the outputs."""
    folder = tmp_path_factory.mktemp("once")
    write_folder(handed_in(90), folder / "class")
    assert grade(thirty, folder / "class").code == 0
    return folder


@pytest.fixture
def graded(once: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Copy the graded class, and then let another student hand in: folder and outputs."""
    place, out = tmp_path / "class", tmp_path / "class-out"
    for name in (place.name, out.name):
        shutil.copytree(once / name, tmp_path / name)
    (place / "zoe_5555_6666_a.json").write_bytes(answers(GOOD, attempt="9" * 32))
    return place, out


@pytest.mark.parametrize(
    "moment", ["ledger.sqlite", "results.csv", "feedback-1.zip", "statistics.html", "problems.csv"]
)
def test_a_killed_run_leaves_former_results_and_the_next_one_ends(
    moment: str, thirty: Path, graded: tuple[Path, Path]
) -> None:
    place, out = graded
    before = contents(out)
    running = start(*command(thirty, place, out))
    while running.poll() is None and not (out / "unfinished.tmp" / moment).exists():
        time.sleep(0.0002)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    after = contents(out)
    assert sorted(after) == sorted(before)
    again = grade(thirty, place)
    assert again.code == 0
    assert again.total("5555") == 30
    assert not (out / "unfinished.tmp").exists()
    for name, data in after.items():
        assert data in (before[name], contents(out)[name]), f"{name} is whole, old or new"


@pytest.mark.parametrize("moves", range(6))
def test_a_run_killed_between_two_files_stops_no_later_one(moves: int, tmp_path: Path) -> None:
    out = tmp_path / "out"
    publish(out, "old", "feedback-1.zip", "feedback-2.zip", "results.csv")
    child = os.fork()
    if not child:
        move = Path.replace
        left = iter(range(moves))

        def replace(self: Path, target: Path) -> Path:
            return move(self, target) if next(left, None) is not None else os._exit(9)

        Path.replace = replace  # type: ignore[method-assign]
        publish(out, "new", "feedback-1.zip", "results.csv")
        os._exit(0)
    os.waitpid(child, 0)
    publish(out, "later", "feedback-1.zip", "results.csv")
    assert {name: data for name, data in contents(out).items() if not name.startswith(".")} == {
        "feedback-1.zip": b"later",
        "results.csv": b"later",
    }


def publish(out: Path, text: str, *names: str) -> None:
    with Staging(out) as staging:
        for name in names:
            (staging.folder / name).write_text(text)
        staging.publish()


def test_a_second_run_at_the_same_time_is_refused(thirty: Path, graded: tuple[Path, Path]) -> None:
    place, out = graded
    running = start(*command(thirty, place, out))
    while running.poll() is None and not (out / "unfinished.tmp/results.csv").exists():
        time.sleep(0.0002)
    running.send_signal(signal.SIGSTOP)
    second = start(*command(thirty, place, out))
    _, said = second.communicate()
    running.send_signal(signal.SIGCONT)
    running.communicate()
    assert second.returncode == 1
    assert "another run is writing there" in said
    assert running.returncode == 0
    assert done(0, out).total("5555") == 30


def few_bytes(most: int) -> Callable[[], None]:
    """Return what lets a process write no more bytes than these into a file."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


@pytest.mark.parametrize("most", [1, 3000, 60_000, 200_000])
def test_a_full_disk_is_told_and_leaves_former_results(
    most: int, thirty: Path, graded: tuple[Path, Path]
) -> None:
    place, out = graded
    before = contents(out)
    running = start(*command(thirty, place, out), preexec_fn=few_bytes(most))
    _, said = running.communicate()
    assert running.returncode == 1
    assert "class-out: the outputs could not be written" in said
    assert len(said.strip().splitlines()) == 1
    assert contents(out) == before
    assert not (out / "unfinished.tmp").exists()


def test_a_disk_that_is_really_full(thirty: Path, graded: tuple[Path, Path]) -> None:
    place, out = graded
    small = out.with_name("small")
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(small)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        running = start(*command(thirty, place, small))
        _, said = running.communicate()
        assert running.returncode == 1
        assert "the outputs could not be written" in said
        assert list(small.iterdir()) == []
    finally:
        subprocess.run(["umount", str(small)], check=True)


def obey_rights() -> None:
    """Let even root be refused what a file's rights refuse."""
    if os.geteuid() == 0:
        library = ctypes.CDLL(None)
        for right in (_IGNORE_RIGHTS, _READ_ALL):
            library.prctl(_DROP_FROM_BOUNDS, right, 0, 0, 0)


@pytest.mark.parametrize("name", ["shut", "shut/deeper"])
def test_outputs_where_nobody_may_write(name: str, thirty: Path, graded: tuple[Path, Path]) -> None:
    place, out = graded
    shut = out.with_name("shut")
    shut.mkdir()
    shut.chmod(0o555)
    running = start(*command(thirty, place, out.parent / name), preexec_fn=obey_rights)
    _, said = running.communicate()
    assert running.returncode == 1
    assert f"{name}: nothing can be written there (Permission denied); name another" in said


def test_outputs_where_a_file_is(
    thirty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_folder(handed_in(3), tmp_path / "class")
    (tmp_path / "out").write_bytes(b"mine")
    assert grade(thirty, tmp_path / "class", out=tmp_path / "out").code == 1
    assert "out: nothing can be written there" in capsys.readouterr().err
    assert (tmp_path / "out").read_bytes() == b"mine"


@pytest.mark.parametrize("name", ["results.csv", "statistics.html", "feedback-1.zip"])
def test_a_file_that_cannot_be_replaced_leaves_all_as_they_were(
    name: str, thirty: Path, graded: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    place, out = graded
    (out / name).unlink(missing_ok=True)
    (out / name).mkdir()  # as good as a file that another program holds
    (out / "items.csv").unlink()
    before = contents(out)
    assert main(["grade", str(thirty), str(place), "--out", str(out)]) == 1
    assert f"{name}: it cannot be replaced" in capsys.readouterr().err
    assert contents(out) == before
    assert not (out / "unfinished.tmp").exists()
    (out / name).rmdir()
    assert grade(thirty, place).total("5555") == 30


def test_what_may_not_be_read_is_named(thirty: Path, graded: tuple[Path, Path]) -> None:
    place, out = graded
    (place / "eve_7777_8888_a.json").write_bytes(answers(GOOD))
    (place / "eve_7777_8888_a.json").chmod(0)
    (place / "max_7778_8889_folder").mkdir(mode=0)
    running = start(*command(thirty, place, out), preexec_fn=obey_rights)
    running.communicate()
    found = done(running.returncode, out)
    assert found.code == 0
    assert found.told("eve_7777_8888_a.json") == ["it cannot be opened (Permission denied) [no]"]
    assert found.told("max_7778_8889_folder") == [
        "the folder cannot be opened (Permission denied) [no]"
    ]
    assert found.total("7777") is None
    (place / "max_7778_8889_folder").chmod(0o700)


def test_a_gradebook_that_may_not_be_read_is_named_and_the_rest_is_written(
    thirty: Path, tmp_path: Path
) -> None:
    write_folder(handed_in(3), tmp_path / "class")
    book, out = tmp_path / "grades.csv", tmp_path / "out"
    book.write_text("Student,ID,Thirty questions (7)\n", encoding="utf-8")
    book.chmod(0)
    words = command(thirty, tmp_path / "class", out)
    running = start(*words, "--gradebook", str(book), preexec_fn=obey_rights)
    _, said = running.communicate()
    assert running.returncode == 1
    assert "grades.csv, whole file: it cannot be read (Permission denied); close it" in said
    assert len(said.strip().splitlines()) == 1
    assert len(done(1, out).results) == 3
