"""This book is sound: its data are checked, its pages build, an answer is graded."""

from __future__ import annotations

import json
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


def test_an_answer_to_each_assignment_is_graded(tmp_path: Path) -> None:
    for folder in (ROOT / "assignments").iterdir():
        notebook = json.loads((ROOT / f"book/{folder.name}-answers.ipynb").read_text("utf-8"))
        for cell in notebook["cells"]:
            if "/choice-" in cell["metadata"].get("dossier", {}).get("item", ""):
                cell["source"] = 'answer = "words"'
        (tmp_path / folder.name).mkdir()
        answered = tmp_path / folder.name / "ann_1_1_answers.ipynb"
        answered.write_text(json.dumps(notebook), encoding="utf-8")
        out = tmp_path / f"{folder.name}-out"
        done = sourcework("grade", folder.name, str(answered.parent), "--out", str(out))
        assert done.returncode == 0, done.stdout + done.stderr
        assert "ann" in (out / "results.csv").read_text(encoding="utf-8-sig")
