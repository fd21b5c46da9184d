"""This book is sound: its data are checked, its pages build, an answer is graded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def sourcework(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sourcework", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_nothing_in_the_data_is_wrong() -> None:
    assert sourcework("check").stderr == ""


def test_the_book_builds(tmp_path: Path) -> None:
    done = sourcework("build", "--out", str(tmp_path))
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert (tmp_path / "_build/html/book/{{ chapter }}.html").is_file()


def test_each_assignment_can_be_graded(tmp_path: Path) -> None:
    for folder in (ROOT / "assignments").iterdir():
        (tmp_path / "class").mkdir(exist_ok=True)
        out = tmp_path / folder.name
        done = sourcework("grade", folder.name, str(tmp_path / "class"), "--out", str(out))
        assert done.returncode == 0, done.stderr
